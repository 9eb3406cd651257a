"""Names of the files that are handed out."""

import pytest

from tracker.web.downloads import file_stem
from tracker.web.formats import breakable


@pytest.mark.parametrize(
    ("parts", "stem"),
    [
        pytest.param(
            ("pembuktian", "kominfo", "2.1", "tw3"), "pembuktian-kominfo-2-1-tw3", id="words joined"
        ),
        pytest.param(
            ("Dinas é", "../../etc", "a\r\nb"), "dinas-e-etc-a-b", id="no path, no line end, no accent"
        ),
        pytest.param(("", "?", "x"), "x", id="what has no letter is left out"),
        pytest.param(("",), "berkas", id="something in any case"),
        pytest.param(
            ("Jumlah perangkat daerah yang menerapkan arsitektur SPBE",),
            "jumlah-perangkat-daerah-yang-menerapkan",
            id="a long one ends at a word",
        ),
        pytest.param(("a" * 60,), "a" * 48, id="a word without end is cut"),
    ],
)
def test_a_name_of_any_texts_holds_plain_letters_alone(parts: tuple[str, ...], stem: str) -> None:
    assert file_stem(*parts) == stem


def test_a_file_name_may_go_on_in_a_next_line_and_stays_text() -> None:
    assert breakable("Laporan_TW-II.pdf") == "Laporan_<wbr>TW-<wbr>II.pdf"
    assert breakable("<b>_x") == "&lt;b&gt;_<wbr>x"
