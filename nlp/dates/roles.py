"""What a date is for: deadline, period or event."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from datetime import date

from nlp.dates.ranges import Found
from nlp.dates.readings import Reading
from nlp.text.calendar import MONTHS
from nlp.text.codes import YEAR_WORDS, is_year
from nlp.text.lexer import Lexed
from nlp.text.words import words

_MAX_DOTS = 80
_WINDOW = 14  # lexemes that a cue may stand before what it is about
_LIMIT = words("roles limit")
_NAMED_LIMITS = frozenset({"lambat", "lambatnya", "batas", "tenggat"})
_BEFORE_LIMITS = _NAMED_LIMITS | {"sebelum", "-", "."}
_LIMIT_AFTER = frozenset({"batas", "tenggat", "deadline", "lambat", "tempo", "hangus"})
_NEAR_LIMITS = words("roles near limits")
_PASSING = frozenset({"lewat", "melewati", "perpanjangan", "tambahan"})
_NOT = frozenset({"tidak", "jangan", "tak", "gak"})
_LIMITS_BEHIND = _LIMIT_AFTER | _PASSING
_OTHER_BOUNDS = frozenset(
    {"wilayah", "desa", "kota", "kabupaten", "usia", "umur", "kemiskinan", "atas", "bawah"}
)
_NOT_PAST = frozenset({"lewat", "melewati", "melampaui", "lebih", "melebihi", "lewati"})
_LIMIT_WORDS = _LIMIT | _NOT_PAST | {"be", "lum", "belum"}  # one of them is in every limit
_LOST = words("roles lost")
_DUTY = words("roles duty")
_MUST = frozenset({"harus", "wajib", "mesti", "diwajibkan", "mutlak"})
_MUST_DONE = words("roles must done")
_ACTIVITY = words("roles activity")
_ACTIVITY_BEGUN = _ACTIVITY - {"berlaku"}
_DUTY_TO_COME = _DUTY | {"waktu", "akan"}
_DUTY_NOT_PROLONGED = _DUTY - {"diperpanjang", "perpanjangan"}
_SO_FAR = frozenset({"baru", "telah", "sudah", "mencapai", "tercatat", "masih"})
_STATES = frozenset({"status", "masa", "keadaan"})
_ASKED = _MUST | {"minta", "meminta", "diminta", "sedianya", "seharusnya"}
_DENIED = frozenset({"tidak", "jangan", "tanpa", "tak", "kalau", "bila", "boleh"})
_EDGES = frozenset({"awal", "akhir", "pertengahan", "medio", "pengujung", "penghujung"})
_DONE = frozenset({"selesaikan", "tuntaskan", "kumpulkan"})
_LIMIT_CUES = _LIMIT_WORDS | _ASKED | _DONE | {"terakhir", "paling", "terima"}  # one of them sets a limit
_BLOCKS = frozenset({".", ";", "!", "?", "|"})


def date_role(lexed: Lexed, found: Found, today: date | None) -> str:
    """Role of a date that is not the dateline."""
    reading = found.reading
    if reading.shape == "year" and not found.open_end and not _may_limit(lexed, reading.first):
        return "period"
    before = _clause_before(lexed, reading.first)
    last = before[-1] if before else ""
    if _is_limit(lexed, found, before, today):
        return "deadline"
    if found.open_start:
        return _role_of_end(lexed, reading, before, today)
    if found.open_end:
        return _role_of_start(lexed, reading, before, today)
    if last in {"per", "posisi", "berakhir"}:
        return "period"
    if last in {"pekan", "minggu", "periode"} and reading.start != reading.stop:
        return "period"
    if _in_timetable(lexed, reading) or (reading.shape == "month" and lexed.low[reading.first] in _EDGES):
        return "event"
    if reading.shape in {"year", "part", "month of year"}:
        return "period"
    if reading.shape == "from today":
        return "period" if reading.lead in {"years", "months", "triwulan", "semester"} else "event"
    if reading.shape == "month" and (reading.start != reading.stop or reading.lead == "bulan"):
        return "period"
    if reading.shape == "month":
        return "period" if _about_figures(lexed, reading.first, reading.end) else "event"
    return "event"


def _may_limit(lexed: Lexed, i: int) -> bool:
    """False for most years: the three words before lexeme i set no limit, and no line's end breaks them."""
    return not _BEFORE_LIMITS.isdisjoint(lexed.low[max(0, i - 4) : i])


