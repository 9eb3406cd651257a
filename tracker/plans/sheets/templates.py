"""Empty sheets to fill in: the portal's headings, lists to choose from, and how to go about it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from tracker.plans.sheets.cells import ACCUMULATION_WORDS, POLARITY_WORDS
from tracker.plans.sheets.fields import LABELS
from tracker.plans.sheets.write import SHEET_NAMES, Layout, SheetWriter, columns_of
from tracker.plans.values import PlanKind

READY_ROWS = 500  # rows that offer the lists
LONGEST_LIST = 255  # letters of a list that a spreadsheet takes in place; longer ones stand on a sheet

_COMMON = (
    "Isi satu baris untuk setiap output. Rencana aksi dengan beberapa output ditulis di beberapa baris.",
    "Sel induk (kegiatan utama, tema, sasaran, permasalahan, rencana aksi) boleh dikosongkan bila sama "
    "dengan baris di atasnya.",
    "Angka boleh ditulis 1.234,5 atau 1234,5. Anggaran ditulis dalam rupiah penuh, misalnya 1.250.000.000.",
    "Target yang bukan angka, misalnya predikat BB atau opini WTP, ditulis apa adanya.",
    "Target total sama dengan jumlah keempat triwulan (per triwulan) atau sama dengan target triwulan "
    "terakhir (kumulatif).",
    "Jangan menulis nomor telepon atau data pribadi lain. Kolom seperti itu tidak dibaca.",
    "Urutan kolom boleh diubah dan kolom yang tidak dipakai boleh dihapus. Judul kolom jangan diubah.",
)
_OF_KIND: dict[PlanKind, str] = {
    "general": "Kolom kegiatan utama dan indikator boleh dihapus bila seluruh lembar milik satu indikator.",
    "tematik": "Isi tema, sasaran, dan permasalahan paling sedikit di baris pertama setiap kelompok.",
}


def template_general(*, fokus: Sequence[str] = (), layout: Layout = "full") -> bytes:
    """An empty RB General sheet with instructions and lists; `fokus` are the fokus intervensi of the year."""
    return _template("general", fokus, layout)


def template_tematik(*, fokus: Sequence[str] = (), layout: Layout = "full") -> bytes:
    """An empty RB Tematik sheet with instructions and lists; `fokus` are the fokus intervensi of the year."""
    return _template("tematik", fokus, layout)


def _template(kind: PlanKind, fokus: Sequence[str], layout: Layout) -> bytes:
    buffer = BytesIO()
    columns = columns_of(kind, layout)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        writer = SheetWriter(workbook, SHEET_NAMES[kind], columns)
        first = writer.write_head(kind)
        choices = {
            "fokus_intervensi": list(fokus),
            "polaritas": [words[0] for words in POLARITY_WORDS.values()],
            "akumulasi": [words[0] for words in ACCUMULATION_WORDS.values()],
        }
        _add_lists(workbook, writer, first, choices)
        _add_instructions(workbook, kind, columns)
    return buffer.getvalue()


def _add_lists(workbook: Any, writer: SheetWriter, first: int, choices: dict[str, list[str]]) -> None:
    """Offer the words of a column as a list; they stand on a sheet of their own where they are many."""
    lists = workbook.add_worksheet("Daftar")
    lists.hide()
    for place, (field, words) in enumerate(choices.items()):
        for row, word in enumerate(words):
            lists.write_string(row, place, word)  # never a formula, whatever it begins with
        for column, (_key, name) in enumerate(writer.columns):
            if name == field and words:
                area = f"=Daftar!${chr(ord('A') + place)}$1:${chr(ord('A') + place)}${len(words)}"
                source = words if len(",".join(words)) <= LONGEST_LIST else area
                writer.sheet.data_validation(first, column, first + READY_ROWS - 1, column, _choice(source))


def _choice(source: list[str] | str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "Periksa isian",
        "error_message": "Isian ini tidak ada dalam daftar.",
    }


def _add_instructions(workbook: Any, kind: PlanKind, columns: list[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet("Petunjuk")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, f"Petunjuk pengisian {SHEET_NAMES[kind]}", bold)
    row = 2
    for number, sentence in enumerate((*_COMMON, _OF_KIND[kind]), start=1):
        sheet.merge_range(row, 0, row, 1, f"{number}) {sentence}", wrapped)
        sheet.set_row(row, 32)
        row += 1
    for place, heading in enumerate(("Kunci kolom", "Isi")):
        sheet.write_string(row + 1, place, heading, bold)
    for offset, (key, field) in enumerate(columns, start=row + 2):
        sheet.write_string(offset, 0, key)
        sheet.write_string(offset, 1, LABELS[field])
