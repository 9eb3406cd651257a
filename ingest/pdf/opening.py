"""Open a PDF by pdfium and say clearly why it cannot be opened."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2

from ingest.errors import Damaged, Encrypted, NoPages, TooManyPages, WrongPassword
from ingest.limits import Limits

LOCK = threading.Lock()  # pdfium must not be entered by two threads at once
_CHUNK_BYTES = 1 << 20


@contextmanager
def opened(
    path: Path, *, name: str, limits: Limits, password: str | None = None
) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF at `path`. Raises Encrypted, WrongPassword, NoPages, Damaged or TooManyPages."""
    pdf = _open(path, name, password)
    try:
        if len(pdf) == 0:
            raise NoPages(name)
        if len(pdf) > limits.pages:
            raise TooManyPages(name, pages=len(pdf), limit=limits.pages)
        yield pdf
    finally:
        pdf.close()


def _open(path: Path, name: str, password: str | None) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        # pdfium's own code for the failure may be that of the file before, so the file is asked.
        if _contains(path, rb"/Encrypt\b"):
            raise (WrongPassword(name) if password else Encrypted(name)) from error
        raise (NoPages(name) if _contains(path, rb"/Count\s+0\b") else Damaged(name)) from error


def _contains(path: Path, pattern: bytes) -> bool:
    """Whether a short pattern occurs in the file, read piece by piece with an overlap."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            if re.search(pattern, tail + chunk):
                return True
            tail = chunk[-64:]
    return False
