"""Claims in the cells of tables: the head and the row say what a bare figure is."""

# ruff: noqa: PLR0911, PLR0912  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nlp.claims.candidates import Candidate
from nlp.claims.cell_grades import grade_in_cell
from nlp.claims.cell_roles import cell_role
from nlp.claims.cell_units import SCALE, Unit, unit_named, unit_of
from nlp.claims.money import money_at
from nlp.tables.captions import is_sentence
from nlp.tables.columns import (
    PERCENT,
    grouped_by_dots,
    has_decimals,
    is_among_amounts,
    is_beside_shares,
    is_certain,
)
from nlp.tables.find import Place, Tables
from nlp.tables.grid import Cell, is_figure, is_item
from nlp.tables.head_words import FIGURES, GRADE, YEAR, head_words, heads_words
from nlp.text.lexer import Lexed
from nlp.text.numbers import figure_at, plain_number
from nlp.text.words import words

_MONEY = words("cells money")
_RANK = frozenset(["peringkat", "ranking", "rank"])
_SCORE = frozenset(["nilai", "skor", "indeks", "index", "ikm", "nrr", "poin", "angka"])
_COUNTED = frozenset({"jumlah", "proyek", "responden", "penerima", "volume", "kk", "orang", "unit"})
_NONE = words("cells none")
_TARGETS = words("cells target")
_ACTUALS = words("cells actual")
_PRICES = frozenset({"harga", "tarif", "honor", "honorarium", "nominal", "prakiraan"})
_SHARES = frozenset({"prevalensi", "proporsi", "cakupan", "tpt"})
_RATES = frozenset({"kemiskinan", "pengangguran", "inflasi", "laju", "miskin"})
_LASTING = frozenset({"hari", "jam", "menit"})
_MEASURED = frozenset({"indikator", "output", "satuan", "keluaran", "volume"})  # beside columns of money
# "1.", "Domain 1", with what they number in the next cell
_NUMBERED = re.compile(r"[0-9]{1,3}[.)]|[^\W\d]{3,20} [0-9]{1,2}\.?")
_DECIMALS = re.compile(r",[0-9]{1,2}\Z")
_MEASURES = frozenset({"ton", "kg", "kwintal", "ha", "hektare", "hektar", "km", "m", "meter", "liter", "mw"})
_FOREIGN = re.compile(r"us ?\$|\busd\b|\bdolar\b")
_SUMS = frozenset({"jumlah", "total"})


_MONEY_WORDS = _MONEY | _PRICES
_OTHER_WORDS = _COUNTED | _SCORE | _RANK | GRADE | PERCENT
_ROLES = _TARGETS | _ACTUALS


class _Head(NamedTuple):
    """What the heads over a cell say, all of them and the last."""

    words: frozenset[str]
    last: frozenset[str]
    unit: Unit | None
    foreign: bool
    no_claim: bool  # nothing that is claimed, or amounts in foreign money


@lru_cache(maxsize=1 << 8)  # asked of the head of a column for each of its cells
def _said(head: str) -> _Head:
    said, foreign = head_words(head), _FOREIGN.search(head) is not None
    last = head_words(head.rsplit(" / ", 1)[-1])
    return _Head(said, last, unit_of(head), foreign, bool(said & _NONE) or _is_lasting(said) or foreign)


class CellClaim(NamedTuple):
    """A claim in a cell, with the role and the quarter that its head gives."""

    candidate: Candidate
    role: str
    told: bool
    place: Place


