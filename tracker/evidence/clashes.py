"""A file whose name a unit's evidence has already: its next revision, evidence of its own, or passed over."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import StrEnum

from tracker.accounts.rights import Actor
from tracker.database import Session
from tracker.errors import Invalid
from tracker.evidence import storage
from tracker.evidence.models import Evidence, StoredFile
from tracker.evidence.service import Described, SameBytes, Unlock, Uploaded, add_revision, demand_unit, upload
from tracker.i18n import _

Also = Callable[[Session, Evidence], Awaitable[None]]


class Clash(StrEnum):
    """What becomes of a file with a name that is there, as the form says it."""

    REVISION = "revisi"
    NEW = "baru"
    SKIP = "lewati"


async def take_in(
    actor: Actor,
    *,
    unit: str | None,
    source: storage.Source,
    name: str,
    described: Described,
    clash: Clash,
    unlock: Unlock | None = None,
    sha256: str = "",
    also: Also | None = None,
) -> Uploaded:
    """Take a file in as evidence of the unit, or as the next revision of that of the same name.

    Nothing is ever replaced. Raises Invalid for a name to be passed over, and as `upload` does.
    """
    await demand_unit(actor, unit)
    there = await same_name(actor.instansi, unit, name, described.period) if clash is not Clash.NEW else None
    if there is None:
        return await upload(
            actor,
            unit=unit,
            source=source,
            name=name,
            described=described,
            unlock=unlock,
            sha256=sha256,
            also=also,
        )
    if clash is Clash.SKIP:
        raise Invalid(
            _("{name} dilewati: bukti “{title}” sudah bernama sama.").format(name=name, title=there.title)
        )
    try:
        uploaded = await add_revision(
            actor,
            evidence_id=there.id,
            version=there.version,
            source=source,
            name=name,
            unlock=unlock,
            sha256=sha256,
            also=also,
        )
    except SameBytes:
        file = await StoredFile.get(there.file_id)
        assert file is not None  # noqa: S101 - an evidence is written with its file
        return Uploaded(there, file, is_same=True)
    return replace(uploaded, revision=uploaded.evidence.revisions[-1].number)


async def same_name(instansi: str, unit: str | None, name: str, period: str | None) -> Evidence | None:
    """The unit's newest evidence whose last file has that name; not one of another period."""
    where = {"instansi": instansi, "unit": unit, "removed": False, "revisions.file_name": name}
    found = await Evidence.find(where).to_list()
    alike = [
        one
        for one in found
        if one.revisions[-1].file_name == name and (period is None or one.period in (None, period))
    ]
    return max(alike, key=lambda one: one.created_at, default=None)
