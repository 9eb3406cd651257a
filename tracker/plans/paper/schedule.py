"""When something is due: ticks, months, B03 … and years become targets per quarter."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from tracker.i18n import _
from tracker.plans.paper.amounts import number_of, written
from tracker.plans.paper.contents import MONTH_OF
from tracker.plans.paper.values import PaperCell
from tracker.plans.sheets.fields import TW

TICKED, SPREAD, RUNNING = 0.8, 0.6, 0.8
QUARTERS = TW[:4]
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CHECKPOINT = re.compile(r"\bb\s?(03|06|09|12)\b", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(?:tw|trw|twl|triw|triwulan)[\s.-]*(?:ke[\s-]*)?(iv|iii|ii|i|[1-4])\b", re.IGNORECASE
)
_MORE = re.compile(
    r"^\s*(,|;|/|&|dan|s\.?\s?d\.?|sampai(?: dengan)?|-|–)\s*(iv|iii|ii|i|[1-4])\b", re.IGNORECASE
)
_MONTH = re.compile(rf"\b({'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\b", re.IGNORECASE)
_RANGE = re.compile(r"-|–|s\.?\s?d\.?|sampai", re.IGNORECASE)
_ALL_YEAR = re.compile(
    r"\b(?:sepanjang tahun|setiap triwulan|tiap triwulan|setiap bulan|tiap bulan|rutin)\b", re.IGNORECASE
)


def quarter_of(month: int) -> int:
    """The quarter of a month: 5 -> 2."""
    return (month + 2) // 3


def quarters_in(text: str) -> frozenset[int]:
    """The quarters named: "B03, B06" -> 1, 2; "Mei s.d. Agustus" -> 2, 3; "TW I–III" -> 1, 2, 3."""
    if _ALL_YEAR.search(text):
        return frozenset({1, 2, 3, 4})
    found = {int(match[1]) // 3 for match in _CHECKPOINT.finditer(text)}
    named = [
        (match.start(), match.end(), _NUMERALS[match[1].casefold()]) for match in _QUARTER.finditer(text)
    ]
    found |= _spans(text, named)
    for _start, end, number in named:
        found |= _continued(text[end:], number)
    months = [(match.start(), match.end(), MONTH_OF[match[1].casefold()]) for match in _MONTH.finditer(text)]
    return frozenset(found | {quarter_of(month) for month in _spans(text, months)})


def _spans(text: str, named: list[tuple[int, int, int]]) -> set[int]:
    """The numbers named, and those between two that a range joins."""
    found = {number for _start, _end, number in named}
    for (_s, end, first), (start, _e, last) in pairwise(named):
        if _RANGE.search(text[end:start]) and first <= last:
            found |= set(range(first, last + 1))
    return found


def _continued(rest: str, number: int) -> set[int]:
    """Bare numerals behind a quarter: "TW I, II dan IV", "TW I - III"."""
    found: set[int] = set()
    while match := _MORE.match(rest):
        following = _NUMERALS[match[2].casefold()]
        found |= set(range(number, following + 1)) if _RANGE.fullmatch(match[1]) else {following}
        number, rest = following, rest[match.end() :]
    return found


def with_schedule(cells: dict[str, PaperCell], quarters: Iterable[int], why: str) -> dict[str, PaperCell]:
    """The cells with targets in the quarters that are marked, where none are written.

    A total is due in the one quarter that is marked; 4 with four marks is one each; any other total stands in
    the last of them, as a proposal. Without a total each mark is 1: done in that quarter.
    """
    marked = sorted(set(quarters))
    if not marked or any(f"target_{tw}" in cells for tw in QUARTERS):
        return cells
    total = number_of(cells.get("target_total"))
    stated = cells.get("target_total")
    if stated is None or total is None:
        if stated is not None:
            return cells | {
                f"target_tw{marked[-1]}": stated.less(
                    SPREAD, _("{why}; target tahun di triwulan terakhir").format(why=why)
                )
            }
        ones = {
            f"target_tw{tw}": PaperCell("1", TICKED, _("{why}: terlaksana, dibaca 1").format(why=why))
            for tw in marked
        }
        whole = {"target_total": PaperCell(str(len(marked)), TICKED, _("jumlah tanda"))}
        return cells | ones | whole
    if len(marked) == 1:
        return cells | {
            f"target_tw{marked[0]}": PaperCell(
                stated.text, TICKED, _("{why}: seluruh target").format(why=why)
            )
        }
    if total == len(marked):
        return cells | {
            f"target_tw{tw}": PaperCell("1", TICKED, _("{why}: satu tiap tanda").format(why=why))
            for tw in marked
        }
    last = _("{why}: seluruh target di triwulan terakhir, periksa pembagiannya").format(why=why)
    return cells | {f"target_tw{marked[-1]}": PaperCell(stated.text, SPREAD, last)}


def with_running_totals(cells: dict[str, PaperCell]) -> dict[str, PaperCell]:
    """The cells with "kumulatif" proposed where the quarters never fall and end at the total."""
    if "akumulasi" in cells:
        return cells
    values = [value for tw in QUARTERS if (value := number_of(cells.get(f"target_{tw}"))) is not None]
    total = number_of(cells.get("target_total"))
    if len(values) < 2 or total is None or not _runs_to(values, total):
        return cells
    why = _("target triwulan naik sampai sama dengan total {total}").format(total=written(total))
    return cells | {"akumulasi": PaperCell("kumulatif", RUNNING, why)}


def _runs_to(values: list[Decimal], total: Decimal) -> bool:
    rising = all(one <= two for one, two in pairwise(values))
    return rising and values[-1] == total and sum(values) != total
