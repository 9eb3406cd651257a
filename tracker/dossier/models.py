"""A dossier that takes a while: ordered, bound by a worker, fetched by whoever ordered it, and swept."""

from datetime import datetime
from enum import StrEnum

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from tracker.accounts.rights import Role


class OrderState(StrEnum):
    """How far an order is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class DossierOrder(Document):
    """One PDF that one person asked for, with who they were then: the worker gathers it by their rights."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    user_id: str
    user_name: str
    email: str
    role: Role
    units: list[str] | None
    language: str
    output_id: str
    triwulan: int
    progress_id: str
    revision: int
    label: str
    name: str  # of the file, without its ending
    state: OrderState = OrderState.WAITING
    done: int = 0  # files that are there already
    total: int
    gridfs_id: PydanticObjectId | None = None
    size: int = 0  # bytes
    error: str | None = None
    ordered_at: datetime

    class Settings:
        name = "dossier_orders"
        indexes = [
            IndexModel([("instansi", 1), ("user_id", 1), ("progress_id", 1)], name="orders_of_person"),
            IndexModel([("ordered_at", 1)], name="orders_by_age"),
        ]
