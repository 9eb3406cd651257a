"""Tables as pages of HTML, printed to PDF by a browser."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.tables.contents import Cell, Content, truth

BASE = """body{font:10pt 'Liberation Sans',Arial,sans-serif;margin:0}
table{border-collapse:collapse;width:100%} td,th{padding:3pt 4pt;vertical-align:top;text-align:left}
.item{display:flex;gap:3pt}"""
FOOT = '<p style="font-size:8pt;width:100%;text-align:center">Halaman <span class="pageNumber"></span></p>'
SOFT = {
    "peningkatan": "pening\u00adkatan",
    "akuntabilitas": "akunta\u00adbilitas",
    "pertanggungjawaban": "pertang\u00adgungjawaban",
}


@dataclass
class Sheet:
    """What is printed: the style, the body, and the tables that must be read of it."""

    css: str
    body: str
    contents: list[Content]
    wide: bool = False
    foot: bool = False


def table(content: Content) -> str:
    rows = [f"<tr>{''.join(_cell(cell, 'th') for cell in row)}</tr>" for row in content.head]
    if content.numbers:
        width = len(truth(content)[0])
        last = f"{width} = ({width - 2}+{width - 1})"
        numbers = [str(number) for number in range(1, width)] + [last]
        rows.append(f"<tr>{''.join(f'<th>{number}</th>' for number in numbers)}</tr>")
    body = [f"<tr>{''.join(_cell(cell, 'td') for cell in row)}</tr>" for row in content.body]
    return f"<table><thead>{''.join(rows)}</thead><tbody>{''.join(body)}</tbody></table>"


def _cell(cell: Cell, tag: str) -> str:
    text = cell.text
    for word, soft in SOFT.items() if cell.hyphens else ():
        text = text.replace(word, soft).replace(word.capitalize(), soft.capitalize())
    points = "".join(
        f"<div class=item><span>{sign}</span> <span>{html.escape(point)}</span></div>"
        for sign, point in cell.items
    )
    style = f' style="background:{cell.fill}"' if cell.fill else ""
    spans = f" colspan={cell.columns} rowspan={cell.rows}"
    return f"<{tag}{spans}{style}><span class=t>{html.escape(text)}</span>{points}</{tag}>"


@contextmanager
def printer(chromium: str) -> Iterator[Page]:
    """A browser's page that prints."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def print_to(path: Path, sheet: Sheet, page: Page) -> Path:
    size = f"@page{{size:A4 {'landscape' if sheet.wide else 'portrait'};margin:15mm}}"
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{size}{BASE}{sheet.css}</style>{sheet.body}")
    feet = {"display_header_footer": True, "header_template": "<i></i>", "footer_template": FOOT}
    page.pdf(path=path, prefer_css_page_size=True, print_background=True, **(feet if sheet.foot else {}))
    return path
