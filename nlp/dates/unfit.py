"""Tells what only looks like a date: habits, decades, amounts, parts of names, heads of columns."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.dates.readings import SINCE, UNTIL, Reading
from nlp.text.calendar import MONTHS, PARTS
from nlp.text.codes import YEAR_WORDS
from nlp.text.lexer import Lexed
from nlp.text.words import COUNT_NOUNS, PERCENT_WORDS, words

_AMOUNT_LEADS = frozenset({"rp", "sebanyak", "sejumlah", "berjumlah", "idr", "usd"})
_YEAR_LEADS = words("ranges year leads")
_OPENING = SINCE | UNTIL


def is_unfit(lexed: Lexed, reading: Reading) -> bool:
    """True for what only looks like a date: habits, decades, bare years that are amounts or parts of
    names.
    """
    i, end = reading.first, reading.end
    before, following = lexed.word(i - 1), lexed.word(end)
    if before in {"setiap", "tiap", "saban"}:
        return True
    if following in {"-", "–"}:
        if following == "-" and lexed.word(end + 1) == "an":
            return True
        if lexed.glued(end) and lexed.glued(end + 1) and lexed.is_number(end + 1):
            return True
    if reading.bare and reading.shape == "year":
        return _unfit_year(lexed, i, end, before)
    if reading.start.year is None and reading.side is None:
        if reading.shape == "month":
            return _lone_month(lexed, reading, before)
        return reading.shape == "part" and _lone_part(lexed, reading)
    return False


def _lone_part(lexed: Lexed, reading: Reading) -> bool:
    """True for "TW I" in the head of a table, where its neighbours are other quarters or far off."""
    around = lexed.low[max(0, reading.first - 4) : reading.first] + lexed.low[reading.end : reading.end + 3]
    if any(word in PARTS for word in around):
        return True
    return not (lexed.near(reading.first) or lexed.near(reading.end)) or lexed.word(reading.first - 1) in {
        "/",
        "|",
    }


def _unfit_year(lexed: Lexed, i: int, end: int, before: str) -> bool:
    if before in _AMOUNT_LEADS or (before == "." and lexed.word(i - 2) in _AMOUNT_LEADS):
        return True
    if lexed.glued(i) and before in {":", "-", "–", "/", "#", "*", "+", "=", "_", "$"}:
        return True
    following = lexed.word(end)
    if before == ")" or (lexed.is_capital(i - 1) and lexed.raw(i - 1).isupper() and len(before) > 1):
        return following in PERCENT_WORDS  # "SPI 2024 jalan lagi"
    if following in PERCENT_WORDS:
        return True
    if lexed.glued(end) and (following in {"/", "_", "=", "@", "*"} or following[0].isalpha()):
        return following in {"/", "_", "=", "@", "*"} or following not in YEAR_WORDS
    return (
        following in COUNT_NOUNS
        and not lexed.is_number(end + 1)
        and before not in _YEAR_LEADS
        and lexed.near(end)
        and not lexed.is_capital(end)
    )


def _lone_month(lexed: Lexed, reading: Reading, before: str) -> bool:
    """True for a month's name that may be a person's, or a column's head."""
    if reading.lead or reading.start != reading.stop or lexed.low[reading.first] in _OPENING:
        return False
    if before in {"pada", "awal", "akhir", "sejak", "hingga", "selama", "sampai", "mulai", "per", "dengan"}:
        return False
    if before in MONTHS or lexed.word(reading.end) in MONTHS or before in {"/", "|"}:
        return True
    loose = not lexed.near(reading.first) or (reading.end < len(lexed) and not lexed.near(reading.end))
    return loose or lexed.is_capital(reading.end) or lexed.is_capital(reading.first - 1)
