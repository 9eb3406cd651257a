"""Whether a text is Indonesian, English or no language at all, by its commonest words."""

from __future__ import annotations

import re

_INDONESIAN = frozenset(
    [
        "dan",
        "yang",
        "di",
        "dengan",
        "untuk",
        "pada",
        "dari",
        "ini",
        "dalam",
        "tidak",
        "akan",
        "oleh",
        "atau",
        "sebagai",
        "ke",
        "itu",
        "telah",
        "adalah",
        "tahun",
        "daerah",
        "kegiatan",
        "bahwa",
        "dapat",
        "serta",
        "para",
        "nomor",
        "tentang",
        "pemerintah",
        "program",
        "kinerja",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "he",
        "are",
        "this",
        "or",
        "an",
        "at",
        "from",
        "which",
        "have",
        "has",
        "were",
        "been",
        "their",
        "its",
        "they",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters
_ENOUGH = 0.03  # share of the words
_VOWELS = "aeiouAEIOU"


def language_of(text: str) -> str | None:
    """Gives "id", "en", or None where neither language's common words are common in the text."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return None
    indonesian = sum(word in _INDONESIAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    if max(indonesian, english) < _ENOUGH * len(words):
        return None
    return "id" if indonesian >= english else "en"


def is_readable(text: str) -> bool:
    """Whether the characters of a page are its words: a font that maps its glyphs wrongly gives letters at
    random.

    True for pages with too few letters to tell. Letters of a readable page are a quarter vowels or more
    (names, abbreviations and table heads included), or its common words are there.
    """
    sample = text[:_SAMPLE]
    strange = sum(map(_is_strange, sample))
    if strange * 20 > len(sample.strip()):
        return False
    letters = sum(map(len, _WORD.findall(sample)))
    if letters < 80:
        return True
    vowels = sum(map(sample.count, _VOWELS))
    return vowels * 4 >= letters or language_of(sample) is not None


def _is_strange(character: str) -> bool:
    """Replacement characters, private use, controls."""
    return (
        character == "\ufffd"
        or "\ue000" <= character <= "\uf8ff"
        or (character < " " and character not in "\t\n\r\f")
    )
