"""Citations of laws, regulations and decrees."""

from __future__ import annotations

import pytest

from nlp import extract
from nlp.regulations import relations


def cited(text: str) -> list[tuple[str, str, int]]:
    return [(mark.type, mark.number, mark.year) for mark in extract(text).regulations]


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah", ("UU", "23", 2014)),
        ("Undang – Undang Republik Indonesia Nomor 20 Tahun 2023", ("UU", "20", 2023)),
        ("UU No. 23/2014", ("UU", "23", 2014)),
        ("Peraturan Pemerintah\nNomor 17 Tahun 2020", ("PP", "17", 2020)),
        ("PP 12/2019", ("PP", "12", 2019)),
        ("peraturan Presiden Republik Indonesia Nomor 132 Tahun 2022", ("Perpres", "132", 2022)),
        ("Perpres Nomor 95 Tahun 2018", ("Perpres", "95", 2018)),
        ("Instruksi Presiden Nomor 1 Tahun 2022", ("Inpres", "1", 2022)),
        ("Keputusan Presiden Nomor 5 Tahun 2020", ("Keppres", "5", 2020)),
        ("PermenPAN-RB nomor 9 tahun 2023", ("PermenPANRB", "9", 2023)),
        ("Permen PAN dan RB No. 3 Tahun 2023", ("PermenPANRB", "3", 2023)),
        ("Peraturan Menteri PANRB Nomor 88 Tahun 2021", ("PermenPANRB", "88", 2021)),
        (
            "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 15 Tahun 2019",
            ("PermenPANRB", "15", 2019),
        ),
        ("Keputusan Menteri PANRB Nomor 739 Tahun 2023", ("KepmenPANRB", "739", 2023)),
        ("KepmenPANRB 182/2024", ("KepmenPANRB", "182", 2024)),
        ("Peraturan Menteri Dalam Negeri Republik Indonesia Nomor\n14Tahun2016", ("Permendagri", "14", 2016)),
        ("Permendagri No 86 Tahun 2017", ("Permendagri", "86", 2017)),
        ("Peraturan Menteri Keuangan Nomor 190 Tahun 2021", ("Permen", "190", 2021)),
        ("Peraturan Daerah Provinsi Nusa Harapan Nomor 6 Tahun 2031", ("Perda", "6", 2031)),
        ("peraturan gubernur nomor 29 tahun 2031", ("Pergub", "29", 2031)),
        ("Peraturan Bupati Tanah Elok Nomor 12 Tahun 2031", ("Perbup", "12", 2031)),
        ("Perbup 12 Tahun 2031", ("Perbup", "12", 2031)),
        ("Peraturan Wali Kota Muara Jaya Nomor 66 Tahun 2031", ("Perwali", "66", 2031)),
        ("SE Menteri PANRB Nomor 6 Tahun 2025", ("SE", "6", 2025)),
        (
            "Surat Edaran Kepala Badan, No : 9386/B-KS.04.01/SD/E/2031",
            ("SE", "9386/B-KS.04.01/SD/E/2031", 2031),
        ),
        ("SE Nomor 7/B/2031, tanggal 4 Juni 2031", ("SE", "7/B/2031", 2031)),
        ("Surat Keputusan Bupati Tanah Elok, No. 150 Tahun 2031", ("SK", "150", 2031)),
        ("Keputusan Gubernur Nomor 188.44/321/2031", ("SK", "188.44/321/2031", 2031)),
        ("Keputusan Kepala Dinas Pendidikan Nomor 5 Tahun 2031", ("SK", "5", 2031)),
    ],
)
def test_a_citation_has_type_number_and_year(text: str, citation: tuple[str, str, int]):
    assert cited(text) == [citation]


@pytest.mark.parametrize(
    "text",
    [
        "Instruksi Wali Kota Nomor 3 Tahun 2031",
        "Peraturan Pemerintah Pengganti Undang-Undang Nomor 2 Tahun 2022",
        "Pengumuman Nomor 5 Tahun 2031",
        "Surat Nomor 9/X/2031",
        "Peraturan Bupati tentang perjalanan dinas",
        "Peraturan Presiden itu terbit tahun lalu",
        "Peraturan BPKP Nomor 5 Tahun 2021",
        "KEPUTUSAN BUPATI TANAH ELOK\nNOMOR …… TAHUN 2031",
        "pp 12 orang dan se Jawa 3 tahun",
    ],
)
def test_other_papers_and_unnumbered_ones_are_no_citations(text: str):
    assert cited(text) == []


def test_the_span_runs_from_the_type_to_the_year():
    text = "Sesuai Peraturan Pemerintah Nomor 11 Tahun 2017 tentang Manajemen PNS."
    assert [m.text for m in extract(text).regulations] == ["Peraturan Pemerintah Nomor 11 Tahun 2017"]


def test_one_type_may_stand_for_several_numbers():
    assert cited("Perpres Nomor 95 Tahun 2018 dan Nomor 132 Tahun 2022") == [
        ("Perpres", "95", 2018),
        ("Perpres", "132", 2022),
    ]


def test_known_successions_name_both_regulations():
    assert ("PermenPANRB", "8", 2026, "replaces", "PermenPANRB 59/2020") in {
        (r.type, r.number, r.year, r.relation, r.other) for r in relations()
    }
