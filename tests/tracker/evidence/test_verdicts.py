"""From a finding to a proof: decided by people, judged anew each time, never twice at once."""

from decimal import Decimal

import pytest

from tests.tracker.evidence.documents import NEWS, bring_in, finding_of, pdf, read_all
from tests.tracker.world import World
from tracker.accounts.rights import Actor
from tracker.audit.service import events_of
from tracker.errors import Conflict, Forbidden, Invalid, NotFound
from tracker.evidence import service, verdicts
from tracker.evidence.models import Finding, StoredFile, Suggestion, SuggestionState, Verdict
from tracker.evidence.review import Lens, review
from tracker.evidence.service import Described, Uploaded
from tracker.percentages.rules import percentages
from tracker.percentages.service import differences, plan_figures
from tracker.progress.models import Progress
from tracker.progress.service import link_evidence, submit

PERIOD = "2023-07/2023-09"


async def report_with(world: World, salt: str, *, period: str | None = PERIOD) -> Uploaded:
    """A report of kominfo that is read, with a claim of 2 dokumen."""
    text = f"Pada triwulan III tahun 2023 dinas telah menyusun 2 dokumen {salt}."
    uploaded = await bring_in(
        world.actor("bureau"), pdf(text), unit=world.units["kominfo"], name=f"{salt}.pdf", period=period
    )
    await read_all()
    return uploaded


async def claim_of(uploaded: Uploaded) -> Finding:
    return await finding_of(uploaded.file.id, "2 dokumen")


async def decide(actor: Actor, finding: Finding, verdict: Verdict, **fields: str) -> Finding:
    return await verdicts.decide_finding(
        actor, finding_id=finding.id, version=finding.version, verdict=verdict, fields=fields
    )


async def waiting(uploaded: Uploaded) -> int:
    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    return file.proposed_findings


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.REJECTED, Verdict.UNSURE])
async def test_a_verdict_is_kept_with_who_and_when(world: World, verdict: Verdict) -> None:
    uploaded = await report_with(world, f"putusan {verdict}")
    finding, before = await claim_of(uploaded), await waiting(uploaded)

    decided = await decide(world.actor("bureau"), finding, verdict)

    assert (decided.verdict, decided.version) == (verdict, 2)
    assert decided.decided_by_name == "Bureau"
    assert decided.decided_at is not None
    assert await waiting(uploaded) == before - 1
    events = await events_of("98", str(finding.id))
    assert [event.action for event in events] == [f"finding.{verdict}"]


async def test_the_same_verdict_again_takes_it_back(world: World) -> None:
    uploaded = await report_with(world, "bolak-balik")
    actor, finding, before = world.actor("bureau"), await claim_of(uploaded), await waiting(uploaded)

    confirmed = await decide(actor, finding, Verdict.CONFIRMED)
    back = await decide(actor, confirmed, Verdict.CONFIRMED)

    assert (back.verdict, back.decided_by, back.version) == (Verdict.PROPOSED, None, 3)
    assert await waiting(uploaded) == before


async def test_undo_brings_a_finding_back_to_a_proposal(world: World) -> None:
    uploaded = await report_with(world, "diurungkan")
    actor, finding = world.actor("bureau"), await claim_of(uploaded)
    rejected = await decide(actor, finding, Verdict.REJECTED)

    undone = await verdicts.undo_verdict(actor, finding_id=finding.id, version=rejected.version)

    assert undone.verdict is Verdict.PROPOSED


async def test_two_who_decide_at_once_are_told_of_each_other(world: World) -> None:
    uploaded = await report_with(world, "berebut")
    finding = await claim_of(uploaded)
    await decide(world.actor("bureau"), finding, Verdict.CONFIRMED)

    with pytest.raises(Conflict) as conflict:
        await decide(world.actor("inspectorate"), finding, Verdict.REJECTED)

    assert "diterima oleh Bureau" in conflict.value.message
    assert "ditolak" in conflict.value.message
    kept = await Finding.get(finding.id)
    assert kept is not None
    assert kept.verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3", 3), ("1.234,5", Decimal("1234.5")), ("1,234.5", Decimal("1234.5")), ("dua belas", 12)],
)
async def test_an_edit_takes_numbers_in_both_forms(world: World, typed: str, value: Decimal) -> None:
    uploaded = await report_with(world, f"sunting {typed}")
    finding = await claim_of(uploaded)

    edited = await decide(world.actor("bureau"), finding, Verdict.EDITED, value=typed)

    assert edited.verdict is Verdict.EDITED
    assert edited.value["value"] == value
    assert edited.value["unit"] == finding.found["unit"]
    assert edited.found == finding.found


