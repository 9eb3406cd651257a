"""Grades in the cells of tables: letters and words, where head or row say that they are grades."""

from __future__ import annotations

import re

from nlp.claims.candidates import Candidate
from nlp.tables.find import Place
from nlp.tables.head_words import FIGURES, GRADE, YEAR, head_words
from nlp.text.words import words

_GRADES = words("cells grades")
_GRADE_WORDS = re.compile(
    r"(?:(?:sangat|cukup|kurang|amat|tidak) )?(?:baik|memuaskan|tinggi|rendah|cukup|kurang"
    r"|hijau|kuning|merah|biru|ungu|memadai|prima|waspada|sehat|rentan|terjaga|sesuai|cukup sehat"
    r"|informatif|inovatif|mandiri|madya|utama|pratama|nindya|berkembang|terdefinisi|sedang|efektif)"
    r"(?: (?:sekali|dengan catatan))?"
)
_LONGEST = 40  # characters of a grade
# "WTP (Wajar …)", "B (63,02)"
_SPELLED = re.compile(r"([A-Z]{1,3}[-+]?) ?\((?:[A-Za-z ]{3,28}|([0-9][0-9.,]*))\)")


def grade_in_cell(place: Place, head: frozenset[str], i: int, end: int) -> Candidate | None:
    """The grade of a cell, lexemes i to end - 1, under a head of these words; None where it holds none."""
    said = place.cell.text.strip("\"'“”")
    if len(said) > _LONGEST:
        return None
    bracket = _SPELLED.fullmatch(said)
    short = bracket.group(1) if bracket else said
    text = short.lower()
    letter = text in _GRADES and short[:1].isupper()
    if not letter and not _GRADE_WORDS.fullmatch(text):
        return None
    told = _graded(place)
    named = letter and (told or bool(bracket)) and bool(head & FIGURES or YEAR.search(place.head))
    column = head & GRADE or _grade_column(place)
    if not (
        named
        or column
        or head & {"target", "realisasi", "capaian", "nilai", "hasil"}
        or (told and YEAR.search(place.head))
    ):
        return None
    if (
        not letter
        and not column
        and not (head_words(place.label()) | head_words(place.unit()))
        & (GRADE | {"nilai", "indeks", "opini", "kepatuhan", "zona", "maturitas", "tingkat"})
    ):
        return None
    if bracket and bracket.group(2):
        end = i + 1 + (short[-1] in "-+")  # its score is a claim of its own
    return Candidate(i, end, "grade", short, None, 0.85)


def _grade_column(place: Place) -> bool:
    """True for a column whose head ("Kinerja Unit") is of grades since all of its cells are."""
    if not head_words(place.head.rsplit(" / ", 1)[-1]) & {
        "kinerja",
        "status",
        "hasil",
        "zona",
        "keterangan",
        "tingkat",
    }:
        return False
    if head_words(place.head) & {"keterangan", "status"}:
        return False
    cells = [c.text.lower() for r in place.block.rows[:12] for c in r.cells if c.column == place.cell.column]
    return all(_GRADE_WORDS.fullmatch(c) or c in _GRADES or c == "-" for c in cells)


def _graded(place: Place) -> bool:
    """True when the row says that it is told in grades: its label or its unit names them."""
    said = head_words(place.label()) | head_words(place.unit())
    return bool(said & (GRADE | {"huruf", "predikat", "sakip", "akip", "opini"}))
