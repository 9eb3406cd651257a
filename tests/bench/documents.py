"""Documents with invented contents that reading is measured by, made on the spot by a generator of random
numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import typst
import xlsxwriter

WORDS = [
    "pemerintah",
    "daerah",
    "melaksanakan",
    "kegiatan",
    "peningkatan",
    "kualitas",
    "pelayanan",
    "publik",
    "dengan",
    "target",
    "capaian",
    "kinerja",
    "sebesar",
    "persen",
    "pada",
    "triwulan",
    "tahun",
    "anggaran",
    "realisasi",
    "indikator",
    "sasaran",
    "strategis",
    "program",
    "perangkat",
    "2023",
    "12,50",
    "1.250.000.000",
    "Rp50.000",
    "keselamatan",
    "masyarakat",
    "yang",
    "dan",
    "di",
    "untuk",
    "nilai",
    "predikat",
    "B",
    "naik",
    "menjadi",
    "75,5",
]


def prose_pdf(rng: random.Random, pages: int) -> bytes:
    paragraphs = "\n\n".join(" ".join(rng.choice(WORDS) for _ in range(85)) + "." for _ in range(6 * pages))
    body = "#pagebreak()\n".join("\n\n".join(part) for part in chunks(paragraphs.split("\n\n"), 6))
    head = "#set page(margin: 2cm)\n#set par(justify: true)\n#set text(size: 10.5pt, hyphenate: false)\n"
    return typst.compile((head + body).encode())


def columns_pdf(rng: random.Random, pages: int) -> bytes:
    text = "\n\n".join(" ".join(rng.choice(WORDS) for _ in range(80)) + "." for _ in range(6 * pages))
    head = "#set page(margin: 2cm, columns: 2)\n#set par(justify: true)\n#set text(hyphenate: false)\n"
    return typst.compile((head + text).encode())


def matrix_pdf(rng: random.Random, rows: int) -> bytes:
    heads = "No Sasaran Indikator Satuan Target I II III IV Anggaran Penanggung Keterangan".split()  # noqa: SIM905
    cells = ", ".join(f"[{head}]" for head in heads)
    body = ", ".join(f"[{text}]" for number in range(1, rows + 1) for text in matrix_row(rng, number))
    widths = "(auto, 2fr, 2fr, auto, auto, auto, auto, auto, auto, auto, 1.5fr, 1fr)"
    head = "#set page(flipped: true, margin: 1.5cm)\n#set text(size: 8pt)\n"
    return typst.compile(f"{head}#table(columns: {widths}, table.header({cells}), {body})".encode())


def matrix_row(rng: random.Random, number: int) -> list[str]:
    def some(least: int, most: int) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most)))

    figures = [f"{rng.randint(1, 99)},{rng.randint(10, 99)}" for _ in range(5)]
    return [
        str(number),
        some(4, 14),
        some(4, 14),
        "persen",
        *figures,
        f"{rng.randint(1, 999)}.000.000",
        some(3, 6),
        some(1, 4),
    ]


def make_book(path: Path, rng: random.Random) -> None:
    """Rows as plans have them: a number, four sentences, amounts, a share, a day."""
    first = datetime(2024, 1, 1)  # noqa: DTZ001
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        money, share, day = (book.add_format({"num_format": code}) for code in ("#,##0", "0%", "dd/mm/yyyy"))
        for row in range(10_000):
            sheet.write_row(row, 0, [row, *(" ".join(rng.choices(WORDS, k=8)) for _ in range(4))])
            sheet.write_row(row, 5, [rng.randrange(10**9) for _ in range(4)], money)
            sheet.write(row, 9, rng.random(), share)
            sheet.write(row, 10, first + timedelta(days=row % 365), day)


def chunks(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
