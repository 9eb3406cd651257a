"""The time of day, asked for at the edge only: rules get it as an argument.

An invented institution lives on an invented day: the demo data keep an offset between its calendar and the
real one in the data folder, so its deadlines lie ahead. Everywhere else the offset is zero. Leases of jobs
and ages of sessions use the real time (`real_now`).
"""

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from tracker.settings import get_settings

OFFSET_FILE = "clock.json"


def real_now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The instant on the institution's calendar, in UTC: the real one, or the demo's."""
    return real_now() + offset()


def offset() -> timedelta:
    """How far the calendar is from the real one; zero unless demo data set it, now or earlier."""
    path = get_settings().data_dir / OFFSET_FILE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return timedelta()


@lru_cache(maxsize=1)
def _read(path: Path, _changed_ns: int) -> timedelta:
    return timedelta(seconds=json.loads(path.read_text(encoding="utf-8"))["offset_seconds"])


def set_offset(data_dir: Path, shift: timedelta) -> None:
    """Keep an offset for every process that starts on this data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"offset_seconds": round(shift.total_seconds())})
    (data_dir / OFFSET_FILE).write_text(content, encoding="utf-8")
