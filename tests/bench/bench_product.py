"""What a person waits for: `python tests/bench/bench_product.py [ROUNDS]`.

Seconds from `make run` to the first page, with the packages there and a new data folder with demo data; from
sending a born-digital PDF of 10 pages to its findings being there, in the embedded default; and from sending
one of 100 pages to its first findings being shown, beside the reading and finding of it alone.
"""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import typst

from tracker.accounts.demo_accounts import PASSWORD

PROJECT = Path(__file__).parents[2]
PAGES, MANY_PAGES = 10, 100
POLL_SECONDS = 0.02
DEMO_SECONDS = 120
PAGE = """Pada triwulan III tahun 2023, jumlah perangkat daerah yang didampingi pada tahap {number}
terealisasi {value} perangkat daerah dari target 32 perangkat daerah, dengan anggaran Rp{budget}.000.000.
Laporan disampaikan paling lambat {day} Oktober 2023 sesuai PermenPANRB Nomor 9 Tahun 2023."""


def report(seed: int, pages: int = PAGES) -> bytes:
    """A born-digital report of full pages, different for each seed."""
    paragraphs = [
        PAGE.format(number=number, value=number + seed, budget=number * 10 + seed, day=number % 28 + 1)
        for number in range(1, pages + 1)
    ]
    pages = "\n#pagebreak()\n".join("\n\n".join([paragraph] * 6) for paragraph in paragraphs)
    return typst.compile(f'#set page(paper: "a4")\n= Laporan {seed}\n{pages}'.encode())


@contextmanager
def running(folder: str) -> Iterator[tuple[str, float]]:
    """`make run` on a data folder; its address, and the seconds until its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "RENAKSI_DATA_DIR": folder, "RENAKSI_PORT": str(port)}
    began = time.perf_counter()
    command = [shutil.which("make") or "make", "run"]
    tree = subprocess.Popen(command, cwd=PROJECT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        while not _answers(address):
            time.sleep(POLL_SECONDS)
        yield address, time.perf_counter() - began
    finally:
        os.killpg(tree.pid, signal.SIGINT)  # as a terminal does at Ctrl-C
        tree.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/masuk", timeout=60).status_code == 200
    except httpx.TransportError:
        return False


def ready_seconds(browser: httpx.Client, seed: int) -> float:
    """From sending a report to the evidence's state being final, asked as the page asks."""
    began = time.perf_counter()
    evidence = sent(browser, seed, report(seed))
    while "every 1s" in browser.get(f"/bukti/{evidence}/status", headers={"hx-request": "true"}).text:
        time.sleep(POLL_SECONDS)
    return time.perf_counter() - began


def first_findings_seconds(browser: httpx.Client, seed: int) -> tuple[float, float]:
    """From sending a long report to its page showing findings; and what reading and finding alone take."""
    content = report(seed, MANY_PAGES)
    began = time.perf_counter()
    evidence = sent(browser, seed, content)
    headers = {"hx-request": "true"}
    while "hx-refresh" not in browser.get(f"/bukti/{evidence}/status?di=1", headers=headers).headers:
        time.sleep(POLL_SECONDS)
    if 'id="review"' not in browser.get(f"/bukti/{evidence}").text:
        raise RuntimeError("the page shows no findings")
    shown = time.perf_counter() - began
    while "every 1s" in browser.get(f"/bukti/{evidence}/status", headers=headers).text:
        time.sleep(POLL_SECONDS)
    return shown, alone_seconds(content)


ALONE = """import sys, time
from dataclasses import replace
from pathlib import Path
from ingest.findings import find
from ingest.limits import DEFAULT
from ingest.read import read
one = replace(DEFAULT, processes=1)
find(read(Path(sys.argv[2]), name="a", limits=one), limits=one)  # loads what it needs
began = time.perf_counter()
find(read(Path(sys.argv[1]), name="a", limits=one), limits=one)
print(time.perf_counter() - began)
"""


def alone_seconds(content: bytes) -> float:
    """Reading and finding in one process, which has all loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path, short = Path(folder, "a.pdf"), Path(folder, "b.pdf")
        path.write_bytes(content)
        short.write_bytes(report(0, 2))
        command = [sys.executable, "-c", ALONE, str(path), str(short)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def sent(browser: httpx.Client, seed: int, content: bytes) -> str:
    """The id of the evidence that the report became."""
    answer = browser.post(
        "/bukti/unggah",
        files={"files": (f"laporan-{seed}.pdf", content, "application/pdf")},
        data={"unit": "99:kominfo", "source": "report", "period": "2023-07/2023-09"},
        headers={"hx-request": "true"},
    )
    answer.raise_for_status()
    evidence = re.search(r'id="file-([0-9a-f]{24})"', answer.text)
    if evidence is None:
        raise RuntimeError("the upload was not answered with its row")
    return evidence[1]


def sign_in(browser: httpx.Client) -> None:
    """Sign in as the demo's bureau, once the demo data are there."""
    form = {"email": "kominfo@contoh.id", "password": PASSWORD}
    deadline = time.monotonic() + DEMO_SECONDS
    while browser.post("/masuk", data=form).status_code != 303:
        time.sleep(6)  # wrong passwords are few in a quarter of an hour
    while "notulen-terpotong" not in browser.get("/bukti").raise_for_status().text:
        if time.monotonic() > deadline:
            raise RuntimeError("the demo data did not come")
        time.sleep(1)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with (
        tempfile.TemporaryDirectory() as folder,
        running(folder) as (address, first_page),
        httpx.Client(base_url=address, headers={"origin": address}, timeout=60) as browser,
    ):
        sign_in(browser)
        waits = [ready_seconds(browser, seed) for seed in range(rounds + 1)][1:]
        long = [first_findings_seconds(browser, 100 + seed) for seed in range(3)]
    print(f"make run to the first page, new data folder   {first_page:6.2f} s   (goal: 15 s)")
    print(
        f"upload of {PAGES} pages to ready, median of {rounds}        {statistics.median(waits):6.2f} s"
        f"   (goal: 3 s; {min(waits):.2f} to {max(waits):.2f})"
    )

    shown, alone = (statistics.median(times) for times in zip(*long, strict=True))
    print(
        f"upload of {MANY_PAGES} pages to its first findings shown   {shown:6.2f} s   "
        f"({shown / alone:.2f}x of {alone:.2f} s for reading and finding alone; goal: 1.5x)"
    )
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
