"""Which indicator a figure in running text is about: the name nearest in its sentence, else the subject of
the lines before.
"""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from nlp.claims.candidates import Candidate
from nlp.claims.counts import is_verb
from nlp.claims.indicators import Mention
from nlp.claims.money import spelled_out_end
from nlp.text.lexer import Lexed, Trigger
from nlp.text.sentences import Sentences
from nlp.text.words import FUNCTION_WORDS, words

UNSCORED = words("attach unscored")
_NEEDS_MEASURE = frozenset({"score", "grade", "rank"})
_MONEYED = frozenset({"anggaran", "investasi", "p3dn"})
_BACK = 45  # lexemes a name may stand before its figure in one sentence
_AHEAD = 18
_TITLE = 40  # lexemes
_CARRY = 3  # sentences over which a subject is carried on

# Nouns whose number belongs to a measure that was named in the sentences before.
_COUNTED: dict[str, frozenset[str]] = {
    "mpp": words("attach counted mpp"),
    "lapor": words("attach counted lapor") | {""},
    "lhkpn": words("attach counted lhkpn") | {""},
    "lhkasn": words("attach counted lhkasn") | {""},
    "zi": frozenset(["unit", "opd", "responden"]),
    "spi": words("attach counted spi"),
    "ikm": frozenset({"responden", "unit", ""}),
    "ipp": words("attach counted ipp"),
    "sakip": frozenset({"opd", "perangkat", "kabupaten", ""}),
    "inovasi": frozenset({"inovasi", "opd", ""}),
    "investasi": frozenset({"proyek"}),
    "input_rb": frozenset({"opd", "perangkat"}),
    "ombudsman": frozenset({"unit", "opd", "laporan", "dinas", "puskesmas", "perangkat"}),
    "ip_asn": frozenset({"asn", "pegawai", "pns", ""}),
    "arsip": frozenset({"perangkat", "opd", "arsip", "naskah"}),
    "itkp": frozenset({"pemerintah", "opd", "paket"}),
}
_TURNS = frozenset({"selain", "sementara", "adapun", "sedangkan", "di"})
_TAXES = frozenset({"retribusi", "pajak", "pad"})
_HERE = frozenset({"sini", "sana", "antaranya"})
_PLAIN = words("attach plain")
_NO_BUDGET = words("attach no budget")
_SPANS_OF_TIME = frozenset({"tahun", "bulan", "hari", "triwulan", "semester", "minggu", "pekan"}) | frozenset(
    "0123456789"
)
_BODIES = frozenset({"opd", "perangkat", "unit", ""})
_IN_PERCENT = words("attach in percent")
_OTHERS = words("attach other measures")
_PARTS = frozenset({"persentase", "prosentase", "jumlah", "rasio"})
_MEASURES = frozenset({"indeks", "skor", "index", "angka", "tingkat", "laju", "cakupan"})
_NAMING_OTHERS = Trigger(_OTHERS | _PARTS | _MEASURES | {"rekomendasi"})
_FINDINGS = ("temuan", "rekomendasi")
_FOR = frozenset({"bagi", "untuk"})
_PARTING = frozenset({",", ";", ":"})
_CHILDREN = frozenset({"balita", "anak", "bayi", "baduta", "kasus"})
_NOT_COUNTED = frozenset({"anggaran", "inflasi", "rb"})
_PLACES = words("attach places")


def _says(word: str) -> bool:
    """True for what cannot be the name of a measure: a verb, a function word, the level of a contest."""
    return word in FUNCTION_WORDS or word in _PLACES or is_verb(word)


def _fits(mention: Mention, one: Candidate) -> bool:
    """True when a figure of this kind can be about the measure."""
    if one.kind == "count":
        if mention.code == "stunting":
            return (one.unit or "").lower().split(" ")[0] in _CHILDREN
        return mention.code not in _NOT_COUNTED and not mention.weak
    return mention.code != "anggaran" or one.kind not in _NEEDS_MEASURE


