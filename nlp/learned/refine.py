"""Gives figures in running text the role, measure and time that the learned tables speak for."""

from __future__ import annotations

from nlp.learned.cell_roles import cell_leaning
from nlp.learned.measures import told_measure
from nlp.learned.page import Surroundings
from nlp.learned.roles import leaning
from nlp.learned.times import told_time
from nlp.marks import ClaimMark

_SHORT = 7  # lexemes


def _role(page: Surroundings, n: int) -> str:
    """The role of a figure; in a short sentence the word that tells it is all there is to weigh."""
    here = page.found[n]
    _, low, high = page.sentence(n)
    if here.told and high - low <= _SHORT:
        return here.mark.role
    return "target" if leaning(page, n) > 0 else "actual"


def _named(page: Surroundings, n: int) -> bool:
    """True when the sentence names one measure, before the figure, and the rules took that one, or when
    the page names none: nothing else is to be weighed.
    """
    here = page.found[n]
    if not page.mentions and here.one.kind != "money":
        return True
    _, low, high = page.sentence(n)
    inside = page.mentions_in(low, high)
    return (
        bool(inside) and inside[0].end <= here.one.first and {m.code for m in inside} == {here.mark.indicator}
    )


def refine(page: Surroundings) -> list[ClaimMark]:
    """The marks of a page; those in cells of tables with measure and time as the rules left them."""
    if not page.found:
        return []
    marks = []
    for n, here in enumerate(page.found):
        mark = here.mark
        if here.cell is not None:
            role = "target" if cell_leaning(page, n) > 0 else "actual"
            mark = mark._replace(role=role) if role != mark.role else mark
        else:
            role = _role(page, n)
            indicator = mark.indicator if _named(page, n) else told_measure(page, n)
            period = told_time(page, n)
            if (role, indicator, period) != (mark.role, mark.indicator, mark.period):
                mark = mark._replace(role=role, indicator=indicator, period=period)
        marks.append(mark)
    return marks
