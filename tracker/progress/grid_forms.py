"""The sheet as a form without script: every cell a field named "column~report", every row its token."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.progress.grid import Column, Seen, touched

ROWS_PER_PAGE = 40
MOST_FIELDS = ROWS_PER_PAGE * (len(Column) + 1) + 20
LONGEST = 20_000
SEEN, STORED, PARTED = "seen", "stored", "~"


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row of the form in which something was written."""

    progress_id: str
    seen: str
    texts: Mapping[Column, str]


def field_name(column: str, progress_id: str) -> str:
    """ "value~652f…:3"."""
    return f"{column}{PARTED}{progress_id}"


def sent_rows(form: Mapping[str, str]) -> list[SentRow]:
    """The rows in which something was written, in the form's order.

    `choose` "stored~value~652f…:3" leaves that cell as it is. Raises Invalid where a token is none; a
    text that is too long is refused with its cell.
    """
    left_alone = form.get("choose", "").removeprefix(f"{STORED}{PARTED}")
    found = []
    for name, token in form.items():
        kind, parted, progress_id = name.partition(PARTED)
        if kind != SEEN or not parted:
            continue
        texts = {
            column: form[field_name(column, progress_id)]
            for column in Column
            if field_name(column, progress_id) in form and field_name(column, progress_id) != left_alone
        }
        written = touched(Seen.parse(token), texts)
        if written:
            found.append(SentRow(progress_id, token, written))
    return found
