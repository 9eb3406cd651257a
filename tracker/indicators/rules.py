"""What a row of the table of indicators may hold: pure functions of text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
LONGEST_NAME = 120
MOST_ALIASES = 30
SHORTEST_ALIAS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A measure: its code, its name, and the words by which documents call it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


def code_of(name: str) -> str:
    """A code for a name: "Indeks Ketahanan Daerah (IKD)" -> "indeks_ketahanan_daerah_ikd"."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    code = "_".join(words)[:30].strip("_")
    return code if code[:1].isalpha() else f"i_{code}"[:30].strip("_")


def aliases_in(text: str) -> tuple[str, ...]:
    """The aliases of a field: one a line, or with ";" between them; each once, blanks folded."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def faults(row: Row) -> dict[str, str]:
    """What is wrong with a row, as codes by field: "code", "name", "aliases". Empty: nothing."""
    found = {}
    if not CODE.fullmatch(row.code):
        found["code"] = "form"
    if not row.name or len(row.name) > LONGEST_NAME:
        found["name"] = "length"
    if len(row.aliases) > MOST_ALIASES or any(len(alias) > LONGEST_NAME for alias in row.aliases):
        found["aliases"] = "length"
    elif any(len(alias) < SHORTEST_ALIAS or not re.search(r"[^\W\d_]", alias) for alias in row.aliases):
        found["aliases"] = "short"
    return found


def as_table(rows: Iterable[Row]) -> str:
    """The rows as the extraction takes them: code, name, aliases, tabs between; sorted by code."""
    return "\n".join(
        "\t".join((row.code, row.name, "; ".join(row.aliases)))
        for row in sorted(rows, key=lambda row: row.code)
    )
