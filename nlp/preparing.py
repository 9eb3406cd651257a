"""The first rules on a page of text, whose lexemes all later ones must leave alone."""

from __future__ import annotations

from nlp.codes import take_codes, take_glued
from nlp.lexer import Lexed, lex
from nlp.marks import RegulationMark
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
