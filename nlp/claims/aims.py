"""Whether a figure in running text is a target or an actual: by clause, chain and heading."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left, bisect_right

from nlp.claims.candidates import Candidate
from nlp.claims.cell_roles import cell_role
from nlp.claims.cues import CUES, cue_at
from nlp.tables.find import Tables
from nlp.text.lexer import Lexed, Trigger
from nlp.text.sentences import Sentences
from nlp.text.words import ACTUAL_CUES, words

_ROLE_WINDOW = 40
_AHEAD = 9
_STILL = frozenset({"masih", "tetap"})
_CHANGES = frozenset({"bertambah", "naik", "turun", "meningkat", "menurun", "berkurang"})
_HEADED = frozenset({"target", "realisasi", "pagu", "anggaran"})
_PLANNING = frozenset({"target", "rencana", "usulan", "anggaran", "pagu", "usul"})
_BUDGETS = frozenset({"usulan", "anggaran", "pagu", "usul"})
_DUTIES = frozenset(
    {"rekomendasi", "agar", "akan", "langkah", "harus", "rencana", "diminta", "saran", "tugas"}
)
_RESULTS = frozenset({"realisasi", "capaian", "hasil", "perkembangan"})
_IN_HEADINGS = Trigger(_PLANNING | _DUTIES | _RESULTS)
_STOPS = frozenset({".", ";", ",", "!", "?"})
_CLOSES = frozenset({",", ";", ".", "(", ")", "dan", "dari", "namun", "sedangkan", "atau"})
_NEUTRAL = words("roles neutral")
_TELLING = Trigger(_NEUTRAL | CUES)
_DONE = frozenset({"telah", "sudah", "berhasil", "belum"})
_ANNOUNCING = frozenset({"akan", "bakal", "ditargetkan", "direncanakan"})
_SAYING = Trigger(_DONE | _ANNOUNCING)
_THRESHOLDS = frozenset({"bawah", "dibawah", "atas", "diatas"})
_AGAIN = frozenset({"atau", "(", "=", ","})  # before a figure that says the same
_BESIDE = _AGAIN | {")", "dari"}
_SHORT = 14  # lexemes of a heading at most
_LONGEST = 30  # lexemes of a heading that are looked at


class Aims:
    """Tells the roles of the figures of one page."""

    def __init__(self, lexed: Lexed, sentences: Sentences, tables: Tables) -> None:
        self.lexed, self.sentences, self.tables = lexed, sentences, tables
        self.telling = lexed.where(_TELLING)
        self.saying = lexed.where(_SAYING)
        self._headings: list[int] | None = None  # numbers of the sentences that figures may stand under

    def role(
        self, one: Candidate, sentence: tuple[int, int, int], past: list[tuple[Candidate, str]]
    ) -> str | None:
        """ "target" or "actual" by the cues before the figure in its sentence, those behind it, and the
        figures before it, which are `past` with the role that was told; `sentence` are number, first lexeme
        and end.

        The nearest strong cue decides; a weak one ("mencapai", "naik") gives way to a target named further
        off.
        """
        lexed, first = self.lexed, one.first
        number, low, high = sentence
        stop = max(low, first - _ROLE_WINDOW)
        chain = past[-2:]
        if chain and chain[0][0].end <= stop:
            del chain[0]
        if chain and chain[-1][0].end <= stop:
            del chain[-1]
        sure = (_of_pair(lexed, one, chain) if chain else None) or _beside(lexed, one)
        if sure:
            return sure
        cue, weak = self._cue_before(one, chain[-1] if chain else None, stop)
        if cue:
            return cue
        ahead = min(high, one.end + _AHEAD)
        at = bisect_left(self.saying, one.end)
        if at < len(self.saying) and self.saying[at] < ahead:
            if _announced(lexed, one.end, ahead):
                return "target"
            if not weak and _reported(lexed, one.end, ahead):
                return "actual"
        if weak:
            changed = weak in _CHANGES and chain and one.kind == chain[-1][0].kind == "money"
            return (chain[-1][1] if changed else "") or "actual"
        if chain and chain[-1][1] and (chain[-1][0].kind == one.kind or first - chain[-1][0].end <= 4):
            return chain[-1][1]
        place = self.tables.at(lexed.starts[first])
        if place is not None and not _HEADED.isdisjoint(place.head.replace("/", " ").split()):
            return cell_role(place)[0]
        return self._heading_cue(number, high - low, one.kind)

    def _cue_before(
        self, one: Candidate, last: tuple[Candidate, str] | None, stop: int
    ) -> tuple[str | None, str]:
        """The role that the words before a figure tell, back to the last figure or lexeme `stop`, and the
        weak cue among them that is nearest, "" without one.
        """
        lexed, first, weak = self.lexed, one.first, ""
        begin = last[0].end if last else stop
        telling = self.telling
        for i in reversed(telling[bisect_left(telling, begin) : bisect_right(telling, first)]):
            word = lexed.low[i]
            if word in _NEUTRAL and last:
                return last[1] or "actual", weak
            cue = cue_at(lexed, i, one.kind)
            if cue == "weak":
                weak = weak or word
                if word in _STILL and first - i <= 5:
                    return "actual", weak
            elif cue:
                return cue, weak
        return None, weak

    def _heading_cue(self, number: int, size: int, kind: str) -> str | None:
        """The cue of the heading or colon that a list of figures stands under ("Target tahun 2022:", "II.
        TARGET"), for a sentence of so many lexemes.
        """
        lexed, sentences = self.lexed, self.sentences
        if self._headings is None:
            self._headings = _headings(lexed, sentences)
        at = bisect_left(self._headings, number) - 1
        if at < 0:
            return None
        # The short lines of a table that lost its columns reach further.
        if number - self._headings[at] >= (40 if size <= _SHORT else 13):
            return None
        low, high = sentences.bounds(self._headings[at])
        said = lexed.where(_IN_HEADINGS)
        for i in reversed(said[bisect_left(said, max(low, high - _LONGEST)) : bisect_left(said, high)]):
            word = lexed.low[i]
            if word in _PLANNING and lexed.word(i + 1) not in {"aksi", "kerja"}:
                return "target" if kind == "money" or word not in _BUDGETS else None
            if word in _DUTIES and _opens_with_verb(lexed, sentences, number):
                return "target"
            if word in _RESULTS:
                return "actual"
        return None


def _headings(lexed: Lexed, sentences: Sentences) -> list[int]:
    """Numbers of the sentences that end with a colon, or are short lines without a full stop that have no
    figure of their own.
    """
    found, words_of = [], lexed.low
    ends = [*sentences.starts[1:], sentences.size]
    for number, (low, high) in enumerate(zip(sentences.starts, ends, strict=True)):
        last = words_of[high - 1]
        if last == ":" or (
            high - low <= _SHORT and last not in _STOPS and not lexed.has_figure(low + 2, high)
        ):
            found.append(number)
    return found


def _of_pair(lexed: Lexed, one: Candidate, chain: list[tuple[Candidate, str]]) -> str | None:
    """Roles of "realisasi X dari pagu Y atau Z %": Y is what was planned, Z is of X."""
    kind, first = one.kind, one.first
    last, role = chain[-1]
    if kind == "money":
        paired = last.kind == "money" and role != "target" and lexed.word(first - 1) == "dari"
        return "target" if paired else None
    if kind == "score" and last.kind == "score" and role != "target" and first - last.end == 1:
        before = lexed.word(last.first - 1)
        if lexed.word(last.end) == "dari" and before not in {"naik", "turun", "dari"}:
            return "target"  # "indeks SPBE 2,61 dari 3,0"
    if kind != "percent" or len(chain) < 2 or last.kind == "percent" or first - last.end > 3:
        return None
    share = not lexed.is_number(first - 1) and "dari" in lexed.low[max(0, last.first - 4) : last.first]
    return (chain[-2][1] or "actual") if share else None


def _beside(lexed: Lexed, one: Candidate) -> str | None:
    """Roles told right beside the figure: "di bawah 60 persen" is a threshold, "92 % dari target" was
    reached.
    """
    j, kind = one.end, one.kind
    if kind in {"percent", "score"} and lexed.word(one.first - 1) in _THRESHOLDS:
        return "target"
    following = lexed.word(j)
    if following not in _BESIDE:
        return None
    if following in _AGAIN and lexed.is_number(j + 1):
        j = next((k + 1 for k in range(j + 1, j + 5) if lexed.word(k) in {"%", "persen"}), j)
    elif kind != "percent":
        return None
    if lexed.word(j) == ")":
        j += 1
    return (
        "actual"
        if lexed.word(j) == "dari" and lexed.word(j + 1) in {"target", "pagu", "anggaran", "rencana"}
        else None
    )


def _opens_with_verb(lexed: Lexed, sentences: Sentences, number: int) -> bool:
    """True for an item such as "2) menambah 15 unit embung;", which says what is to be done."""
    low, high = sentences.bounds(number)
    for k in range(low, min(low + 5, high)):
        if len(lexed.low[k]) > 2 and lexed.low[k].isalpha():
            return len(lexed.low[k]) > 5 and lexed.low[k].startswith("me") and lexed.low[k] not in ACTUAL_CUES
    return False


def _announced(lexed: Lexed, i: int, high: int) -> bool:
    """True when "akan", "ditargetkan" … follows the figure and its noun in the same clause."""
    for k in range(i, high):
        if lexed.low[k] == "dan" and lexed.is_number(k + 1):
            continue  # "5.100 pengemudi dan 840 nelayan yang akan menerima"
        if lexed.is_number(k) and lexed.word(k - 1) == "dan":
            continue
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return False
        if lexed.low[k] in _ANNOUNCING:
            return True
    return False


def _reported(lexed: Lexed, i: int, high: int) -> bool:
    """ "32 kegiatan telah dilaksanakan": what was done is told behind the figure in the same clause."""
    for k in range(i, high):
        if lexed.low[k] in _CLOSES or lexed.is_number(k):
            return False
        if lexed.low[k] in _DONE:
            return True
    return False
