"""Claim marks: figures, grades and ranks with their role, indicator and period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter

from nlp.claims.aims import Aims
from nlp.claims.attach import UNSCORED, Attacher
from nlp.claims.candidates import Candidate
from nlp.claims.cell_measures import CellMeasures
from nlp.claims.cells import CellClaim, find_cell_claims
from nlp.claims.figures import find_figures
from nlp.claims.grades import find_grades
from nlp.claims.indicators import Indicators, find_mentions
from nlp.claims.periods import Periods, period_of, period_of_cell, periods_of
from nlp.claims.ranks import find_ranks
from nlp.confidence import Judged, of_claim
from nlp.learned.page import Found, Surroundings
from nlp.learned.refine import refine
from nlp.marks import ClaimMark, Dates
from nlp.tables.find import Tables, is_plan
from nlp.text.edtf import first_year
from nlp.text.lexer import Lexed, Trigger
from nlp.text.sentences import Sentences, split_sentences
from nlp.text.words import words

_SAYS_AGAIN = frozenset({"(", "atau", "dengan", ", (", ",(", "/", "atau dengan", "=", "yang masuk"})
_SAYING_AGAIN = frozenset({"grade", "percent", "score"})
_REALISED = words("claims realised")
_DECIDES = Trigger({"memutuskan", "menetapkan"})
_STATED = frozenset(
    {"realisasi", "capaian", "semula", "ini", "terealisasi", "baru", "masih", "sudah", "telah", "tercatat"}
    | {"baseline"}
)


@dataclass(slots=True)
class _Page:
    """What the figures of one page are judged by, and the claims found so far."""

    lexed: Lexed
    published: date | None
    sentences: Sentences
    attacher: Attacher
    measures: CellMeasures
    aims: Aims
    periods: Periods
    plan: bool  # a page of targets alone
    decided: int  # the lexeme behind which a decree says what shall be
    marks: list[ClaimMark] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # the role of each that words told, "" without one
    timed: list[int] = field(default_factory=list)  # places in `marks` whose own sentence gives the period
    past: list[tuple[Candidate, str]] = field(default_factory=list)  # in running text, with the role told
    last: Candidate | None = None


def find_claims(lexed: Lexed, dates: Dates, indicators: Indicators, tables: Tables) -> list[ClaimMark]:
    """Claims among the lexemes that dates, regulations and codes have left, in order."""
    return refine(by_rules(lexed, dates, indicators, tables))


def by_rules(lexed: Lexed, dates: Dates, indicators: Indicators, tables: Tables) -> Surroundings:
    """The claims of a page as the rules alone see them, with their surroundings."""
    sentences = split_sentences(lexed)
    mentions = find_mentions(lexed, indicators)
    cells = {one.candidate.first: one for one in find_cell_claims(lexed, tables)}
    grades = find_grades(lexed, mentions)
    if cells and grades:
        held = {k for one in cells.values() for k in range(one.candidate.first, one.candidate.end)}
        grades = [g for g in grades if held.isdisjoint(range(g.first, g.end))]
    candidates = [one.candidate for one in cells.values()] + find_ranks(lexed) + grades
    candidates += find_figures(lexed, [m.end for m in mentions if m.code not in UNSCORED])
    attacher = Attacher(lexed, sentences, mentions)
    periods = periods_of(lexed, dates.spans, sentences, dates.published)
    aims, measures = Aims(lexed, sentences, tables), CellMeasures(indicators, attacher.topic)
    plan, decided = is_plan(lexed.text), _decision(lexed)
    page = _Page(lexed, dates.published, sentences, attacher, measures, aims, periods, plan, decided)
    candidates.sort(key=itemgetter(0))  # by their first lexemes
    of_cells = [cells.get(one.first) for one in candidates] if cells else [None] * len(candidates)
    for one, cell in zip(candidates, of_cells, strict=True):
        mark, told = _of_cell(page, cell) if cell else _of_text(page, one)
        page.marks.append(mark)
        page.told.append(told)
        page.last = one
    found = list(map(Found, candidates, of_cells, page.told, _as_told_elsewhere(page)))
    year = dates.published.year if dates.published else None
    return Surroundings(lexed, sentences, mentions, periods, plan, decided, found, year)


def _as_told_elsewhere(page: _Page) -> list[ClaimMark]:
    """The marks, where a figure without a time of its own (in a headline) takes that of its like in the
    text.
    """
    marks = page.marks
    if not page.timed:
        return marks
    timed = [marks[n] for n in page.timed]
    told = {(mark.kind, mark.value): mark.period for mark in timed}
    own = set(page.timed)
    return [
        m._replace(period=told[m.kind, m.value])
        if n not in own and (m.kind, m.value) in told and _telling(m)
        else m
        for n, m in enumerate(marks)
    ]


def _telling(mark: ClaimMark) -> bool:
    """True for a value that hardly occurs twice by chance."""
    return isinstance(mark.value, Decimal) and len(mark.value.normalize().as_tuple().digits) >= 3


def _of_cell(page: _Page, cell: CellClaim) -> tuple[ClaimMark, str]:
    """The mark of a figure in a table, and its role as its head and row tell it."""
    indicator = page.measures.of(cell)
    period = period_of_cell(page.lexed, cell, page.periods, cell.candidate.first)
    one = cell.candidate
    decided = one.kind == "money" and one.first > page.decided
    planned = page.plan or decided or _to_come(period, page.published)
    role = "target" if planned and not cell.told else cell.role
    judged = of_claim(one.kind, one.sure, "table", True, "named" if indicator else "unnamed")
    return _mark(page.lexed, one, role, indicator, period, judged), cell.role


def _of_text(page: _Page, one: Candidate) -> tuple[ClaimMark, str]:
    """The mark of a figure in running text, and the role that words told, "" when none did."""
    kind, first = one.kind, one.first
    sentence = page.sentences.around(first)
    indicator = page.attacher.indicator(one, sentence)
    told = page.aims.role(one, sentence, page.past) or ""
    decided = first > page.decided
    role = told or _usual_role(page, one, indicator)
    if decided and role == "actual" and not _stated_now(page.lexed, sentence[1], first):
        role = "target"
    again = _beside_last(page, one)
    if again:
        period, own = again.period, page.timed[-1:] == [len(page.marks) - 1]
    else:
        chained = kind == "count" and _of_rank(one, page.past)
        period, own = period_of(page.lexed, page.periods, one, sentence, role, chained)
    if own:
        page.timed.append(len(page.marks))
        if told != "actual" and _to_come(period, page.published):
            role = "target"
    page.past.append((one, told))
    named = ("carried" if page.attacher.inherited else "named") if indicator else "unnamed"
    judged = of_claim(kind, one.sure, "text", bool(told), named)
    return _mark(page.lexed, one, role, indicator, period, judged), told


def _usual_role(page: _Page, one: Candidate, indicator: str | None) -> str:
    """The role of a figure of which no word tells it."""
    if page.plan or one.first > page.decided:
        return "target"
    return "target" if one.kind == "money" and _budgeted(page.lexed, one.first, indicator) else "actual"


def _budgeted(lexed: Lexed, first: int, indicator: str | None) -> bool:
    """True for money of a budget that is not called a debt, a price or what is left over."""
    if indicator != "anggaran" or lexed.word(first - 1) in {"@", "x", "×"}:
        return False
    return _REALISED.isdisjoint(lexed.low[max(0, first - 8) : first])


def _stated_now(lexed: Lexed, low: int, first: int) -> bool:
    """True for a figure of today in a decree: "(realisasi 2021: 86,4)", "saat ini level 2", "semula 40 %"."""
    return not _STATED.isdisjoint(lexed.low[max(low, first - 6) : first])


def _decision(lexed: Lexed) -> int:
    """Where a decree begins to decide: what stands behind "MEMUTUSKAN" is required; the end without it."""
    head = lexed.low[:60]
    decree = "keputusan" in head or "peraturan" in head
    for i in lexed.where(_DECIDES):
        shouted = lexed.raw(i).isupper() and lexed.word(i + 1) in {":", ""}
        line = i == 0 or "\n" in lexed.gap(i)
        if shouted or (decree and line and (lexed.word(i + 1) == ":" or "\n" in lexed.gap(i + 1))):
            return i
    annex = lexed.low[:1] == ["lampiran"] and "keputusan" in lexed.low[:8]
    return 0 if annex else len(lexed)


def _mark(
    lexed: Lexed,
    one: Candidate,
    role: str,
    indicator: str | None,
    period: str | None,
    judged: Judged,
) -> ClaimMark:
    first, stop, kind, value, unit, _ = one
    start, end = lexed.starts[first], lexed.ends[stop - 1]
    text = lexed.text[start:end]
    return ClaimMark(start, end, text, kind, value, unit, role, indicator, period, *judged)


def _beside_last(page: _Page, one: Candidate) -> ClaimMark | None:
    """The claim just before, where this one only says it again: "68,20 (kategori B)", "Rp 9 atau 90 %"."""
    last = page.last
    if last is None or not 1 <= one.first - last.end <= 2 or one.kind not in _SAYING_AGAIN:
        return None
    lexed, mark = page.lexed, page.marks[-1]
    between = lexed.text[mark.end : lexed.starts[one.first]].strip()
    return mark if between in _SAYS_AGAIN and mark.indicator is not None else None


def _of_rank(one: Candidate, past: list[tuple[Candidate, str]]) -> bool:
    """True for the count in "peringkat ke-4 dari 30 kota", which has no time of its own."""
    return bool(past) and past[-1][0].kind == "rank" and one.first - past[-1][0].end <= 2


def _to_come(period: str | None, published: date | None) -> bool:
    """True when a figure is for a year after the one of publication: it cannot be reached yet."""
    year = first_year(period) if period and published else None
    return year is not None and published is not None and year > published.year
