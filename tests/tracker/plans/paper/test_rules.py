"""The rules by which cells, columns and rows of paper are understood, each by a small table."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.document import Table
from tracker.plans.paper.columns import read_columns
from tracker.plans.paper.contents import evidence_of
from tracker.plans.paper.kinds import recognise
from tracker.plans.paper.lists import items
from tracker.plans.paper.merge import Decided, merged
from tracker.plans.paper.proposal import Wishes, propose
from tracker.plans.paper.quarters import in_order
from tracker.plans.paper.schedule import quarters_in
from tracker.plans.paper.sheet import mapping_of, workbook_of
from tracker.plans.paper.values import PaperCell, PaperRow, Place
from tracker.plans.sheets.dryrun import dry_run
from tracker.plans.sheets.headers import read_heading

MONTHS = [(["I", "II", "III", "IV"][(month - 1) // 3], month) for month in range(1, 13)]


def table(header, *rows, page=1, shades=(), title=""):
    count = len(rows)
    return Table(
        pages=(page,),
        header=tuple(header),
        rows=tuple(tuple(row) for row in rows),
        row_pages=(page,) * count,
        row_boxes=((0.0, 0.0, 10.0, 10.0),) * count,
        row_sure=(1.0,) * count,
        row_shades=shades,
        title=title,
    )


@pytest.mark.parametrize(
    ("heads", "quarters"),
    [
        (["Target / Trw l", "Target / TrwII", "Target / Trw", "Target / Trw lV"], [1, 2, 3, 4]),
        (["TWL I", "TWL III", "TWL II", "TWL IV"], [1, 2, 3, 4]),
        (["TW IV", "TW III", "TW II", "TW I"], [4, 3, 2, 1]),
        (["Triwulan I", "Triwulan II", "Triwulan"], [1, 2, None]),
    ],
)
def test_four_heads_of_quarters_name_them_in_their_order(heads, quarters):
    """A scan's reader takes l for I and II for III; the place beside the others tells which it is."""
    assert [quarter_in(head) for head in in_order(heads)] == quarters
    assert [column.header for column in read_columns(table(heads), "general", 2025)] == heads


def quarter_in(head: str) -> int | None:
    field = read_heading(head).field
    return int(field[-1]) if field and field[-1].isdecimal() else None


def texts(*tables, plan="general", year=2025, **wishes):
    return [row.texts() for row in propose(tables, plan, year, wishes=Wishes(**wishes)).rows]


@pytest.mark.parametrize(
    ("text", "quarters"),
    [
        ("B03, B06, B09, B12", {1, 2, 3, 4}),
        ("B06", {2}),
        ("TW I s.d. III", {1, 2, 3}),
        ("TW II dan IV", {2, 4}),
        ("triwulan 3", {3}),
        ("Maret – Mei 2025", {1, 2}),
        ("Agustus", {3}),
        ("Nop s.d. Des", {4}),
        ("setiap bulan", {1, 2, 3, 4}),
        ("bila diperlukan", set()),
    ],
)
def test_quarters_are_read_from_words(text, quarters):
    assert quarters_in(text) == quarters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a. Perda b. SOP c. Notulen", ["Perda", "SOP", "Notulen"]),
        ("1. Dinas Kesehatan 2. Dinas Sosial", ["Dinas Kesehatan", "Dinas Sosial"]),
        ("a. satu", []),
        ("Pasal 4. Lihat 7. Lampiran", []),
        ("Menyusun a. Perda b. SOP", []),
    ],
)
def test_lists_in_a_cell_are_taken_apart_only_where_they_are_lists(text, found):
    assert [item.text for item in items(text)] == found


