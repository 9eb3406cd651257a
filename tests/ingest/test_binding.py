"""Whatever is bound in can neither act nor end the one who binds."""

from pathlib import Path

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from ingest.binding import Attachment, bind

WORDS = {"cover": "Sampul", "cited": "Dikutip", "rest": "Lainnya", "page": "hlm. {number}"}
PDF = "application/pdf"


def made(path: Path, text: str) -> Path:
    path.write_bytes(typst.compile(text.encode()))
    return path


def test_a_broken_file_is_named_and_the_others_are_bound(tmp_path: Path) -> None:
    cover = made(tmp_path / "cover.pdf", "Sampul")
    good = made(tmp_path / "good.pdf", "Baik")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\xff" * 2000)
    attachments = [Attachment(str(broken), PDF, "rusak", ()), Attachment(str(good), PDF, "baik", (1,))]
    bound = bind(cover, attachments, tmp_path / "out.pdf", words=WORDS, folder=tmp_path)
    assert bound.unreadable == ("rusak",)
    assert "Baik" in PdfReader(tmp_path / "out.pdf").pages[1].extract_text()


def test_pages_bring_no_scripts_along(tmp_path: Path) -> None:
    cover = made(tmp_path / "cover.pdf", "Sampul")
    writer = PdfWriter(clone_from=made(tmp_path / "plain.pdf", 'Isi #link("https://contoh.id")[tautan]'))
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('y')")}
    )
    writer.root_object[NameObject("/OpenAction")] = act
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    active = tmp_path / "active.pdf"
    writer.write(active)
    bind(
        cover, [Attachment(str(active), PDF, "aktif", ())], tmp_path / "out.pdf", words=WORDS, folder=tmp_path
    )
    written = (tmp_path / "out.pdf").read_bytes()
    assert b"JavaScript" not in written
    assert b"contoh.id" not in written
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2
