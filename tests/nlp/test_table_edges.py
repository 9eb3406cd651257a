"""Tables whose edges mislead: titles over heads, rules across them, numbers of items, sums and shares."""

from __future__ import annotations

import pytest

from nlp import extract

NUMBERED = """SASARAN PROGRAM            INDIKATOR KINERJA                  TARGET
Mutu layanan naik          1.1 Indeks Kepuasan Masyarakat     84,50
                           1.2 Persentase aduan tuntas        92 %
"""

TITLED = """LAPORAN REALISASI ANGGARAN
TAHUN ANGGARAN 2031          Hal. 1 / 2

KODE      URAIAN               ANGGARAN (Rp)           REALISASI (Rp)
5.1       Belanja Pegawai      118.200.000.000,00      117.904.772.811,00
5.2       Belanja Modal         64.000.000.000,00       51.871.204.550,00
"""

RULED = """Desa                 Pagu             Tahap I          Sisa pagu
------------------------------------------------------------------
KEC. SATU
 01 Lembah Hijau     904.118.000      216.658.880      687.459.120
 02 Bukit Indah      776.002.000                0      776.002.000
"""

SHARES = """                                             (dalam rupiah)
Jenis Belanja     Pagu               Realisasi            %      Deviasi
Pegawai           188.402.771.000    41.030.552.190    21,78       -1,78
Modal             133.900.000.000     4.101.229.500     3,06       -6,94
"""

SUMS = """Rincian per sektor (Rp miliar):
Sektor              PMA        PMDN       Jumlah    Proyek
Logam dasar       2.114,5      301,2     2.415,7        38
Pertambangan        884,0      917,7     1.801,7       112
"""

SIGNED = """PROGRAM                          ANGGARAN                   KET.
1.  Pelayanan Perkantoran        Rp. 24.118.600.000,-       DAK
2.  Pembinaan Aparatur           Rp.  3.870.450.000,-       APBD
"""

ASPECTS = """Domain / Aspek                          Skor 2030    Skor 2031
Domain 1  Kebijakan Internal SPBE           2,40         3,30
Domain 2  Layanan SPBE                      1,60         2,10
"""


def kinds(text: str) -> list[tuple[str, float]]:
    return [(m.kind, float(m.value)) for m in extract(text).claims if not isinstance(m.value, str)]


def test_the_numbers_of_items_are_no_figures():
    assert kinds(NUMBERED) == [("score", 84.5), ("percent", 92)]
    assert kinds(ASPECTS) == [("score", 2.4), ("score", 3.3), ("score", 1.6), ("score", 2.1)]


def test_a_title_that_blanks_part_gives_its_year_and_is_no_head():
    found = extract(TITLED).claims
    assert [(m.role, m.indicator, m.period) for m in found] == [
        ("target", "anggaran", "2031"),
        ("actual", "anggaran", "2031"),
    ] * 2


def test_a_line_below_the_rule_under_the_heads_is_a_row_and_nothing_among_amounts_is_money():
    assert kinds(RULED) == [
        ("money", 904118000),
        ("money", 216658880),
        ("money", 687459120),
        ("money", 776002000),
        ("money", 0),
        ("money", 776002000),
    ]


def test_small_figures_with_decimals_beside_a_share_are_no_rupiah():
    assert [one for one in kinds(SHARES) if one[0] == "percent"] == [
        ("percent", 21.78),
        ("percent", -1.78),
        ("percent", 3.06),
        ("percent", -6.94),
    ]


def test_a_sum_takes_the_scale_of_what_is_summed():
    assert kinds(SUMS)[:4] == [
        ("money", 2114500000000),
        ("money", 301200000000),
        ("money", 2415700000000),
        ("count", 38),
    ]


def test_blanks_behind_the_sign_of_rupiah_do_not_part_it_from_its_amount():
    found = extract(SIGNED).claims
    assert [m.text for m in found] == ["Rp. 24.118.600.000,-", "Rp.  3.870.450.000,-"]
    assert {m.indicator for m in found} == {"anggaran"}


def test_a_table_is_not_of_a_time_that_its_text_compares_with():
    text = f"Pada tahun 2031 investasi Rp6,27 triliun. Dibanding tahun 2030 angka itu tumbuh.\n\n{SUMS}"
    assert {m.period for m in extract(text).claims if m.kind == "count"} == {"2031"}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("RAPBD kami susun dengan pendapatan 986,4 miliar. Turun.", "money", 986400000000),
        ("Perjalanan dinas DPRD: 38,4 miliar.", "money", 38400000000),
        ("Retribusi masuk cuma 415 juta, ada bocor.", "money", 415000000),
        ("Sasaran inflasi 3,0±1 persen.", "percent", 3),
        ("Sesuai rekomendasi : 33 (63,46%)", "count", 33),
    ],
)
def test_amounts_without_a_sign_and_figures_beside_their_share_are_found(text: str, kind: str, value: float):
    assert kinds(text)[0] == (kind, value)


