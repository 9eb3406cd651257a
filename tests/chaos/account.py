"""The account after the load: every acknowledged write against what the database holds of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from tests.chaos.ledger import Kind, Ledger, Sent
from tests.chaos.papers import FORMATS
from tests.tracker.world import INSTANSI

Raw = Mapping[str, Any]
COMMAND_SECONDS = 900
ACTIONS = {
    Kind.VALUE: "progress.saved",
    Kind.FORM: "progress.saved",
    Kind.HANDED_IN: "progress.submitted",
    Kind.LINK: "progress.linked",
    Kind.RETURN: "progress.returned",
}


def account(uri: str, ledger: Ledger) -> list[str]:
    """What is lost, doubled or untrue, a line each; empty: every write is accounted for."""
    with MongoClient[dict[str, Any]](uri) as client:
        database = client["renaksi"]
        events = list(database["events"].find({"instansi": INSTANSI}).sort("number", 1))
        return [
            *ledger.problems,
            *_uploads(database, ledger, events),
            *_writes(ledger, events),
            *_reports(database, events),
            *_readings(database, events),
            *_jobs(database),
        ]


def _uploads(database: Database[dict[str, Any]], ledger: Ledger, events: Iterable[Raw]) -> Iterable[str]:
    """Each acknowledged upload is one evidence with its bytes; the others are one at most."""
    by_name: dict[str, list[Raw]] = defaultdict(list)
    for evidence in database["evidence"].find({"instansi": INSTANSI}):
        by_name[evidence["revisions"][0]["file_name"]].append(evidence)
    told = Counter(event["data"]["name"] for event in events if event["action"] == "evidence.uploaded")
    uploads = {one.mark: one for one in ledger.sent if one.kind is Kind.UPLOAD}
    for name, one in uploads.items():
        found = by_name.pop(name, [])
        if one.is_acknowledged and not found:
            yield f"lost: the upload {name} ({one.gave})"
        if len(found) > 1 or told[name] != len(found):
            yield f"doubled: the upload {name} is {len(found)} evidences with {told[name]} events"
        for each in found:
            if each["file_id"] != f"{INSTANSI}:{one.sha256}":
                yield f"changed: the bytes of {name}"
            if one.gave and str(each["_id"]) != one.gave:
                yield f"lost: {name} was answered as {one.gave} and is {each['_id']}"
    yield from (f"unknown: the evidence of {name}" for name in by_name)


def _writes(ledger: Ledger, events: Iterable[Raw]) -> Iterable[str]:
    """Each acknowledged write has its event, once; the others once at most; there are no events besides."""
    told = Counter(chain.from_iterable(_marks(event) for event in events))
    kinds: dict[tuple[str, str, str], list[Sent]] = defaultdict(list)
    for one in ledger.sent:
        if one.kind is not Kind.UPLOAD:
            kinds[ACTIONS[one.kind], one.subject, one.mark].append(one)
        if one.kind is Kind.HANDED_IN:  # the form was saved before it was handed in
            kinds["progress.saved", one.subject, one.mark].append(one)
    for key, sent in kinds.items():
        times = told.pop(key, 0)
        if any(one.is_acknowledged for one in sent) and not times:
            yield f"lost: {key}"
        if times > 1:
            yield f"doubled: {key}, {times} times"
    yield from (f"unknown: {key}" for key in told)


def _marks(event: Raw) -> Iterable[tuple[str, str, str]]:
    """Of an event of a report: action, report, and the mark of the request that it must be of."""
    action, data = event["action"], event["data"]
    if action not in ACTIONS.values():
        return
    mark = {
        "progress.saved": lambda: data["after"]["value"],
        "progress.submitted": lambda: data["value"],
        "progress.linked": lambda: data["evidence"],
        "progress.returned": lambda: event["reason"],
    }[action]()
    yield action, event["subject"]["id"], mark


def _reports(database: Database[dict[str, Any]], events: Iterable[Raw]) -> Iterable[str]:
    """Each report is what its events say, one after the other, and has as many revisions."""
    expected: dict[str, dict[str, Any]] = {}
    for event in events:
        if event["action"] not in ACTIONS.values():
            continue
        wanted = expected.setdefault(
            event["subject"]["id"],
            {"revision": 0, "value": None, "state": "empty", "links": set(), "submissions": 0},
        )
        data = event["data"]
        wanted["revision"] += 1
        if data["revision"] != wanted["revision"]:
            yield f"doubled: revision {data['revision']} of {event['subject']['id']}"
        wanted["state"] = data["to"]
        if event["action"] == "progress.saved":
            wanted["value"] = data["after"]["value"]
        elif event["action"] == "progress.linked":
            wanted["links"].add(data["evidence"])
        elif event["action"] == "progress.submitted":
            wanted["submissions"] += 1
    stored = {one["_id"]: one for one in database["progress"].find({"instansi": INSTANSI})}
    for name in stored.keys() - expected.keys():
        yield f"unknown: the report {name}"
    for name, told in expected.items():
        one = stored.get(name) or {}
        value = one.get("value")
        found = {
            "revision": one.get("revision"),
            "value": None if value is None else format(value.to_decimal().normalize(), "f"),
            "state": one.get("state"),
            "links": {str(link["evidence_id"]) for link in one.get("links", [])},
            "submissions": len(one.get("submissions", [])),
        }
        if found != told:
            yield f"untrue: the report {name} is {found}, its events make it {told}"


def _readings(database: Database[dict[str, Any]], events: Iterable[Raw]) -> Iterable[str]:
    """Each file is read, once: one event, its pages, tables, findings and suggestions not doubled."""
    read = Counter(event["subject"]["id"] for event in events if event["action"] == "file.read")
    pages, tables, findings, suggestions = (
        Counter[Any](),
        Counter[Any](),
        Counter[Any](),
        Counter[Any](),
    )
    for page in database["pages"].find({}, {"file_id": 1, "number": 1}):
        pages[page["file_id"]] += 1
    for table in database["tables"].find({}, {"file_id": 1}):
        tables[table["file_id"]] += 1
    places: Counter[Any] = Counter()
    for finding in database["findings"].find({}, {"file_id": 1, "start": 1, "end": 1, "kind": 1}):
        findings[finding["file_id"]] += 1
        places[finding["file_id"], finding["start"], finding["end"], finding["kind"]] += 1
    for one in database["suggestions"].find({}, {"file_id": 1, "finding_id": 1, "target": 1, "target_id": 1}):
        suggestions[one["file_id"], one["finding_id"], one["target"], one["target_id"]] += 1
    yield from (f"doubled: the finding {place}" for place, times in places.items() if times > 1)
    yield from (f"doubled: the suggestion {one}" for one, times in suggestions.items() if times > 1)
    for file in database["files"].find({"instansi": INSTANSI}):
        name = file["_id"]
        if file["state"] != "ready":
            yield f"unread: {file['name']} is {file['state']} ({file.get('error')})"
            continue
        counted = {
            "readings": (read[name], 1),
            "pages": (pages[name], file["page_count"]),
            "tables": (tables[name], file["table_count"]),
            "findings": (findings[name], file["total_findings"]),
        }
        for what, (found, wanted) in counted.items():
            if found != wanted:
                yield f"untrue: {file['name']} has {found} {what}, and should have {wanted}"
        if not findings[name] and file["name"].rpartition(".")[2] in FORMATS:
            yield f"lost: {file['name']} was read without findings"


def _jobs(database: Database[dict[str, Any]]) -> Iterable[str]:
    """Nothing waits or failed, and no file has two jobs."""
    of_files: Counter[str] = Counter()
    for job in database["jobs"].find({}):
        of_files[job["payload"].get("file_id", "")] += 1
        if job["state"] != "done":
            yield f"undone: the job {job['key']} is {job['state']} ({job.get('error')})"
    yield from (f"doubled: the job of {name}" for name, times in of_files.items() if times > 1)


def command(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of Renaksi on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "tracker.cli", *map(str, words)],
        env={**os.environ, "RENAKSI_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def checks(folder: Path) -> list[str]:
    """What `recount` and `verify` find wrong (the trail's seals are a part of `verify`)."""
    wrong = []
    for name in ("recount", "verify"):
        done = command(name, folder=folder)
        if done.returncode:
            wrong.append(f"renaksi {name}: {(done.stdout + done.stderr).strip()}")
    return wrong
