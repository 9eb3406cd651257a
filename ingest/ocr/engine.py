"""Which engine reads pictures on this machine."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Literal

from PIL import Image

from ingest.ocr import rapid, tesseract
from ingest.ocr.recognised import EngineFailed, Recognised

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of malloc.h

Name = Literal["tesseract", "rapidocr"]


@cache
def chosen() -> Name | None:
    """Tesseract where it knows Indonesian: it is the quicker one. Else RapidOCR; None where neither is."""
    if tesseract.reads_indonesian():
        return "tesseract"
    return "rapidocr" if rapid.is_there() else None


def recognise(picture: Image.Image) -> list[Recognised]:
    """The words of a grey picture that stands upright, in reading order. Raises EngineFailed."""
    name = chosen()
    if name is None:
        raise EngineFailed("this machine has no engine")
    return tesseract.recognise(picture) if name == "tesseract" else rapid.recognise(picture)


def recognise_line(picture: Image.Image) -> tuple[str, int]:
    """The text of a grey picture of one short line, and how sure it is in per cent. Raises EngineFailed."""
    if chosen() == "tesseract":
        return tesseract.recognise_line(picture)
    return rapid.recognise_line(picture)


def prepare() -> None:
    """Load what processes that are forked from this one will share; none of it may start threads."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    cv2.setNumThreads(1)
    _keep_freed_memory()
    if chosen() == "rapidocr":
        rapid.loaded()


def _keep_freed_memory() -> None:
    """Let glibc give the memory of one picture to the next instead of handing it back: each page took some
    200,000 page faults, for which processes side by side wait upon one another. Peaks stay as they were."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_MMAP_THRESHOLD, 32 * 1024**2)
        libc.mallopt(_TRIM_THRESHOLD, 256 * 1024**2)
