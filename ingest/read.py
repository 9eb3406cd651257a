"""Read any file that we know into a Document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import sniff
from ingest.containers import read_mail, read_mhtml, read_zip
from ingest.document import Document
from ingest.docx import read_docx
from ingest.errors import Empty, LockedOffice, TooLarge, UnsupportedType
from ingest.html import read_html
from ingest.images import read_image
from ingest.limits import DEFAULT, Limits
from ingest.pdf.read import read_pdf
from ingest.refused import advice
from ingest.sheets import read_sheets
from ingest.table_checks import total_remarks
from ingest.text import read_text

OnPage = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Order:
    """One file to read, as `read` was asked for it."""

    path: Path
    name: str
    media_type: str
    limits: Limits
    password: str | None
    on_page: OnPage | None


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
    reader = _READERS.get(media_type)
    if reader is None:
        raise UnsupportedType(name, advice=advice(media_type))
    document = reader(_Order(path, name, media_type, limits, password, on_page))
    remarks = tuple(remark for table in document.tables for remark in total_remarks(table))
    return replace(document, warnings=document.warnings + remarks) if remarks else document


def check_size_and_type(path: Path, *, name: str, limits: Limits) -> str:
    """The media type. Raises Empty or TooLarge before anything is opened."""
    size = path.stat().st_size
    if size == 0:
        raise Empty(name)
    if size > limits.bytes:
        raise TooLarge(name, size_mb=size / 1024**2, limit_mb=limits.bytes / 1024**2)
    return sniff.sniff(path)


def _member(path: Path, name: str, limits: Limits) -> Document:
    return read(path, name=name, limits=limits)


def _pdf(order: _Order) -> Document:
    return read_pdf(
        order.path, name=order.name, limits=order.limits, password=order.password, on_page=order.on_page
    )


def _image(order: _Order) -> Document:
    return read_image(
        order.path,
        name=order.name,
        media_type=order.media_type,
        limits=order.limits,
        on_page=order.on_page,
    )


def _sheets(order: _Order) -> Document:
    return read_sheets(order.path, name=order.name, media_type=order.media_type, limits=order.limits)


def _locked(order: _Order) -> Document:
    raise LockedOffice(order.name)


_READERS: dict[str, Callable[[_Order], Document]] = {
    sniff.PDF: _pdf,
    sniff.TEXT: lambda order: read_text(order.path, name=order.name),
    sniff.HTML: lambda order: read_html(order.path, name=order.name),
    sniff.MHTML: lambda order: read_mhtml(order.path, name=order.name),
    sniff.DOCX: lambda order: read_docx(order.path, name=order.name, limits=order.limits),
    sniff.EML: lambda order: read_mail(order.path, name=order.name, limits=order.limits, read_member=_member),
    sniff.ZIP: lambda order: read_zip(order.path, name=order.name, limits=order.limits, read_member=_member),
    sniff.XLSX: _sheets,
    sniff.XLS: _sheets,
    sniff.ODS: _sheets,
    sniff.LOCKED_OFFICE: _locked,
    **dict.fromkeys(sniff.IMAGES, _image),
}
