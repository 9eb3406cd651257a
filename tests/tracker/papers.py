"""Read files with findings, written straight into the database, for tests of what stands on them."""

from datetime import UTC, datetime
from decimal import Decimal

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor
from tracker.evidence.models import (
    Evidence,
    Finding,
    ReadingState,
    Revision,
    StoredFile,
    Suggestion,
    Verdict,
)

READ_AT = datetime(2023, 10, 4, 1, 0, tzinfo=UTC)
THIRD_TRIWULAN = "2023-07/2023-09"


async def evidence_of(
    actor: Actor, unit: str | None, *, title: str = "Laporan SPBE", period: str | None = THIRD_TRIWULAN
) -> Evidence:
    """An evidence of a unit with a file that is read."""
    file_id = f"{actor.instansi}:{PydanticObjectId()}"
    await StoredFile(
        id=file_id,
        instansi=actor.instansi,
        sha256=file_id.partition(":")[2],
        size=1_000,
        media_type="application/pdf",
        name="laporan.pdf",
        gridfs_id=PydanticObjectId(),
        received_at=READ_AT,
        state=ReadingState.READY,
        page_count=3,
    ).insert()
    revision = Revision(
        number=1, file_id=file_id, file_name="laporan.pdf", by=actor.user_id, by_name=actor.name, at=READ_AT
    )
    evidence = Evidence(
        instansi=actor.instansi,
        unit=unit,
        title=title,
        period=period,
        revisions=[revision],
        file_id=file_id,
        created_at=READ_AT,
    )
    return await evidence.insert()


async def claim_of(
    evidence: Evidence,
    value: Decimal | int,
    *,
    unit: str = "dokumen",
    role: str = "actual",
    verdict: Verdict = Verdict.CONFIRMED,
    start: int = 10,
    page: int = 2,
) -> Finding:
    """A counted claim on a page of the evidence."""
    finding = Finding(
        instansi=evidence.instansi,
        file_id=evidence.file_id,
        kind="claim",
        start=start,
        end=start + len(str(value)),
        text=f"{value} {unit}",
        page=page,
        boxes=[(72.0, 100.0, 130.0, 112.0)],
        before="Sampai akhir triwulan III disusun",
        quote=f"{value} {unit}",
        after="oleh dinas.",
        found={
            "kind": "count",
            "value": int(value),
            "unit": unit,
            "role": role,
            "indicator": None,
            "period": None,
        },
        confidence=0.9,
        extractor="uji-1",
        verdict=verdict,
    )
    return await finding.insert()


async def suggestion_of(
    finding: Finding, progress_id: str, unit: str | None, *, score: float = 0.8
) -> Suggestion:
    """That a claim may serve a cell."""
    suggestion = Suggestion(
        instansi=finding.instansi,
        file_id=finding.file_id,
        finding_id=finding.id,
        target="progress",
        target_id=progress_id,
        unit=unit,
        label="Jumlah dokumen",
        score=score,
        reason="Satuan sama: Dokumen.",
    )
    return await suggestion.insert()


async def date_of(
    evidence: Evidence, value: str, *, quote: str, before: str = "Batas akhir pengisian portal adalah"
) -> Finding:
    """A date with the role of a deadline on page 1 of the evidence."""
    finding = Finding(
        instansi=evidence.instansi,
        file_id=evidence.file_id,
        kind="date",
        start=40,
        end=40 + len(quote),
        text=quote,
        page=1,
        boxes=[],
        before=before,
        quote=quote,
        after=", kata Inspektur.",
        found={"value": value, "role": "deadline"},
        confidence=0.9,
        extractor="uji-1",
    )
    return await finding.insert()