def _role_of_end(lexed: Lexed, reading: Reading, before: list[str], today: date | None) -> str:
    """Role of "hingga …", "s.d. …"."""
    if reading.shape == "year":
        return "period"
    last = reading.stop.to_day()
    if last is not None and today is not None and last <= today:  # "hingga Rabu (14/8)": a state so far
        return "period" if _ACTIVITY.isdisjoint(before[-4:]) else "event"
    return _role_until(lexed, reading.end, before)


def _role_of_start(lexed: Lexed, reading: Reading, before: list[str], today: date | None) -> str:
    """Role of "sejak …", "mulai …"."""
    first = reading.start.to_day()
    to_come = first is not None and today is not None and first > today
    ruled = bool(before) and before[-1] in {"berlaku", "terhitung"}
    if to_come and lexed.low[reading.first] == "mulai" and not ruled:
        return "event"  # "mulai 1 Oktober" of the weeks to come
    return "period" if _ACTIVITY_BEGUN.isdisjoint(before[-5:]) else "event"


def _in_timetable(lexed: Lexed, reading: Reading) -> bool:
    """ "8 Pengumuman - awal Desember 2031 - Biro", "evaluasi : Juli–Oktober 2031": a row's time."""
    if reading.shape not in {"month", "part"}:
        return False
    before, i = lexed.word(reading.first - 1), reading.first
    if before in {"-", "–", "—"} and not lexed.glued(i) and "\n" not in lexed.gap(i):
        return "\n" in lexed.gap(reading.end) or lexed.word(reading.end) in {"-", "–", "—", ""}
    if before not in {":", "."} or reading.shape != "month" or "\n" not in lexed.gap(reading.end):
        return False
    line = lexed.low[max(0, i - 8) : i]
    return not {"periode", "bulan", "tahun", "masa", "keadaan", "posisi", "data"} & set(line)


def _role_until(lexed: Lexed, end: int, before: list[str]) -> str:
    """Role of "hingga 30 Juni 2031": a window of an activity, a limit of a duty, or the span of a fact."""
    if not _ACTIVITY.isdisjoint(before[-4:]):
        return "event"
    if not _DUTY_TO_COME.isdisjoint(before):
        return "deadline"
    after = lexed.low[end : end + 8]
    if not _SO_FAR.isdisjoint(after[:2]):
        return "period"  # "yang hingga akhir Agustus baru mencapai …"
    if not _STATES.isdisjoint(before) and _DUTY_NOT_PROLONGED.isdisjoint(before):
        return "period"  # "status tanggap darurat diperpanjang hingga …"
    if "akan" in after and not _DUTY.isdisjoint(after):
        return "deadline"
    return "period" if _ACTIVITY.isdisjoint(before) else "event"


_OF_EVENTS = frozenset({"pada", "awal", "akhir", "pertengahan", ":", "-", "–", ".", "|"})


def _about_figures(lexed: Lexed, first: int, end: int) -> bool:
    """True when a figure stands near the date in its sentence, or nothing but a name does (a heading)."""
    if lexed.has_figure(end, end + 14):
        for k in range(end, min(end + 14, len(lexed))):
            if "\n\n" in lexed.gap(k) or _ends_sentence(lexed, k):
                break
            if lexed.is_number(k) and not lexed.taken[k]:
                return True
    if lexed.has_figure(first - 13, first):
        for k in range(first - 1, max(-1, first - 14), -1):
            if "\n\n" in lexed.gap(k + 1) or _ends_sentence(lexed, k):
                break
            if lexed.is_number(k) and not lexed.taken[k]:
                return True
    if lexed.word(first - 1) in {
        "hingga",
        "sampai",
        "dengan",
        "selama",
        "bulan",
        "periode",
        "posisi",
        "keadaan",
    }:
        return True
    return "\n" in lexed.gap(end) and not _OF_EVENTS & {lexed.word(first - 1), lexed.low[first]}


