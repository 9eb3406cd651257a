"""Which kind of table a matrix is: known kinds as data, a score, and the reason in words."""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.document import Table
from tracker.i18n import _
from tracker.plans.paper.contents import MONTH_OF, evidence_of
from tracker.plans.paper.lists import items
from tracker.plans.sheets.headers import UNKNOWN, Reading, fold_header, read_heading
from tracker.plans.sheets.mapping import key_like

ContentCue = Literal["ticks", "row_types", "checkpoints", "phones", "nested", "keys"]

RECOGNISED = 0.6  # of the cues: below it the table is read by what all kinds have in common
_FILE = Path(__file__).with_name("kinds.toml")
_FEWEST_CUES = 3
_CONTENT_WORTH = 1.5  # of a cue: what cells hold says more than one head
_ROW_TYPES = frozenset({"ss", "k", "io"})


class Kind(BaseModel):
    """A kind of table. `cues` are words of its heads, `columns` what a head means in it: pattern → role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    cues: tuple[str, ...]
    contents: tuple[ContentCue, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it."""
        return kind_names()[self.id]

    def role_of(self, title: str) -> str | None:
        """The role that a folded head has in this kind, None where it says nothing of it."""
        for pattern, role in self.columns.items():
            if match := re.fullmatch(pattern, title):
                named = match.groupdict()
                return f"target_tw{_quarter(named['tw'])}" if role == "target_tw" else role
        return None


class Recognised(BaseModel):
    """How far a table fits a kind: `score` 0 to 1, the cues found and those missing."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    score: float
    found: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why, in words."""
        return _("{found} dari {all} ciri ditemukan: {cues}").format(
            found=len(self.found),
            all=len(self.found) + len(self.missing),
            cues=", ".join(f"“{cue}”" for cue in self.found[:6]) + (", …" if len(self.found) > 6 else ""),
        )


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """The kinds that are shipped."""
    with _FILE.open("rb") as file:
        return tuple(Kind.model_validate(one) for one in tomllib.load(file)["kind"])


def rank(table: Table) -> list[Recognised]:
    """All kinds, the likeliest first."""
    titles = [fold_header(head) for head in table.header]
    held = contents_of(table)
    found = [_fit(kind, titles, held) for kind in kinds()]
    return sorted(found, key=lambda one: (-one.score, -len(one.found)))


def recognise(table: Table) -> Recognised | None:
    """The kind of a table, None where it is none that is known."""
    best = rank(table)[0]
    return best if best.score >= RECOGNISED and len(best.found) >= _FEWEST_CUES else None


def _fit(kind: Kind, titles: Sequence[str], held: frozenset[ContentCue]) -> Recognised:
    read = [UNKNOWN if _is_aside(title) else read_heading(title) for title in titles]
    named = [
        {cue for cue in kind.cues if _says(title, cue) or _means(said, cue)}
        for title, said in zip(titles, read, strict=True)
    ]
    every = set().union(*named)
    found = [cue for cue in kind.cues if cue in every]
    words = content_words()
    worth = len(found) + _CONTENT_WORTH * len(held & set(kind.contents))
    most = len(kind.cues) + _CONTENT_WORTH * len(kind.contents)
    covered = sum(map(bool, named))
    fits = covered / max(1, sum(bool(title) for title in titles))
    return Recognised(
        kind=kind,
        score=round(0.75 * worth / most + 0.25 * fits, 3),
        found=(*found, *(words[one] for one in kind.contents if one in held)),
        missing=(
            *(cue for cue in kind.cues if cue not in found),
            *(words[one] for one in kind.contents if one not in held),
        ),
    )


def kind_names() -> dict[str, str]:
    """What people call the kinds, by their ids."""
    return {
        "portal": _("templat portal RB nasional"),
        "kompilasi": _("kompilasi renaksi per tema"),
        "kertas-kerja": _("kertas kerja evaluasi on going"),
        "tipe-baris": _("lampiran dengan tiga tipe baris (SS, K, IO)"),
        "monev-triwulan": _("monev triwulanan per sasaran"),
        "pemantauan": _("pemantauan rencana aksi"),
        "input-pemda": _("input renaksi pemda"),
        "area-perubahan": _("laporan per area perubahan (skema lama)"),
        "lampiran-tahun": _("lampiran road map dengan tahun pelaksanaan"),
        "ipkd-mcp": _("indikator pencegahan korupsi daerah"),
    }


def _says(title: str, cue: str) -> bool:
    return re.search(rf"\b{re.escape(cue)}(?:\b|(?=\d))", title) is not None


def _is_aside(title: str) -> bool:
    """Whether a head is a month of a schedule ("jadwal kegiatan trw i 2") or of a goal's own targets."""
    last = title.rpartition(" ")[2]
    is_month = last.isdigit() and re.search(r"\b(?:jadwal|bulan|pelaksanaan)\b", title) is not None
    return is_month or last in MONTH_OF or "target kinerja sasaran" in title or "target sasaran" in title


def _means(said: Reading, cue: str) -> bool:
    """Whether a head that was read names the same field as a cue, in other words."""
    return said.field is not None and said.field == read_heading(cue).field


def content_words() -> dict[ContentCue, str]:
    """What cells hold, in words."""
    return {
        "ticks": _("tanda centang"),
        "row_types": _("tipe baris SS, K, IO"),
        "checkpoints": _("B03, B06, B09, B12"),
        "phones": _("nomor telepon"),
        "nested": _("daftar a, b, c di dalam sel"),
        "keys": _("kunci kolom portal"),
    }


def contents_of(table: Table) -> frozenset[ContentCue]:
    """What the cells of a table hold that tells kinds apart."""
    columns = list(zip(*table.rows, strict=True)) if table.rows else []
    sorts = {evidence_of(column).content for column in columns if any(column)}
    held: set[ContentCue] = set()
    if "tick" in sorts:
        held.add("ticks")
    if "personal" in sorts:
        held.add("phones")
    if any(_are_types(column) for column in columns):
        held.add("row_types")
    texts = [text for column in columns for text in column]
    if any(re.search(r"\bB(?:03|06|09|12)\b", text) for text in (*texts, *table.header)):
        held.add("checkpoints")
    if sum(len(items(text)) > 1 for text in texts) > 1:
        held.add("nested")
    if sum(key_like(part) for head in table.header for part in head.split(" / ")) > 3:
        held.add("keys")
    return frozenset(held)


def _are_types(column: Sequence[str]) -> bool:
    filled = {text.casefold().strip() for text in column if text}
    return len(filled & _ROW_TYPES) > 1 and filled <= _ROW_TYPES


def _quarter(text: str) -> int:
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(text) or int(text)
