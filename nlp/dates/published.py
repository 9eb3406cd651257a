"""Finds the dateline of a document: the day on which it was published, and the mark that says so."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property

from nlp.dates.ranges import Found
from nlp.text.lexer import Lexed
from nlp.text.words import words

_CUES = words("published cues")
_LABELS = words("published labels")
_DUTIES = words("roles limit") | words("published duties")
_HEAD_LINES = 15
_NUMBER_LINES = 8
_SPEECH_LINES = 6
_SPEECHES = frozenset({"sambutan", "pidato", "amanat"})
_TAIL_LINES = 40
_WORDS_OF_LINE = 12
_WIDEST = 40  # lexemes of a line that are looked at on either side
_SHAPES = frozenset({"day", "month"})
_VAGUE = frozenset({"awal", "akhir", "pertengahan", "bulan"})
_STATES = frozenset({"posisi", "per", "keadaan", "kondisi"})


def find_dateline(lexed: Lexed, found: list[Found]) -> int | None:
    """Place in `found` of the document's own dateline, None when the text bears none."""
    lines = _Lines(lexed)
    best: tuple[int, int] | None = None
    for n, one in enumerate(found):
        if one.reading.shape in _SHAPES:
            rank = _rank(lexed, lines, one)
            if rank and (best is None or rank > best[0]):
                best = (rank, n)
    return best[1] if best else None


def day_of_publication(lexed: Lexed, found: list[Found], dateline: int | None) -> date | None:
    """The day that the dateline names; without one, the first full date with its weekday, as news give it."""
    if dateline is not None:
        return found[dateline].reading.start.to_day()
    for one in found:
        reading = one.reading
        if reading.weekday is not None and reading.start.year is not None and reading.start == reading.stop:
            return reading.start.to_day()
    return None


def _rank(lexed: Lexed, lines: _Lines, one: Found) -> int:
    """How surely a day or month is the dateline: 0 not, 1 alone on a line, 2 news, 3 place and date, 4 said
    in words.
    """
    reading = one.reading
    if one.open_start or one.open_end or reading.start != reading.stop:
        return 0
    if reading.start.year is None:
        if reading.shape != "day":
            return 0
        first, end = lines.of(reading.first, reading.end)
        return 2 if _news_head(lexed, first, reading.first, lexed.low[reading.end : end]) else 0
    if reading.lead in _VAGUE or lexed.word(reading.first - 1) in _STATES:
        return 0
    first, end = lines.of(reading.first, reading.end)
    number = lines.number(reading.first)
    before, after = lexed.low[first : reading.first], lexed.low[reading.end : end]
    if reading.shape == "day" and (_in_words(lexed, reading.first, before) or _headed(lexed, reading.first)):
        return 4
    if reading.shape == "day" and number < _NUMBER_LINES and not after and _own_number(before):
        return 4
    speech = number < _SPEECH_LINES and not after and not _SPEECHES.isdisjoint(lexed.low[:8])
    if speech and reading.shape == "day":
        return 4
    head, tail = number < _HEAD_LINES, number >= lines.count - _TAIL_LINES
    if not after and _place_only(lexed, first, reading.first) and (head or tail):
        if not before:
            alone = reading.first == 0 or "\n" in lexed.gap(reading.first)
            return 1 if head and alone and not _labelled(lexed, first) else 0
        return 0 if _labelled(lexed, first) else (2 if reading.weekday is not None else 3)
    if reading.shape != "day" or not head:
        return 0
    if _news_head(lexed, first, reading.first, after):
        return 2
    return 2 if reading.start.clock and len(before) + len(after) <= _WORDS_OF_LINE else 0


def _headed(lexed: Lexed, i: int) -> bool:
    """True for the line "Tanggal : 3 Maret 2031" in the head of a note or a letter, before any sentence."""
    if lexed.low[i] not in {"tanggal", "tgl"} or lexed.word(i + 1) != ":" or i > 60:
        return False
    near = set(lexed.low[max(0, i - 40) : i])
    return bool(near & {"nomor", "kepada", "dari", "hal", "perihal", "yth", "sifat"}) and not near & {
        "hari",
        "waktu",
    }


def _own_number(before: list[str]) -> bool:
    """ "Nomor: 700/29/LHEI/2024 tanggal 12 Juli 2024", "No. 08/11/Th. IX, 15 November 2024": the paper's own
    number.
    """
    return before[:1] in (["nomor"], ["no"]) and any("0" <= word < ":" for word in before[1:])


def _labelled(lexed: Lexed, first: int) -> bool:
    """True behind a label such as "Hari/tanggal", and in the title of minutes: the day of a meeting."""
    return not _LABELS.isdisjoint(lexed.low[max(0, first - 3) : first + 4])


