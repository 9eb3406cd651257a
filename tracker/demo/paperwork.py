"""Evidence of the invented units, brought in and checked by the ways that people use.

Nothing here writes figures: reports are read by the real reader, suggestions are the matcher's own, and the
inspectorate's decisions go through the review. So the demo shows what the program does, not what it should.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from tracker.accounts.rights import Actor
from tracker.demo.documents import DemoDocument, damaged, index_report, news_item, unit_report
from tracker.demo.matrix import UNITS, YEAR
from tracker.demo.reports import Cell, Report
from tracker.evidence import service as evidence_service
from tracker.evidence import verdicts
from tracker.evidence.models import Evidence, Finding, ReadingState, Source, StoredFile, Suggestion, Verdict
from tracker.evidence.reading import read_file
from tracker.evidence.service import Described
from tracker.evidence.storage import InMemory
from tracker.institutions.models import unit_id
from tracker.jobs import service as jobs
from tracker.jobs.models import Job
from tracker.plans.rules import proof_kind
from tracker.plans.values import ProofKind
from tracker.progress import service as progress_service
from tracker.progress.dimensions import Dimension
from tracker.progress.models import Assessed, Progress
from tracker.progress.rules import State
from tracker.review import service as review

Places = Callable[[Cell], str]
LEFT_UNCHECKED = 3  # of each unit's reports, so that the inspectorate has a queue
RETURN_REASON = "Angka pada laporan belum disertai daftar hadir. Lampirkan daftar hadir, lalu ajukan lagi."
DOUBT = "Hasilnya belum diukur dampaknya; laporan hanya memuat jumlah."
DOUBTED = 4  # of so many verified reports one is assessed otherwise than by its unit
ASSESSED_UNITS = ("kominfo", "dinsos")
BORROWER = "dinsos"
BORROWED_TITLE = "Laporan pendukung TW II Dinsos"
OPEN_UNIT = "kominfo"
"""The unit whose report on triwulan II is read and waits for its people."""
WORKED_UNITS = ("kominfo", "dinsos", "inspektorat", "dinkes", "bkd", "bpkad", "disperindag")
"""Units whose reports on triwulan I went the whole way."""


async def file_and_check(
    people: dict[str, Actor], written: Sequence[Report], due: Sequence[Cell], place: Places
) -> None:
    """Bring in each worked unit's report on triwulan I, tie it, hand it in, and check most of it."""
    for unit in WORKED_UNITS:
        actor = people.get(f"{unit}@contoh.id")
        by = actor if actor is not None and actor.units is not None else people["organisasi@contoh.id"]
        own = _reports_of(unit, 1, written)
        evidence = await _bring_in(by, unit_report(unit, 1, own))
        await _tie(by, evidence, {place(report.cell) for report in own})
        await _tie_documents(by, evidence, own, place)
        if unit in ASSESSED_UNITS:
            await _assess(by, own, place)
        submitted = await _submit(by, own, place)
        await _check(people["inspektorat@contoh.id"], submitted)
    await _leave_open(people, written, due)
    await _leave_to_the_desk(people, written, place)


def _reports_of(unit: str, triwulan: int, written: Sequence[Report]) -> list[Report]:
    name = UNITS[unit][0]
    return [
        report
        for report in written
        if report.cell.triwulan == triwulan and report.cell.renaksi.pelaksana == name
    ]


def _whole(unit: str, triwulan: int, written: Sequence[Report], due: Sequence[Cell]) -> list[Report]:
    """A unit's reports on a triwulan, with its targets where nothing was filled in yet."""
    own = _reports_of(unit, triwulan, written)
    filled = {(report.cell.renaksi.text, report.cell.output.indikator) for report in own}
    missing = [
        Report(cell, cell.output.targets.at(triwulan) or Decimal(0), 0, "")
        for cell in due
        if cell.triwulan == triwulan
        and cell.renaksi.pelaksana == UNITS[unit][0]
        and (cell.renaksi.text, cell.output.indikator) not in filled
    ]
    return [*own, *missing]


async def _bring_in(by: Actor, document: DemoDocument) -> Evidence:
    """Upload a document and see it read: here, or by a worker that was quicker."""
    described = Described(title=document.title, source=Source(document.source), period=document.period)
    uploaded = await evidence_service.upload(
        by,
        unit=unit_id(by.instansi, document.unit),
        source=InMemory(document.content),
        name=document.name,
        described=described,
    )
    job = await Job.find_one({"key": f"read_file:{uploaded.file.id}"})
    taken = await jobs.claim(job.id) if job else None
    if taken is not None:
        await read_file(taken)
    while not await _is_over(uploaded.file.id):  # noqa: ASYNC110 - another process reads it
        await asyncio.sleep(0.2)
    return uploaded.evidence


async def _is_over(file_id: str) -> bool:
    file = await StoredFile.get(file_id)
    return file is None or file.state in {ReadingState.READY, ReadingState.FAILED}


