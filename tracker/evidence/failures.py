"""What the reading of a file came to, in the reader's language: it is kept in Bahasa Indonesia, as found."""

from collections.abc import Iterator

from ingest.errors import ERRORS
from ingest.refused import UNKNOWN
from ingest.remarks import SENTENCES
from nlp.marked import N_
from tracker.retelling import Retelling

ON_PAGE = N_("Halaman {page}: {text}")


def said(message: str) -> str:
    """The message in the language of the request; one that no reader gives stays as it is."""
    return _told(message)


def on_page(message: str, page: int | None) -> str:
    """The message as it is kept, with the page that it is about where there is one."""
    return message if page is None else ON_PAGE.format(page=page, text=message)


def _texts() -> Iterator[str]:
    """What readers may say; the sentence about a part of the file comes last, as it would fit others too."""
    last = SENTENCES["member-skipped"]
    yield ON_PAGE
    yield from (kind.explanation for kind in ERRORS.values() if kind.explanation != "{advice}")
    yield UNKNOWN
    yield from (text for text in SENTENCES.values() if text != last)
    yield last


_told = Retelling(_texts(), {"text": said, "why": said})
