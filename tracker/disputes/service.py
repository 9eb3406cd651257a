"""Deciding on contradictions: which statement stands and why; the others are superseded, and all are kept."""

from collections.abc import Sequence
from datetime import timedelta

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.disputes.models import Dispute, DisputeState, Ruling, Said
from tracker.disputes.rules import Statement, considered, superseded
from tracker.disputes.superseding import findings_in
from tracker.errors import Conflict, Forbidden, Invalid, NotFound
from tracker.evidence.proving import citing, reprove
from tracker.i18n import _
from tracker.review.keeping import keep

SHORTEST_WHY = 5
LONGEST_WHY = 2_000
UNDO_LASTS = timedelta(minutes=10)


async def listed(instansi: str, state: DisputeState) -> list[Dispute]:
    """The contradictions of a state: those behind which people stand first, then the newest."""
    found = await Dispute.find({"instansi": instansi, "state": str(state)}).to_list()
    return sorted(found, key=lambda one: (not one.strong, -one.changed_at.timestamp(), one.id))


async def count_open(instansi: str) -> int:
    """How many contradictions wait for a decision."""
    where = {"instansi": instansi, "state": str(DisputeState.OPEN)}
    return len(await Dispute.get_pymongo_collection().find(where, {"_id": 1}).to_list())


async def dispute_of(actor: Actor, identifier: str) -> Dispute:
    """A contradiction of the institution. Raises NotFound."""
    found = await Dispute.find_one({"_id": identifier, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Pertentangan ini tidak ditemukan. Mungkin nilainya sudah sama."))
    demand(actor, Right.DECIDE_PROGRESS, instansi=found.instansi, unit=found.unit)
    return found


async def settle(actor: Actor, *, identifier: str, version: int, stands: str | None, why: str) -> Dispute:
    """Say which statement stands, or, with None, that they speak of different matters.

    Raises Invalid without a reason or for a statement that is not among them, Conflict where what is said
    has changed since `version`.
    """
    before = await dispute_of(actor, identifier)
    said = why.replace("\r\n", "\n").strip()
    if not SHORTEST_WHY <= len(said) <= LONGEST_WHY:
        words = _("Tulis alasannya, paling panjang {most} huruf.").format(most=LONGEST_WHY)
        raise Invalid(words, {"why": words})
    if stands is not None and stands not in {each.key for each in before.statements}:
        words = _("Pilih nilai yang berlaku.")
        raise Invalid(words, {"stands": words})
    statements = plain(before.statements)
    ruling = Ruling(
        stands=stands,
        why=said,
        superseded=superseded(statements, stands) if stands else [],
        considered=considered(statements),
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    history = [*before.history, *([before.ruling] if before.ruling else [])]
    return await _write(
        actor, before, version, ruling=ruling, history=history, state=DisputeState.SETTLED, reason=said
    )


async def undo(actor: Actor, *, identifier: str, version: int) -> Dispute:
    """Take back one's own ruling shortly after it; the one before it holds again, if what it saw is there."""
    before = await dispute_of(actor, identifier)
    if before.ruling is None or before.state is not DisputeState.SETTLED:
        raise Invalid(_("Tidak ada keputusan yang dapat diurungkan."))
    if before.ruling.by != actor.user_id:
        raise Forbidden(_("Hanya pemeriksa yang memutuskan yang dapat mengurungkannya."))
    if now() - before.ruling.at > UNDO_LASTS:
        raise Invalid(_("Waktu untuk mengurungkan sudah habis. Putuskan lagi dengan alasan."))
    earlier = before.history[-1] if before.history else None
    is_same = earlier is not None and earlier.considered == considered(plain(before.statements))
    state = DisputeState.SETTLED if is_same else DisputeState.OPEN
    return await _write(
        actor, before, version, ruling=earlier, history=before.history[:-1], state=state, reason=None
    )


async def _write(
    actor: Actor,
    before: Dispute,
    version: int,
    *,
    ruling: Ruling | None,
    history: Sequence[Ruling],
    state: DisputeState,
    reason: str | None,
) -> Dispute:
    async def work(session: Session) -> None:
        fields = {
            "ruling": ruling.model_dump() if ruling else None,
            "history": [each.model_dump() for each in history],
            "state": str(state),
            "changed_at": now(),
        }
        result = await Dispute.get_pymongo_collection().update_one(
            {"_id": before.id, "version": version},
            {"$set": fields, "$inc": {"version": 1}},
            session=session,
        )
        if not result.matched_count:
            raise Conflict(
                _("Pertentangan ini berubah setelah Anda membukanya. Belum ada yang dicatat; muat ulang.")
            )
        await audit.record(
            session,
            actor=actor,
            instansi=before.instansi,
            action="dispute.settled" if reason is not None else "dispute.undone",
            subject=Subject(kind="dispute", id=before.id, label=before.label),
            unit=before.unit,
            data={
                "stands": ruling.stands if ruling else None,
                "superseded": ruling.superseded if ruling else [],
                "values": {each.key: each.shown for each in plain(before.statements)},
            },
            reason=reason,
        )
        touched = findings_in(*(one.model_dump() for one in (before.ruling, ruling) if one))
        served = await citing(session, before.instansi, map(PydanticObjectId, touched)) if touched else []
        await reprove(session, instansi=before.instansi, progress_ids=served)
        if before.progress_id is not None:
            await keep(session, instansi=before.instansi, progress_ids=[before.progress_id])

    await in_transaction(work)
    after = await Dispute.get(before.id)
    assert after is not None  # noqa: S101 - it was written just above
    return after


def plain(statements: Sequence[Said]) -> list[Statement]:
    """Kept statements as the rules take them."""
    return [Statement(each.key, each.kind, each.value, each.grade, each.accepted) for each in statements]
