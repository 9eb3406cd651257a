"""Date expressions: values, what is left out, roles."""

from __future__ import annotations

from datetime import date

import pytest

from nlp import extract

TODAY = date(2031, 6, 18)  # a Wednesday


def values(text: str, published: date | None = TODAY) -> list[str]:
    return [mark.value for mark in extract(text, published=published).dates]


def roles(text: str, published: date | None = TODAY) -> list[tuple[str, str]]:
    return [(mark.value, mark.role) for mark in extract(text, published=published).dates]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rapat pada Kamis 19/6", "2031-06-19"),
        ("rapat pada 16/6 s.d. 18/6/2031", "2031-06-16/2031-06-18"),
        ("tanggal 10 bulan depan", "2031-07-10"),
        ("dikirim sebelum 26/6", "2031-06-26"),
        ("dikirim tgl. 26/6", "2031-06-26"),
        ("vaksin 26 & 27/06/2031", "2031-06-26/2031-06-27"),
        ("buka 22 s.d. 26/06/2031", "2031-06-22/2031-06-26"),
        ("selama Januari–Mei tahun ini", "2031-01/2031-05"),
        ("selama Mei hingga Juli tahun lalu", "2030-05/2030-07"),
        ("untuk tahun pelaporan 2030", "2030"),
        ("kirim 5 Mei 2031 pukul 16.00\nWITA", "2031-05-05T16:00+08:00"),
        ("Hari/Tanggal : Senin/16 Juni 2031", "2031-06-16"),
        ("Diposting Juni 16, 2031", "2031-06-16"),
        ("rapat pada 3l Mei 203l", "2031-05-31"),
        ("s.d. 5 Mei 2031 pukul 12.00 WITA", "../2031-05-05T12:00+08:00"),
        ("Jumat, 20 Juni pukul 12.00 WIB", "2031-06-20T12:00+07:00"),
        ("sampai dg 5 Mei 2031", "../2031-05-05"),
        ("jawab sebelum 7/6 ya", "2031-06-07"),
        ("sebelum\nl Agustus 2031.", "2031-08-01"),
        ("ditutup 25 Nopernber 203l", "2031-11-25"),
        ("ditunggu sampai Jumat tgl 20\n- rekap absen", "../2031-06-20"),
        ("» Jaminan harus diterima sebelum 24/6/2031.", "2031-06-24"),
        ("target pada akhir tahun", "2031"),
        ("rapat pada 17 Oktober 2031", "2031-10-17"),
        ("rapat pada Rabu, 1 Januari 2031", "2031-01-01"),
        ("rapat pada Selasa (17/6/2031) siang", "2031-06-17"),
        ("rapat pada Selasa (17/6)", "2031-06-17"),
        ("rapat pada 17-06-2031", "2031-06-17"),
        ("rapat pada 17.06.2031", "2031-06-17"),
        ("data ditarik 2031-06-17", "2031-06-17"),
        ("rapat pada 03/04/2031", "2031-04-03"),
        ("rapat pada 5 Nopember 2030", "2030-11-05"),
        ("rapat pada 5 Pebruari 2030", "2030-02-05"),
        ("rapat pada 5-Okt-2030", "2030-10-05"),
        ("rapat pada 5 Agst 2030", "2030-08-05"),
        ("held on 5 March 2030", "2030-03-05"),
        ("rapat pada l7 Oktober 2O31", "2031-10-17"),
        ("rapat pada 17Oktober2031", "2031-10-17"),
        ("Jum'at, 20 Juni 2031", "2031-06-20"),
        ("tanggal dua puluh tujuh bulan Mei tahun dua ribu tiga puluh satu", "2031-05-27"),
        ("terbit 24 November 2030, 22:13 WIB", "2030-11-24T22:13+07:00"),
        ("pada 24 November 2030 pukul 09.00 WITA", "2030-11-24T09:00+08:00"),
        ("pada 24 November 2030 jam 07.30 WIT", "2030-11-24T07:30+09:00"),
        ("pada tahun 2030 nilainya naik", "2030"),
        ("pada tahun anggaran 2030", "2030"),
        ("belanja TA 2030", "2030"),
        ("belanja T.A. 2030", "2030"),
        ("LKIP Tahun 2030", "2030"),
        ("menjelang Pilkada 2031", "2031"),
        ("Road Map RB 2030 – 2034", "2030/2034"),
        ("rencana tahun 2030-2034", "2030/2034"),
        ("tahun ajaran 2030/2031", "2030/2031"),
        ("inflasi September 2030", "2030-09"),
        ("selama triwulan III 2030", "2030-07/2030-09"),
        ("selama triwulan ketiga tahun 2030", "2030-07/2030-09"),
        ("sampai triwulan I s.d. III tahun 2030", "../2030-09"),
        ("realisasi TW II/2030", "2030-04/2030-06"),
        ("pada semester I 2030", "2030-01/2030-06"),
        ("pada semester kedua tahun 2030", "2030-07/2030-12"),
        ("tanggal 20 Maret sampai dengan 2 April 2031", "2031-03-20/2031-04-02"),
        ("Pendaftaran 3 s.d 9 Mei 2031", "2031-05-03/2031-05-09"),
        ("Pendaftaran 3-9 Mei 2031", "2031-05-03/2031-05-09"),
        ("rapat 5-6/5/2031", "2031-05-05/2031-05-06"),
        ("28 Desember 2030 – 3 Januari 2031", "2030-12-28/2031-01-03"),
        ("Januari s.d. Maret 2031", "2031-01/2031-03"),
        ("Mei atau Juni 2031", "2031-05/2031-06"),
        ("awal Mei 2031", "2031-05"),
        ("akhir 2031", "2031"),
        ("akhir tahun 2031", "2031"),
        ("minggu kedua Mei 2031", "2031-05-08/2031-05-14"),
        ("sejak tahun 2030", "2030/.."),
        ("mulai Mei 2031", "2031-05/.."),
        ("berlaku hingga 30 Juni 2031", "../2031-06-30"),
        ("sampai tahun 2030", "../2030"),
        ("paling lambat 12 Mei 2031", "2031-05-12"),
        ("per 5 April 2031", "2031-04-05"),
    ],
)
def test_a_date_written_out_has_its_value(text: str, value: str):
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("batas akhir 20 Oktober mendatang", "2031-10-20"),
        ("pada 20 Mei lalu", "2031-05-20"),
        ("anggaran tahun ini", "2031"),
        ("nilai tahun lalu", "2030"),
        ("target tahun depan", "2032"),
        ("rapat digelar kemarin", "2031-06-17"),
        ("rapat digelar besok", "2031-06-19"),
        ("pekan depan", "2031-06-23/2031-06-29"),
        ("pada Rabu pekan depan", "2031-06-25"),
        ("pada Senin lalu", "2031-06-16"),
        ("pada Jumat mendatang", "2031-06-20"),
        ("bulan lalu", "2031-05"),
        ("sampai pertengahan bulan depan", "../2031-07"),
        ("dua bulan lalu", "2031-04"),
        ("pada Oktober mendatang", "2031-10"),
        ("rapat besok, 19 Juni 2031", "2031-06-19"),
        ("mulai hari ini sampai dengan 21 Juni 2031", "2031-06-18/2031-06-21"),
        ("pada triwulan ini", "2031-04/2031-06"),
        ("triwulan III tahun ini", "2031-07/2031-09"),
    ],
)
def test_an_incomplete_date_leans_on_the_day_of_publication(text: str, value: str):
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "nilai tahun lalu",
        "setiap Kamis",
        "setiap tanggal 20 Mei",
        "pukul 08.00 WIB",
        "pada tahun yang sama",
        "dibandingkan tahun sebelumnya",
        "dua tahun terakhir",
        "saat ini",
        "H-7",
        "“Kemarin nilai kita rendah,” katanya",
        "PermenPANRB nomor 3 tahun 2023",
        "(Lembaran Daerah Tahun 2030 Nomor 4)",
        "Nomor 9/X/2031",
        "Nomor : 800/ 01/ PANSEL – PPTP/ III/ 2031",
        "NOMOR ….. TAHUN 2031",
        "Peraturan BPKP Nomor 5 Tahun 2021",
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        "telepon 0812-3456-7890",
        "sebanyak 2031 orang",
        "Rp 2031",
        "tahun 1990-an",
    ],
)
def test_what_is_no_date_or_cannot_be_resolved_is_left_out(text: str):
    assert values(text, None) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Batas akhir penginputan tanggal 20 Oktober 2031.", "deadline"),
        ("Laporan disampaikan paling lambat 12 Mei 2031.", "deadline"),
        ("Laporan dikirim selambat-lambatnya tanggal 12 Mei 2031.", "deadline"),
        ("Unggah bukti sebelum 12 Juli 2031.", "deadline"),
        ("Tenggat: 12 Mei 2031", "deadline"),
        ("PIC            : Inspektorat\nBatas waktu    : 12 Mei 2031\nProgres        : 40%", "deadline"),
        ("Pajaknya tertagih separuh. Jatuh temponya 31 Agustus 2031.", "deadline"),
        ("Dinas mengirim daftar admin baru, maks. 12 Agustus 2031.", "deadline"),
        ("Padahal batas penyampaian laporan berakhir 7 Februari 2031 lalu.", "deadline"),
        ("Perbaikan maksimal 18 Juli 2031.", "deadline"),
        ("Perkada wajib ditetapkan akhir Juni 2031.", "deadline"),
        ("Tanggal 20 Oktober 2031 menjadi batas akhir penginputan.", "deadline"),
        ("Perbaikan kami tunggu sampai dengan 10 April 2031.", "deadline"),
        ("Usulan diterima panitia, tidak melewati 17 Oktober 2031.", "deadline"),
        ("Berkas asli harus sudah di meja Asisten 20 Juni 2031.", "deadline"),
        ("Setelah 27 Juni 2031 usulan tidak lagi diproses.", "deadline"),
        ("Hari terakhirnya jatuh pada 27 Juni 2031.", "deadline"),
        ("Seyogianya naskah itu disepakati 30 Mei 2031.", "deadline"),
        ("Pekerjaan diserahterimakan 20 Desember 2031, begitu bunyi kontrak.", "deadline"),
        ("Surat Saudara yang kami terima 3 Juni 2031 telah kami teruskan.", "event"),
        ("Tim menyerahkan laporan itu kepada Bupati pada 3 Juni 2031.", "event"),
        ("Jalan Merdeka ditutup 21-22 Juni 2031 untuk karnaval.", "event"),
        ("Kondisi per 5 April 2031", "period"),
        ("Laporan Kinerja Tahun 2030", "period"),
        ("sejak tahun 2030 nilainya naik", "period"),
        ("Inflasi September 2030 sebesar 2,1 persen", "period"),
        ("Pendaftaran 3 s.d 9 Mei 2031", "event"),
        ("Rapat digelar pada Selasa (17/6/2031).", "event"),
        ("Surat Nomor 9/X/2031, tanggal 4 Juni 2031", "event"),
    ],
)
def test_the_words_around_a_date_give_its_role(text: str, role: str):
    assert [mark.role for mark in extract(text, published=TODAY).dates] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "Demikian disampaikan.\nTanah Elok, 18 Juni 2031",
        "Ditetapkan di Tanah Elok\npada tanggal 18 Juni 2031",
        "Judul Berita\n18 Juni 2031, 10:00 WIB\nIsi berita panjang di sini.",
        "TANAH ELOK, 18/6/2031 – Pemerintah menggelar rapat.",
        "Tanah Elok (18 Juni 2031) – Pemerintah menggelar rapat.",
        "Nomor : 5/VI/2031        Tanah Elok, 18 Juni 2031\nSifat : Penting",
    ],
)
def test_the_dateline_is_the_day_of_publication(text: str):
    found = extract(text)
    assert [m.role for m in found.dates] == ["published"]
    assert found.published == date(2031, 6, 18)


