"""Claim marks: figures, grades and ranks with their role, indicator and period."""

from __future__ import annotations

from nlp.attach import Attacher
from nlp.dates import Dates
from nlp.figures import Candidate, find_figures
from nlp.grades import find_grades
from nlp.indicators import Indicators, find_mentions
from nlp.lexer import Lexed
from nlp.marks import ClaimMark
from nlp.periods import period_of, periods_of
from nlp.ranks import find_ranks
from nlp.roles import cue_at
from nlp.sentences import Sentences, split_sentences

_ROLE_WINDOW = 40
_TARGET_KEEPS = frozenset({"atau", "/", "(", ",", "dengan"})


def find_claims(lexed: Lexed, dates: Dates, indicators: Indicators) -> list[ClaimMark]:
    """Claims among the lexemes that dates, regulations and codes have left, in order."""
    sentences = split_sentences(lexed)
    mentions = find_mentions(lexed, indicators)
    candidates = find_ranks(lexed) + find_grades(lexed, mentions)
    candidates += find_figures(lexed)
    candidates.sort(key=lambda one: one.first)
    attacher = Attacher(lexed, sentences, mentions)
    periods = periods_of(dates.spans, sentences, dates.published)
    marks: list[ClaimMark] = []
    last: tuple[Candidate, str] | None = None
    for one in candidates:
        role = claim_role(lexed, sentences, one, last)
        period = period_of(lexed, periods, one.first, one.end, role)
        start, end, text = lexed.span(one.first, one.end)
        indicator = attacher.indicator(one)
        marks.append(
            ClaimMark(start, end, text, one.kind, one.value, one.unit, role, indicator, period, one.sure)
        )
        last = (one, role)
    return marks


def claim_role(lexed: Lexed, sentences: Sentences, one: Candidate, last: tuple[Candidate, str] | None) -> str:
    """ "target" or "actual": the nearest cue before the figure in its sentence, the figure before it, else actual."""
    low, _ = sentences.bounds(sentences.at(one.first))
    stop = max(low, one.first - _ROLE_WINDOW)
    previous = last[0].end if last and last[0].end > stop else stop
    for i in range(one.first - 1, previous - 1, -1):
        cue = cue_at(lexed, i)
        if cue:
            return cue
    if last and last[0].end > stop:
        return last[1]
    if one.kind == "money":
        return "target"
    return "actual"
