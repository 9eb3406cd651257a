"""Findings as the page draws them: the card of the one at hand, the lines of the others, the boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.disputes.superseding import Superseded
from tracker.evidence.labels import about, finding_value, kind_words
from tracker.evidence.models import DECIDED, Finding
from tracker.evidence.review import Review
from tracker.evidence.verdicts import verdict_words
from tracker.i18n import _

SURE, LIKELY = 0.85, 0.6
LONGEST_LABEL, LEAD = 80, 50  # characters
CLOSING = tuple(".,;:!?)]%”")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page's picture, in PDF points."""

    x0: float
    top: float
    x1: float
    bottom: float
    state: str
    selected: bool
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding in words."""

    id: str
    version: int
    state: str
    kind: str
    value: str
    says: str
    before: str
    quote: str
    after: str
    confidence: str
    decided: str | None
    selected: bool
    superseded: Superseded | None = None

    @property
    def lead(self) -> str:
        """The last words before the quote, for a single line."""
        if len(self.before) <= LEAD:
            return self.before
        return f"… {self.before[-LEAD:].partition(' ')[2]}"


def card(finding: Finding, *, selected: bool = False, superseded: Superseded | None = None) -> Card:
    """The finding in words. `superseded`: the decision by which another value holds."""
    value = finding.value
    found = finding_value(finding.kind, finding.found)
    was = _("Terbaca sebagai {found}").format(found=found) if finding.edited else None
    return Card(
        id=str(finding.id),
        version=finding.version,
        state=str(finding.verdict),
        kind=kind_words(finding.kind, value),
        value=finding_value(finding.kind, value),
        says=(about(value) if finding.kind == "claim" else None) or "",
        before=finding.before,
        quote=finding.quote,
        after=finding.after if finding.after.startswith(CLOSING) else f" {finding.after}",
        confidence=confidence_words(finding.confidence),
        decided=" · ".join(part for part in (_decided(finding), was) if part) or None,
        selected=selected,
        superseded=superseded,
    )


def confidence_words(confidence: float) -> str:
    """How sure the reading is, in words."""
    if confidence >= SURE:
        return _("keyakinan tinggi")
    return _("keyakinan sedang") if confidence >= LIKELY else _("keyakinan rendah")


def _decided(finding: Finding) -> str | None:
    if finding.verdict not in DECIDED or not finding.decided_by_name:
        return None
    word = verdict_words()[finding.verdict]
    return _("{verdict} oleh {who}").format(verdict=word.capitalize(), who=finding.decided_by_name)


def boxes(review: Review, url_of: dict[str, str]) -> list[Box]:
    """The boxes of the page's findings; the one at hand comes last, so it lies on top."""
    drawn = [box for finding in review.findings for box in _boxes(finding, review, url_of)]
    return sorted(drawn, key=lambda box: box.selected)


def _boxes(finding: Finding, review: Review, url_of: dict[str, str]) -> Sequence[Box]:
    value = finding_value(finding.kind, finding.value)
    label = f"{value}: {finding.quote}"[:LONGEST_LABEL]
    selected = review.selected is not None and finding.id == review.selected.id
    return [
        Box(x0, top, x1, bottom, str(finding.verdict), selected, url_of[str(finding.id)], label)
        for x0, top, x1, bottom in finding.boxes
    ]
