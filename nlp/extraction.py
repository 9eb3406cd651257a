"""One call from a text to what was found in it."""

from __future__ import annotations

from datetime import date
from threading import RLock

from spacy.language import Language

from nlp.marks import Extraction
from nlp.pipeline import load
from nlp.tokenizer import harmless

_LOCK = RLock()  # a vocabulary's memory zone belongs to one call at a time


def extract(text: str, *, published: date | None = None, nlp: Language | None = None) -> Extraction:
    """Dates, claims and regulations of a text.

    Offsets are code points of `text`. `published` is the day that incomplete dates are resolved against;
    without it each page (pages end with a form feed) looks for its own dateline. `nlp` is a pipeline with
    the renaksi components, the standard one without it. Works on any string.
    """
    pipeline = nlp or load(spans=False)
    with _LOCK, pipeline.memory_zone():
        doc = pipeline.make_doc(harmless(text))
        doc._.published = published
        doc = pipeline(doc)
        return Extraction(
            text,
            doc._.published,
            list(doc._.dates or ()),
            list(doc._.claims or ()),
            list(doc._.regulations or ()),
        )