@pytest.mark.parametrize(
    ("values", "content"),
    [
        (["Rp1.250.000,-", "75.000.000"], "money"),
        (["√", "V", ""], "tick"),
        (["TW I", "B06", "TW II-III"], "quarter"),
        (["Maret", "Jan - Feb"], "month"),
        (["25%", "12,5 %"], "percent"),
        (["Dokumen", "Laporan", "Orang"], "measure"),
        (["Dinas Kesehatan", "Biro Hukum"], "unit"),
        (["0812-3456-7890", "081234567890"], "personal"),
        (["1", "2", "12"], "number"),
        (["Menyusun peta proses bisnis"], "text"),
    ],
)
def test_columns_are_known_by_what_they_hold(values, content):
    assert evidence_of(values).content == content


def test_columns_without_a_known_head_are_mapped_by_their_contents():
    rows = [
        [
            "Menyusun peta proses bisnis",
            "Peta proses bisnis",
            "Dokumen",
            "Biro Organisasi",
            "125.000.000",
            "B06",
        ],
        ["Menilai maturitas SPIP", "Laporan penilaian", "Laporan", "Inspektorat Daerah", "75.000.000", "B12"],
    ]
    columns = read_columns(table(["Rencana Aksi", "Keluaran", "X", "", "Y", "Z"], *rows), "general", 2025)
    assert [column.role for column in columns] == [
        "renaksi",
        "indikator_output",
        "satuan_output",
        "pelaksana",
        "anggaran_total",
        "waktu",
    ]
    assert "isinya jumlah uang" in columns[4].reason
    assert columns[4].confidence < columns[0].confidence


def test_a_head_that_its_cells_contradict_is_less_sure():
    columns = read_columns(
        table(
            ["Rencana Aksi", "Indikator Output", "Anggaran"],
            ["a", "b", "Dinas Sosial"],
            ["c", "d", "Biro Umum"],
        ),
        "general",
        2025,
    )
    assert columns[2].confidence == 0.5
    assert "tetapi isinya nama perangkat daerah" in columns[2].reason


PLAIN = ["No", "Rencana Aksi", "Indikator Output", "Target Total"]


def test_parents_on_rows_of_their_own_are_filled_down_by_their_marks():
    found = texts(
        table(
            PLAIN,
            ["A", "Tata Kelola", "", ""],
            ["I", "Indeks Kebijakan", "", ""],
            ["1", "Menyusun naskah", "Jumlah naskah", "2"],
            ["B", "Arsip Digital", "", ""],
            ["I", "Tingkat Digitalisasi", "", ""],
            ["1", "Alih media", "Jumlah berkas", "500"],
        )
    )
    assert [(row["kegiatan_utama"], row["indikator"], row["renaksi"]) for row in found] == [
        ("Tata Kelola", "Indeks Kebijakan", "Menyusun naskah"),
        ("Arsip Digital", "Tingkat Digitalisasi", "Alih media"),
    ]


def test_parents_that_say_what_they_are_need_no_marks():
    found = texts(
        table(
            PLAIN,
            ["Kegiatan Utama: SAKIP", "", "", ""],
            ["Indikator: Nilai SAKIP", "", "", ""],
            ["1", "Menyusun pohon kinerja", "Jumlah pohon", "1"],
        )
    )
    assert (found[0]["kegiatan_utama"], found[0]["indikator"]) == ("SAKIP", "Nilai SAKIP")


def test_a_new_parent_empties_those_below_it():
    head = ["Kegiatan Utama", "Indikator", "Rencana Aksi", "Indikator Output"]
    proposal = propose(
        [table(head, ["K1", "I1", "R1", "O1"], ["", "", "", "O2"], ["K2", "", "R2", "O3"])], "general", 2025
    )
    assert [row.texts().get("indikator") for row in proposal.rows] == ["I1", "I1", None]
    assert proposal.rows[1].texts()["renaksi"] == "R1"
    assert proposal.rows[2].remarks == (
        "Indikator belum diketahui. Isi, atau pilih satu untuk seluruh tabel.",
    )
    assert not proposal.rows[2].is_sure
    assert proposal.missing == ("indikator",)


