"""Where a text names a measure: Indeks RB, SAKIP, opini BPK … , by the table of indicators."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, count
from pathlib import Path
from typing import NamedTuple

from nlp.text.lexer import Lexed, lex

DATA = Path(__file__).parent.parent / "data" / "indicators.tsv"
Names = list[tuple[tuple[str, ...], str, bool]]
Tree = dict[str, dict[str, Names]]

SPELLINGS = DATA.with_name("spellings.tsv")

# Names that hold an alias but are another measure or no measure at all.
_NOT_BEFORE: dict[str, frozenset[str]] = {
    "kemiskinan": frozenset({"garis"}),
    "inflasi": frozenset({"konsumen"}),
}


class Mention(NamedTuple):
    """An indicator's name at lexemes first to end - 1."""

    first: int
    end: int
    code: str
    weak: bool = False  # a word of the field rather than the measure's name; counts only in its own sentence


@dataclass(frozen=True, slots=True)
class Indicators:
    """The table of indicators as a tree of words: `tree` maps a first word and the one behind it to what may
    be named there, the longest first: (further words, code, weak). Under "" are the names of one word.
    """

    tree: Tree
    names: dict[str, str]


@cache
def _spellings() -> list[tuple[str, str, bool]]:
    """Further spellings (code, spelling, weak) that a table of indicators need not list.

    They are kept apart from the table, so that it stays the institution's own; codes it lacks are skipped.
    A "word" is a word of the field rather than the measure's name: it counts only in its own sentence.
    """
    rows = (line.split("\t") for line in SPELLINGS.read_text(encoding="utf-8").splitlines()[1:])
    return [(code, spelling, strength == "word") for code, spelling, strength in rows]


@lru_cache(maxsize=64)
def load_indicators(path: Path = DATA, extra: str = "") -> Indicators:
    """Read a table of code, name and aliases (separated by ";"), whose first line is its head.

    `extra` are further rows of the same form without a head, such as an institution's own; a code that the
    table has takes their aliases too. Raises OSError, or ValueError with what is wrong.
    """
    planted: dict[str, Names] = {}
    names: dict[str, str] = {}
    table = path.read_text(encoding="utf-8").splitlines()[1:]
    for line in (*table, *extra.splitlines()):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise ValueError(
                f"{path.name}: baris “{line}” harus berisi kode, nama, dan alias yang dipisahkan tab."
            )
        code, name = fields[0].strip(), fields[1].strip()
        names[code] = name
        aliases = fields[2].split(";") if len(fields) > 2 else []
        for alias in (name, *aliases):
            _plant(planted, alias, code, weak=False)
    for code, spelling, weak in _spellings():
        if code in names:
            _plant(planted, spelling, code, weak=weak)
    tree = {first: _branch(ends) for first, ends in planted.items()}
    for first in planted:  # "kemiskinannya", but not with a name of several words
        tree.setdefault(f"{first}nya", {"": tree[first][""]})
    return Indicators(tree, names)


def _plant(planted: dict[str, Names], alias: str, code: str, *, weak: bool) -> None:
    words = tuple(lex(alias).low)
    if words:
        planted.setdefault(words[0], []).append((words[1:], code, weak))


def _branch(ends: Names) -> dict[str, Names]:
    """What may be named behind a first word, by the second."""
    longest = sorted(ends, key=lambda entry: -len(entry[0]))
    alone = [entry for entry in longest if not entry[0]]
    seconds = dict.fromkeys(entry[0][0] for entry in longest if entry[0])
    return {"": alone} | {
        second: [entry for entry in longest if entry[0][:1] == (second,)] + alone for second in seconds
    }


def find_mentions(lexed: Lexed, indicators: Indicators) -> list[Mention]:
    """All names of indicators in the text, the longest at each place, in order."""
    found: list[Mention] = []
    end = 0
    low, tree = lexed.low, indicators.tree
    for i in compress(count(), map(tree.__contains__, low)):
        if i < end:
            continue
        branch = tree[low[i]]
        for rest, code, weak in branch.get(lexed.word(i + 1)) or branch[""]:
            stop = i + 1 + len(rest)
            if (not rest or tuple(low[i + 1 : stop]) == rest) and not _other(lexed, i, code):
                found.append(Mention(i, stop, code, weak))
                end = stop
                break
    return found


def _other(lexed: Lexed, i: int, code: str) -> bool:
    if code in _NOT_BEFORE and lexed.word(i - 1) in _NOT_BEFORE[code]:
        return True
    if code == "sakip" and lexed.low[i] == "akuntabilitas" and _titled(lexed, i):
        return True
    if code == "rb" and (
        lexed.low[max(0, i - 2) : i] == ["negara", "dan"]
        or lexed.glued(i)
        or "pan" in lexed.low[max(0, i - 2) : i]
        or lexed.word(i - 1).endswith("pan")
    ):
        return True  # the ministry's name, and ".../RB.06/2025"
    # A short name written small is a word of its own ("zi", "ipp" never are, "spi" in "konspirasi" is no
    # lexeme).
    return lexed.low[i] in {"zi", "dak", "dau", "pma", "pad"} and not lexed.is_capital(i)


def _titled(lexed: Lexed, i: int) -> bool:
    """ "Laporan Akuntabilitas Kinerja", "BAB III AKUNTABILITAS KINERJA": a paper or chapter, no measure."""
    return lexed.word(i - 1) == "laporan" or "bab" in lexed.low[max(0, i - 3) : i]


def mention_starts(mentions: list[Mention]) -> list[int]:
    """First lexemes of mentions, for `bisect`."""
    return [mention.first for mention in mentions]


def in_range(mentions: list[Mention], starts: list[int], first: int, end: int) -> list[Mention]:
    """The mentions that begin at lexemes first to end - 1."""
    return mentions[bisect_left(starts, first) : bisect_left(starts, end)]
