"""Which indicator a figure in a table is about: by its kind, the names in its row, and the heads over it."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.claims.cell_units import unit_of
from nlp.claims.cells import CellClaim
from nlp.claims.indicators import Indicators, Mention, find_mentions
from nlp.tables.find import Place
from nlp.tables.grid import Block, is_figure
from nlp.text.lexer import Lexed, lex
from nlp.text.words import words

_NEEDS_MEASURE = frozenset({"score", "grade", "rank"})
_NO_BUDGET = words("attach no budget")
_AUDITED = frozenset({"rekomendasi", "temuan", "lhp", "setoran"})
_BUDGETS = frozenset({"anggaran", "pagu", "dpa", "apbd"})
_SHARES = frozenset({"%", "fisik", "serapan", "capaian", "persen"})
_APART = "\n| | |\n"  # between texts that are read at once: no name of a measure goes on over it
_PRICES = frozenset({"ihk"})


def _fits(code: str, kind: str, over: str) -> bool:
    """True when a figure of this kind can be about a measure that its row or head names, or all `over` it."""
    if kind == "money":
        return code == "investasi" or (code == "p3dn" and not over)
    if kind == "count":
        return code not in {"rb", "anggaran"}
    return code != "anggaran" or over != "heads"


class CellMeasures:
    """Looks up the indicator of figures in the tables of one text, whose title names the measure `topic`."""

    def __init__(self, indicators: Indicators, topic: str | None) -> None:
        self.indicators, self.topic = indicators, topic
        # Labels, heads and captions of tables are shared by many cells.
        self._read: dict[str, Lexed] = {}
        self._told: dict[tuple[str, str, str], str | None] = {}
        self._over: dict[int, tuple[str, str]] = {}  # tables by id: heads and the end of the caption
        self._speaking: dict[int, bool] = {}  # tables by id: whether their rows name measures

    def of(self, cell: CellClaim) -> str | None:
        """Code for a figure in a table: by its kind, the names in its row, its head, and over the table."""
        place, kind = cell.place, cell.candidate.kind
        if self._has(place.head, _PRICES):
            return None  # a price index is no inflation
        if "kepuasan" in place.head and kind != "count" and "ikm" in self.indicators.names:
            return "ikm"
        heads, caption = self._heads_and_caption(place.block)
        told = (
            self._told_in(place.label(), kind, "")
            or self._told_in(place.head, kind, "")
            or self._told_in(heads, kind, "heads")
        )
        if not told and not (kind in {"count", "percent"} and self._rows_speak(place)):
            told = self._told_in(caption, kind, "caption")
        if told:
            return told
        if kind == "percent" and self._of_amounts(place):
            return "anggaran"
        if kind in _NEEDS_MEASURE and self.topic and not self._rows_speak(place):
            return self.topic
        if kind == "count" and cell.candidate.unit == "inovasi" and "inovasi" in self.indicators.names:
            return "inovasi"
        if kind == "money" and self._has(place.head, _BUDGETS) and not self._has(place.head, _NO_BUDGET):
            return "anggaran"
        if kind != "money" or self._has(heads, _AUDITED):
            return None
        texts = (place.label(), place.head, heads, caption)
        return None if any(self._has(text, _NO_BUDGET) for text in texts) else "anggaran"

    def _told_in(self, text: str, kind: str, over: str) -> str | None:
        """The first measure in a text that a figure of this kind can be about; `over` says that the text are
        all "heads" of the table or its "caption".
        """
        key = (text, kind, over)
        if key not in self._told:
            named = (m.code for m in self._named_in(text[-400:]) if kind == "money" or not m.weak)
            self._told[key] = next((code for code in named if _fits(code, kind, over)), None)
        return self._told[key]

    def _lexed(self, text: str) -> Lexed:
        if text not in self._read:
            self._read[text] = lex(text)
        return self._read[text]

    def _has(self, text: str, words: frozenset[str]) -> bool:
        """True when one of the words stands in a text of a table."""
        return not words.isdisjoint(self._lexed(text).low)

    def _named_in(self, text: str) -> list[Mention]:
        """The measures that a text of a table names."""
        return find_mentions(self._lexed(text), self.indicators)

    def _heads_and_caption(self, block: Block) -> tuple[str, str]:
        key = id(block)
        if key not in self._over:
            heads = " / ".join(c.text for row in block.heads for c in row.cells[:20])
            self._over[key] = heads, "\n".join(block.caption.split("\n")[-3:])
        return self._over[key]

    def _of_amounts(self, place: Place) -> bool:
        """True for a column of shares of the amounts of rupiah that stand in the same row."""
        if not self._has(place.head, _SHARES):
            return False
        heads = " ".join(c.text for row in place.block.heads for c in row.cells[:20]).lower()
        near = "\n".join(place.block.caption.split("\n")[-3:]).lower()
        if self._has(f"{heads} {near}", _NO_BUDGET) or self._has(heads, _AUDITED):
            return False
        scaled = unit_of(near)
        row = place.block.rows[place.row].cells[:20]
        amounts = any(is_figure(c.text) and sum(d.isdigit() for d in c.text) >= 9 for c in row)
        return amounts or (scaled is not None and scaled.kind == "money")

    def _rows_speak(self, place: Place) -> bool:
        """True for a table one of whose rows names a measure: each row is then about what it names."""
        key = id(place.block)
        if key not in self._speaking:
            first = [c.text for row in place.block.rows[:60] for c in row.cells[:2]]
            labels = [text[:120] for text in first if not is_figure(text)]
            named = find_mentions(lex(_APART.join(labels)), self.indicators)
            self._speaking[key] = any(not mention.weak for mention in named)
        return self._speaking[key]
