"""A rehearsal of an import: what comes in, what does not, and what a person is told."""

from decimal import Decimal

import pytest

from tests.tracker.plans.drafts import quarterly
from tests.tracker.plans.test_sheets_mapping import book
from tracker.plans.sheets.cells import read_money, read_number
from tracker.plans.sheets.dryrun import dry_run
from tracker.plans.sheets.fields import GENERAL_HEADINGS, TEMATIK_HEADINGS
from tracker.plans.sheets.grid import parse
from tracker.plans.sheets.mapping import propose_mapping, rank_sheets
from tracker.plans.sheets.units import match_units

HEAD = ["Kegiatan Utama", "Indikator", "Rencana Aksi", "Indikator Output", "Satuan Output"]
HEAD += [
    "Target TW I",
    "Target TW II",
    "Target TW III",
    "Target TW IV",
    "Target Total",
    "Anggaran",
    "Pelaksana",
]
INTO = {"kegiatan_utama": "SAKIP yang terintegrasi", "indikator": "Nilai SAKIP"}


def rehearse(*sheets, edit=None, kind=None, **options):
    workbook = parse(book(*sheets, edit=edit))
    return dry_run(workbook, propose_mapping(workbook, kind=kind), year=2023, **options)


def row(*cells, **by_place):
    """A row under HEAD: what is not given is empty."""
    values = [*cells, *[None] * (len(HEAD) - len(cells))]
    for place, value in by_place.items():
        values[HEAD.index(place.replace("_", " "))] = value
    return values


def only_output(run):
    ((_path, renaksi),) = run.draft.renaksi()
    (output,) = renaksi.outputs
    return output


def codes(run):
    return [(issue.cell, issue.severity, issue.code) for issue in run.issues]


@pytest.mark.parametrize(
    ("cell", "value", "text", "unit"),
    [
        ("1.234,5", "1234.5", "", ""),
        ("1234,5", "1234.5", "", ""),
        ("1.234.567", "1234567", "", ""),
        ("2.75", "2.75", "", ""),
        ("0,5", "0.5", "", ""),
        (Decimal("0.1"), "0.1", "", ""),
        ("75%", "75", "75%", "%"),
        ("75 persen", "75", "75 persen", "persen"),
        ("12 dokumen", "12", "12 dokumen", "dokumen"),
        ("4 (empat) laporan", "4", "4 (empat) laporan", "laporan"),
        ("1,5 juta orang", "1500000", "1,5 juta orang", "orang"),
        ("≥ 80", "80", "≥ 80", ""),
        ("-3,2", "-3.2", "", ""),
        ("dua puluh", "20", "dua puluh", ""),
        ("BB", None, "BB", ""),
        ("2 SOP, 3 SK", None, "2 SOP, 3 SK", ""),
        ("-", None, "", ""),
        ("–", None, "", ""),
        ("N/A", None, "", ""),
        (None, None, "", ""),
    ],
)
def test_numbers_as_indonesians_type_them(cell, value, text, unit):
    number = read_number(cell)
    assert (number.value, number.text, number.unit) == (value and Decimal(value), text, unit)


@pytest.mark.parametrize(
    ("cell", "scale", "amount"),
    [
        ("Rp 4,5 M", 1, "4500000000"),
        ("Rp1.250.000,-", 1, "1250000"),
        ("1.250.000,00", 1, "1250000.00"),
        ("500 juta", 1, "500000000"),
        ("500 jt", 1, "500000000"),
        (Decimal(125), 1_000_000, "125000000"),
        ("125,5", 1_000_000, "125500000.0"),
        ("Rp 2 miliar", 1_000_000, "2000000000"),
        ("Rp. 12 345 678", 1, "12345678"),
        ("-", 1, None),
    ],
)
def test_money_as_indonesians_type_it(cell, scale, amount):
    assert read_money(cell, scale).value == (amount and Decimal(amount))


def test_merged_and_empty_parents_are_filled_down():
    rows = [
        HEAD,
        row("SAKIP", "Nilai SAKIP", "Menyusun pohon kinerja", "Jumlah pohon", Target_Total=2),
        row(None, None, None, "Jumlah rapat", Target_Total=4),
        row(None, None, "Menilai mandiri", "Jumlah laporan", Target_Total=1),
        row(None, "Capaian IKU", "Menetapkan IKU", "Jumlah SK", Target_Total=1),
    ]
    run = rehearse(rows, edit=lambda workbook: workbook.active.merge_cells("A2:A5"))
    found = [
        (run.draft.node_at(path).name, item.text, len(item.outputs)) for path, item in run.draft.renaksi()
    ]
    assert found == [
        ("Nilai SAKIP", "Menyusun pohon kinerja", 2),
        ("Nilai SAKIP", "Menilai mandiri", 1),
        ("Capaian IKU", "Menetapkan IKU", 1),
    ]
    assert len(run.draft.nodes) == 1
    assert (run.counts.nodes, run.counts.renaksi, run.counts.outputs, run.counts.errors) == (3, 3, 4, 0)


