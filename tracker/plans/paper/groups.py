"""Parents that stand on rows of their own: "A. Birokrasi", "Kegiatan Utama: SAKIP", "PROGRAM …"."""

import re
from dataclasses import dataclass

from tracker.i18n import _
from tracker.plans.paper.values import PaperCell
from tracker.plans.sheets.build import SPINE
from tracker.plans.values import PlanKind

NAMED, COUNTED, GUESSED = 0.95, 0.8, 0.75
_LABEL = re.compile(
    r"(?P<name>kegiatan utama|indikator(?: kegiatan utama)?|tema(?: rb)?(?: tematik)?"
    r"|sasaran(?: tematik| strategis)?|permasalahan|program|area perubahan|aspek|kategori|kelompok)\b\s*"
    r"(?P<mark>[ivx]{1,5}\b|\d{1,2}|[a-z]\b)?\s*(?P<sign>[:：.–-])?\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"\b(?:urusan|sub[ -]?bidang|bidang urusan|sub[ -]?sub[ -]?bidang)\b", re.IGNORECASE)
_MARK = re.compile(
    r"(?P<mark>[IVX]{1,5}|[A-Z]|[a-z]|\d{1,2}(?:\.\d{1,2})*)\s*[.)]?(?:\s+|$)(?P<text>.*)", re.DOTALL
)
_OF_LABEL = {"kegiatan utama": "kegiatan_utama", "indikator kegiatan utama": "indikator"}
_TOP = frozenset({"area perubahan", "aspek", "kategori", "program", "kelompok"})


@dataclass(frozen=True, slots=True)
class Group:
    """A row that names a parent: the field it names, None where the plan has no place for it."""

    field: str | None
    cell: PaperCell


def labelled(text: str, plan: PlanKind) -> Group | None:
    """A parent that says itself what it is: "Kegiatan Utama: SAKIP", "TEMA 1. Pengentasan Kemiskinan"."""
    match = _LABEL.fullmatch(" ".join(text.split()))
    if match is None or not (match["sign"] or match["mark"]):
        return None
    name = match["name"].casefold()
    field = _OF_LABEL.get(name) or name.split()[0]
    if name in _TOP:
        return None
    cell = PaperCell(match["text"], NAMED, _("baris judul “{name}”").format(name=match["name"]))
    return Group(field if field in SPINE[plan] else None, cell)


class Levels:
    """Which level a row of its own stands at: by its words, else by the style of its mark (I., A., 1.).

    `missing` are the plan's levels that have no column, from the root down.
    """

    def __init__(self, plan: PlanKind, missing: tuple[str, ...]) -> None:
        self._plan = plan
        self._missing = missing
        self._styles: list[str] = []

    def read(self, mark: str, text: str) -> Group:
        """The parent that a row names; `mark` is what stands in its column of numbers."""
        if (group := labelled(text, self._plan)) is not None:
            return group
        if not mark and (match := _MARK.fullmatch(text)) and match["text"]:
            mark, text = match["mark"], match["text"]
        if (group := labelled(text, self._plan)) is not None:
            return group
        if _HEADING.search(text):
            return Group(None, PaperCell(text, GUESSED, _("judul urusan atau bidang")))
        level = self._level(_style(mark))
        field = self._missing[level] if level < len(self._missing) else None
        sure = COUNTED if mark else GUESSED
        return Group(field, PaperCell(text, sure, _("baris judul tanpa isi lain")))

    def _level(self, style: str) -> int:
        if style in self._styles:
            del self._styles[self._styles.index(style) + 1 :]
        else:
            self._styles.append(style)
        return self._styles.index(style)


def _style(mark: str) -> str:
    """The sort of a mark: roman, capital, small letter, number by its depth; "" without any."""
    mark = mark.strip(" .)(")
    if re.fullmatch(r"[IVX]{1,5}", mark) and mark not in {"C", "D", "L"}:
        return "roman"
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", mark):
        return f"number{mark.count('.')}"
    if len(mark) == 1 and mark.isalpha():
        return "capital" if mark.isupper() else "small"
    return ""
