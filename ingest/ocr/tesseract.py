"""Run Tesseract, one thread for a picture, and take its words with their boxes and confidences."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from functools import cache

from PIL import Image

from ingest.ocr.recognised import DPI, EngineFailed, Recognised

_SECONDS = 120.0  # for one picture
_LANGUAGE = "ind"
_AUTOMATIC = "3"  # Tesseract's way of looking for text: columns and paragraphs by itself
_ONE_LINE = "7"
_WORD_LEVEL = "5"
_LEAST_SURE = 20.0  # per cent: below it signs are specks of dirt
# Without it its threads spin and a page takes ten times as long.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


@cache
def program() -> str | None:
    """The path of Tesseract, None where the machine has none."""
    return shutil.which("tesseract")


@cache
def reads_indonesian() -> bool:
    """Whether the machine has Tesseract with its data for Indonesian."""
    if program() is None:
        return False
    try:
        return _LANGUAGE in _run(["--list-langs"], b"").decode("utf-8", "replace").split()
    except EngineFailed:
        return False


def recognise(picture: Image.Image) -> list[Recognised]:
    """The words of a grey picture in reading order. Raises EngineFailed."""
    return _read(picture, _AUTOMATIC)


def recognise_line(picture: Image.Image) -> tuple[str, int]:
    """The text of a picture of one line, and how sure it is in per cent. Raises EngineFailed."""
    words = _read(picture, _ONE_LINE)
    return " ".join(word.text for word in words), min((word.confidence for word in words), default=0)


def _read(picture: Image.Image, way: str) -> list[Recognised]:
    out = io.BytesIO()
    picture.save(out, "PPM")  # nothing to compress, nothing to unpack
    arguments = ["stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(DPI), "--psm", way, "tsv"]
    table = _run(arguments, out.getvalue())
    return words_of_table(table.decode("utf-8", "replace"))


def words_of_table(table: str) -> list[Recognised]:
    """The words of Tesseract's table of tab-separated values."""
    found: list[Recognised] = []
    numbers: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != _WORD_LEVEL or not text:
            continue
        sure = float(row["conf"])
        if sure < _LEAST_SURE and not any(character.isalnum() for character in text):
            continue
        left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
        key = (row["block_num"], row["par_num"], row["line_num"])
        line = numbers.setdefault(key, len(numbers))
        box = (left, top, left + width, top + height)
        found.append(Recognised(text, box, line, max(0, min(100, round(sure)))))
    return found


def _run(arguments: list[str], content: bytes) -> bytes:
    path = program()
    if path is None:
        raise EngineFailed("tesseract is not installed")
    try:
        done = subprocess.run(
            [path, *arguments],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env=os.environ | _ENVIRONMENT,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineFailed(f"tesseract failed: {error}") from error
    return done.stdout
