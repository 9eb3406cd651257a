"""The forms of deadlines as they are typed, and what they mean."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Form

from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import EARLIEST, LATEST
from tracker.deadlines.windows import Stage
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.web.limits import MOST_NUMBER


@dataclass
class DeadlineForm:
    """The form of a deadline as it is typed. `sure`: the person has seen that it may be a duplicate."""

    title: Annotated[str, Form(max_length=1_000)] = ""
    year: Annotated[str, Form(max_length=20)] = ""
    through: Annotated[str, Form(max_length=5)] = ""
    closes_on: Annotated[str, Form(max_length=20)] = ""
    opens_on: Annotated[str, Form(max_length=20)] = ""
    stage: Annotated[str, Form(max_length=20)] = Stage.REPORT
    strict: Annotated[str, Form(max_length=5)] = ""
    version: Annotated[int, Form(ge=0, le=MOST_NUMBER)] = 0
    sure: Annotated[str, Form(max_length=5)] = ""

    def values(self) -> dict[str, Any]:
        """The fields as the service takes them. Raises Invalid, naming every field that cannot be read."""
        problems: dict[str, str] = {}
        closes_on = typed_day(self.closes_on, "closes_on", problems)
        opens_on = typed_day(self.opens_on, "opens_on", problems)
        if closes_on is None:
            problems.setdefault("closes_on", _("Isi tanggal tutupnya."))
        if not self.year.strip().isdecimal():
            problems["year"] = _("Isi tahun rencana aksinya, misalnya 2023.")
        if self.through not in {"1", "2", "3", "4"}:
            problems["through"] = _("Pilih sampai triwulan berapa yang harus masuk.")
        if self.stage not in set(Stage):
            problems["stage"] = _("Pilih tahap pekerjaan yang dibatasi tenggat ini.")
        if problems:
            raise Invalid(_("Tenggat belum dapat disimpan. Perbaiki yang ditandai."), problems)
        return {
            "title": self.title,
            "year": int(self.year),
            "through": int(self.through),
            "closes_on": closes_on,
            "opens_on": opens_on,
            "stage": Stage(self.stage),
            "strict": bool(self.strict),
        }


def typed_day(text: str, field: str, problems: dict[str, str]) -> date | None:
    """A day as a date field sends it; what is no day of our time goes to the problems."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        problems[field] = _("Tulis tanggal seperti ini: 2023-10-20.")
        return None
    if not EARLIEST <= day <= LATEST:
        problems[field] = _("Tanggal ini terlalu jauh. Periksa tahunnya.")
        return None
    return day


@dataclass
class ExtensionForm:
    """The form that gives one unit longer."""

    unit: Annotated[str, Form(max_length=200)] = ""
    closes_on: Annotated[str, Form(max_length=20)] = ""
    reason: Annotated[str, Form(max_length=5_000)] = ""
    version: Annotated[int, Form(ge=0, le=MOST_NUMBER)] = 0

    def values(self) -> dict[str, Any]:
        """The fields as the service takes them. Raises Invalid where the day cannot be read."""
        problems: dict[str, str] = {}
        closes_on = typed_day(self.closes_on, "closes_on", problems)
        if closes_on is None:
            problems.setdefault("closes_on", _("Isi sampai tanggal berapa unit ini diberi waktu."))
            raise Invalid(_("Perpanjangan belum dapat disimpan. Perbaiki yang ditandai."), problems)
        return {"unit": self.unit, "closes_on": closes_on, "reason": self.reason}


def form_of(found: Deadline, zone: ZoneInfo) -> DeadlineForm:
    """The form of a deadline as it stands."""
    opens_at = found.opens_at
    return DeadlineForm(
        title=found.title,
        year=str(found.year),
        through=str(found.through),
        closes_on=found.closes_at.astimezone(zone).date().isoformat(),
        opens_on=opens_at.astimezone(zone).date().isoformat() if opens_at else "",
        stage=found.stage,
        strict="1" if found.strict else "",
        version=found.version,
    )
