"""Grades: "kategori A-", "predikat “Sangat Baik”", "opini WTP", "level 3", "nilai SAKIP B"."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.claims.candidates import Candidate
from nlp.claims.indicators import Mention
from nlp.text.calendar import ROMAN
from nlp.text.lexer import Lexed, Trigger
from nlp.text.words import words

LEADS = Trigger(words("grades leads"))
_LETTERS_ONLY = words("grades letters only")
_CHANGES = words("grades changes")
_LETTERS = words("grades letters")
OPINIONS = frozenset({"wtp", "wdp", "tmp", "wtpdpp"})
_ZONES = frozenset({"wbk", "wbbm"})
_AFTER_OPINION = words("grades after opinion")
_DEGREES = words("grades degrees")
_WORDS = words("grades words")
_FULL_OPINIONS = {
    ("wajar", "tanpa", "pengecualian"): "WTP",
    ("wajar", "dengan", "pengecualian"): "WDP",
    ("tidak", "memberikan", "pendapat"): "TMP",
    ("tidak", "menyatakan", "pendapat"): "TMP",
    ("tidak", "wajar"): "TW",
}
_COLOURS = frozenset(["hijau", "kuning", "merah", "biru", "ungu", "oranye", "jingga", "hitam"])
_QUOTES = frozenset("“”\"'‘’„‟«»(`")
_OPEN = frozenset("“\"'‘„«(`")
_LEADING = _OPEN | {":", "="}  # right before a grade
_BEFORE_LETTERS = _LEADING | _CHANGES
_BEFORE_GRADES = _QUOTES | {":", "=", "yaitu", "yakni", "adalah", "ialah"}
_CLOSING = _QUOTES - {"("}
_OPINION_WORDS = Trigger(OPINIONS | {"wajar"})
_NOT_GRADES = words("grades not grades")
_OMBUDSMAN = frozenset({"tertinggi", "tinggi", "sedang", "rendah", "terendah"})
_GAINS = words("grades gains")


def find_grades(lexed: Lexed, mentions: list[Mention]) -> list[Candidate]:
    """All grades behind a lead word or the name of their measure; their lexemes are taken."""
    found: list[Candidate] = []
    for i in lexed.where(LEADS):
        if not lexed.taken[i]:
            one = _led(lexed, i)
            while one:
                found.append(one)
                lexed.take(one.first, one.end)
                one = _changed(lexed, one)
    found += _after_names(lexed, mentions)
    for i in lexed.where(_OPINION_WORDS):
        if not lexed.taken[i] and _gained(lexed, i):
            full = _opinion(lexed, i)
            end, value = full if full else (i + 1, lexed.raw(i).upper())
            if full is None and lexed.low[i] == "wajar":
                continue
            found.append(Candidate(i, end, "grade", value, None, 0.8))
            lexed.take(i, end)
    return sorted(found, key=lambda one: one.first)


def _changed(lexed: Lexed, one: Candidate) -> Candidate | None:
    """The letter that a grade rose or fell to: "dari predikat B ke BB", "nilai CC menjadi B"."""
    j = one.end + 1
    if lexed.word(one.end) not in {"ke", "menjadi", "jadi"} or not lexed.near(j):
        return None
    j += lexed.word(j) in _OPEN
    letter = _letter(lexed, j) if j < len(lexed) and not lexed.taken[j] else None
    if letter is None or (len(letter[1]) == 1 and lexed.is_capital(letter[0])):
        return None
    return Candidate(j, letter[0], "grade", letter[1], None, 0.75)


def _gained(lexed: Lexed, i: int) -> bool:
    if any(lexed.word(k) in _GAINS for k in range(i - 3, i)):
        return True
    if "opini" not in lexed.low[max(0, i - 12) : i]:
        return lexed.low[i : i + 3] == ["wajar", "tanpa", "pengecualian"]
    return lexed.word(i - 1) in _AFTER_OPINION or bool(lexed.taken[i - 1])  # "opini BPK tahun 2028 WDP"


def _led(lexed: Lexed, i: int) -> Candidate | None:
    word = lexed.low[i]
    j = i + 1
    if word == "opini" and lexed.word(j) in {"bpk", "audit"}:
        j += 1
    if word in {"opini", "predikat"} and lexed.word(j) == "kualitas" and lexed.word(j + 1) in _OMBUDSMAN:
        return Candidate(i, j + 2, "grade", lexed.text[lexed.starts[j] : lexed.ends[j + 1]], None, 0.9)
    if word in {"opini", "predikat", "kategori"} and lexed.word(j) in {
        "penilaian",
        "sakip",
        "akip",
        "dengan",
        "nilai",
    }:
        j += 1
    while word in {"mutu", "bermutu"} and lexed.word(j) in {"unit", "pelayanan", "layanan"} and j - i < 3:
        j += 1
    while lexed.word(j) in _BEFORE_GRADES and j - i < 5:
        j += 1
    if not lexed.near(j) and "\n" not in lexed.gap(j):
        return None
    read = _grade(lexed, j, word)
    if read is None:
        return None
    end, value = read
    if lexed.word(end) in _CLOSING and any(lexed.word(k) in _OPEN for k in range(i + 1, j)):
        end += 1
    if _name_part(lexed, i, end):
        return None
    return Candidate(i, end, "grade", value, None, 0.93)


def _name_part(lexed: Lexed, i: int, end: int) -> bool:
    """True for a grade inside an indicator's name ("OPD dengan nilai B ke atas") or a denied one."""
    if lexed.word(end) == "ke" and lexed.word(end + 1) in {"atas", "bawah"}:
        return True
    j = end + 2 if lexed.word(end + 1) in {"rentang", "nilai", "skor"} else end + 1
    if lexed.word(end) in {"minimal", "untuk"} and lexed.is_number(j):
        return True
    if lexed.word(i - 1) in {"bukan", "tanpa", "bawah", "dibawah"}:
        return True
    before = lexed.low[max(0, i - 5) : i]
    return "tidak" in before and "ada" in before and "yang" in before


