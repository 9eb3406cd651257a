"""Documents made for the tests: all institutions in them are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typst


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """A PDF of a typst source, set on a small page unless the source says otherwise."""

    def make(source: str, name: str = "berkas.pdf") -> Path:
        path = tmp_path / name
        path.write_bytes(
            typst.compile(f"#set page(width: 400pt, height: 300pt, margin: 20pt)\n{source}".encode())
        )
        return path

    return make


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[[str | bytes, str], Path]:
    """A file of the bytes, or of the text in UTF-8."""

    def make(content: str | bytes, name: str = "berkas") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make
