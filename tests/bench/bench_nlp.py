"""Time of finding against spaCy's bare tokenizer and dateparser: `python tests/bench/bench_nlp.py [FOLDER]`.

Reads the texts of a folder (the marked ones by default) one by one and as one long text, in turn with the
bare tokenizer, and prints medians and their ratio; then part of them in turn with dateparser's search for
Indonesian dates, which finds dates alone. Before them, what loading adds in time and memory to importing
spaCy, and the findings of a report of 100 pages made of the texts against reading it.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import spacy
import typst
from dateparser.search import search_dates

from ingest.findings import find
from ingest.limits import DEFAULT
from ingest.read import read
from nlp import extract

RUNS = 5
PAGES = 100
TEXTS_OF_PAGE = 2
ONE_PROCESS = replace(DEFAULT, processes=1)
LOADING = """
import resource, time, spacy
def spent():
    with open("/proc/self/statm") as pages:
        return time.process_time(), int(pages.read().split()[1]) * resource.getpagesize() / 1e6
seconds, size = spent()
from nlp import extract
extract("Realisasi triwulan III 2023 mencapai 75,5 persen dari target 80 persen.")
print("loading      {:.3f} s, {:.1f} MB more than importing spaCy".format(
    *(after - before for after, before in zip(spent(), (seconds, size)))))
"""
LONG = 1_000_000  # characters of the long text
SEARCHED = 100_000  # characters that dateparser, which is slow, is given in each run
SEARCHES = 5


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, which other programs on the machine disturb least."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(name: str, texts: list[str]) -> None:
    """Print medians of both, taken in turn."""
    bare = spacy.blank("id")
    bare.max_length = 2**40
    ours, theirs = [], []
    for _ in range(RUNS):
        theirs.append(seconds(lambda: [bare.make_doc(text) for text in texts]))
        ours.append(seconds(lambda: [extract(text) for text in texts]))
    a, b = statistics.median(theirs), statistics.median(ours)
    size = sum(len(text) for text in texts) / 1e6
    print(
        f"{name:<12} {size:6.2f} M characters  tokenizer {a:6.3f} s  extract {b:6.3f} s  ratio {b / a:4.2f}"
    )


def against_dateparser(texts: list[str]) -> None:
    """Print medians of everything that we find and of dateparser's dates, text by text, taken in turn."""
    part, size = [], 0
    for text in texts[:: max(1, sum(map(len, texts)) // SEARCHED)]:
        part.append(text)
        size += len(text)
    ours, theirs = [], []
    for _ in range(SEARCHES):
        theirs.append(seconds(lambda: [search_dates(text, languages=["id"]) for text in part]))
        ours.append(seconds(lambda: [extract(text) for text in part]))
    a, b = statistics.median(theirs), statistics.median(ours)
    print(
        f"dateparser   {size / 1e6:6.2f} M characters  dateparser {a:6.3f} s  extract {b:6.3f} s"
        f"  {a / b:4.1f} times as fast"
    )


def loading() -> None:
    """Print time and memory of importing and loading all and of a first sentence, in a new process."""
    subprocess.run([sys.executable, "-c", LOADING], check=True, cwd=Path(__file__).parents[2])


def report(texts: list[str]) -> None:
    """Print medians of reading a born-digital report of full pages and of its findings, in one process."""
    parts = cycle(json.dumps(text.replace("\f", "\n"), ensure_ascii=False) for text in texts)
    pages = [islice(parts, TEXTS_OF_PAGE) for _ in range(PAGES)]
    source = "#pagebreak()\n".join("\n\n".join(f"#{part}" for part in page) for page in pages)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "laporan.pdf"
        path.write_bytes(typst.compile(f"#set page(margin: 1cm)\n#set text(size: 8pt)\n{source}".encode()))
        document = read(path, name=path.name, limits=ONE_PROCESS)
        reading, finding = [], []
        for _ in range(RUNS):
            reading.append(seconds(lambda: read(path, name=path.name, limits=ONE_PROCESS)))
            finding.append(seconds(lambda: find(document, limits=ONE_PROCESS)))
    a, b = statistics.median(reading), statistics.median(finding)
    print(
        f"report       {len(document.pages):4} pages          reading   {a:6.3f} s  finding {b:6.3f} s"
        f"  ratio {b / a:4.2f}"
    )


def main() -> None:
    """Run all."""
    default = Path(__file__).parent.parent / "nlp" / "marked"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    loading()
    report(texts)
    compare("one by one", texts * 5)
    joined = "\n\n".join(texts)
    compare("one text", [joined * (LONG // len(joined) + 1)])
    against_dateparser(texts)


if __name__ == "__main__":
    main()
