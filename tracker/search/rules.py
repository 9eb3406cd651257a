"""The index as plain values: buckets of terms, items packed under them, and snippets of a text.

A source is `file:ID` (items `p7`, a page, and `fID`, a finding) or `plan:ID:N` (items: ids of renaksi).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from nlp.text.terms import Term, terms

BUCKETS = 64
RUN = 100
"""How many renaksi of a plan, by their order, are a source: a change writes the parts of its run alone."""
BEFORE, WIDTH = 60, 220  # characters of a snippet
Postings = dict[int, dict[str, list[str]]]
"""By bucket and term, the items that hold the term, in order."""


def file_source(file_id: str) -> str:
    """The source of a file's pages and findings."""
    return f"file:{file_id}"


def plan_source(plan_id: object, order: int) -> str:
    """The source of the renaksi of a plan at that place."""
    return f"plan:{plan_id}:{order // RUN}"


def bucket_of(term: str) -> int:
    """Where a term is kept."""
    return crc32(term.encode()) % BUCKETS


def postings(items: Iterable[tuple[str, str]]) -> Postings:
    """The postings of items with their texts."""
    found: Postings = {}
    for item, text in items:
        for term in dict.fromkeys(one.term for one in terms(text)):
            found.setdefault(bucket_of(term), {}).setdefault(term, []).append(item)
    return found


def pack(by_term: Mapping[str, Sequence[str]]) -> str:
    """The terms of a bucket with their items as a text that is searched without taking it apart."""
    return "".join(f"\n{term}\t{' '.join(items)}" for term, items in sorted(by_term.items())) + "\n"


def items_of(packed: str, term: str) -> list[str]:
    """The items under a term of a packed bucket."""
    start = packed.find(f"\n{term}\t")
    if start < 0:
        return []
    start += len(term) + 2
    return packed[start : packed.index("\n", start)].split(" ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


def places(text: str, wanted: Iterable[str]) -> list[Term]:
    """Where the wanted terms stand in a text, in order, without those inside of others."""
    sought, kept = set(wanted), list[Term]()
    for one in terms(text):
        if one.term not in sought:
            continue
        if kept and one.start < kept[-1].end:
            if one.end > kept[-1].end:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def snippet(text: str, wanted: Sequence[str]) -> list[Piece]:
    """The stretch of a text that holds most of the wanted terms, with those marked."""
    found = places(text, wanted)
    if not found:
        cut = " ".join(text[:WIDTH].split())
        return [Piece(cut + ("…" if len(text) > WIDTH else ""))] if cut else []
    best = max(range(len(found)), key=lambda at: (_within(found, at), -at))
    start = _at_a_blank(text, max(0, found[best].start - BEFORE))
    end = _at_a_blank(text, min(len(text), start + WIDTH)) if start + WIDTH < len(text) else len(text)
    return list(_pieces(text, start, max(end, found[best].end), found))


def _within(found: Sequence[Term], at: int) -> int:
    """How many different terms stand near the one at that place."""
    last = found[at].start + WIDTH - BEFORE
    return len({one.term for one in found[at:] if one.end <= last})


def _at_a_blank(text: str, at: int) -> int:
    """The nearest place at or before, that does not cut a word."""
    blank = max(text.rfind(" ", max(0, at - 30), at), text.rfind("\n", max(0, at - 30), at))
    return blank + 1 if blank >= 0 and at else at


def _pieces(text: str, start: int, end: int, found: Sequence[Term]) -> Iterator[Piece]:
    at, lead = start, "… " if start else ""
    for one in found:
        if one.start < start or one.end > end:
            continue
        yield Piece(lead + _folded(text[at : one.start]))
        yield Piece(_folded(text[one.start : one.end]), marked=True)
        at, lead = one.end, ""
    yield Piece(lead + _folded(text[at:end]) + (" …" if end < len(text) else ""))


def _folded(text: str) -> str:
    """White space as single blanks, kept at both ends."""
    inner = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{inner}{' ' * (text[-1:].isspace() and bool(inner))}"


def boxes_on(
    text: str, start: int, words: Iterable[Sequence[float]], wanted: Iterable[str]
) -> list[tuple[float, float, float, float]]:
    """The boxes of the words of a page that hold the wanted terms, in PDF points (x0, top, x1, bottom).

    `start` is where the page's text begins in the document, `words` are (start, end, x0, top, x1, bottom).
    """
    found = [(start + one.start, start + one.end) for one in places(text, wanted)]
    return [
        (x0, top, x1, bottom)
        for first, last, x0, top, x1, bottom in words
        if any(first < end and last > begin for begin, end in found)
    ]
