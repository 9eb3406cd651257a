"""The first rules on a page of text, whose lexemes all later ones must leave alone."""

from __future__ import annotations

from bisect import bisect_left

from nlp.marks import RegulationMark
from nlp.regulations import find_regulations
from nlp.text.codes import take_codes, take_glued
from nlp.text.lexer import Lexed, Trigger

_LINKED = Trigger({"baca", "simak", "lihat", "berita", "artikel"})
_LINKS = ("baca juga", "baca:", "baca :", "simak juga", "lihat juga", "berita terkait", "artikel terkait")


def prepare(lexed: Lexed) -> list[RegulationMark]:
    """Take the regulations, codes and links of a page; the regulations are given back."""
    _take_links(lexed)
    _take_link_lists(lexed)
    regulations = find_regulations(lexed)
    take_codes(lexed)
    take_glued(lexed)
    return regulations


_LINK_HEADS = frozenset(
    {
        "berita terkait",
        "baca juga",
        "artikel terkait",
        "terpopuler",
        "berita lainnya",
        "artikel pilihan",
        "berita populer",
    }
)
_LINK_SIGNS = Trigger(  # one is in each of these heads, and before each headline; "I" in a word reads as "l"
    {"terkait", "terkalt", "terpopuler", "populer", "lainnya", "lalnnya", "baca", "›", "»", "▸"}
    | {"pilihan", "pllihan", "pillhan", "plllhan"}
)
_MAX_LINKS = 5


def _take_link_lists(lexed: Lexed) -> None:
    """Take the lines under "Berita Terkait" and the like, up to an empty line, and headlines behind
    "›".
    """
    if not lexed.where(_LINK_SIGNS):
        return
    at, left = 0, 0
    for line in lexed.text.split("\n"):
        words = line.strip().lower()
        if left and words:
            _take_offsets(lexed, at, at + len(line))
        left = max(0, left - 1) if words else 0
        if words.strip(" :") in _LINK_HEADS:
            left = _MAX_LINKS
        elif words[:1] in {"›", "»", "▸"} and words[-1:] not in {".", ";"}:  # no headline ends with one
            _take_offsets(lexed, at, at + len(line))
        at += len(line) + 1


def _take_offsets(lexed: Lexed, start: int, end: int) -> None:
    lexed.take(bisect_left(lexed.starts, start), bisect_left(lexed.starts, end))


def _take_links(lexed: Lexed) -> None:
    """Take the lines that lead to other articles ("Baca juga: …")."""
    for i in lexed.where(_LINKED):
        line = lexed.text[lexed.starts[i] : lexed.starts[i] + 16].lower()
        if not line.startswith(_LINKS):
            continue
        end = i
        while end < len(lexed) and (end == i or "\n" not in lexed.gap(end)) and end - i < 60:
            end += 1
        lexed.take(i, end)
