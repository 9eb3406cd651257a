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
_MONEYED = frozenset({"anggaran", "investasi", "p3dn"})
_COUNTED = frozenset(
    "mpp lapor lhkpn lhkasn zi inovasi investasi spi ikm ipp sakip input_rb ombudsman".split()
)
_TURNS = frozenset({"selain", "sementara", "adapun", "sedangkan", "di"})
_PLAIN = frozenset(
    "sebesar mencapai adalah menjadi ini itu tersebut yang rata tahun pada dari naik turun total".split()
)
_NO_BUDGET = frozenset(
    "temuan kerugian tarif harga denda upah ump umk omzet ekspor impor transaksi pdrb kapita tiket utang sanksi".split()
)
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

    def indicator(self, one: Candidate, last: tuple[Candidate, str | None] | None) -> str | None:
        """Code of the indicator that the figure is about, None when the text names none."""
        number = self.sentences.at(one.first)
        low, high = self.sentences.bounds(number)
        if one.kind == "money":
            return self._of_money(one, low, high, number)
        from_low = max(low, one.first - _BACK)
        before = [m for m in self._between(from_low, one.end) if self._fits(m, one)]
        if (
            last
            and last[0].end > low
            and one.kind != "count"
            and not (before and before[-1].first >= last[0].first)
        ):
            if last[1] is not None and (last[0].kind != "count" or one.kind == "percent"):
                return last[1]
            if one.kind == "grade" and last[0].kind in {"percent", "score"}:
                return None
        if before and not self._own_measure(before[-1].end, one.first):
            return before[-1].code
        if not before and self._own_measure(from_low, one.first) and one.kind != "grade":
            after = [m for m in self._between(one.end, min(high, one.end + _AHEAD)) if self._fits(m, one)]
            return after[0].code if after and one.kind == "rank" else None
        if before:
            return None
        after = [m for m in self._between(one.end, min(high, one.end + _AHEAD)) if self._fits(m, one)]
        if after:
            return after[0].code
        return self._inherited(one, number, low)

    def _inherited(self, one: Candidate, number: int, low: int) -> str | None:
        """The subject of the sentences before, where the figure's own sentence names none."""
        if one.kind in _NEEDS_MEASURE:
            return self._from_before(number, 3) or self.subject
        if self.lexed.word(low) in _TURNS:
            return None
        code = self._from_before(number, 2)
        if one.kind == "count":
            return code if code in _COUNTED else None
        return code

    def _own_measure(self, low: int, i: int) -> bool:
        """True when a measure that the table does not know is named between lexemes low and i."""
        for k in range(max(low, i - 25), i - 1):
            word = self.lexed.low[k]
            if word in {"persentase", "prosentase", "jumlah", "rasio"} and k + 2 < i:
                return True
            if word in {"indeks", "skor", "index", "angka", "tingkat", "laju", "cakupan"} and i - k < 14:
                following = self.lexed.word(k + 1)
                if (
                    following.isalpha()
                    and len(following) > 2
                    and following not in _PLAIN
                    and not self._named(k)
                ):
                    return True
        return False

    def _named(self, k: int) -> bool:
        """True when a mention covers or directly follows lexeme k."""
        return any(
            m.first <= k + 1 < m.end or m.first <= k < m.end for m in self._between(max(0, k - 6), k + 4)
        )

    def of_cell(self, cell: CellClaim) -> str | None:
        """Code for a figure in a table: by its kind, the names in its row, its head, and over the table."""
        place, kind = cell.place, cell.candidate.kind
        texts = [place.label(), place.head, place.block.caption]
        for text in texts:
            mentions = [
                m for m in find_mentions(lex(text[-400:]), self.indicators) if not m.weak or kind == "money"
            ]
            codes = [m.code for m in mentions if kind != "count" or m.code not in {"rb", "anggaran"}]
            if kind == "money":
                codes = [c for c in codes if c in {"investasi", "p3dn"}]
            if codes:
                return codes[0]
        return None if kind != "money" or _NO_BUDGET & set(lex(" ".join(texts)).low) else "anggaran"

    def _fits(self, mention: Mention, one: Candidate) -> bool:
        if one.kind == "count":
            return mention.code not in {"anggaran", "stunting", "inflasi", "rb"} and not mention.weak
        if one.kind in _NEEDS_MEASURE:
            return mention.code != "anggaran"
        return True

    def _of_money(self, one: Candidate, low: int, high: int, number: int) -> str | None:
        words = set(self.lexed.low[max(low, one.first - 12) : one.first])
        if {"garis", "kemiskinan"} <= words:
            return "kemiskinan"
        if words & _NO_BUDGET:
            return None
        before = self._between(max(low, one.first - _BACK), one.first)
        after = self._between(one.end, min(high, one.end + _AHEAD))
        for mention in [*reversed(before), *after]:
            if mention.code in _MONEYED:
                return mention.code
        code = self._from_before(number, 5, _MONEYED)
        return code or "anggaran"

    def _from_before(self, number: int, reach: int, codes: frozenset[str] | None = None) -> str | None:
        """The code last named in the sentences before, `reach` of them at most."""
        for back in range(1, reach + 1):
            if number - back < 0:
                break
            a, b = self.sentences.bounds(number - back)
            near = self._between(max(a, b - 80), b)
            fit = [m for m in near if (m.code in codes if codes else m.code != "anggaran" and not m.weak)]
            if fit:
                return fit[-1].code
        return None

    def _between(self, low: int, high: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, low) : bisect_left(self.starts, high)]