def find_cell_claims(lexed: Lexed, tables: Tables) -> list[CellClaim]:
    """Claims in the cells of tables; their lexemes, and those of cells that are no claims, are taken."""
    found: list[CellClaim] = []
    for first, end in tables.dropped:
        lexed.take(bisect_left(lexed.starts, first), bisect_left(lexed.starts, end))
    for place in tables.places:
        cell = place.cell
        i, end = bisect_left(lexed.starts, cell.start), bisect_left(lexed.starts, cell.end)
        if i >= end or 1 in lexed.taken[i:end]:
            continue
        said, figure, numbers = _said(place.head), is_figure(cell.text), _numbers_row(cell)
        if said.foreign or numbers:
            candidate = None
        elif figure:
            candidate = _figure(lexed, place, said.words, i, end)
        else:
            candidate = grade_in_cell(place, said.words, i, end)
        if candidate:
            found.append(CellClaim(candidate, *cell_role(place), place))
            lexed.take(i, candidate.end)
        elif numbers or (figure and said.no_claim):
            lexed.take(i, end)
        elif is_item(cell.text):
            lexed.take(i, i + 1)
    return found


def _numbers_row(cell: Cell) -> bool:
    """True for a cell that holds the number of its row alone."""
    return cell.column == 0 and _NUMBERED.fullmatch(cell.text) is not None


def _figure(lexed: Lexed, place: Place, head: frozenset[str], i: int, end: int) -> Candidate | None:
    n = bisect_left(lexed.figures, i)
    number = lexed.figures[n] if n < len(lexed.figures) else end
    if number >= end:
        return None
    value = plain_number(lexed.low[number])
    if value is None:
        return None
    if place.cell.text[0] in "-−" and number == i + 1 and lexed.glued(number):
        return _below_zero(_unsigned(lexed, place, head, i, end, number, value))
    return _unsigned(lexed, place, head, i, end, number, value)


def _below_zero(one: Candidate | None) -> Candidate | None:
    """The claim of a figure with a minus before it: "-2,94"."""
    if (
        one is None
        or not isinstance(one.value, Decimal)
        or one.kind not in {"percent", "money", "score", "count"}
    ):
        return one
    return one._replace(value=-one.value)


def _unsigned(
    lexed: Lexed, place: Place, head: frozenset[str], i: int, end: int, number: int, value: Decimal
) -> Candidate | None:
    """The claim of a cell's figure without its sign."""
    rest = "".join(lexed.low[number + 1 : end])
    unit = lexed.text[lexed.starts[number + 1] : lexed.ends[end - 1]] if number + 1 < end else ""
    if lexed.low[i] == "rp":
        figure = figure_at(lexed, number)
        money = money_at(lexed, number, figure) if figure else None
        return money or Candidate(i, end, "money", _rupiah(lexed.low[number], value, ""), "Rp", 0.95)
    if rest in {"%", "persen", "o/o"}:
        return Candidate(i, end, "percent", _small(lexed.low[number], value), "%", 0.95)
    if rest in {"poin", "point"}:
        return Candidate(i, end, "score", _small(lexed.low[number], value), unit, 0.9)
    if rest and rest not in {",-", "-", "-,", "."}:
        known = head & FIGURES or YEAR.search(place.head) or head & _ROLES
        return None if rest in {"tahun", "hari", "jam"} or not known else _count(i, end, value, unit)
    return _by_head(lexed, place, head, i, end, lexed.low[number], value)


def _count(i: int, end: int, value: Decimal, unit: str) -> Candidate:
    return Candidate(i, end, "count", value, unit or None, 0.85)


