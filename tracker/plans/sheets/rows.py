"""From the rows below a head to records: what is a row of the plan, what is a title, a sum, a signature."""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from tracker.i18n import _
from tracker.plans.sheets.cells import is_error, one_line
from tracker.plans.sheets.grid import CellValue, Sheet
from tracker.plans.sheets.issues import Remarks
from tracker.plans.sheets.mapping import Mapping, is_head_row

LONGEST_SHOWN = 160  # letters of an unread row that are shown
_SUM = re.compile(
    r"(?:sub ?)?(?:jumlah|total)(?: keseluruhan| anggaran| pagu)?[\s:.]*|grand total", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?P<name>kegiatan utama|indikator(?: kegiatan utama)?|tema(?: tematik)?|sasaran(?: tematik)?"
    r"|permasalahan)\s*[:：]\s*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_LONG_NUMBER = re.compile(r"\+?\d[\d\s.-]{8,}\d")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the plan: its 0-based place and its cells by field, the empty ones left out."""

    row: int
    cells: MappingType[str, CellValue]

    def text(self, field: str) -> str:
        """A field's text on one line, "" where the cell is empty."""
        return one_line(self.cells.get(field))


def read_records(sheet: Sheet, mapping: Mapping, remarks: Remarks) -> list[Record]:
    """The rows that hold something of the plan; all others that hold anything are noted as left out."""
    columns = {field: match.column for field, match in mapping.by_field().items()}
    records = []
    for row in range(mapping.first_row, len(sheet.rows)):
        record = _record(sheet, mapping, columns, row, remarks)
        if record is not None:
            records.append(record)
    _note_hidden(sheet, records, remarks)
    return records


def _record(
    sheet: Sheet, mapping: Mapping, columns: dict[str, int], row: int, remarks: Remarks
) -> Record | None:
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell is not None]
    if not filled:
        return None
    texts = [sheet.text(row, column) for column in filled]
    if label := _label(texts):
        return Record(row, label)
    reason = _why_not(sheet, row, texts, filled, columns)
    if reason:
        remarks.left_out(row, shown(sheet, mapping, row), reason)
        return None
    return Record(row, _cells(sheet, row, columns, remarks))


def _cells(sheet: Sheet, row: int, columns: dict[str, int], remarks: Remarks) -> dict[str, CellValue]:
    """The row's cells by field, without the empty ones and the failed formulas, which are noted."""
    found: dict[str, CellValue] = {}
    for field, column in columns.items():
        cell = sheet.rows[row][column]
        if is_error(cell):
            remarks.error(row, field, "formula", _formula_message())
        elif cell is not None:
            found[field] = cell
    return found


def _formula_message() -> str:
    return _(
        "Sel ini berisi rumus yang galat atau belum dihitung. Buka berkas di Excel, perbaiki, simpan, "
        "lalu unggah lagi."
    )


def _why_not(sheet: Sheet, row: int, texts: list[str], filled: list[int], columns: dict[str, int]) -> str:
    """Why a row is none of the plan's, "" where it may be one."""
    if is_head_row(sheet, row):
        return _("Judul atau nomor kolom yang berulang.")
    if _SUM.fullmatch(" ".join(texts[0].split())):
        return _("Baris jumlah; jumlah dihitung sendiri.")
    used = set(columns.values())
    if not used & set(filled):
        return _("Tidak ada isi di kolom yang dipakai.")
    if len(filled) == 1 and _is_spanned(sheet, row, filled[0]):
        return _("Judul bagian yang melintasi kolom.")
    return ""


def _is_spanned(sheet: Sheet, row: int, column: int) -> bool:
    return any(
        merge.top == row == merge.bottom and merge.left == column and merge.right - merge.left >= 2
        for merge in sheet.merges
    )


def _label(texts: list[str]) -> dict[str, CellValue] | None:
    """A row or title such as "Tema: Pengentasan Kemiskinan", alone or in two cells."""
    if not 1 <= len(texts) <= 2:
        return None
    text = texts[0] if len(texts) == 1 else f"{texts[0].rstrip(' :')}: {texts[1].lstrip(' :')}"
    if len(texts) == 2 and not (texts[0].rstrip().endswith(":") or texts[1].lstrip().startswith(":")):
        return None
    match = _LABEL.fullmatch(text.strip())
    return {_label_field(match["name"]): " ".join(match["value"].split())} if match else None


def _label_field(name: str) -> str:
    folded = " ".join(name.casefold().split())
    return (
        "indikator" if folded.startswith("indikator") else folded.removesuffix(" tematik").replace(" ", "_")
    )


def titles_above(sheet: Sheet, mapping: Mapping) -> dict[str, str]:
    """Places named in the titles above the head: "Kegiatan utama: …" -> {"kegiatan_utama": "…"}."""
    found: dict[str, str] = {}
    for row in range(mapping.header_rows[0]):
        texts = [text for column in range(sheet.width) if (text := sheet.text(row, column))]
        found |= {field: one_line(value) for field, value in (_label(texts) or {}).items()}
    return found


def shown(sheet: Sheet, mapping: Mapping, row: int) -> str:
    """A row as one short text, without personal columns and long numbers such as telephone numbers."""
    personal = {match.column for match in mapping.columns if match.is_personal}
    texts = [
        " ".join(sheet.text(row, column).split())
        for column in range(sheet.width)
        if column not in personal and sheet.rows[row][column] is not None
    ]
    text = _LONG_NUMBER.sub("…", " · ".join(texts))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _note_hidden(sheet: Sheet, records: list[Record], remarks: Remarks) -> None:
    hidden = [str(record.row + 1) for record in records if record.row in sheet.marks.hidden_rows]
    if hidden:
        remarks.sheet_warning(
            "hidden_rows",
            _("Baris tersembunyi ikut dibaca: {rows}. Hapus dari berkas bila bukan bagian rencana.").format(
                rows=", ".join(hidden[:20]) + (", …" if len(hidden) > 20 else "")
            ),
        )
