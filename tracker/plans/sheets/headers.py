"""What one heading means: the text of a column's head in, a field of a plan with a confidence out."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.plans.sheets.fields import HEADINGS, LABELS, OTHER_COLUMNS, SYNONYMS
from tracker.plans.sheets.wording import read_wording
from tracker.plans.values import PlanKind

How = Literal["key", "synonym", "fuzzy", "neighbour", "person", "none"]

LONGEST_HEADING = 90  # letters; a longer cell is a sentence of the plan
FUZZY_CUTOFF = 84
FIRST_SYNONYM, SYNONYM_STEP, LAST_SYNONYM = 0.98, 0.015, 0.75
BARE = frozenset({"indikator", "satuan", "target", "realisasi", "capaian", "catatan", "sasaran"})
"""Words that mean something only beside their neighbours."""

_TRIWULAN = re.compile(
    r"\b(?:triwulan|tri wulan|triw|trw|twl|tw|kuartal|q)\s*(?:ke\s*)?"
    r"([il1]v|i[il1]{0,2}|[l1][il1]{1,2}|(?<=\s)l|[1-4])\b"  # scans take l or 1 for I
)
_MONTH = re.compile(r"\bb\s?(03|06|09|12)\b")
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "2": 2, "3": 3, "4": 4}
_TOTAL = re.compile(r"\b(?:total|jumlah|setahun|tahunan|satu tahun|1 tahun|akhir)\b")
_MONEY = re.compile(r"\b(?:anggaran|pagu|biaya|dana|keuangan|dpa)\b")
_SCHEDULE = re.compile(r"\b(?:jadwal|waktu|pelaksanaan|periode)\b")
_SHARE = re.compile(r"\b(?:capaian|persen|persentase|prosentase|predikat)\b|%")
_NO_AMOUNT = frozenset({"kendala", "solusi", "keterangan"})
_FILLERS = frozenset({"per", "s", "d", "sd", "sampai", "dengan", "bulan", "triwulan", "tw"})
_NOISE = re.compile(
    r"\b(?:rp ?0*|rupiah|19\d\d|20\d\d|juta|jutaan|ribu|ribuan|miliar|milyar|tahun(?= 20\d\d))\b"
)
_SCALES = (
    (re.compile(r"\b(?:miliar|milyar)"), 1_000_000_000),
    (re.compile(r"\bjuta|000[.,]000(?![.,]\d)"), 1_000_000),
    (re.compile(r"\bribu|(?<![\d.,])000(?![.,\d])|rp[. ]*000\b"), 1_000),
)
_NUMBERING = re.compile(r"\(?\s*(\d{1,2})\s*[a-z]?\s*\)?\.?(?:\s*=.*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heading was understood as. `field` is None for a bare word and for `other` columns."""

    field: str | None
    confidence: float
    how: How
    bare: str = ""
    other: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the heading means anything at all."""
        return bool(self.field or self.bare or self.other)


UNKNOWN = Reading(None, 0.0, "none")


def fold_header(text: str) -> str:
    """Heading for comparison: small letters and digits, without years, currency and marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"(?<=\d)[.,](?=\d)", "", folded)
    folded = re.sub(r"[^0-9a-z%]+", " ", folded)
    folded = _NOISE.sub(" ", folded)
    return " ".join(folded.split())


def quarter_of(numeral: str) -> int | None:
    """The quarter that a numeral names, small letters: "iii", "2", or "ll" and "lv" as scans are misread."""
    return _NUMERALS.get(re.sub(r"[l1|]", "i", numeral))


def key_of(text: str) -> str:
    """Heading as a key of the portal: "Target TW1" -> "target_tw1"."""
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")


def keys_for(kind: PlanKind) -> dict[str, str]:
    """Keys of a kind's template, and our own names for the fields that it lacks, to our fields."""
    return {name: name for name in LABELS} | dict(HEADINGS[kind])


def money_scale(text: str) -> int:
    """By how much amounts under a heading are multiplied: "Anggaran (juta)" -> 1000000."""
    folded = text.casefold()
    return next((scale for pattern, scale in _SCALES if pattern.search(folded)), 1)


def is_numbering(text: str) -> bool:
    """Whether a cell could be part of a row of column numbers: "3", "(3)", "13 = (9+10)"."""
    return _NUMBERING.fullmatch(text) is not None