def test_months_by_tick_or_colour_become_quarters():
    head = ["Rencana Aksi", "Indikator Output", "Target Total", *(f"Jadwal / {n}" for n in range(1, 13))]
    ticked = ["R1", "O1", "1 Dokumen", *["", "", "v"], *[""] * 9]
    coloured = ["R2", "O2", "2 Laporan", *[""] * 12]
    found = texts(
        table(head, ticked, coloured, shades=((), (8, 14))), into={"kegiatan_utama": "K", "indikator": "I"}
    )
    assert {name: text for name, text in found[0].items() if "target_tw" in name} == {
        "target_tw1": "1 Dokumen"
    }
    assert {name: text for name, text in found[1].items() if "target_tw" in name} == {
        "target_tw2": "1",
        "target_tw4": "1",
    }


def test_a_row_that_is_coloured_as_a_whole_marks_nothing():
    head = ["Rencana Aksi", "Indikator Output", "TW I", "TW II", "TW III", "TW IV"]
    found = texts(table(head, ["R", "O", "", "", "", ""], shades=((0, 1, 2, 3, 4, 5),)))
    assert not any(name.startswith("target") for name in found[0])


@pytest.mark.parametrize(
    ("targets", "way"),
    [
        (["10", "20", "30", "40", "40"], "kumulatif"),
        (["10", "10", "10", "10", "40"], None),
        (["40", "30", "20", "10", "10"], None),
    ],
)
def test_running_totals_are_proposed_and_never_silent(targets, way):
    head = ["Rencana Aksi", "Indikator Output", "TW I", "TW II", "TW III", "TW IV", "Target Total"]
    into = {"kegiatan_utama": "K", "indikator": "I"}
    (row,) = propose([table(head, ["R", "O", *targets])], "general", 2025, wishes=Wishes(into=into)).rows
    assert row.texts().get("akumulasi") == way
    if way:
        assert not row.is_sure
        assert "sama dengan total 40" in row.cells["akumulasi"].reason


def test_what_does_not_add_up_is_a_sentence_with_its_place():
    head = [
        "Rencana Aksi",
        "Indikator Output",
        "TW I",
        "TW II",
        "TW III",
        "TW IV",
        "Target Total",
        "Anggaran",
    ]
    proposal = propose(
        [
            table(
                head,
                ["R1", "O1", "1", "1", "1", "1", "5", "70"],
                ["R2", "O2", "1", "", "", "", "1", "48"],
                ["Jumlah", "", "", "", "", "", "", "120"],
                page=3,
            )
        ],
        "general",
        2025,
        wishes=Wishes(into={"kegiatan_utama": "K", "indikator": "I"}),
    )
    assert proposal.rows[0].remarks == ("Target triwulan berjumlah 4, terakhir 1, tetapi totalnya 5.",)
    assert proposal.checks == ((3, "Baris “Jumlah”, kolom Anggaran: tercetak 120, dijumlahkan 118."),)
    assert proposal.unclear[0].reason == "Baris jumlah; jumlah dihitung sendiri."


def test_an_output_that_begins_with_jumlah_is_no_row_of_sums():
    head = [
        "No",
        "Rencana Aksi",
        "Indikator Output",
        "Satuan",
        "TW I",
        "TW II",
        "TW III",
        "TW IV",
        "Anggaran",
    ]
    proposal = propose(
        [
            table(
                head,
                ["1", "Menata arsip", "Daftar arsip", "Daftar", "", "", "", "1", "40.000.000"],
                ["", "", "Jumlah arsip yang ditata", "Berkas", "10", "10", "10", "10", "60.000.000"],
                ["", "", "Jumlah pegawai terlatih", "%", "", "50", "", "100", "5.000.000"],
                ["", "", "Jumlah rak", "", "", "2", "", "2", "1.000.000"],
                ["", "", "Jumlah anggaran kegiatan", "", "", "", "", "", "106.000.000"],
            )
        ],
        "general",
        2025,
    )
    assert [row.texts()["indikator_output"] for row in proposal.rows] == [
        "Daftar arsip",
        "Jumlah arsip yang ditata",
        "Jumlah pegawai terlatih",
        "Jumlah rak",
    ]
    assert [one.reason for one in proposal.unclear] == ["Baris jumlah; jumlah dihitung sendiri."]
    assert proposal.checks == ()


