"""How fast and how small reading is, against the libraries that do the same, all in one run.

Run as a program: `python tests/bench/bench_ingest.py [PART …]`, the parts being words, tables, memory,
sheets, upload and scans, all without. Prints a table of ratios; nothing here is a test.
The documents are made on the spot, with invented contents and a seed. What runs in one process is measured
in its own processor time, so that other work on the machine does not count; what runs in several, in seconds
on the wall.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import openpyxl
import pdfplumber
import pypdfium2
from documents import chunks, columns_pdf, make_book, matrix_pdf, prose_pdf

from ingest import crew, sandbox
from ingest.findings import find
from ingest.limits import DEFAULT
from ingest.ocr import engine, tesseract
from ingest.pdf.page_tables import tables_of_page
from ingest.pdf.tokens import tokens
from ingest.pdf.words import raw_page
from ingest.read import read
from ingest.sheets import sheets
from ingest.table_join import tables

SEED = 7
SCANS, SCANS_A_TURN = 12, 2  # pages
MOST = 12  # pages that pdfplumber reads of each document, which takes long enough
FEW = 12  # pages that one process reads as soon as two
PART = 10  # pages at once for one of several processes
ONE_PROCESS = replace(DEFAULT, processes=1)


@dataclass(frozen=True)
class Row:
    work: str
    ours: str
    theirs: str
    ratio: str
    goal: str


def main() -> None:
    parts = sys.argv[1:] or list(PARTS)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for part in parts for row in PARTS[part](Path(folder))]
    print(f"{crew.cores()} cores; load {before:.1f} before, {os.getloadavg()[0]:.1f} after")
    widths = [max(len(getattr(row, name)) for row in [*rows, HEAD]) for name in vars(HEAD)]
    for row in [HEAD, *rows]:
        print("  ".join(value.ljust(width) for value, width in zip(vars(row).values(), widths, strict=True)))


HEAD = Row("work", "ours", "against", "ratio", "goal")


def words_rows(folder: Path) -> Iterator[Row]:
    """The documents are made elsewhere and two processes go first: a process that has grown is slow to fork,
    and no reader has grown."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        paths = elsewhere.submit(make_papers, folder).result()
    shared = {name: shared_time(path) for name, path in paths.items() if page_count(path) > FEW}
    for name, path in paths.items():
        yield words_row(name, path)
        if name in shared:
            yield shared_row(name, path, shared[name])


def make_papers(folder: Path) -> dict[str, Path]:
    """Documents of the kinds and lengths that reading is measured by, by their names."""
    rng = random.Random(SEED)
    papers = {f"prose, {pages} pages": prose_pdf(rng, pages) for pages in (10, 100, 500)}
    papers |= {f"12-column matrix, {rows // 15} pages": matrix_pdf(rng, rows) for rows in (150, 1500, 7500)}
    papers["two columns"] = columns_pdf(rng, 10)
    paths = {name: folder / f"words-{number}.pdf" for number, name in enumerate(papers)}
    for name, path in paths.items():
        path.write_bytes(papers[name])
    return paths


def prose_of(folder: Path) -> Path:
    """A hundred pages of prose, made once."""
    path = folder / "prose.pdf"
    if not path.exists():
        path.write_bytes(prose_pdf(random.Random(SEED), 100))
    return path


def tables_of_matrix(folder: Path) -> Iterator[Row]:
    path = folder / "short.pdf"
    path.write_bytes(matrix_pdf(random.Random(SEED), 170))
    yield from tables_rows(path)


def sheets_row(folder: Path) -> Iterator[Row]:
    book = folder / "rows.xlsx"
    make_book(book, random.Random(SEED))
    yield sheet_row(book)


# Words


def shared_time(path: Path) -> float:
    """Seconds a page, by two processes."""
    pages = page_count(path)
    parts = [(path, first, min(first + PART, pages)) for first in range(0, pages, PART)]

    def shared() -> None:
        for _part, _count in crew.each(our_words_of, parts, hands=2, seconds=60):
            pass

    return min(on_the_wall(shared) for _ in range(3)) / pages


def shared_row(name: str, path: Path, ours: float) -> Row:
    theirs = min(on_the_wall(lambda: their_time(path)) for _ in range(2)) / MOST
    return Row(f"words, {name}, two processes", ms(ours), ms(theirs), f"{theirs / ours:.0f}x", ">= 55x")


