"""One call from a text to what was found in it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from threading import RLock

from spacy.language import Language

from nlp.marks import Extraction
from nlp.pipeline import load
from nlp.tokenizer import harmless

_LOCK = RLock()  # a vocabulary belongs to one call at a time
_MAX_STRINGS = 20_000  # words that a worker keeps (some 6 MB); further ones are forgotten after each text
_LONG = 200_000  # characters; the words of a longer text are not kept at all


def extract(text: str, *, published: date | None = None, nlp: Language | None = None) -> Extraction:
    """Dates, claims and regulations of a text.

    Offsets are code points of `text`. `published` is the day that incomplete dates are resolved against;
    without it each page (pages end with a form feed) looks for its own dateline. `nlp` is a pipeline with
    the renaksi components, the standard one without it. Works on any string.
    """
    pipeline = nlp or load(spans=False)
    with _LOCK, _vocabulary(pipeline, len(text)):
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


def _vocabulary(pipeline: Language, size: int) -> AbstractContextManager[object]:
    """The pipeline's vocabulary, kept while it is small, so that a long-lived worker does not grow."""
    zone: AbstractContextManager[object] = pipeline.memory_zone()
    full = size > _LONG or len(pipeline.vocab.strings) > _MAX_STRINGS
    return zone if full else nullcontext()
