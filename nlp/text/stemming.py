"""Light stemming of Indonesian words, enough to compare the wording of two short texts."""

from __future__ import annotations

from functools import lru_cache

from nlp.text.lexer import lex
from nlp.text.words import words

_SUFFIXES = ("nya", "lah", "kah", "kan", "an", "i")
_PREFIXES = ("memper", "menge", "meng", "meny", "mem", "men", "me", "penge", "peng", "peny", "pem",
             "pen", "per", "pe", "ber", "ter", "di", "ke", "se")  # fmt: skip
_MIN_STEM = 4
_PLAIN = words("stemming plain")


@lru_cache(maxsize=1 << 12)
def stem(word: str) -> str:
    """The word without its usual prefix and suffixes: "penyusunan" and "menyusun" give "usun".

    A stem is never shorter than four letters, so short words stay whole.
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            word = word[: -len(suffix)]
            break
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _MIN_STEM:
            return word[len(prefix) :]
    return word


def stems(text: str) -> dict[str, str]:
    """Stems of the words of `text` that carry meaning, each with the first word that gave it."""
    found: dict[str, str] = {}
    for word in lex(text).low:
        if len(word) > 2 and word.isalpha() and word not in _PLAIN:
            found.setdefault(stem(word), word)
    return found
