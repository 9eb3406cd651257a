"""Findings, periods and sources in words, as the reader's language has them."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date
from typing import Any

from babel.dates import format_date

from nlp.claims.indicators import load_indicators
from tracker.evidence.models import Source
from tracker.evidence.periods import OPEN, days_of
from tracker.evidence.proof import claim_value
from tracker.i18n import _, language
from tracker.web.formats import EMPTY, date_long, number, percent, roman, rupiah

YEAR, MONTH, DAY = 4, 7, 10  # characters of an EDTF point


def period_words(value: str | None) -> str:
    """An EDTF value in words: "2023-07/2023-09" -> "Triwulan III 2023"; None -> "–"."""
    if not value:
        return EMPTY
    first, slash, last = value.partition("/")
    if not slash:
        return _point_words(first)
    if first == OPEN:
        return _("sampai {day}").format(day=_point_words(last))
    if last == OPEN:
        return _("sejak {day}").format(day=_point_words(first))
    return _part_of_year(first, last) or f"{_point_words(first)} – {_point_words(last)}"


def _point_words(point: str) -> str:
    days = days_of(point)
    if days is None:
        return point
    if len(point) == YEAR:
        return point
    if len(point) == MONTH:
        return str(format_date(days.first, "MMMM y", locale=language()))
    return date_long(days.first)


def _part_of_year(first: str, last: str) -> str | None:
    """The name of an interval of months within a year where it has one."""
    if len(first) != MONTH or len(last) != MONTH or first[:YEAR] != last[:YEAR]:
        return None
    year, begin, end = first[:YEAR], int(first[5:]), int(last[5:])
    if end - begin == 2 and end % 3 == 0:
        return _("Triwulan {number} {year}").format(number=roman(end // 3), year=year)
    if end - begin == 5 and end % 6 == 0:
        return _("Semester {number} {year}").format(number=roman(end // 6), year=year)
    names = [str(format_date(date(int(year), month, 1), "MMMM", locale=language())) for month in (begin, end)]
    return f"{names[0]}–{names[1]} {year}"


def period_choices(years: list[int]) -> list[tuple[str, str]]:
    """The periods that a form offers: triwulan, running totals and the whole of each year, newest first."""
    values = [
        value
        for year in sorted(years, reverse=True)
        for value in (
            *(f"{year}-{3 * tw - 2:02}/{year}-{3 * tw:02}" for tw in (1, 2, 3, 4)),
            f"{year}-01/{year}-06",
            f"{year}-01/{year}-09",
            str(year),
        )
    ]
    return [
        (value, _("Tahun {year}").format(year=value) if len(value) == YEAR else period_words(value))
        for value in values
    ]


def finding_value(kind: str, fields: Mapping[str, Any]) -> str:
    """What a finding says, short: "50 %", "Rp1.400.000.000", "12 dokumen", "20 Oktober 2023"."""
    if kind == "date":
        return period_words(fields.get("value"))
    if kind == "regulation":
        return _("{type} Nomor {number} Tahun {year}").format(
            type=fields["type"], number=fields["number"], year=fields["year"]
        )
    return claim_words(fields)


def claim_words(fields: Mapping[str, Any]) -> str:
    """The value of a claim with its unit."""
    value = claim_value(fields.get("value"))
    if value is None:
        return str(fields.get("value") or EMPTY)
    kind = fields["kind"]
    if kind == "percent":
        return percent(value, places=max(0, -int(value.as_tuple().exponent)))
    if kind == "money":
        return rupiah(value)
    if kind == "rank":
        return _("peringkat {place}").format(place=number(value))
    unit = fields.get("unit") if kind == "count" else None
    return f"{number(value)} {unit}" if unit else number(value)


def kind_words(kind: str, fields: Mapping[str, Any]) -> str:
    """What a finding is: "Klaim persen, realisasi", "Tanggal tenggat", "Peraturan"."""
    if kind == "regulation":
        return _("Peraturan")
    role = str(fields.get("role", ""))
    if kind == "date":
        names = {
            "deadline": _("Tanggal tenggat"),
            "published": _("Tanggal terbit"),
            "period": _("Periode"),
            "event": _("Tanggal peristiwa"),
        }
        return names.get(role, _("Tanggal"))
    return f"{claim_kinds().get(fields['kind'], _('Klaim'))}, {claim_roles().get(role, role)}"


def claim_kinds() -> dict[str, str]:
    """The kinds of claim as people call them."""
    return {
        "percent": _("Persentase"),
        "count": _("Jumlah"),
        "money": _("Nilai uang"),
        "score": _("Nilai atau indeks"),
        "grade": _("Predikat"),
        "rank": _("Peringkat"),
    }


def claim_roles() -> dict[str, str]:
    """What a figure is meant as."""
    return {"actual": _("realisasi"), "target": _("target")}


def date_roles() -> dict[str, str]:
    """What a date is meant as."""
    return {
        "deadline": _("tenggat"),
        "published": _("tanggal terbit"),
        "period": _("periode"),
        "event": _("peristiwa"),
    }


_own_names: ContextVar[Mapping[str, str] | None] = ContextVar("indicator_names", default=None)


def use_indicator_names(names: Mapping[str, str]) -> None:
    """Name indicators as an institution's table does for what follows in this context."""
    _own_names.set(names)


def indicator_names() -> Mapping[str, str]:
    """The indicators by code: of the institution at hand, else those of the common table."""
    return _own_names.get() or load_indicators().names


def about(fields: Mapping[str, Any]) -> str | None:
    """The indicator that a claim is about and its period: "Indeks SPBE, 2023"; None: neither is known."""
    indicator = fields.get("indicator")
    period = fields.get("period")
    parts = [
        indicator_names().get(indicator, indicator) if indicator else None,
        period_words(period) if period else None,
    ]
    return ", ".join(part for part in parts if part) or None


def source_names() -> dict[Source, str]:
    """Where evidence comes from, as people call it."""
    return {
        Source.REPORT: _("Laporan"),
        Source.NEWS: _("Berita"),
        Source.DECREE: _("Keputusan atau peraturan"),
        Source.LETTER: _("Surat"),
        Source.PHOTO: _("Foto"),
        Source.OTHER: _("Lainnya"),
    }
