"""What stands in a table, and what must be read of it (contract: "Tables")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

_WORDS = """
pemerintah daerah melaksanakan kegiatan peningkatan kualitas pelayanan publik penyusunan dokumen laporan
kinerja sasaran strategis program perangkat penataan tatalaksana sistem manajemen evaluasi akuntabilitas
pengawasan reformasi birokrasi jumlah persentase indeks nilai unit kerja survei kepuasan masyarakat
anak-anak undang-undang aparatur sipil negara arsip digital layanan terpadu satu pintu kabupaten provinsi
triwulan penyederhanaan penyelenggaraan pertanggungjawaban
"""
WORDS = _WORDS.split()
OPD = ["Bappeda", "Biro Organisasi", "Dinas Kominfo", "Inspektorat", "BKD", "DPMPTSP"]
UNITS = ["persen", "dokumen", "unit kerja", "indeks", "orang", "laporan"]
HEADS = {
    "no": "No",
    "long": "Indikator kinerja",
    "short": "Sasaran",
    "unit": "Satuan",
    "num": "Target",
    "money": "Anggaran (Rp)",
    "opd": "Penanggung jawab",
    "empty": "Keterangan",
}
KINDS = ("no", "long", "unit", "num", "num", "opd")

Pair = tuple[int, str]  # column, text


@dataclass
class Cell:
    """`items` are the points of a list in the cell: (sign, text). `hyphens`: words may break at soft ones."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    items: list[tuple[str, str]] = field(default_factory=list)
    fill: str = ""
    hyphens: bool = False


@dataclass
class Content:
    """`numbers`: a row that counts the columns stands under the head."""

    head: list[list[Cell]]
    body: list[list[Cell]]
    numbers: bool = False


def phrase(random: Random, fewest: int, most: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(random.randint(fewest, most))).capitalize()


def text_of(random: Random, kind: str, number: int = 0) -> str:
    figure = f"{random.randint(1, 99)},{random.randint(0, 99):02}"
    return {
        "no": str(number),
        "long": phrase(random, 6, 14),
        "short": phrase(random, 1, 3),
        "unit": random.choice(UNITS),
        "num": random.choice([figure, str(random.randint(1, 400)), f"{random.randint(1, 100)} %"]),
        "money": f"{random.randint(1, 999)}.{random.randint(0, 999):03}.{random.randint(0, 999):03}",
        "opd": random.choice(OPD),
        "empty": "",
    }[kind]


def plain(
    random: Random, rows: int = 8, kinds: Sequence[str] = KINDS, heads: Sequence[str] | None = None
) -> Content:
    """One row of heads, cells of the kinds."""
    seen: Counter[str] = Counter()
    names = []
    for kind in kinds:
        seen[kind] += 1
        names.append(HEADS[kind] + (f" {2023 + seen[kind]}" if kinds.count(kind) > 1 else ""))
    body = [[Cell(text_of(random, kind, row)) for kind in kinds] for row in range(1, rows + 1)]
    return Content([[Cell(name) for name in heads or names]], body)


def matrix(random: Random, rows: int = 6, *, money: bool = True) -> Content:
    """Two rows of heads, and parents merged over one to three rows."""
    tall = {name: Cell(name, rows=2) for name in ("No", "Sasaran strategis", "Indikator", "Penanggung jawab")}
    budget = [Cell("Anggaran", columns=2)] if money else []
    first = [*list(tall.values())[:3], Cell("Target kinerja", columns=4), *budget, tall["Penanggung jawab"]]
    second = [Cell(f"TW {number}") for number in ("I", "II", "III", "IV")]
    second += [Cell("APBD"), Cell("APBN")] if money else []
    body: list[list[Cell]] = []
    while len(body) < rows:
        count = min(random.randint(1, 3), rows - len(body))
        parents = [Cell(str(len(body) + 1), rows=count), Cell(phrase(random, 4, 8), rows=count)]
        for index in range(count):
            cells = [Cell(phrase(random, 5, 10)), *(Cell(text_of(random, "num")) for _ in range(4))]
            if money:
                cells += [Cell(text_of(random, "money")), Cell(random.choice(["", text_of(random, "money")]))]
            body.append([*(parents if index == 0 else []), *cells, Cell(text_of(random, "opd"))])
    return Content([first, second], body)


def months(random: Random, rows: int = 5) -> Content:
    """Three rows of heads with the months' numbers, and a timetable of marks and coloured cells."""
    first = [Cell("No", rows=3), Cell("Rencana aksi", rows=3), Cell("Jadwal kegiatan", columns=12)]
    quarters = [Cell(f"Trw {number}", columns=3) for number in ("I", "II", "III", "IV")]
    head = [[*first, Cell("Ket.", rows=3)], quarters, [Cell(str(month)) for month in range(1, 13)]]
    body = []
    for number in range(1, rows + 1):
        marks = [
            Cell(fill=random.choice(["", "#7ac"])) if random.random() < 0.6 else Cell(random.choice("V12"))
            for _ in range(12)
        ]
        row = [Cell(str(number)), Cell(phrase(random, 5, 12)), *marks, Cell(text_of(random, "short"))]
        body.append(row)
    return Content(head, body)


def truth(content: Content) -> tuple[list[str], list[list[str]]]:
    """The header and the rows that must be read."""
    head, width = placed(content.head)
    names: list[list[str]] = [[] for _ in range(width)]
    for _, column, cell in sorted(head, key=lambda placed: placed[0]):
        for name in names[column : column + cell.columns]:
            if cell.text and (not name or name[-1] != cell.text):
                name.append(cell.text)
    rows = [[""] * width for _ in content.body]
    for row, column, cell in placed(content.body)[0]:
        points = [f"{sign} {text}" for sign, text in cell.items]
        rows[row][column] = " ".join(filter(None, [cell.text, *points]))
    return [" / ".join(name) for name in names], rows


def placed(rows: Sequence[Sequence[Cell]]) -> tuple[list[tuple[int, int, Cell]], int]:
    """(row, column, cell) of each, and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            spanned = range(column, column + cell.columns)
            taken.update((row + down, across) for down in range(cell.rows) for across in spanned)
            placed.append((row, column, cell))
            column += cell.columns
    return placed, max(column for _, column in taken) + 1


def pairs(tables: Iterable[tuple[Sequence[str], Sequence[Sequence[str]]]]) -> Counter[Pair]:
    """The cells that are not empty, each with its column."""
    return Counter(
        (column, " ".join(text.split()))
        for header, rows in tables
        for row in [header, *rows]
        for column, text in enumerate(row)
        if text.strip()
    )


def f1(wanted: Counter[Pair], got: Counter[Pair]) -> float:
    """1.0 for all cells right and none too many; where none is wanted, 1.0 for none."""
    if not wanted or not got:
        return float(wanted == got)
    right = (wanted & got).total()
    return 2 * right / (wanted.total() + got.total())
