"""Time of finding against spaCy's bare tokenizer and dateparser: `python tests/bench/bench_nlp.py [FOLDER]`.

Reads the texts of a folder (the marked ones by default) one by one and as one long text, in turn with the
bare tokenizer, and prints medians and their ratio; then part of them in turn with dateparser's search for
Indonesian dates, which finds dates alone; then the time and memory of loading the pipeline.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import spacy
from dateparser.search import search_dates

from nlp import extract
from nlp.pipeline import load

RUNS = 5
LONG = 1_000_000  # characters of the long text
SEARCHED = 100_000  # characters that dateparser, which is slow, is given in each run
SEARCHES = 3


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
    """Print time and memory of loading, spaCy being imported already."""
    took = seconds(lambda: load(spans=False))
    load.cache_clear()
    tracemalloc.start()
    load(spans=False)
    size = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"loading      {took:.3f} s, {size:.1f} MB")


def main() -> None:
    """Run all."""
    default = Path(__file__).parent.parent / "nlp" / "marked"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]
    loading()
    compare("one by one", texts * 5)
    joined = "\n\n".join(texts)
    compare("one text", [joined * (LONG // len(joined) + 1)])
    against_dateparser(texts)


if __name__ == "__main__":
    main()
