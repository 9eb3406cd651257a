"""The form of a report: as it is typed, and as it is understood."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import Form

from tracker.errors import Invalid
from tracker.progress.models import Progress
from tracker.progress.numbers import parse_rupiah, parse_value, typed


@dataclass
class ReportForm:
    """A report's fields as texts, with the revision that the person saw."""

    revision: Annotated[int, Form(ge=0)]
    value: Annotated[str, Form(max_length=200)] = ""
    spent: Annotated[str, Form(max_length=200)] = ""
    obstacles: Annotated[str, Form(max_length=20_000)] = ""
    follow_up: Annotated[str, Form(max_length=20_000)] = ""
    intent: Annotated[str, Form()] = "save"

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
        )

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
