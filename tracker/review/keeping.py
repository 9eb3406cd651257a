"""Keep the queue true to the reports: called in the transaction of whatever changed a part of one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from tracker.database import Session, in_transaction
from tracker.institutions.models import Institution
from tracker.progress.checks import Check
from tracker.progress.dimensions import signs
from tracker.progress.models import Assessed, Progress, progress_id
from tracker.progress.registry import Code, risk_points
from tracker.progress.rules import State
from tracker.progress.standing import standing_tests
from tracker.review.entries import Entry, from_line, shard_of, to_line
from tracker.review.models import WAITING, Hold, QueueShard

Raw = Mapping[str, Any]
DECIDED = frozenset({State.RETURNED, State.VERIFIED, State.REOPENED})
BATCH = 500
OF_OTHERS = frozenset({Code.SAME_CLAIM, Code.SAME_FILE, Code.SHARED, Code.LAST_YEAR_FILE})
"""Tests whose outcome other reports may change."""
BUILT = "built"
"""The group of the empty shard that says that the queue was once written whole."""


async def keep(session: Session, *, instansi: str, progress_ids: Sequence[str]) -> None:
    """Bring the queue's lines of these reports up to what the reports are now."""
    wanted = sorted({*progress_ids, *_later(progress_ids)})
    where = {"_id": {"$in": wanted}, "instansi": instansi}
    reports = await Progress.get_pymongo_collection().find(where, session=session).to_list()
    entries = await _entries(instansi, reports, session)
    writes = _writes(instansi, [(entries.get(report["_id"]), report) for report in reports])
    if writes:
        await QueueShard.get_pymongo_collection().bulk_write(writes, session=session)


def _later(progress_ids: Iterable[str]) -> list[str]:
    """The same outputs' later triwulan: their running totals and budgets are held against these reports."""
    found = []
    for identifier in progress_ids:
        output_id, _colon, triwulan = identifier.rpartition(":")
        later = range(int(triwulan) + 1, 5) if triwulan.isdecimal() else ()
        found += [progress_id(output_id, each) for each in later]
    return found


async def rebuild_all() -> None:
    """Write the queue of every institution that has none yet; one that was cut off goes on where it was."""
    for institution in await Institution.find_all().to_list():
        marker = f"{institution.id}:{BUILT}"
        if await QueueShard.get_pymongo_collection().find_one({"_id": marker}, {"_id": 1}) is None:
            await rebuild(institution.id)


async def rebuild(instansi: str) -> int:
    """Write the queue of an institution anew from its reports; how many stand in it."""
    entries = await entries_of_reports(instansi)
    shards: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for entry in entries:
        shards[group_of(entry.state, entry.year), shard_of(entry.id)][entry.id] = to_line(entry)

    async def work(session: Session) -> None:
        collection = QueueShard.get_pymongo_collection()
        await collection.delete_many({"instansi": instansi}, session=session)
        documents = [
            {
                "_id": f"{instansi}:{group}:{number}",
                "instansi": instansi,
                "group": group,
                "entries": lines,
            }
            for (group, number), lines in shards.items()
        ]
        built = {"_id": f"{instansi}:{BUILT}", "instansi": instansi, "group": BUILT, "entries": {}}
        await collection.insert_many([*documents, built], session=session)

    await in_transaction(work)
    return len(entries)


async def differences(instansi: str) -> list[str]:
    """The ids of the reports whose kept line is not what the facts give now.

    What other reports do with the same file is left out: such a mark is renewed when the report itself
    changes, and its page and the decision on it test anew.
    """
    kept = {entry.id: _own_line(entry) for entry in await kept_entries(instansi)}
    now = {entry.id: _own_line(entry) for entry in await entries_of_reports(instansi)}
    return sorted(each for each in kept.keys() | now.keys() if kept.get(each) != now.get(each))


