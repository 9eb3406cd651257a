from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import psutil
import pytest

from ingest import sandbox
from ingest.confine import Confinement, tried
from ingest.errors import Empty, NoSuchPage, OutOfMemory, ReaderCrashed, TimedOut
from ingest.limits import Limits
from ingest.read import read
from ingest.sandbox import Listener, line_crop_in_child, page_picture_in_child, read_in_child

TEXT = "Nilai reformasi birokrasi Provinsi Nusa Harapan 75,50 pada tahun 2023.\n"


@pytest.fixture(scope="module", autouse=True)
def _server():
    sandbox.warm_up()
    yield
    sandbox.shut_down()


def readers() -> list[psutil.Process]:
    """The processes that read for this one."""
    return [
        child
        for server in psutil.Process().children()
        if "ingest.forkserver" in server.cmdline()
        for child in server.children()
    ]


async def none_left() -> bool:
    for _ in range(100):
        if not readers():
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_document_comes_back_as_it_was_read(make_pdf):
    path = make_pdf("Nilai 75,50 tahun 2023\n#pagebreak()\nHalaman dua")
    seen = []

    class Hearing(Listener):
        async def progress(self, stage, done, total):
            seen.append((stage, done, total))

        async def document(self, document):
            seen.append(len(document.pages))

        async def findings(self, findings, last_page):
            seen.append((len(findings), last_page))

    result = await read_in_child(path, name="a.pdf", published=date(2023, 10, 17), listener=Hearing())
    here = read(path, name="a.pdf")
    assert result.document.text == here.text
    assert [page.number for page in result.document.pages] == [1, 2]
    assert ("reading", 2, 2) in seen
    assert seen.index(2) < seen.index((len(result.findings), 2))
    assert await none_left()


async def test_the_readers_error_comes_back(make_file):
    with pytest.raises(Empty) as caught:
        await read_in_child(make_file(b""), name="kosong.pdf")
    assert caught.value.name == "kosong.pdf"


async def test_what_takes_too_long_is_ended(make_file):
    path = make_file((TEXT * 40_000).encode())
    with pytest.raises(TimedOut):
        await read_in_child(path, name="a.txt", limits=Limits(seconds=0.05))
    assert await none_left()


async def test_what_swells_is_ended(make_file):
    path = make_file((TEXT * 200_000).encode())
    with pytest.raises(OutOfMemory):
        await read_in_child(path, name="a.txt", limits=Limits(memory_mb=20))
    assert await none_left()


async def test_a_reader_that_dies_is_a_failed_document(make_file):
    task = asyncio.create_task(read_in_child(make_file((TEXT * 40_000).encode()), name="a.txt"))
    await _one_is_reading()
    readers()[0].kill()
    with pytest.raises(ReaderCrashed):
        await task
    result = await read_in_child(make_file(TEXT), name="b.txt")
    assert result.document.text == TEXT


async def test_cancelling_ends_the_reader(make_file):
    task = asyncio.create_task(read_in_child(make_file((TEXT * 40_000).encode()), name="a.txt"))
    await _one_is_reading()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await none_left()


async def test_many_are_read_at_once(make_file):
    paths = [make_file(f"{TEXT}{number}", f"{number}.txt") for number in range(6)]
    results = await asyncio.gather(*(read_in_child(path, name=path.name) for path in paths))
    assert [result.document.text for result in results] == [f"{TEXT}{number}" for number in range(6)]


async def test_a_server_that_was_killed_is_started_again(make_file):
    await read_in_child(make_file(TEXT), name="a.txt")
    next(child for child in psutil.Process().children() if "ingest.forkserver" in child.cmdline()).kill()
    await asyncio.sleep(0.1)
    result = await read_in_child(make_file(TEXT), name="a.txt")
    assert result.document.text == TEXT


async def test_pictures_are_drawn_in_a_child(make_pdf):
    path = make_pdf("Nilai 75,50")
    assert (await page_picture_in_child(path, 1, width_px=300, boxes=[(20, 20, 60, 40)])).startswith(b"RIFF")
    assert len(await line_crop_in_child(path, 1, (20, 20, 60, 40))) <= 20_000
    with pytest.raises(NoSuchPage):
        await page_picture_in_child(path, 2, width_px=300)


