"""An institution's own indicators."""

from datetime import datetime

from beanie import Document
from pydantic import Field
from pymongo import IndexModel


class OwnIndicator(Document):
    """A measure that an institution added, or further names of a common one. Its id is `instansi:code`."""

    id: str  # type: ignore[assignment]
    instansi: str
    code: str
    name: str
    aliases: list[str] = Field(default_factory=list)
    removed: bool = False
    version: int = 1
    changed_by_name: str
    changed_at: datetime

    class Settings:
        name = "indicators"
        indexes = [IndexModel([("instansi", 1), ("code", 1)], unique=True, name="own_indicator")]