def words_row(name: str, path: Path) -> Row:
    pages = page_count(path)
    ours = best(lambda: our_words_of((path, 0, pages)))
    theirs, counted = their_time(path)
    same = same_words(path, counted)
    return Row(
        f"words, {name} ({same:.2%} the same)",
        ms(ours / pages),
        ms(theirs / counted),
        f"{theirs / counted / (ours / pages):.0f}x",
        ">= 25x, >= 99.9%",
    )


def our_words_of(part: tuple[Path, int, int]) -> int:
    path, first, last = part
    count = 0
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(first, last):
            page = pdf[number]
            count += len(tokens(raw_page(page)))
            page.close()
    return count


def their_time(path: Path, most: int = MOST) -> tuple[float, int]:
    with pdfplumber.open(path) as pdf:
        pages = pdf.pages[:most]
        start = time.process_time()
        for page in pages:
            page.extract_words()
            page.close()
        return time.process_time() - start, len(pages)


def same_words(path: Path, pages: int) -> float:
    """The share of pdfplumber's words that we have too, within 1.5 points."""
    same = every = 0
    with pdfplumber.open(path) as theirs, pypdfium2.PdfDocument(path) as ours:
        for number in range(pages):
            page = ours[number]
            mine = {
                (token.text + "-" * token.hyphenated, round(token.box[0]), round(token.box[2]))
                for token in tokens(raw_page(page))
            }
            page.close()
            for word in theirs.pages[number].extract_words():
                every += 1
                same += any(
                    (word["text"], round(word["x0"]) + left, round(word["x1"]) + right) in mine
                    for left in (-1, 0, 1)
                    for right in (-1, 0, 1)
                )
            theirs.pages[number].close()
    return same / every


# Tables


def tables_rows(path: Path) -> Iterator[Row]:
    pages = page_count(path)
    ours = best(lambda: our_tables(path))

    def theirs_all() -> None:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
                page.close()

    theirs = timed(theirs_all)
    numbers = [row[0] for table in our_tables(path) for row in table.rows]
    right = sum(number == str(index) for index, number in enumerate(numbers, 1))
    yield Row(
        f"tables, {pages} pages ({right} of 170 rows right)",
        ms(ours / pages),
        ms(theirs / pages),
        f"{theirs / ours:.0f}x",
        ">= 15x, all rows",
    )


def our_tables(path: Path) -> list:
    found = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            page = pdf[number]
            found += tables_of_page(page, tokens(raw_page(page)), number + 1)
            page.close()
    return tables(found)


# Memory


def memory_row(folder: Path, rng: random.Random) -> Row:
    ten, many = folder / "ten.pdf", folder / "many.pdf"
    ten.write_bytes(prose_pdf(rng, 10))
    many.write_bytes(prose_pdf(rng, 500))
    small, large = peak_mb(ten), peak_mb(many)
    return Row(
        "peak memory, 500 pages",
        f"{large} MB",
        f"{small} MB (10 pages)",
        f"{large / small:.2f}x",
        "<= 1.3x, 120 MB",
    )


def peak_mb(path: Path) -> int:
    """The peak of a process of its own that reads the document whole."""
    source = (
        "import sys; from pathlib import Path; from ingest.limits import DEFAULT\n"
        "from ingest.pdf.read import read_pdf\n"
        "read_pdf(Path(sys.argv[1]), name='a', limits=DEFAULT)\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(next(line.split()[1] for line in status.splitlines() if line.startswith('VmHWM')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", source, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) // 1024


# Workbooks


def sheet_row(path: Path) -> Row:
    ours = best(lambda: [sheet.rows for sheet in sheets(path, name="a", limits=DEFAULT)])

    def theirs() -> None:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for row in book.active.iter_rows(values_only=True):
            list(row)
        book.close()

    against = best(theirs, times=2)
    return Row("XLSX, 10,000 rows", f"{ours:.2f} s", f"{against:.2f} s", f"{against / ours:.1f}x", ">= 6x")


# From upload to findings