class Attacher:
    """Looks up the indicator of figures in one text, in the order of the text."""

    def __init__(self, lexed: Lexed, sentences: Sentences, mentions: list[Mention]) -> None:
        self.lexed, self.sentences, self.mentions = lexed, sentences, mentions
        self.starts = [m.first for m in mentions]
        counts = Counter([m.code for m in mentions if m.code != "anggaran" and not m.weak])
        self.subject = max(counts, key=counts.__getitem__) if counts else None
        head = mentions[: bisect_left(self.starts, _TITLE)]
        told = {m.code for m in head if m.code not in {"anggaran", "rb"}}
        self.topic = told.pop() if len(told) == 1 else None  # named in the title, if only in passing
        self.only = self.subject if len(counts) == 1 and counts.total() > 1 else None
        self.innovations = "inovasi" in counts
        self.others = lexed.where(_NAMING_OTHERS)
        self.inherited = False  # whether the indicator given last came from the sentences before
        self.last: tuple[Candidate, str | None] | None = None

    def indicator(self, one: Candidate, sentence: tuple[int, int, int]) -> str | None:
        """Code of the indicator that the figure is about, None when the text names none; `sentence` are
        number, first lexeme and end.
        """
        self.inherited = False
        code = self._find(one, *sentence)
        self.last = (one, code)
        return code

    def _find(self, one: Candidate, number: int, low: int, high: int) -> str | None:
        kind, first, end = one.kind, one.first, one.end
        if kind == "money":
            return self._of_money(one, low, high, number)
        if kind == "count" and (one.unit or "").lower().startswith(_FINDINGS):
            return None
        high = min(high, end + _AHEAD)
        if self.lexed.word(end) in _FOR:
            near = self._between(end + 1, min(high, end + 3))
            if near:
                return near[0].code  # "88,00 bagi IKM serta 4,10 bagi IPP"
        last = self.last
        if kind == "count" and last and last[0].kind == "rank" and first - last[0].end <= 2:
            return None  # "peringkat ke-4 dari 30 kota"
        from_low = max(low, first - _BACK)
        before = self._last_before(from_low, one)
        if last and last[0].end > low and kind != "count":
            chained = self._chained(one, *last, before)
            if chained is not None:
                return chained[0]
        if before:
            return None if self.names_other(before.end, first) else before.code
        own = kind != "grade" and self.names_other(from_low, first)
        if kind == "rank" or not own:
            after = self._first_behind(one, high)
            if after and self._same_clause(end, after.first, kind):
                return after.code
        self.inherited = not own
        return None if own else self._inherited(one, number, low)

    def _last_before(self, low: int, one: Candidate) -> Mention | None:
        """The measure that is named last between lexeme low and the end of the figure, if that can be its."""
        at = bisect_left(self.starts, one.end) - 1
        while at >= 0 and self.starts[at] >= low:
            if _fits(self.mentions[at], one):
                return self.mentions[at]
            at -= 1
        return None

    def _first_behind(self, one: Candidate, high: int) -> Mention | None:
        """The measure that is named first behind the figure and before lexeme high, if that can be its."""
        at = bisect_left(self.starts, one.end)
        while at < len(self.starts) and self.starts[at] < high:
            mention = self.mentions[at]
            if _fits(mention, one) and not (mention.weak and mention.code == "anggaran"):
                return mention
            at += 1
        return None

    def _chained(
        self, one: Candidate, last: Candidate, code: str | None, before: Mention | None
    ) -> tuple[str | None] | None:
        """The indicator of the figure before in the same sentence, when no name stands between the two."""
        if before and before.first >= last.first:
            return None
        others = self._others_in(last.end, one.first) if self.others else ()
        if any(self.lexed.low[k] in _OTHERS for k in others):
            return (None,)
        if code is not None and (last.kind != "count" or one.kind == "percent"):
            return (code,)
        if last.kind == one.kind and not before:
            return (None,)
        return (None,) if one.kind == "grade" and last.kind in {"percent", "score"} else None

    def _same_clause(self, end: int, first: int, kind: str) -> bool:
        """True when nothing parts a figure from the name behind it; a rank may stand further off."""
        if kind in _NEEDS_MEASURE:
            return True
        return _PARTING.isdisjoint(self.lexed.low[end:first])

    def _inherited(self, one: Candidate, number: int, low: int) -> str | None:
        """The subject of the sentences before, where the figure's own sentence names none."""
        turns = self.lexed.word(low) in _TURNS and self.lexed.word(low + 1) not in _HERE
        if turns and one.kind not in _NEEDS_MEASURE:
            return None
        code = self._carried(number)
        if one.kind in _NEEDS_MEASURE:
            return code or self.subject or self.topic
        if one.kind == "count":
            noun = (one.unit or "").lower().split("/")[0].split(" ")[0]
            if noun == "inovasi" and self.innovations:
                return "inovasi"
            if code is not None and noun in _COUNTED.get(code, ()):
                return code
            if self.only is not None and noun not in _BODIES and noun in _COUNTED.get(self.only, ()):
                return self.only
            if (
                self.last
                and self.last[0].kind == "count"
                and self.last[0].unit
                and self.last[0].unit == one.unit
            ):
                return self.last[1]
            return None
        return code

    def _carried(self, number: int) -> str | None:
        """The code named last in the sentences before, or that of the last figure, whichever stands later."""
        starts = self.sentences.starts
        first = starts[max(0, number - _CARRY)]
        fit: Mention | None = None
        for mention in reversed(self._between(max(first, starts[number] - 240), starts[number])):
            if not mention.weak and mention.code != "anggaran":
                fit = mention
                break
        if self.last is not None and self.last[0].first >= first:
            last, code = self.last
            if code is not None and code != "anggaran" and not (fit and fit.first > last.first):
                return code
        return fit.code if fit else None

    def names_other(self, low: int, i: int) -> bool:
        """True when a measure that the table does not know is named between lexemes low and i."""
        return bool(self.others) and self._is_other(self._others_in(max(low, i - 25), i - 1), i)

    def _others_in(self, low: int, high: int) -> list[int]:
        """Places of lexemes low to high - 1 that may name a measure that the table does not know."""
        return self.others[bisect_left(self.others, low) : bisect_left(self.others, high)]

    def _is_other(self, near: list[int], i: int) -> bool:
        """True when one of the words before lexeme i that may, with no figure behind it, names one."""
        behind = i - 1
        for k in reversed(near):
            if self.lexed.has_figure(k, behind):
                return False
            behind, word = k, self.lexed.low[k]
            if word in _PARTS and k + 2 < i:
                return True
            if word == "rekomendasi" or word in _OTHERS:
                return True  # the follow-up of auditors' findings has no code
            if word in _MEASURES and i - k < 14:
                following = self.lexed.word(k + 1)
                measure = following.isalpha() and len(following) > 2 and following not in _PLAIN
                if measure and not _says(following) and not self._named(k):
                    return True
        return False

    def _named(self, k: int) -> bool:
        """True when a mention covers or directly follows lexeme k."""
        return any(
            m.first <= k + 1 < m.end or m.first <= k < m.end for m in self._between(max(0, k - 6), k + 4)
        )

    def _of_money(self, one: Candidate, low: int, high: int, number: int) -> str | None:
        words = self.lexed.low[max(low, one.first - 20) : one.first]
        if ("kemiskinan" in words and "garis" in words) or self._is_rate(one):
            return None
        if not _NO_BUDGET.isdisjoint(words) and _TAXES.isdisjoint(words):
            return None
        before = self._between(max(low, one.first - _BACK), one.first)
        after = self._between(one.end, min(high, one.end + _AHEAD))
        own = [m for m in before if m.code in {"p3dn", "investasi"} and one.first - m.end <= 20]
        if own:
            return own[-1].code
        for mention in [*reversed(before), *after]:
            if mention.code in _MONEYED:
                return mention.code
        first = self.sentences.starts[max(0, number - 5)]
        near = self._between(max(first, low - 300), low)
        return next((m.code for m in reversed(near) if m.code in _MONEYED and not m.weak), "anggaran")

    def _is_rate(self, one: Candidate) -> bool:
        """ "Rp 600 ribu per orang", "9 perkara @ Rp 5.000.000": a price of one, no part of a budget."""
        lexed = self.lexed
        if lexed.word(one.first - 1) in {"@", "x", "×", "kali"}:
            return True
        end = spelled_out_end(lexed, one.end)
        end += lexed.word(end) == ")"
        if lexed.word(end) == "per" and lexed.word(end + 1) in {"keluarga", "orang", "kk", "kepala"}:
            return True
        return lexed.word(one.end) in {"per", "/"} and lexed.word(one.end + 1) not in _SPANS_OF_TIME

    def _between(self, low: int, high: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, low) : bisect_left(self.starts, high)]
