"""Tables in the styles of `tests.tables`, printed by a real browser: their cells are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page

from ingest.read import read
from tests.tables.contents import f1, pairs, truth
from tests.tables.pages import print_to, printer
from tests.tables.printed import PRINTED
from tests.tables.styles import STYLES

SEED = 1
GOAL = 0.95  # F1 of cells
SHEETS = {**STYLES, **{f"{name} (printed)": style for name, style in PRINTED.items()}}


@pytest.mark.browser
@pytest.mark.parametrize("style", SHEETS)
def test_the_cells_of_a_table_are_read(style: str, page: Page, tmp_path: Path) -> None:
    sheet = SHEETS[style](Random(f"{style.removesuffix(' (printed)')}{SEED}"))
    path = print_to(tmp_path / "table.pdf", sheet, page)
    found = read(path, name=style).tables
    wanted = pairs(truth(content) for content in sheet.contents)
    assert f1(wanted, pairs((table.header, table.rows) for table in found)) >= GOAL


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    with printer(chromium) as page:
        yield page
