"""One cell in, one value out: numbers, money, years and choices as people type them into a plan."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from nlp.text.numbers import MONEY_SCALES, SCALES, parse_number, plain_number
from tracker.plans.sheets.grid import NO_RESULT, CellValue, as_text
from tracker.plans.values import Accumulation, Polarity

MAX_RUPIAH = 2**63 - 1  # whole rupiah are kept as 64-bit integers
_EMPTY = re.compile(r"[-–—_.·x\s]*|n/?a|tidak ada|belum ada|kosong", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<bound>[<>≥≤=~±]*)\s*(?:rp\.?|idr)?\s*(?P<sign>[-−]?)\s*(?P<digits>\d[\d.,]*(?:\s\d{3})*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FORMULA_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", NO_RESULT}
)
_CLOSING = re.compile(r"\s*(?:,-+|\.-+|,–|\.–|-)\s*$")
_PERCENT_WORDS = frozenset({"%", "persen", "persentase", "prosentase", "percent"})


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number read from a cell.

    `value` is None where there is none; `text` is the cell as written unless it was a bare number, and
    `unit` the words behind it. `doubt` names what a person should look at: "text", "many", "bound".
    """

    value: Decimal | None = None
    text: str = ""
    unit: str = ""
    doubt: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the cell says nothing."""
        return self.value is None and not self.text


EMPTY: Final = NumberCell()


def is_error(cell: CellValue) -> bool:
    """Whether a formula in the cell failed or has no stored result."""
    return isinstance(cell, str) and cell in _FORMULA_ERRORS


def one_line(cell: CellValue) -> str:
    """The cell's text on one line."""
    return " ".join(as_text(cell).split())


def read_number(cell: CellValue) -> NumberCell:
    """Number of a cell: "1.234,5", "75%", "12 dokumen", "-", "BB"; see `NumberCell`."""
    if cell is None:
        return EMPTY
    if isinstance(cell, Decimal):
        return NumberCell(cell)
    text = one_line(cell)
    if _EMPTY.fullmatch(text):
        return EMPTY
    match = _NUMBER.fullmatch(_CLOSING.sub("", text))
    value = _value(match) if match else None
    if match is None or value is None:
        return _in_words(text)
    rest = match["rest"].strip()
    if re.search(r"\d", rest):
        return NumberCell(None, text, doubt="many")
    value, unit = _scaled(value, re.sub(r"\([^()]*\)", " ", rest).split(), SCALES)
    bare = not match["bound"] and not rest
    return NumberCell(value, "" if bare else text, unit, "bound" if match["bound"] else "")


def _in_words(text: str) -> NumberCell:
    """A number written in words alone ("dua puluh"), or a text that is no number ("BB")."""
    try:
        return NumberCell(parse_number(text), text)
    except ValueError:
        return NumberCell(None, text, doubt="text")


def read_money(cell: CellValue, scale: int = 1) -> NumberCell:
    """Amount of rupiah: "Rp 4,5 M", "1.250.000,-", 500 under a head in millions (`scale` 1000000).

    A scale written in the cell itself is taken instead of the column's.
    """
    if isinstance(cell, Decimal):
        return NumberCell(cell * scale)
    number = read_number(cell)
    if number.value is None:
        return number
    match = _NUMBER.fullmatch(_CLOSING.sub("", one_line(cell)))
    bare = _value(match) if match else None
    if match is None or bare is None:
        return number
    words = re.sub(r"[().]", " ", match["rest"]).split()
    value, unit = _scaled(bare, words, SCALES | MONEY_SCALES)
    return NumberCell(value if value != bare else bare * scale, "", unit, number.doubt)


def _value(match: re.Match[str]) -> Decimal | None:
    digits = re.sub(r"\s", "", match["digits"]).rstrip(".,")
    try:
        value = plain_number(digits)
    except InvalidOperation:
        return None
    return -value if value is not None and match["sign"] else value


def _scaled(value: Decimal, words: list[str], scales: dict[str, Decimal]) -> tuple[Decimal, str]:
    """The value times a scale word in front ("4,5 miliar"), and the words left as its unit."""
    if words and (scale := scales.get(words[0].casefold().strip("."))):
        return value * scale, " ".join(words[1:])
    return value, " ".join(words)


def same_unit(first: str, second: str) -> bool:
    """Whether two units of measure are the same: "Dokumen" and "dokumen", "%" and "persen"."""
    one, two = first.casefold().strip(" ."), second.casefold().strip(" .")
    return one == two or {one, two} <= _PERCENT_WORDS


def is_percent_unit(unit: str) -> bool:
    """Whether a unit of measure is per cent."""
    return unit.casefold().strip(" .") in _PERCENT_WORDS


POLARITY_WORDS: Final[dict[Polarity, tuple[str, ...]]] = {
    "higher": ("maksimal", "higher", "naik", "positif", "maximize", "semakin tinggi semakin baik"),
    "lower": ("minimal", "lower", "turun", "negatif", "minimize", "semakin rendah semakin baik"),
    "exact": ("tepat", "exact", "stabil", "stabilize", "precise"),
}
"""The first word of each is the one that an export writes."""

ACCUMULATION_WORDS: Final[dict[Accumulation, tuple[str, ...]]] = {
    "per_quarter": ("per triwulan", "per_quarter", "nonkumulatif", "non kumulatif", "tidak kumulatif"),
    "cumulative": ("kumulatif", "cumulative", "akumulatif", "akumulasi"),
}


def read_polarity(text: str) -> Polarity | None:
    """Polarity by its Indonesian or English word, None for any other word."""
    folded = text.casefold().strip()
    return next((polarity for polarity, words in POLARITY_WORDS.items() if folded in words), None)


def read_accumulation(text: str) -> Accumulation | None:
    """Accumulation by its Indonesian or English word, None for any other word."""
    folded = text.casefold().strip().replace("-", " ")
    return next((way for way, words in ACCUMULATION_WORDS.items() if folded in words), None)


def read_year(cell: CellValue) -> int | None:
    """A year from 2000 to 2100, None for anything else."""
    match = re.fullmatch(r"(?:tahun\s*)?(20\d\d|2100)", one_line(cell), re.IGNORECASE)
    return int(match[1]) if match else None
