"""Figures, grades and ranks: kind and value, role, indicator, period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp import ClaimMark, extract, load

TODAY = date(2031, 6, 18)


def claims(text: str, published: date | None = TODAY) -> list[ClaimMark]:
    return extract(text, published=published).claims


def kinds(text: str) -> list[tuple[str, object]]:
    return [(mark.kind, mark.value) for mark in claims(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Indeks SPBE sebesar 2,75 pada tahun 2030.", "score", 2.75),
        ("Nilai SAKIP naik menjadi 70.06.", "score", 70.06),
        ("Indeks SPBE Naik Jadi 3,5 Tahun Ini", "score", 3.5),
        ("SPIP memperoleh nilai 3.037.", "score", 3.037),
        ("Skor PPH mencapai 81 point.", "score", 81),
        ("Indeks Pemberdayaan Gender sebesar 69.02 poin.", "score", 69.02),
        ("SPIP turun 0,4 poin.", "score", 0.4),
        ("Kemiskinan turun 0,4 persen poin.", "percent", 0.4),
        ("Data sudah 50 % terinput.", "percent", 50),
        ("Capaian 100 persen.", "percent", 100),
        ("Capaian 98,73%.", "percent", 98.73),
        ("sekitar lima puluh persen OPD", "percent", 50),
        ("Persentase stabilitas pasokan, target sebesar > 100, belum tercapai.", "percent", 100),
        ("Anggarannya Rp 2.560.783.220.", "money", 2560783220),
        ("Anggarannya Rp1,4 miliar.", "money", 1400000000),
        ("Anggarannya Rp.4,5 M.", "money", 4500000000),
        ("Anggarannya Rp2,1 T.", "money", 2100000000000),
        ("Pagu Rp. 17.567.750.000,- tersedia.", "money", 17567750000),
        ("sebesar Rp 5.000,00 (lima ribu rupiah)", "money", 5000),
        ("bantuan 2,4 miliar rupiah", "money", 2400000000),
        ("Rp 452,750,000.00", "money", 452750000),
        ("sekitar Rp 230-an miliar", "money", 230000000000),
        ("Sebanyak 70 unit pelayanan dievaluasi.", "count", 70),
        ("Terdapat 4 (empat) UPTD baru.", "count", 4),
        ("Terdapat dua belas kecamatan.", "count", 12),
        ("Cadangan pangan 450 ton.", "count", 450),
        ("sekitar 1.200-an orang hadir", "count", 1200),
        ("bantuan untuk 1,2 juta jiwa", "count", 1200000),
        ("Dihadiri 35 penyuluh dari dinas.", "count", 35),
        ("membangun 3,2 km jalan", "count", 3.2),
        ("tercapai sebanyak 20 kabupaten/kota", "count", 20),
        ("menyalurkan 175 KPM", "count", 175),
        ("SPBE menduduki peringkat keenam.", "rank", 6),
        ("meraih peringkat kedua se-provinsi", "rank", 2),
        ("menempati urutan ke-4", "rank", 4),
        ("menjadi Terbaik III", "rank", 3),
        ("menjadi terbaik keenam", "rank", 6),
        ("meraih Juara II lomba desa", "rank", 2),
        ("meraih juara 1", "rank", 1),
        ("peringkat kedua belas", "rank", 12),
        ("memperoleh kategori A- tahun ini", "grade", "A-"),
        ("dengan predikat “baik”", "grade", "baik"),
        ("kategori Sangat Baik", "grade", "Sangat Baik"),
        ("meraih opini WTP dari BPK", "grade", "WTP"),
        ("opini Wajar Dengan Pengecualian (WDP)", "grade", "WDP"),
        ("kapabilitas APIP level 3", "grade", "3"),
        ("memperoleh nilai SAKIP B", "grade", "B"),
        ("Evaluasi SAKIP “BB” diraih", "grade", "BB"),
        ("dikategorikan A oleh kementerian", "grade", "A"),
        ("Opini BPK atas LKPD 2030 adalah WDP.", "grade", "WDP"),
        ("Hasil rekap: 9 dalam proses.", "count", 9),
        ("Target 2031: indeks RB 85, naik.", "score", 85),
        ("Anggaran belanja sebesar Rp. 4 . 118 . 000 . 000 dibayar.", "money", 4118000000),
        ("Realisasi 83 ,4 % tercapai.", "percent", 83.4),
        ("Temuan sebanyak l8 kasus.", "count", 18),
        ("predikat BB (Sangat Baik)", "grade", "BB"),
        ("Nilai IKM masuk mutu pelayanan B.", "grade", "B"),
        ("meraih opini Kualitas Tertinggi dari Ombudsman", "grade", "Kualitas Tertinggi"),
        ("Kenaikan setengah persen.", "percent", 0.5),
        ("Realisasi 44 koma 7 persen.", "percent", 44.7),
        ("bantuan satu setengah miliar rupiah", "money", 1500000000),
        ("Skor SAKIP 85/100.", "score", 85),
        ("Peringkat realisasi investasi se-provinsi: ke-11", "rank", 11),
        ("membagikan 200an masker", "count", 200),
    ],
)
def test_a_figure_has_its_kind_and_value(text: str, kind: str, value: object):
    found = kinds(text)
    assert len(found) == 1, found
    assert found[0][0] == kind
    assert found[0][1] == (value if isinstance(value, str) else Decimal(str(value)))


@pytest.mark.parametrize(
    "text",
    [
        "Pasal 11 ayat (2) huruf b angka 7",
        "Asisten I dan pejabat Eselon III",
        "jaringan 4G dan 3G, pandemi Covid-19",
        "Jl. Merdeka No. 287 Tanah Elok 56312",
        "telepon (0281) 891012 atau 0812-3456-7890",
        "1. Rapat persiapan\n2. Pengumuman\n3) Seleksi",
        "paling singkat 2 (dua) tahun",
        "selama 30 menit, 6 bulan, tiga hari kerja",
        "Lampiran : 3 (tiga) lembar",
        "banyak desa dan puluhan warga",
        "peserta berusia 35 tahun",
        "menang untuk ketiga kali",
        "kedua tahun itu",
        "bukan peringkat pertama",
        "masuk sepuluh besar",
        "tertinggi se-provinsi",
        "terdiri atas 5 unsur dan delapan area perubahan",
        "ada dua hal yang perlu",
        "kategori BB untuk 70–80",
        "pukul 08.00–12.00 WIB di SMKN 1 Rekayasa",
        "Persentase OPD dengan nilai B ke atas",
        "salah satu OPD yang satu-satunya",
        "laga berakhir 3-1",
        "NIP 19680512 199003 1 005",
        "Baca juga: Bupati Serahkan 45 Penghargaan",
        "Peraturan Bupati Nomor 5 Tahun 2031",
        "https://tanahelok.go.id/2031/05/berita-120",
        "Lembar : 2 dari 3",
        "tidak ada yang meraih kategori A",
        "Berita Terkait\nBupati Serahkan 45 SK PPPK",
        "postingan itu disukai 12 balasan",
        "rumah di Jl. Dermaga 4 lantai 2",
        "(60 ≤ IPM < 70)",
        "nama programnya “1 OPD 3 Inovasi”",
        "dari 47 indikator yang dinilai",
        "angka kematian per 100.000 kelahiran hidup",
        "kirim aduan ke 1708",
        "anggaran (Rp.000)",
    ],
)
def test_what_names_lasts_or_lists_is_no_claim(text: str):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("peringkat ke-4 dari 30 kota", [("rank", 4), ("count", 30)]),
        ("dari 40, baru 12 lapor", [("count", 40), ("count", 12)]),
        ("nilai 80,10 atau Predikat A", [("score", 80.1), ("grade", "A")]),
        ("selesai 5, belum 8", [("count", 5), ("count", 8)]),
        ("antara 10–15 persen", [("percent", 10), ("percent", 15)]),
        ("naik dari 9,8 ke 10,3 persen", [("percent", 9.8), ("percent", 10.3)]),
        ("biaya Rp1,2–1,5 miliar", [("money", 1.2e9), ("money", 1.5e9)]),
        ("SAKIP naik dari B ke BB.", [("grade", "B"), ("grade", "BB")]),
        ("284 formasi: teknis 171, kesehatan 96, guru 17.", [("count", 171), ("count", 96), ("count", 17)]),
        ("MCP naik dari posisi 20 ke posisi 8.", [("rank", 20), ("rank", 8)]),
        ("21 berpredikat BB dan 14 OPD berpredikat B", [("grade", "BB"), ("count", 14), ("grade", "B")]),
    ],
)
def test_a_sentence_may_hold_several(text: str, expected: list[tuple[str, object]]):
    found = kinds(text)
    for kind, value in expected:
        assert any(
            k == kind and (v == value or (not isinstance(v, str) and float(v) == value)) for k, v in found
        )


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("dengan target sebesar 85%, realisasi capaian sebesar 86%", ["target", "actual"]),
        ("Target kinerja 81 poin, tercapai 80,10 poin.", ["target", "actual"]),
        ("Realisasi anggaran Rp 9 miliar dari pagu Rp 10 miliar (90%).", ["actual", "target", "actual"]),
        ("Pemkab menargetkan nilai SAKIP naik menjadi 75,5.", ["target"]),
        ("Sebanyak 40 desa akan menerima bantuan.", ["target"]),
        ("Capaian target 92,59%.", ["actual"]),
        ("mencapai 100% dari target yang ditetapkan", ["actual"]),
        ("Tersedia pagu Rp 3 miliar.", ["target"]),
        ("Dari rencana 40 kegiatan, 32 kegiatan telah dilaksanakan.", ["target", "actual"]),
        ("Warga akan menerima Rp 600 ribu.", ["target"]),
        ("SiLPA kita Rp 318 miliar.", ["actual"]),
        ("PAD melampaui target sebesar 3,1 persen.", ["actual"]),
        ("Anggaran terserap Rp 3 miliar.", ["actual"]),
        ("efisiensi anggaran sebesar Rp 3 miliar", ["actual"]),
        ("Ditargetkan 12 persen pada 2032.", ["target"]),
        ("Prevalensi stunting turun menjadi 14,2 persen.", ["actual"]),
        ("serapannya masih di bawah 60 persen", ["target"]),
        ("paling sedikit 3 unit layanan", ["target"]),
        ("Kebutuhan anggaran sebesar Rp 73.125.000,00", ["target"]),
    ],
)
def test_the_clause_tells_targets_from_actuals(text: str, roles: list[str]):
    assert [mark.role for mark in claims(text)] == roles


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Indeks RB mencapai 64,28.", "rb"),
        ("Nilai reformasi birokrasi 64,28.", "rb"),
        ("Nilai AKIP sebesar 70,06.", "sakip"),
        ("Indeks SPBE sebesar 2,75.", "spbe"),
        ("PEKPPP menghasilkan nilai 4,44.", "ipp"),
        ("Survei Kepuasan Masyarakat bernilai 88,2.", "ikm"),
        ("Skor MCP KPK 92,1.", "mcp"),
        ("Survei Penilaian Integritas 72,1 poin.", "spi"),
        ("Pelaporan LHKPN mencapai 100 persen.", "lhkpn"),
        ("Pengisian LHKASN 98 persen.", "lhkasn"),
        ("Maturitas SPIP level 3.", "spip"),
        ("Kapabilitas APIP level 3.", "apip"),
        ("BPK memberikan opini WTP.", "bpk"),
        ("Indeks Profesionalitas ASN 68,4.", "ip_asn"),
        ("Prevalensi stunting 14,2 persen.", "stunting"),
        ("Angka kemiskinan 9,1 persen.", "kemiskinan"),
        ("Inflasi tercatat 2,9 persen.", "inflasi"),
        ("Realisasi investasi mencapai Rp 5 triliun.", "investasi"),
        ("Pagu anggaran Rp 5 miliar.", "anggaran"),
        ("Sudah 50 % data terinput.", "input_rb"),
        ("sebanyak 35 orang hadir", None),
        ("Indeks Pembangunan Gender sebesar 89,11.", None),
    ],
)
def test_the_nearest_measure_is_the_indicator(text: str, indicator: str | None):
    assert [mark.indicator for mark in claims(text)] == [indicator]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Pada tahun 2030 nilai SAKIP 70,06.", ["2030"]),
        ("Nilai AKIP 70,06 pada tahun 2029 dan 72,10 pada tahun 2030.", ["2029", "2030"]),
        ("Inflasi 2,1 persen pada September 2030.", ["2030-09"]),
        ("Ditargetkan 12 persen pada 2032.", ["2032"]),
        ("Baru 40 persen OPD melapor.", ["2031"]),
        ("Penduduk per 5 April 2031 sebanyak 500 jiwa.", ["2031"]),
        ("Dari 30 kota.", [None]),
        ("Realisasi IKM: 2028 sebesar 79,60, 2029 80,12, 2030 81,77.", ["2028", "2029", "2030"]),
        ("Realisasi TW I 20%, TW II 45%.", ["2031-01/2031-03", "2031-04/2031-06"]),
    ],
)
def test_the_period_is_the_time_that_the_text_gives(text: str, periods: list[str | None]):
    assert [mark.period for mark in claims(text)] == periods


def test_the_span_is_the_figure_with_its_unit():
    text = "Sebanyak 4 (empat) UPTD dengan anggaran Rp. 17.567.750,- dan capaian 91,52 %."
    assert [m.text for m in claims(text)] == ["4 (empat) UPTD", "Rp. 17.567.750,-", "91,52 %"]


def test_indicators_come_from_any_table(tmp_path):
    table = tmp_path / "ukuran.tsv"
    table.write_text("code\tname\taliases\nhepi\tIndeks Kebahagiaan\tkebahagiaan warga\n", encoding="utf-8")
    found = extract("Indeks Kebahagiaan sebesar 71,2.", nlp=load(table))
    assert [m.indicator for m in found.claims] == ["hepi"]
