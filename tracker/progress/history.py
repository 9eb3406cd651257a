"""What happened to a report, in words: from events of the audit trail to lines of a timeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tracker.audit.models import Event
from tracker.i18n import _
from tracker.web.formats import EMPTY, number, rupiah

LOOKS = {
    "progress.saved": ("pencil", "none"),
    "progress.submitted": ("send", "wait"),
    "progress.withdrawn": ("arrow-back-up", "none"),
    "progress.linked": ("link", "none"),
    "progress.unlinked": ("unlink", "none"),
    "progress.unplaced": ("arrow-back-up", "none"),
    "progress.verified": ("rosette-discount-check", "good"),
    "progress.returned": ("corner-up-left", "warn"),
    "progress.reopened": ("lock-open", "warn"),
    "progress.undone": ("arrow-back-up", "none"),
}
MORE = ("history", "none")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, as the page draws it."""

    icon: str
    tone: str
    what: str
    who: str
    when: datetime
    why: str | None
    url: str | None = None


def lines(events: list[Event]) -> list[Line]:
    """The events as lines, newest first."""
    return [_line(event) for event in reversed(events)]


def _line(event: Event) -> Line:
    icon, tone = LOOKS.get(event.action, MORE)
    return Line(icon, tone, _what(event), event.actor_name, event.at, event.reason)


def _what(event: Event) -> str:
    data = event.data
    if event.action == "progress.saved":
        return _saved(data)
    if event.action == "progress.submitted":
        text = _("Diajukan dengan realisasi {value}").format(value=_number(data.get("value")))
        return text + (_(", terlambat dari tenggat") if data.get("late") else "")
    if event.action == "progress.linked":
        return _linked(data)
    if event.action == "progress.unlinked":
        return _("Bukti dilepas: {title}").format(title=data.get("title") or EMPTY)
    words = {
        "progress.unplaced": _("Penempatan bukti diurungkan; laporan kembali seperti sebelumnya"),
        "progress.withdrawn": _("Pengajuan ditarik untuk diubah"),
        "progress.verified": _("Diverifikasi dengan realisasi {value}").format(
            value=_number(data.get("value"))
        ),
        "progress.returned": _("Dikembalikan untuk diperbaiki"),
        "progress.reopened": _("Dibuka lagi setelah terverifikasi"),
        "progress.undone": _("Keputusan diurungkan"),
        "progress.held": _("Ditandai ragu untuk pemeriksa kedua"),
        "progress.released": _("Tanda ragu dihapus"),
    }
    return words.get(event.action, event.action)


def _saved(data: Mapping[str, Any]) -> str:
    before, after = data.get("before", {}), data.get("after", {})
    parts = []
    if "value" in after:
        parts.append(
            _("realisasi {before} → {after}").format(
                before=_number(before.get("value")), after=_number(after["value"])
            )
        )
    if "spent" in after:
        parts.append(
            _("anggaran {before} → {after}").format(
                before=rupiah(before.get("spent")), after=rupiah(after["spent"])
            )
        )
    if "obstacles" in after:
        parts.append(_("kendala"))
    if "follow_up" in after:
        parts.append(_("tindak lanjut"))
    if "pm" in after:
        parts.append(_("penilaian mandiri"))
    return _("Diubah: {parts}").format(parts=", ".join(parts))


def _linked(data: Mapping[str, Any]) -> str:
    text = _("Bukti dikaitkan: {title}").format(title=data.get("title") or EMPTY)
    if "after" in data:
        text += _(", realisasi terisi {value} dari temuannya").format(
            value=_number(data["after"].get("value"))
        )
    return text


def _number(written: Any) -> str:
    """A number of an event's data, which keeps decimals as text."""
    if written is None:
        return EMPTY
    try:
        return number(Decimal(str(written)))
    except InvalidOperation:
        return str(written)
