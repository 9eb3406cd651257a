"""What may go wrong in the domain. Each error says, in the reader's language, what happened and what to do.

Only `tracker.web.errors` knows which HTTP status belongs to which.
"""

from collections.abc import Mapping


class RenaksiError(Exception):
    """Base of all expected errors; `message` is shown to the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(RenaksiError):
    """The thing is not there, or this person may not see it: the answer is the same."""


class Forbidden(RenaksiError):
    """The person sees the thing but may not do this to it."""


class Invalid(RenaksiError):
    """Input cannot be taken; `fields` maps the name of a form's field to what to do about it."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Conflict(RenaksiError):
    """Somebody else changed the thing meanwhile; nothing was written."""


class TooOften(RenaksiError):
    """The same was tried too often; the message says how long to wait."""


class TooLarge(RenaksiError):
    """More was sent than is taken."""
