"""Keep contradictions true to what is said: called in the transaction of whatever changed a statement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId

from tracker.clock import now
from tracker.database import Session
from tracker.disputes.gathering import Topic, code_of, of_indicator, of_reports, speaks_of_indicator, topic_of
from tracker.disputes.models import Dispute, DisputeState, Ruling, Said
from tracker.disputes.rules import (
    Statement,
    considered,
    contradict,
    dispute_id,
    indicator_topic,
    is_strong,
)
from tracker.disputes.superseding import findings_in
from tracker.evidence.models import Finding

MOST_STATEMENTS = 40


async def follow_reports(session: Session, *, instansi: str, progress_ids: Sequence[str]) -> None:
    """Look at the cells of these reports again."""
    topics = await of_reports(session, instansi, progress_ids)
    await _write(session, instansi, topics)


async def follow_findings(session: Session, *, instansi: str, findings: Iterable[Mapping[str, Any]]) -> None:
    """Look again at the topics that these raw findings speak of, or spoke of before."""
    topics = {
        topic
        for finding in findings
        for fields in (finding.get("found"), finding.get("edited"))
        if fields and (topic := topic_of({**finding, "found": fields, "edited": None}))
    }
    await _write(
        session, instansi, [await of_indicator(session, instansi, topic) for topic in sorted(topics)]
    )


async def follow_file(session: Session, *, instansi: str, file_id: str) -> None:
    """Look again at all topics that a file speaks of: it was read, taken out, or brought back."""
    where = {"instansi": instansi, "file_id": file_id}
    fields = {"kind": 1, "found": 1, "edited": 1}
    rows = await Finding.get_pymongo_collection().find(where, fields, session=session).to_list()
    await follow_findings(
        session, instansi=instansi, findings=[row for row in rows if speaks_of_indicator(row)]
    )


async def follow_names(session: Session, *, instansi: str, year: int, names: Iterable[str]) -> None:
    """Look again at the indicators that a plan of that year names: its form says what they reached."""
    codes = {code for name in names if (code := code_of(name))}
    topics = {indicator_topic(code, str(year), "score", "actual") for code in codes} - {None}
    await _write(
        session,
        instansi,
        [await of_indicator(session, instansi, topic) for topic in sorted(filter(None, topics))],
    )


async def _write(session: Session, instansi: str, topics: Sequence[Topic]) -> None:
    """Keep each topic that is in contradiction, or was ruled on; take away what agrees again."""
    if not topics:
        return
    ids = [dispute_id(instansi, topic.topic) for topic in topics]
    kept = await Dispute.find({"_id": {"$in": ids}, "instansi": instansi}, session=session).to_list()
    known = {dispute.id: dispute for dispute in kept}
    for identifier, topic in zip(ids, topics, strict=True):
        await _write_one(session, instansi, identifier, topic, known.get(identifier))


async def _write_one(
    session: Session, instansi: str, identifier: str, topic: Topic, before: Dispute | None
) -> None:
    collection = Dispute.get_pymongo_collection()
    statements = list(topic.statements)[:MOST_STATEMENTS]
    if not contradict(statements):
        if before is not None and before.ruling is None:
            await collection.delete_one({"_id": identifier}, session=session)
        return
    said = [
        Said(key=each.key, kind=each.kind, value=each.value, grade=each.grade, accepted=each.accepted)
        for each in statements
    ]
    ruling, state = _standing(before, statements)
    if before is not None and before.statements == said and before.state is state:
        return
    fields = {
        "instansi": instansi,
        "topic": topic.topic,
        "subject": topic.subject,
        "label": topic.label,
        "period": topic.period,
        "unit": topic.unit,
        "progress_id": topic.progress_id,
        "statements": [each.model_dump() for each in said],
        "strong": is_strong(statements),
        "state": str(state),
        "ruling": ruling.model_dump() if ruling else None,
        "changed_at": now(),
    }
    await collection.update_one(
        {"_id": identifier},
        {"$set": fields, "$inc": {"version": 1}, "$setOnInsert": {"history": []}},
        upsert=True,
        session=session,
    )
    if before is not None and before.state is not state and ruling is not None:
        await _reprove(session, instansi, findings_in(ruling.model_dump()))


async def _reprove(session: Session, instansi: str, finding_ids: Sequence[str]) -> None:
    """Judge anew the reports that cite these findings: their ruling holds no more, or holds again."""
    from tracker.evidence.proving import citing, reprove  # noqa: PLC0415 - proving follows what it proves

    ids = [PydanticObjectId(one) for one in finding_ids]
    if ids:
        served = await citing(session, instansi, ids)
        await reprove(session, instansi=instansi, progress_ids=served)


def _standing(before: Dispute | None, statements: Sequence[Statement]) -> tuple[Ruling | None, DisputeState]:
    """A ruling stays in force as long as what it was about is what is said now."""
    if before is None or before.ruling is None:
        return None, DisputeState.OPEN
    is_same = before.ruling.considered == considered(statements)
    return before.ruling, DisputeState.SETTLED if is_same else DisputeState.OPEN
