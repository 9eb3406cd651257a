"""The inspectorate's sheet on the page of a report: the bureau's assessment beside APIP's."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from tracker.progress.checks import Check
from tracker.progress.dimensions import dimension_names, proposed
from tracker.progress.forms import Sheet, assessed
from tracker.progress.models import Assessed, Progress
from tracker.progress.rules import State

PREFIX = "apip_"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One dimension: what the bureau said, what APIP said or what the form begins with."""

    code: str
    name: str
    pm: Assessed | None
    apip: Assessed | None  # as decided
    chosen: bool  # what the form begins with: as typed, else as the tests propose
    note: str
    is_proposed: bool  # the tests speak against it, and nobody has said anything yet
    differs: bool


def sheet_rows(report: Progress, checks: Sequence[Check], typed: Sheet | None = None) -> list[SheetRow]:
    """The four dimensions of a report."""
    submission = report.submissions[-1] if report.submissions else None
    pm = submission.pm if submission and report.state is not State.DRAFT else report.pm
    decision = submission.decision if submission else None
    apip = decision.apip if decision else {}
    begins = proposed(check.code for check in checks)
    rows = []
    for code, name in dimension_names().items():
        own, theirs, said = pm.get(code), apip.get(code), (typed or {}).get(code)
        chosen = said.fits if said else begins[code]
        rows.append(
            SheetRow(
                code=str(code),
                name=name,
                pm=own,
                apip=theirs,
                chosen=chosen,
                note=said.note if said else "",
                is_proposed=said is None and not begins[code],
                differs=own is not None and own.fits is not (theirs.fits if theirs else chosen),
            )
        )
    return rows


async def typed_sheet(request: Request) -> Sheet:
    """Dependency of a route: APIP's sheet as it was sent; dimensions that were not sent are not assessed."""
    form = await request.form()
    return assessed({name: value for name, value in form.items() if isinstance(value, str)}, PREFIX)
