"""Budgets, scoring sheets and other matrices beside the ten kinds, invented from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.tables.contents import Cell, Content, phrase
from tests.tables.kinds import KINDS, Kind, content_of, with_total, without_parents

Build = Callable[[Random], Content]

BUDGET = Kind(
    [
        ["Kode Rekening", "Uraian", "Anggaran (Rp)", "<", "Bertambah/ (Berkurang)", "<"],
        ["^", "^", "Sebelum", "Sesudah", "Rp", "%"],
    ],
    ["account", "name", "money", "money", "money", "percent"],
)
SCORES = Kind(
    [["No", "Komponen/Kriteria", "Bobot", "Jawaban", "Nilai", "Catatan Evaluasi"]],
    ["no", "name", "figure", "tick", "figure", "remark"],
)
FILLED = Kind(
    [
        ["No", "Rencana Aksi", "Output", "Target", "Realisasi", "<", "Kendala", "Paraf"],
        ["^", "^", "^", "^", "Fisik", "Keuangan", "^", "^"],
    ],
    ["no", "act", "name", "percent", "empty", "empty", "empty", "empty"],
)
RUPIAH = Kind(
    [["No", "Program/Kegiatan", "Pagu", "Realisasi", "Persen"]],
    ["no", "act", "rupiah", "rupiah", "percent"],
)
SHORT = Kind([["No", "Kegiatan", "Target", "Pelaksana"]], ["no", "name", "percent", "office"])
OURS = {**KINDS, "ringkas": SHORT, "budget": BUDGET, "scores": SCORES, "filled": FILLED, "rupiah": RUPIAH}

_LIKE = {"account": "code", "rupiah": "money", "empty": "tick"}  # kinds of text of this module


def _text(random: Random, kind: str, cell: Cell) -> Cell:
    """The cell, or what stands in one of a kind of text of its own."""
    if kind == "account":
        return Cell(f"5.{random.randint(1, 2)}.0{random.randint(1, 4)}.{random.randint(1, 99):02}")
    if kind == "rupiah":
        return Cell(f"Rp {random.randint(1, 99)}.{random.randint(0, 999):03}.000")
    if kind == "empty":
        return Cell()
    return cell


def of(name: str, rows: int = 8, *, flat: bool = False, total: bool = False) -> Build:
    """What makes a matrix of a kind."""
    kind = without_parents(OURS[name]) if flat else OURS[name]
    known = replace(kind, columns=[_LIKE.get(text, text) for text in kind.columns])

    def build(random: Random) -> Content:
        content = content_of(random, known, rows)
        for cells in content.body:
            if len(cells) == len(kind.columns):
                columns = zip(kind.columns, cells, strict=True)
                cells[:] = [_text(random, text, cell) for text, cell in columns]
        return with_total(content, kind) if total else content

    return build


def subtotals(random: Random) -> Content:
    """Groups of rows, each with a sum of its own, and one of all."""
    content = of("budget", 9)(random)
    body = []
    for number, row in enumerate(content.body, 1):
        body.append(row)
        if number % 3 == 0:
            body.append(_sums(f"Sub Jumlah {number // 3}", f"{number}.500.000"))
    return replace(content, body=[*body, _sums("JUMLAH", "99.500.000")])


def _sums(name: str, amount: str) -> list[Cell]:
    return [Cell(name, columns=2), *(Cell(amount) for _ in range(3)), Cell("12%")]


def scores(random: Random) -> Content:
    """A scoring sheet: components with a weight and a value of their own over their criteria."""
    content = of("scores", 9)(random)
    body = []
    for number, row in enumerate(content.body):
        if number % 3 == 0:
            name = f"{['PERENCANAAN', 'PENGUKURAN', 'PELAPORAN'][number // 3]} KINERJA"
            body.append(
                [Cell("ABC"[number // 3]), Cell(name), Cell("30,00"), Cell(), Cell(f"2{number},15"), Cell()]
            )
        body.append(row)
    return replace(content, body=body)


def bullets(random: Random) -> Content:
    content = of("portal", 6)(random)
    for row in content.body:
        row[1] = Cell(row[1].text, items=[("•", phrase(random, 3, 8)) for _ in range(random.randint(1, 3))])
    return content


def long_texts(random: Random) -> Content:
    content = of("kertas kerja", 14, flat=True)(random)
    for row in content.body:
        row[10].text, row[2].text = phrase(random, 12, 40), phrase(random, 10, 40)
    return content


def nested(random: Random) -> Content:
    """Actions with sub-actions of their own rows, numbered beneath them."""
    body: list[list[Cell]] = []
    for number in range(1, 4):
        body.append(
            [
                Cell(str(number)),
                Cell(phrase(random, 4, 9)),
                *(Cell() for _ in range(3)),
                Cell(f"{number}5.000.000"),
            ]
        )
        for letter in "abc"[: random.randint(2, 3)]:
            row = [
                f"{number}.{letter}",
                phrase(random, 4, 9),
                "Dokumen",
                str(number),
                "TW II",
                f"{number}.250.000",
            ]
            body.append([Cell(text) for text in row])
    heads = ["No", "Rencana Aksi / Sub Aksi", "Satuan", "Target", "Waktu", "Anggaran (Rp)"]
    return Content([[Cell(head) for head in heads]], body)