def test_a_new_parent_makes_those_below_it_unknown():
    rows = [HEAD, row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah"), row("SPIP", None, "Menilai", "Jumlah")]
    run = rehearse(rows)
    assert codes(run) == [("B3", "error", "no_parent")]
    assert [unread.row for unread in run.unread] == [3]
    assert run.counts.renaksi == 1


def test_the_portals_general_sheet_comes_into_one_chosen_indikator():
    keys = [key for key, _ in GENERAL_HEADINGS]
    rows = [keys, ["Menyusun pohon kinerja", "dokumen", "Jumlah pohon", 1, 1, 1, 1, 4, 5000000, "A", "B"]]
    undecided = rehearse(rows)
    assert undecided.missing_parents == ("kegiatan_utama", "indikator")
    assert undecided.draft.nodes == ()
    run = rehearse(rows, into=INTO)
    assert [node.name for _path, node in run.draft.walk()] == ["SAKIP yang terintegrasi", "Nilai SAKIP"]
    assert only_output(run).targets == quarterly(*[Decimal(1)] * 4, Decimal(4))
    assert only_output(run).budgets.total == 5_000_000


def test_places_named_above_the_head_or_between_the_rows_are_understood():
    rows = [
        ["RENCANA AKSI"],
        ["Kegiatan Utama : SAKIP yang terintegrasi"],
        ["Indikator:", "Nilai SAKIP"],
        ["Rencana Aksi", "Indikator Output", "Satuan", "TW I"],
        ["Menyusun pohon kinerja", "Jumlah pohon", "dokumen", 1],
        ["Indikator: Capaian IKU"],
        ["Menetapkan IKU", "Jumlah SK", "dokumen", 1],
    ]
    run = rehearse(rows)
    assert [(run.draft.node_at(path).name, item.text) for path, item in run.draft.renaksi()] == [
        ("Nilai SAKIP", "Menyusun pohon kinerja"),
        ("Capaian IKU", "Menetapkan IKU"),
    ]


def test_the_thirty_five_columns_make_the_whole_thematic_tree():
    values = dict.fromkeys((key for key, _ in TEMATIK_HEADINGS), None) | {
        "tema": "Pengentasan Kemiskinan",
        "sasaran": "Menurunnya angka kemiskinan",
        "indikator_roadmap": "Persentase penduduk miskin",
        "target": "4,5",
        "satuan_target": "%",
        "permasalahan": "Data penerima bantuan belum padan",
        "sasaran_permasalahan": "Terpadankannya data",
        "indikator_permasalahan": "Persentase data padan",
        "target_indikator_permasalahan": "95%",
        "satuan_target_indikator_permasalahan": "%",
        "rencana_aksi": "Memadankan data",
        "indikator_output": "Jumlah desa yang datanya padan",
        "satuan_output": "desa",
        "target_tw1": "10 desa",
        "target_tw4": "40 desa",
        "target_total": "40 desa",
        "anggaran": "Rp 1,5 M",
        "fokus_intervensi": "teknologi & informasi",
        "pelaksana": "Dinas Sosial",
        "realisasi_tw1": 12,
        "catatan_monev": "Lancar",
    }
    run = rehearse([list(values), list(values.values())], fokus=["Teknologi dan Informasi", "Inovasi"])
    assert [(node.kind, node.name) for _path, node in run.draft.walk()] == [
        ("tema", "Pengentasan Kemiskinan"),
        ("sasaran", "Menurunnya angka kemiskinan"),
        ("indikator", "Persentase penduduk miskin"),
        ("permasalahan", "Data penerima bantuan belum padan"),
        ("indikator", "Persentase data padan"),
    ]
    roadmap, problem, leaf = (node for _path, node in list(run.draft.walk())[2:])
    assert (roadmap.measure.target, roadmap.measure.satuan) == (Decimal("4.5"), "%")
    assert problem.sasaran == "Terpadankannya data"
    assert (leaf.measure.target, leaf.measure.target_text) == (Decimal(95), "")
    output = only_output(run)
    assert output.accumulation == "cumulative"
    assert output.target_texts.is_empty
    assert output.budgets.total == 1_500_000_000
    assert output.realisasi.values.tw1 == 12
    assert output.realisasi.catatan == "Lancar"
    assert next(run.draft.renaksi())[1].fokus_intervensi == "Teknologi dan Informasi"


@pytest.mark.parametrize(
    ("targets", "satuan", "accumulation", "warned"),
    [
        pytest.param([1, 1, 1, 1, 4], "dokumen", "per_quarter", False, id="the sum is the total"),
        pytest.param([25, 50, 75, 100, 100], "%", "cumulative", False, id="the last is the total"),
        pytest.param([None, None, None, 4, 4], "dokumen", "per_quarter", False, id="one triwulan alone"),
        pytest.param([10, 20, 30, 40, None], "%", "cumulative", False, id="no total, rising per cent"),
        pytest.param([1, 1, 1, 1, 5], "dokumen", "per_quarter", True, id="neither"),
        pytest.param([10, 20, 30, 40, 90], "persen", "cumulative", True, id="neither, rising per cent"),
    ],
)
def test_accumulation_follows_from_the_total(targets, satuan, accumulation, warned):
    cells = dict(
        zip((*(f"Target_TW_{n}" for n in ("I", "II", "III", "IV")), "Target_Total"), targets, strict=True)
    )
    run = rehearse([HEAD, row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", satuan, **cells)])
    assert only_output(run).accumulation == accumulation
    assert ("target_sum" in [issue.code for issue in run.issues]) == warned


def test_a_grade_is_kept_as_the_target_that_it_is():
    run = rehearse(
        [HEAD, row("SAKIP", "Nilai SAKIP", "Menilai", "Predikat SAKIP", "predikat", Target_Total="BB")]
    )
    output = only_output(run)
    assert (output.targets.total, output.target_texts.total) == (None, "BB")


def test_percent_cells_of_a_spreadsheet_are_what_a_person_sees():
    def show_percent(workbook):
        workbook.active["I2"].number_format = "0%"

    run = rehearse(
        [HEAD, row("SAKIP", "Nilai SAKIP", "Menilai", "Tingkat", "%", Target_TW_IV=0.75)], edit=show_percent
    )
    assert only_output(run).targets.tw4 == 75


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"Anggaran": "lihat DPA"}, ("K2", "error", "not_money"), id="no money"),
        pytest.param({"Anggaran": -5}, ("K2", "error", "money_range"), id="negative money"),
        pytest.param({"Anggaran": "1.250,75"}, ("K2", "warning", "money_rounded"), id="half a rupiah"),
        pytest.param({"Target_TW_I": "2 SOP, 3 SK"}, ("F2", "warning", "many_numbers"), id="two numbers"),
        pytest.param({"Target_TW_I": "> 80"}, ("F2", "warning", "bound"), id="a bound"),
        pytest.param({"Target_TW_I": "=1/0"}, ("F2", "error", "formula"), id="a formula without result"),
        pytest.param(
            {"Target_Total": 0.9, "Satuan_Output": "%"}, ("J2", "warning", "fraction"), id="a fraction"
        ),
        pytest.param(
            {"Indikator_Output": None, "Target_TW_I": 1}, ("D2", "warning", "no_output_name"), id="no name"
        ),
    ],
)
def test_each_remark_names_its_cell(cells, expected):
    run = rehearse([HEAD, row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", "dokumen", **cells)])
    assert codes(run) == [expected]


def test_amounts_under_a_head_in_millions_are_multiplied_and_it_says_so():
    head = [*HEAD[:10], "Anggaran (Rp juta)", "Pelaksana"]
    run = rehearse([head, row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", "dokumen", Anggaran="1.250,5")])
    assert only_output(run).budgets.total == 1_250_500_000
    assert ("", "warning", "scale") in codes(run)


def test_nothing_is_dropped_silently():
    rows = [
        HEAD,
        row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", Target_Total=1),
        HEAD,
        [str(n) for n in range(1, 13)],
        row("JUMLAH", Anggaran=5),
        row("A. BAGIAN PERTAMA"),
        [*row(), "di luar tabel"],
        row(),
        [None, None, "Mengetahui"],
    ]

    def edit(workbook):
        workbook.active.merge_cells("A6:L6")
        workbook.active.cell(1, 13, "Coretan")

    run = rehearse(rows, edit=edit)
    assert [unread.row for unread in run.unread] == [3, 4, 5, 6, 7]
    assert [column.column.header for column in run.unmatched] == ["Coretan"]
    assert [item.text for _path, item in run.draft.renaksi()] == ["Menyusun", "Mengetahui"]


def test_telephone_numbers_are_not_shown_among_what_was_not_read():
    rows = [[*HEAD, "No HP"], [*row("JUMLAH"), "081200000001"], [*row("Total: 0812-0000-0003"), None]]
    rows.append([*row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah"), "081200000001"])
    run = rehearse(rows)
    assert [column.is_personal for column in run.unmatched] == [True]
    assert "0812" not in " ".join(unread.text for unread in run.unread)


def test_hidden_rows_are_read_and_named():
    rows = [HEAD, row("SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah"), row(None, None, "Menilai", "Jumlah")]

    def hide(workbook):
        workbook.active.row_dimensions[3].hidden = True

    run = rehearse(rows, edit=hide)
    assert run.counts.renaksi == 2
    assert [issue.code for issue in run.issues] == ["hidden_rows"]


def test_weights_that_do_not_add_up_are_told():
    head = ["Kegiatan Utama", "Indikator", "Rencana Aksi", "Bobot", "Indikator Output"]
    rows = [["SAKIP", "Nilai SAKIP", "Menyusun", 40, "Jumlah"], [None, None, "Menilai", 50, "Jumlah"]]
    assert [issue.code for issue in rehearse([head, *rows]).issues] == ["weights"]
    rows[1][3] = 60
    assert rehearse([head, *rows]).issues == ()


def test_budgets_per_triwulan_are_held_against_the_total():
    head = [
        "Kegiatan Utama",
        "Indikator",
        "Rencana Aksi",
        "Indikator Output",
        "Pagu TW I",
        "Pagu TW II",
        "Pagu",
    ]
    run = rehearse([head, ["SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", 100, 200, 400]])
    assert codes(run) == [("G2", "warning", "budget_sum")]


def test_several_sheets_come_into_one_draft():
    first = [["Tema", "Sasaran", "Permasalahan", "Rencana Aksi", "Output"], ["Tema A", "S", "P", "R", "O"]]
    second = [["Output", "Rencana Aksi", "Permasalahan", "Sasaran", "Tema"], ["O", "R", "P", "S", "Tema B"]]
    workbook = parse(book(first, second))
    run = dry_run(workbook, rank_sheets(workbook), year=2026)
    assert sorted(node.name for node in run.draft.nodes) == ["Tema A", "Tema B"]


KNOWN = (
    "Dinas Kesehatan",
    "Dinas Komunikasi dan Informatika",
    "Badan Kepegawaian Daerah",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Badan Perencanaan Pembangunan Daerah",
    "Biro Organisasi",
    "Kecamatan Alun",
    "Kecamatan Alur",
)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Dinas Kesehatan", "Dinas Kesehatan"),
        ("DINAS KESEHATAN PROVINSI", "Dinas Kesehatan"),
        ("Dinkes", "Dinas Kesehatan"),
        ("Diskominfo", "Dinas Komunikasi dan Informatika"),
        ("BKD", "Badan Kepegawaian Daerah"),
        ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        ("Bappeda", "Badan Perencanaan Pembangunan Daerah"),
        ("Biro Organisasi Setda", "Biro Organisasi"),
        ("Dinas Kesehatn", "Dinas Kesehatan"),
        ("Kec. Alun", "Kecamatan Alun"),
        ("Kecamatan Alum", None),
        ("Tim Kerja RB", None),
    ],
)
def test_units_are_known_by_their_many_names(written, known):
    (match,) = match_units([(written, 5)], KNOWN)
    assert match.known == known
    assert len(match.candidates) <= 3


def test_a_cell_may_list_several_units():
    rows = [
        HEAD,
        row(
            "SAKIP", "Nilai SAKIP", "Menyusun", "Jumlah", Pelaksana="1. Dinas Kesehatan\n2. Biro\nOrganisasi"
        ),
    ]
    run = rehearse(rows, units=KNOWN)
    assert next(run.draft.renaksi())[1].pelaksana == "Dinas Kesehatan; Biro Organisasi"
    assert [(match.written, match.known, match.rows) for match in run.units] == [
        ("Dinas Kesehatan", "Dinas Kesehatan", (2,)),
        ("Biro Organisasi", "Biro Organisasi", (2,)),
    ]


def test_an_empty_row_between_title_and_head_is_no_title():
    plan = row("SAKIP", "Nilai SAKIP", "Menyusun pohon kinerja", "Jumlah pohon kinerja", "dokumen")
    run = rehearse([["RENCANA AKSI RB"], ["Kegiatan utama: SPIP"], [], HEAD, plan])
    assert run.errors == ()
    assert run.counts.outputs == 1