def numbering_value(text: str) -> int | None:
    """The column number in such a cell."""
    match = _NUMBERING.fullmatch(text)
    return int(match[1]) if match else None


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Reading:
    """What a heading means by its words alone."""
    folded = fold_header(text)
    if not folded or len(folded) > LONGEST_HEADING:
        return UNKNOWN
    if folded in BARE:
        return Reading(None, 0.9, "neighbour", bare=folded)
    return (
        _by_synonym(folded) or _by_triwulan(folded) or _by_wording(folded) or _by_likeness(folded) or UNKNOWN
    )


@lru_cache(maxsize=4096)
def is_heading(text: str) -> bool:
    """Whether a text is a heading word for word; quicker than `read_heading`, which also takes likeness."""
    if len(text) > LONGEST_HEADING:
        return False
    folded = fold_header(text)
    return (
        folded in BARE
        or folded in _BY_NAME
        or _by_triwulan(folded) is not None
        or _by_wording(folded) is not None
    )


def _synonyms() -> dict[str, Reading]:
    readings: dict[str, Reading] = {}
    for field, names in SYNONYMS.items():
        for place, name in enumerate(names):
            confidence = max(FIRST_SYNONYM - place * SYNONYM_STEP, LAST_SYNONYM)
            readings.setdefault(name, Reading(field, confidence, "synonym"))
    for other, names in OTHER_COLUMNS.items():
        for name in names:
            readings.setdefault(fold_header(name), Reading(None, 0.9, "synonym", other=other))
    for field, label in LABELS.items():
        readings.setdefault(fold_header(label), Reading(field, FIRST_SYNONYM, "synonym"))
    return {name: reading for name, reading in readings.items() if name not in BARE}


_BY_NAME = _synonyms()
_FUZZY_NAMES = [name for name in _BY_NAME if len(name) > 4]


def _by_synonym(folded: str) -> Reading | None:
    return _BY_NAME.get(folded)


def _by_triwulan(folded: str) -> Reading | None:
    """Amount of a triwulan or of the year: "realisasi anggaran tw ii", "triwulan i target"."""
    slot = _slot(folded)
    if slot is None:
        return None
    rest = _MONTH.sub(" ", _TRIWULAN.sub(" ", folded))
    is_share = _SHARE.search(rest) and not re.search(r"\btarget\b.*\bcapaian\b", rest)
    other = "capaian" if is_share else next((w for w in rest.split() if w in _NO_AMOUNT), "")
    if other:
        return Reading(None, 0.9, "synonym", other=other)
    group = _group(rest) or ("target" if slot != "total" and _SCHEDULE.search(rest) else "")
    if group:
        return Reading(f"{group}_{slot}", 0.95, "synonym")
    if slot == "total" or set(rest.split()) - _FILLERS:
        return None
    return Reading(f"target_{slot}", 0.7, "neighbour")


def _by_wording(folded: str) -> Reading | None:
    """A heading that is put together of the words of heads: "rincian rencana aksi"."""
    said = read_wording(folded)
    if said is None:
        return None
    how: How = "neighbour" if said.bare else "synonym"
    return Reading(said.field, said.confidence, how, said.bare, said.other)


def _group(rest: str) -> str:
    """Which amount the words beside a triwulan name, "" where they name none."""
    money = _MONEY.search(rest) is not None
    if "realisasi" in rest:
        return "realisasi_anggaran" if money else "realisasi"
    if money:
        return "anggaran"
    return "target" if re.search(r"\b(?:target|output|rencana)\b", rest) else ""


def _slot(folded: str) -> str | None:
    if match := _TRIWULAN.search(folded):
        return f"tw{quarter_of(match[1])}"
    if match := _MONTH.search(folded):
        return f"tw{int(match[1]) // 3}"
    return "total" if _TOTAL.search(folded) else None


def _by_likeness(folded: str) -> Reading | None:
    if len(folded) < 5:
        return None
    best = process.extractOne(folded, _FUZZY_NAMES, scorer=fuzz.token_sort_ratio, score_cutoff=FUZZY_CUTOFF)
    if best is not None:
        found = _BY_NAME[best[0]]
        return Reading(found.field, round(best[1] / 100 * 0.85, 3), "fuzzy", other=found.other)
    return _by_beginning(folded)


def _by_beginning(folded: str) -> Reading | None:
    """A known name of two words or more with something behind it: "unit kerja eselon 2"."""
    names = [name for name in _FUZZY_NAMES if " " in name and folded.startswith(f"{name} ")]
    if not names:
        return None
    found = _BY_NAME[max(names, key=len)]
    return Reading(found.field, 0.6, "fuzzy", other=found.other)
