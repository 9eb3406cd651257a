"""Headings that are put together of known words, and texts that are none."""

import pytest

from tracker.plans.sheets.headers import fold_header, read_heading
from tracker.plans.sheets.wording import read_wording


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Uraian Langkah Rencana Aksi RB", "renaksi"),
        ("Bentuk Aktivitas", "renaksi"),
        ("Keluaran yang Diharapkan", "indikator_output"),
        ("Indikator Aksi", "indikator_output"),
        ("Satuan Hasil Keluaran", "satuan_output"),
        ("Rencana Target Keluaran", "target_total"),
        ("Kebutuhan Dana Tahun 2025 (Rp)", "anggaran_total"),
        ("Penyerapan Dana (Rp)", "realisasi_anggaran_total"),
        ("Instansi Penanggungjawab", "koordinator"),
        ("Instansi / Dinas Terkait", "pelaksana"),
        ("Rincian Kegiatan Utama", "kegiatan_utama"),
        ("Indikator Tema", "indikator"),
        ("Isu / Pokok Masalah", "permasalahan"),
        ("Target Pelaksanaan Triwulan II", "target_tw2"),
        ("Target Capaian Keluaran TW III", "target_tw3"),
        ("Jadwal Pelaksanaan TW 4", "target_tw4"),
    ],
)
def test_a_heading_of_known_words_names_a_field(heading, field):
    assert read_heading(heading).field == field


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Satuan Ukur", ""),
        ("Satuan Ukuran", "satuan"),
        ("Rencana Target", "target"),
        ("Indikator RB", "indikator"),
    ],
)
def test_words_that_neighbours_settle_stay_open(heading, word):
    assert read_heading(heading).bare == word


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("Bukti yang Diharapkan", "bukti"),
        ("Hambatan yang Dihadapi", "kendala"),
        ("Sumber Dana", "sumber dana"),
        ("Periode Pelaksanaan", "waktu"),
        ("Dinas Pendukung", "mitra"),
        ("Tingkat Capaian", "capaian"),
    ],
)
def test_columns_that_are_no_part_of_a_plan_are_known(heading, other):
    reading = read_heading(heading)
    assert (reading.field, reading.other) == (None, other)


@pytest.mark.parametrize(
    "text",
    [
        "Menyusun rencana aksi",
        "Jumlah dokumen rencana aksi yang disusun perangkat daerah",
        "Laporan",
        "Dinas Sosial",
        "Terlaksananya kegiatan",
        "Persentase unit kerja",
    ],
)
def test_a_sentence_of_the_plan_is_no_heading(text):
    said = read_wording(fold_header(text))
    assert said is None or not {"renaksi", "indikator_output", "kegiatan_utama"} & {said.field}
