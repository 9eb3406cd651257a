"""Verifying at once what passes all tests: each report by itself, what has changed is left and named."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.clock import now
from tracker.errors import Conflict, Forbidden, Invalid, NotFound, RenaksiError
from tracker.i18n import _
from tracker.progress.cells import Cell, cell_of
from tracker.progress.dimensions import proposed
from tracker.progress.models import Assessed
from tracker.review import service
from tracker.review.models import BulkDecision, Left

MOST = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticked report with the revision that the person saw."""

    progress_id: str
    revision: int

    @classmethod
    def parse(cls, text: str) -> "Chosen":
        """ "652f…:3@7" -> the report at revision 7. Raises NotFound for anything else."""
        identifier, _at, revision = text.rpartition("@")
        if not identifier or not revision.isdecimal():
            raise NotFound(_("Laporan ini tidak ditemukan."))
        return cls(identifier, int(revision))


async def verify_all(actor: Actor, chosen: Sequence[Chosen]) -> BulkDecision:
    """Verify each report that still is what was seen and still passes all tests; the others are left.

    Raises Invalid where nothing or too much is chosen, NotFound for a report that the person may not see.
    """
    demand(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi, unit=None)
    if not 1 <= len(chosen) <= MOST:
        raise Invalid(_("Pilih dari 1 sampai {most} laporan.").format(most=MOST))
    cells = [await cell_of(actor, progress_id=each.progress_id) for each in chosen]
    verified: dict[str, int] = {}
    left: list[Left] = []
    for each, cell in zip(chosen, cells, strict=True):
        try:
            report = await service.verify(
                actor,
                progress_id=each.progress_id,
                revision=each.revision,
                apip={str(name): Assessed(fits=fits) for name, fits in proposed(()).items()},
                only_if_passing=True,
            )
            verified[report.id] = report.revision
        except (Conflict, Forbidden, Invalid) as error:
            left.append(_left(cell, error))
    kept = BulkDecision(
        instansi=actor.instansi,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
        verified=verified,
        left=left,
    )
    return await kept.insert()


async def undo_all(actor: Actor, bulk_id: PydanticObjectId) -> BulkDecision:
    """Take back those of a bulk decision that can still be taken back; the others are named."""
    kept = await bulk_of(actor, bulk_id)
    undone, left = list(kept.undone), []
    for identifier, revision in kept.verified.items():
        if identifier in undone:
            continue
        cell = await cell_of(actor, progress_id=identifier)
        try:
            await service.undo(actor, progress_id=identifier, revision=revision)
            undone.append(identifier)
        except (Conflict, Forbidden, Invalid) as error:
            left.append(_left(cell, error))
    changes = {"undone": undone, "left": [one.model_dump() for one in [*kept.left, *left]]}
    await BulkDecision.get_pymongo_collection().update_one({"_id": kept.id}, {"$set": changes})
    return await bulk_of(actor, bulk_id)


async def bulk_of(actor: Actor, bulk_id: PydanticObjectId) -> BulkDecision:
    """A bulk decision of the institution. Raises NotFound."""
    kept = await BulkDecision.find_one({"_id": bulk_id, "instansi": actor.instansi})
    if kept is None:
        raise NotFound(_("Keputusan ini tidak ditemukan."))
    demand(actor, Right.DECIDE_PROGRESS, instansi=kept.instansi, unit=None)
    return kept


def _left(cell: Cell, error: RenaksiError) -> Left:
    return Left(id=cell.progress.id, label=cell.label, why=error.message)
