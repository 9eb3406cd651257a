"""Deadlines as a calendar that telephones and mail programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Renaksi//Tenggat//ID"
REFRESH = "PT6H"
ALARM_DAYS = (7, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline as a calendar shows it. `changed_at`: when it was last set or moved."""

    uid: str
    title: str
    description: str
    closes_at: datetime
    changed_at: datetime
    version: int
    url: str


def calendar_of(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar as a file. Each deadline is its last half hour, with alarms 7 days and 1 day before."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.closes_at - timedelta(minutes=30))
    event.add("dtend", entry.closes_at)
    event.add("transp", "TRANSPARENT")
    if entry.url:
        event.add("url", entry.url)
    for days in ALARM_DAYS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
