"""Reference data per year, and the bands of scores."""

from decimal import Decimal

import pytest

from tracker.plans.reference.bands import band_for
from tracker.plans.reference.errors import ReferenceInvalid, ReferenceMissing
from tracker.plans.reference.loader import load_fokus, load_reference, load_scales


@pytest.mark.parametrize(
    ("level", "rows", "different"),
    [
        pytest.param("kabupaten", 26, 23, id="a kabupaten has 26 rows, 23 different indicators"),
        pytest.param("kota", 26, 23, id="a kota has what a kabupaten has"),
        pytest.param("provinsi", 27, 24, id="a province has the index of development planning besides"),
    ],
)
@pytest.mark.parametrize("year", [2023, 2024])
def test_indicators_of_rb_general(year, level, rows, different):
    reference = load_reference(year, "general", level)
    names = [item.name for kegiatan in reference.kegiatan_utama for item in kegiatan.indikator]
    assert (len(names), len(set(names))) == (rows, different)


def test_what_is_switched_off_for_all_groups_is_left_out():
    names = [item.name for item in load_reference(2023, "general", "provinsi").kegiatan_utama]
    assert "Pelayanan Publik Digital (khusus Pemerintah Daerah)" not in names
    assert len(names) == 20


def test_what_is_not_published_stays_unknown():
    indicators = [
        item
        for kegiatan in load_reference(2023, "general", "kota").kegiatan_utama
        for item in kegiatan.indikator
    ]
    assert all(item.weight is None and item.target_baik is None for item in indicators)


@pytest.mark.parametrize(("year", "count"), [(2023, 5), (2024, 5), (2025, 6), (2026, 6)])
def test_themes_of_a_year(year, count):
    reference = load_reference(year, "tematik", "kabupaten")
    assert len(reference.tema) == count
    assert reference.fokus_intervensi[0] == "Perencanaan dan Penganggaran"
    assert len(reference.fokus_intervensi) == 6


def test_the_list_of_fokus_goes_on_until_a_year_brings_another():
    assert load_fokus(2031) == load_fokus(2025)


def test_a_folder_replaces_a_year_and_adds_one(tmp_path):
    (tmp_path / "tematik_2025.toml").write_text(
        'year = 2025\nkind = "tematik"\n[[tema]]\nname = "Tema uji"\n'
    )
    (tmp_path / "general_2027.toml").write_text(
        'year = 2027\nkind = "general"\n[[kegiatan_utama]]\nname = "Uji"\n'
        '[[kegiatan_utama.indikator]]\nname = "Indeks uji"\nfor = ["kota"]\nweight = 2.5\n'
    )
    replaced = load_reference(2025, "tematik", "kota", tmp_path)
    added = load_reference(2027, "general", "kota", tmp_path)
    assert [tema.name for tema in replaced.tema] == ["Tema uji"]
    assert added.kegiatan_utama[0].indikator[0].weight == Decimal("2.5")
    assert load_reference(2023, "tematik", "kota", tmp_path) == load_reference(2023, "tematik", "kota")


def test_a_missing_year_says_which_file_is_wanted(tmp_path):
    with pytest.raises(ReferenceMissing, match=r"general_2031\.toml"):
        load_reference(2031, "general", "kota", tmp_path)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("year = ", "tematik_2025", id="no TOML"),
        pytest.param('year = 2025\nkind = "tematik"\ntemas = []\n', "temas", id="an unknown word"),
        pytest.param('year = 2025\nkind = "tematik"\n[[tema]]\nname = ""\n', r"tema\.1\.name", id="no name"),
        pytest.param('year = 2024\nkind = "tematik"\n', "2024", id="another year inside"),
    ],
)
def test_a_faulty_file_is_named_with_its_place(tmp_path, text, place):
    (tmp_path / "tematik_2025.toml").write_text(text)
    with pytest.raises(ReferenceInvalid, match=place):
        load_reference(2025, "tematik", "kota", tmp_path)


@pytest.mark.parametrize(
    ("scale", "year", "value", "expected"),
    [
        ("rb", 2023, "100", "A"),
        ("rb", 2023, "100.01", "AA"),
        ("rb", 2023, "80", "BB"),
        ("rb", 2023, "80.01", "A"),
        ("rb", 2023, "30", "D"),
        ("rb", 2023, "0", "D"),
        ("rb", 2022, "90", "A"),
        ("rb", 2022, "90.01", "AA"),
        ("sakip", 2023, "80", "BB"),
        ("sakip", 2023, "80.01", "A"),
        ("sakip", 2023, "60", "CC"),
        ("sakip", 2023, "30", "D"),
        ("ipp", 2023, "4.51", "A"),
        ("ipp", 2023, "4.50", "A-"),
        ("ipp", 2023, "1.00", "F"),
        ("spip", 2023, "3", "3"),
    ],
)
def test_grades_at_their_boundaries(scale, year, value, expected):
    assert band_for(scale, year, Decimal(value), load_scales()).grade == expected


@pytest.mark.parametrize(
    ("scale", "year", "value", "expected"),
    [
        ("spbe", 2023, "4.2", "Memuaskan"),
        ("spbe", 2023, "4.19", "Sangat Baik"),
        ("spbe", 2023, "2.6", "Baik"),
        ("spbe", 2023, "1.8", "Cukup"),
        ("spbe", 2023, "1.79", "Kurang"),
        ("pemdi", 2026, "4", "Memuaskan"),
        ("pemdi", 2026, "2.5", "Baik"),
        ("pemdi", 2026, "2.49", "Cukup"),
    ],
)
def test_predicates_at_their_boundaries(scale, year, value, expected):
    band = band_for(scale, year, Decimal(value), load_scales())
    assert (band.grade, band.label) == ("", expected)


@pytest.mark.parametrize(
    ("scale", "year", "value"),
    [
        pytest.param("spip", 2023, "3.037", id="between two published levels"),
        pytest.param("sakip", 2023, "0", id="the lowest band is open below"),
        pytest.param("spbe", 2026, "3", id="a scale that is no longer in force"),
        pytest.param("rb", 2023, "130", id="beyond the scale"),
        pytest.param("bunga", 2023, "1", id="no such scale"),
    ],
)
def test_no_band_is_made_up(scale, year, value):
    assert band_for(scale, year, Decimal(value), load_scales()) is None
