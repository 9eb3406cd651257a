"""What the inspectorate's page of one report shows beside what the bureau's shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.i18n import _
from tracker.progress.models import Decision, Progress, Submission
from tracker.progress.pages import CellPage, Linked
from tracker.progress.rules import State
from tracker.web.formats import EMPTY, number, rupiah


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two submissions, in words; None: there was nothing."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A submission before the present one that was decided, and how the present one differs."""

    submission: Submission
    decision: Decision
    differences: Sequence[Difference]


def earlier_of(report: Progress, titles: Mapping[str, str]) -> Earlier | None:
    """The newest decided submission before the present one, with the differences; None on the first."""
    submissions = report.submissions
    before = [each for each in submissions[:-1] if each.decision is not None]
    if not submissions or not before or before[-1].decision is None:
        return None
    return Earlier(before[-1], before[-1].decision, differences(before[-1], submissions[-1], titles))


def differences(before: Submission, after: Submission, titles: Mapping[str, str]) -> list[Difference]:
    """What differs between two submissions, evidence included; `titles` name evidence by id."""
    found = [
        _differs(_("Realisasi"), _value(before.value), _value(after.value)),
        _differs(_("Anggaran terpakai"), _rupiah(before.spent), _rupiah(after.spent)),
        _differs(_("Kendala"), before.obstacles or None, after.obstacles or None),
        _differs(_("Tindak lanjut"), before.follow_up or None, after.follow_up or None),
    ]
    cited_before, cited_after = _cited(before), _cited(after)
    for evidence in sorted(cited_before | cited_after):
        title = titles.get(evidence, EMPTY)
        words_before = _evidence(title, before, evidence) if evidence in cited_before else None
        words_after = _evidence(title, after, evidence) if evidence in cited_after else None
        found.append(_differs(_("Bukti"), words_before, words_after))
    return [each for each in found if each is not None]


def _differs(label: str, before: str | None, after: str | None) -> Difference | None:
    return None if before == after else Difference(label, before, after)


def _value(value: Decimal | None) -> str | None:
    return None if value is None else number(value)


def _rupiah(value: int | None) -> str | None:
    return None if value is None else rupiah(value)


def _cited(submission: Submission) -> set[str]:
    return {str(link.evidence_id) for link in submission.links}


def _evidence(title: str, submission: Submission, evidence: str) -> str:
    link = next(link for link in submission.links if str(link.evidence_id) == evidence)
    return _("{title}, {count} temuan dikutip").format(title=title, count=number(len(link.findings)))


def proof_first(linked: Sequence[Linked]) -> list[Linked]:
    """The evidence in which the proof stands first, and within it the citation that proves."""
    return sorted(linked, key=lambda each: not any(citation.is_proof for citation in each.citations))


def may_decide_now(content: CellPage, user_id: str) -> str | None:
    """Why this person cannot decide on the report now, in words; None where they can."""
    report = content.report
    if report.state is not State.SUBMITTED:
        return _("Laporan ini tidak sedang diajukan.")
    if user_id in report.editors:
        return _("Anda ikut menulis laporan ini, jadi pemeriksanya harus orang lain.")
    return None
