"""One call from a text to what was found in it."""

from __future__ import annotations

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.marks import Extraction
from nlp.pipeline import load, without_tokens, work_on
from nlp.text.tokenizer import LexemeTokenizer, harmless


def extract(text: str, *, published: date | None = None, nlp: Language | None = None) -> Extraction:
    """Dates, claims and regulations of a text.

    Offsets are code points of `text`. `published` is the day that incomplete dates are resolved against;
    without it each page (pages end with a form feed) looks for its own dateline. `nlp` is a pipeline with
    the renaksi components, the standard one without it. Works on any string.
    """
    pipeline = nlp or load(spans=False)
    components = without_tokens(pipeline) if isinstance(pipeline.tokenizer, LexemeTokenizer) else None
    if components is not None:  # no Doc is needed where nothing looks at its tokens
        work = work_on(harmless(text), published)
        for component in components:
            component.find(work)
        return Extraction(text, work.published, work.dates, work.claims, work.regulations)
    doc = _doc(pipeline, harmless(text))
    doc._.published = published
    doc = pipeline(doc)
    return Extraction(
        text,
        doc._.published,
        list(doc._.dates or ()),
        list(doc._.claims or ()),
        list(doc._.regulations or ()),
    )


def _doc(pipeline: Language, text: str) -> Doc:
    """The text as tokens, with a vocabulary of its own, which is forgotten with it.

    A vocabulary that lives as long as the pipeline keeps every word; in spaCy's memory zones it forgets the
    words, but the tables that held them go on growing (8 MB after 250 texts of new words). A new one costs
    microseconds, and texts may be read in several threads.
    """
    if isinstance(pipeline.tokenizer, LexemeTokenizer):
        return LexemeTokenizer(Vocab())(text)
    return pipeline.make_doc(text)