def test_a_part_that_is_known_says_more_than_a_bare_word_among_others():
    heads = [
        "Kegiatan",
        "Indikator",
        "Rencana Tahun 2025 / Lokasi",
        "Rencana Tahun 2025 / Target Capaian Kinerja",
    ]
    columns = read_columns(table(heads, ["Menata", "Jumlah rak", "Kota", "12 rak"]), "general", 2025)
    assert columns[3].role == "target_total"


def test_a_schedule_by_months_is_not_the_portals_template():
    heads = [
        "Sasaran",
        "Indikator Sasaran",
        "Indikator Kegiatan",
        "Target Kegiatan",
        "Rencana Aksi",
        "Anggaran",
    ]
    heads += [
        "Penanggung Jawab",
        *(f"Jadwal Kegiatan / Trw {quarter} / {month}" for quarter, month in MONTHS),
    ]
    one = table(heads, [*"abcdefg", *["v"] * 12])
    assert recognise(one) is None or recognise(one).kind.id != "portal"


def test_a_unit_left_of_its_output_is_that_of_the_output():
    heads = ["Permasalahan", "Nama Kegiatan", "Sasaran", "Sumber Dana", "Satuan", "Output", "TW I"]
    columns = read_columns(table(heads, ["a", "b", "c", "APBD", "Orang", "d", "1"]), "tematik", 2025)
    assert columns[4].role == "satuan_output"
    heads = ["Sasaran", "Indikator", "Satuan", "Output", "Rencana Aksi", "TW I"]
    columns = read_columns(table(heads, ["a", "b", "Nilai", "c", "d", "1"]), "tematik", 2025)
    assert columns[2].role == "indikator_satuan"


def test_a_row_that_numbers_the_columns_is_none_of_the_plan():
    head = ["No", "Rencana Aksi", "Indikator Output", "Satuan Target Total"]
    rows = [["1", "2", "3", "4 5"], ["1", "Menata arsip", "Daftar arsip", "1"]]
    proposal = propose([table(head, *rows)], "general", 2025)
    assert [row.texts()["renaksi"] for row in proposal.rows] == ["Menata arsip"]
    assert [(one.row, one.reason) for one in proposal.unclear if one.row] == [(1, "Baris nomor kolom.")]


def test_a_row_of_another_year_still_names_the_parents_of_those_below_it():
    head = ["Kegiatan", "Sub Kegiatan", "Output", "Tahun Pelaksanaan / 2024", "Tahun Pelaksanaan / 2025"]
    rows = [["Penataan arsip", "Membeli rak", "Rak", "V", ""], ["", "Menyusun daftar", "Daftar", "", "V"]]
    (row,) = propose([table(head, *rows)], "general", 2025, wishes=Wishes(kind="lampiran-tahun")).rows
    assert (row.texts()["indikator"], row.texts()["renaksi"]) == ("Penataan arsip", "Menyusun daftar")


def test_a_column_of_groups_that_the_plan_has_no_place_for_is_listed():
    head = ["Stream Kegiatan", "Rencana Aksi", "Indikator Output", "Target Total"]
    proposal = propose(
        [table(head, ["Data", "Memadankan data", "Berita acara", "4"])],
        "general",
        2025,
        wishes=Wishes(columns={(0, 0): "kelompok"}),
    )
    (listed,) = proposal.unclear
    assert (listed.column, listed.text) == ("Stream Kegiatan", "Data")
    assert listed.reason.startswith("Hanya judul kelompok")


def test_a_time_that_is_not_understood_is_listed_with_its_cell():
    head = ["Rencana Aksi", "Indikator Output", "Waktu"]
    proposal = propose(
        [table(head, ["R1", "O1", "B03"], ["R2", "O2", "bila dana tersedia"])],
        "general",
        2025,
        wishes=Wishes(columns={(0, 2): "waktu"}),
    )
    (listed,) = proposal.unclear
    assert (listed.page, listed.row, listed.column, listed.text) == (1, 2, "Waktu", "bila dana tersedia")


