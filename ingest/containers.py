"""Files that hold others: mails with attachments, saved web pages (MHTML), ZIP archives.

Each member is read as a file of its own; what cannot be read is left out with a remark that says why.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath

from ingest.archive import Archive, damage_remark, opened_archive
from ingest.blocks import Block, document_of_blocks
from ingest.document import Document, Page, Remark, Table
from ingest.errors import ArchiveTooDense, DocumentError, NoText
from ingest.html import document_of_html, web_page
from ingest.limits import Limits
from ingest.remarks import remarked
from ingest.sniff import EML, MHTML, ZIP
from ingest.text_document import document_of_text

ReadMember = Callable[[Path, str, Limits], Document]
_Read = tuple[Document | None, Remark | None]

_HEADERS = (("Subject", "Perihal"), ("From", "Dari"), ("To", "Kepada"), ("Date", "Tanggal"))
_BROKEN_HEAD = (TypeError, ValueError, OverflowError, IndexError, AttributeError)  # of the email package
_HIDDEN = ("__MACOSX/", ".")


def read_zip(path: Path, *, name: str, limits: Limits, read_member: ReadMember) -> Document:
    """The members of an archive as one Document. Raises what the archive raises, or NoText."""
    inner = _one_deeper(name, limits)
    with opened_archive(path, name=name, limits=limits) as archive:
        members = [member for member in sorted(archive.names) if not member.startswith(_HIDDEN)]
        whole = _joined(_unpacked(archive, members, inner, read_member), media_type=ZIP, name=name)
        return replace(whole, warnings=(*whole.warnings, damage_remark())) if archive.is_damaged else whole


def _unpacked(
    archive: Archive, members: Iterable[str], limits: Limits, read_member: ReadMember
) -> Iterator[_Read]:
    """Each member's Document; one that cannot be unpacked is left out with its reason."""
    for member in members:
        title = PurePosixPath(member.replace("\\", "/")).name or member
        try:
            content = archive.read(member)
        except ArchiveTooDense:
            raise
        except DocumentError as error:
            yield None, remarked("member-skipped", member=title, why=error.message)
            continue
        yield from _members([(title, content)], limits, read_member)


def read_mail(path: Path, *, name: str, limits: Limits, read_member: ReadMember) -> Document:
    """A mail: its heads, its text, then its attachments. Raises NoText, or ArchiveTooDense when too deep."""
    inner = _one_deeper(name, limits)
    message = _parsed(path.read_bytes())
    heads = [f"{label}: {said}" for header, label in _HEADERS if (said := _header(message, header))]
    blocks = [*heads, "", *_body(message, name)]
    first = _letter(blocks, name=name, title=_header(message, "Subject"))
    attached = ((part.get_filename() or "lampiran", _payload(part)) for part in message.iter_attachments())
    whole = _joined([(first, None), *_members(attached, inner, read_member)], media_type=EML, name=name)
    return replace(whole, title=first.title, published=_day(message))


def read_mhtml(path: Path, *, name: str) -> Document:
    """A web page that a browser saved with its pictures. Raises NoText."""
    message = _parsed(path.read_bytes())
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return document_of_html(_text_of(part), name=name, media_type=MHTML)
    raise NoText(name)


def _one_deeper(name: str, limits: Limits) -> Limits:
    if limits.archive_depth < 1:
        raise ArchiveTooDense(name, reason="arsip di dalam arsip terlalu dalam")
    return replace(limits, archive_depth=limits.archive_depth - 1)


def _parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content.lstrip())
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes EmailMessages")
    return message


def _letter(blocks: list[Block], *, name: str, title: str) -> Document:
    """The mail itself, which may be empty where it only brings files."""
    try:
        return document_of_blocks(blocks, media_type=EML, name=name, title=title)
    except NoText:
        return document_of_text("", media_type=EML, name=name, title=title)


def _body(message: EmailMessage, name: str) -> tuple[Block, ...]:
    """What the mail says: as plain text, or as a page where that has tables that the plain text has not."""
    plain, page = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    text = _text_of(plain) if plain is not None else ""
    blocks: tuple[Block, ...] = ()
    if page is not None:
        with suppress(NoText):
            blocks = web_page(_text_of(page), name=name).blocks
    has_tables = any(not isinstance(block, str) for block in blocks)
    return blocks if plain is None or has_tables else tuple(text.split("\n"))


def _text_of(part: MIMEPart) -> str:
    try:
        content = part.get_content()
    except (LookupError, KeyError, ValueError):
        content = _payload(part).decode("utf-8", "replace")
    return content if isinstance(content, str) else ""


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    return message.as_bytes() if isinstance(message, Message) else b""


def _header(message: EmailMessage, name: str) -> str:
    """What a head says, as it stands there if it breaks the parser."""
    try:
        return str(message[name] or "")
    except _BROKEN_HEAD:
        return next(
            (str(value) for head, value in message.raw_items() if head.casefold() == name.casefold()), ""
        )


def _day(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except _BROKEN_HEAD:
        return None


def _members(
    contents: Iterable[tuple[str, bytes]], limits: Limits, read_member: ReadMember
) -> Iterator[_Read]:
    """Each member's Document, or the reason why it has none."""
    with tempfile.TemporaryDirectory() as folder:
        for member, content in contents:
            path = Path(folder) / "berkas"
            path.write_bytes(content)
            try:
                yield read_member(path, member, limits), None
            except ArchiveTooDense:
                raise
            except DocumentError as error:
                yield None, remarked("member-skipped", member=member, why=error.message)


def _joined(parts: Iterable[_Read], *, media_type: str, name: str) -> Document:
    """One Document of several, each beginning on a new page."""
    texts: list[str] = []
    pages: list[Page] = []
    tables: list[Table] = []
    remarks: list[Remark] = []
    first: Document | None = None
    origin = 0
    for document, remark in parts:
        if document is None:
            remarks += [remark] if remark else []
            continue
        first = first or document
        texts.append(document.text)
        tables += [_moved_table(table, len(pages)) for table in document.tables]
        remarks += [_moved_remark(found, len(pages)) for found in document.warnings]
        before = len(pages)
        pages += [
            replace(page.at(page.start + origin), number=page.number + before) for page in document.pages
        ]
        origin += len(document.text) + 1
    if first is None:
        raise NoText(name)
    return Document(
        media_type=media_type,
        name=name,
        text="\f".join(texts),
        pages=tuple(pages),
        title=first.title,
        language=first.language,
        tables=tuple(tables),
        warnings=tuple(remarks),
    )


def _moved_table(table: Table, by: int) -> Table:
    return replace(
        table,
        pages=tuple(page + by for page in table.pages),
        row_pages=tuple(page + by for page in table.row_pages),
    )


def _moved_remark(remark: Remark, by: int) -> Remark:
    return replace(remark, page=remark.page + by) if remark.page is not None else remark
