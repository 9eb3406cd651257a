"""Numbers, money and days as the reader's language writes them: the filters of the templates."""

import re
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from markupsafe import Markup

from tracker.i18n import _, language

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
SHORT_AMOUNTS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
EMPTY = "–"
_WIDE = Context(prec=400)  # digits of the largest value over the smallest target that can be typed, and more
_zone: ContextVar[tuple[ZoneInfo, str]] = ContextVar("zone", default=(ZoneInfo("UTC"), "UTC"))


def use_zone(zone: ZoneInfo, name: str) -> None:
    """Show instants in the zone of an institution ("WIB") for what follows in this context."""
    _zone.set((zone, name))


def number(value: Decimal | float | int | None, places: int | None = None) -> str:
    """1234.5 -> "1.234,5" in Bahasa Indonesia; None -> "–". `places` rounds half up and keeps zeros."""
    if value is None:
        return EMPTY
    amount = Decimal(str(value))
    if places is None:
        return written_out(amount, locale=language())
    rounded = round_to(amount, places)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return written_out(rounded, pattern=pattern, locale=language())


def written_out(value: Decimal | int, *, locale: str, pattern: str | None = None) -> str:
    """All digits of a number, or as many decimals as the pattern has, however large it is."""
    with localcontext(_WIDE):
        return str(format_decimal(value, format=pattern, locale=locale, decimal_quantization=bool(pattern)))


def round_to(value: Decimal, places: int) -> Decimal:
    """Rounded half up to as many decimals, however many digits stand before them."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def percent(value: Decimal | float | None, places: int = 1) -> str:
    """Per cent with its sign: 75.5 -> "75,5 %"; whole ones without decimals; None -> "–"."""
    if value is None:
        return EMPTY
    rounded = round_to(Decimal(str(value)), places)
    is_whole = rounded == rounded.to_integral_value()
    sign = "%" if language() == "en" else " %"
    return number(rounded, 0 if is_whole else places) + sign


def rupiah(value: Decimal | int | None) -> str:
    """Whole rupiah: 1234567 -> "Rp1.234.567"; None -> "–"."""
    return EMPTY if value is None else f"Rp{number(value, 0)}"


def rupiah_short(value: Decimal | int | None) -> str:
    """Rupiah to be read at a glance: 1400000000 -> "Rp1,4 miliar"; None -> "–"."""
    if value is None:
        return EMPTY
    words = {"triliun": _("triliun"), "miliar": _("miliar"), "juta": _("juta")}
    for unit, word in SHORT_AMOUNTS:
        if abs(Decimal(value)) >= unit:
            short = round_to(Decimal(value) / unit, 1)
            return f"Rp{number(short.normalize())} {words[word]}"
    return rupiah(value)


def date_long(value: date | None) -> str:
    """2023-10-20 -> "20 Oktober 2023"; None -> "–"."""
    return EMPTY if value is None else str(format_date(value, "d MMMM y", locale=language()))


def month_long(value: date) -> str:
    """2023-10-01 -> "Oktober 2023"."""
    return str(format_date(value, "MMMM y", locale=language()))


def weekday(value: date, width: str = "wide") -> str:
    """2023-10-20 -> "Jumat"; `width` "abbreviated" -> "Jum"."""
    pattern = "EEEE" if width == "wide" else "EEE"
    return str(format_date(value, pattern, locale=language()))


def datetime_long(value: datetime | None) -> str:
    """An instant in the institution's zone: "20 Oktober 2023 pukul 23.59 WIB"; None -> "–"."""
    if value is None:
        return EMPTY
    zone, zone_name = _zone.get()
    local = value.astimezone(zone)
    day = format_datetime(local, "d MMMM y", locale=language())
    time = format_time(local, "HH.mm", locale=language())
    return _("{day} pukul {time} {zone}").format(day=day, time=time, zone=zone_name)


def day_long(value: datetime | None) -> str:
    """The day of an instant in the institution's zone: "20 Oktober 2023"; None -> "–"."""
    return EMPTY if value is None else date_long(value.astimezone(_zone.get()[0]).date())


def file_size(count: int | None) -> str:
    """Bytes to be read at a glance: 1536 -> "1,5 kB"; None -> "–"."""
    if count is None:
        return EMPTY
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= unit:
            return f"{number((Decimal(count) / unit).quantize(Decimal('0.1')))} {name}"
    return f"{number(count)} B"


def breakable(name: str) -> Markup:
    """A file's name that may go on in a next line after "_" and "-"."""
    return Markup("<wbr>").join(re.split(r"(?<=[_-])(?=[^_-])", name))


def roman(triwulan: int) -> str:
    """A triwulan as it stands on a page: 3 -> "III"."""
    return ROMAN[triwulan]
