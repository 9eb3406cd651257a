"""How often what was found is right, as people judged it: pure counts over decided findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.evidence.models import Verdict

JUDGED = (Verdict.CONFIRMED, Verdict.EDITED, Verdict.REJECTED)
BINS = 10


@dataclass(slots=True)
class Count:
    """How many findings people accepted, changed and refused; `unsure` are those that they doubted."""

    confirmed: int = 0
    edited: int = 0
    rejected: int = 0
    unsure: int = 0

    @property
    def judged(self) -> int:
        """Those that a person called right or wrong."""
        return self.confirmed + self.edited + self.rejected

    @property
    def precision(self) -> float | None:
        """Per cent of the judged that were right as they were found; None where nobody judged any."""
        return 100 * self.confirmed / self.judged if self.judged else None

    def add(self, verdict: str) -> None:
        """Count one more."""
        setattr(self, verdict, getattr(self, verdict) + 1)


@dataclass(slots=True)
class Bin:
    """Findings whose confidence lies between two tenths: how many were judged, and how many were right."""

    low: float
    high: float
    judged: int = 0
    right: int = 0
    stated: float = 0.0  # sum of the confidences

    @property
    def mean_stated(self) -> float | None:
        """The mean confidence, per cent."""
        return 100 * self.stated / self.judged if self.judged else None

    @property
    def observed(self) -> float | None:
        """Per cent that were right."""
        return 100 * self.right / self.judged if self.judged else None


@dataclass(slots=True)
class Precision:
    """The counts in all, by kind, by indicator, and by month (as "2023-10"), newest month first."""

    all: Count = field(default_factory=Count)
    kinds: dict[str, Count] = field(default_factory=dict)
    indicators: dict[str, Count] = field(default_factory=dict)
    months: dict[str, dict[str, Count]] = field(default_factory=dict)  # by month, then by kind
    bins: list[Bin] = field(default_factory=lambda: [Bin(n / BINS, (n + 1) / BINS) for n in range(BINS)])


def precision_of(findings: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> Precision:
    """The counts of raw decided findings; their kind is that of the claim, else "date" or "regulation"."""
    found = Precision()
    for finding in findings:
        verdict, kind = str(finding["verdict"]), kind_of(finding)
        found.all.add(verdict)
        found.kinds.setdefault(kind, Count()).add(verdict)
        indicator = finding["found"].get("indicator")
        if indicator:
            found.indicators.setdefault(indicator, Count()).add(verdict)
        of_month = found.months.setdefault(_month(finding.get("decided_at"), zone), {})
        of_month.setdefault(kind, Count()).add(verdict)
        if verdict in JUDGED:
            _fill(found.bins, float(finding["confidence"]), is_right=verdict == Verdict.CONFIRMED)
    found.months = dict(sorted(found.months.items(), reverse=True))
    found.indicators = dict(sorted(found.indicators.items(), key=lambda one: -one[1].judged))
    return found


def kind_of(finding: Mapping[str, Any]) -> str:
    """ "percent", "score", … of a claim; "date" or "regulation" of the others."""
    return str(finding["found"].get("kind", "claim")) if finding["kind"] == "claim" else str(finding["kind"])


def _fill(bins: list[Bin], confidence: float, *, is_right: bool) -> None:
    chosen = bins[min(BINS - 1, max(0, int(confidence * BINS)))]
    chosen.judged += 1
    chosen.right += is_right
    chosen.stated += confidence


def _month(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m") if at else ""