FIELDS = """Jumlah responden          : 412 orang
   Perempuan              : 241   (58,5%)

KODE  UNSUR PELAYANAN                       NRR             MUTU
U1    Persyaratan                           3,42             B
U2    Waktu penyelesaian                    2,87             C
"""

ARROWS = """Unit>Masuk>Selesai>Proses
DPUPR>121>97>24
Dishub>38>22>16
"""

FOREIGN = """Kabupaten/Kota      PMDN (Rp juta)   PMA (US$ ribu)   Proyek
Kab. Labuan         210.405,2        4.100,5          318
Kab. Pesisir Tengah 98.770,0         120,0            102
"""

GRADED = """Indikator
Realisasi 2030
Target 2031
Realisasi 2031

Nilai SAKIP
B (63,02)
BB (70,01)
B (66,45)
Opini BPK
WTP
WTP
n/a *)
"""


def test_the_fields_of_a_form_over_a_table_are_no_heads():
    assert [one for one in kinds(FIELDS) if one[1] < 5] == [("score", 3.42), ("score", 2.87)]


def test_arrows_part_cells():
    assert kinds(ARROWS) == [("count", n) for n in (121, 97, 24, 38, 22, 16)]


def test_foreign_money_is_no_claim_and_a_name_may_touch_its_figure():
    assert kinds(FOREIGN) == [("money", 210405200000), ("count", 318), ("money", 98770000000), ("count", 102)]


def test_a_grade_and_the_score_behind_it_are_two_claims():
    grades = [m.value for m in extract(GRADED).claims if m.kind == "grade"]
    assert grades == ["B", "BB", "B", "WTP", "WTP"]


WEIGHED = """EVALUASI SAKIP PERANGKAT DAERAH TAHUN 2031
No  Perangkat Daerah    Perencanaan  Pengukuran  Nilai Akhir
                        (60%)        (40%)
1   Inspektorat         45,10        34,60       79,70
2   Bappeda             44,80        33,90       78,70
"""

SEXES = """Golongan          2030              2031
               L      P          L      P
IV            120     98       118    101
III           450    720       402    765
"""


def test_what_columns_weigh_is_no_claim_and_gives_them_no_unit():
    assert kinds(WEIGHED) == [("score", n) for n in (45.1, 34.6, 79.7, 44.8, 33.9, 78.7)]


def test_a_year_over_a_pair_of_columns_is_that_of_both():
    assert [m.period for m in extract(SEXES).claims] == ["2030", "2030", "2031", "2031"] * 2


SHARED_NUMBERS = """CAPAIAN KINERJA DINAS CONTOH
TRIWULAN III TAHUN 2031
No
Sasaran
Indikator
Satuan
Target 2031
Realisasi TW III
Capaian (%)
Penyerapan (Rp)
1
Panen yang naik
Hasil jagung
Ton
41.200
30.900
75,00
1.204.000.000
Luas kebun
Ha
880
-
-
0
2
Peternak yang lebih terlayani
Kelompok yang naik kelas
Kelompok
24
6
25,00
310.750.000
3
Layanan yang lebih dipercaya
Indeks layanan
Indeks
82,50
84,10
101,94
45.100.000
"""


def test_one_number_may_stand_before_several_rows_and_a_title_with_a_time_is_no_head():
    claims = extract(SHARED_NUMBERS).claims
    amounts = [m for m in claims if m.kind == "money"]
    assert [(m.text, m.role, m.period) for m in amounts] == [
        ("1.204.000.000", "actual", "2031-07/2031-09"),
        ("0", "actual", "2031-07/2031-09"),
        ("310.750.000", "actual", "2031-07/2031-09"),
        ("45.100.000", "actual", "2031-07/2031-09"),
    ]
    assert {m.text: m.role for m in claims if m.text in {"880", "24", "82,50", "6"}} == {
        "880": "target",
        "24": "target",
        "82,50": "target",
        "6": "actual",
    }
    assert not {m.text for m in claims} & {"1", "2", "3"}


GROUPED = """Pengukuran Kinerja Kota Contoh Tahun 2031

No
Sasaran / Indikator
Satuan
Target
Realisasi
Capaian (%)

1
Tata kelola yang baik
1.1
Nilai SAKIP
Nilai
68,00
66,32
97,53
1.2
Maturitas SPIP
Level
3
3
100,00
2
Warga yang sejahtera
2.1
Angka kemiskinan
%
6,40
6,91
92,03
"""


def test_rows_may_be_numbered_within_numbered_groups():
    claims = extract(GROUPED).claims
    assert [(m.text, m.kind, m.role, m.indicator) for m in claims] == [
        ("68,00", "score", "target", "sakip"),
        ("66,32", "score", "actual", "sakip"),
        ("97,53", "percent", "actual", "sakip"),
        ("3", "grade", "target", "spip"),
        ("3", "grade", "actual", "spip"),
        ("100,00", "percent", "actual", "spip"),
        ("6,40", "percent", "target", "kemiskinan"),
        ("6,91", "percent", "actual", "kemiskinan"),
        ("92,03", "percent", "actual", "kemiskinan"),
    ]
    assert {m.period for m in claims} == {"2031"}
