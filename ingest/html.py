"""Web pages, as they are saved from news sites: title, main text and day of publication by trafilatura."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from ingest.blocks import Block, document_of_blocks
from ingest.document import Document
from ingest.errors import NoText
from ingest.html_tables import blocks_of_text, marked_page
from ingest.sniff import HTML
from ingest.text import decode

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_LATEST_DAY = "2100-01-01"  # a page may say any day; which ones are likely is not judged by today's clock


def read_html(path: Path, *, name: str) -> Document:
    """Raises NoText when the page has no main text."""
    return document_of_html(html_text(path.read_bytes()), name=name)


def html_text(content: bytes) -> str:
    """The page's source, by the encoding that it declares."""
    declared = _CHARSET.search(content[:4096])
    if declared:
        try:
            return content.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a web page says: title, main text with its tables, day of publication."""

    title: str
    blocks: tuple[Block, ...]
    day: date | None


def document_of_html(source: str, *, name: str, media_type: str = HTML) -> Document:
    """Title, main text and day of a web page. Raises NoText when there is none."""
    page = web_page(source, name=name)
    document = document_of_blocks(page.blocks, media_type=media_type, name=name, title=page.title)
    return replace(document, published=page.day)


def web_page(source: str, *, name: str) -> WebPage:
    """Raises NoText when the page has no main text."""
    marked = marked_page(source)
    found = bare_extraction(
        marked.tree if marked else source,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _LATEST_DAY},
    )
    facts = found.as_dict() if isinstance(found, Extracted) else {}
    title = " ".join((facts.get("title") or "").split())
    text = (facts.get("text") or "").strip()
    if not text:
        raise NoText(name)
    if title and not text.startswith(title):
        text = f"{title}\n{text}"
    blocks = tuple(blocks_of_text(text, marked.tables)) if marked else tuple(text.split("\n"))
    return WebPage(title, blocks, _day(facts.get("date")))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
