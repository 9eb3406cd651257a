"""Evidence is closed to whoever may not see it, by every address."""

import pytest
from httpx import AsyncClient

from tests.tracker.evidence.documents import finding_of, read_report
from tests.tracker.world import World
from tracker.evidence.models import Finding, Suggestion


@pytest.mark.parametrize("who", ["bureau_2", "stranger", "stranger_admin"])
async def test_every_address_of_anothers_evidence_is_not_there(
    client: AsyncClient, world: World, who: str
) -> None:
    uploaded = await read_report(world, f"tertutup bagi {who}")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    suggestion = await Suggestion.find_one({"finding_id": finding.id})
    assert suggestion is not None
    await world.sign_in(client, who)
    own = f"/bukti/{uploaded.evidence.id}"
    verdict = {"finding": str(finding.id), "version": "1", "decision": "confirmed"}

    answers = [
        *[
            await client.get(url)
            for url in (
                own,
                f"{own}/status",
                f"{own}/ubah",
                f"{own}/halaman/1",
                f"/berkas/{uploaded.evidence.id}/1/unduh",
                f"/temuan/{finding.id}",
                f"/temuan/{finding.id}/potongan",
            )
        ],
        *[
            await client.post(url, data={"version": "1", "title": "x", "period": "2023", **verdict})
            for url in (
                f"{own}/ubah",
                f"{own}/hapus",
                f"{own}/kembalikan",
                f"{own}/periode",
                f"{own}/baca-ulang",
                f"{own}/putusan",
                f"{own}/putusan/urungkan?temuan={finding.id}&versi=1",
                f"{own}/saran/{suggestion.id}/abaikan",
                f"{own}/saran/{suggestion.id}/tawarkan?temuan={finding.id}",
            )
        ],
    ]
    revised = await client.post(
        f"{own}/revisi", data={"version": "1"}, files=[("files", ("x.txt", b"x", "text/plain"))]
    )

    assert {answer.status_code for answer in [*answers, revised]} == {404}
    untouched = await Finding.get(finding.id)
    assert untouched is not None
    assert untouched.version == 1


async def test_a_finding_of_another_file_is_not_decided_through_ones_own_evidence(
    client: AsyncClient, world: World
) -> None:
    own = await read_report(world, "punya sendiri")
    other = await read_report(world, "punya bkd", who="bureau_2", unit="bkd")
    finding = await finding_of(other.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")

    answer = await client.post(
        f"/bukti/{own.evidence.id}/putusan",
        data={"finding": str(finding.id), "version": "1", "decision": "confirmed"},
    )
    shown = await client.get(f"/bukti/{own.evidence.id}", params={"temuan": str(finding.id)})

    assert answer.status_code == 404
    assert str(finding.id) not in shown.text
