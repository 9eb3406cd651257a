"""The desk where the rows of a paper are decided: which row is at hand, and all of it in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.evidence.cards import confidence_words
from tracker.evidence.models import Page
from tracker.i18n import _
from tracker.plans.paper.merge import DeskRow
from tracker.plans.paper.sheet import fields_in_order
from tracker.plans.paper.values import SURE, PaperCell
from tracker.plans.paper_source import Paper
from tracker.plans.papers import seen_of
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import TW, label
from tracker.plans.values import PlanKind

ALWAYS_EDITED = (
    "renaksi",
    "indikator_output",
    "satuan_output",
    *(f"target_{tw}" for tw in TW),
    "anggaran_total",
    "pelaksana",
    "koordinator",
)
"""Fields that an edit offers whether or not the row has them."""
LONG_FIELDS = frozenset({"renaksi", "indikator_output", *SPINE["general"], *SPINE["tematik"]})
LONG = 40  # letters


class Lens(StrEnum):
    """Which rows a person goes through."""

    WAITING = "belum"
    DOUBTFUL = "ragu"
    TAKEN = "diterima"
    REFUSED = "ditolak"
    ALL = "semua"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row in words: `was` is what was read where a person changed it."""

    name: str
    label: str
    text: str
    confidence: str
    is_sure: bool
    reason: str
    was: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it wants a box of several lines."""
        return len(self.text) > LONG or self.name in LONG_FIELDS


@dataclass(frozen=True, slots=True)
class Desk:
    """A paper with the row at hand."""

    paper: Paper
    lens: Lens
    counts: dict[Lens, int]
    selected: DeskRow | None
    page: Page | None
    on_page: tuple[DeskRow, ...]
    previous_key: str | None
    next_key: str | None
    previous_page: int | None
    next_page: int | None

    @property
    def seen(self) -> str:
        """What a decision about the row at hand names."""
        return seen_of(self.selected) if self.selected else ""

    def after(self, key: str) -> str | None:
        """The next row of the lens that waits for a person, after the one of a key and then from the top."""
        keys = [row.key for row in self.paper.rows]
        start = keys.index(key) + 1 if key in keys else 0
        turned = [*self.paper.rows[start:], *self.paper.rows[:start]]
        return next((row.key for row in turned if _fits(row, self.lens) and row.state == "proposed"), None)


def _fits(row: DeskRow, lens: Lens) -> bool:
    return {
        Lens.WAITING: row.state == "proposed",
        Lens.DOUBTFUL: row.state == "proposed" and not row.is_sure,
        Lens.TAKEN: row.is_taken,
        Lens.REFUSED: row.state == "rejected",
        Lens.ALL: True,
    }[lens]


async def desk_of(paper: Paper, *, lens: Lens | None = None, key: str = "", page: int | None = None) -> Desk:
    """The desk with a row at hand: the one asked for, the first of a page, else the first of the lens."""
    counts = {one: sum(_fits(row, one) for row in paper.rows) for one in Lens}
    lens = lens or (Lens.WAITING if counts[Lens.WAITING] else Lens.ALL)
    going = [row for row in paper.rows if _fits(row, lens) or row.key == key]
    selected = paper.row(key) or next((row for row in paper.rows if row.place.page == page), None)
    selected = selected or next(iter(going), None)
    number = page or (selected.place.page if selected else None)
    keys = [row.key for row in going]
    at = keys.index(selected.key) if selected and selected.key in keys else None
    pages = sorted({row.place.page for row in paper.rows})
    return Desk(
        paper=paper,
        lens=lens,
        counts=counts,
        selected=selected,
        page=await _page(paper, number),
        on_page=tuple(row for row in paper.rows if row.place.page == number),
        previous_key=keys[at - 1] if at else None,
        next_key=keys[at + 1] if at is not None and at + 1 < len(keys) else None,
        previous_page=max((one for one in pages if number and one < number), default=None),
        next_page=min((one for one in pages if number and one > number), default=None),
    )


async def _page(paper: Paper, number: int | None) -> Page | None:
    if number is None:
        return None
    where = {"instansi": paper.file.instansi, "file_id": paper.file.id, "number": number}
    return await Page.find_one(where)


def fields_of(paper: Paper, row: DeskRow) -> list[Field]:
    """The fields of a row in words, parents first.

    The reason of a cell that was read as its column is stands with the column, and is not repeated.
    """
    kind = paper.plan.kind
    texts = row.texts
    cells = row.row.cells if row.row else {}
    plain = {column.reason for one in paper.proposal.tables for column in one.columns}
    shown = []
    for name in fields_in_order(kind):
        cell = cells.get(name)
        if name not in texts and cell is None:
            continue
        text = texts.get(name, "")
        changed = row.decided is not None and cell is not None and cell.text != text
        sure = cell.confidence if cell and not changed else 1.0
        shown.append(
            Field(
                name,
                label(name),
                text or "–",
                confidence_words(sure) if cell and not row.decided else "",
                is_sure=sure >= SURE,
                reason=_why(cell, changed=changed, plain=plain),
                was=cell.text if changed and cell else "",
            )
        )
    return shown


def _why(cell: PaperCell | None, *, changed: bool, plain: set[str]) -> str:
    if cell is None or changed:
        return _("diisi orang")
    return "" if cell.reason in plain and cell.confidence >= SURE else cell.reason


def edit_fields(row: DeskRow, kind: PlanKind, typed: Mapping[str, str]) -> list[Field]:
    """The fields that an edit of the row offers, with what was typed."""
    texts = row.texts
    return [
        Field(name, label(name), typed.get(name, ""), "", is_sure=True, reason="")
        for name in fields_in_order(kind)
        if name in texts or name in SPINE[kind] or name in ALWAYS_EDITED
    ]


STRIP_MARGIN = 3.0  # points above and below a row


def strip_of(desk: Desk) -> tuple[float, float, float, float] | None:
    """The part of the page that shows the row at hand alone: x, y, width and height in points."""
    box = desk.selected.box if desk.selected else None
    if (
        box is None
        or desk.page is None
        or desk.selected is None
        or desk.selected.place.page != desk.page.number
    ):
        return None
    top = max(0.0, box[1] - STRIP_MARGIN)
    bottom = min(desk.page.height, box[3] + STRIP_MARGIN)
    left, right = max(0.0, box[0] - STRIP_MARGIN), min(desk.page.width, box[2] + STRIP_MARGIN)
    return left, top, right - left, bottom - top


def head_of(row: DeskRow) -> str:
    """A row in a few words: its output, its renaksi or its lowest parent."""
    texts = row.texts
    names: Sequence[str] = (
        "indikator_output",
        "renaksi",
        "indikator",
        "permasalahan",
        "kegiatan_utama",
        "sasaran",
    )
    return next((texts[name] for name in names if texts.get(name)), row.source)
