"""Claim marks: figures, grades and ranks with their role, indicator and period."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from nlp.attach import UNSCORED, Attacher
from nlp.candidates import Candidate
from nlp.cells import CellClaim, cell_role, find_cell_claims
from nlp.confidence import evidence_of, of_claim
from nlp.dates import Dates
from nlp.edtf import first_year
from nlp.figures import find_figures
from nlp.grades import find_grades
from nlp.indicators import Indicators, find_mentions
from nlp.lexer import Lexed
from nlp.marks import ClaimMark
from nlp.periods import Periods, period_of, period_of_cell, periods_of
from nlp.ranks import find_ranks
from nlp.roles import cue_at
from nlp.sentences import Sentences, split_sentences
from nlp.tables import Tables, is_plan
from nlp.words import ACTUAL_CUES, words

_ROLE_WINDOW = 40
_AHEAD = 9
_STILL = frozenset({"masih", "tetap"})
_CHANGES = frozenset({"bertambah", "naik", "turun", "meningkat", "menurun", "berkurang"})
_SAYS_AGAIN = frozenset({"(", "atau", "dengan", ", (", ",(", "/", "atau dengan", "=", "yang masuk"})
_HEADED = frozenset({"target", "realisasi", "pagu", "anggaran"})
_PLANNING = frozenset({"target", "rencana", "usulan", "anggaran", "pagu", "usul"})
_BUDGETS = frozenset({"usulan", "anggaran", "pagu", "usul"})
_DUTIES = frozenset(
    {"rekomendasi", "agar", "akan", "langkah", "harus", "rencana", "diminta", "saran", "tugas"}
)
_CLOSES = frozenset({",", ";", ".", "(", ")", "dan", "dari", "namun", "sedangkan", "atau"})
_REALISED = words("claims realised")
_STATED = frozenset({"realisasi", "capaian", "semula", "ini", "terealisasi", "baru", "masih", "sudah", "telah", "tercatat"})
_NEUTRAL = words("roles neutral")
_ANNOUNCING = frozenset({"akan", "bakal", "ditargetkan", "direncanakan"})


@dataclass(slots=True)
class _Page:
    """What the figures of one page are judged by, and the claims found so far."""

    lexed: Lexed
    dates: Dates
    tables: Tables
    sentences: Sentences
    attacher: Attacher
    periods: Periods
    plan: bool  # a page of targets alone
    decided: int  # the lexeme behind which a decree says what shall be
    marks: list[ClaimMark] = field(default_factory=list)
    timed: set[int] = field(default_factory=set)  # places in `marks` whose own sentence gives the period
    past: list[tuple[Candidate, str]] = field(
        default_factory=list
    )  # the last two, with the role that was told


def find_claims(lexed: Lexed, dates: Dates, indicators: Indicators, tables: Tables) -> list[ClaimMark]:
    """Claims among the lexemes that dates, regulations and codes have left, in order."""
    sentences = split_sentences(lexed)
    mentions = find_mentions(lexed, indicators)
    cells = {one.candidate.first: one for one in find_cell_claims(lexed, tables)}
    candidates = [one.candidate for one in cells.values()] + find_ranks(lexed) + find_grades(lexed, mentions)
    candidates += find_figures(lexed, [m.end for m in mentions if m.code not in UNSCORED])
    attacher = Attacher(lexed, sentences, mentions, indicators)
    periods = periods_of(lexed, dates.spans, sentences, dates.published)
    page = _Page(lexed, dates, tables, sentences, attacher, periods, is_plan(lexed.text), _decision(lexed))
    for one in sorted(candidates, key=lambda one: one.first):
        cell = cells.get(one.first)
        page.marks.append(_of_cell(page, cell) if cell else _of_text(page, one))
    return _as_told_elsewhere(page)


def _as_told_elsewhere(page: _Page) -> list[ClaimMark]:
    """The marks, where a figure without a time of its own (in a headline) takes that of its like in the
    text.
    """
    told = {(m.kind, m.value): m.period for n, m in enumerate(page.marks) if n in page.timed}
    return [
        replace(m, period=told.get((m.kind, m.value), m.period)) if n not in page.timed and _telling(m) else m
        for n, m in enumerate(page.marks)
    ]


def _telling(mark: ClaimMark) -> bool:
    """True for a value that hardly occurs twice by chance."""
    return isinstance(mark.value, Decimal) and len(mark.value.normalize().as_tuple().digits) >= 3


def _of_cell(page: _Page, cell: CellClaim) -> ClaimMark:
    """The mark of a figure in a table."""
    indicator = page.attacher.of_cell(cell)
    period = period_of_cell(cell, page.periods, cell.candidate.first)
    one = cell.candidate
    facts = evidence_of(one.kind, one.sure, table=True, role_told=True, indicator=indicator, inherited=False)
    return _mark(page.lexed, one, cell.role, indicator, period, facts)


def _of_text(page: _Page, one: Candidate) -> ClaimMark:
    """The mark of a figure in running text."""
    indicator = page.attacher.indicator(one)
    told = claim_role(page.lexed, page.sentences, page.tables, one, page.past)
    aimed = page.plan or one.first > page.decided or (one.kind == "money" and _budgeted(page, one, indicator))
    role = told or ("target" if aimed else "actual")
    if one.first > page.decided and role == "actual" and not _stated_now(page, one):
        role = "target"
    again = _beside_last(page.lexed, one, page.marks)
    if again:
        period, own = again.period, len(page.marks) - 1 in page.timed
    else:
        period, own = period_of(page.lexed, page.periods, one, role, _of_rank(one, page.past))
    if own:
        page.timed.add(len(page.marks))
    if own and told != "actual" and _to_come(period, page.dates):
        role = "target"
    page.past = [*page.past[-1:], (one, told or "")]
    inherited = page.attacher.inherited
    facts = evidence_of(
        one.kind, one.sure, table=False, role_told=bool(told), indicator=indicator, inherited=inherited
    )
    return _mark(page.lexed, one, role, indicator, period, facts)


def _budgeted(page: _Page, one: Candidate, indicator: str | None) -> bool:
    """True for money of a budget that is not called a debt, a price or what is left over."""
    near = page.lexed.low[max(0, one.first - 8) : one.first]
    if page.lexed.word(one.first - 1) in {"@", "x", "×"}:
        return False
    return indicator == "anggaran" and not _REALISED & set(near)


def _stated_now(page: _Page, one: Candidate) -> bool:
    """True for a figure of today in a decree: "(realisasi 2021: 86,4)", "saat ini level 2", "semula 40 %"."""
    low, _ = page.sentences.bounds(page.sentences.at(one.first))
    return bool(_STATED & set(page.lexed.low[max(low, one.first - 6) : one.first]))


def _decision(lexed: Lexed) -> int:
    """Where a decree begins to decide: what stands behind "MEMUTUSKAN" is required; the end without it."""
    head = lexed.low[:60]
    decree = "keputusan" in head or "peraturan" in head
    for i in lexed.where({"memutuskan", "menetapkan"}):
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
    evidence: tuple[str, ...],
) -> ClaimMark:
    start, end, text = lexed.span(one.first, one.end)
    return ClaimMark(
        start,
        end,
        text,
        one.kind,
        one.value,
        one.unit,
        role,
        indicator,
        period,
        of_claim(evidence),
        evidence,
    )


def claim_role(
    lexed: Lexed, sentences: Sentences, tables: Tables, one: Candidate, past: list[tuple[Candidate, str]]
) -> str | None:
    """ "target" or "actual": cues before the figure in its sentence, those behind it, the figures before it.

    The nearest strong cue decides; a weak one ("mencapai", "naik") gives way to a target named further off.
    """
    number = sentences.at(one.first)
    low, high = sentences.bounds(number)
    stop = max(low, one.first - _ROLE_WINDOW)
    chain = [pair for pair in past[-2:] if pair[0].end > stop]
    sure = _of_pair(lexed, one, chain) or _beside(lexed, one)
    if sure:
        return sure
    weak: str | None = None
    for i in range(one.first, (chain[-1][0].end if chain else stop) - 1, -1):
        if lexed.low[i] in _NEUTRAL and chain:
            return chain[-1][1] or "actual"
        cue = cue_at(lexed, i, one.kind)
        if cue == "weak":
            weak = weak or lexed.low[i]
            if lexed.low[i] in _STILL and one.first - i <= 5:
                return "actual"
        elif cue:
            return cue
    ahead = _announced(lexed, one.end, min(high, one.end + _AHEAD))
    if ahead:
        return ahead
    if not weak and _reported(lexed, one.end, min(high, one.end + _AHEAD)):
        return "actual"
    if weak:
        changed = weak in _CHANGES and chain and one.kind == chain[-1][0].kind == "money"
        return (chain[-1][1] if changed else "") or "actual"
    if chain and chain[-1][1] and (chain[-1][0].kind == one.kind or one.first - chain[-1][0].end <= 4):
        return chain[-1][1]
    place = tables.at(lexed.starts[one.first])
    if place is not None and _HEADED & set(place.head.replace("/", " ").split()):
        return cell_role(place)
    return _heading_cue(lexed, sentences, number, one.kind)


def _of_pair(lexed: Lexed, one: Candidate, chain: list[tuple[Candidate, str]]) -> str | None:
    """Roles of "realisasi X dari pagu Y atau Z %": Y is what was planned, Z is of X."""
    if not chain:
        return None
    last, role = chain[-1]
    if (
        one.kind == "money"
        and last.kind == "money"
        and role != "target"
        and lexed.word(one.first - 1) == "dari"
    ):
        return "target"
    if one.kind == last.kind == "score" and role != "target" and one.first - last.end == 1:
        before = lexed.word(last.first - 1)
        if lexed.word(last.end) == "dari" and before not in {"naik", "turun", "dari"}:
            return "target"  # "indeks SPBE 2,61 dari 3,0"
    close = one.first - last.end <= 3 and not lexed.is_number(one.first - 1)
    share = one.kind == "percent" and close and len(chain) > 1 and last.kind != "percent"
    return (
        (chain[-2][1] or "actual")
        if share and "dari" in lexed.low[max(0, last.first - 4) : last.first]
        else None
    )


def _beside(lexed: Lexed, one: Candidate) -> str | None:
    """Roles told right beside the figure: "di bawah 60 persen" is a threshold, "92 % dari target" was
    reached.
    """
    if lexed.word(one.first - 1) in {"bawah", "dibawah", "atas", "diatas"} and one.kind in {
        "percent",
        "score",
    }:
        return "target"
    j = one.end
    if lexed.word(j) in {"atau", "(", "=", ","} and lexed.is_number(j + 1):
        j = next((k + 1 for k in range(j + 1, j + 5) if lexed.word(k) in {"%", "persen"}), j)
    elif one.kind != "percent":
        return None
    if lexed.word(j) == ")":
        j += 1
    return (
        "actual"
        if lexed.word(j) == "dari" and lexed.word(j + 1) in {"target", "pagu", "anggaran", "rencana"}
        else None
    )


def _heading_cue(lexed: Lexed, sentences: Sentences, number: int, kind: str) -> str | None:
    """The cue of the heading or colon that a list of figures stands under ("Target tahun 2022:", "II.
    TARGET").
    """
    first, end = sentences.bounds(number)
    reach = 40 if end - first <= 14 else 13  # the short lines of a table that lost its columns reach further
    for back in range(1, reach):
        if number - back < 0:
            return None
        low, high = sentences.bounds(number - back)
        if lexed.word(high - 1) != ":" and not _is_heading(lexed, low, high):
            continue
        for i in range(high - 1, max(low, high - 30) - 1, -1):
            if lexed.low[i] in _PLANNING and lexed.word(i + 1) not in {"aksi", "kerja"}:
                return "target" if kind == "money" or lexed.low[i] not in _BUDGETS else None
            if lexed.low[i] in _DUTIES and _opens_with_verb(lexed, sentences, number):
                return "target"
            if lexed.low[i] in {"realisasi", "capaian", "hasil", "perkembangan"}:
                return "actual"
        return None
    return None


def _opens_with_verb(lexed: Lexed, sentences: Sentences, number: int) -> bool:
    """True for an item such as "2) menambah 15 unit embung;", which says what is to be done."""
    low, high = sentences.bounds(number)
    for k in range(low, min(low + 5, high)):
        if len(lexed.low[k]) > 2 and lexed.low[k].isalpha():
            return len(lexed.low[k]) > 5 and lexed.low[k].startswith("me") and lexed.low[k] not in ACTUAL_CUES
    return False


def _is_heading(lexed: Lexed, low: int, high: int) -> bool:
    """True for a short line without a full stop that has no figure of its own."""
    if high - low > 14 or lexed.word(high - 1) in {".", ";", ",", "!", "?"} or high - low < 1:
        return False
    return not any(lexed.is_number(k) and not lexed.taken[k] for k in range(low + 2, high))


def _announced(lexed: Lexed, i: int, high: int) -> str | None:
    """ "target" when "akan", "ditargetkan" … follows the figure and its noun in the same clause."""
    for k in range(i, high):
        if lexed.low[k] == "dan" and lexed.is_number(k + 1):
            continue  # "5.100 pengemudi dan 840 nelayan yang akan menerima"
        if lexed.is_number(k) and lexed.word(k - 1) == "dan":
            continue
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return None
        if lexed.low[k] in _ANNOUNCING:
            return "target"
    return None


def _reported(lexed: Lexed, i: int, high: int) -> bool:
    """ "32 kegiatan telah dilaksanakan": what was done is told behind the figure in the same clause."""
    for k in range(i, high):
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return False
        if lexed.low[k] in {"telah", "sudah", "berhasil", "belum"}:
            return True
    return False


def _beside_last(lexed: Lexed, one: Candidate, marks: list[ClaimMark]) -> ClaimMark | None:
    """The claim just before, where this one only says it again: "68,20 (kategori B)", "Rp 9 atau 90 %"."""
    if not marks or one.kind not in {"grade", "percent", "score"}:
        return None
    between = lexed.text[marks[-1].end : lexed.starts[one.first]].strip()
    return marks[-1] if between in _SAYS_AGAIN and marks[-1].indicator is not None else None


def _of_rank(one: Candidate, past: list[tuple[Candidate, str]]) -> bool:
    """True for the count in "peringkat ke-4 dari 30 kota", which has no time of its own."""
    return bool(past) and past[-1][0].kind == "rank" and one.first - past[-1][0].end <= 2


def _to_come(period: str | None, dates: Dates) -> bool:
    """True when a figure is for a year after the one of publication: it cannot be reached yet."""
    year = first_year(period) if period and dates.published else None
    return year is not None and dates.published is not None and year > dates.published.year
