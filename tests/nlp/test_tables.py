"""Figures in tables that became text: kind, role and period come from head and row."""

from __future__ import annotations

import pytest

from nlp import extract

PIPED = """Laporan Kinerja Tahun 2031
No | Indikator | Satuan | Target | Realisasi | Capaian (%)
1 | Indeks Kepuasan Masyarakat | Nilai | 88,00 | 89,75 | 101,99
2 | Persentase LHKPN | % | 100 | 98,3 | 98,30
3 | Dokumen peta proses bisnis | Dokumen | 12 | 9 | 75,00
4 | Opini BPK | Predikat | WTP | WDP | -
"""

ALIGNED = """REALISASI ANGGARAN TAHUN 2031

Program                        Anggaran (Rp)         Realisasi (Rp)         %
1                              2                     3                      4
Pelayanan perkantoran          698,000,000.00        612,500,000.00     87.75
Pembinaan aparatur           1,250,000,000.00      1,198,003,450.00     95.84
"""

PAIRED = """                     TW I 2031         TW II 2031
OPD               Target Realisasi  Target Realisasi
Dinas Satu           20%    22%       45%    41%
Dinas Dua            25%    18%       50%    52%
"""

VERTICAL = """Posisi Triwulan II Tahun 2031

Rencana Aksi
Target
Realisasi
Capaian

Verifikasi data
24.000 KK
21.870 KK
91,13%
Bantuan modal usaha
350 UMKM
352 UMKM
100,57%
"""

SPACED = """Capaian Tahun 2031
OPD Target Realisasi Capaian
Dinas Satu 90 85 94,44%
Dinas Dua 80 84 105,00%
"""


def cells(text: str) -> list[tuple[str, object, str]]:
    return [
        (m.kind, m.value if isinstance(m.value, str) else float(m.value), m.role)
        for m in extract(text).claims
    ]


def test_a_table_with_bars_takes_kind_from_unit_and_role_from_head():
    assert cells(PIPED) == [
        ("score", 88.0, "target"),
        ("score", 89.75, "actual"),
        ("percent", 101.99, "actual"),
        ("percent", 100.0, "target"),
        ("percent", 98.3, "actual"),
        ("percent", 98.3, "actual"),
        ("count", 12.0, "target"),
        ("count", 9.0, "actual"),
        ("percent", 75.0, "actual"),
        ("grade", "WTP", "target"),
        ("grade", "WDP", "actual"),
    ]


def test_the_row_names_the_indicator():
    codes = [m.indicator for m in extract(PIPED).claims]
    assert codes[:6] == ["ikm"] * 3 + ["lhkpn"] * 3
    assert codes[-2:] == ["bpk", "bpk"]


def test_columns_of_money_are_rupiah_and_the_row_of_column_numbers_is_dropped():
    assert cells(ALIGNED) == [
        ("money", 698000000.0, "target"),
        ("money", 612500000.0, "actual"),
        ("percent", 87.75, "actual"),
        ("money", 1250000000.0, "target"),
        ("money", 1198003450.0, "actual"),
        ("percent", 95.84, "actual"),
    ]


def test_quarters_over_paired_columns_give_the_period():
    found = extract(PAIRED).claims
    assert [m.role for m in found[:4]] == ["target", "actual", "target", "actual"]
    assert [m.period for m in found[:4]] == ["2031-01/2031-03"] * 2 + ["2031-04/2031-06"] * 2


@pytest.mark.parametrize("text", [VERTICAL, SPACED], ids=["one cell a line", "single blanks"])
def test_lost_columns_keep_the_order_of_their_heads(text: str):
    assert [m.role for m in extract(text).claims] == ["target", "actual", "actual"] * 2


def test_the_number_of_a_row_is_no_figure():
    text = (
        "Capaian Kinerja Tahun 2031\n"
        "No Indikator Kinerja Satuan Target Realisasi Capaian\n"
        "1 Persentase jalan mantap Persen 72,50 74,10 102,21\n"
        "2 Jumlah UMKM binaan UMKM 150 148 98,67\n"
    )
    assert cells(text) == [
        ("percent", 72.5, "target"),
        ("percent", 74.1, "actual"),
        ("percent", 102.21, "actual"),
        ("count", 150.0, "target"),
        ("count", 148.0, "actual"),
        ("percent", 98.67, "actual"),
    ]


def test_a_plan_that_lost_its_lines_has_targets_and_amounts():
    text = (
        "Program Kegiatan Indikator Kinerja Target Pagu Keterangan\n"
        "Prosentase kendaraan laik\njalan\n79,00\n"
        "Jumlah desa binaan 12 Desa 500.000.000\n"
    )
    assert cells(text) == [("percent", 79.0, "target"), ("count", 12.0, "target"), ("money", 5e8, "target")]


