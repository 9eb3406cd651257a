from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import sniff
from ingest.errors import UnsupportedType
from ingest.read import read
from ingest.refused import ADVICE, advice


def archive(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "isi")
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", sniff.EMPTY),
        (b"%PDF-1.4\n", sniff.PDF),
        (b"junk before\n%PDF-1.4\n", sniff.PDF),
        (archive("[Content_Types].xml", "word/document.xml"), sniff.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), sniff.XLSX),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), sniff.PPTX),
        (archive("content.xml", mimetype=sniff.ODS), sniff.ODS),
        (archive("laporan.pdf"), sniff.ZIP),
        (ole("Workbook"), sniff.XLS),
        (ole("WordDocument"), sniff.DOC),
        (ole("EncryptedPackage"), sniff.LOCKED_OFFICE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", sniff.JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0", sniff.PNG),
        (b"II*\0\x08\0\0\0", sniff.TIFF),
        (b"\0\0\0\x18ftypheic\0\0\0\0", sniff.HEIC),
        (b"RIFF\0\0\0\0WEBPVP8 ", sniff.WEBP),
        (b"<!DOCTYPE html><html>", sniff.HTML),
        (b"\xef\xbb\xbf  <html>", sniff.HTML),
        ("<html>".encode("utf-16"), sniff.HTML),
        (b"From: a@contoh.example\nSubject: Laporan\n\nIsi", sniff.EML),
        (
            b"From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n<html>",
            sniff.MHTML,
        ),
        (b"Kepada: Sekda\nDari: Biro\n\nIsi surat", sniff.TEXT),
        ("Laporan".encode("utf-16-le"), sniff.TEXT),
        (b"BM adalah singkatan", sniff.TEXT),
        (b"{\\rtf1", sniff.RTF),
        (ole("PowerPoint Document"), sniff.PPT),
        (b"Rar!\x1a\x07\x00", sniff.RAR),
        (b"7z\xbc\xaf\x27\x1c\0\4", sniff.SEVEN_ZIP),
        (b"\0\0\0\x18ftypisom\0\0\2\0", sniff.VIDEO),
        (b"\0\0\0\x18ftypM4A \0\0\2\0", sniff.AUDIO),
        (b"MZ\x90\0\3\0", sniff.PROGRAM),
        (bytes(range(256)), sniff.BINARY),
    ],
)
def test_the_type_is_told_by_the_content(make_file, content, kind):
    assert sniff.sniff(make_file(content, "namanya-menipu.exe")) == kind


@settings(max_examples=60)
@given(content=st.binary(max_size=400))
def test_any_bytes_have_a_type(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("sniff") / "x"
    path.write_bytes(content)
    assert sniff.sniff(path)


@pytest.mark.parametrize("kind", [*ADVICE, "image/x-tga"])
def test_what_is_not_read_is_told_what_to_do(kind):
    assert re.search(r"[Uu]nggah|[Ss]impan|[Ee]kspor|[Ee]kstrak", advice(kind))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ole("WordDocument"), "simpan sebagai .docx atau PDF"),
        (ole("PowerPoint Document"), "Simpan sebagai PDF"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "Simpan sebagai PDF"),
        (archive("content.xml", mimetype=sniff.ODT), "Simpan sebagai .docx atau PDF"),
        (archive("content.xml", mimetype=sniff.ODP), "Simpan sebagai PDF"),
        (b"{\\rtf1 Halo}", "simpan sebagai .docx atau PDF"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "Ekstrak"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40), "Ekstrak"),
        (b"\x1f\x8b\x08\0" + bytes(40), "Ekstrak"),
        (b"\0\0\0\x18ftypisom\0\0\2\0" + bytes(40), "Unggah laporan atau foto"),
        (b"ID3\4\0" + bytes(40), "Unggah notula"),
        (b"MZ\x90\0\3\0" + bytes(40), "Unggah dokumen yang dimaksud"),
        (b"SQLite format 3\0" + bytes(40), "Ekspor tabelnya"),
        (bytes(range(256)), "Unggah sebagai PDF"),
    ],
)
def test_a_file_that_is_not_read_is_refused_with_what_to_do_instead(make_file, content, words):
    with pytest.raises(UnsupportedType, match=words):
        read(make_file(content), name="laporan.pdf")
