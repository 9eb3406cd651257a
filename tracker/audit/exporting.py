"""The audit trail as a file that is checked without Renaksi: JSON lines, the seal's recipe in the first."""

import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from tracker.accounts.rights import Actor
from tracker.audit import service
from tracker.audit.models import Subject
from tracker.audit.rules import SEALED
from tracker.clock import now
from tracker.database import Session, in_transaction

FORMAT = "renaksi-audit"
RECIPE = (
    "hash = SHA-256 (hexadecimal) of previous + '\\n' + JSON of the sealed fields: keys sorted, separators "
    "',' and ':' without spaces, characters beyond ASCII unescaped, UTF-8. previous is the hash of the event "
    "before, the empty string for number 1."
)
CHECKER = Path(__file__).with_name("check.py")


async def exported(institutions: Sequence[str]) -> AsyncIterator[str]:
    """The lines of an export: a header with where each trail ends, then every event up to there."""
    heads = {instansi: await service.head_of(instansi) for instansi in institutions}
    header = {
        "format": FORMAT,
        "version": 1,
        "exported_at": now().isoformat(timespec="seconds"),
        "sealed": SEALED,
        "recipe": RECIPE,
        "heads": {
            instansi: {"number": number, "hash": digest} for instansi, (number, digest) in heads.items()
        },
    }
    yield _line(header)
    for instansi, (number, _digest) in heads.items():
        async for event in service.sealed_events(instansi, through=number):
            yield _line(event)


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


async def record_export(actor: Actor | None, instansi: str) -> None:
    """Note in the trail itself that it was taken out; the note is the export's last event."""

    async def work(session: Session) -> None:
        subject = Subject(kind="institution", id=instansi, label=instansi)
        await service.record(
            session, actor=actor, instansi=instansi, action="audit.exported", subject=subject
        )

    await in_transaction(work)
