"""Text in, spans out: dates, claims and regulations of Indonesian government documents.

Knows no file, page, web or database. `extract` is one call from a text to plain values; `load` is the spaCy
pipeline behind it.
"""

from nlp.extraction import extract
from nlp.marks import ClaimMark, DateMark, Extraction, RegulationMark
from nlp.numbers import parse_number
from nlp.pipeline import load

__all__ = ["ClaimMark", "DateMark", "Extraction", "RegulationMark", "extract", "load", "parse_number"]
