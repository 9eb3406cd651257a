"""Names of months, weekdays, parts of the year and days told from today, as Indonesians write them."""

from __future__ import annotations

_MONTH_NAMES = (
    ("januari", "january", "januwari", "jan"),
    ("februari", "february", "pebruari", "febuari", "feb", "peb"),
    ("maret", "march", "mar", "mrt"),
    ("april", "apr"),
    ("mei", "may", "mel"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agust", "agu", "ags", "agt", "agst", "aug"),
    ("september", "sept", "sep", "septernber"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop", "novernber", "nopernber"),
    ("desember", "december", "des", "dec", "desernber"),
)
MONTHS: dict[str, int] = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names}

# Short forms and English names that are words of their own too; they need a figure beside them.
SHORT_MONTHS = frozenset(
    name for name in MONTHS if len(name) <= 5 and name not in {"maret", "april", "mei", "juni", "juli"}
)

_WEEKDAY_NAMES = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
WEEKDAYS: dict[str, int] = {name: n for n, names in enumerate(_WEEKDAY_NAMES) for name in names}

ROMAN: dict[str, int] = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
    "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip

# Lead word of a part of the year -> its months.
PARTS: dict[str, int] = {
    "triwulan": 3, "tw": 3, "trw": 3, "trwl": 3, "triwln": 3, "kuartal": 3, "kwartal": 3, "quarter": 3,
    "semester": 6, "smt": 6, "sem": 6, "caturwulan": 4, "cawu": 4,
}  # fmt: skip

ZONES: dict[str, str] = {"wib": "+07:00", "wita": "+08:00", "wit": "+09:00"}

# Words that tell a day from the day of publication.
RELATIVE_DAYS: dict[str, int] = {"kemarin": -1, "besok": 1, "lusa": 2}

BEFORE_NOW = frozenset({"lalu", "silam", "kemarin", "sebelumnya"})
NOW = frozenset({"ini", "berjalan"})
AFTER_NOW = frozenset({"depan", "mendatang", "nanti", "berikutnya"})