async def test_an_edit_that_changes_nothing_confirms(world: World) -> None:
    uploaded = await report_with(world, "sunting kosong")

    edited = await decide(world.actor("bureau"), await claim_of(uploaded), Verdict.EDITED, value="2")

    assert (edited.verdict, edited.edited) == (Verdict.CONFIRMED, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": "banyak"}, "value"),
        ({"value": ""}, "value"),
        ({"kind": "warna"}, "kind"),
        ({"role": "harapan"}, "role"),
        ({"indicator": "tidak_ada"}, "indicator"),
        ({"period": "kelak"}, "period"),
        ({"unit": "x" * 201}, "unit"),
    ],
)
async def test_a_bad_edit_names_its_field(world: World, fields: dict[str, str], field: str) -> None:
    uploaded = await report_with(world, f"sunting salah {field} {len(str(fields))}")

    with pytest.raises(Invalid) as refused:
        await decide(world.actor("bureau"), await claim_of(uploaded), Verdict.EDITED, **fields)

    assert field in refused.value.fields


async def test_a_date_is_edited_as_a_date(world: World) -> None:
    uploaded = await bring_in(world.actor("inspectorate"), NEWS.encode() + b" ", unit=None, name="n.txt")
    await read_all()
    finding = await finding_of(uploaded.file.id, "20 Oktober")

    edited = await decide(world.actor("inspectorate"), finding, Verdict.EDITED, value="2023-10-21")

    assert edited.value == {"value": "2023-10-21", "role": "deadline"}


@pytest.mark.parametrize(
    ("who", "error"), [("bureau_2", NotFound), ("stranger_admin", NotFound), ("leadership", Forbidden)]
)
async def test_who_may_not_decide(world: World, who: str, error: type[Exception]) -> None:
    uploaded = await report_with(world, f"bukan hak {who}")

    with pytest.raises(error):
        await decide(world.actor(who), await claim_of(uploaded), Verdict.CONFIRMED)


async def test_a_confirmed_claim_moves_the_proven_share_and_a_rejected_one_moves_it_back(
    world: World,
) -> None:
    uploaded = await report_with(world, "peta rencana SPBE")
    actor, finding = world.actor("bureau"), await claim_of(uploaded)
    progress = await link_evidence(
        actor,
        progress_id="general-1-a:3",
        evidence_id=uploaded.evidence.id,
        findings=[finding.id],
        fill_value=Decimal(2),
    )
    assert progress.proof.reason == "no_confirmed_claim"
    await submit(actor, progress_id=progress.id, revision=progress.revision)
    before = percentages((await plan_figures(world.general)).total(3)).terbukti.numerator

    confirmed = await decide(actor, finding, Verdict.CONFIRMED)
    proven = percentages((await plan_figures(world.general)).total(3)).terbukti.numerator
    rejected = await decide(actor, confirmed, Verdict.REJECTED)
    refused = percentages((await plan_figures(world.general)).total(3)).terbukti.numerator
    await decide(actor, rejected, Verdict.CONFIRMED)

    assert (proven, refused) == (before + 1, before)
    stored = await Progress.get("general-1-a:3")
    assert stored is not None
    assert (stored.proof.reason, stored.proof.finding_id) == ("claim_equals", finding.id)
    assert await differences(world.general) == []
    with pytest.raises(Invalid, match="diajukan"):
        await service.remove(actor, evidence_id=uploaded.evidence.id, version=1)


