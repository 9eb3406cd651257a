"""What somebody was told, and the mail of a morning."""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import IndexModel


class Notice(Document):
    """One thing that one person is told. Its id is `user:key`, so nobody is told the same thing twice.

    `kind` and `data` are put into words in the reader's language (`tracker.notices.words`).
    """

    id: str  # type: ignore[assignment]
    instansi: str
    user_id: str
    kind: str
    data: dict[str, Any] = Field(default_factory=dict)
    path: str  # of the page on which it is dealt with
    at: datetime
    read_at: datetime | None = None
    mail: str | None = None  # the letter that carries it; None: shown in the application alone so far

    class Settings:
        name = "notices"
        indexes = [
            IndexModel([("instansi", 1), ("user_id", 1), ("at", -1)], name="notices_of_person"),
            IndexModel([("instansi", 1), ("user_id", 1), ("read_at", 1)], name="unread_notices"),
        ]


class Letter(Document):
    """The mail of one morning to one person. Its id is `user:YYYY-MM-DD`, so there is one a day at most."""

    id: str  # type: ignore[assignment]
    instansi: str
    user_id: str
    day: str
    state: str = "waiting"  # waiting, sent, given_up
    attempts: int = 0
    held_until: datetime  # somebody is sending it until then, or it rests before it is tried again
    error: str | None = None
    sent_at: datetime | None = None

    class Settings:
        name = "letters"
        indexes = [IndexModel([("state", 1), ("held_until", 1)], name="letters_to_send")]
