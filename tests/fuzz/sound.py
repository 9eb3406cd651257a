"""One small sound file of each kind that is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import typst
from PIL import Image, ImageDraw

from tests.ingest.making import docx, old_workbook, p, tc, tr, workbook, zipped

SENTENCE = "Nilai reformasi birokrasi Provinsi Nusa Harapan 75,50 pada tahun 2023."
PAGE = (
    "<html><head><title>Berita</title></head><body><article><h1>Judul</h1>"
    f"<p>{SENTENCE * 4}</p><table><tr><th rowspan=2>Aksi<th colspan=2>Target<tr><th>TW I<th>TW II"
    "<tr><td>Survei<td>1<td>2</table></article></body></html>"
)
_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    + " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("table", "text", "style")
    )
    + ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)
_ODS_STYLES = (
    "<office:automatic-styles><number:percentage-style style:name='N1'>"
    "<number:number number:decimal-places='0'/><number:text>%</number:text></number:percentage-style>"
    "<style:style style:name='c1' style:family='table-cell' style:data-style-name='N1'/>"
    "</office:automatic-styles>"
)


def pdf(_: Path) -> bytes:
    table = (
        "#table(columns: 3, [No], [Aksi], [Target], table.cell(rowspan: 2)[1], [Survei], [75], [Telaah], [8])"
    )
    turned = "#rotate(90deg)[tegak]"
    return typst.compile(f"{SENTENCE}\n{table}\n{turned}\n#pagebreak()\n{SENTENCE}".encode())


def plain_pdf(_: Path) -> bytes:
    """Without compression, so that changed bytes change what is drawn."""
    lines = "".join(f"BT /F1 11 Tf 60 {700 - 20 * row} Td ({SENTENCE}) Tj ET\n" for row in range(6))
    rules = "".join(f"50 {715 - 20 * row} m 500 {715 - 20 * row} l S\n" for row in range(7))
    stream = (lines + rules + "50 595 m 50 715 l S 300 595 m 300 715 l S 500 595 m 500 715 l S").encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes], *, has_xref: bool = True) -> bytes:
    """A PDF of the objects, which are numbered from 1; the first is its catalog."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start, count = len(out), len(objects) + 1
    if has_xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % count
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start))


def word(_: Path) -> bytes:
    table = f"<w:tbl>{tr(tc('No'), tc('Target'))}{tr(tc('1'), tc('75'))}</w:tbl>"
    return docx(p("Rencana aksi", "Heading1") + p(SENTENCE) + table)


def sheet(folder: Path) -> bytes:
    return workbook(folder / "sheet.xlsx")


def rich_sheet(_: Path) -> bytes:
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.append(["No", "Aksi", "Target"])
    for row in range(5):
        active.append([row, SENTENCE, row / 7])
        active.cell(row + 2, 3).number_format = "0.0%"
    active.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_sheet(_: Path) -> bytes:
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in ("No", "Aksi", "75")
    )
    cells += "<table:table-cell table:style-name='c1' office:value-type='percentage' office:value='0.5'/>"
    table = f'<table:table table:name="A"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_ODS}>{_ODS_STYLES}{body}</office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def mail(_: Path) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "Laporan"
    message["Date"] = "Fri, 20 Oct 2023 08:00:00 +0700"
    message.set_content(SENTENCE)
    message.add_attachment(SENTENCE.encode(), maintype="text", subtype="plain", filename="a.txt")
    message.add_attachment(word(Path()), maintype="application", subtype="octet-stream", filename="b.docx")
    return bytes(message)


def saved_page(_: Path) -> bytes:
    head = (
        "From: <Saved>\nSubject: Berita\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    )
    return f"{head}--x\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n--x--\n".encode()


def archive(folder: Path) -> bytes:
    inner = zipped({"a.txt": SENTENCE, "b.html": PAGE})
    return zipped({"c.zip": inner, "d.csv": "No;Aksi;Target\n1;Survei;75\n", "e.docx": word(folder)})


def picture(kind: str) -> Callable[[Path], bytes]:
    def make(_: Path) -> bytes:
        image = Image.new("RGB", (300, 60), "white")
        ImageDraw.Draw(image).text((10, 20), "Nilai 75,50", fill="black")
        out = io.BytesIO()
        image.save(out, kind)
        return out.getvalue()

    return make


SOUND: dict[str, Callable[[Path], bytes]] = {
    "pdf": pdf,
    "plain pdf": plain_pdf,
    "docx": word,
    "xlsx": sheet,
    "rich xlsx": rich_sheet,
    "xls": lambda _: old_workbook([["No", "Aksi", "Target"], [1.0, "Survei", 75.0]]),
    "ods": open_sheet,
    "zip": archive,
    "eml": mail,
    "mhtml": saved_page,
    "html": lambda _: PAGE.encode(),
    "csv": lambda _: b"No;Aksi;Target\n1;Survei;75\n2;Telaah;80\n",
    "utf-16": lambda _: f"{SENTENCE}\n".encode("utf-16") * 3,
    "txt": lambda _: f"{SENTENCE}\n".encode() * 20,
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "tiff": picture("TIFF"),
    "webp": picture("WEBP"),
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
}
