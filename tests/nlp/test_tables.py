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


def test_a_caption_gives_its_scale_to_columns_of_years_and_to_all_columns_beside_money():
    years = "Ringkasan APBD\n(dalam jutaan rupiah)\n\nUraian\t2029\t2030\nPendapatan\t1.204.500,25\t988,00\n"
    assert [float(m.value) for m in extract(years).claims] == [1_204_500_250_000.0, 988_000_000.0]
    beside = "Serapan (Rp juta)\nProgram\tPagu\tSP2D TW I\t% Serapan\nJalan\t12.500\t2.950,5\t23,6\n"
    assert cells(beside) == [
        ("money", 12_500_000_000.0, "target"),
        ("money", 2_950_500_000.0, "actual"),
        ("percent", 23.6, "actual"),
    ]


def test_a_scale_of_money_leaves_the_targets_of_indicators_alone():
    text = (
        "RKPD Tahun 2031 (pagu dalam ribuan rupiah)\n\n"
        "Kode ; Program ; Indikator ; Target 2031 ; Pagu Indikatif\n"
        "1.02 ; Program Kesehatan ; Indeks Keluarga Sehat ; 0,42 ; 345.000\n"
        "; JUMLAH ; ; ; 345.000\n"
    )
    assert cells(text) == [
        ("score", 0.42, "target"),
        ("money", 345_000_000.0, "target"),
        ("money", 345_000_000.0, "target"),
    ]


def test_what_is_said_below_a_table_gives_its_unit():
    text = "AREA\nTARGET\nCAPAIAN\n\nPerizinan\n90\n61,20\n\nPengadaan\n85\n48,33\n\nangka dalam persen.\n"
    assert [m.kind for m in extract(text).claims] == ["percent"] * 4


def test_prices_are_money_even_where_the_row_has_a_unit():
    text = (
        "No | Nama Barang | Jumlah | Satuan | Harga Satuan | Total Harga\n"
        "1 | Kertas A4 | 250 | rim | 52.000 | 13.000.000\n"
    )
    assert [(m.kind, float(m.value)) for m in extract(text).claims] == [
        ("count", 250.0),
        ("money", 52_000.0),
        ("money", 13_000_000.0),
    ]


def test_empty_cells_between_bars_keep_their_places():
    text = (
        "no|paket|pagu|metode|nilai kontrak|fisik\n"
        "1|jalan|900.000.000|tender|880.000.000|2,1%\n"
        "jumlah||900.000.000||880.000.000|\n"
    )
    assert [m.role for m in extract(text).claims if m.kind == "money"] == ["target", "actual"] * 2


def test_bars_that_were_read_as_letters_part_cells():
    text = (
        "I No I Kegiatan       I Anggaran (Rp)   I Realisasi (Rp)  I Fisik % I\n"
        "I 1  I Bibit unggul   I 1.250.000.000   I 874.500.000     I 75.00   I\n"
        "I    I JUMLAH         I 1.250.000.000   I 874.500.000     I 75.00   I\n"
    )
    assert (
        cells(text)
        == [
            ("money", 1_250_000_000.0, "target"),
            ("money", 874_500_000.0, "actual"),
            ("percent", 75.0, "actual"),
        ]
        * 2
    )


def test_a_row_of_one_cell_a_line_ends_with_its_figures_however_long_its_label_is():
    text = """SPM TAHUN 2031

No
Jenis Pelayanan
Sasaran
(orang)
Terlayani
(orang)
Capaian
(%)
PJ
1
2
3
4
5
6
1
Pelayanan kesehatan
ibu hamil
4.812
4.655
96,74
Bidang Satu
2
Pelayanan balita
594
0
0
Bidang Dua
JUMLAH
5.406
4.655
86,11
"""
    assert [(m.kind, float(m.value)) for m in extract(text).claims] == [
        ("count", 4812.0),
        ("count", 4655.0),
        ("percent", 96.74),
        ("count", 594.0),
        ("count", 0.0),
        ("percent", 0.0),
        ("count", 5406.0),
        ("count", 4655.0),
        ("percent", 86.11),
    ]


def test_a_minus_before_a_figure_and_figures_that_touch_are_read():
    text = (
        "Indikator            Satuan      2029      2030      2031\n"
        "Pertumbuhan ekonomi  %           4,12      -2,94     3,80\n"
        "PDRB                 Rp miliar   12.001,9  13.222,4 14.000,0\n"
        "Penduduk             jiwa        812.345   819.020   825.711\n"
    )
    assert [(m.kind, float(m.value)) for m in extract(text).claims] == [
        ("percent", 4.12),
        ("percent", -2.94),
        ("percent", 3.8),
        ("money", 12_001_900_000_000.0),
        ("money", 13_222_400_000_000.0),
        ("money", 14_000_000_000_000.0),
        ("count", 812_345.0),
        ("count", 819_020.0),
        ("count", 825_711.0),
    ]


def test_years_behind_a_state_at_the_start_are_aimed_at():
    text = (
        "Indikator | Satuan | Kondisi Awal 2030 | 2031 | 2032 | Kondisi Akhir\n"
        "Indeks pelayanan | indeks | 71,20 | 73,0 | 75,0 | 75,0\n"
    )
    assert [m.role for m in extract(text).claims] == ["actual", "target", "target", "target"]


def test_heads_scale_counts_and_lengths_of_time_and_weights_are_no_claims():
    text = (
        "Unit | Bobot (%) | Penduduk miskin (ribu jiwa) | Luas (m2) | Rata-rata hari | Nilai\n"
        "Awan | 25 | 38,21 | 1.250,5 | 2,4 | 3,10\n"
    )
    assert [(m.kind, float(m.value)) for m in extract(text).claims] == [
        ("count", 38_210.0),
        ("count", 1250.5),
        ("score", 3.1),
    ]


def test_a_prevalence_is_a_percentage_in_cells_and_behind_a_colon():
    table = (
        "IKU                    T       R\n"
        "Prevalensi wasting     7,0     7,4\nCakupan air minum      95      93,2\n"
    )
    assert cells(table) == [
        ("percent", 7.0, "target"),
        ("percent", 7.4, "actual"),
        ("percent", 95.0, "target"),
        ("percent", 93.2, "actual"),
    ]
    assert [m.kind for m in extract("5. Prevalensi wasting: 7,1 menjadi 5,0\n").claims] == ["percent"] * 2


def test_numbers_and_years_of_rows_without_labels_are_no_figures():
    text = (
        "No Tahun Jumlah Temuan Rekomendasi Nilai (Rp)\n"
        "1 2028 21 54 1.245.000.000,00\n2 2029 18 47 845.500.000,00\n"
    )
    assert [float(m.value) for m in extract(text).claims] == [21, 54, 1_245_000_000, 18, 47, 845_500_000]
