"""The leadership's sheet as an XLSX: each figure with the name of its formula; texts are never formulas."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from tracker.i18n import _
from tracker.outlook.sheet import Sheet
from tracker.outlook.views import LINES, MovedRow, line_names
from tracker.web.formats import datetime_long, roman

NO_GUESSES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Row = Sequence[Any]


def workbook_of(sheet: Sheet) -> bytes:
    """The sheet as a workbook, in the language of the context."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, NO_GUESSES) as book:
        styles = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})}
        for name, heads, rows in _tables(sheet):
            page = book.add_worksheet(name[:31])
            page.freeze_panes(1, 1)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.set_column(0, 0, 34)
            page.set_column(1, len(heads) - 1, 20)
            for column, head in enumerate(heads):
                page.write_string(0, column, head, styles["head"])
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    _write(page, number, column, value)
    return target.getvalue()


def _write(page: Any, row: int, column: int, value: Any) -> None:
    """Numbers as numbers, everything else as text, whatever it begins with."""
    if isinstance(value, int | float | Decimal):
        page.write_number(row, column, float(value))
    elif value is not None:
        page.write_string(row, column, str(value))


def _tables(sheet: Sheet) -> Iterable[tuple[str, Row, Iterable[Row]]]:
    """The sheets of the workbook: name, heads, rows."""
    yield (
        _("Ringkasan"),
        (_("Rencana"), _("Angka"), _("Persen"), _("Pembilang"), _("Penyebut"), _("Rumus"), _("Keterangan")),
        _summary(sheet),
    )
    yield (
        _("Tenggat"),
        (
            *(
                _("Rencana"),
                _("Tenggat"),
                _("Tutup"),
                _("Hari"),
                _("Hari kerja"),
                _("Persen sekarang"),
                _("Rumus"),
            ),
            *(_("Ramalan terendah"), _("Ramalan tertinggi"), _("Ramalan"), _("Dasar")),
        ),
        _ahead(sheet),
    )
    yield (
        _("Mengapa belum 100"),
        (_("Rencana"), _("Langkah"), _("Poin"), _("Sel"), _("Keterangan")),
        [
            (part.title, step.label, step.points, step.cells, step.note)
            for part in sheet.parts
            for step in part.steps
        ],
    )
    yield (
        _("Penggerak"),
        (
            _("Rencana"),
            _("Rencana aksi"),
            _("Perangkat daerah"),
            _("Poin"),
            _("Yang kurang"),
            _("Langkah berikut"),
        ),
        [
            (part.title, row.label, row.unit, row.points, row.held_up, row.step)
            for part in sheet.parts
            for row in part.movers
        ],
    )
    yield (
        _("Perubahan"),
        (_("Rencana"), _("Sejak"), _("Perangkat daerah atau rencana aksi"), _("Poin")),
        _moved(sheet),
    )
    yield (
        _("Perangkat daerah"),
        (_("Perangkat daerah"), *(f"TW {roman(triwulan)}" for triwulan in (1, 2, 3, 4))),
        [(row.label, *(f"{cell.text} ({cell.word})" for cell in row.cells)) for row in sheet.heat],
    )
    yield (
        _("Harian"),
        (
            _("Rencana"),
            _("Hari"),
            *(f"{name} ({rule})" for name, rule in zip(line_names(), LINES, strict=True)),
        ),
        [(part.title, row.day.isoformat(), *row.figures) for part in sheet.parts for row in part.days],
    )


def _summary(sheet: Sheet) -> Iterable[Row]:
    yield (
        sheet.institution,
        _("s.d. TW {through} {year}").format(through=roman(sheet.through), year=sheet.year),
    )
    yield (_("Keadaan"), datetime_long(sheet.at))
    for card in sheet.cards:
        for word, figure in (
            (_("Terinput"), card.terinput),
            (_("Dilaporkan"), card.bars.reported),
            (_("Terbukti"), card.bars.proven),
            (_("Terverifikasi"), card.bars.verified),
            (_("Capaian output"), card.capaian),
            (_("Serapan"), card.serapan),
        ):
            told = figure.reason or "; ".join(figure.exclusions)
            yield (card.title, word, figure.value, figure.numerator, figure.denominator, figure.formula, told)


def _ahead(sheet: Sheet) -> Iterable[Row]:
    for part in sheet.parts:
        for row in part.ahead:
            yield (
                *(part.title, row.title, datetime_long(row.closes_at), row.days_left, row.working_days_left),
                *(row.figure.value, row.formula, row.low, row.high, row.foretold, row.basis),
            )


def _moved(sheet: Sheet) -> Iterable[Row]:
    for part in sheet.parts:
        moves = part.moves
        if moves.silence is not None:
            yield (part.title, None, moves.silence)
            continue
        day = moves.day.isoformat() if moves.day else ""
        rows: Sequence[MovedRow] = (*moves.units, *(moves.renaksi or ()))
        for row in rows:
            yield (part.title, day, row.label, row.points)