def _ends_sentence(lexed: Lexed, k: int) -> bool:
    return lexed.low[k] in {";", "!", "?"} or (lexed.low[k] == "." and lexed.gap(k + 1) != "")


def _is_limit(lexed: Lexed, found: Found, before: list[str], today: date | None) -> bool:
    reading = found.reading
    words = before[-10:]
    last = words[-1] if words else ""
    if reading.side == -1 and _LIMIT_AFTER.isdisjoint(words):
        return False  # "kami terima 3 Februari lalu"
    if found.open_end and last not in {"lambat", "lambatnya"}:
        return False  # "wajib diunggah mulai Senin": when it begins
    if last in {"yakni", "yaitu", "ialah", "adalah", "pada"} and len(before) > len(words):
        words = before[
            -_WINDOW:
        ]  # "paling lambat tiga bulan setelah tahun anggaran berakhir, yakni 31 Maret"
    if reading.shape in {"year", "part"}:
        return last == "sebelum" or not _NAMED_LIMITS.isdisjoint(words[-3:])
    if not _LIMIT_CUES.isdisjoint(words):
        told = _limit_before(found, before, words, today)
        if told is not None:
            return told
    if reading.shape == "from today" and lexed.word(reading.end) == "juga":
        return True  # "selesaikan hari ini juga"
    return _limit_behind(lexed, reading.end)


def _limit_before(found: Found, before: list[str], words: list[str], today: date | None) -> bool | None:
    """True when the words before a date set a limit, False when they set none, None when what is behind it
    is to be asked; `words` are the last of them.
    """
    shape, last = found.reading.shape, words[-1]
    if any(word in _LIMIT_WORDS and _limit_word(found, words, n, today) for n, word in enumerate(words)):
        return True
    if last == "terakhir" or (words[-2:-1] == ["terakhir"] and last != ","):
        return shape in {"day", "from today"}
    if "paling" in words[-3:] and (
        words[-2:] in (["paling", "lama"], ["paling", "akhir"])
        or words[-3:-1] in (["paling", "lama"], ["paling", "akhir"])
    ):
        return True
    if _must(before, shape) or (words[-2:] == ["kami", "terima"] and words[-3:-2] != ["yang"]):
        return True
    return True if last == "lewat" and shape in {"day", "day of month"} else None


def _limit_word(found: Found, words: list[str], n: int, today: date | None) -> bool:
    """True when words[n] sets a limit to the date behind `words`."""
    word, following = words[n], words[n + 1 : n + 2]
    if word in {"lewat", "melewati"} and words[n - 1 : n] == ["sudah"]:
        return len(words) - n <= 2
    if word in _NOT_PAST:
        return len(words) - n <= 3 and not _DENIED.isdisjoint(words[max(0, n - 3) : n])
    if word in {"be", "lum", "belum"} and words[n - 2 : n] in (["se", "-"], ["se", "be"]):
        return True
    if word not in _LIMIT:
        return False
    if word == "batas" and following and following[0] in _OTHER_BOUNDS:
        return False
    if (
        word in {"ditutup", "tutup"}
        and words[n - 2 : n][-1:]
        and {"saat", "ketika", "sejak"} & set(words[max(0, n - 3) : n])
    ):
        return False  # "saat portal ditutup 31 Oktober"
    if word in {"sebelum", "sblm", "sebelurn"}:
        named = (
            words[-1] == "pada" and len(words) - n > 2
        )  # "sebelum puncak festival pada …": the festival's day
        return len(words) - n <= 5 and not named and _ahead(found, today)
    if word == "penutupan" and {"usai", "setelah", "saat", "acara", "upacara"} & set(
        words[max(0, n - 2) : n]
    ):
        return False
    if word in {"tempo", "temponya"}:
        return words[n - 1 : n] == ["jatuh"]
    if word in _NEAR_LIMITS:
        return len(words) - n <= (5 if word in {"ditunggu", "tunggu"} else 4)
    return True