async def test_a_reader_lives_confined_in_a_folder_that_goes_with_it(make_file):
    task = asyncio.create_task(read_in_child(make_file((TEXT * 40_000).encode()), name="a.txt"))
    await _one_is_reading()
    reader = readers()[0]
    await _until(lambda: is_confined(reader.pid))
    folder = reader.cwd()
    assert os.path.isdir(folder)  # noqa: PTH112, ASYNC240
    assert reader.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert reader.rlimit(psutil.RLIMIT_NOFILE)[1] < 1000
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await _until(lambda: not os.path.exists(folder))  # noqa: PTH110


def is_confined(pid: int) -> bool:
    """Whether the kernel filters what the process asks of it."""
    return "Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text()


CONFINED = """import pathlib, socket, sys
from ingest.confine import confine
inside, outside = map(pathlib.Path, sys.argv[1:])
confine(inside)
def refused(act):
    try:
        act()
    except OSError:
        return True
    return False
print(refused(lambda: socket.create_connection(("127.0.0.1", 9))),
      refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
      refused(lambda: socket.socket(socket.AF_UNIX)),
      refused(lambda: (outside / "a").write_text("a")),
      refused(lambda: (outside / "sound").unlink()),
      refused(lambda: (inside / "a").write_text("a")),
      refused(lambda: (outside / "sound").read_text()))
"""


@pytest.mark.skipif(tried() != Confinement(network=True, files=True), reason="this kernel cannot confine")
def test_a_confined_process_neither_connects_nor_writes_outside_its_folder(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "sound").write_text("a")
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, inside, tmp_path],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True"] * 5 + ["False"] * 2


def test_readers_end_with_a_caller_that_is_killed(make_file):
    path = make_file((TEXT * 40_000).encode())
    source = (
        "import asyncio, sys; from pathlib import Path; from ingest.sandbox import read_in_child\n"
        "asyncio.run(read_in_child(Path(sys.argv[1]), name='a'))"
    )
    caller = subprocess.Popen([sys.executable, "-c", source, str(path)], cwd=Path(__file__).parents[2])
    process = psutil.Process(caller.pid)
    family = _wait_for(lambda: [*process.children(recursive=True)], at_least=2)
    os.kill(caller.pid, signal.SIGKILL)
    caller.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


def _wait_for(find, *, at_least: int):
    for _ in range(600):
        found = find()
        if len(found) >= at_least:
            return found
        time.sleep(0.02)
    raise AssertionError("no reader was started")


async def _until(holds) -> None:
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


async def _one_is_reading() -> None:
    for _ in range(600):
        if readers():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("no reader was started")


FAILING = """
import asyncio, sys
from pathlib import Path
from structlog.contextvars import bound_contextvars
from ingest.errors import DocumentError
from ingest.sandbox import page_picture_in_child, shut_down
with bound_contextvars(request_id="r-1", job_id="j-1"):
    try:
        asyncio.run(page_picture_in_child(Path(sys.argv[1]), 1, width_px="wide"))
    except DocumentError as error:
        print(error.code)
shut_down()
"""


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_reader_logs_bears_the_ids_of_who_asked_and_no_name(make_pdf, form):
    path = make_pdf("Nilai 75,50 tahun 2023")
    done = subprocess.run(
        [sys.executable, "-c", FAILING, str(path)],
        env={**os.environ, "RENAKSI_LOG_FORMAT": form},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "reader-crashed"
    if form == "json":
        told = json.loads(done.stderr.strip().splitlines()[0])
        assert (told["request_id"], told["job_id"], told["level"]) == ("r-1", "j-1", "error")
        assert "Traceback" in told["exception"]
    else:
        assert "request_id=r-1" in done.stderr
        assert "job_id=j-1" in done.stderr
        assert "Traceback" in done.stderr
    assert path.name not in done.stderr
