"""Gives figures in running text the role, measure and time that the learned tables speak for."""

from __future__ import annotations

from nlp.learned.cell_roles import cell_leaning
from nlp.learned.measures import told_measure
from nlp.learned.page import Figure, Surroundings
from nlp.learned.roles import leaning
from nlp.learned.times import told_time
from nlp.marks import ClaimMark

_SHORT = 7  # lexemes


def _role(page: Surroundings, here: Figure) -> str:
    """The role of a figure; in a short sentence the word that tells it is all there is to weigh."""
    if here.told and here.high - here.low <= _SHORT:
        return here.mark.role
    return "target" if leaning(page, here) > 0 else "actual"


def _named(page: Surroundings, here: Figure) -> bool:
    """True when the sentence names one measure, before the figure, and the rules took that one, or when
    the page names none: nothing else is to be weighed.
    """
    if not page.mentions and here.one.kind != "money":
        return True
    names, code = here.names, here.mark.indicator
    return bool(names) and names[0].end <= here.one.first and all(name.code == code for name in names)


def refine(page: Surroundings) -> list[ClaimMark]:
    """The marks of a page; those in cells of tables with measure and time as the rules left them."""
    marks = []
    for n, found in enumerate(page.found):
        mark = found.mark
        if found.cell is not None:
            role = "target" if cell_leaning(page, n) > 0 else "actual"
            mark = mark._replace(role=role) if role != mark.role else mark
        else:
            here = page.figure(n)
            role = _role(page, here)
            indicator = mark.indicator if _named(page, here) else told_measure(page, here)
            period = told_time(page, here)
            if role != mark.role or indicator != mark.indicator or period != mark.period:
                mark = mark._replace(role=role, indicator=indicator, period=period)
        marks.append(mark)
    return marks