def _must(before: list[str], shape: str) -> bool:
    """ "wajib ditetapkan akhir Juni 2023", "harus kami serahkan ke BPK 31 Maret 2025": a duty up to a
    date.
    """
    if shape in {"year", "part"}:
        return False
    words = before[-9:]
    if _ASKED.isdisjoint(words):
        return words[-2:-1] == ["selesaikan"] or words[-1] in _DONE
    must = next(n for n, word in enumerate(words) if word in _ASKED)
    return any(word in _MUST_DONE for word in words[must + 1 :]) and words[-1] not in {
        "sejak",
        "mulai",
        "pada",
    }


def _limit_behind(lexed: Lexed, end: int) -> bool:
    """ "20 Oktober menjadi batas akhir", "8 November 2023 paling lambat", "31 Maret, tidak boleh lewat"."""
    after = lexed.low[end : end + 7]
    if _LIMITS_BEHIND.isdisjoint(after):
        return False
    for n, word in enumerate(after):
        if lexed.taken[end + n]:
            return False
        if (
            word in {".", ";", "!", "?", "\n", "("}
            or "\n" in lexed.gap(end + n)
            or (n and lexed.is_number(end + n))
        ):
            return False
        if word in _LIMIT_AFTER and (word != "lambat" or after[n - 1 : n] == ["paling"]):
            own = lexed.word(end + n + 1) not in {"jam", "pukul"} and _names_own_date(lexed, end + n + 1)
            return not own and not (word == "batas" and after[n + 1 : n + 2] in (["wilayah"], ["desa"]))
        if word in _PASSING and not _NOT.isdisjoint(after[:n]):
            return True
    return False


def _names_own_date(lexed: Lexed, i: int) -> bool:
    """True when a limit's own date follows it: "3 Mei, padahal batas akhir 31 Maret"."""
    for k in range(i, min(i + 5, len(lexed))):
        if "\n" in lexed.gap(k) or lexed.low[k] in {".", ";", ","}:
            return False
        if lexed.is_number(k) or lexed.low[k] in MONTHS:
            return True
    return False


def _ahead(found: Found, today: date | None) -> bool:
    """ "sebelum 12 Mei 2031" is a limit unless that day was past when the text was published."""
    day = found.reading.start.first_day()
    return day is None or today is None or found.reading.shape != "year" or day.year >= today.year


def _clause_before(lexed: Lexed, i: int) -> list[str]:
    """Words before lexeme i in its sentence, back to a full stop, an empty line or another date."""
    low, gaps, taken = lexed.low, lexed.gaps, lexed.taken
    first, dots = i, 0
    while first > 0 and i - first - dots < _WINDOW:
        word, gap = low[first - 1], gaps[first]
        if word in _BLOCKS:
            if word == "." and low[first - 2] == "." and dots < _MAX_DOTS:
                first, dots = first - 1, dots + 1  # "Batas unggah ........ 18 Maret"
                continue
            if word == "|":
                if first == i or "\n" in gap or low[first] == "|":
                    break  # a cell of a row has its head above, not in the row before
            elif gap and not _abbreviation(lexed, first - 1):
                break
        if len(gap) > 1:
            apart = len(gap) > 3 and "\n" not in gap and low[first] != ":"  # "Batas waktu     : 18 Maret"
            if apart or "\n\n" in gap:
                break
        if taken[first - 1] and not (word in YEAR_WORDS or is_year(lexed, first - 1)):
            break
        first -= 1
    words = low[first:i]
    if "-" in words:
        words = _joined(lexed, first, i)
    return [word for word in words if word != "."] if dots else words


def _joined(lexed: Lexed, first: int, end: int) -> list[str]:
    """The words of lexemes first to end - 1, those whole again that a line's end broke ("lam-", "bat")."""
    words: list[str] = []
    k = first
    while k < end:
        broken = lexed.low[k] == "-" and lexed.glued(k) and "\n" in lexed.gap(k + 1) and k + 1 < end
        if broken and words and words[-1].isalpha() and lexed.low[k + 1].isalpha():
            words[-1] += lexed.low[k + 1]
            k += 1
        else:
            words.append(lexed.low[k])
        k += 1
    return words


def _abbreviation(lexed: Lexed, i: int) -> bool:
    word = lexed.word(i - 1)
    return lexed.word(i) == "." and word.isalpha() and (len(word) <= 3 or word in {"maks", "selambat"})