def test_scanned_words_make_a_row_less_sure():
    one = table(["Rencana Aksi", "Indikator Output"], ["R", "O"])
    (row,) = propose([scanned(one, 0.7)], "general", 2025).rows
    assert row.cells["renaksi"].reason == "terbaca dari pindaian"
    assert row.confidence < 0.7


def scanned(one, sure=0.8):
    return replace(one, row_sure=(sure,) * len(one.rows))


def test_a_scan_that_lost_a_tick_loses_no_row():
    head = ["Sub Kegiatan", "Output", "Tahun Pelaksanaan / 2024", "Tahun Pelaksanaan / 2025"]
    rows = [["Menata ruang", "Ruang", "SI", ""], ["Menyusun SOP", "SOP", "", ""]]
    printed = propose([table(head, *rows)], "general", 2025)
    assert [row.texts()["indikator_output"] for row in printed.rows] == ["SOP"]
    assert "Tidak ada tahun yang ditandai." in printed.rows[0].remarks
    read = propose([scanned(table(head, *rows))], "general", 2025)
    assert [row.texts()["indikator_output"] for row in read.rows] == ["Ruang", "SOP"]
    assert "Dijadwalkan pada 2024, bukan 2025." in read.rows[0].remarks


def test_a_scan_that_lost_the_type_of_a_row_has_it_from_its_number():
    head = ["Tipe", "Nomor", "Sasaran Kegiatan", "Indikator", "Rincian Kegiatan", "Indikator Output", "Waktu"]
    rows = [
        ["K", "K.1", "Arsitektur SPBE", "", "", "", ""],
        ["IO", "IO.1.1", "", "Indeks SPBE", "Menyusun peta", "Jumlah peta", "B06"],
        ["", "K8", "Pengaduan", "", "", "", ""],
        ["10", "1O.8.1", "", "Tindak lanjut", "Menyusun laporan", "Jumlah laporan", "B12"],
    ]
    found = texts(scanned(table(head, *rows)), kind="tipe-baris")
    assert [row["kegiatan_utama"] for row in found] == ["Arsitektur SPBE", "Pengaduan"]


def row_of(key, source, page=1, number=0):
    cells = {"renaksi": PaperCell(source, 0.9)}
    return PaperRow(key, Place(0, number, page), cells, source)


def decided(key, source, page=1):
    return Decided(key, "edited", {"renaksi": "dari orang"}, source, Place(0, 0, page), 1, "Ratna")


def test_a_decision_stays_with_its_row_when_it_is_read_anew():
    rows = [row_of("baru", "Menyusun peta proses bisnis"), row_of("lain", "Menilai SPIP", number=1)]
    (first, second) = merged(rows, [decided("lama", "Menyusun peta proses blsnis")])
    assert (first.key, first.state, first.texts) == ("lama", "edited", {"renaksi": "dari orang"})
    assert second.state == "proposed"


def test_a_decision_whose_row_is_gone_is_kept():
    rows = [row_of("satu", "Menilai SPIP")]
    found = merged(rows, [decided("hilang", "Menyusun peta proses bisnis", page=2)])
    assert [(one.key, one.row is None, one.is_taken) for one in found] == [
        ("satu", False, False),
        ("hilang", True, True),
    ]


def test_rows_that_were_taken_are_read_as_a_sheet():
    rows = [
        {
            "kegiatan_utama": "K",
            "indikator": "I",
            "renaksi": "R",
            "indikator_output": "O",
            "target_total": "12 Dokumen",
        }
    ]
    run = dry_run(workbook_of(rows, "general"), mapping_of("general"), year=2025)
    assert run.errors == ()
    (_path, action) = next(iter(run.draft.renaksi()))
    assert (action.outputs[0].targets.total, action.outputs[0].satuan) == (Decimal(12), "Dokumen")
