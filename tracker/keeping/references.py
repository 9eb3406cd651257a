"""Which field of which collection names a document of which other: what `renaksi verify` follows.

A path goes through lists: "links.findings" is every finding of every link.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that holds ids of another collection's documents, of the same institution."""

    source: str
    path: str
    target: str


REFERENCES: tuple[Reference, ...] = tuple(
    Reference(source, path, target)
    for source, path, target in (
        ("units", "instansi", "institutions"),
        ("users", "memberships.instansi", "institutions"),
        ("users", "memberships.units", "units"),
        ("account_links", "user_id", "users"),
        ("api_tokens", "user_id", "users"),
        ("deputies", "for_id", "users"),
        ("deputies", "deputy_id", "users"),
        ("roadmaps", "revision_of", "roadmaps"),
        ("plans", "roadmap_id", "roadmaps"),
        ("plan_tallies", "_id", "plans"),
        ("snapshots", "plan_id", "plans"),
        ("frozen", "deadline_id", "deadlines"),
        ("frozen", "plans.plan_id", "plans"),
        ("shares", "frozen_id", "frozen"),
        ("inquiries", "unit", "units"),
        ("inquiries", "turns.evidence_id", "evidence"),
        ("import_drafts", "plan_id", "plans"),
        ("import_drafts", "made_renaksi", "renaksi"),
        ("import_drafts", "paper", "files"),
        ("paper_decisions", "import_id", "import_drafts"),
        ("renaksi", "plan_id", "plans"),
        ("renaksi", "unit", "units"),
        ("renaksi", "coordinator", "units"),
        ("progress", "plan_id", "plans"),
        ("progress", "renaksi_id", "renaksi"),
        ("progress", "unit", "units"),
        ("progress", "links.evidence_id", "evidence"),
        ("progress", "links.findings", "findings"),
        ("progress", "proof.evidence_id", "evidence"),
        ("progress", "proof.finding_id", "findings"),
        ("progress", "submissions.links.evidence_id", "evidence"),
        ("progress", "submissions.links.findings", "findings"),
        ("evidence", "unit", "units"),
        ("evidence", "file_id", "files"),
        ("evidence", "revisions.file_id", "files"),
        ("pages", "file_id", "files"),
        ("tables", "file_id", "files"),
        ("findings", "file_id", "files"),
        ("suggestions", "file_id", "files"),
        ("suggestions", "finding_id", "findings"),
        ("placements", "evidence_id", "evidence"),
        ("placements", "placed.links.evidence_id", "evidence"),
        ("placements", "placed.links.findings", "findings"),
        ("deadlines", "source_finding", "findings"),
        ("deadlines", "history.finding_id", "findings"),
    )
)


def values_at(document: Mapping[str, Any], path: str) -> Iterator[Any]:
    """The values at a path, through lists at any step, without the missing and empty ones."""
    name, _dot, rest = path.partition(".")
    found = document.get(name)
    for one in found if isinstance(found, list) else [found]:
        if rest and isinstance(one, Mapping):
            yield from values_at(one, rest)
        elif not rest and one is not None:
            yield one