def test_a_duration_under_target_is_a_count():
    text = (
        "Kegiatan                Target       Anggaran (Rp)\n"
        "Pemeliharaan server     12 bulan     50.000.000\n"
    )
    assert cells(text) == [("count", 12.0, "target"), ("money", 50000000.0, "target")]


def test_a_scale_in_the_row_multiplies():
    text = (
        "Indikator                        Target    Realisasi\n"
        "Investasi (Rp miliar)            900       1.034,9\n"
    )
    assert cells(text) == [("money", 900e9, "target"), ("money", 1034.9e9, "actual")]


def test_a_sheet_parted_by_semicolons_keeps_its_empty_cells():
    text = "No;OPD;Wajib LHKPN;Sudah;%\n1;Sekretariat;18;18;100\n;TOTAL;5.012;4.699;93,75\n"
    assert [(kind, value) for kind, value, _ in cells(text)] == [
        ("count", 18.0),
        ("count", 18.0),
        ("percent", 100.0),
        ("count", 5012.0),
        ("count", 4699.0),
        ("percent", 93.75),
    ]


def test_figures_at_the_ends_of_lines_stand_under_the_last_heads():
    text = "Wilayah 2030 2031 Peringkat\nMuara Jaya 68,89 69,47 6\nTanah Elok 70,15 70,93 3\n"
    assert [(kind, value) for kind, value, _ in cells(text)] == [
        ("score", 68.89),
        ("score", 69.47),
        ("rank", 6.0),
        ("score", 70.15),
        ("score", 70.93),
        ("rank", 3.0),
    ]


LOST_COLUMNS = """Prevalensi Stunting Menurut Kecamatan (%)

Kecamatan
Muara Satu
Muara Dua
Kabupaten

2030
14,2
21,7
19,8

Target 2031
9,0
15,0
13,4
"""

TWO_LINES_OF_HEADS = """Penetapan Indikator Kota Tanah Elok
Indikator Satuan Kondisi Awal Target Tahun
(2030) 2031 2032
Persentase Penduduk Miskin % 7,91 7,60 7,25
Nilai Akuntabilitas Kinerja
(SAKIP) Predikat B BB A
"""

MISPLACED_HEADS = """                               Kondisi
                               awal     Target
No  Indikator        Satuan    2030   2031   2032   2033
1   Tingkat miskin   %        11,36  10,95  10,40  9,85
2   Predikat SAKIP   huruf    CC  B  B  BB
"""


def test_columns_that_stand_one_after_the_other_take_their_unit_from_the_caption():
    found = extract(LOST_COLUMNS).claims
    assert {m.kind for m in found} == {"percent"}
    assert [m.role for m in found] == ["actual"] * 3 + ["target"] * 3
    assert [m.period for m in found] == ["2030"] * 3 + ["2031"] * 3
    assert {m.indicator for m in found} == {"stunting"}


def test_a_line_of_years_stands_under_the_heads_that_it_divides():
    found = extract(TWO_LINES_OF_HEADS).claims
    rows = [(m.kind, m.role, m.period) for m in found if m.kind == "percent"]
    assert rows == [
        ("percent", "actual", "2030"),
        ("percent", "target", "2031"),
        ("percent", "target", "2032"),
    ]
    assert [m.value for m in found if m.kind == "grade"] == ["B", "BB", "A"]


def test_cells_go_to_columns_in_order_where_heads_stand_askew():
    found = extract(MISPLACED_HEADS).claims
    assert [m.period for m in found] == ["2030", "2031", "2032", "2033"] * 2
    assert [m.role for m in found] == ["actual", "target", "target", "target"] * 2


def test_a_caption_names_the_scale_of_a_sheet_parted_by_tabs():
    text = (
        "Realisasi PAD Tahun 2031 (juta Rp)\n\n"
        "Jenis\tTarget\tTW I\t% s.d. TW I\n"
        "Pajak\t48.750,0\t9.811,4\t20,13\n"
    )
    found = extract(text).claims
    assert [(m.kind, float(m.value)) for m in found] == [
        ("money", 48_750_000_000.0),
        ("money", 9_811_400_000.0),
        ("percent", 20.13),
    ]
    assert [m.period for m in found] == ["2031", "2031-01/2031-03", "2031"]


def test_months_at_the_rows_are_the_period():
    text = (
        "Inflasi Kota Elok Tahun 2031\n\n"
        "Bulan     IHK     Inflasi (%)\n"
        "Maret     113,98  0,34\nApril     114,16  0,16\n"
    )
    assert [m.period for m in extract(text).claims if m.kind == "percent"] == ["2031-03", "2031-04"]