async def kept_entries(instansi: str, *groups: str) -> list[Entry]:
    """The lines that are kept, of some groups or of all."""
    collection = QueueShard.get_pymongo_collection()
    wanted: list[dict[str, str]] = [{"instansi": instansi, "group": group} for group in groups]
    shards = [
        shard
        for where in wanted or [{"instansi": instansi}]
        for shard in await collection.find(where, {"entries": 1}).to_list()
    ]
    return [from_line(each, line) for shard in shards for each, line in shard.get("entries", {}).items()]


async def entries_of_reports(instansi: str) -> list[Entry]:
    """The queue as the reports give it, in batches."""
    collection = Progress.get_pymongo_collection()
    found: list[Entry] = []
    for state in (State.SUBMITTED, *sorted(DECIDED)):
        ids = await collection.find({"instansi": instansi, "state": str(state)}, {"_id": 1}).to_list()
        for first in range(0, len(ids), BATCH):
            wanted = [each["_id"] for each in ids[first : first + BATCH]]
            reports = await collection.find({"_id": {"$in": wanted}, "instansi": instansi}).to_list()
            found += (await _entries(instansi, reports, None)).values()
    return found


def _own_line(entry: Entry) -> str:
    return to_line(entry._replace(codes=tuple(code for code in entry.codes if code not in OF_OTHERS)))


def group_of(state: str, year: int) -> str:
    """The group of shards in which a report of that state stands."""
    return WAITING if state == State.SUBMITTED else str(year)


async def _entries(instansi: str, reports: Sequence[Raw], session: Session | None) -> dict[str, Entry]:
    """The lines of those reports that stand in the queue."""
    listed = [each for each in reports if each["state"] == State.SUBMITTED or each["state"] in DECIDED]
    if not listed:
        return {}
    waiting = [each for each in listed if each["state"] == State.SUBMITTED]
    tests = await standing_tests(instansi, waiting, session=session)
    where = {"_id": {"$in": [each["_id"] for each in waiting]}, "instansi": instansi}
    holds = await Hold.get_pymongo_collection().find(where, session=session).to_list() if waiting else []
    held = {hold["_id"]: hold["by_name"] for hold in holds}
    return {
        each["_id"]: entry_of(each, tests.get(each["_id"], ()), held.get(each["_id"], "")) for each in listed
    }


def entry_of(report: Raw, tests: Iterable[Check], held: str) -> Entry:
    """The line of a raw report with the outcome of its tests."""
    submissions = report.get("submissions", [])
    last = submissions[-1] if submissions else {}
    decision = last.get("decision") or {}
    codes = tuple(dict.fromkeys(str(check.code) for check in tests))
    return Entry(
        id=report["_id"],
        unit=report.get("unit") or "",
        triwulan=report["triwulan"],
        year=report["year"],
        state=report["state"],
        revision=report["revision"],
        codes=codes,
        risk=risk_points(codes),
        at=_seconds(report.get("submitted_at")),
        decided=_seconds(decision.get("at")),
        pm=_signs(report.get("pm")),
        apip=_signs(decision.get("apip")),
        held=held,
    )


def _signs(raw: Mapping[str, Any] | None) -> str:
    return signs({name: Assessed(**one) for name, one in (raw or {}).items()})


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def _writes(instansi: str, pairs: Iterable[tuple[Entry | None, Raw]]) -> list[UpdateOne]:
    """The line into its group, and out of the other, one write a shard."""
    changes: dict[tuple[str, int], dict[str, dict[str, str]]] = defaultdict(dict)
    for entry, report in pairs:
        own = group_of(entry.state, entry.year) if entry else None
        for group in (WAITING, str(report["year"])):
            change = changes[group, shard_of(report["_id"])]
            path = f"entries.{report['_id']}"
            if entry and group == own:
                change.setdefault("$set", {})[path] = to_line(entry)
            else:
                change.setdefault("$unset", {})[path] = ""
    return [
        UpdateOne(
            {"_id": f"{instansi}:{group}:{number}"},
            {**change, "$setOnInsert": {"instansi": instansi, "group": group}},
            upsert="$set" in change,
        )
        for (group, number), change in changes.items()
    ]
