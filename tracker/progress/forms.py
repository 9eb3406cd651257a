"""The form of a report: as it is typed, and as it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import Form

from tracker.errors import Invalid
from tracker.i18n import _
from tracker.progress.dimensions import Dimension, dimension_names
from tracker.progress.models import Assessed, Progress
from tracker.progress.numbers import parse_rupiah, parse_value, typed

PM = "pm_"
Fits = Literal["", "0", "1"]
LONGEST_NOTE = 1_000
Sheet = dict[str, Assessed]
"""The four dimensions as somebody assessed them, by the dimension's name."""


@dataclass
class ReportForm:
    """A report's fields as texts, with the revision that the person saw."""

    revision: Annotated[int, Form(ge=0)]
    value: Annotated[str, Form(max_length=200)] = ""
    spent: Annotated[str, Form(max_length=200)] = ""
    obstacles: Annotated[str, Form(max_length=20_000)] = ""
    follow_up: Annotated[str, Form(max_length=20_000)] = ""
    intent: Annotated[str, Form()] = "save"
    pm_shown: Annotated[bool, Form()] = False  # without it the form says nothing of the assessment
    pm_pelaksanaan: Annotated[Fits, Form()] = ""
    pm_pelaksanaan_note: Annotated[str, Form(max_length=10_000)] = ""
    pm_output: Annotated[Fits, Form()] = ""
    pm_output_note: Annotated[str, Form(max_length=10_000)] = ""
    pm_kualitas: Annotated[Fits, Form()] = ""
    pm_kualitas_note: Annotated[str, Form(max_length=10_000)] = ""
    pm_waktu: Annotated[Fits, Form()] = ""
    pm_waktu_note: Annotated[str, Form(max_length=10_000)] = ""

    @classmethod
    def of(cls, report: Progress) -> "ReportForm":
        """The form as the report stands."""
        return cls(
            revision=report.revision,
            value=typed(report.value),
            spent=typed(report.spent),
            obstacles=report.obstacles,
            follow_up=report.follow_up,
            intent="save",
            **_typed(report.pm),
        )

    @property
    def pm(self) -> "Sheet | None":
        """The bureau's own assessment; None where the form did not ask for it. Raises Invalid."""
        return assessed(vars(self), PM) if self.pm_shown else None

    def dimensions(self) -> list[tuple[str, str, str, str]]:
        """Code, name, what was chosen ("1", "0" or "") and the note of each dimension, for the page."""
        return [
            (str(code), name, getattr(self, f"{PM}{code}"), getattr(self, f"{PM}{code}_note"))
            for code, name in dimension_names().items()
        ]

    def numbers(self) -> tuple[Decimal | None, int | None]:
        """Value and rupiah spent. Raises Invalid, which names every field that is no number."""
        problems: dict[str, str] = {}
        message = ""
        value: Decimal | None = None
        spent: int | None = None
        try:
            value = parse_value(self.value)
        except Invalid as error:
            message, problems = error.message, {**problems, **error.fields}
        try:
            spent = parse_rupiah(self.spent)
        except Invalid as error:
            message, problems = error.message, {**problems, **error.fields}
        if problems:
            raise Invalid(message, problems)
        return value, spent


def _typed(pm: Mapping[str, Assessed]) -> dict[str, Any]:
    """An assessment as the form holds it."""
    typed_: dict[str, Any] = {}
    for code, one in pm.items():
        typed_ |= {f"{PM}{code}": "1" if one.fits else "0", f"{PM}{code}_note": one.note}
    return typed_


def assessed(form: Mapping[str, Any], prefix: str) -> Sheet:
    """The dimensions of fields such as "apip_waktu" ("1", "0", "") and "apip_waktu_note". Raises Invalid."""
    found: Sheet = {}
    for code in Dimension:
        said = str(form.get(f"{prefix}{code}", ""))
        note = str(form.get(f"{prefix}{code}_note", "")).replace("\r\n", "\n").strip()
        if len(note) > LONGEST_NOTE:
            words = _("Catatan ini lebih dari {count} huruf. Ringkas.").format(count=LONGEST_NOTE)
            raise Invalid(words, {f"{prefix}{code}_note": words})
        if said in {"1", "0"}:
            found[str(code)] = Assessed(fits=said == "1", note=note)
    return found
