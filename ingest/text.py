"""Plain text and CSV of any encoding; the Document's text is the file's content exactly."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.document import Document
from ingest.errors import NoText
from ingest.sheets import csv_document
from ingest.sniff import TEXT
from ingest.text_document import document_of_text, first_line

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes) -> str:
    """By the byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content.count(b"\0") * 4 > len(content):
        little = content[1::2].count(0) >= content[0::2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read_text(path: Path, *, name: str) -> Document:
    """Raises NoText when there is nothing but white space."""
    text = decode(path.read_bytes())
    if not text.strip():
        raise NoText(name)
    table = csv_document(text, name=name)
    return table or document_of_text(text, media_type=TEXT, name=name, title=first_line(text))