def upload_rows(path: Path) -> Iterator[Row]:
    def in_one_process() -> None:
        find(read(path, name="a", limits=ONE_PROCESS), limits=ONE_PROCESS)

    in_one_process()
    alone = min(on_the_wall(in_one_process) for _ in range(2))
    sandbox.warm_up()

    async def in_child() -> tuple[float, float]:
        hearing = Hearing()
        await sandbox.read_in_child(path, name="a", listener=hearing)
        return hearing.first, time.perf_counter() - hearing.start

    asyncio.run(in_child())
    firsts, alls = zip(*(asyncio.run(in_child()) for _ in range(3)), strict=True)
    sandbox.shut_down()
    for what, ours in (("the first", min(firsts)), ("all", min(alls))):
        yield Row(
            f"100 pages to {what} findings, in a child",
            f"{ours:.2f} s",
            f"{alone:.2f} s",
            f"{ours / alone:.2f}x",
            "<= 1.5x",
        )


class Hearing(sandbox.Listener):
    """When the first findings came."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.first = 0.0

    async def findings(self, findings: list, last_page: int) -> None:
        self.first = self.first or time.perf_counter() - self.start


# Scans


def scan_rows(folder: Path, source: Path) -> Iterator[Row]:
    """By each engine that the machine has."""
    with pypdfium2.PdfDocument(source) as pdf:
        drawn = [pdf[number].render(scale=200 / 72, grayscale=True).to_pil() for number in range(SCANS)]
    paths = [folder / f"scan-{first}.pdf" for first in range(0, SCANS, SCANS_A_TURN)]
    for path, pages in zip(paths, chunks(drawn, SCANS_A_TURN), strict=True):
        pages[0].save(path, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    if tesseract.reads_indonesian():
        yield from engine_rows("Tesseract", paths)
        os.environ["PATH"] = ""  # as on a machine without it
        for known in (tesseract.program, tesseract.reads_indonesian, engine.chosen):
            known.cache_clear()
    yield from engine_rows("RapidOCR", paths)


def engine_rows(name: str, paths: list[Path]) -> Iterator[Row]:
    """What is compared takes turns, a document each, and goes first in every second one: a machine that does
    other work meanwhile may be half as quick from one minute to the next. Ratios are medians of the turns."""
    engine.prepare()
    spent, alone = in_turn(
        lambda path: with_children(lambda: read(path, name="a", limits=ONE_PROCESS)),
        engine_time,
        paths,
    )
    yield scans_row(f"scans, {name}, one core", spent, alone, ratios(spent, alone), "<= 1.15x")
    several, one = in_turn(
        lambda path: on_the_wall(lambda: read(path, name="a")),
        lambda path: on_the_wall(lambda: read(path, name="a", limits=ONE_PROCESS)),
        paths,
    )
    work = f"scans, {name}, {DEFAULT.hands()} cores"
    yield scans_row(work, several, one, ratios(one, several), ">= 1.8x")


def engine_time(path: Path) -> float:
    """Processor seconds of the engine alone with the document's pictures, drawn before."""
    with pypdfium2.PdfDocument(path) as pdf:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in pdf]
    return with_children(lambda: [engine.recognise(picture) for picture in pictures])


def in_turn(
    ours: Callable[[Path], float], theirs: Callable[[Path], float], paths: list[Path]
) -> tuple[list[float], list[float]]:
    """What the two say of each document."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn, path in enumerate(paths):
        for which in (0, 1) if turn % 2 else (1, 0):
            found[which].append((ours, theirs)[which](path))
    return found


def ratios(upper: list[float], lower: list[float]) -> list[float]:
    return [one / other for one, other in zip(upper, lower, strict=True)]


def scans_row(work: str, ours: list[float], theirs: list[float], found: list[float], goal: str) -> Row:
    """Seconds a page, and the ratio with the least and the most of the turns."""
    a_page, against = (f"{median(times) / SCANS_A_TURN:.2f} s" for times in (ours, theirs))
    ratio = f"{median(found):.2f}x ({min(found):.2f}-{max(found):.2f})"
    return Row(work, a_page, against, ratio, goal)


def with_children(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of those that it started and waited for."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


# Measuring


def page_count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def best(work: Callable[[], object], times: int = 3) -> float:
    return min(timed(work) for _ in range(times))


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def on_the_wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms/page"


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "words": words_rows,
    "tables": tables_of_matrix,
    "memory": lambda folder: iter([memory_row(folder, random.Random(SEED))]),
    "sheets": sheets_row,
    "upload": lambda folder: upload_rows(prose_of(folder)),
    "scans": lambda folder: scan_rows(folder, prose_of(folder)),
}


if __name__ == "__main__":
    main()
