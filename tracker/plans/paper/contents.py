"""What the cells of a column hold, whatever its head says: money, ticks, months, units of measure, names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.table_checks import amount
from tracker.plans.rules import DOCUMENT_UNITS
from tracker.plans.sheets.mapping import is_personal_value
from tracker.plans.sheets.units import fold_unit

Content = Literal[
    "personal",
    "tick",
    "quarter",
    "month",
    "year",
    "percent",
    "money",
    "number",
    "measure",
    "unit",
    "ordinal",
    "text",
]

MOST = 0.6  # share of the filled cells that must be of one sort
_SMALLEST_MONEY = 100_000  # rupiah: smaller numbers may count anything
TICK = re.compile(r"[vV√✓✔☑xX●■ü✗✘]|\(?[vV√✓✔]\)?|ya|YA|Ya")
_MONTHS = (
    ("januari", "jan"),
    ("februari", "pebruari", "feb", "peb"),
    ("maret", "mar"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("agustus", "agu", "agt", "ags", "agst"),
    ("september", "sep", "sept"),
    ("oktober", "okt"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "des"),
)
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_QUARTER = r"(?:tw|triwulan|trw|twl|triw|b)[\s.-]*(?:ke[\s-]*)?(?:03|06|09|12|iv|iii|ii|i|[1-4])"
_QUARTERS = re.compile(
    rf"{_QUARTER}(?:\s*(?:,|;|/|&|dan|s\.?d\.?|sampai|-|–|\s)\s*(?:{_QUARTER}|iv|iii|ii|i|[1-4]))*",
    re.IGNORECASE,
)
_MONTHS_TEXT = re.compile(
    rf"(?:(?:{_MONTH})\b[\s,;/&.–-]*(?:s\.?d\.?|sampai|dengan|dan)?\s*(?:20\d\d)?\s*)+", re.IGNORECASE
)
_YEAR = re.compile(r"(?:tahun\s*)?20\d\d", re.IGNORECASE)
_PERCENT = re.compile(r"[<>≥≤±=]?\s*-?\d[\d.,]*\s*(?:%|persen)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6}|[A-Za-z])[.)]?|(?:\d{1,3}[.)]){2,4}\d{0,3}")
_MEASURES = DOCUMENT_UNITS | {
    "%",
    "persen",
    "orang",
    "kali",
    "kegiatan",
    "unit",
    "opd",
    "perangkat daerah",
    "nilai",
    "indeks",
    "predikat",
    "poin",
    "skor",
    "bulan",
    "paket",
    "aplikasi",
    "sistem",
    "layanan",
    "desa",
    "kab/kota",
    "rupiah",
    "level",
    "opini",
    "rekomendasi",
    "sertifikat",
    "buku",
    "data",
}
_UNIT_WORDS = re.compile(
    r"\b(?:dinas|badan|biro|bagian|bidang|inspektorat|sekretariat|setda|setwan|kecamatan|kelurahan|rsud|satpol|kantor"
    r"|uptd?|opd|perangkat daerah|sekretaris|kepala)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sort of most cells of a column, and their share of the filled ones."""

    content: Content
    share: float


def evidence_of(values: Iterable[str], units: Sequence[str] = ()) -> Evidence:
    """What a column holds by its cells; `units` are names of the institution's units."""
    filled = [value.strip() for value in values if value.strip() and value.strip("-–— .")]
    if not filled:
        return Evidence("text", 0.0)
    known = frozenset(fold_unit(name) for name in units)
    counts: dict[Content, int] = {}
    for value in filled:
        sort = content_of(value, known)
        counts[sort] = counts.get(sort, 0) + 1
    best = max(counts, key=lambda sort: counts[sort])
    return Evidence(best, counts[best] / len(filled))


def content_of(value: str, known_units: frozenset[str] = frozenset()) -> Content:  # noqa: PLR0911 - a table of sorts
    """The sort of one cell."""
    if is_personal_value(value):
        return "personal"
    if TICK.fullmatch(value):
        return "tick"
    if _QUARTERS.fullmatch(value):
        return "quarter"
    if _MONTHS_TEXT.fullmatch(value):
        return "month"
    if _YEAR.fullmatch(value):
        return "year"
    if _PERCENT.fullmatch(value):
        return "percent"
    if (number := amount(value)) is not None:
        is_money = number >= _SMALLEST_MONEY or value.casefold().lstrip().startswith("rp")
        return "money" if is_money else "number"
    if value.casefold().strip(" .") in _MEASURES:
        return "measure"
    if fold_unit(value) in known_units or _UNIT_WORDS.match(value):
        return "unit"
    return "ordinal" if _ORDINAL.fullmatch(value) else "text"
