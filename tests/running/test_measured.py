"""What a reader measures is told by the web, though each is a process of its own."""

import asyncio
import time

import httpx
import pytest

from tests.chaos.ledger import Ledger
from tests.chaos.people import browser_of
from tests.chaos.world import code_of, settle
from tests.running.conftest import PATIENCE_SECONDS, Tree, wait_until
from tests.tracker.evidence.documents import pdf
from tests.tracker.world import INSTANSI
from tracker.institutions.models import unit_id

READ = 'renaksi_reading_seconds_count{media_type="application/pdf"} 1.0'
FOUND = 'renaksi_findings_total{kind="claim"} '
DAMAGED = 'renaksi_reading_errors_total{code="damaged"} 1.0'


@pytest.mark.slow
def test_what_the_reader_counts_is_told_by_the_web(tree: Tree) -> None:
    tree.start().ready()
    address = f"http://127.0.0.1:{tree.port}"
    uri = (tree.folder / "run" / "mongodb-uri").read_text()
    asyncio.run(settle(uri, tree.folder, clients=1))
    browser = browser_of(address, 0, Ledger(), time.monotonic() + PATIENCE_SECONDS)
    with browser.client:
        browser.sign_in()
        sound, broken = pdf("Realisasi anggaran mencapai Rp1,4 miliar pada tahun 2023."), pdf("Rusak.")[:400]
        for name, content in (("utuh.pdf", sound), ("rusak.txt", broken)):
            answer = browser.send(
                "POST",
                "/bukti/unggah",
                is_htmx=True,
                files={"files": (name, content)},
                data={"unit": unit_id(INSTANSI, code_of(0)), "source": "report", "period": "2023-07/2023-09"},
            )
            assert isinstance(answer, httpx.Response)
            assert answer.status_code == 201
    wait_until(lambda: DAMAGED in tree.get("/metrics").text and FOUND in tree.get("/metrics").text)
    told = tree.get("/metrics").text
    assert READ.replace(" 1.0", " 2.0") in told
