"""A plan out as XLSX: the portal's own template, or that with all that the portal has no column for.

`portal` writes exactly the headings of the national portal in their order (11 for RB General, 35 for RB
Tematik). `full` writes those first and behind them the columns of `EXTRA_FIELDS`; importing such a file
gives the same draft again. A text is written as a text: one that begins with = + - @ is never a formula.
"""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from typing import Any, Literal

import xlsxwriter

from tracker.plans.sheets.cells import ACCUMULATION_WORDS, POLARITY_WORDS
from tracker.plans.sheets.errors import TooLong
from tracker.plans.sheets.fields import EXTRA_FIELDS, HEADINGS, LABELS, TW, label
from tracker.plans.sheets.grid import as_text
from tracker.plans.values import Measure, Node, OutputRow, PlanDraft, PlanKind, Quarterly, RenaksiRow

Layout = Literal["portal", "full"]
Row = dict[str, Any]

SHEET_NAMES: dict[PlanKind, str] = {"general": "RB General", "tematik": "RB Tematik"}
SAFE_DIGITS = 15  # beyond these a spreadsheet's numbers lose digits; longer ones are written as text
LONGEST_CELL = 32_767
_GROUPS = (
    ("target_", "Target Output"),
    ("realisasi_anggaran_", "Realisasi Anggaran"),
    ("anggaran_", "Anggaran"),
    ("realisasi_", "Realisasi Output"),
)
_GENERAL_LABELS = {
    "anggaran_total": ("Anggaran", "Total"),
    "pelaksana": ("Unit Kerja", "Pelaksana"),
    "koordinator": ("Unit Kerja", "Koordinator"),
}
_WIDTHS = {"renaksi": 48, "indikator_output": 40, "permasalahan": 40, "indikator": 40, "kegiatan_utama": 40}


def write_general(draft: PlanDraft, *, layout: Layout = "full") -> bytes:
    """An RB General plan as XLSX: hidden key row, two visible rows of headings, one row per output.

    Raises TooLong, and ValueError for a plan of the other kind.
    """
    return _write(draft, "general", layout)


def write_tematik(draft: PlanDraft, *, layout: Layout = "full") -> bytes:
    """An RB Tematik plan as XLSX: one row of the portal's keys, one row per output.

    Raises TooLong, and ValueError for a plan of the other kind.
    """
    return _write(draft, "tematik", layout)


def columns_of(kind: PlanKind, layout: Layout) -> list[tuple[str, str]]:
    """Key and field of each column in order; the key of an extra column is our field's name."""
    extra = EXTRA_FIELDS[kind] if layout == "full" else ()
    return [*HEADINGS[kind], *((name, name) for name in extra)]


def _write(draft: PlanDraft, kind: PlanKind, layout: Layout) -> bytes:
    if draft.kind != kind:
        raise ValueError(f"a {draft.kind} plan cannot be written as {kind}")
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        writer = SheetWriter(workbook, SHEET_NAMES[kind], columns_of(kind, layout))
        first = writer.write_head(kind)
        rows = general_rows(draft) if kind == "general" else tematik_rows(draft)
        for number, row in enumerate(rows, start=first):
            writer.write_row(number, row)
    return buffer.getvalue()


class SheetWriter:
    """Writes one sheet of a plan into an open workbook; `columns` are key and field of each."""

    def __init__(self, workbook: Any, name: str, columns: list[tuple[str, str]]) -> None:
        self.sheet = workbook.add_worksheet(name)
        self.columns = columns
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
        self._head = workbook.add_format(head | {"bg_color": "#DCE6EE"})
        self._text = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._number = workbook.add_format({"valign": "top", "num_format": "#,##0.##########"})
        self._whole = workbook.add_format({"valign": "top", "num_format": "#,##0"})
        self._year = workbook.add_format({"valign": "top", "num_format": "0"})
        for place, (_key, field) in enumerate(columns):
            self.sheet.set_column(place, place, _WIDTHS.get(field, 16))

    def write_head(self, kind: PlanKind) -> int:
        """The headings of a kind; returns the 0-based row where data begin."""
        for place, (key, _field) in enumerate(self.columns):
            self.sheet.write_string(0, place, key, self._head)
        if kind == "tematik":
            self.sheet.freeze_panes(1, 0)
            return 1
        self.sheet.set_row(0, None, None, {"hidden": True})
        self._write_groups()
        self.sheet.freeze_panes(3, 1)
        return 3

    def _write_groups(self) -> None:
        """Two rows of headings, a group's head merged over its columns."""
        labels = [_two_rows(field) for _key, field in self.columns]
        start = 0
        while start < len(labels):
            group, own = labels[start]
            end = start
            while own and end + 1 < len(labels) and labels[end + 1][1] and labels[end + 1][0] == group:
                end += 1
            if not own:
                self.sheet.merge_range(1, start, 2, start, group, self._head)
            elif end > start:
                self.sheet.merge_range(1, start, 1, end, group, self._head)
            else:
                self.sheet.write_string(1, start, group, self._head)
            for place in range(start, end + 1):
                if labels[place][1]:
                    self.sheet.write_string(2, place, labels[place][1], self._head)
            start = end + 1

    def write_row(self, number: int, row: Row) -> None:
        """One row of values by field; None and "" leave a cell empty. Raises TooLong."""
        for place, (_key, field) in enumerate(self.columns):
            value = row.get(field)
            if value is None or value == "":
                continue
            self._write_cell(number, place, field, value)

    def _write_cell(self, row: int, column: int, field: str, value: str | int | Decimal) -> None:
        if isinstance(value, str):
            if len(value) > LONGEST_CELL:
                raise TooLong(label(field))
            self.sheet.write_string(row, column, value, self._text)
        elif len(Decimal(value).normalize().as_tuple().digits) > SAFE_DIGITS:
            self.sheet.write_string(row, column, as_text(Decimal(value)), self._text)
        elif field.endswith("_tahun"):
            self.sheet.write_number(row, column, value, self._year)
        else:
            self.sheet.write_number(
                row, column, value, self._whole if isinstance(value, int) else self._number
            )


