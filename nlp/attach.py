"""Which indicator a figure is about: the name nearest in its sentence, else the subject of the lines before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from nlp.figures import Candidate
from nlp.cells import CellClaim
from nlp.indicators import Indicators, Mention, find_mentions
from nlp.lexer import Lexed, lex
from nlp.sentences import Sentences

UNSCORED = frozenset(
    {"anggaran", "investasi", "input_rb", "lhkpn", "lhkasn", "mpp", "lapor", "p3dn", "zi", "bpk"}
)
_NEEDS_MEASURE = frozenset({"score", "grade", "rank"})
_BACK = 45  # lexemes a name may stand before its figure in one sentence
_AHEAD = 18


class Attacher:
    """Looks up the indicator of figures in one text."""

    def __init__(
        self, lexed: Lexed, sentences: Sentences, mentions: list[Mention], indicators: Indicators
    ) -> None:
        self.indicators = indicators
        self.lexed, self.sentences, self.mentions = lexed, sentences, mentions
        self.starts = [m.first for m in mentions]
        counts = Counter(m.code for m in mentions if m.code != "anggaran")
        self.subject = counts.most_common(1)[0][0] if counts else None

    def indicator(self, one: Candidate) -> str | None:
        """Code of the indicator that the figure is about, None when the text names none."""
        number = self.sentences.at(one.first)
        low, high = self.sentences.bounds(number)
        if one.kind == "money":
            return self._of_money(one, low, high, number)
        near = self._nearest(one, max(low, one.first - _BACK), min(high, one.end + _AHEAD))
        if near is not None:
            return near
        if one.kind in _NEEDS_MEASURE:
            return self._from_before(number) or self.subject
        return None

    def of_cell(self, cell: CellClaim) -> str | None:
        """Code for a figure in a table: by its kind, the names in its row, its head, and over the table."""
        place, kind = cell.place, cell.candidate.kind
        texts = [place.label(), place.head, place.block.caption]
        for text in texts:
            codes = [m.code for m in find_mentions(lex(text[-400:]), self.indicators)]
            if kind == "money":
                codes = [c for c in codes if c in {"investasi", "p3dn"}]
            elif text is not place.label() or kind == "count":
                codes = [c for c in codes if c != "anggaran" or kind == "percent"]
            if codes:
                return codes[-1]
        return "anggaran" if kind == "money" else None

    def _nearest(self, one: Candidate, low: int, high: int) -> str | None:
        inside = [m for m in self._between(one.first, one.end) if self._fits(m, one)]
        if inside:
            return inside[-1].code
        before = [m for m in self._between(low, one.first) if self._fits(m, one)]
        after = [m for m in self._between(one.end, high) if self._fits(m, one)]
        if before:
            return before[-1].code
        return after[0].code if after else None

    def _fits(self, mention: Mention, one: Candidate) -> bool:
        if one.kind == "count":
            return mention.code not in {"anggaran", "stunting", "inflasi"}
        if one.kind in _NEEDS_MEASURE:
            return mention.code != "anggaran"
        return True

    def _of_money(self, one: Candidate, low: int, high: int, number: int) -> str | None:
        before = self._between(max(low, one.first - _BACK), one.first)
        after = self._between(one.end, min(high, one.end + _AHEAD))
        for mention in [*reversed(before), *after]:
            if mention.code in {"anggaran", "investasi", "p3dn"}:
                return mention.code
        for back in range(1, 6):
            if number - back < 0:
                break
            a, b = self.sentences.bounds(number - back)
            for mention in reversed(self._between(max(a, b - 60), b)):
                if mention.code in {"anggaran", "investasi", "p3dn"}:
                    return mention.code
        return None

    def _from_before(self, number: int) -> str | None:
        for back in range(1, 4):
            if number - back < 0:
                break
            a, b = self.sentences.bounds(number - back)
            mentions = [m for m in self._between(max(a, b - 80), b) if m.code != "anggaran"]
            if mentions:
                return mentions[-1].code
        return None

    def _between(self, low: int, high: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, low) : bisect_left(self.starts, high)]
