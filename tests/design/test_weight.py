"""A first view is light: a page, its sheet and its scripts, compressed, on a line of 256 kbit/s."""

import gzip
from pathlib import Path

import pytest

from tests.design.conftest import IMPORTS
from tests.design.samples import CONTEXT, shell
from tracker.web.pages import TEMPLATE_FOLDER, environment

BUDGET = 60_000
STATIC = TEMPLATE_FOLDER.parent / "static"
FIRST_VIEW = (
    "vendor/renaksi.css",
    "vendor/htmx.min.js",
    "vendor/renaksi.js",
    "vendor/icons.svg",
    "js/theme.js",
)
ROWS = 50
LIST = (
    '{% extends "base.html" %}'
    + IMPORTS
    + "{% block main %}{% call tables.table(columns, 'Rencana aksi') %}{% for row in range(rows) %}"
    "<tr><th scope='row'>Penyusunan peta proses bisnis perangkat daerah nomor {{ row * 7919 }}</th>"
    "<td>{{ states.badge('submitted') }}</td>"
    "<td>{{ bars.nested_bar(p, p, p, row, href='/r/' ~ row) }}</td></tr>"
    "{% endfor %}{% endcall %}{% endblock %}"
)


def compressed(data: bytes) -> int:
    """Bytes on the line."""
    return len(gzip.compress(data, 6))


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """What every first view fetches beside the page; made by `python -m tracker.vendor`."""
    return [STATIC / name for name in FIRST_VIEW]


def test_a_page_with_a_long_list_stays_within_the_budget(files: list[Path]) -> None:
    page = environment().from_string(LIST).render(CONTEXT | shell() | {"rows": ROWS}).encode()
    total = compressed(page) + sum(compressed(path.read_bytes()) for path in files)
    assert total <= BUDGET