async def _tie(by: Actor, evidence: Evidence, wanted: set[str]) -> None:
    """Accept the suggestions that point at the unit's own reports, best first, one for each."""
    offered = (
        await Suggestion.find({"instansi": by.instansi, "file_id": evidence.file_id}).sort("-score").to_list()
    )
    tied: set[str] = set()
    for suggestion in offered:
        target = suggestion.target_id
        if suggestion.target != "progress" or target not in wanted or target in tied:
            continue
        await verdicts.take_up(by, suggestion_id=suggestion.id, evidence_id=evidence.id, fill=False)
        tied.add(target)


async def _tie_documents(by: Actor, evidence: Evidence, own: Sequence[Report], place: Places) -> None:
    """A report that counts documents is proven by the document itself."""
    for report in own:
        if proof_kind(report.cell.output.satuan) is ProofKind.DOCUMENT:
            await progress_service.link_evidence(
                by, progress_id=place(report.cell), evidence_id=evidence.id, pages=[1]
            )


async def _assess(by: Actor, own: Sequence[Report], place: Places) -> None:
    """The unit's own assessment of each of its reports: all is well, as units see it."""
    sheet = {str(dimension): Assessed(fits=True) for dimension in Dimension}
    for report in own:
        kept = await Progress.get(place(report.cell))
        if kept is not None:
            await progress_service.save(
                by,
                progress_id=kept.id,
                revision=kept.revision,
                value=kept.value,
                spent=kept.spent,
                obstacles=kept.obstacles,
                follow_up=kept.follow_up,
                pm=sheet,
            )


async def _submit(by: Actor, own: Sequence[Report], place: Places) -> list[Progress]:
    """Hand in what has evidence or says why not; the rest stays a draft."""
    submitted = []
    for report in own:
        kept = await Progress.get(place(report.cell))
        if kept is not None and (kept.links or kept.obstacles):
            submitted.append(await progress_service.submit(by, progress_id=kept.id, revision=kept.revision))
    return submitted


async def _check(inspector: Actor, submitted: Sequence[Progress]) -> None:
    """Verify what is proven but for a few, and return one of those with a reason."""
    proven = [report for report in submitted if report.proof.proven]
    for place, report in enumerate(proven[LEFT_UNCHECKED:]):
        sheet = {str(dimension): Assessed(fits=True) for dimension in Dimension}
        if place % DOUBTED == 0:
            sheet[str(Dimension.QUALITY)] = Assessed(fits=False, note=DOUBT)
        await review.verify(inspector, progress_id=report.id, revision=report.revision, apip=sheet)
    for report in proven[:1]:
        await review.return_(inspector, progress_id=report.id, revision=report.revision, reason=RETURN_REASON)


async def _leave_open(people: dict[str, Actor], written: Sequence[Report], due: Sequence[Cell]) -> None:
    """Evidence that waits for somebody: a news item, a report with findings in every state, a broken file.

    The report also tells of cells that nobody has filled in yet, so that taking it up fills them.
    """
    coordinator, kominfo = people["organisasi@contoh.id"], people["kominfo@contoh.id"]
    await _bring_in(coordinator, news_item())
    report = await _bring_in(kominfo, unit_report(OPEN_UNIT, 2, _whole(OPEN_UNIT, 2, written, due)))
    claims = (
        await Finding.find({"file_id": report.file_id, "kind": "claim"}).sort("+start").limit(3).to_list()
    )
    for finding, verdict in zip(claims, (Verdict.CONFIRMED, Verdict.REJECTED, Verdict.UNSURE), strict=False):
        await verdicts.decide_finding(
            kominfo, finding_id=finding.id, version=finding.version, verdict=verdict
        )
    await _bring_in(kominfo, damaged())


async def _leave_to_the_desk(people: dict[str, Actor], written: Sequence[Report], place: Places) -> None:
    """An index that two documents tell differently, and a file that two units hand in as their own."""
    coordinator = people["organisasi@contoh.id"]
    await _bring_in(people["kominfo@contoh.id"], index_report())
    told = {"instansi": coordinator.instansi, "found.indicator": "spbe", "found.period": str(YEAR - 1)}
    for finding in await Finding.find({**told, "found.kind": "score"}).to_list():
        await verdicts.decide_finding(
            coordinator, finding_id=finding.id, version=finding.version, verdict=Verdict.CONFIRMED
        )
    borrowed = unit_report("kominfo", 1, _reports_of("kominfo", 1, written))
    evidence = await _bring_in(coordinator, replace(borrowed, unit=BORROWER, title=BORROWED_TITLE))
    for report in _reports_of(BORROWER, 2, written)[:2]:
        kept = await Progress.get(place(report.cell))
        if kept is None or kept.state is not State.SUBMITTED:
            continue
        draft = await progress_service.withdraw(coordinator, progress_id=kept.id, revision=kept.revision)
        tied = await progress_service.link_evidence(
            coordinator, progress_id=kept.id, revision=draft.revision, evidence_id=evidence.id, pages=[1]
        )
        await progress_service.submit(coordinator, progress_id=kept.id, revision=tied.revision)
