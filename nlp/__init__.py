"""Text in, spans out: dates, claims and regulations of Indonesian government documents.

Knows no file, page, web or database. The rules stand in four layers: `text`, `tables`, `dates` and `claims`,
each of which knows those before it; `learned` weighs what they found.

`extract` is one call from a text to plain values; `load` is the spaCy pipeline behind it. Both are imported
when first asked for: a web process that only parses a number must not wait for spaCy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from nlp.marks import ClaimMark, DateMark, Extraction, RegulationMark
from nlp.text.numbers import parse_number

if TYPE_CHECKING:
    from nlp.extraction import extract
    from nlp.pipeline import load

_WITH_SPACY = {"extract": "nlp.extraction", "load": "nlp.pipeline"}

__all__ = ["ClaimMark", "DateMark", "Extraction", "RegulationMark", "extract", "load", "parse_number"]


def __getattr__(name: str) -> Any:
    if name not in _WITH_SPACY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WITH_SPACY[name]), name)