def _grade(lexed: Lexed, j: int, lead: str) -> tuple[int, str] | None:
    """End and value of the grade at lexeme j behind `lead`."""
    letter = _letter(lexed, j)
    if letter:
        end, value = letter
        return _spelled(lexed, end), value
    if lead in {"level", "tingkat", "grade"}:
        return _level(lexed, j, lead)
    if lead in _LETTERS_ONLY:
        return None
    full = _opinion(lexed, j)
    if full:
        return full
    if lead == "predikat" and lexed.low[j] in _ZONES:
        return j + 1, lexed.raw(j)
    if lexed.low[j] in OPINIONS or (lead == "opini" and lexed.raw(j) == "TW"):
        return _spelled(lexed, j + 1), lexed.raw(j).upper()
    if lead == "zona":
        return (j + 1, lexed.raw(j)) if lexed.low[j] in _COLOURS else None
    return _in_words(lexed, j, lead)


def _letter(lexed: Lexed, j: int) -> tuple[int, str] | None:
    """ "A", "BB", "A-", "B+" in capitals, standing alone."""
    if lexed.word(j) not in _LETTERS:
        return None
    raw = lexed.raw(j)
    if not raw.isupper():
        return None
    end = j + 1
    if lexed.word(end) in {"-", "+", "–", "−"} and lexed.glued(end):
        if not lexed.glued(end + 1) or not (lexed.word(end + 1)[:1].isalnum()):
            mark = "+" if lexed.low[end] == "+" else "-"
            return end + 1, raw + mark
        return None
    if (
        lexed.glued(end)
        and lexed.word(end) in {".", "/"}
        and lexed.glued(end + 1)
        and lexed.word(end + 1)[:1].isalnum()
    ):
        return None
    return end, raw


def _spelled(lexed: Lexed, end: int) -> int:
    """End behind the words that spell a letter out: "BB (Sangat Baik)", "A / Memuaskan", "B atau Baik" is
    two.
    """
    if lexed.word(end) == "(":
        close = next((k for k in range(end + 1, min(end + 6, len(lexed))) if lexed.low[k] == ")"), 0)
        inner = lexed.low[end + 1 : close] if close else []
        if inner and all(
            word in _WORDS | _DEGREES | {"dengan", "catatan", "wajar", "tanpa", "pengecualian"}
            for word in inner
        ):
            return close + 1
    return end


