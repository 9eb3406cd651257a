"""The four dimensions of the inspectorate's sheet, assessed by the bureau (PM) and, beside it, by APIP.

Source: the inspectorate's sheet of a renaksi, each dimension Sesuai or Tidak Sesuai; the share of a dimension
is sesuai ÷ total × 100. The two assessments stand in columns of their own; neither is written over the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from tracker.i18n import _
from tracker.progress.registry import Code


class Dimension(StrEnum):
    """What is assessed of a report; the values are those of forms and of what is stored."""

    EXECUTION = "pelaksanaan"
    OUTPUT = "output"
    QUALITY = "kualitas"
    TIME = "waktu"


FITS, DOES_NOT, UNSAID = "1", "0", "-"


class Judged(Protocol):
    """One dimension as somebody assessed it."""

    fits: bool
    note: str


def dimension_names() -> dict[Dimension, str]:
    """The dimensions as the sheet calls them."""
    return {
        Dimension.EXECUTION: _("Ketepatan Pelaksanaan"),
        Dimension.OUTPUT: _("Ketercapaian Output"),
        Dimension.QUALITY: _("Kualitas Pelaksanaan"),
        Dimension.TIME: _("Kesesuaian Waktu"),
    }


def signs(assessment: Mapping[str, Judged]) -> str:
    """An assessment as four signs in the sheet's order: "1101", "-" where nothing was said; "" for none."""
    told = [assessment.get(dimension) for dimension in Dimension]
    if not any(told):
        return ""
    return "".join(UNSAID if one is None else FITS if one.fits else DOES_NOT for one in told)


def proposed(codes: Iterable[str]) -> dict[Dimension, bool]:
    """What the standing tests say of the dimensions before a person does: late, and below the target."""
    told = set(codes)
    return {
        Dimension.EXECUTION: True,
        Dimension.OUTPUT: not told & {Code.BELOW_TARGET, Code.UNEXPLAINED},
        Dimension.QUALITY: True,
        Dimension.TIME: Code.LATE not in told,
    }


@dataclass(frozen=True, slots=True)
class Share:
    """Sesuai of all that were assessed in one dimension; None per cent where nothing was."""

    fitting: int = 0
    total: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Sesuai ÷ total × 100."""
        return Decimal(100 * self.fitting) / self.total if self.total else None


def share_of(assessed: Iterable[str], dimension: Dimension) -> Share:
    """The share of a dimension over assessments as signs."""
    at = list(Dimension).index(dimension)
    told = [one[at] for one in assessed if len(one) > at and one[at] != UNSAID]
    return Share(told.count(FITS), len(told))


def differing(pm: str, apip: str) -> list[Dimension]:
    """The dimensions in which the two assessments differ; where one says nothing there is no difference."""
    if not pm or not apip:
        return []
    return [
        dimension
        for dimension, own, theirs in zip(Dimension, pm, apip, strict=True)
        if UNSAID not in {own, theirs} and own != theirs
    ]
