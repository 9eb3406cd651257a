"""Which engine reads pictures on this machine."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PIL import Image

from ingest.ocr import rapid, tesseract
from ingest.ocr.recognised import EngineFailed, Recognised

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


def prepare() -> None:
    """Load what processes that are forked from this one will share; none of it may start threads."""
    import cv2  # noqa: PLC0415  (only pictures need it)

    cv2.setNumThreads(1)
    if chosen() == "rapidocr":
        rapid.loaded()
