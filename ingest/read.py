"""Read any file that we know into a Document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest import sniff
from ingest.document import Document
from ingest.containers import read_mail, read_mhtml, read_zip
from ingest.docx import read_docx
from ingest.errors import Empty, TooLarge, UnsupportedType
from ingest.html import read_html
from ingest.limits import DEFAULT, Limits
from ingest.pdf.read import read_pdf
from ingest.sheets import read_sheets
from ingest.text import read_text

OnPage = Callable[[int, int], None]


def read(
    path: Path,
    *,
    name: str,
    limits: Limits = DEFAULT,
    password: str | None = None,
    on_page: OnPage | None = None,
) -> Document:
    """What the file at `path` says; `name` is only for messages. Its type is told by its content.

    Raises a DocumentError that says what is wrong and what to do. `on_page(done, total)` is called per page.
    """
    media_type = check_size_and_type(path, name=name, limits=limits)
    if media_type == sniff.PDF:
        return read_pdf(path, name=name, limits=limits, password=password, on_page=on_page)
    if media_type == sniff.TEXT:
        return read_text(path, name=name)
    if media_type == sniff.HTML:
        return read_html(path, name=name)
    if media_type == sniff.DOCX:
        return read_docx(path, name=name, limits=limits)
    if media_type in {sniff.XLSX, sniff.XLS, sniff.ODS}:
        return read_sheets(path, name=name, media_type=media_type, limits=limits)
    if media_type == sniff.ZIP:
        return read_zip(path, name=name, limits=limits, read_member=_read_member)
    if media_type == sniff.EML:
        return read_mail(path, name=name, limits=limits, read_member=_read_member)
    if media_type == sniff.MHTML:
        return read_mhtml(path, name=name)
    raise UnsupportedType(name, media_type=media_type)


def _read_member(path: Path, name: str, limits: Limits) -> Document:
    return read(path, name=name, limits=limits)


def check_size_and_type(path: Path, *, name: str, limits: Limits) -> str:
    """The media type. Raises Empty or TooLarge before anything is opened."""
    size = path.stat().st_size
    if size == 0:
        raise Empty(name)
    if size > limits.bytes:
        raise TooLarge(name, size_mb=size / 1024**2, limit_mb=limits.bytes / 1024**2)
    return sniff.sniff(path)
