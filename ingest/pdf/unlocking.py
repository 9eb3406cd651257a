"""A copy of a locked PDF that opens without its password."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2.raw as pdfium

from ingest.errors import Encrypted
from ingest.limits import Limits
from ingest.pdf.opening import LOCK, opened


def unlocked(path: Path, *, name: str, password: str, limits: Limits) -> bytes | None:
    """The copy, None where the file opens without a password.

    Raises WrongPassword, or what opening the file raises.
    """
    with LOCK:
        try:
            with opened(path, name=name, limits=limits):
                return None
        except Encrypted:
            pass
        with opened(path, name=name, limits=limits, password=password) as pdf:
            copy = io.BytesIO()
            pdf.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
            return copy.getvalue()
