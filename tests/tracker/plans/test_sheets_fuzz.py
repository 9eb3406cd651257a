"""Whatever stands in a sheet, reading it never fails and no row vanishes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.plans.test_sheets_dryrun import HEAD
from tests.tracker.plans.test_sheets_roundtrip import slowly
from tracker.plans.sheets.cells import read_money, read_number
from tracker.plans.sheets.dryrun import dry_run
from tracker.plans.sheets.grid import Sheet, Workbook
from tracker.plans.sheets.headers import read_heading
from tracker.plans.sheets.mapping import rank_sheets

PIECES = (
    *HEAD,
    "Rp 4,5 M",
    "75%",
    "12 dokumen",
    "-",
    "BB",
    "JUMLAH",
    "Tema: Kemiskinan",
    "Indikator: Nilai SAKIP",
    "13 = (9+10)",
    "#REF!",
    "1.234.567,89",
    "081200000001",
    "Dinas Kesehatan\n2. Biro Organisasi",
    "lihat lampiran",
    "TW I",
    "Target",
)
cells = st.none() | st.sampled_from(PIECES) | st.integers(-5, 10**12).map(Decimal) | st.text(max_size=12)
grids = st.lists(st.lists(cells, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=12)


def as_sheet(rows):
    cleaned = [tuple(cell if cell != "" else None for cell in row) for row in rows]
    return Sheet("Lembar", tuple(cleaned))


@slowly
@given(grids)
def test_every_row_below_a_head_is_taken_or_named(rows):
    sheet = as_sheet([HEAD, *rows])
    (mapping,) = rank_sheets(Workbook((sheet,)), "general")
    run = dry_run(Workbook((sheet,)), mapping, year=2023)
    filled = [row for row in sheet.rows[mapping.first_row :] if any(cell is not None for cell in row)]
    if run.missing_parents:
        assert run.errors
    else:
        assert run.counts.rows + len(run.unread) == len(filled)


@slowly
@given(grids)
def test_any_grid_can_be_looked_at(rows):
    workbook = Workbook((as_sheet(rows),))
    for mapping in rank_sheets(workbook):
        dry_run(workbook, mapping, year=2023)


@slowly
@given(st.text(max_size=40) | st.sampled_from(PIECES))
def test_any_cell_and_any_heading_can_be_read(text):
    number = read_number(text or None)
    assert number.value is None or number.value.is_finite()
    read_money(text or None, 1_000_000)
    read_heading(text)
