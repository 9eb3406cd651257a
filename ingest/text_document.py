"""A Document of running text."""

from __future__ import annotations

from ingest.document import Document
from ingest.flow_pages import pages_of_text
from ingest.language import language_of


def document_of_text(text: str, *, media_type: str, name: str, title: str = "") -> Document:
    """A Document of running text: set on pages, without tables and without a day."""
    return Document(
        media_type=media_type,
        name=name,
        text=text,
        pages=pages_of_text(text),
        title=title,
        language=language_of(text),
    )


def first_line(text: str, longest: int = 200) -> str:
    """The first line that is not empty, white space folded."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return " ".join(line.split())[:longest]