def _by_head(
    lexed: Lexed, place: Place, head: frozenset[str], i: int, end: int, written: str, value: Decimal
) -> Candidate | None:
    """Kind of a bare figure: by its head, the row's unit, the row's label."""
    _, last, own, _, _ = _said(place.head)
    if "bobot" in last or (last & _NONE and not last & (_MONEY | PERCENT) and own is None):
        return None
    if _is_time(place, head, written) or _is_lasting(last):
        return None
    small = _small(written, value)
    if last & PERCENT and value < 100_000:
        return Candidate(i, end, "percent", small, "%", 0.9)
    if own is not None:
        return _of_unit(own, i, end, written, value, 0.9)
    block = place.block
    over, caption = _over_all(block.caption, block.note)
    if over is not None and over.kind == "count" and not over.zeros and _is_divided(written, over.noun):
        over = None
    if over is not None and over.kind == "money":
        if not _is_money(place, head, last):
            over = None
        elif over.zeros:
            return _of_unit(over, i, end, written, value, 0.85)
        elif is_beside_shares(place):
            return Candidate(i, end, "percent", small, "%", 0.8)
    big = value >= 100_000 or (bool(last & _PRICES) and grouped_by_dots(written))
    big = big or (value == 0 and is_among_amounts(place))
    unit, label = place.unit(), place.label()
    of_label, named = unit_of(label), unit_named(unit) if unit else None
    all_heads = heads_words(block)
    counts = of_label is not None and of_label.kind == "count"
    if value >= 1 and (counts or (named is not None and named.kind == "count" and last & _ROLES)):
        caption = all_heads = frozenset()
    if last & PERCENT or (head & PERCENT and not big and not last & _MONEY):
        return Candidate(i, end, "percent", small, "%", 0.9)
    amounts = head & _MONEY or (big and (caption & _MONEY or all_heads & _MONEY))
    if amounts and (big or value == 0 or "rp" in head):
        return Candidate(i, end, "money", _rupiah(written, value, place.head), "Rp", 0.9)
    units, labels = head_words(unit), head_words(label)
    if last & {"capaian", "ketercapaian"} and not last & {"target", "realisasi", "kinerja", "output"}:
        return Candidate(i, end, "percent", small, "%", 0.8)
    if unit and caption & _PRICES and grouped_by_dots(written) and not last & _COUNTED:
        return Candidate(i, end, "money", _rupiah(written, value, ""), "Rp", 0.8)
    if last & _PRICES and (big or grouped_by_dots(written)):
        return Candidate(i, end, "money", _rupiah(written, value, place.head), "Rp", 0.85)
    if head & _RANK:
        return Candidate(i, end, "rank", value, None, 0.85)
    row = named or (of_label if not unit else None)
    if row is not None and row.kind in {"money", "percent"}:
        return _of_unit(row, i, end, written, value, 0.9)
    if units & (GRADE | {"tingkat"}) or (head & GRADE and not head & _SCORE):
        return Candidate(i, end, "grade", lexed.raw(i), None, 0.8)
    if units & _SCORE or (not unit and row is None and head & _SCORE):
        return Candidate(i, end, "score", small, None, 0.85)
    if unit and unit not in {"-"}:
        return Candidate(i, end, "count", value, unit, 0.85) if place.head else None
    if row is None and over is not None and not last & (_COUNTED | _SCORE):
        return _of_unit(over, i, end, written, value, 0.8)
    if (
        labels & {"level", "maturitas", "kapabilitas"}
        and value <= 5
        and "," not in lexed.low[i]
        and value == int(value)
        and head & FIGURES
    ):
        return Candidate(i, end, "grade", lexed.raw(i), None, 0.75)
    return _by_label(place, head, label, labels, i, end, written, small, value, row)


def _of_unit(unit: Unit, i: int, end: int, written: str, value: Decimal, sure: float) -> Candidate | None:
    """The claim of a figure whose unit is named."""
    small = _small(written, value)
    if unit.kind == "lasting":
        return None
    if unit.kind == "money":
        amount = Decimal(value).scaleb(unit.zeros) if unit.zeros else _rupiah(written, value, "")
        return Candidate(i, end, "money", amount.to_integral_value() if unit.zeros else amount, "Rp", sure)
    if unit.kind == "percent":
        return Candidate(i, end, "percent", small, "%", sure)
    if unit.kind == "score":
        return Candidate(i, end, "score", small, None, sure)
    counted = value.scaleb(unit.zeros) if unit.zeros else value
    return Candidate(i, end, "count", counted, unit.noun, sure)


