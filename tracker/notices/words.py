"""Notices in words, in the language of whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.deadlines.windows import Stage
from tracker.deadlines.words import what_is_missing
from tracker.i18n import _
from tracker.web.formats import date_long


@dataclass(frozen=True, slots=True)
class Worded:
    """A notice as it is shown: what it is about, what there is to know, and how pressing it is."""

    title: str
    text: str
    tone: str  # info, wait, warn, bad, as layout.notice takes it
    icon: str


def worded(kind: str, data: Mapping[str, Any]) -> Worded:
    """The words of a notice. An unknown kind, of a newer version, is shown by its title alone."""
    if kind in {"deadline_ahead", "deadline_late"}:
        return _deadline(data, is_late=kind == "deadline_late")
    if kind == "returned":
        text = _("Dikembalikan {by}: {reason}").format(**_strings(data, "by", "reason"))
        return Worded(str(data.get("label") or "–"), text, "bad", "corner-up-left")
    if kind == "reopened":
        text = _("Dibuka lagi oleh {by}: {reason}").format(**_strings(data, "by", "reason"))
        return Worded(str(data.get("label") or "–"), text, "warn", "corner-up-left")
    if kind.startswith("inquiry_"):
        return _inquiry(kind, data)
    return Worded(str(data.get("title", kind)), str(data.get("text", "")), "info", "bell")


def _deadline(data: Mapping[str, Any], *, is_late: bool) -> Worded:
    days, stage = int(data["days"]), Stage(data["stage"])
    closes_on = date_long(date.fromisoformat(data["closes_on"]))
    what = what_is_missing(stage, int(data["missing"]))
    if not data["own"]:
        what = _("{what} pada {units} unit").format(what=what, units=data["units"])
        if data["silent"]:
            what = _("{what}, {silent} unit belum mengisi sama sekali").format(
                what=what, silent=data["silent"]
            )
    if is_late:
        when = _("Lewat {days} hari sejak {day}").format(days=days, day=closes_on)
        return Worded(str(data["title"]), f"{when}: {what}.", "bad", "alert-octagon")
    when = _("{days} hari lagi, {day}").format(days=days, day=closes_on)
    tone = "warn" if days <= 3 else "wait"
    return Worded(str(data["title"]), f"{when}: {what}.", tone, "calendar-event")


def _inquiry(kind: str, data: Mapping[str, Any]) -> Worded:
    label = str(data.get("label") or "–")
    day = date_long(date.fromisoformat(data["due_on"])) if data.get("due_on") else "–"
    if kind == "inquiry_answered":
        text = _("Dijawab {by}: {text}").format(**_strings(data, "by", "text"))
        return Worded(label, text, "info", "message-question")
    if kind == "inquiry_due":
        days = int(data["days"])
        if days < 0:
            late = _("Penjelasan lewat {days} hari sejak {day}.").format(days=-days, day=day)
            return Worded(label, late, "bad", "message-question")
        return Worded(
            label, _("Penjelasan ditunggu sampai {day}.").format(day=day), "warn", "message-question"
        )
    text = _("{by} meminta penjelasan sampai {day}: {text}").format(day=day, **_strings(data, "by", "text"))
    return Worded(label, text, "wait", "message-question")


def _strings(data: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: str(data.get(name) or "–") for name in names}
