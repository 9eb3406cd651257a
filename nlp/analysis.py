"""The rules in their order, on one page of text: each takes its lexemes from the ones after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nlp.claims import find_claims
from nlp.codes import take_codes, take_glued
from nlp.dates import Dates, find_dates
from nlp.indicators import Indicators
from nlp.lexer import Lexed, lex
from nlp.marks import ClaimMark, DateMark, RegulationMark
from nlp.regulations import find_regulations

_LINKS = ("baca juga", "baca:", "baca :", "simak juga", "lihat juga", "berita terkait", "artikel terkait")


def prepare(text: str) -> tuple[Lexed, list[RegulationMark]]:
    """Lexemes of a page with its regulations, codes and links taken, and the regulations."""
    lexed = lex(text)
    _take_links(lexed)
    regulations = find_regulations(lexed)
    take_codes(lexed)
    take_glued(lexed)
    return lexed, regulations


def _take_links(lexed: Lexed) -> None:
    """Take the lines that lead to other articles ("Baca juga: …")."""
    for i in lexed.where({"baca", "simak", "lihat", "berita", "artikel"}):
        line = lexed.text[lexed.starts[i] : lexed.starts[i] + 16].lower()
        if not line.startswith(_LINKS):
            continue
        end = i
        while end < len(lexed) and (end == i or "\n" not in lexed.gap(end)) and end - i < 60:
            end += 1
        lexed.take(i, end)


def analyse_page(
    text: str, published: date | None, indicators: Indicators
) -> tuple[Dates, list[ClaimMark], list[RegulationMark]]:
    """Everything found on one page; offsets are those of the page."""
    lexed, regulations = prepare(text)
    dates = find_dates(lexed, published)
    return dates, find_claims(lexed, dates, indicators), regulations


def shifted(mark: DateMark | ClaimMark | RegulationMark, by: int) -> DateMark | ClaimMark | RegulationMark:
    """A mark moved by `by` code points."""
    return replace(mark, start=mark.start + by, end=mark.end + by)
