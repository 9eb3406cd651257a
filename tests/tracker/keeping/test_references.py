"""Every id that a document holds is followed by `renaksi verify`, or there is a reason why it is not."""

from collections.abc import Iterator
from typing import Any, get_args

from beanie import PydanticObjectId
from pydantic import BaseModel

from tracker.database import document_models
from tracker.keeping.backup import EPHEMERAL
from tracker.keeping.references import REFERENCES

NOT_FOLLOWED = {
    "calendar_keys.user_id": "text; the address of a calendar goes with its person",
    "disputes.progress_id": "a cell that nobody may have written in yet",
    "events.actor_id": "people may be gone; the name stands beside it",
    "events.subject.id": "what it tells of may be gone",
    "files.gridfs_id": "compared with the storage itself",
    "files.unlocked_id": "a copy in a bucket of its own, made again with the password",
    "improvements.progress_id": "a cell; what was said of it stays when its report is gone",
    "import_drafts.file_id": "a sheet in a bucket of its own, of use until it is confirmed",
    "jobs.request_id": "the id of a request, in logs",
    "letters.user_id": "text; a letter is a copy of what was sent",
    "notices.user_id": "text; a notice goes with its person",
    "placements.placed.progress_id": "a cell; what was placed stays told when its report is gone",
    "placements.left.progress_id": "a cell that nobody may have written in yet",
    "placements.placed.suggestions": "made anew at each reading; what was placed stays told",
    "progress.output_id": "looked up in its renaksi",
    "renaksi.node_id": "looked up in its plan",
    "renaksi.outputs.id": "an id of its own",
    "review_views.user_id": "text; a view goes with its person",
    "suggestions.target_id": "a cell that nobody may have written in yet",
}
"""By collection and path. An id that is named here must exist; one that is followed needs no entry."""


def paths(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """The paths at which a model holds ids of other things."""
    for name, field in model.model_fields.items():
        if name == "revision_id":  # Beanie's own
            continue
        inner = [kind for kind in flat(field.annotation) if isinstance(kind, type)]
        for kind in inner:
            if issubclass(kind, BaseModel):
                yield from paths(kind, f"{prefix}{name}.")
        if name.endswith("_id") or (PydanticObjectId in inner and name != "id"):
            yield f"{prefix}{name}"


def flat(hint: Any) -> Iterator[Any]:
    """A type and those inside it: list[A | None] -> A."""
    arguments = get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        yield from flat(argument)


def test_every_id_is_followed_or_there_is_a_reason_why_not() -> None:
    followed = {f"{one.source}.{one.path}" for one in REFERENCES}
    held = {
        f"{model.Settings.name}.{path}"  # type: ignore[attr-defined]
        for model in document_models()
        if model.Settings.name not in EPHEMERAL  # type: ignore[attr-defined]
        for path in paths(model)
    }
    forgotten = sorted(held - followed - NOT_FOLLOWED.keys())
    assert forgotten == [], "add them to tracker/keeping/references.py, or say here why they are not followed"
