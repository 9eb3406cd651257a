"""How a workbook shows a number: 0.5 under "0%" is "50 %", 1234567 under "#,##0" is "1.234.567".

A format has up to four sections (positive; negative; zero; text) of literals and one pattern of digits.
Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    42: '_-"Rp"* #,##0_-;-"Rp"* #,##0_-;_-"Rp"* "-"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-"Rp"* #,##0.00_-;-"Rp"* #,##0.00_-;_-"Rp"* "-"??_-;_-@_-',
}
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*);?')
_PIECE = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|([0#?][0#?,.]*)|(.)', re.DOTALL)
_NO_NUMBER = re.compile(r"[dmyhsDMYHSeE@/]")
_MOST_DECIMALS = 15
_FOR_NUMBERS = 3  # sections: the fourth is for texts


@dataclass(frozen=True, slots=True)
class _Section:
    """A number's place between two texts; `digits` is empty where none is shown."""

    before: str
    digits: str
    after: str

    @property
    def is_percent(self) -> bool:
        return "%" in self.before or "%" in self.after


def shows_numbers(code: str) -> bool:
    """Whether the format changes how a number reads; dates, texts and fractions are read by their value."""
    bare = ";".join(re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", code).split(";")[:_FOR_NUMBERS])
    return code not in {"", "General", "0"} and not _NO_NUMBER.search(bare.replace("General", ""))


def shown(value: float, code: str) -> str | None:
    """The number as the workbook shows it, written as Indonesians do; None where the format has no say."""
    sections = _sections(code)
    if not sections:
        return None
    negative = value < 0
    number = 1 if negative and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[number]
    if section is None:
        return None
    sign = "-" if negative and number == 0 else ""
    amount = Decimal(repr(abs(value))) * (100 if section.is_percent else 1)
    digits = _digits(amount, section.digits) if section.digits else ""
    space = " " if section.before[-1:].isalnum() else ""
    text = " ".join(f"{section.before}{space}{sign}{digits}{section.after}".split())
    return re.sub(r"(?<=\d)\s*%", " %", text)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section | None, ...]:
    found = [_section(match.group(1)) for match in _SECTION.finditer(code) if match.group()]
    return tuple(found[:_FOR_NUMBERS])


def _section(code: str) -> _Section | None:
    """None for "General" and for what has more than one run of digits."""
    if "General" in code:
        return None
    parts, digits = ["", ""], ""
    for quoted, escaped, currency, run, other in _PIECE.findall(code):
        if run and digits:
            return None
        digits = digits or run
        parts[bool(digits)] += quoted or escaped or currency or other
    return _Section(parts[0], digits, parts[1])


def _digits(amount: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.rstrip(",").partition(".")
    amount /= Decimal(1000) ** (len(pattern) - len(pattern.rstrip(",")))
    most = min(len(fraction), _MOST_DECIMALS)
    rounded = amount.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    text = f"{rounded:,.{most}f}" if "," in whole else f"{rounded:.{most}f}"
    left, _, right = text.partition(".")
    fewest = fraction.count("0")
    while len(right) > fewest and right.endswith("0"):
        right = right[:-1]
    if left == "0" and "0" not in whole:
        left = ""
    left = left.rjust(whole.count("0"), "0").replace(",", ".")
    return left + ("," + right if right else "")