def _level(lexed: Lexed, j: int, lead: str) -> tuple[int, str] | None:
    word = lexed.word(j)
    if lexed.is_number(j) and len(word) <= 4 and lead == "level" and not lexed.taken[j]:
        return _spelled(lexed, j + 1), word
    if word in ROMAN and lexed.raw(j).isupper() and ROMAN[word] <= 5 and lead == "level":
        return j + 1, lexed.raw(j)
    return _in_words(lexed, j, lead) if lead == "level" else None


def _opinion(lexed: Lexed, j: int) -> tuple[int, str] | None:
    """ "Wajar Tanpa Pengecualian (WTP)": one grade, valued by its short form where the text gives it."""
    for spelled, short in _FULL_OPINIONS.items():
        end = j + len(spelled)
        if tuple(lexed.low[j:end]) == spelled:
            if lexed.word(end) == "(" and lexed.word(end + 2) == ")":
                return end + 3, lexed.raw(end + 1)
            if lexed.word(end) in {"atau", "/"} and lexed.word(end + 1) == short.lower():
                return end + 2, lexed.raw(end + 1)
            return end, lexed.text[lexed.starts[j] : lexed.ends[end - 1]]
    return None


def _in_words(lexed: Lexed, j: int, lead: str) -> tuple[int, str] | None:
    """ "sangat baik", "Memuaskan dengan Catatan", "Kategori Mentor", "Cukup (C)"."""
    end = j
    while lexed.word(end) in _DEGREES and end - j < 2:
        end += 1
    if lexed.word(end) in _WORDS:
        end += 1
        if lexed.word(end) == "sekali":
            end += 1
        if lexed.word(end) == "dengan" and lexed.word(end + 1) == "catatan":
            end += 2
        if lexed.word(end) == "dan" and lexed.word(end + 1) in _WORDS and lexed.is_capital(end + 1):
            end += 2
        if end - j == 1 and lexed.word(j) in {"informatif", "pelayanan"}:
            pass
    elif end > j and lexed.word(end - 1) in _WORDS:
        pass
    else:
        return _proper(lexed, j, lead)
    value = lexed.text[lexed.starts[j] : lexed.ends[end - 1]]
    if lexed.word(end) == "(":
        letter = _letter(lexed, end + 1)
        if letter and lexed.word(letter[0]) == ")":
            return letter[0] + 1, letter[1]
    return end, value


def _proper(lexed: Lexed, j: int, lead: str) -> tuple[int, str] | None:
    """A grade with a name of its own: one capitalised or quoted word or two behind "kategori", "predikat"."""
    if lead not in {"kategori", "predikat"} or not lexed.word(j).isalpha() or lexed.low[j] in _NOT_GRADES:
        return None
    quoted = lexed.word(j - 1) in _OPEN and lexed.word(j - 1) != "("
    if not quoted:
        return None
    end = j + 1
    while end - j < 4 and lexed.word(end) not in _QUOTES and lexed.word(end).isalpha():
        end += 1
    if lexed.word(end) not in _QUOTES:
        return None
    return end, lexed.text[lexed.starts[j] : lexed.ends[end - 1]]


def _after_names(lexed: Lexed, mentions: list[Mention]) -> list[Candidate]:
    """Letter grades right behind the name of their measure: SAKIP “B”."""
    found = []
    for n, mention in enumerate(mentions):
        j = mention.end
        word = lexed.word(j)
        while word in _BEFORE_LETTERS and j - mention.end < 4:
            j += 1
            word = lexed.word(j)
        if word not in _LETTERS or lexed.taken[j] or not lexed.near(j) or "\n" in lexed.gap(j):
            continue
        letter = _letter(lexed, j)
        if letter is None or (n + 1 < len(mentions) and mentions[n + 1].first <= j):
            continue
        end = letter[0] + (lexed.word(letter[0]) in _QUOTES and j > mention.end)
        if _name_part(lexed, mention.end, end) or (
            lexed.word(j - 1) not in _LEADING and len(letter[1]) == 1 and lexed.is_capital(end)
        ):
            continue
        one: Candidate | None = Candidate(j, end, "grade", letter[1], None, 0.85)
        while one:
            found.append(one)
            lexed.take(one.first, one.end)
            one = _changed(lexed, one)
    return found
