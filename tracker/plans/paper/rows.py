"""The rows of a paper table as rows of a plan: parents filled down, lists taken apart, quarters told."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Table
from ingest.table_checks import total_label
from tracker.i18n import _
from tracker.plans.paper.cells import (
    Columns,
    columns_of,
    is_of_other_year,
    other_years,
    parts_of,
    quarters_of,
    row_cells,
    type_of,
    why_when,
    with_unit,
)
from tracker.plans.paper.checks import row_remarks
from tracker.plans.paper.columns import PaperColumn
from tracker.plans.paper.groups import Group, Levels, labelled
from tracker.plans.paper.schedule import with_running_totals, with_schedule
from tracker.plans.paper.values import PaperCell, PaperRow, Place, Unclear
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import FIELDS_OF, LABELS
from tracker.plans.values import PlanKind

FILLED, BELOW_UNIT = 0.98, 0.9  # how much of a parent's sureness is left where its cell was empty
SCANNED = 0.9  # a word less sure than this is named as the reason
FEWEST_COUNTED = 4  # columns
_SUM_WORDS = frozenset(
    [
        *(
            "jumlah",
            "total",
            "sub",
            "subtotal",
            "grand",
            "keseluruhan",
            "seluruh",
            "semua",
            "anggaran",
            "pagu",
        ),
        *("biaya", "belanja", "dana", "rupiah", "rp", "program", "kegiatan", "rencana", "aksi", "renaksi"),
        "output",
    ]
)
_FOLLOWS_ACTION = ("pelaksana", "koordinator", "fokus_intervensi")
_TYPES: dict[str, dict[str, str | None]] = {
    "general": {"ss": None, "k": "kegiatan_utama", "io": "indikator"},
    "tematik": {"ss": "tema", "k": "sasaran", "io": None},
}
"""What the three types of rows name in a plan of each kind."""


@dataclass(slots=True)
class RowsRead:
    """What a table gave: rows of the plan, and what went into none."""

    rows: list[PaperRow] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def read_rows(
    table: Table,
    number: int,
    columns: Sequence[PaperColumn],
    plan: PlanKind,
    year: int,
    *,
    into: MappingType[str, str] | None = None,
) -> RowsRead:
    """The rows of the `number`-th table of a document; `into` names parents for rows that name none."""
    reader = _Reader(table, number, columns, plan, year, into or {})
    for row in range(len(table.rows)):
        reader.take(row)
    reader.flush()
    return reader.found


class _Reader:
    """Goes through the rows of one table and remembers what stands above.

    `_above` are parents from rows of their own, `_own` what columns said last, `_measures` what was said of
    an indikator before anything stood under it, `_waiting` a parent that nothing stands under yet.
    """

    def __init__(
        self,
        table: Table,
        number: int,
        columns: Sequence[PaperColumn],
        plan: PlanKind,
        year: int,
        into: MappingType[str, str],
    ) -> None:
        self._of = columns_of(table, columns, year)
        self._number, self._plan = number, plan
        self._spine: tuple[str, ...] = SPINE[plan]
        at = self._of.at
        self._order = sorted(
            (name for name in (*self._spine, "renaksi") if name in at), key=lambda name: at[name]
        )
        self._missing = tuple(name for name in self._spine if name not in at)
        self._levels = Levels(plan, self._missing)
        why = _("dipilih untuk seluruh tabel")
        self._into = {name: PaperCell(text, 1.0, why) for name, text in into.items() if text}
        title = labelled(table.title, plan)
        self._above = {title.field: title.cell} if title and title.field else {}
        self._own: dict[str, PaperCell] = {}
        self._units: dict[str, PaperCell] = {}
        self._measures: dict[str, PaperCell] = {}
        self._waiting: tuple[int, dict[str, PaperCell]] | None = None
        self._keys: Counter[str] = Counter()
        self.found = RowsRead()

    def take(self, row: int) -> None:
        """Read one row."""
        texts = self._of.table.rows[row]
        if not any(texts):
            return
        if reason := self._why_none(texts):
            self._leave(row, reason)
        elif kind := type_of(self._of, row):
            self._take_type(row, kind)
        elif (group := self._group(row)) is not None:
            self._take_group(row, group)
        else:
            self._take_data(row)

    def flush(self) -> None:
        """A parent with nothing under it becomes a row, so that it is not lost."""
        if self._waiting is not None:
            row, cells = self._waiting
            self._put(row, self._parents() | self._measures | cells, "")
        self._waiting, self._measures = None, {}

    def _why_none(self, texts: Sequence[str]) -> str:
        if is_sum(self._of, texts):
            return _("Baris jumlah; jumlah dihitung sendiri.")
        if counts_columns(texts):
            return _("Baris nomor kolom.")
        heads = {part.casefold() for head in self._of.table.header for part in head.split(" / ") if part}
        filled = [text for text in texts if text]
        if len(filled) > 2 and sum(text.casefold() in heads for text in filled) * 2 > len(filled):
            return _("Judul kolom yang berulang.")
        return ""

    def _leave(self, row: int, reason: str, column: str = "", text: str | None = None) -> None:
        shown = self._of.shown(row) if text is None else text
        self.found.unclear.append(Unclear(self._of.page(row), row + 1, column, shown, reason))

    # rows that say their type in a column

    def _take_type(self, row: int, kind: str) -> None:
        name, parent = self._of.text(row, "uraian_tipe"), _TYPES[self._plan][kind]
        if parent is None and kind != "io":
            self._leave(row, _("Tipe {kind} tidak punya tempat di rencana ini.").format(kind=kind.upper()))
            return
        if parent and name and not (kind == "io" and self._of.text(row, parent)):
            why = _("baris bertipe {kind}").format(kind=kind.upper())
            self._take_group(row, Group(parent, PaperCell(name, 0.95, why)))
        if kind == "io" or self._of.text(row, "indikator") or self._of.text(row, "renaksi"):
            self._take_data(row)

    # rows that name a parent

    def _group(self, row: int) -> Group | None:
        texts = self._of.table.rows[row]
        filled = [column for column in self._of.columns if texts[column.column].strip()]
        numbers = [c for c in filled if c.other == "nomor" or c.role == "kode" or c.content == "ordinal"]
        rest = [column for column in filled if column not in numbers]
        if not rest and len(filled) == 1 and len(texts[filled[0].column]) > 3:
            rest, numbers = filled, []
        if len(rest) != 1 or rest[0].is_personal or not self._may_name_parent(rest[0].role):
            return None
        place = rest[0].column
        mark = next((texts[c.column] for c in numbers if c.column < place), "")
        return self._levels.read(mark, texts[place].strip())

    def _may_name_parent(self, role: str) -> bool:
        """Whether a text that stands alone in a column of this role names a parent."""
        wide = sum(bool(column.role) for column in self._of.columns) > 2
        return wide and (role in {"", "kelompok"} or (role == "renaksi" and bool(self._missing)))

    def _take_group(self, row: int, group: Group) -> None:
        if group.field is None:
            self._leave(row, _("Judul kelompok yang tidak punya tempat di rencana ini."))
            return
        higher = self._spine[: self._spine.index(group.field)]
        if self._waiting is not None and not set(self._waiting[1]) <= set(higher):
            self.flush()
        self._above = {name: cell for name, cell in self._above.items() if name in higher}
        self._own = {name: cell for name, cell in self._own.items() if name in higher}
        self._above[group.field] = group.cell
        self._waiting = (row, {group.field: group.cell})

    # rows of the plan itself

    def _take_data(self, row: int) -> None:
        def refuse(column: PaperColumn, text: str, reason: str) -> None:
            self._leave(row, reason, column.header or column.letters, text)

        own = row_cells(self._of, row, refuse)
        self._fill(own)
        if is_of_other_year(self._of, row):
            self._leave(row, other_years(self._of, row))
            return
        if not _says_more(own):
            self._measures |= {name: cell for name, cell in own.items() if _is_measure(name)}
            if named := {name: cell for name, cell in own.items() if name in self._spine}:
                self._waiting = (row, named)
            return
        self._waiting = None
        cells = self._with_action(self._parents() | self._measures | own, own)
        self._measures = {}
        for part, mark in parts_of(cells):
            scheduled = with_schedule(part, quarters_of(self._of, row), why_when(self._of))
            self._put(row, with_running_totals(with_unit(scheduled)), mark)

    def _fill(self, own: dict[str, PaperCell]) -> None:
        """Take up the row's own parents; a new one empties those below it that stand right of it."""
        levels, at = (*self._spine, "renaksi"), self._of.at
        for name in self._order:
            cell = own.get(name)
            if cell is None:
                continue
            known = self._own.get(name)
            if name in self._spine and self._waiting and known and known.text != cell.text:
                self.flush()
            for lower in levels[levels.index(name) + 1 :]:
                if lower in at and at[lower] > at[name]:
                    self._own.pop(lower, None)
            self._own[name] = cell

    def _parents(self) -> dict[str, PaperCell]:
        why = _("diisi dari baris di atasnya")
        own = {name: replace(cell, reason=why) for name, cell in self._own.items() if name in self._spine}
        return self._into | self._above | own

    def _with_action(self, cells: dict[str, PaperCell], own: dict[str, PaperCell]) -> dict[str, PaperCell]:
        """The renaksi of the row above where the row has none, with its units."""
        why = _("diisi dari baris di atasnya")
        action = self._own.get("renaksi")
        if "renaksi" not in own and action is not None:
            cells["renaksi"] = action.less(FILLED, why)
        for name in _FOLLOWS_ACTION:
            above = self._units.get(name)
            if name in own:
                self._units[name] = own[name]
            elif above is not None and "renaksi" not in own:
                cells[name] = above.less(FILLED, why)
            elif above is not None:
                cells[name] = above.less(BELOW_UNIT, _("selnya kosong; diisi dari baris di atasnya, periksa"))
        return cells

    def _put(self, row: int, cells: dict[str, PaperCell], mark: str) -> None:
        table = self._of.table
        sure = table.row_sure[row] if table.row_sure else 1.0
        if sure < 1:
            read = _("terbaca dari pindaian") if sure < SCANNED else ""
            cells = {n: cell if n in self._into else cell.less(sure, read) for n, cell in cells.items()}
        source, page = self._of.shown(row), self._of.page(row)
        digest = hashlib.sha256(f"{page}|{' '.join(source.casefold().split())}|{mark}".encode()).hexdigest()[
            :16
        ]
        self._keys[digest] += 1
        key = digest if self._keys[digest] == 1 else f"{digest}-{self._keys[digest]}"
        place = Place(self._number, row, page, table.row_boxes[row] if table.row_boxes else None)
        kept = {name: cell for name, cell in cells.items() if name in FIELDS_OF[self._plan]}
        remarks = [*row_remarks(kept, self._plan), *filter(None, [other_years(self._of, row)])]
        self.found.rows.append(PaperRow(key, place, kept, source, tuple(remarks)))


def is_sum(of: Columns, texts: Sequence[str]) -> bool:
    """Whether a row prints sums. An output that is counted begins likewise: "Jumlah arsip"."""
    label = total_label(texts)
    if label is None:
        return False
    column = of.at.get("indikator_output")
    is_output = column is not None and texts[column] == label
    return not is_output or set(re.findall(r"[a-z]+", label.casefold())) <= _SUM_WORDS


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns from 1 on, even where two of them were read as one ("13 14")."""
    words = " ".join(texts).split()
    return len(words) >= FEWEST_COUNTED and words == [str(at) for at in range(1, len(words) + 1)]


def _is_measure(name: str) -> bool:
    return name.startswith(("indikator_", "permasalahan_")) and name != "indikator_output"


def _says_more(cells: MappingType[str, PaperCell]) -> bool:
    """Whether a row says anything below its parents."""
    parents = {name for name in LABELS if _is_measure(name)} | {
        *SPINE["general"],
        *SPINE["tematik"],
        "kelompok",
    }
    return bool(cells.keys() - parents - {"tipe", "uraian_tipe"})
