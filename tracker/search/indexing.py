"""Keeping the index: of a plan in the transaction that changes it, of a file once it is read.

`catch_up` indexes what is missing (after a restore, a new version, or where a worker died between the two);
`differences` proves that what is kept equals what would be made anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId
from pymongo import DeleteOne, ReplaceOne

from nlp.text.terms import VERSION
from tracker.database import Session
from tracker.evidence.models import Finding, Page, ReadingState, StoredFile
from tracker.plans.models import Plan, Renaksi
from tracker.search.models import SearchPart, SearchSource
from tracker.search.rules import RUN, Postings, file_source, pack, plan_source, postings

FILES_AT_ONCE = 50
"""How many files one round of catching up indexes."""
Raw = Mapping[str, Any]
_OF_RENAKSI = {"order": 1, "code": 1, "text": 1, "removed": 1, "fokus_intervensi": 1, "pelaksana_text": 1}
_OF_RENAKSI |= {"outputs.indikator": 1, "outputs.satuan": 1, "outputs.target_texts": 1}


async def keep_renaksi(
    session: Session | None, *, instansi: str, plan_id: PydanticObjectId, orders: Iterable[int]
) -> None:
    """Index the runs of a plan that hold renaksi at these places, as they are within the transaction."""
    for run in sorted({order // RUN for order in orders}):
        source = plan_source(plan_id, run * RUN)
        await _keep(session, instansi, source, await _of_run(session, instansi, plan_id, run), VERSION)


async def keep_file(file_id: str) -> None:
    """Index the pages and findings of a file as they are; one that is not read has none."""
    file = await StoredFile.get_pymongo_collection().find_one({"_id": file_id}, _OF_FILE)
    if file is None:
        return
    kept = await SearchSource.get_pymongo_collection().find_one({"_id": file_source(file_id)})
    if _is_late(file, kept["stamp"] if kept else None):
        content = await _of_file(file)
        await _keep(None, file["instansi"], file_source(file_id), content, _stamp(file))


async def catch_up(_at: datetime) -> int:
    """Index what is not in the index as it now is, so many files at once; how many sources were indexed."""
    kept = {
        one["_id"]: one["stamp"] for one in await SearchSource.get_pymongo_collection().find({}).to_list()
    }
    files = await StoredFile.get_pymongo_collection().find({}, _OF_FILE).to_list()
    late = [file["_id"] for file in files if _is_late(file, kept.get(file_source(file["_id"])))]
    for file_id in late[:FILES_AT_ONCE]:
        await keep_file(file_id)
    runs = [
        (plan, run)
        for plan in await Plan.get_pymongo_collection().find({}, {"instansi": 1}).to_list()
        for run in await _missing_runs(plan, kept)
    ]
    for plan, run in runs:
        orders = [run * RUN]
        await keep_renaksi(None, instansi=plan["instansi"], plan_id=plan["_id"], orders=orders)
    return len(late[:FILES_AT_ONCE]) + len(runs)


def _is_late(file: Raw, stamp: str | None) -> bool:
    """Whether a file is read and not indexed as it is, or indexed and no longer read."""
    return stamp != _stamp(file) and (stamp is not None or file["state"] == ReadingState.READY)


async def _missing_runs(plan: Raw, kept: Mapping[str, str]) -> list[int]:
    where = {"instansi": plan["instansi"], "plan_id": plan["_id"]}
    found = (
        await Renaksi.get_pymongo_collection().find(where, {"order": 1}).sort("order", -1).limit(1).to_list()
    )
    runs = range(found[0]["order"] // RUN + 1) if found else range(0)
    return [run for run in runs if kept.get(plan_source(plan["_id"], run * RUN)) != VERSION]


async def differences(instansi: str) -> list[str]:
    """The sources whose kept parts differ from what would be made anew; empty: the index is right."""
    kept: dict[str, dict[int, str]] = {}
    async for part in SearchPart.get_pymongo_collection().find({"instansi": instansi}):
        kept.setdefault(part["source"], {})[part["bucket"]] = part["packed"]
    wrong, seen = [], set()
    for file in await StoredFile.get_pymongo_collection().find({"instansi": instansi}, _OF_FILE).to_list():
        source = file_source(file["_id"])
        seen.add(source)
        stored = await SearchSource.get_pymongo_collection().find_one({"_id": source})
        is_kept = stored is not None and stored["stamp"] == _stamp(file)
        if is_kept and kept.get(source, {}) != _packed(await _of_file(file)):
            wrong.append(source)
    for plan in await Plan.get_pymongo_collection().find({"instansi": instansi}, {"_id": 1}).to_list():
        where = {"instansi": instansi, "plan_id": plan["_id"]}
        rows = await Renaksi.get_pymongo_collection().find(where, {"order": 1}).to_list()
        for run in sorted({row["order"] // RUN for row in rows}):
            source = plan_source(plan["_id"], run * RUN)
            seen.add(source)
            stored = await SearchSource.get_pymongo_collection().find_one({"_id": source})
            fresh = _packed(await _of_run(None, instansi, plan["_id"], run))
            if stored is not None and kept.get(source, {}) != fresh:
                wrong.append(source)
    return wrong + sorted(kept.keys() - seen)


async def _of_run(session: Session | None, instansi: str, plan_id: PydanticObjectId, run: int) -> Postings:
    where = {"instansi": instansi, "plan_id": plan_id, "order": {"$gte": run * RUN, "$lt": (run + 1) * RUN}}
    rows = await Renaksi.get_pymongo_collection().find(where, _OF_RENAKSI, session=session).to_list()
    rows.sort(key=lambda row: (row["order"], row["_id"]))
    return postings((str(row["_id"]), text_of(row)) for row in rows if not row.get("removed"))


def text_of(renaksi: Raw) -> str:
    """What a renaksi is found by: its code, its text, its outputs and targets in words."""
    parts = [renaksi.get("code", ""), renaksi["text"]]
    parts += [f"{output['indikator']} ({output.get('satuan', '')})" for output in renaksi.get("outputs", [])]
    parts += [
        text
        for output in renaksi.get("outputs", [])
        for text in (output.get("target_texts") or {}).values()
        if text
    ]
    parts += [renaksi.get("fokus_intervensi", ""), renaksi.get("pelaksana_text", "")]
    return " · ".join(part for part in parts if part)


_OF_FILE = {"instansi": 1, "state": 1, "read_at": 1, "extractor": 1}


async def _of_file(file: Raw) -> Postings:
    if file["state"] != ReadingState.READY:
        return {}
    where = {"instansi": file["instansi"], "file_id": file["_id"]}
    pages = await Page.get_pymongo_collection().find(where, {"number": 1, "text": 1}).to_list()
    wanted = {"before": 1, "quote": 1, "after": 1, "start": 1}
    found = await Finding.get_pymongo_collection().find(where, wanted).to_list()
    items = [(f"p{page['number']}", page["text"]) for page in sorted(pages, key=lambda page: page["number"])]
    found.sort(key=lambda one: (one["start"], one["_id"]))
    items += [(f"f{one['_id']}", f"{one['before']} {one['quote']} {one['after']}") for one in found]
    return postings(items)


def _stamp(file: Raw) -> str:
    """Says, by being another one, that the file was read anew or no longer can be."""
    read_at = file.get("read_at")
    when = read_at.isoformat() if read_at and file["state"] == ReadingState.READY else "-"
    return f"{VERSION} {when} {file.get('extractor') or '-'}" if when != "-" else VERSION


def _packed(content: Postings) -> dict[int, str]:
    return {bucket: pack(by_term) for bucket, by_term in content.items()}


async def _keep(session: Session | None, instansi: str, source: str, content: Postings, stamp: str) -> None:
    """Write the parts of a source that differ from those that are kept, then that it is indexed."""
    parts = SearchPart.get_pymongo_collection()
    where = {"instansi": instansi, "source": source}
    rows = await parts.find(where, {"bucket": 1, "packed": 1}, session=session).to_list()
    kept, fresh = {row["bucket"]: row["packed"] for row in rows}, _packed(content)
    changes: list[ReplaceOne[Any] | DeleteOne] = [
        DeleteOne({"_id": f"{source}|{bucket}"}) for bucket in kept.keys() - fresh.keys()
    ]
    new = []
    for bucket, packed in fresh.items():
        part = {"_id": f"{source}|{bucket}", **where, "bucket": bucket, "packed": packed}
        if bucket not in kept:
            new.append(part)
        elif kept[bucket] != packed:
            changes.append(ReplaceOne({"_id": part["_id"]}, part, upsert=True))
    changes += [ReplaceOne({"_id": part["_id"]}, part, upsert=True) for part in new]
    if changes:
        await parts.bulk_write(changes, ordered=False, session=session)
    await SearchSource.get_pymongo_collection().update_one(
        {"_id": source}, {"$set": {"instansi": instansi, "stamp": stamp}}, upsert=True, session=session
    )
