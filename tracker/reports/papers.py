"""The note as DOCX and the recaps as XLSX: from values to the bytes of a file."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter

from tracker.i18n import _
from tracker.reports import letter
from tracker.reports.note import Item, Note, quarter
from tracker.reports.recap import Counts, UnitCounts
from tracker.web.formats import date_long

COLUMNS = (
    ("submitted", "Diajukan"),
    ("verified", "Terverifikasi"),
    ("waiting", "Menunggu pemeriksaan"),
    ("returned", "Pernah dikembalikan"),
    ("unmended", "Belum diperbaiki"),
    ("mended", "Sudah diperbaiki, menunggu"),
    ("accepted", "Perbaikan diterima"),
)
"""The counts of the recaps with their names."""


def note_docx(note: Note, *, institution: str, unit_name: str, day: date) -> bytes:
    """Nota Perbaikan for a unit, in the form of an official note with its table.

    Where there is nothing to mend the note says so. Numbers and names that nobody has entered stay dotted.
    """
    made = letter.paper(landscape=True)
    letter.head(made, institution=institution, office=_("Inspektorat"), title=_("Nota Perbaikan"))
    letter.particulars(
        made,
        [
            (_("Nomor"), letter.UNKNOWN),
            (_("Kepada Yth."), _("Kepala {unit}").format(unit=unit_name)),
            (_("Dari"), _("Inspektorat {institution}").format(institution=institution)),
            (_("Tanggal"), date_long(day)),
            (_("Hal"), _("Perbaikan laporan rencana aksi RB tahun {year}").format(year=note.year)),
        ],
    )
    letter.text(made, "")
    if not note.items:
        letter.text(made, _("Per tanggal ini tidak ada laporan unit Saudara yang perlu diperbaiki."))
    else:
        opening = _(
            "Berdasarkan hasil pemeriksaan atas laporan rencana aksi Reformasi Birokrasi, {count} laporan "
            "berikut dikembalikan untuk diperbaiki. Mohon diperbaiki dan diajukan kembali."
        )
        letter.text(made, opening.format(count=len(note.items)))
        rows = [_row(number, item, note.year) for number, item in enumerate(note.items, start=1)]
        letter.table(made, _note_columns(), rows)
        letter.text(made, "")
    letter.signature(
        made,
        place_and_day=f"{letter.UNKNOWN}, {date_long(day)}",
        office=_("Inspektur {institution}").format(institution=institution),
    )
    return letter.as_bytes(made)


def _note_columns() -> list[tuple[str, float]]:
    return [
        (_("No."), 1),
        (_("Rencana aksi dan indikator output"), 6),
        (_("Periode"), 1.9),
        (_("Target"), 2.3),
        (_("Dilaporkan"), 2.7),
        (_("Data dukung dan halamannya"), 4.4),
        (_("Yang harus diperbaiki"), 6.7),
    ]


def _row(number: int, item: Item, year: int) -> list[str]:
    code = f"{item.code} " if item.code else ""
    evidence = "\n".join(item.evidence) or _("tidak ada")
    mend = f"{item.reason}\n{item.proof}".strip()
    return [
        str(number),
        f"{code}{item.renaksi}\n{item.indikator}",
        quarter(item.triwulan, year),
        item.target,
        item.reported,
        evidence,
        f"{mend}\n({item.by})",
    ]


def recap_xlsx(rows: Sequence[UnitCounts], total: Counts, *, title: str, zone: ZoneInfo) -> bytes:
    """The three recaps as one sheet, a row for each unit and their sum below. Texts are never formulas."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"border": 1})
        sheet = book.add_worksheet("Rekap")
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
        names = ["Unit", *(name for _key, name in COLUMNS), "Paling lama sejak"]
        for column, name in enumerate(names):
            sheet.write_string(2, column, name, bold)
        lines = [*((row.name, row.counts) for row in rows), ("Jumlah", total)]
        for number, (name, counts) in enumerate(lines):
            form = bold if number == len(rows) else plain
            sheet.write_string(3 + number, 0, name, form)
            for column, (key, _name) in enumerate(COLUMNS, start=1):
                sheet.write_number(3 + number, column, getattr(counts, key), form)
            sheet.write_string(3 + number, len(COLUMNS) + 1, _day(counts.oldest, zone), form)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(COLUMNS) + 1, 15)
        sheet.freeze_panes(3, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return date_long(at.astimezone(zone).date()) if at else ""