def _in_words(lexed: Lexed, i: int, before: list[str]) -> bool:
    """ "Ditetapkan di Nusa pada tanggal …", "Dipublikasikan pada …", "Diterbitkan: …"."""
    if not _DUTIES.isdisjoint(before[-14:]):
        return False  # "harus sudah diunggah pada 30 Juni", "batas waktu ditetapkan tanggal 20 Oktober"
    if not _CUES.isdisjoint(before[-3:]):
        mark = max((n for n, word in enumerate(before) if word in {"·", "•", "|", "—", "–"}), default=-1)
        direct = before[-1] in _CUES and before[-2:-1] in ([], [","], ["|"], ["."])
        if direct or len(before) - mark <= 6:
            return True
    near = lexed.low[max(0, i - 12) : i]
    if "ditetapkan" in near or "dikeluarkan" in near:
        place = len(near) - 1 - near[::-1].index("ditetapkan" if "ditetapkan" in near else "dikeluarkan")
        return near[place + 1 : place + 2] == ["di"] and "diundangkan" not in near[place:]
    if lexed.low[max(0, i - 3) : i] == ["pada", "hari", "ini"] or near[-2:] == ["hari", "ini"]:
        return near[-3:-2] == ["pada"]  # "Pada hari ini Rabu, …", as records begin
    return False


def _place_only(lexed: Lexed, first: int, end: int) -> bool:
    """True when nothing but a place ("Tanah Merah,") or a sign stands before the date on its line."""
    if end - first > 6:
        return False
    words = lexed.low[first:end]
    if not words:
        return True
    if words == [":"]:
        return False
    if words[-1] not in {",", "-", "–", ":", "•", "|", "/", "(", "*", "·"}:
        return False
    if words[0] == "@" and words[-1] in {"·", "•", "|"}:
        return True  # "@inspektorat · 5 Agustus 2024"
    return all(not word[0].isalpha() or lexed.is_capital(first + n) for n, word in enumerate(words)) and (
        words[0] not in {"tanggal", "hari", "waktu", "pada", "tgl", "jadwal"}
        and not any(w[0].isdigit() for w in words)
    )


def _news_head(lexed: Lexed, first: int, end: int, after: list[str]) -> bool:
    """ "PURBANUSA, 17/10/2023 – Pemerintah …" or "Purbanusa (17/10/2023) – …"."""
    if not 0 < end - first <= 6 or not after:
        return False
    if after[0] == "(" and any(word in {"-", "–", "—"} for word in after[2:6]):
        after = ["-"]
    if after[0] not in {"-", "–", "—", ")", "|", "."}:
        return False
    if after[0] == ")" and after[1:2] and after[1] not in {"-", "–", "—", "|"}:
        return False
    words = range(first, end)
    return all(lexed.is_capital(k) or not lexed.low[k][0].isalpha() for k in words) and not any(
        lexed.is_number(k) for k in words
    )


class _Lines:
    """Line numbers of a text, and the lexemes of a line around a place."""

    def __init__(self, lexed: Lexed) -> None:
        self._lexed, self._breaks = lexed, lexed.breaks()

    @cached_property
    def _starts(self) -> list[int]:
        """The lexemes that begin a line."""
        gaps = self._lexed.gaps
        return [0, *(i for i in self._breaks if "\n" in gaps[i])]

    @property
    def count(self) -> int:
        """The number of lines that are not blank."""
        return len(self._starts)

    def number(self, i: int) -> int:
        """Number of the line (from 0, blank ones are not counted) that holds lexeme i."""
        return bisect_right(self._starts, i) - 1

    def of(self, first: int, end: int) -> tuple[int, int]:
        """The lexemes of the line, or of the cell of one ("Nomor : 5        Nusa, 6 Mei 2031"), that holds
        lexemes first to end - 1: at most 40 on either side.
        """
        breaks, gaps = self._breaks, self._lexed.gaps
        low, high = max(0, first - _WIDEST), min(len(gaps), end + _WIDEST)
        for k in range(bisect_right(breaks, first) - 1, -1, -1):
            if breaks[k] <= low:
                break
            if _parts(gaps[breaks[k]]):
                low = breaks[k]
                break
        for k in range(bisect_left(breaks, end), len(breaks)):
            if breaks[k] >= high:
                break
            if _parts(gaps[breaks[k]]):
                high = breaks[k]
                break
        return low, high


def _parts(gap: str) -> bool:
    """True for blanks that end a line or a cell."""
    return len(gap) > 2 or "\n" in gap or "\t" in gap
