"""Small documents of several formats, each with other bytes than all others, the same for the same number."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from random import Random

import openpyxl
import typst

from tests.ingest.making import docx, p, tc, tr

SENTENCE = (
    "Sampai triwulan {quarter} tahun 2023, jumlah dokumen peta rencana SPBE terealisasi {value} dokumen "
    "dari target 6 dokumen. Laporan nomor {number} disampaikan tanggal {day} Oktober 2023 sesuai "
    "PermenPANRB Nomor 9 Tahun 2023."
)
QUARTERS = ("I", "II", "III", "IV")


def paper(number: int) -> tuple[str, bytes]:
    """The ending and the bytes of document `number`."""
    ending = list(FORMATS)[number % len(FORMATS)]
    random = Random(f"paper {number}")
    sentences = [
        SENTENCE.format(
            quarter=random.choice(QUARTERS),
            value=random.randint(1, 6),
            number=number * 10 + line,
            day=random.randint(1, 28),
        )
        for line in range(random.randint(1, 4))
    ]
    return ending, FORMATS[ending](number, sentences)


def _txt(number: int, sentences: list[str]) -> bytes:
    return f"Laporan {number}\n\n{chr(10).join(sentences)}\n".encode()


def _html(number: int, sentences: list[str]) -> bytes:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><title>Berita {number}</title></head><body><article><h1>Berita {number}</h1>{text}"
        "</article></body></html>"
    ).encode()


def _docx(number: int, sentences: list[str]) -> bytes:
    table = f"<w:tbl>{tr(tc('No'), tc('Target'))}{tr(tc('1'), tc(str(number)))}</w:tbl>"
    return docx(p(f"Laporan {number}", "Heading1") + "".join(p(sentence) for sentence in sentences) + table)


def _xlsx(number: int, sentences: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No", "Uraian", "Realisasi"])
    for row, sentence in enumerate(sentences, start=1):
        sheet.append([row, sentence, number + row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(number: int, sentences: list[str]) -> bytes:
    pages = "\n#pagebreak()\n".join(sentences)
    return typst.compile(f'#set page(paper: "a5")\n= Laporan {number}\n{pages}'.encode())


def _csv(number: int, sentences: list[str]) -> bytes:
    rows = "".join(f'{row};"{sentence}";{number + row}\n' for row, sentence in enumerate(sentences, start=1))
    return f"No;Uraian;Realisasi\n{rows}".encode()


def _mail(number: int, sentences: list[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", f"Laporan {number}"
    message["Date"] = "Fri, 20 Oct 2023 08:00:00 +0700"
    message.set_content("\n\n".join(sentences))
    return bytes(message)


FORMATS: dict[str, Callable[[int, list[str]], bytes]] = {
    "txt": _txt,
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "xlsx": _xlsx,
    "csv": _csv,
    "eml": _mail,
}
