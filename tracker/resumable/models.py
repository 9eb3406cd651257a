"""Uploads on their way: what has come of a large file, piece by piece, until it becomes evidence."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel


class Upload(Document):
    """A file on its way: `offset` bytes of `size` have come. It is its sender's alone.

    `evidence_id` is what it became; then it is kept a while, so that an answer that got lost can be asked for
    again. Instants are those of the real clock.
    """

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    by: str
    unit: str | None
    name: str
    size: int
    changed: str = ""  # when the file was last changed on the sender's machine, as its browser says it
    offset: int = 0
    pieces: list[PydanticObjectId] = Field(default_factory=list)
    evidence_id: PydanticObjectId | None = None
    begun_at: datetime
    touched_at: datetime

    class Settings:
        name = "uploads"
        indexes = [
            IndexModel([("instansi", 1), ("by", 1)], name="uploads_of_person"),
            IndexModel([("touched_at", 1)], name="uploads_by_age"),
        ]


class UploadPiece(Document):
    """Some bytes of an upload, which names its pieces in order; others were cut off and count for nothing."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    upload_id: PydanticObjectId
    data: bytes

    class Settings:
        name = "upload_pieces"
        indexes = [IndexModel([("upload_id", 1)], name="pieces_of_upload")]