def _is_money(place: Place, head: frozenset[str], last: frozenset[str]) -> bool:
    """True for a cell that a caption's scale of money is for: in the columns of money where the heads name
    some, else in all but those of what is counted, scored or ranked.
    """
    if head & _MONEY_WORDS:
        return True
    if last <= _SUMS and last and has_decimals(place):
        return True
    if last & _OTHER_WORDS:
        return False
    said = heads_words(place.block)
    if said & _MONEY_WORDS and said & _MEASURED:
        return False
    return not place.unit() and unit_of(place.label()) is None


def _is_divided(written: str, noun: str | None) -> bool:
    """True for a figure with decimals of what is counted one by one: no unit of it."""
    return bool(_DECIMALS.search(written)) and (noun or "").split(" ")[0] not in _MEASURES


@lru_cache(maxsize=1 << 6)  # asked of the caption of a table for each of its cells
def _over_all(caption: str, note: str) -> tuple[Unit | None, frozenset[str]]:
    """The unit of all figures of a table, and the words of the lines of its caption right over it, without
    running text.
    """
    lines: list[str] = []
    for line in reversed(caption.split("\n")[-3:]):
        if is_sentence(line):
            break
        lines.insert(0, line)
    near = "\n".join(lines)
    return unit_of(near) or unit_of(note), head_words(near[-300:].lower())


def _is_lasting(head: frozenset[str]) -> bool:
    """True for a column of lengths of time: "Rata-rata hari", "Lama (menit)"."""
    return bool(head & _LASTING and head & {"rata", "lama", "waktu"})


def _is_time(place: Place, head: frozenset[str], written: str) -> bool:
    """True for a year in a column of years: it tells when, not how much."""
    return (
        bool(YEAR.fullmatch(written))
        and bool(head & {"tahun", "thn", "th", "ta"})
        and not YEAR.search(place.head)
    )


def _by_label(
    place: Place,
    head: frozenset[str],
    label: str,
    labels: frozenset[str],
    i: int,
    end: int,
    written: str,
    small: Decimal,
    value: Decimal,
    row: Unit | None,
) -> Candidate | None:
    if not head & FIGURES and not YEAR.search(place.head) and not is_certain(place):
        return None
    if labels & PERCENT or (head & {"capaian"} and not head & {"target", "realisasi"}):
        return Candidate(i, end, "percent", small, "%", 0.75)
    if row is not None:
        return _of_unit(row, i, end, str(value), value, 0.75)
    if _is_share(labels, small):
        return Candidate(i, end, "percent", small, "%", 0.7)
    grouped = small != value and not labels & (_SCORE | {"maturitas", "kapabilitas", "skala", "rating"})
    if grouped:
        return Candidate(i, end, "count", value, None, 0.75)  # "1.204" of what is counted
    if labels & _SCORE or small != small.to_integral_value() or _DECIMALS.search(written):
        return Candidate(i, end, "score", small, None, 0.75)
    bracket = re.search(r"\(([a-z/ ]{2,20})\)", label)
    return Candidate(i, end, "count", value, bracket.group(1) if bracket else None, 0.75)


def _is_share(labels: frozenset[str], small: Decimal) -> bool:
    """True for a measure that is told in per cent wherever it stands, as a prevalence is."""
    if abs(small) > 100 or labels & (_SCORE | {"rasio", "jumlah"}):
        return False
    return bool(labels & _SHARES) or (small != small.to_integral_value() and bool(labels & _RATES))


def _small(written: str, value: Decimal) -> Decimal:
    return plain_number(written, decimal_point=True) or value


def _rupiah(written: str, value: Decimal, head: str) -> Decimal:
    """Whole rupiah; a head such as "Anggaran (juta rupiah)" multiplies."""
    pieces = written.split(",")
    if len(pieces) == 2 and len(pieces[1]) == 3 and "." not in written:
        value = Decimal(pieces[0] + pieces[1])
    if re.search(r"rp\.? ?000\b", head.lower()):
        return value.scaleb(3).to_integral_value()
    for word in head_words(head.lower()):
        if word in SCALE and len(word) > 2:
            value = value.scaleb(SCALE[word])
            break
    return value.to_integral_value()
