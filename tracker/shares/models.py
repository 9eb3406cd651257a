"""Links to frozen states."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel


class Share(Document):
    """A link to a frozen state. Its token is shown once and kept as a hash alone."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    frozen_id: PydanticObjectId
    title: str  # of the frozen state
    purpose: str
    token_sha256: str
    expires_at: datetime
    made_by: str
    made_by_name: str
    made_at: datetime
    revoked_at: datetime | None = None
    opened: int = 0
    opened_at: datetime | None = None
    version: int = 1

    class Settings:
        name = "shares"
        indexes = [
            IndexModel([("token_sha256", 1)], unique=True, name="share_by_token"),
            IndexModel([("instansi", 1), ("made_at", -1)], name="shares"),
        ]

    def opens(self, at: datetime) -> bool:
        """Whether the link shows anything at an instant."""
        return self.revoked_at is None and at < self.expires_at
