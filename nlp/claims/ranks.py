"""Ranks: "peringkat kedua", "urutan ke-4", "terbaik keenam", "juara I"."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from decimal import Decimal

from nlp.claims.candidates import Candidate
from nlp.text.lexer import Lexed, Trigger
from nlp.text.numbers import ordinal_at
from nlp.text.words import COUNT_NOUNS, words

LEADS = words("ranks leads")
_SUPERLATIVES = words("ranks superlatives")
_LEADING = Trigger(LEADS | _SUPERLATIVES)
_ORDERED = Trigger({"ke"})
_CONTEST = words("ranks contest")
_DENIALS = frozenset({"bukan", "bukanlah", "tanpa"})


def find_ranks(lexed: Lexed) -> list[Candidate]:
    """All places in an order; their lexemes are taken."""
    found: list[Candidate] = []
    for i in lexed.where(_LEADING):
        if lexed.taken[i] or _denied(lexed, i):
            continue
        one = _rank(lexed, i)
        if one:
            found.append(one)
            lexed.take(one.first, one.end)
            further = _further(lexed, one)
            if further:
                found.append(further)
                lexed.take(further.first, further.end)
    for i in lexed.where(_ORDERED):
        if not lexed.taken[i] and _placed(lexed, i):
            place = ordinal_at(lexed, i)
            if place and 0 < place[0] < 10000:
                found.append(Candidate(i, place[1], "rank", Decimal(place[0]), None, 0.8))
                lexed.take(i, place[1])
    return sorted(found, key=lambda one: one.first)


def _placed(lexed: Lexed, i: int) -> bool:
    """ "Peringkat investasi se-provinsi: ke-11", "urutan buncit, ke-38": a place told further on."""
    if (
        lexed.word(i + 1) != "-"
        or not lexed.is_number(i + 2)
        or lexed.word(i - 1) not in {":", ",", "ada", "adalah"}
    ):
        return False
    contest = {"peringkat", "ranking", "urutan", "posisi"} & set(lexed.low[max(0, i - 9) : i])
    return bool(contest) and lexed.word(i + 3) not in {"kali", "kalinya"}


def _denied(lexed: Lexed, i: int) -> bool:
    return any(lexed.word(k) in _DENIALS for k in (i - 1, i - 2))


def _rank(lexed: Lexed, i: int) -> Candidate | None:
    j = i + 1
    if lexed.word(j) in {"nasional", "umum"} and lexed.word(i) in {"peringkat", "ranking"}:
        j += 1
    while (
        lexed.word(j) in {":", "-", "nomor", "no", ".", "#", "“", '"', "di", "pada", "urutan", "posisi"}
        and j - i < 4
    ):
        j += 1
    if lexed.word(j) == "-":
        return None
    place = ordinal_at(lexed, j)
    if place is None or not lexed.near(j):
        return None
    value, end = place
    if "\n" in lexed.gap(j) and lexed.word(end) == ".":
        return None  # the number of the next item in a list
    first = i
    if lexed.low[i] == "posisi" and not (_ordinal_word(lexed, j) or _moved(lexed, i, end)):
        return None
    if lexed.low[i] in _SUPERLATIVES and lexed.is_number(j) and lexed.low[i] != "terbaik":
        return None
    if lexed.word(end) in {"besar"} or not 0 < value < 10000:
        return None
    if lexed.word(end) in {"%", "persen", ",", "."} and lexed.glued(end) and lexed.glued(end + 1):
        return None
    return Candidate(first, end, "rank", Decimal(value), None, 0.95)


def _moved(lexed: Lexed, i: int, end: int) -> bool:
    """ "dari posisi 20 ke posisi 8", "menempati posisi 12": a place, and no day or account's state."""
    if lexed.taken[end - 1] or not lexed.is_number(end - 1) or lexed.word(end) in COUNT_NOUNS:
        return False
    near = lexed.low[max(0, i - 3) : i]
    return bool({"dari", "ke", "menempati", "menduduki", "di", "pada", "naik", "turun"} & set(near)) and bool(
        _CONTEST & set(lexed.low[max(0, i - 20) : i])
    )


def _ordinal_word(lexed: Lexed, j: int) -> bool:
    return lexed.word(j).startswith("ke") or lexed.word(j) == "pertama"


def _further(lexed: Lexed, one: Candidate) -> Candidate | None:
    """ "dari peringkat 10 ke 4", "naik dari peringkat ke-10 menjadi ke-4"."""
    j = one.end
    if lexed.word(j) == "menjadi" and lexed.word(j + 1) == "ke":
        j += 1
    if lexed.word(j) != "ke" or not lexed.is_number(j + 1 + (lexed.word(j + 1) == "-")):
        return None
    place = ordinal_at(lexed, j)
    if place is None:
        return None
    return Candidate(j, place[1], "rank", Decimal(place[0]), None, 0.8)
