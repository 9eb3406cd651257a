"""Heads of sheets as people make them, and the columns that are found under them."""

import io

import openpyxl
import pytest

from tracker.plans.sheets.errors import Locked, NoHeader, NoSheet, NotAWorkbook, TooBig
from tracker.plans.sheets.fields import GENERAL_HEADINGS, TEMATIK_HEADINGS
from tracker.plans.sheets.grid import parse
from tracker.plans.sheets.mapping import propose_mapping, rank_sheets


def book(*sheets, edit=None):
    """Bytes of a workbook: each sheet is a list of rows, `edit` gets the openpyxl workbook before saving."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = workbook.create_sheet(f"Lembar {number}")
        for row in rows:
            sheet.append(row)
    if edit:
        edit(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def fields(mapping):
    return [match.field for match in mapping.columns]


def propose(*sheets, edit=None, **options):
    return propose_mapping(parse(book(*sheets, edit=edit)), **options)


DATA = [
    "Menyusun peta proses bisnis",
    "Dokumen",
    "Jumlah peta",
    1,
    1,
    2,
    2,
    6,
    5000000,
    "Dinas Alun",
    "Biro Beta",
]


def test_the_eleven_keys_of_the_portal_are_known():
    mapping = propose([[key for key, _ in GENERAL_HEADINGS], DATA])
    assert fields(mapping) == [field for _, field in GENERAL_HEADINGS]
    assert mapping.kind == "general"
    assert {match.confidence for match in mapping.columns} == {1.0}


def test_the_thirty_five_keys_of_the_portal_are_known():
    mapping = propose([[key for key, _ in TEMATIK_HEADINGS], ["isi"] * 35])
    assert fields(mapping) == [field for _, field in TEMATIK_HEADINGS]
    assert mapping.kind == "tematik"


def test_a_hidden_key_row_and_two_visible_rows_are_one_head():
    visible = [
        "Rencana Aksi",
        "Satuan",
        "Indikator",
        "Target Output",
        *[None] * 4,
        "Anggaran",
        "Unit Kerja",
        None,
    ]
    below = [None, None, None, "TW 1", "TW 2", "TW 3", "TW 4", "Total", "Total", "Pelaksana", "Koordinator"]
    keys = [key for key, _ in GENERAL_HEADINGS]

    def hide(workbook):
        workbook.active.row_dimensions[1].hidden = True
        workbook.active.merge_cells("D2:H2")

    mapping = propose([keys, visible, below, DATA], edit=hide)
    assert mapping.header_rows == (0, 1, 2)
    assert mapping.first_row == 3
    assert fields(mapping) == [field for _, field in GENERAL_HEADINGS]


def test_order_and_case_of_the_keys_do_not_matter():
    shuffled = [key.upper() for key, _ in reversed(GENERAL_HEADINGS)]
    mapping = propose([shuffled, DATA[::-1]])
    assert fields(mapping) == [field for _, field in reversed(GENERAL_HEADINGS)]


def test_titles_above_and_a_numbering_row_below_are_no_part_of_the_table():
    mapping = propose(
        [
            ["RENCANA AKSI REFORMASI BIROKRASI"],
            ["PROVINSI NUSA HARAPAN TAHUN 2023"],
            [],
            ["No", "Kegiatan Utama", "Indikator", "Rencana Aksi", "Indikator Output", "Satuan", "Target"],
            ["1", "2", "3", "4", "5", "6", "7 = (8+9)"],
            [1, "SAKIP", "Nilai SAKIP", "Menyusun pohon kinerja", "Jumlah pohon kinerja", "dokumen", 4],
        ]
    )
    assert mapping.header_rows[0] == 3
    assert mapping.first_row == 5
    assert fields(mapping) == [
        None,
        "kegiatan_utama",
        "indikator",
        "renaksi",
        "indikator_output",
        "satuan_output",
        "target_total",
    ]


def test_a_head_of_three_rows_with_groups_in_groups_becomes_one():
    rows = [
        ["KEGIATAN UTAMA", "INDIKATOR", "RENCANA AKSI", "OUTPUT", None, "TARGET", None, None, None, None],
        [None, None, None, "SATUAN", "INDIKATOR", "TRIWULAN", None, None, None, "JUMLAH"],
        [None, None, None, None, None, "I", "II", "III", "IV", None],
        ["SAKIP", "Nilai SAKIP", "Menyusun", "dokumen", "Jumlah", 1, 1, 1, 1, 4],
    ]

    def merge(workbook):
        for area in ("A1:A3", "B1:B3", "C1:C3", "D1:E1", "F1:J1", "F2:I2", "D2:D3", "E2:E3", "J2:J3"):
            workbook.active.merge_cells(area)

    mapping = propose(rows, edit=merge)
    assert mapping.first_row == 3
    assert fields(mapping) == [
        "kegiatan_utama",
        "indikator",
        "renaksi",
        "satuan_output",
        "indikator_output",
        "target_tw1",
        "target_tw2",
        "target_tw3",
        "target_tw4",
        "target_total",
    ]


def test_a_monitoring_sheet_gives_its_plan_and_its_results_per_triwulan():
    head = ["Kegiatan Utama", "Indikator", "Rencana Aksi", "Output", "Satuan"]
    head += [f"Target TW{n}" for n in range(1, 5)] + [
        "PIC",
        "Triwulan I",
        None,
        None,
        "Triwulan II",
        None,
        None,
    ]
    below = [None] * 10 + ["Realisasi", "Capaian (%)", "Kendala"] * 2

    def merge(workbook):
        workbook.active.merge_cells("K1:M1")
        workbook.active.merge_cells("N1:P1")

    mapping = propose([head, below, ["isi"] * 16], edit=merge)
    assert mapping.by_field()["realisasi_tw1"].letters == "K"
    assert mapping.by_field()["realisasi_tw2"].letters == "N"
    assert mapping.by_field()["pelaksana"].letters == "J"
    assert [match.letters for match in mapping.unused()] == ["L", "M", "O", "P"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Uraian Rencana Aksi", "renaksi"),
        ("RENCANA  AKSI\n(RENAKSI)", "renaksi"),
        ("Rencna Aksi", "renaksi"),
        ("Rincian Kegiatan", "renaksi"),
    ],
)
def test_names_of_the_renaksi_column(heading, field):
    assert fields(propose([[heading, "Keluaran", "Pagu Anggaran"], ["a", "b", 1]]))[0] == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("B03", "target_tw1"),
        ("B12", "target_tw4"),
        ("Target Trw. III", "target_tw3"),
        ("Target TW-2", "target_tw2"),
        ("Q4", "target_tw4"),
        ("Realisasi Anggaran Triwulan II (Rp)", "realisasi_anggaran_tw2"),
        ("Pagu TW I", "anggaran_tw1"),
        ("Target Tahunan", "target_total"),
        ("Kebutuhan Anggaran (Rp)", "anggaran_total"),
        ("Perangkat Daerah", "pelaksana"),
        ("Penanggung Jawab", "koordinator"),
        ("Capaian Triwulan II", None),
        ("Keterangan", None),
    ],
)
def test_names_of_the_other_columns(heading, field):
    mapping = propose([["Rencana Aksi", "Indikator Output", "Satuan", heading], ["a", "b", "c", "d"]])
    assert fields(mapping)[3] == field


def test_bare_words_belong_to_the_thing_on_their_left():
    head = [
        "Tema",
        "Sasaran",
        "Indikator",
        "Target",
        "Satuan",
        "Permasalahan",
        "Indikator",
        "Target",
        "Satuan",
    ]
    head += ["Rencana Aksi", "Indikator", "Satuan", "Target"]
    assert fields(propose([head, ["isi"] * 13])) == [
        "tema",
        "sasaran",
        "indikator",
        "indikator_target",
        "indikator_satuan",
        "permasalahan",
        "permasalahan_indikator",
        "permasalahan_target",
        "permasalahan_satuan",
        "renaksi",
        "indikator_output",
        "satuan_output",
        "target_total",
    ]


def test_missing_optional_columns_do_no_harm():
    mapping = propose([["Rencana Aksi", "Indikator Output", "TW I"], ["a", "b", 1]])
    assert fields(mapping) == ["renaksi", "indikator_output", "target_tw1"]


def test_columns_of_telephone_numbers_are_set_aside_by_name_or_content():
    mapping = propose(
        [
            ["Rencana Aksi", "Output", "Target", "PIC", "No WA"],
            ["a", "b", 1, "081200000001", "x"],
            ["c", "d", 1, "+62 812-0000-0002", "x"],
        ]
    )
    personal = [match for match in mapping.columns if match.is_personal]
    assert [match.letters for match in personal] == ["D", "E"]
    assert not any(match.samples or match.field for match in personal)


def test_each_sheet_has_an_order_of_its_own():
    first = [["Tema", "Permasalahan", "Rencana Aksi", "Output", "TW I"], ["t", "p", "r", "o", 1]]
    second = [["TW I", "Output", "Rencana Aksi", "Permasalahan", "Tema"], [1, "o", "r", "p", "t"]]
    mappings = rank_sheets(parse(book(first, second)))
    assert [fields(mapping) for mapping in sorted(mappings, key=lambda each: each.sheet)] == [
        ["tema", "permasalahan", "renaksi", "indikator_output", "target_tw1"],
        ["target_tw1", "indikator_output", "renaksi", "permasalahan", "tema"],
    ]


def test_the_sheet_with_the_best_head_is_proposed():
    notes = [["Catatan rapat"], ["Rencana aksi dibahas minggu depan"]]
    plan = [[key for key, _ in GENERAL_HEADINGS], DATA]
    assert propose(notes, plan).sheet == "Lembar 2"


def test_a_person_may_give_a_column_to_another_field():
    mapping = propose([["Rencana Aksi", "Output", "Hasil kerja", "TW I"], ["a", "b", "c", 1]])
    changed = mapping.assign({2: "indikator_output"})
    assert fields(changed) == ["renaksi", None, "indikator_output", "target_tw1"]
    assert changed.columns[2].how == "person"
    with pytest.raises(ValueError, match="bunga"):
        mapping.assign({2: "bunga"})


def test_a_sheet_without_a_plan_says_so():
    with pytest.raises(NoHeader, match="Lembar 1"):
        propose([["Daftar hadir"], ["Nama", "Jabatan"], ["A", "B"]])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAWorkbook),
        (b"PK\x03\x04 half of a zip", NotAWorkbook),
        (b"%PDF-1.7", NotAWorkbook),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Locked),
        (b"\xd0\xcf\x11\xe0 an old xls", NotAWorkbook),
    ],
)
def test_other_files_are_refused_with_advice(data, error):
    with pytest.raises(error):
        parse(data)


def test_an_empty_workbook_and_a_cell_in_the_last_corner_are_refused():
    with pytest.raises(NoSheet):
        parse(book([]))
    with pytest.raises(TooBig):
        parse(book([["x"]], edit=lambda workbook: workbook.active.cell(1048576, 16384, "x")))
