"""Searching: what holds all the terms that are asked for, among what the person may see, and nothing else.

Rights are looked up at each search as the pages do it: a plan is everybody's of the institution, a page and a
finding are seen through the evidence of one's units that uses their file. What is counted is what is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beanie import PydanticObjectId

from nlp.text.terms import asked as terms_asked
from nlp.text.terms import terms
from tracker.accounts.rights import Actor, Right, may, visible_units
from tracker.evidence.models import Evidence
from tracker.evidence.periods import days_of
from tracker.plans.models import Plan, Renaksi
from tracker.search.models import SearchPart
from tracker.search.rules import bucket_of, items_of

MOST_TERMS = 12
KINDS = ("plan", "evidence", "finding")
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, and to what it is narrowed; "" and None: not narrowed."""

    text: str
    kind: str = ""
    unit: str = ""
    year: int | None = None

    @property
    def terms(self) -> list[str]:
        """What the text asks for."""
        return terms_asked(self.text)[:MOST_TERMS]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: what it is, its id, and of which plan or evidence.

    kind: renaksi, node, evidence, page or finding. `key` is the id of the renaksi, node or finding, or the
    page's number.
    """

    kind: str
    owner: PydanticObjectId
    key: str = ""
    revision: int = 0


@dataclass(slots=True)
class Found:
    """What was found, by kind, in the order in which it is shown; with the evidence and plans it is in."""

    terms: list[str]
    hits: dict[str, list[Hit]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    evidence: dict[PydanticObjectId, Raw] = field(default_factory=dict)
    plans: dict[PydanticObjectId, Raw] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(len(hits) for hits in self.hits.values())


async def search(actor: Actor, asked: Asked) -> Found:
    """What holds all the terms; nothing where none is asked for."""
    found = Found(asked.terms)
    if not found.terms:
        return found
    items = await _items(actor.instansi, found.terms)
    if may(actor, Right.VIEW_PLAN):
        await _add_plans(actor, asked, found, items)
    if may(actor, Right.VIEW_EVIDENCE):
        await _add_evidence(actor, asked, found, items)
    return found


async def _items(instansi: str, wanted: Sequence[str]) -> dict[str, list[str]]:
    """By source, the items that hold every one of the terms, in the source's order."""
    held: dict[str, list[str]] | None = None
    parts: dict[int, list[Raw]] = {}
    for term in wanted:
        bucket = bucket_of(term)
        if bucket not in parts:
            where = {"instansi": instansi, "bucket": bucket}
            fields = {"source": 1, "packed": 1}
            parts[bucket] = await SearchPart.get_pymongo_collection().find(where, fields).to_list()
        having = {
            part["source"]: items
            for part in parts[bucket]
            if (items := items_of(part["packed"], term)) and (held is None or part["source"] in held)
        }
        held = having if held is None else _both(held, having)
        if not held:
            break
    return held or {}


def _both(held: Mapping[str, Sequence[str]], having: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    both = {}
    for source, items in having.items():
        known = set(held[source])
        if kept := [item for item in items if item in known]:
            both[source] = kept
    return both


async def _add_plans(actor: Actor, asked: Asked, found: Found, items: Mapping[str, Sequence[str]]) -> None:
    """Renaksi by the index, the parts of plans and their names by looking through them: they are few."""
    wanted = {"year": 1, "kind": 1, "title": 1, "nodes": 1}
    rows = await Plan.get_pymongo_collection().find({"instansi": actor.instansi}, wanted).to_list()
    rows.sort(key=lambda plan: (-plan["year"], plan["kind"], plan["title"]))
    found.plans = {plan["_id"]: plan for plan in rows if asked.year in {None, plan["year"]}}
    by_plan: dict[str, list[str]] = {}
    for source in sorted(items, key=_run_of):
        if source.startswith("plan:"):
            by_plan.setdefault(source.split(":")[1], []).extend(items[source])
    if asked.unit:
        by_plan = await _of_unit(actor.instansi, asked.unit, by_plan)
    for plan in found.plans.values():
        if not asked.unit:
            found.hits["plan"] += [
                Hit("node", plan["_id"], node["id"])
                for node in plan["nodes"]
                if _holds(f"{node['name']} {node.get('sasaran', '')}", found.terms)
            ]
        found.hits["plan"] += [
            Hit("renaksi", plan["_id"], item) for item in by_plan.get(str(plan["_id"]), [])
        ]


def _run_of(source: str) -> tuple[str, int]:
    kind, _colon, rest = source.partition(":")
    if kind != "plan":
        return source, 0
    plan, _colon, run = rest.rpartition(":")
    return plan, int(run)


async def _of_unit(instansi: str, unit: str, by_plan: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    where = {"instansi": instansi, "unit": unit}
    rows = await Renaksi.get_pymongo_collection().find(where, {"_id": 1}).to_list()
    theirs = {str(row["_id"]) for row in rows}
    return {plan: [item for item in items if item in theirs] for plan, items in by_plan.items()}


async def _add_evidence(actor: Actor, asked: Asked, found: Found, items: Mapping[str, Sequence[str]]) -> None:
    """Evidence by its name, then pages and findings through the evidence that the person may see."""
    rows = await visible(actor, asked)
    found.evidence = {row["_id"]: row for row in rows}
    named = [row for row in rows if _holds(row["title"], found.terms)]
    found.hits["evidence"] += [Hit("evidence", row["_id"]) for row in named]
    through: dict[str, tuple[Raw, int]] = {}
    for row in reversed(rows):  # the oldest evidence of a file comes last here, and counts
        for revision in reversed(row["revisions"]):
            through[revision["file_id"]] = (row, revision["number"])
    of_files = {source.removeprefix("file:"): kept for source, kept in items.items() if source[:5] == "file:"}
    files = [file_id for file_id in through if file_id in of_files]
    order = {row["_id"]: at for at, row in enumerate(rows)}
    titled = {row["_id"] for row in named}
    files.sort(key=lambda one: (through[one][0]["_id"] not in titled, order[through[one][0]["_id"]], one))
    for file_id in files:
        row, number = through[file_id]
        for item in of_files[file_id]:
            kind = "page" if item.startswith("p") else "finding"
            group = "evidence" if kind == "page" else "finding"
            found.hits[group].append(Hit(kind, row["_id"], item[1:], number))


async def visible(actor: Actor, asked: Asked) -> list[Raw]:
    """The evidence that the person may see and to which the search is narrowed, newest first."""
    units = visible_units(actor, Right.VIEW_EVIDENCE)
    where: dict[str, Any] = {"instansi": actor.instansi, "removed": False}
    if asked.unit and units is not None and asked.unit not in units:
        return []
    if asked.unit:
        where["unit"] = asked.unit
    elif units is not None:
        where["unit"] = {"$in": sorted(units)}
    wanted = {"title": 1, "unit": 1, "period": 1, "created_at": 1}
    wanted |= {"revisions.file_id": 1, "revisions.number": 1}
    rows = await Evidence.get_pymongo_collection().find(where, wanted).to_list()
    kept = [row for row in rows if asked.year is None or asked.year in years_of(row)]
    return sorted(kept, key=lambda row: row["created_at"], reverse=True)


def years_of(evidence: Raw) -> range:
    """The years that an evidence speaks of; that in which it came where nobody has said."""
    days = days_of(evidence.get("period"))
    if days is None:
        year = evidence["created_at"].year
        return range(year, year + 1)
    return range(days.first.year, days.last.year + 1)


def _holds(text: str, wanted: Iterable[str]) -> bool:
    """Whether a short text holds all the terms."""
    return set(wanted) <= {one.term for one in terms(text)}
