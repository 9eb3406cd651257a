"""Asking, answering, asking again, closing, and taking back what one said last."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from beanie import PydanticObjectId
from pymongo import ReturnDocument

from tracker.accounts.rights import Actor, Right, demand, visible_units
from tracker.audit import service as audit
from tracker.audit.models import Subject as AuditSubject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence.lookup import visible_evidence
from tracker.evidence.models import Evidence
from tracker.i18n import _
from tracker.inquiries.models import Inquiry, Turn
from tracker.inquiries.rules import MAY, Standing, Step, standing_of
from tracker.inquiries.subjects import find_subject
from tracker.notices.people import Person, of_unit, people_of
from tracker.notices.service import tell

LONGEST = 2_000
MOST_LISTED = 500
MOST_OFFERED = 50


async def ask(
    actor: Actor, *, kind: str, identifier: str, text: str, due_on: date | None, today: date
) -> Inquiry:
    """Ask the unit of a thing for an explanation by a day. Raises NotFound or Invalid."""
    demand(actor, Right.ASK, instansi=actor.instansi, unit=None)
    found = await find_subject(actor, kind, identifier)
    asked = _turn(actor, Step.ASK, text, due_on=_due(due_on, today, text))
    assert asked.due_on is not None  # noqa: S101 - _due raises where there is none
    inquiry = Inquiry(
        instansi=actor.instansi,
        about=found.subject,
        unit=found.unit,
        due_on=asked.due_on.isoformat(),
        asked_by=actor.user_id,
        asked_by_name=actor.name,
        turns=[asked],
        updated_at=asked.at,
    )
    people = of_unit(await people_of(actor.instansi), found.unit)

    async def work(session: Session) -> Inquiry:
        await inquiry.insert(session=session)
        await _told(session, actor, inquiry, asked, people)
        return inquiry

    return await in_transaction(work)


async def answer(
    actor: Actor,
    *,
    inquiry_id: PydanticObjectId,
    version: int,
    text: str,
    evidence_id: PydanticObjectId | None = None,
) -> Inquiry:
    """Answer for the unit, with an evidence of it where there is one."""
    inquiry = await find_inquiry(actor, inquiry_id, right=Right.ANSWER)
    said = _turn(actor, Step.ANSWER, text)
    if evidence_id is not None:
        evidence = await visible_evidence(actor, evidence_id)
        said.evidence_id, said.evidence_title = evidence.id, evidence.title
    people = [each for each in await people_of(actor.instansi) if each.actor.user_id == inquiry.asked_by]
    return await _say(actor, inquiry, version, said, people)


async def ask_again(
    actor: Actor, *, inquiry_id: PydanticObjectId, version: int, text: str, due_on: date | None, today: date
) -> Inquiry:
    """Ask again about what was answered or closed, by a new day."""
    inquiry = await find_inquiry(actor, inquiry_id, right=Right.ASK)
    said = _turn(actor, Step.ASK_AGAIN, text, due_on=_due(due_on, today, text))
    people = of_unit(await people_of(actor.instansi), inquiry.unit)
    return await _say(actor, inquiry, version, said, people)


async def close(actor: Actor, *, inquiry_id: PydanticObjectId, version: int, text: str = "") -> Inquiry:
    """Close a question: it is answered well enough, or no longer needed."""
    inquiry = await find_inquiry(actor, inquiry_id, right=Right.ASK)
    return await _say(actor, inquiry, version, _turn(actor, Step.CLOSE, text, may_be_empty=True), [])


async def take_back(actor: Actor, *, inquiry_id: PydanticObjectId, version: int) -> Inquiry:
    """Take back what one said last. Raises Conflict where somebody else has the last word."""
    inquiry = await find_inquiry(actor, inquiry_id)
    last = inquiry.last
    if last is None or last.by != actor.user_id:
        raise Conflict(_("Hanya ucapan terakhir milik sendiri yang dapat ditarik. Muat ulang halaman ini."))
    turns = [
        turn.model_copy(update={"taken_back": turn.taken_back or turn is last}) for turn in inquiry.turns
    ]

    async def work(session: Session) -> Inquiry:
        changed = await _write(session, inquiry, version, turns)
        await _record(session, actor, changed, "inquiry.taken_back", {"step": last.step})
        return changed

    return await in_transaction(work)


async def find_inquiry(
    actor: Actor, inquiry_id: PydanticObjectId, *, right: Right = Right.VIEW_INQUIRY
) -> Inquiry:
    """A question of the person's institution and units. Raises NotFound."""
    found = await Inquiry.find_one({"_id": inquiry_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Permintaan penjelasan ini tidak ditemukan."))
    demand(actor, right, instansi=found.instansi, unit=found.unit)
    return found


async def listed(actor: Actor, standing: Standing | None = None) -> Sequence[Inquiry]:
    """The questions that a person may see, the earliest due first."""
    where: dict[str, Any] = {"instansi": actor.instansi}
    units = visible_units(actor, Right.VIEW_INQUIRY)
    if units is not None:
        where["unit"] = {"$in": sorted(units)}
    if standing is not None:
        where["standing"] = standing
    found = await Inquiry.find(where).sort("+due_on").limit(MOST_LISTED).to_list()
    return [each for each in found if standing is not None or each.standing is not Standing.WITHDRAWN]


async def about(actor: Actor, *identifiers: str) -> Sequence[Inquiry]:
    """The questions about things that a person may see, the newest first."""
    where: dict[str, Any] = {"instansi": actor.instansi, "about.id": {"$in": list(identifiers)}}
    found = await Inquiry.find(where).sort("-updated_at").to_list()
    units = visible_units(actor, Right.VIEW_INQUIRY)
    return [
        each
        for each in found
        if each.standing is not Standing.WITHDRAWN and (units is None or each.unit in units)
    ]


async def offered_evidence(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The unit's newest evidence, to be named in an answer: id and title."""
    where = {"instansi": inquiry.instansi, "unit": inquiry.unit, "removed": False}
    found = Evidence.get_pymongo_collection().find(where, {"title": 1}).sort("created_at", -1)
    return [(str(each["_id"]), each["title"]) async for each in found.limit(MOST_OFFERED)]


async def _say(actor: Actor, inquiry: Inquiry, version: int, said: Turn, people: Sequence[Person]) -> Inquiry:
    if said.step not in MAY[inquiry.standing]:
        raise Conflict(_("Keadaannya sudah berubah. Muat ulang halaman ini, lalu ulangi bila masih perlu."))

    async def work(session: Session) -> Inquiry:
        changed = await _write(session, inquiry, version, [*inquiry.turns, said])
        await _told(session, actor, changed, said, people)
        return changed

    return await in_transaction(work)


async def _write(session: Session, inquiry: Inquiry, version: int, turns: Sequence[Turn]) -> Inquiry:
    """Keep what was said unless somebody else wrote since the version that was seen."""
    asked = [turn for turn in turns if turn.due_on is not None]
    due_on = next((turn.due_on for turn in reversed(asked) if not turn.taken_back), asked[0].due_on)
    changed = await Inquiry.get_pymongo_collection().find_one_and_update(
        {"_id": inquiry.id, "version": version},
        {
            "$set": {
                "turns": [
                    turn.model_dump(mode="json") | {"at": turn.at, "evidence_id": turn.evidence_id}
                    for turn in turns
                ],
                "standing": standing_of(turns),
                "due_on": str(due_on),
                "updated_at": now(),
            },
            "$inc": {"version": 1},
        },
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    if changed is None:
        raise Conflict(
            _("Ada yang menulis lebih dahulu. Muat ulang halaman ini, lalu ulangi bila masih perlu.")
        )
    kept: Inquiry = Inquiry.model_validate(changed)
    return kept


async def _told(
    session: Session, actor: Actor, inquiry: Inquiry, said: Turn, people: Sequence[Person]
) -> None:
    """Write into the trail what was said, and tell those whom it concerns."""
    await _record(session, actor, inquiry, f"inquiry.{said.step}", {"due_on": said.due_on})
    await tell(
        session,
        people,
        kind=f"inquiry_{said.step}",
        key=f"inquiry:{inquiry.id}:{len(inquiry.turns)}",
        data={
            "label": inquiry.about.label,
            "by": actor.name,
            "text": said.text,
            "due_on": said.due_on.isoformat() if said.due_on else None,
        },
        path=f"/penjelasan/{inquiry.id}",
        at=said.at,
    )


async def _record(
    session: Session, actor: Actor, inquiry: Inquiry, action: str, data: dict[str, Any]
) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=inquiry.instansi,
        action=action,
        subject=AuditSubject(kind="inquiry", id=str(inquiry.id), label=inquiry.about.label),
        unit=inquiry.unit,
        data={"about": inquiry.about.kind, "about_id": inquiry.about.id} | data,
    )


def _turn(
    actor: Actor, step: Step, text: str, *, due_on: date | None = None, may_be_empty: bool = False
) -> Turn:
    said = text.strip()
    if (not said and not may_be_empty) or len(said) > LONGEST:
        told = _("Tulis penjelasan atau pertanyaannya, paling panjang {count} karakter.").format(
            count=LONGEST
        )
        raise Invalid(told, {"text": told})
    return Turn(step=step, text=said, due_on=due_on, by=actor.user_id, by_name=actor.name, at=now())


def _due(due_on: date | None, today: date, text: str) -> date:
    """The day by which an answer is asked for, today at the earliest. Names every field that is wrong."""
    if due_on is None or due_on < today:
        told = _("Isi tanggal jawabannya, paling cepat hari ini.")
        more = {} if text.strip() else {"text": _("Tulis apa yang perlu dijelaskan.")}
        raise Invalid(told, {"due_on": told} | more)
    return due_on
