"""Facts about a figure in a table that speak for a target or an actual: what the rules say, and its heads."""

from __future__ import annotations

from nlp.edtf import first_year
from nlp.head_words import head_words
from nlp.learned.model import total, weights
from nlp.learned.page import Surroundings
from nlp.tables import Place

_COLUMNS = 20  # of a table, whose heads are looked at
_FAR = 2  # years from the one of publication that are told apart


def cell_facts(page: Surroundings, n: int, *, known: bool = False) -> list[str]:
    """Facts about figure n of a page, which stands in a cell; `known` marks a text by which the rules were
    mended.
    """
    cell = page.found[n].cell
    if cell is None:
        return []
    facts = _of_figure(page, n, told=cell.told)
    ruled = [f"known {fact}" for fact in facts if fact.startswith("r")] if known else []
    return [*facts, *_of_head(cell.place), *_of_papers(page, told=cell.told), *ruled]


def cell_leaning(page: Surroundings, n: int) -> float:
    """What the facts about figure n weigh together: above zero for a target."""
    cell = page.found[n].cell
    if cell is None:
        return 0
    table, key = weights("cell"), (id(cell.place.block), cell.place.head, cell.told)
    over = page.headed.get(key)  # the same for all cells of a column
    if over is None:
        over = total(table, _of_head(cell.place)) + total(table, _of_papers(page, told=cell.told))
        page.headed[key] = over
    return over + total(table, _of_figure(page, n, told=cell.told))


def _of_figure(page: Surroundings, n: int, *, told: bool) -> list[str]:
    here = page.found[n]
    mark, kind = here.mark, here.mark.kind
    year = first_year(mark.period) if mark.period else None
    away = None if year is None or page.year is None else max(-_FAR, min(_FAR, year - page.year))
    rule = f"{mark.role}:{told}"
    return [
        *(
            f"rule={mark.role}",
            f"rt={rule}",
            f"rtk={rule}:{kind}",
            f"k={kind}",
            f"ki={kind}:{mark.indicator}",
        ),
        *(f"away={away}", f"awayr={away}:{rule}", f"plan={page.plan}:{here.one.first > page.decided}"),
    ]


def _of_head(place: Place) -> list[str]:
    """The words over the cell, those right over it once more, and those over the other columns."""
    own = head_words(place.head)
    last = head_words(place.head.rsplit(" / ", 1)[-1])
    others = {
        w for row in place.block.heads for c in row.cells[:_COLUMNS] for w in head_words(c.text.lower())
    }
    return [
        *(f"H:{word}" for word in own),
        *(f"Hl:{word}" for word in last),
        *(f"A:{word}" for word in others - own),
    ]


def _of_papers(page: Surroundings, *, told: bool) -> list[str]:
    return [f"paper={paper}:{told}" for paper in page.papers]
