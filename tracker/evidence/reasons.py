"""Why a finding may serve something, in the reader's language: kept in Bahasa Indonesia, as it was found."""

import re
from datetime import date

from babel.dates import get_month_names

from nlp.marked import N_
from nlp.matching import BETWEEN, REASONS
from tracker.i18n import language
from tracker.retelling import Retelling
from tracker.web.formats import date_long

MOVES_DEADLINE = N_("Kalimatnya berbicara tentang tenggat ini, yang sekarang tertulis {day}.")
MAKES_DEADLINE = N_("Kalimatnya menyebut batas waktu, dan belum ada tenggat seperti ini.")
NOT_COMPUTED = N_("Terinput belum dapat dihitung: belum ada sel yang wajib diisi.")
FIGURE = N_("{value}: {part} dari {whole} sel")
EQUAL = N_("Sama dengan terinput yang dihitung ({figure}).")
DIFFERENT = N_("Berbeda {points} poin dari terinput yang dihitung ({figure}).")
TO_MOVE = N_("Pindahkan “{title}” ke {day}")
TO_MAKE = N_("Jadikan tenggat {day}")
INPUT = N_("Kelengkapan input {year} sampai triwulan {through}")
CELL = N_("{indikator} · Triwulan {number} {year}")
_DAY = re.compile(r"(\d{1,2}) (\w+) (\d{4})")
_MONTHS = {name: number for number, name in get_month_names("wide", locale="id").items()}


def why(reason: str) -> str:
    """A suggestion's reason in the language of the request."""
    if language() == "id":
        return reason
    whole = _whole(reason)
    if whole != reason:
        return whole
    plain = f"{reason[:1].lower()}{reason[1:]}".removesuffix(".")
    told = BETWEEN.join(_part(part) for part in plain.split(BETWEEN))
    return f"{told[:1].upper()}{told[1:]}."


def named(label: str) -> str:
    """A suggestion's label in the language of the request."""
    return _label(label)


def day_told(text: str) -> str:
    """ "20 Oktober 2023" as the reader's language writes it; what is no day stays as it is."""
    found = _DAY.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        return text
    return date_long(date(int(found[3]), _MONTHS[found[2]], int(found[1])))


def number_told(text: str) -> str:
    """ "1.234,5 %" as English writes it: "1,234.5%"."""
    return text.translate(str.maketrans(".,", ",.")).replace(" %", "%")


_figure = Retelling((FIGURE,), dict.fromkeys(("value", "part", "whole"), number_told))
_whole = Retelling(
    (MOVES_DEADLINE, MAKES_DEADLINE, NOT_COMPUTED, EQUAL, DIFFERENT),
    {"day": day_told, "figure": _figure, "points": number_told},
)
_part = Retelling(REASONS.values())
_label = Retelling((TO_MOVE, TO_MAKE, INPUT, CELL), {"day": day_told})
