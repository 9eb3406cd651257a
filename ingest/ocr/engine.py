"""Run Tesseract, one thread for a picture, and take its words with their boxes and confidences."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import Image

DPI = 200
_SECONDS = 120.0  # for one picture
_PREFERRED = ("ind", "eng")
_AUTOMATIC = "3"  # Tesseract's way of looking for text: columns and paragraphs by itself
_WORD_LEVEL = "5"
_LEAST_SURE = 20.0  # per cent: below it signs are specks of dirt
# Without it its threads spin and a page takes ten times as long.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """One word: its box in pixels, `line` counting the picture's lines, `confidence` 0 to 100."""

    text: str
    box: tuple[int, int, int, int]
    line: int
    confidence: int


@cache
def program() -> str | None:
    """The path of Tesseract, None where the machine has none."""
    return shutil.which("tesseract")


@cache
def languages() -> str:
    """What to read with: Indonesian where it is installed."""
    listed = _run(["--list-langs"], b"").decode("utf-8", "replace").split()
    return next((language for language in _PREFERRED if language in listed), "eng")


def recognise(picture: Image.Image) -> list[Recognised]:
    """The words of a picture in reading order. Raises RuntimeError when there is no engine or it fails."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    arguments = ["stdin", "stdout", "-l", languages(), "--dpi", str(DPI), "--psm", _AUTOMATIC, "tsv"]
    table = _run(arguments, out.getvalue())
    return words_of_table(table.decode("utf-8", "replace"))


def turn_of(picture: Image.Image) -> int:
    """By how many degrees the picture must be turned clockwise to stand upright: 0, 90, 180 or 270."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    try:
        answer = _run(["stdin", "stdout", "--psm", "0"], out.getvalue()).decode("utf-8", "replace")
    except RuntimeError:
        return 0
    for line in answer.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "Rotate" and value.strip().isdigit():
            return int(value) % 360
    return 0


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
        raise RuntimeError("tesseract is not installed")
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
        raise RuntimeError(f"tesseract failed: {error}") from error
    return done.stdout
