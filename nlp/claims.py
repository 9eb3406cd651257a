"""Claim marks: figures, grades and ranks with their role, indicator and period."""

from __future__ import annotations

from nlp.attach import UNSCORED, Attacher
from nlp.cells import find_cell_claims
from nlp.dates import Dates
from nlp.figures import Candidate, find_figures
from nlp.grades import find_grades
from nlp.indicators import Indicators, find_mentions
from nlp.lexer import Lexed
from nlp.marks import ClaimMark
from nlp.periods import period_of, period_of_cell, periods_of
from nlp.ranks import find_ranks
from nlp.roles import budgeted, cue_at
from nlp.sentences import Sentences, split_sentences
from nlp.tables import find_tables

_ROLE_WINDOW = 40
_AHEAD = 9
_ANNOUNCING = frozenset(
    "akan bakal ditargetkan direncanakan diharapkan diusulkan dianggarkan dialokasikan".split()
)


def find_claims(lexed: Lexed, dates: Dates, indicators: Indicators) -> list[ClaimMark]:
    """Claims among the lexemes that dates, regulations and codes have left, in order."""
    sentences = split_sentences(lexed)
    mentions = find_mentions(lexed, indicators)
    tables = find_tables(lexed.text)
    in_cells = find_cell_claims(lexed, tables)
    cells = {one.candidate.first: one for one in in_cells}
    candidates = [one.candidate for one in in_cells] + find_ranks(lexed) + find_grades(lexed, mentions)
    candidates += find_figures(lexed, [m.end for m in mentions if m.code not in UNSCORED])
    candidates.sort(key=lambda one: one.first)
    attacher = Attacher(lexed, sentences, mentions, indicators)
    periods = periods_of(dates.spans, sentences, dates.published)
    marks: list[ClaimMark] = []
    last: tuple[Candidate, str] | None = None
    for one in candidates:
        cell = cells.get(one.first)
        if cell:
            role, indicator = cell.role, attacher.of_cell(cell)
            period = period_of_cell(cell, periods, one.first)
        else:
            role, indicator = claim_role(lexed, sentences, one, last), attacher.indicator(one)
            period = period_of(lexed, periods, one.first, one.end, role)
        start, end, text = lexed.span(one.first, one.end)
        marks.append(
            ClaimMark(start, end, text, one.kind, one.value, one.unit, role, indicator, period, one.sure)
        )
        last = None if cell else (one, role)
    return marks


def claim_role(lexed: Lexed, sentences: Sentences, one: Candidate, last: tuple[Candidate, str] | None) -> str:
    """ "target" or "actual": cues before the figure in its sentence, those behind it, the figure before it.

    The nearest strong cue decides; a weak one ("mencapai", "naik") gives way to a target named further off.
    """
    low, high = sentences.bounds(sentences.at(one.first))
    stop = max(low, one.first - _ROLE_WINDOW)
    chained = last is not None and last[0].end > stop
    previous = last[0].end if last and chained else stop
    weak = None
    for i in range(one.first, previous - 1, -1):
        cue = cue_at(lexed, i)
        if cue == "weak":
            weak = weak or "actual"
        elif cue:
            return cue
    ahead = _announced(lexed, one.end, min(high, one.end + _AHEAD))
    if ahead and not (chained and last and last[1] == "actual" and weak is None and one.kind == "percent"):
        return ahead
    if weak:
        return weak
    if last and chained:
        return last[1]
    return "target" if one.kind == "money" and budgeted(lexed, stop, one.first) else "actual"


def _announced(lexed: Lexed, i: int, high: int) -> str | None:
    """ "target" when "akan", "ditargetkan" … follows the figure and its noun in the same clause."""
    for k in range(i, high):
        if lexed.low[k] in {
            ",",
            ";",
            ".",
            "(",
            ")",
            "dan",
            "dari",
            "namun",
            "sedangkan",
            "atau",
        } or lexed.is_number(k):
            return None
        if lexed.low[k] in _ANNOUNCING:
            return "target"
    return None
