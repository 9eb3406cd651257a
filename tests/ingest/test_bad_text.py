"""Text of a PDF that is not what its pages show: fonts that map their glyphs wrongly, layers of a bad OCR."""

from __future__ import annotations

import io
import random
import re
import string

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.language import is_misread, is_readable
from ingest.read import read

SENTENCES = (
    "Pemerintah Provinsi Nusa Harapan melaporkan nilai reformasi birokrasi tahun 2023 sebesar 75,50 dan "
    "realisasi anggaran mencapai 92 persen pada triwulan ketiga. Sekretaris daerah meminta seluruh perangkat "
    "daerah melengkapi data dukung."
)
PAGE = f"#set page(width: 400pt, height: 150pt)\n#set text(size: 12pt)\n{SENTENCES}"


def shuffled(text: str, seed: int) -> str:
    """The text with each letter in the place of another."""
    letters = list(string.ascii_lowercase)
    others = random.Random(seed).sample(letters, len(letters))
    return text.translate(str.maketrans("".join(letters) + string.ascii_uppercase, "".join(others) * 2))


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_letters_are_no_text(seed):
    assert not is_readable(shuffled(SENTENCES, seed))


def test_a_font_that_maps_its_glyphs_wrongly_is_read_from_the_picture(make_pdf, tmp_path):
    path = tmp_path / "salah.pdf"
    path.write_bytes(with_wrong_letters(make_pdf(PAGE).read_bytes()))
    with pypdfium2.PdfDocument(path) as pdf:
        assert "Pemerintah" not in pdf[0].get_textpage().get_text_range()
    document = read(path, name="a.pdf")
    assert document.text.split() == SENTENCES.split()
    assert document.pages[0].source == "ocr"
    assert [warning.code for warning in document.warnings] == ["recognised"]


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        pytest.param(SENTENCES * 3, "text", id="a sound layer is kept"),
        pytest.param(shuffled(SENTENCES, 1) * 3, "ocr", id="garbage is replaced"),
        pytest.param(SENTENCES.replace("ri", "r1").replace("nt", "n|t").replace("n", "!n") * 3, "ocr",
                     id="a misread layer is replaced"),
        pytest.param("Dipindai oleh perangkat", "ocr", id="a scanner's name is no text"),
    ],
)  # fmt: skip
def test_the_unseen_text_of_a_scan(make_pdf, tmp_path, layer, source):
    path = tmp_path / "pindai.pdf"
    path.write_bytes(scan_with_layer(make_pdf(PAGE), layer))
    document = read(path, name="a.pdf")
    assert document.pages[0].source == source
    assert "reformasi birokrasi tahun 2023" in " ".join(document.text.split())


@pytest.mark.parametrize(
    "text",
    ["Rp50.000 s.d. TW-III (PermenPANRB) e-SAKIP 12/2023", "LKjIP OPD 1.250.000.000,00 75,5% B03–B12", ""],
)
def test_what_offices_write_is_not_misread(text):
    assert not is_misread(text)


def with_wrong_letters(content: bytes) -> bytes:
    """The PDF whose fonts say another letter for each glyph."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for item in writer.pages[0]["/Resources"]["/Font"].values():
        font = item.get_object()
        table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
        wrong = DecodedStreamObject()
        wrong.set_data(re.sub(r"(?<=> )<([0-9a-fA-F]{4})>", _another, table).encode("latin-1"))
        font[NameObject("/ToUnicode")] = writer._add_object(wrong)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _another(match: re.Match[str]) -> str:
    return f"<{ord(shuffled(chr(int(match[1], 16)), 1)):04x}>"


def scan_with_layer(path, layer: str) -> bytes:
    """A picture of the page with the text behind it, unseen."""
    with pypdfium2.PdfDocument(path) as pdf:
        picture = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    scan = io.BytesIO()
    picture.save(scan, "PDF", resolution=200)
    writer = pypdf.PdfWriter(clone_from=scan)
    page = writer.pages[0]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page["/Resources"][NameObject("/Font")] = DictionaryObject({NameObject("/F1"): font})
    words = layer.split()
    lines = [" ".join(words[first : first + 12]) for first in range(0, len(words), 12)]
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    unseen = DecodedStreamObject()
    unseen.set_data(
        page.get_contents().get_data() + f"\nBT 3 Tr 12 TL /F1 10 Tf 20 130 Td {shown} ET".encode("latin-1")
    )
    page[NameObject("/Contents")] = writer._add_object(unseen)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
