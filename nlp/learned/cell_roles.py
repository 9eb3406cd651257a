"""Facts about a figure in a table that speak for a target or an actual: what the rules say, and its heads."""

from __future__ import annotations

from nlp.claims.cells import CellClaim
from nlp.learned.model import Facts, Said, Table
from nlp.learned.page import Surroundings
from nlp.tables.head_words import head_words
from nlp.text.edtf import first_year

_CELL = Table("cell")
_COLUMNS = 20  # of a table, whose heads are looked at
_FAR = 2  # years from the one of publication that are told apart


def cell_facts(page: Surroundings, n: int, *, known: bool = False) -> list[str]:
    """Facts about figure n of a page, which stands in a cell; `known` marks a text by which the rules were
    mended.
    """
    cell = page.found[n].cell
    if cell is None:
        return []
    facts = _of_figure(page, n, cell, spelt=True)
    ruled = [f"known {fact}" for fact in facts if fact.startswith("r")] if known else []
    return [*facts, *_of_column(page, cell, spelt=True), *ruled]


def cell_leaning(page: Surroundings, n: int) -> int:
    """What the facts about figure n weigh together: above zero for a target."""
    cell = page.found[n].cell
    if cell is None:
        return 0
    key = id(cell.place.block), cell.place.head, cell.told
    over = page.headed.get(key)  # the same for all cells of a column
    if over is None:
        over = page.headed[key] = _of_column(page, cell, spelt=False)
    return over + int(_of_figure(page, n, cell, spelt=False))


def _of_figure(page: Surroundings, n: int, cell: CellClaim, *, spelt: bool) -> Said:
    here = page.found[n]
    mark = here.mark
    year = first_year(mark.period) if mark.period else None
    away = None if year is None or page.year is None else max(-_FAR, min(_FAR, year - page.year))
    decided = here.one.first > page.decided
    about = _figure(spelt, mark.role, cell.told, mark.kind, mark.indicator, away)
    return about + _page(spelt, page.plan, decided)


@_CELL.group
def _figure(role: str, told: bool, kind: str, indicator: str | None, away: int | None) -> Facts:
    rule = f"{role}:{told}"
    return (
        *(f"rule={role}", f"rt={rule}", f"rtk={rule}:{kind}", f"k={kind}", f"ki={kind}:{indicator}"),
        *(f"away={away}", f"awayr={away}:{rule}"),
    )


@_CELL.group
def _page(plan: bool, decided: bool) -> Facts:
    return (f"plan={plan}:{decided}",)


def _of_column(page: Surroundings, cell: CellClaim, *, spelt: bool) -> Said:
    """The words over a cell, those right over it once more, those over the other columns, and the paper."""
    place = cell.place
    own, last = head_words(place.head), head_words(place.head.rsplit(" / ", 1)[-1])
    others = {
        w for row in place.block.heads for c in row.cells[:_COLUMNS] for w in head_words(c.text.lower())
    }
    return (
        _CELL.words(spelt, "H:", own)
        + _CELL.words(spelt, "Hl:", last)
        + _CELL.words(spelt, "A:", others - own)
        + _CELL.words(spelt, "paper=", [f"{paper}:{cell.told}" for paper in page.papers])
    )
