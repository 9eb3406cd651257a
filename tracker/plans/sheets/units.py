"""Unit names as a plan writes them, matched to the units that the institution has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.plans.sheets.grid import CellValue, as_text

SURE = 92  # of 100: taken without asking
CLEAR_LEAD = 4  # by how much the best must be ahead of the second
SHOWN = 3  # candidates offered for a doubtful name

_UNIT_WORD = (
    r"dinas|badan|biro|bagian|bidang|inspektorat|sekretariat|setda|setwan|kecamatan|kelurahan|rsud|satuan|satpol|kantor"
    r"|uptd?|seluruh|semua"
)
_NEXT_UNIT = re.compile(rf"\n\s*(?:\d+[.)]|[-•*]|[a-z][.)])\s*|\n\s*(?={_UNIT_WORD})", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:\d+[.)]|[-•*])\s+")
_ABBREVIATIONS = {
    "dinkes": "dinas kesehatan",
    "disdik": "dinas pendidikan",
    "dindik": "dinas pendidikan",
    "disdikbud": "dinas pendidikan dan kebudayaan",
    "dishub": "dinas perhubungan",
    "dinsos": "dinas sosial",
    "diskominfo": "dinas komunikasi dan informatika",
    "kominfo": "dinas komunikasi dan informatika",
    "disnaker": "dinas tenaga kerja",
    "disdag": "dinas perdagangan",
    "disperindag": "dinas perindustrian dan perdagangan",
    "distan": "dinas pertanian",
    "dispora": "dinas pemuda dan olahraga",
    "dispusip": "dinas perpustakaan dan kearsipan",
    "disdukcapil": "dinas kependudukan dan pencatatan sipil",
    "dukcapil": "dinas kependudukan dan pencatatan sipil",
    "bappeda": "badan perencanaan pembangunan daerah",
    "bapenda": "badan pendapatan daerah",
    "setda": "sekretariat daerah",
    "setwan": "sekretariat dprd",
    "satpol": "satuan polisi pamong praja",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "bag": "bagian",
    "bid": "bidang",
}
_FILLERS = frozenset(
    {
        "prov",
        "provinsi",
        "kab",
        "kabupaten",
        "kota",
        "pp",
        "dan",
        "serta",
        "pada",
        "di",
        "daerah",
        "setda",
        "sekretariat",
    }
)
_SMALL = frozenset({"dan", "serta", "di", "pada", "untuk"})


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit's name as written, where it stands, and the known units that it may be.

    `known` is the unit taken, None where a person must choose; `candidates` are (name, 0 to 100).
    """

    written: str
    rows: tuple[int, ...]
    known: str | None
    candidates: tuple[tuple[str, float], ...]


def one_unit_text(cell: CellValue) -> str:
    """A cell's unit names on one line, several joined by "; "."""
    parts = _NEXT_UNIT.split(as_text(cell))
    return "; ".join(_LEADING.sub("", " ".join(part.split())) for part in parts if part.strip())


def split_units(written: str) -> tuple[str, ...]:
    """The names in a cell that lists several: "Dinas A; Dinas B" -> both."""
    return tuple(part for piece in written.split(";") if (part := piece.strip(" .,")))


def match_units(written: Iterable[tuple[str, int]], known: Sequence[str]) -> tuple[UnitMatch, ...]:
    """Each name written (with its 1-based row) once, in order of appearance, with the units it may be."""
    rows: dict[str, list[int]] = {}
    for text, row in written:
        for name in split_units(text):
            rows.setdefault(name, []).append(row)
    folded = [fold_unit(name) for name in known]
    return tuple(_match(name, tuple(dict.fromkeys(at)), known, folded) for name, at in rows.items())


def _match(name: str, rows: tuple[int, ...], known: Sequence[str], folded: list[str]) -> UnitMatch:
    exact = [unit for unit in known if unit.casefold() == name.casefold()]
    if len(exact) == 1:
        return UnitMatch(name, rows, exact[0], ((exact[0], 100.0),))
    wanted = fold_unit(name)
    scores = {
        unit: max(fuzz.token_sort_ratio(wanted, short), _initials_score(name, unit))
        for unit, short in zip(known, folded, strict=True)
    }
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:SHOWN]
    candidates = tuple((unit, round(score, 1)) for unit, score in ranked if score > 0)
    sure = bool(candidates) and candidates[0][1] >= SURE
    clear = len(candidates) < 2 or candidates[0][1] - candidates[1][1] >= CLEAR_LEAD
    return UnitMatch(name, rows, candidates[0][0] if sure and clear else None, candidates)


def _initials_score(name: str, unit: str) -> float:
    """How well a short name is the initials of a unit: "DPMPTSP", "BKD"."""
    letters = re.sub(r"[^a-z]", "", name.casefold())
    if " " in name.strip() or not 2 <= len(letters) <= 12:
        return 0.0
    words = re.findall(r"[a-z]+", unit.casefold())
    options = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL)}
    return 95.0 if letters in options else 0.0


def fold_unit(name: str) -> str:
    """Name of a unit for comparison: abbreviations written out, the words for the region left out."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    written_out = " ".join(_ABBREVIATIONS.get(word, word) for word in words).split()
    kept = [word for word in written_out if word not in _FILLERS]
    return " ".join(kept or written_out)
