# ruff: noqa: E501 - a style is one line
"""More styles that a browser prints: matrices of the ten kinds, budgets and scoring sheets as offices set them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.tables.budgets import Build, bullets, long_texts, nested, of, scores, subtotals
from tests.tables.pages import Sheet, table

SMALL = "td,th{font-size:8pt}"
TINY = "td,th{font-size:7pt;padding:2pt 3pt}"
OPEN = "td,th{padding:3pt 8pt}"
ALL = "td,th{border:.75pt solid #000}"
ROWS = "td,th{border-bottom:.5pt solid #000}thead tr:first-child th{border-top:1pt solid #000}"
MIDDLE = "td,th{vertical-align:middle}th{text-align:center}"
NOTES = (
    "<p style='font-size:8pt;margin:3pt 0'>Catatan:</p><p style='font-size:8pt;margin:0'>1) Target dihitung "
    "kumulatif sampai dengan triwulan berjalan.</p><p style='font-size:8pt;margin:0'>2) Sumber: Biro Organisasi.</p>"
)


def _sheet(
    build: Build, css: str, *, wide: bool = True, before: str = "", after: str = "", numbers: str = ""
) -> Callable[[Random], Sheet]:
    def sheet(random: Random) -> Sheet:
        content = build(random)
        html = table(content)
        if numbers:
            width = sum(cell.columns for cell in content.head[0])
            row = "".join(f"<th>{numbers % number}</th>" for number in range(1, width + 1))
            html = html.replace("</thead>", f"<tr class=n>{row}</tr></thead>")
        return Sheet(css, before + html + after, [content], wide)

    return sheet


def _title_inside(css: str) -> Callable[[Random], Sheet]:
    def sheet(random: Random) -> Sheet:
        content = of("portal", 8)(random)
        width = sum(cell.columns for cell in content.head[0])
        title = f"<tr><th colspan={width}>MATRIKS RENCANA AKSI REFORMASI BIROKRASI TAHUN 2025</th></tr>"
        return Sheet(css, table(content).replace("<thead>", f"<thead>{title}"), [content], True)

    return sheet


def _on_pages(css: str, build: Build, parts: int = 3) -> Callable[[Random], Sheet]:
    """One table on several pages, each with a caption and the head, later ones called a continuation."""

    def sheet(random: Random) -> Sheet:
        content = build(random)
        size = -(-len(content.body) // parts)
        html = []
        for part in range(parts):
            rows = replace(content, body=content.body[part * size : (part + 1) * size])
            more = " (lanjutan)" if part else ""
            html.append(
                f"<div style='break-after:page'><p><b>Tabel 3.2{more}. Rencana aksi perangkat daerah</b></p>"
                f"{table(rows)}</div>"
            )
        return Sheet(css, "".join(html), [content], True)

    return sheet


def _beside(css: str) -> Callable[[Random], Sheet]:
    def sheet(random: Random) -> Sheet:
        contents = [of("ringkas", 7)(random), of("rupiah", 5)(random)]
        html = "".join(f"<div style='flex:1'>{table(content)}</div>" for content in contents)
        return Sheet(
            css, f"<div style='display:flex;gap:24pt;align-items:flex-start'>{html}</div>", contents, True
        )

    return sheet


PRINTED: dict[str, Callable[[Random], Sheet]] = {
    "coloured bands, head of two": _sheet(
        of("portal", flat=True),
        TINY + OPEN + "th{background:#1f4e79;color:#fff;font-size:7pt}td{font-size:7pt}",
    ),
    "coloured bands, one head": _sheet(
        of("tipe baris", 10), SMALL + "td,th{padding:4pt 6pt}th{background:#ffc000}"
    ),
    "zebra": _sheet(of("area perubahan", 12), SMALL + "tbody tr:nth-child(even){background:#f2f2f2}"),
    "zebra, middle": _sheet(
        of("kertas kerja", 9, flat=True),
        TINY + MIDDLE + "tbody tr:nth-child(odd){background:#ddebf7}th{background:#5b9bd5;color:#fff}",
    ),
    "double lines between rows": _sheet(
        of("mcp", 6, flat=True),
        SMALL
        + "td{border-bottom:2.25pt double #000}th{border-top:3pt double #000;border-bottom:3pt double #000}",
    ),
    "dotted lines between rows": _sheet(
        of("lampiran tahun", 9, flat=True),
        SMALL + "td{border-bottom:1pt dotted #000}th{border-bottom:1pt solid;border-top:1pt solid}",
    ),
    "dashed lines between rows": _sheet(of("portal", 8), TINY + "td,th{border-bottom:1pt dashed #666}"),
    "rules are thin areas": _sheet(
        of("portal", 7),
        TINY + "table{border-collapse:separate;border-spacing:0 .8pt;background:#000}td,th{background:#fff}",
    ),
    "half boxes": _sheet(
        of("kertas kerja", 8, flat=True),
        TINY
        + "table{border:1pt solid}th{border:.75pt solid}td:nth-child(4),td:nth-child(8){border-right:.75pt solid}tr{border-bottom:.5pt solid}",
    ),
    "number row in brackets, rows": _sheet(of("portal", 8), TINY + ROWS, numbers="(%d)"),
    "number row in brackets, no rules": _sheet(
        of("tipe baris", 9), SMALL + OPEN + ".n th{font-weight:normal;text-align:center}", numbers="(%d)"
    ),
    "subtotals, all": _sheet(subtotals, ALL + SMALL, wide=False),
    "subtotals, rows": _sheet(subtotals, ROWS + SMALL + "td:nth-child(n+3){text-align:right}", wide=False),
    "subtotals, no rules": _sheet(
        subtotals, SMALL + OPEN + "td:nth-last-child(-n+4){text-align:right}", wide=False
    ),
    "notes under rows": _sheet(of("area perubahan", 8), ROWS + SMALL, after=NOTES),
    "notes under no rules": _sheet(of("tipe baris", 8), SMALL + OPEN, after=NOTES),
    "side by side, rows": _beside(ROWS + SMALL),
    "side by side, no rules": _beside(SMALL + OPEN + "th{border-bottom:1pt solid}"),
    "turned heads, rows": _sheet(
        of("monev", 8),
        ROWS + TINY + "th[rowspan='1'][colspan='1'] .t{writing-mode:vertical-rl;transform:rotate(180deg)}",
    ),
    "continued, all": _on_pages(ALL + SMALL, of("portal", 21)),
    "continued, rows": _on_pages(ROWS + TINY, of("portal", 24)),
    "continued, no rules": _on_pages(SMALL + OPEN, of("tipe baris", 24)),
    "bullets, rows": _sheet(bullets, ROWS + TINY),
    "bullets, all": _sheet(bullets, ALL + TINY),
    "long texts, rows": _sheet(long_texts, ROWS + "td,th{font-size:9pt;padding:3pt}"),
    "long texts, all": _sheet(long_texts, ALL + "td,th{font-size:9pt;padding:3pt}"),
    "empty columns, all": _sheet(of("filled", 9), ALL + SMALL),
    "empty columns, rows": _sheet(of("filled", 9), ROWS + SMALL),
    "empty columns, columns": _sheet(
        of("filled", 9),
        SMALL
        + "td,th{border-left:.75pt solid;border-right:.75pt solid}table,th{border-bottom:.75pt solid}th{border-top:.75pt solid}",
    ),
    "rules stop at parents": _sheet(of("lampiran tahun", 10), ROWS + SMALL),
    "rules stop at two parents": _sheet(of("kompilasi", 12), ROWS + TINY),
    "rules stop at parents, middle": _sheet(of("input pemda", 12), ROWS + TINY + MIDDLE),
    "rules stop at one parent": _sheet(of("mcp", 7), ROWS + SMALL, wide=False),
    "nested rows, all": _sheet(nested, ALL, wide=False),
    "nested rows, rows": _sheet(nested, ROWS, wide=False),
    "nested rows, no rules": _sheet(nested, OPEN, wide=False),
    "scores, all": _sheet(scores, ALL, wide=False),
    "scores, rows": _sheet(scores, ROWS + MIDDLE, wide=False),
    "scores, no rules": _sheet(scores, OPEN, wide=False),
    "budget, no rules": _sheet(
        of("budget", 14, total=True), SMALL + OPEN + "td:nth-child(n+3){text-align:right}", wide=False
    ),
    "budget, head ruled": _sheet(
        of("budget", 14),
        SMALL + "th{border:.75pt solid}td:nth-child(n+3){text-align:right}table{border-bottom:.75pt solid}",
        wide=False,
    ),
    "rupiah apart": _sheet(
        of("rupiah", 9),
        ROWS + "td:nth-child(3) .t,td:nth-child(4) .t{display:block;text-align-last:justify}",
        wide=False,
    ),
    "rupiah apart, all": _sheet(
        of("rupiah", 9),
        ALL + "td:nth-child(3) .t,td:nth-child(4) .t{display:block;text-align-last:justify}",
        wide=False,
    ),
    "title inside, all": _title_inside(ALL + TINY),
    "title inside, rows": _title_inside(ROWS + TINY),
    "title inside, coloured": _title_inside(TINY + "th{background:#d9e2f3}td{border-bottom:.5pt solid #aaa}"),
}