def test_a_found_dateline_resolves_incomplete_dates():
    text = "TANAH ELOK, 18/6/2031 – Batas akhir 20 Oktober mendatang."
    assert roles(text, None) == [("2031-06-18", "published"), ("2031-10-20", "deadline")]


def test_the_span_holds_the_lead_word_and_the_brackets():
    found = extract("Rapat Selasa (17/6/2031) membahas tahun 2030.", published=TODAY)
    assert [m.text for m in found.dates] == ["Selasa (17/6/2031)", "tahun 2030"]


def test_a_date_in_a_column_of_limits_is_a_deadline():
    text = (
        "No   Kegiatan            Tenggat\n"
        "1    Susun laporan       12 Mei 2031\n"
        "2    Unggah bukti        13 Mei 2031\n"
    )
    assert roles(text) == [("2031-05-12", "deadline"), ("2031-05-13", "deadline")]


def test_days_of_one_row_take_the_roles_of_their_columns():
    text = (
        "No. | Surat | Tanggal surat | Jawab paling lambat\n"
        "1 | 005/21 | 02/06/2031 | 20/06/2031\n"
        "2 | 700/44 | 03/06/2031 | 24/06/2031\n"
    )
    assert roles(text) == [
        ("2031-06-02", "event"),
        ("2031-06-20", "deadline"),
        ("2031-06-03", "event"),
        ("2031-06-24", "deadline"),
    ]


def test_months_counted_from_january_are_of_the_year_that_is_reported():
    text = "Penerimaan Januari–September naik 5 persen."
    assert values(text, date(2031, 1, 20)) == ["2030-01/2030-09"]
    assert values(text, date(2031, 10, 6)) == ["2031-01/2031-09"]


def test_a_fraction_behind_until_is_no_day():
    assert values("terisi hingga 1/3 bagian") == []


def test_a_year_of_the_next_sentence_is_not_the_day_s():
    assert values("Cuti bersama 27 Juni. Tahun 2024 nilainya turun.") == ["2031-06-27", "2024"]


def test_a_headline_behind_an_arrow_has_no_dates():
    assert values("Isi berita.\n» Bupati Resmikan Pasar 5 Juni 2031\n") == []
