"""Gives figures in running text the role, measure and time that the learned tables speak for."""

from __future__ import annotations

from nlp.learned.cell_roles import cell_leaning
from nlp.learned.measures import is_measure_told, told_measure
from nlp.learned.page import Surroundings
from nlp.learned.roles import is_role_told, leaning
from nlp.learned.times import is_time_told, told_time
from nlp.marks import ClaimMark


def refine(page: Surroundings) -> list[ClaimMark]:
    """The marks of a page; those in cells of tables with measure and time as the rules left them."""
    marks = []
    for n, found in enumerate(page.found):
        mark = found.mark
        if found.cell is not None:
            role = "target" if cell_leaning(page, n) > 0 else "actual"
            mark = mark._replace(role=role) if role != mark.role else mark
        else:
            here, role, indicator, period = page.figure(n), mark.role, mark.indicator, mark.period
            if not is_role_told(here):
                role = "target" if leaning(page, here) > 0 else "actual"
            if not is_measure_told(page, here):
                indicator = told_measure(page, here)
            if not is_time_told(here):
                period = told_time(page, here)
            if role != mark.role or indicator != mark.indicator or period != mark.period:
                mark = mark._replace(role=role, indicator=indicator, period=period)
        marks.append(mark)
    return marks
