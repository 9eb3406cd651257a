"""Broken files of every kind end in a Document or in one clear error; the seed makes each run the same."""

from __future__ import annotations

import os
import random

import pytest

from ingest.document import Document, from_dict, to_dict
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.read import read
from tests.ingest.making import docx, p, tc, tr, workbook, zipped

ROUNDS = int(os.environ.get("RENAKSI_FUZZ_ROUNDS", "12"))  # of each kind
LIMITS = Limits(pages=50, pixels=4_000_000)
SENTENCE = "Nilai reformasi birokrasi Provinsi Nusa Harapan 75,50 pada tahun 2023."


def pdf(make_pdf, _) -> bytes:
    table = "#table(columns: 2, [No], [Target], [1], [75])"
    return make_pdf(f"{SENTENCE}\n{table}\n#pagebreak()\n{SENTENCE}").read_bytes()


SOUND = {
    "pdf": pdf,
    "docx": lambda *_: docx(
        p(SENTENCE) + f"<w:tbl>{tr(tc('No'), tc('Target'))}{tr(tc('1'), tc('75'))}</w:tbl>"
    ),
    "xlsx": lambda _, folder: workbook(folder / "a.xlsx"),
    "zip": lambda *_: zipped({"a.txt": SENTENCE, "b.html": f"<html><body><p>{SENTENCE}</p></body></html>"}),
    "eml": lambda *_: f"From: a@b.example\nSubject: Laporan\n\n{SENTENCE}\n".encode(),
    "html": lambda *_: f"<!doctype html><html><body><p>{SENTENCE}</p></body></html>".encode(),
    "txt": lambda *_: f"{SENTENCE}\n".encode() * 20,
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_broken_file_has_an_end(kind, make_pdf, make_file, tmp_path):
    rng = random.Random(f"20 Oktober {kind}")
    sound = SOUND[kind](make_pdf, tmp_path)
    for number in range(ROUNDS):
        path = make_file(broken(sound, rng), f"{number}.bin")
        document = outcome(path)
        if document is not None:
            assert to_dict(from_dict(to_dict(document))) == to_dict(document)


def outcome(path) -> Document | None:
    """The Document, None for a clear error; anything else is raised."""
    try:
        return read(path, name="rusak", limits=LIMITS)
    except DocumentError:
        return None


def broken(content: bytes, rng: random.Random) -> bytes:
    """The bytes cut short, changed, thinned out or doubled in places."""
    changed = bytearray(content)
    how = rng.randrange(5)
    place = rng.randrange(len(changed))
    if how == 0:
        return bytes(changed[: max(1, place)])
    if how == 1:
        for _ in range(rng.choice([1, 10, 100])):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    elif how == 2:
        del changed[place : place + rng.randrange(1, 500)]
    elif how == 3:
        changed[place:place] = changed[: rng.randrange(1, 500)]
    else:
        changed[place : place + 50] = bytes(50)
    return bytes(changed) or b"\0"
