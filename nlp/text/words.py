"""Words that the rules look at, read from data/words.txt, where each section says what it is for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "words.txt"


@cache
def _sections(path: Path) -> dict[str, frozenset[str]]:
    """All sections of a file of words: "[name]" begins one, "#" a comment."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = set()
        elif not line.startswith("#"):
            found.setdefault(name, set()).update(line.split())
    return {name: frozenset(members) for name, members in found.items()}


def words(section: str) -> frozenset[str]:
    """The words of one section; raises KeyError when there is no such section."""
    return _sections(DATA)[section]


# Nouns that are counted in government papers; a figure before one is a count wherever it stands.
COUNT_NOUNS = words("count nouns")

# Nouns of time: a figure before one is a duration or an age, not a count.
DURATIONS = words("durations")

# Parts of an instrument, a programme, a list or an argument, things that are not counted as an achievement.
PART_NOUNS = words("part nouns")

# Words that cannot be a counted noun; a figure before one stands bare.
FUNCTION_WORDS = words("function words")

# A figure behind one of these is a quantity even when no noun follows.
QUANTITY_CUES = words("quantity cues")

# The number behind one of these names a thing: a letter, an address, a chapter, a class of post.
NAMING_WORDS = words("naming words")

SCORE_CUES = words("score cues")

SCORE_UNITS = frozenset({"poin", "point", "points", "pts"})
PERCENT_WORDS = frozenset({"%", "persen", "prosen", "percent", "％"})

TARGET_CUES = words("target cues")

ACTUAL_CUES = words("actual cues")

# Behind one of these a bare whole number counts what is in that state: "selesai 5, belum 8".
STATES = words("states")