async def test_a_period_given_later_proves_what_waited_for_it(world: World) -> None:
    text = "Telah tersusun 1 dokumen rencana layanan."
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, text.encode(), unit=world.units["kominfo"], name="p.txt")
    await read_all()
    finding = await finding_of(uploaded.file.id, "1 dokumen")
    await decide(actor, finding, Verdict.CONFIRMED)
    linked = await link_evidence(
        actor,
        progress_id="general-1-a:2",
        evidence_id=uploaded.evidence.id,
        findings=[finding.id],
        fill_value=Decimal(1),
    )
    assert linked.proof.reason == "no_period"

    described = await service.describe(
        actor,
        evidence_id=uploaded.evidence.id,
        version=1,
        described=Described("p", period="2023-04/2023-06"),
    )
    proven = await Progress.get("general-1-a:2")
    await service.remove(actor, evidence_id=uploaded.evidence.id, version=described.version)
    without = await Progress.get("general-1-a:2")

    assert proven is not None
    assert without is not None
    assert proven.proof.reason == "claim_equals"
    assert without.proof.reason == "no_evidence"


async def test_taking_a_suggestion_up_confirms_fills_and_links(world: World) -> None:
    text = "Pada triwulan I tahun 2023 telah dipadankan 1 dokumen data penerima bantuan."
    actor = world.actor("bureau")
    uploaded = await bring_in(
        actor, text.encode(), unit=world.units["kominfo"], name="padan.txt", period="2023-01/2023-03"
    )
    await read_all()
    finding = await finding_of(uploaded.file.id, "1 dokumen")
    suggestion = await Suggestion.find_one({"finding_id": finding.id, "target_id": "tematik-1-a:1"})
    assert suggestion is not None

    progress = await verdicts.take_up(
        actor, suggestion_id=suggestion.id, evidence_id=uploaded.evidence.id, fill=True
    )

    assert progress.value == 1
    assert progress.proof.proven
    decided = await Finding.get(finding.id)
    answered = await Suggestion.get(suggestion.id)
    assert decided is not None
    assert answered is not None
    assert decided.verdict is Verdict.CONFIRMED
    assert answered.state is SuggestionState.ACCEPTED
    again = await verdicts.take_up(
        actor, suggestion_id=suggestion.id, evidence_id=uploaded.evidence.id, fill=True
    )
    assert again.revision == progress.revision


@pytest.mark.parametrize("who", ["bureau_2", "stranger"])
async def test_a_suggestion_outside_a_persons_reach_is_not_there(world: World, who: str) -> None:
    suggestion = await Suggestion.find_one({"instansi": "98", "target": "progress"})
    assert suggestion is not None

    with pytest.raises(NotFound):
        await verdicts.dismiss(world.actor(who), suggestion_id=suggestion.id)


async def test_a_dismissed_suggestion_stays_away_until_it_is_asked_back(world: World) -> None:
    uploaded = await report_with(world, "peta rencana SPBE yang diabaikan")
    actor = world.actor("bureau")
    suggestions = await Suggestion.find({"file_id": uploaded.file.id}).to_list()
    assert suggestions

    for suggestion in suggestions:
        await verdicts.dismiss(actor, suggestion_id=suggestion.id)
    away = await review(actor, uploaded.evidence, lens=Lens.OFFERED)
    await verdicts.offer_again(actor, suggestion_id=suggestions[0].id)
    back = await review(actor, uploaded.evidence, lens=Lens.OFFERED)

    assert (away.counts[Lens.OFFERED], back.counts[Lens.OFFERED]) == (0, 1)


async def test_work_goes_on_with_the_next_finding_that_waits(world: World) -> None:
    text = "Tercapai 11 dokumen. Tercapai 12 laporan. Tercapai 13 kegiatan."
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, text.encode(), unit=world.units["kominfo"], name="urut.txt")
    await read_all()
    first, second, third = [
        await finding_of(uploaded.file.id, part) for part in ("11 dokumen", "12 laporan", "13 kegiatan")
    ]
    await decide(actor, second, Verdict.CONFIRMED)

    at_first = await review(actor, uploaded.evidence, lens=Lens.CLAIMS, finding_id=first.id)
    at_third = await review(actor, uploaded.evidence, lens=Lens.CLAIMS, finding_id=third.id)

    assert (at_first.previous_id, at_first.next_id) == (None, second.id)
    assert at_first.outline.next_waiting(Lens.CLAIMS, first.id) == third.id
    assert at_third.outline.next_waiting(Lens.CLAIMS, third.id) == first.id