def _two_rows(field: str) -> tuple[str, str]:
    """The upper and lower heading of a General column; the lower is "" where one serves both rows."""
    if field in _GENERAL_LABELS:
        return _GENERAL_LABELS[field]
    for prefix, group in _GROUPS:
        slot = field.removeprefix(prefix)
        if field.startswith(prefix) and slot in TW:
            return group, "Total" if slot == "total" else f"TW {slot[-1]}"
    return LABELS[field], ""


def general_rows(draft: PlanDraft) -> Iterator[Row]:
    """Rows of an RB General plan; a node without renaksi has a row of its own."""
    for root in draft.nodes:
        above: Row = {"kegiatan_utama": root.name}
        if not root.children:
            yield above
        for indikator in root.children:
            place = above | {"indikator": indikator.name} | _measure("indikator", indikator.measure)
            yield from (place | row for row in _renaksi_rows(indikator) or [{}])


def tematik_rows(draft: PlanDraft) -> Iterator[Row]:
    """Rows of an RB Tematik plan. The indikator of a sasaran stand beside its permasalahan, row by row."""
    for tema in draft.nodes:
        if not tema.children:
            yield {"tema": tema.name}
        for sasaran in tema.children:
            above = {"tema": tema.name, "sasaran": sasaran.name}
            left = [_leaf("indikator", "indikator", node) for node in _leaves(sasaran)]
            right = [
                row for node in sasaran.children if node.kind == "permasalahan" for row in _problem_rows(node)
            ]
            yield from (above | row for row in _beside(left, right) or [{}])


def _problem_rows(node: Node) -> list[Row]:
    above: Row = {"permasalahan": node.name, "permasalahan_sasaran": node.sasaran}
    left = [_leaf("permasalahan_indikator", "permasalahan", leaf) for leaf in _leaves(node)]
    return [above | row for row in _beside(left, _renaksi_rows(node)) or [{}]]


def _leaves(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind == "indikator"]


def _leaf(field: str, prefix: str, node: Node) -> Row:
    return {field: node.name} | _measure(prefix, node.measure)


def _beside(left: list[Row], right: list[Row]) -> list[Row]:
    """Two lists in the same rows; the last of the left one is repeated, so that no row lacks it."""
    if not left:
        return right
    return [(one or left[-1]) | (two or {}) for one, two in zip_longest(left, right)]


def _measure(prefix: str, measure: Measure) -> Row:
    return {
        f"{prefix}_satuan": measure.satuan,
        f"{prefix}_baseline_tahun": measure.baseline_year,
        f"{prefix}_baseline": measure.baseline_text or measure.baseline,
        f"{prefix}_target": measure.target_text or measure.target,
        f"{prefix}_realisasi": measure.realisasi_text or measure.realisasi,
        f"{prefix}_capaian": measure.capaian_text or measure.capaian,
        f"{prefix}_catatan": measure.catatan,
    }


def _renaksi_rows(node: Node) -> list[Row]:
    return [row for renaksi in node.renaksi for row in _output_rows(renaksi)]


def _output_rows(renaksi: RenaksiRow) -> list[Row]:
    above: Row = {
        "renaksi": renaksi.text,
        "kode": renaksi.code,
        "renaksi_bobot": renaksi.weight,
        "pelaksana": renaksi.pelaksana,
        "koordinator": renaksi.koordinator,
        "fokus_intervensi": renaksi.fokus_intervensi,
    }
    return [above | _output(output) for output in renaksi.outputs] or [above]


def _output(output: OutputRow) -> Row:
    own = {
        name: value
        for name in ("pelaksana", "koordinator", "fokus_intervensi")
        if (value := getattr(output, name))
    }
    return own | {
        "indikator_output": output.indikator,
        "satuan_output": output.satuan,
        "output_bobot": output.weight,
        "polaritas": POLARITY_WORDS[output.polarity][0],
        "akumulasi": ACCUMULATION_WORDS[output.accumulation][0],
        "catatan_monev": output.realisasi.catatan,
        **_amounts("target", output.targets, output.target_texts),
        **_amounts("anggaran", output.budgets),
        **_amounts("realisasi", output.realisasi.values, output.realisasi.texts),
        **_amounts("realisasi_anggaran", output.realisasi.budgets),
    }


def _amounts(group: str, amounts: Quarterly[Any], texts: Quarterly[str] | None = None) -> Row:
    return {f"{group}_{tw}": (getattr(texts, tw) if texts else None) or getattr(amounts, tw) for tw in TW}
