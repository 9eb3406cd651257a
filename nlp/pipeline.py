"""The rules as spaCy components: renaksi_regulations, renaksi_dates and renaksi_claims.

Each can be used alone in any pipeline; what an earlier one found on the Doc is not found again. Results are
plain marks (`doc._.dates`, `doc._.claims`, `doc._.regulations`) and span groups of the same names, labelled
with role, kind or type. `doc._.published` may be set before, and holds the day found otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.claims.find import find_claims
from nlp.claims.indicators import DATA, load_indicators
from nlp.dates.find import find_dates
from nlp.marks import ClaimMark, DateMark, Dates, RegulationMark
from nlp.preparing import prepare
from nlp.tables.find import Tables, find_tables
from nlp.text.lexer import Lexed, lex
from nlp.text.tokenizer import LEXED  # the import registers the tokenizer, too

_KEY = "renaksi_pages"
_EXTENSIONS = ("dates", "claims", "regulations", "published")


@dataclass(slots=True)
class _Page:
    offset: int
    lexed: Lexed
    regulations: list[RegulationMark]
    tables: Tables
    dates: Dates | None = None


@dataclass(slots=True)
class Work:
    """What the components share about one text: its pages, cut at form feeds, its day of publication, given
    or found, and their marks.
    """

    pages: list[_Page]
    published: date | None = None
    dates: list[DateMark] = field(default_factory=list)
    claims: list[ClaimMark] = field(default_factory=list)
    regulations: list[RegulationMark] = field(default_factory=list)


def work_on(text: str, published: date | None = None, whole: Lexed | None = None) -> Work:
    """The pages of a text, prepared for the components; `whole` are its lexemes, where they are known."""
    pages, offset = [], 0
    for page in text.split("\f"):
        if page and not page.isspace():
            lexed = whole if whole is not None and len(page) == len(text) else lex(page)
            pages.append(_Page(offset, lexed, prepare(lexed), find_tables(lexed)))
        offset += len(page) + 1
    return Work(pages, published)


def _work(doc: Doc) -> Work:
    work: Work | None = doc.user_data.get(_KEY)
    if work is None:
        stored = doc.user_data.pop(LEXED, None)
        work = doc.user_data[_KEY] = work_on(doc.text if stored is None else stored.text, whole=stored)
    work.published = doc._.published
    return work


def _date(work: Work, *, resolve: bool = True) -> None:
    for page in work.pages:
        if page.dates is None:
            page.dates = find_dates(page.lexed, work.published if resolve else None, page.tables)


_Mark = TypeVar("_Mark", DateMark, ClaimMark, RegulationMark)


def _shift(marks: Iterable[_Mark], by: int) -> Iterable[_Mark]:
    return [mark._replace(start=mark.start + by, end=mark.end + by) for mark in marks] if by else marks


def _group(doc: Doc, name: str, labelled: list[tuple[int, int, str]]) -> None:
    spans = (
        doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in labelled
    )
    doc.spans[name] = [span for span in spans if isinstance(span, Span)]


class RegulationsComponent:
    """Finds citations; `spans` says whether to write the span group besides the plain marks."""

    def __init__(self, spans: bool) -> None:
        self.spans = spans

    def find(self, work: Work) -> None:
        """Set the regulations of a text."""
        work.regulations = [m for p in work.pages for m in _shift(p.regulations, p.offset)]

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.regulations`."""
        work = _work(doc)
        self.find(work)
        doc._.regulations = work.regulations
        if self.spans:
            _group(doc, "regulations", [(m.start, m.end, m.type) for m in work.regulations])
        return doc


