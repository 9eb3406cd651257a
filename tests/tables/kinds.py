# ruff: noqa: E501 - a row of heads is one line
"""The ten kinds of matrices that offices upload, invented anew from a seed, as contents of tables.

A head's cell that goes on from the left is "<", one that goes on from above "^".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from tests.tables.contents import Cell, Content, phrase

OFFICES = [
    "Bappeda",
    "Biro Organisasi",
    "Dinas Komunikasi dan Informatika",
    "Inspektorat",
    "BKPSDM",
    "Dinas Penanaman Modal dan PTSP",
    "Bagian Umum",
    "Dinas Kesehatan, Dinas Sosial",
]
UNITS = ["%", "Dokumen", "Laporan", "Orang", "Indeks", "Kali", "Unit Kerja", "Perda", "Aplikasi"]
ACTS = ["Menyusun", "Melaksanakan", "Mengevaluasi", "Menetapkan", "Mereviu", "Membina", "Menyelenggarakan"]
LINK = "https://drive.google.com/drive/folders/1aB%sxY"
QUARTERS = ("TW I", "TW II", "TW III", "TW IV")


@dataclass(frozen=True)
class Kind:
    """`head` row by row, `columns` the kind of text in each, `levels` how many of the first columns are
    merged over the rows of a parent, the outer ones first."""

    head: Sequence[Sequence[str]]
    columns: Sequence[str]
    levels: Sequence[int] = ()
    numbers: bool = False
    sections: bool = False


def _quarters(name: str) -> list[str]:
    return [name, "<", "<", "<"]


KINDS = {
    "portal": Kind(
        [
            ["No", "Rencana Aksi", "Output", "<", *_quarters("Target"), "Anggaran (Rp)", "Unit Kerja", "<"],
            ["^", "^", "Satuan", "Indikator", *QUARTERS, "^", "Pelaksana", "Koordinator"],
        ],
        ["no", "act", "unit", "name", *["figure"] * 4, "money", "office", "office"],
    ),
    "kompilasi": Kind(
        [
            ["Fokus Tematik", "Permasalahan", "Nama Kegiatan", "Output", "<", *_quarters("TW"), "Anggaran", "PIC"],
            ["^", "^", "^", "Satuan", "Indikator", "I", "II", "III", "IV", "^", "^"],
        ],
        ["short", "name", "act", "unit", "name", *["count"] * 4, "money", "office"],
        levels=(1, 1),
    ),
    "kertas kerja": Kind(
        [
            ["No", "Kegiatan Utama", "Rencana Aksi", "Output", *_quarters("Target"), "PIC", "Triwulan I", "<", "<"],
            ["^", "^", "^", "^", "TW1", "TW2", "TW3", "TW4", "^", "Realisasi", "Kendala", "Solusi"],
        ],
        ["no", "name", "act", "name", *["percent"] * 4, "office", "percent", "remark", "remark"],
        levels=(2,),
    ),
    "tipe baris": Kind(
        [["Tipe", "Nomor", "Sasaran Kegiatan", "Indikator", "Target", "Waktu", "Pelaksana", "Data Dukung"]],
        ["type", "code", "act", "name", "percent", "time", "office", "proof"],
    ),
    "monev": Kind(
        [
            ["NO", "SASARAN", "INDIKATOR", *_quarters("TARGET SASARAN"), *_quarters("REALISASI"), "% CAPAIAN", "CATATAN"],
            ["^", "^", "^", *QUARTERS, *QUARTERS, "^", "^"],
        ],
        ["no", "act", "name", *["count"] * 4, *["some"] * 4, "percent", "remark"],
        sections=True,
    ),
    "pemantauan": Kind(
        [
            ["Sasaran Strategis", "Indikator", "Satuan", *_quarters("Target"), *_quarters("Realisasi"), "Program", "Anggaran", "<"],
            ["^", "^", "^", *_quarters("Triwulan"), *_quarters("Triwulan"), "^", "Pagu", "Realisasi"],
            ["^", "^", "^", *QUARTERS, *QUARTERS, "^", "^", "^"],
        ],
        ["name", "name", "unit", *["figure"] * 4, *["some"] * 4, "act", "money", "money"],
        levels=(1,),
        numbers=True,
    ),
    "input pemda": Kind(
        [
            ["KEGIATAN UTAMA", "URAIAN KEGIATAN", "OUTPUT", "<", "TARGET PER TRIWULAN", *["<"] * 5, "JUMLAH ANGGARAN", "PERANGKAT DAERAH"],
            ["^", "^", "SATUAN", "INDIKATOR", "AWAL", "TW-I", "TW-II", "TW-III", "TW-IV", "AKHIR", "^", "^"],
        ],
        ["name", "act", "unit", "name", *["count"] * 6, "money", "office"],
        levels=(1,),
    ),
    "area perubahan": Kind(
        [
            ["NO", "AREA PERUBAHAN", "PROGRAM", "KEGIATAN", "PERIODE", "<", "ANGGARAN Rp.000.000", "<", "STATUS", "<"],
            ["^", "^", "^", "^", "TARGET", "REALISASI", "T", "R", "TERCAPAI", "TIDAK"],
        ],
        ["no", "short", "name", "act", "month", "month", "million", "million", "tick", "tick"],
        numbers=True,
    ),
    "lampiran tahun": Kind(
        [
            ["No", "Kegiatan", "Sub Kegiatan", "Output", "Tahun Pelaksanaan", "<", "<"],
            ["^", "^", "^", "^", "2022", "2023", "2024"],
        ],
        ["no", "name", "act", "name", "tick", "tick", "tick"],
        levels=(2,),
    ),
    "mcp": Kind(
        [["ASPEK", "INDIKATOR", "TUJUAN", "PENANGGUNG JAWAB", "DOKUMEN KELENGKAPAN", "PENILAIAN"]],
        ["short", "name", "act", "office", "list", "points"],
        levels=(1,),
        numbers=True,
    ),
}  # fmt: skip


SMALL = {
    "masalah": Kind([["Uraian", "Permasalahan", "Tindak Lanjut"]], ["name", "act", "act"]),
    "ringkas": Kind([["No", "Kegiatan", "Target", "Pelaksana"]], ["no", "name", "percent", "office"]),
    "jadwal": Kind(
        [["No", "Kegiatan", "Tahun", "<"], ["^", "^", "2024", "2025"]], ["no", "act", "tick", "tick"]
    ),
}


def content_of(random: Random, kind: Kind, rows: int) -> Content:
    """A matrix of a kind."""
    head = [_head_row(kind.head, row) for row in range(len(kind.head))]
    parents = _parents(random, rows, len(kind.levels))
    body: list[list[Cell]] = []
    for row in range(rows):
        cells, column = [], 0
        for level, width in enumerate(kind.levels):
            span = parents[level].get(row, 0)
            if span:
                number = sorted(parents[level]).index(row) + 1
                texts = [text_of(random, kind.columns[column + at], number) for at in range(width)]
                cells += [Cell(text, rows=span) for text in texts]
            column += width
        rest = kind.columns[column:]
        items = random.randint(2, 4)
        cells += [_cell(random, name, row + 1, items) for name in rest]
        body.append(cells)
    if kind.sections:
        body = _with_sections(random, body, len(kind.columns))
    return Content(head, body, kind.numbers)


def without_parents(kind: Kind) -> Kind:
    """The kind with no cell merged downwards."""
    return replace(kind, levels=())


def with_total(content: Content, kind: Kind) -> Content:
    """The content with a row of sums at its end."""
    first = next((at for at, name in enumerate(kind.columns) if name in {"money", "million"}), None)
    if first is None:
        return content
    sums = [Cell("12.345.678.000" if name in {"money", "million"} else "") for name in kind.columns[first:]]
    return replace(content, body=[*content.body, [Cell("Jumlah", columns=first), *sums]])


def text_of(random: Random, kind: str, number: int = 0) -> str:
    """The text of a cell that is no list."""
    count = random.choice([1, 1, 1, 2, 3, 4, 12, 25, 100, 350])
    share = f"{random.randint(1, 100)}"
    decimal = f"{random.randint(1, 99)},{random.randint(0, 99):02}"
    days = random.choice(["Januari", "Maret", "Juli s.d. Desember", "TW I - IV", "April 2025", "Desember"])
    texts = {
        "no": lambda: f"{number}",
        "act": lambda: f"{random.choice(ACTS)} {phrase(random, 3, 12).lower()}",
        "name": lambda: phrase(random, 2, 7),
        "short": lambda: phrase(random, 1, 3),
        "unit": lambda: random.choice(UNITS),
        "count": lambda: str(count),
        "figure": lambda: random.choice([decimal, str(count), f"{share}%"]),
        "percent": lambda: f"{share}%",
        "some": lambda: random.choice(["", "", str(count), "-"]),
        "money": lambda: f"{random.randint(1, 999)}.{random.randint(0, 999):03}.000",
        "million": lambda: random.choice([str(random.randint(10, 999)), decimal]),
        "office": lambda: random.choice(OFFICES),
        "tick": lambda: random.choice(["V", "V", ""]),
        "month": lambda: days,
        "type": lambda: random.choice(["K", "IO"]),
        "code": lambda: f"IO.{number}.{random.randint(1, 9)}",
        "time": lambda: random.choice(["B03", "B06", "B03, B06, B09, B12", "B12"]),
        "proof": lambda: random.choice(["Laporan pelaksanaan", "Notulen dan daftar hadir", "SK Tim", ""]),
        "remark": lambda: random.choice(["-", "Anggaran terlambat", phrase(random, 3, 9), ""]),
    }
    return texts[kind]()


def _cell(random: Random, kind: str, number: int, items: int) -> Cell:
    if kind == "list":
        return Cell(items=[(f"{chr(97 + at)}.", phrase(random, 2, 6)) for at in range(items)])
    if kind == "points":
        return Cell(items=[(f"{chr(97 + at)}.", f"nilai {random.randint(1, 9)}0") for at in range(items)])
    return Cell(text_of(random, kind, number))


def _head_row(head: Sequence[Sequence[str]], row: int) -> list[Cell]:
    cells = []
    for column, text in enumerate(head[row]):
        if text in {"<", "^"}:
            continue
        right = down = 1
        while column + right < len(head[row]) and head[row][column + right] == "<":
            right += 1
        while row + down < len(head) and head[row + down][column] == "^":
            down += 1
        cells.append(Cell(text, columns=right, rows=down))
    return cells


def _parents(random: Random, rows: int, levels: int) -> list[dict[int, int]]:
    """First row -> how many rows, of the parents of each level; inner ones end where their outer one does."""
    found = []
    outer: set[int] = set()
    for level in range(levels):
        row = 0
        while row < rows:
            outer.add(row)
            row += random.randint(1, 2 * (levels - level))
        starts = sorted(outer)
        found.append({one: two - one for one, two in pairwise([*starts, rows])})
    return found


def _with_sections(random: Random, body: list[list[Cell]], width: int) -> list[list[Cell]]:
    places = [0, max(2, len(body) // 2)]
    found = []
    for row, cells in enumerate(body):
        if row in places:
            found.append([Cell(f"{'AB'[places.index(row)]}. {phrase(random, 2, 5)}", columns=width)])
        found.append(cells)
    return found
