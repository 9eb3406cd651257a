"""Time grows with the length of a text, whatever it holds, and memory does not grow from text to text."""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from datetime import date

import pytest

from nlp import extract, load
from tests.nlp.test_any_text import assert_sound

TODAY = date(2031, 6, 18)
SMALL = 3_000  # characters
TIMES = 4
BOUND = 8  # a text four times as long may take eight times as long
PIECES = [
    "9", "1.", "1/", "1-1-", "12,5% ", "> 1 ", "3, ", "3 s.d ", "Rp", "Rp 5 (lima ", "Rp 5 - ", "a",
    "O", "l0", "(", "“", ". ", "1 . ", "\n", "  ", "\t", "| ", "1\t2\n", "1  2  3\n", "a;b;c;d\n",
    "a / b / 1\n", "x\f", "🙂", "\u0301", "Januari ", "Mei 2031 ", "2031-", "17/10/2031 ", "17 Mei ",
    "tahun ", "tanggal 5 ", "Senin, ", "hingga ", "kemarin ", "akhir bulan ", "triwulan I ",
    "kategori A ", "opini wajar ", "peringkat 2 ", "SPBE 2,5 ", "nilai ", "target ", "dari 5 ke ",
    "dua puluh ", "sepertiga ", "UU Nomor ", "Peraturan Bupati ", "Nomor 1/", "telp 1 ",
    "Baca juga ", "Berita Terkait\n", "No Uraian Target Realisasi\n", "Target | Realisasi\n1 | 2\n",
    "Wilayah 2030 2031 Peringkat\nA 1 2 3\n", "Target: 5\n", "5 orang akan ", "Jalan 6; ",
    "per hari ini ",
]  # fmt: skip


def work(text: str) -> float:
    """Processor time of one extraction, in seconds."""
    begin = time.process_time()
    found = extract(text, published=TODAY)
    took = time.process_time() - begin
    assert_sound(found)
    return took


def grows_in_line(unit: str) -> bool:
    """True when a text of `unit`s takes at most BOUND times as long as one a quarter its length."""
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (SMALL, TIMES * SMALL))
    # A machine that is busy may disturb one measurement, hardly three in a row.
    return any(work(long) <= BOUND * max(work(short), 0.005) for _ in range(3))


@pytest.mark.parametrize("unit", PIECES)
def test_time_grows_in_line_with_a_repetition(unit: str):
    assert grows_in_line(unit)


@pytest.mark.parametrize("seed", range(6))
def test_time_grows_in_line_with_a_mixture(seed: int):
    chance = random.Random(seed)
    assert grows_in_line("".join(chance.choices(PIECES, k=40)))


def test_span_groups_cost_no_more_than_in_line():
    nlp = load()
    extract("x", nlp=nlp)
    texts = ["Nilai SAKIP 70,1 pada 2030. " * n for n in (100, 400)]
    begin = time.process_time()
    extract(texts[0], nlp=nlp)
    short = time.process_time() - begin
    begin = time.process_time()
    extract(texts[1], nlp=nlp)
    assert time.process_time() - begin <= BOUND * max(short, 0.005)


def test_memory_does_not_grow_from_text_to_text():
    letters = "abcdefghijklmnopqrst"

    def read(first: int, end: int) -> None:
        for n in range(first, end):
            name = "".join(letters[int(digit)] for digit in str(n))
            words = " ".join(f"{name}{letters[k % 20]}{letters[k // 20]} {n}.{k:03}" for k in range(300))
            extract(words, published=TODAY)
        gc.collect()

    tracemalloc.start()
    read(1000, 1030)  # what is kept for all texts is full after some thousand words
    before, _ = tracemalloc.get_traced_memory()
    read(1030, 1040)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 100_000
    assert len(load(spans=False).vocab.strings) < 1_000
