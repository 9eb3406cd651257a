"""The styles: how governments' tables are drawn, from fully ruled to without a line, and what is no table."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.tables.contents import Cell, Content, matrix, months, phrase, plain
from tests.tables.pages import Sheet, table

Make = Callable[[Random], Content]

RULED = "td,th{border:.75pt solid #000}"
SMALL = "td,th{font-size:8pt}"
OPEN = "td,th{padding:3pt 8pt}"
GAPS = "table{border-collapse:separate;border-spacing:%s}"
UPRIGHT = ".t{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}"
SHORT = ("no", "short", "unit", "num", "num")


def narrow(random: Random) -> Content:
    return matrix(random, money=False)


def short(random: Random) -> Content:
    return plain(random, 9, SHORT)


def many(random: Random) -> Content:
    return plain(random, 45)


def numbered(random: Random) -> Content:
    content = matrix(random, 35)
    content.numbers = True
    return content


def long_rows(random: Random) -> Content:
    content = plain(random, 12)
    for row in content.body:
        row[1].text, row[5].text = phrase(random, 60, 140), phrase(random, 5, 40)
    return content


def upright(random: Random) -> Content:
    heads = ["No", "Indikator kinerja", "Target tahun 2023", "Realisasi tahun 2023", "Penanggung jawab"]
    return plain(random, 6, ("no", "long", "num", "num", "opd"), heads)


def lists(random: Random) -> Content:
    content = plain(random, 5, ("no", "short", "num", "opd"))
    for number, row in enumerate(content.body):
        row[1].items = [(f"{i}." if number % 2 else "•", phrase(random, 4, 10)) for i in (1, 2, 3)]
    return content


def one_row(random: Random) -> Content:
    content = plain(random, 1, ("no", "long", "long", "opd"))
    for cell in content.body[0][1:3]:
        cell.items = [(f"{number}.", phrase(random, 4, 9)) for number in range(1, 5)]
    return content


def hyphens(random: Random) -> Content:
    content = plain(random, 8, ("no", "long", "long", "num"))
    for row in content.body:
        for cell in row:
            cell.hyphens = True
    return content


def coloured(random: Random) -> Content:
    content = matrix(random, 8)
    for row in content.body:
        for cell in row:
            cell.fill = random.choice(["", "", "#ff0", "#8f8"])
    return content


def total(random: Random) -> Content:
    content = plain(random, 8, ("no", "long", "unit", "money", "money", "opd"))
    content.body.append([Cell("Jumlah", columns=3), Cell("9.999.999"), Cell("8.888.888"), Cell()])
    return content


def open_total(random: Random) -> Content:
    content = plain(random, 8, ("no", "short", "money", "money"))
    content.body.append([Cell(), Cell("Jumlah"), Cell("9.999.999"), Cell("8.888.888")])
    return content


def sections(random: Random) -> Content:
    content = plain(random)
    content.body.insert(0, [Cell("A. Program penataan tata laksana", columns=6)])
    content.body.insert(5, [Cell("B. Program pengawasan", columns=6)])
    return content


def tiny(random: Random) -> Content:
    return plain(random, 20, ["no", "long", "short", "unit", *["num"] * 12, "money", "opd"])


def holes(random: Random) -> Content:
    return plain(random, 8, ("no", "short", "empty", "num", "empty", "opd"))


def _one(make: Make, css: str, *, wide: bool = False, foot: bool = False) -> Callable[[Random], Sheet]:
    def sheet(random: Random) -> Sheet:
        content = make(random)
        return Sheet(css, table(content), [content], wide, foot)

    return sheet


def _two(css: str, first: tuple[str, ...], second: tuple[str, ...], body: str) -> Callable[[Random], Sheet]:
    """Two tables, put into the body at its two places."""

    def sheet(random: Random) -> Sheet:
        contents = [plain(random, 6, first), plain(random, 8, second)]
        return Sheet(css, body % tuple(map(table, contents)), contents)

    return sheet


def _around(css: str, before: str, after: str, make: Make = plain) -> Callable[[Random], Sheet]:
    """A table in a text; "~" stands for a sentence."""

    def sheet(random: Random) -> Sheet:
        content = make(random)
        texts = [part.replace("~", phrase(random, 50, 90)) for part in (before, after)]
        return Sheet(css, f"{texts[0]}{table(content)}{texts[1]}", [content])

    return sheet


def _none(css: str, body: Callable[[Random], str]) -> Callable[[Random], Sheet]:
    return lambda random: Sheet(css, body(random), [])


def _letter(random: Random) -> str:
    heads = "".join(
        f"<span>{head}</span><span>:</span><span>{phrase(random, 2, 5)}</span>"
        f"<span>{'Kota, 3 Mei 2024' if head == 'Nomor' else ''}</span>"
        for head in ("Nomor", "Sifat", "Lampiran", "Hal")
    )
    text = "".join(f"<p style='text-align:justify'>{phrase(random, 50, 80)}.</p>" for _ in range(4))
    return f"<div class=g>{heads}</div>{text}<p style='margin-left:300pt'>Kepala Biro,<br><br>Nama Satu</p>"


def _articles(random: Random) -> str:
    """Paragraphs with figures, headings, and lists of numbers."""
    parts = []
    for number in range(1, 8):
        points = "".join(f"<li>{phrase(random, 6, 25)};</li>" for _ in range(random.randint(2, 5)))
        parts.append(f"<h4>{phrase(random, 2, 6)}</h4><p>{phrase(random, 40, 80)}.</p><ol>{points}</ol>")
        parts.append(
            f"<p>({number}) {phrase(random, 10, 40)} Rp{number}50.000.000 {phrase(random, 20, 30)}.</p>"
        )
    return f"<div>{''.join(parts)}</div>"


FORM = (
    "<div class=p><span>Instansi</span><span>: Provinsi Nusa Harapan</span>"
    "<span>Tahun</span><span>: 2024</span></div>"
)
SIGNED = (
    "<div style='display:flex;justify-content:space-around;margin-top:30pt'><div>Mengetahui,<br>Kepala Biro"
    "<br><br>Nama Satu</div><div>Kota, 4 Januari 2024<br>Analis<br><br>Nama Dua</div></div>"
)

STYLES: dict[str, Callable[[Random], Sheet]] = {
    "ruled": _one(plain, RULED),
    "ruled matrix": _one(matrix, RULED + SMALL, wide=True),
    "ruled, centred": _one(
        matrix, RULED + SMALL + "td,th{vertical-align:middle;text-align:center}", wide=True
    ),
    "ruled, at the bottom": _one(matrix, RULED + SMALL + "td,th{vertical-align:bottom}", wide=True),
    "months": _one(months, RULED + "td,th{font-size:7pt;padding:2pt}", wide=True),
    "pale hairlines": _one(plain, "td,th{border:.25pt solid #ddd}th{background:#1f4e79;color:#fff}"),
    "double rules": _one(plain, "td,th{border:4.5pt double #000}"),
    "dashed": _one(plain, "td,th{border:2pt dashed #555}"),
    "dotted": _one(matrix, "td,th{border:1pt dotted #000}" + SMALL, wide=True),
    "rules between rows": _one(plain, "tr{border-bottom:.75pt solid}thead tr{border-top:1pt solid}"),
    "rules between rows, matrix": _one(
        narrow,
        "td,th{border-bottom:.75pt solid;font-size:8pt}thead tr:first-child th{border-top:1pt solid}",
        wide=True,
    ),
    "no rule on top": _one(
        narrow,
        "td{border-bottom:.5pt solid #999}th{border-bottom:1pt solid}td,th{font-size:8pt;padding:3pt 5pt}",
        wide=True,
    ),
    "three rules": _one(
        short, "table{border-top:1pt solid;border-bottom:1pt solid}thead{border-bottom:.5pt solid}"
    ),
    "three rules, matrix": _one(
        narrow,
        "table{border-top:1pt solid;border-bottom:1pt solid}thead{border-bottom:.5pt solid}"
        "td,th{font-size:8pt;padding:3pt 7pt}th[colspan='4']{border-bottom:.5pt solid;text-align:center}",
        wide=True,
    ),
    "stripes": _one(plain, "tbody tr:nth-child(odd){background:#eee}th{background:#ccc}"),
    "stripes, even": _one(plain, "tbody tr:nth-child(even){background:#eee}thead tr{background:#ccc}"),
    "stripes, matrix": _one(
        narrow, "tbody tr:nth-child(odd) td{background:#eee}th{background:#bbb}" + SMALL, wide=True
    ),
    "white rules": _one(
        plain, "td,th{border:1.5pt solid #fff}tbody tr{background:#f0f4fa}th{background:#4472c4;color:#fff}"
    ),
    "coloured head": _one(short, "th{background:#234;color:#fff}td{padding:5pt 4pt}"),
    "coloured head of three": _one(
        months,
        "th{background:#dfe7f3;border:.5pt solid #fff}td{border-bottom:.5pt solid #ccc}td,th{font-size:7pt}",
        wide=True,
    ),
    "no rules": _one(short, OPEN),
    "no rules, wrapped": _one(plain, OPEN),
    "no rules, matrix": _one(narrow, OPEN + SMALL, wide=True),
    "no rules, figures right": _one(
        lambda random: plain(random, 12, ("no", "short", "money", "num")),
        OPEN + "td:nth-child(n+3),th:nth-child(n+3){text-align:right}",
    ),
    "no outer rules": _one(narrow, RULED + SMALL + "table{border-style:hidden}", wide=True),
    "upright rules only": _one(
        plain,
        "td,th{border-left:.75pt solid;border-right:.75pt solid}table,thead{border-bottom:.75pt solid}"
        "thead{border-top:.75pt solid}",
    ),
    "cells apart": _one(plain, GAPS % "3pt" + "td,th{border:.5pt solid}"),
    "cells far apart, matrix": _one(narrow, GAPS % "7pt" + "td,th{border:.5pt solid}" + SMALL, wide=True),
    "coloured cells apart": _one(narrow, GAPS % "2pt" + "td{background:#f3f3f3}th{background:#ddd}" + SMALL),
    "upright heads": _one(upright, RULED + f"th:nth-child(n+3) {UPRIGHT}"),
    "upright heads, wrapped": _one(
        upright,
        RULED + "th:nth-child(n+3) .t{writing-mode:vertical-rl;transform:rotate(180deg);max-height:80pt;"
        "display:inline-block}",
    ),
    "over pages": _one(many, RULED),
    "over pages, numbers": _one(numbered, RULED + SMALL, wide=True),
    "over pages, no head again": _one(many, RULED + "thead{display:table-row-group}"),
    "over pages, cut rows": _one(long_rows, RULED + "td,th{font-size:11pt}"),
    "over pages, cut rows, no head again": _one(
        long_rows, RULED + "td,th{font-size:11pt}thead{display:table-row-group}"
    ),
    "over pages, feet": _one(many, RULED, foot=True),
    "over pages, feet, no rules": _one(lambda random: plain(random, 60, SHORT), OPEN, foot=True),
    "lists in cells": _one(lists, RULED),
    "one row of lists": _one(one_row, RULED),
    "soft hyphens": _one(hyphens, RULED + "table{width:60%}td{font-size:11pt}"),
    "narrow columns": _one(matrix, RULED + "td,th{font-size:6pt;padding:1pt}"),
    "tiny letters": _one(tiny, RULED + "td,th{font-size:4.5pt;padding:1pt 1.5pt}", wide=True),
    "coloured cells": _one(coloured, RULED + SMALL, wide=True),
    "empty columns": _one(holes, RULED),
    "a total": _one(total, RULED),
    "a total, no rules": _one(open_total, OPEN + "tbody tr:last-child{border-top:1pt solid}"),
    "section rows": _one(sections, RULED),
    "text on the rules": _one(
        plain, RULED + "td,th{padding:0 1pt;line-height:.95}td .t{position:relative;top:-2pt}"
    ),
    "side by side": _two(
        RULED + ".two{display:flex;gap:8pt;align-items:flex-start}.two table{width:48%}",
        ("no", "short", "num"),
        ("no", "opd", "unit", "num"),
        "<div class=two>%s%s</div>",
    ),
    "one under the other": _two(
        RULED + "table{margin-bottom:6pt}", ("no", "long", "num"), ("no", "short", "unit", "opd"), "%s%s"
    ),
    "one under the other, no rules": _two(
        OPEN, ("no", "short", "num", "num"), ("no", "opd", "unit", "num", "num"), "%s<h3>Tabel kedua</h3>%s"
    ),
    "under a form": _around(RULED + ".p{display:grid;grid-template-columns:90pt 1fr}", FORM, FORM),
    "between paragraphs": _around(
        OPEN + "p{margin:0}tr{border-bottom:.5pt solid}", "<p>~</p>", "<p>~</p>", short
    ),
    "over signatures": _around(RULED, "<p>~</p>", SIGNED),
    "in a frame": _around(
        RULED + ".f{border:2pt solid;padding:20pt}", "<div class=f><h2>Lampiran</h2><p>~</p>", "</div>"
    ),
    "none: columns of text": _none(
        "div{column-count:2;text-align:justify}",
        lambda random: f"<div>{''.join(f'<p>{phrase(random, 60, 90)}.</p>' for _ in range(8))}</div>",
    ),
    "none: columns of text and lists": _none(
        "div{column-count:2;text-align:justify;font-size:11pt}", _articles
    ),
    "none: three columns of text and lists": _none(
        "div{column-count:3;column-gap:12pt;text-align:justify;font-size:9pt}", _articles
    ),
    "none: three columns of text": _none(
        ".c{display:flex;gap:20pt}.c p{flex:1}",
        lambda random: f"<div class=c>{''.join(f'<p>{phrase(random, 40, 50)}</p>' for _ in range(3))}</div>",
    ),
    "none: contents": _none(
        ".l{display:flex}.l i{flex:1;border-bottom:1pt dotted}",
        lambda random: "".join(
            f"<div class=l><b>{number}.</b>&nbsp;{phrase(random, 3, 6)}<i></i>{number * 3}</div>"
            for number in range(1, 25)
        ),
    ),
    "none: a letter": _none(".g{display:grid;grid-template-columns:70pt 10pt 1fr 120pt}", _letter),
    "none: a list": _none(
        "", lambda random: f"<ol>{''.join(f'<li>{phrase(random, 6, 14)}</li>' for _ in range(15))}</ol>"
    ),
}
