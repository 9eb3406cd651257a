"""What a file's reading came to is kept in Bahasa Indonesia and shown in the reader's language."""

from collections.abc import Iterator

import pytest

from ingest.errors import LockedArchive, TooManyCells
from ingest.remarks import SENTENCES, of_page, remarked
from tracker.evidence.failures import on_page, said
from tracker.i18n import use_language

FACTS = {
    "added": "12",
    "column": "Target",
    "count": 3,
    "kinds": "#REF!, #DIV/0!",
    "member": "lampiran 2: daftar.rar",
    "name": "Tesseract",
    "page": 7,
    "pages": 4,
    "printed": "11",
    "row": "Jumlah",
    "sheet": "Rekap (2)",
    "why": LockedArchive().message,
}


@pytest.mark.parametrize("code", SENTENCES)
def test_each_remark_has_its_english_with_the_same_facts(english: None, code: str) -> None:
    kept = remarked(code, **FACTS).message
    shown = said(kept)
    assert shown != kept
    for name in {name for name in FACTS if f"{{{name}}}" in SENTENCES[code]} - {"why"}:
        assert str(FACTS[name]) in shown


def test_what_is_said_of_a_page_is_english_inside_and_out(english: None) -> None:
    remark = of_page("page-damaged", 12)
    assert said(on_page(remark.message, remark.page)) == "Page 12: Page 12 is damaged and could not be read."


def test_why_a_part_was_left_out_is_english_too(english: None) -> None:
    left_out = remarked("member-skipped", member="arsip.zip", why=LockedArchive().message).message
    assert "dilewati" not in said(left_out)
    assert "kata sandi" not in said(left_out)
    assert said(left_out).startswith("arsip.zip")


def test_an_error_keeps_its_numbers(english: None) -> None:
    kept = TooManyCells("rekap.xlsx", sheet="Data", cells=2_000_000, limit=1_000_000).message
    assert "2000000" in said(kept)
    assert "memuat" not in said(kept)


def test_the_source_language_is_shown_as_it_is_kept() -> None:
    kept = on_page(of_page("page-lost", 3).message, 3)
    assert said(kept) == kept


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("id")