class DatesComponent:
    """Finds dates; `resolve` says whether incomplete ones may lean on `doc._.published`."""

    def __init__(self, spans: bool, resolve: bool) -> None:
        self.spans, self.resolve = spans, resolve

    def find(self, work: Work) -> None:
        """Set the dates of a text, and its day of publication where it was not given."""
        _date(work, resolve=self.resolve)
        found = [(page.dates, page.offset) for page in work.pages if page.dates]
        work.dates = [m for dates, by in found for m in _shift((s.mark for s in dates.spans), by)]
        if work.published is None:
            work.published = next((dates.published for dates, _ in found if dates.published), None)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.dates`, and `doc._.published` where it was not given."""
        work = _work(doc)
        self.find(work)
        doc._.dates, doc._.published = work.dates, work.published
        if self.spans:
            _group(doc, "dates", [(m.start, m.end, m.role) for m in work.dates])
        return doc


class ClaimsComponent:
    """Finds claims by a table of indicators with `extra` rows; `threshold` leaves out what is less sure."""

    def __init__(self, spans: bool, indicators: str | None, extra: str, threshold: float) -> None:
        self.spans, self.threshold = spans, threshold
        self.indicators = load_indicators(Path(indicators) if indicators else DATA, extra)

    def find(self, work: Work) -> None:
        """Set the claims of a text."""
        _date(work)
        claims: list[ClaimMark] = []
        for page in work.pages:
            if page.dates is not None:
                found = find_claims(page.lexed, page.dates, self.indicators, page.tables)
                claims += _shift(found, page.offset)
        work.claims = [mark for mark in claims if mark.confidence >= self.threshold]

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.claims`."""
        work = _work(doc)
        self.find(work)
        doc._.claims = work.claims
        if self.spans:
            _group(doc, "claims", [(m.start, m.end, m.kind) for m in work.claims])
        return doc


Component = RegulationsComponent | DatesComponent | ClaimsComponent


def without_tokens(nlp: Language) -> list[Component] | None:
    """The components of a pipeline when all are ours and write no span groups, so that none looks at tokens;
    None otherwise.
    """
    pipes = nlp.pipeline  # made anew at each asking
    found = [one for _, one in pipes if isinstance(one, Component) and not one.spans]
    return found if len(found) == len(pipes) else None


@Language.factory("renaksi_regulations", default_config={"spans": True})
def create_regulations(nlp: Language, name: str, spans: bool) -> RegulationsComponent:
    """spaCy factory of the regulations component."""
    _declare()
    return RegulationsComponent(spans)


@Language.factory("renaksi_dates", default_config={"spans": True, "resolve": True})
def create_dates(nlp: Language, name: str, spans: bool, resolve: bool) -> DatesComponent:
    """spaCy factory of the dates component."""
    _declare()
    return DatesComponent(spans, resolve)


@Language.factory(
    "renaksi_claims", default_config={"spans": True, "indicators": None, "extra": "", "threshold": 0.0}
)
def create_claims(
    nlp: Language, name: str, spans: bool, indicators: str | None, extra: str, threshold: float
) -> ClaimsComponent:
    """spaCy factory of the claims component."""
    _declare()
    return ClaimsComponent(spans, indicators, extra, threshold)


def _declare() -> None:
    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


@lru_cache(maxsize=8)
def load(indicators: Path | None = None, *, extra: str = "", spans: bool = True) -> Language:
    """The whole pipeline: blank Indonesian, our tokenizer and the three components; kept per table and
    setting. `extra` are further rows of the table of indicators.
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "renaksi.lexemes.v1"}}}
    nlp = spacy.blank("id", config=config)
    nlp.max_length = 2**40  # the rules are linear, so that spaCy's limit for parsers does not apply
    nlp.add_pipe("renaksi_regulations", config={"spans": spans})
    nlp.add_pipe("renaksi_dates", config={"spans": spans})
    nlp.add_pipe(
        "renaksi_claims",
        config={"spans": spans, "indicators": str(indicators) if indicators else None, "extra": extra},
    )
    return nlp


__all__ = [
    "ClaimsComponent",
    "DatesComponent",
    "RegulationsComponent",
    "load",
    "without_tokens",
    "work_on",
]
