"""What of a page stands in Bahasa Indonesia although its reader chose English.

Words that the catalog's Indonesian has and its English has not give a remnant away; what people wrote and
what documents say is known from the database and left out, and so are the names that officials gave.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from babel.messages.pofile import read_po
from lxml import html as markup

from nlp.claims.indicators import load_indicators
from tracker.i18n import LOCALE_FOLDER
from tracker.plans.paper.kinds import kinds
from tracker.plans.reference.loader import load_fokus

WORD = re.compile(r"[^\W\d_]{2,}")
SLOT = re.compile(r"%\(\w+\)s|\{[^{}]*\}")
CODE = re.compile(r"https?://\S+|\w*[/_]\S+|\b\w+(?:-\w+)*-\d+\b")
"""Addresses, paths, names of fields and numbered ids, such as "terbukti-1"."""
TERMS = frozenset(
    [
        "apip",
        "bahasa",
        "general",
        "indonesia",
        "lhei",
        "lkjip",
        "opd",
        "pm",
        "rb",
        "renaksi",
        "spbe",
        "tematik",
        "triwulan",
        "tw",
        "wita",
    ]
)
"""Terms of art, and names, that stay as they are."""
SHOWN_ATTRIBUTES = frozenset(["alt", "aria-description", "aria-label", "content", "placeholder", "title"])
UNSHOWN = frozenset(["code", "script", "style"])
WRITTEN = frozenset(
    [
        "after",
        "agent",
        "aliases",
        "answer",
        "before",
        "cells",
        "column",
        "email",
        "fokus_intervensi",
        "follow_up",
        "header",
        "indikator",
        "label",
        "name",
        "note",
        "obstacles",
        "purpose",
        "question",
        "quote",
        "reason",
        "reference",
        "row",
        "rows",
        "said",
        "satuan",
        "seed",
        "sentence",
        "subject",
        "text",
        "title",
        "value",
        "values",
        "who",
    ]
)
"""Fields of the database that hold what people wrote or what documents say."""
PIECE = 3  # words
ALONE = re.compile(r"(?<=[\d–] )[^\W\d_]+|“[^\W\d_]+”")
BETWEEN = re.compile(r"\s+[·|]\s+|…")


@cache
def indonesian() -> frozenset[str]:
    """Words that only the sources' Indonesian uses."""
    with (LOCALE_FOLDER / "en" / "renaksi.po").open("rb") as file:
        catalog = [message for message in read_po(file, locale="en") if message.id]
    source = set[str]().union(*(words(text) for one in catalog for text in forms(one.id)))
    english = set[str]().union(*(words(text) for one in catalog for text in forms(one.string)))
    return frozenset(source - english - TERMS)


def forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def words(text: str) -> set[str]:
    return {found.lower() for found in WORD.findall(SLOT.sub(" ", text))}


def visible(source: str) -> Iterator[str]:
    """The texts that a page shows or says, and those that its scripts will."""
    for element in markup.fromstring(source).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in UNSHOWN and element.text:
            yield " ".join(element.text.split())
        if element.tail:
            yield " ".join(element.tail.split())
        for name, text in element.attrib.items():
            if name in SHOWN_ATTRIBUTES or name.startswith("data-text"):
                yield " ".join(text.split())


class Written:
    """What people wrote and documents say, to be taken out of what a page shows."""

    def __init__(self, texts: Iterable[str]) -> None:
        named = load_indicators().names
        cues = (cue for kind in kinds() for cue in kind.cues)
        self.whole = frozenset((*texts, *named, *named.values(), *cues, *load_fokus(2024)))
        self.long = sorted((text for text in self.whole if not text.isalpha()), key=len, reverse=True)

    def without(self, shown: str) -> str:
        """What of a text is our own: it may hold what was written, or be a piece of it.

        A single word is taken out where it stands alone, in quotes or behind a number; a piece of a longer
        text where it is long enough to know.
        """
        text = shown
        for known in self.long:
            if known in text:
                text = text.replace(known, " ")
        text = CODE.sub(" ", text)
        text = ALONE.sub(lambda found: " " if found[0].strip("“”") in self.whole else found[0], text)
        return " | ".join(piece for piece in map(str.strip, BETWEEN.split(text)) if not self._has(piece))

    def _has(self, piece: str) -> bool:
        if piece in self.whole:
            return True
        return len(piece.split()) >= PIECE and any(piece in known for known in self.long)


def remnants(shown: Mapping[str, str], written: Written) -> list[str]:
    """The texts with an Indonesian word that nobody wrote; `shown` says of each text where it stands."""
    found = []
    for text, where in shown.items():
        if words(text) & indonesian() and (left := indonesian() & words(written.without(text))):
            found.append(f"{where}: {text[:160]!r}: {', '.join(sorted(left))}")
    return found


def written_in(value: Any, field: str = "") -> Iterator[str]:
    """What people wrote or documents say, anywhere in a document of the database."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from written_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from written_in(inner, field)
    elif isinstance(value, str) and (field in WRITTEN or field.endswith("_name")):
        yield " ".join(value.split())
