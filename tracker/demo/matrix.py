"""The two plans of the invented institution, from their tab-separated files to plan values."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from tracker.plans.values import Budgets, Measure, Node, OutputRow, PlanDraft, PlanKind, RenaksiRow, Targets

FOLDER = Path(__file__).parent
YEAR = 2023
MILLION = 1_000_000
UNITS = {
    "organisasi": ("Biro Organisasi", "Biro Organisasi"),
    "hukum": ("Biro Hukum", "Biro Hukum"),
    "pbj": ("Biro Pengadaan Barang dan Jasa", "Biro PBJ"),
    "inspektorat": ("Inspektorat Daerah", "Inspektorat"),
    "bappeda": ("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
    "bkd": ("Badan Kepegawaian Daerah", "BKD"),
    "bpkad": ("Badan Pengelolaan Keuangan dan Aset Daerah", "BPKAD"),
    "bpsdm": ("Badan Pengembangan Sumber Daya Manusia", "BPSDM"),
    "dinkes": ("Dinas Kesehatan", "Dinkes"),
    "dinsos": ("Dinas Sosial", "Dinsos"),
    "disperindag": ("Dinas Perindustrian dan Perdagangan", "Disperindag"),
    "dispusip": ("Dinas Perpustakaan dan Kearsipan", "Dispusip"),
    "dpmptsp": ("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP"),
    "kominfo": ("Dinas Komunikasi dan Informatika", "Diskominfo"),
}
"""Unit code -> full name and short name."""

Fields = list[str]


def draft(kind: PlanKind) -> PlanDraft:
    """The plan of that kind as values."""
    build = {"general": _general, "tematik": _tematik}[kind]
    return PlanDraft(kind=kind, year=YEAR, nodes=tuple(build(list(_lines(kind)))))


def _lines(kind: PlanKind) -> Iterator[Fields]:
    for line in (FOLDER / f"{kind}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _is_output(fields: Fields) -> bool:
    return len(fields) == 8


def _general(lines: list[Fields]) -> Iterator[Node]:
    for (_k, name), below in _groups(lines, "K"):
        indicators = tuple(
            Node(kind="indikator", name=fields[1], measure=_measure(fields), renaksi=tuple(_renaksi(rest)))
            for fields, rest in _groups(below, "I")
        )
        yield Node(kind="kegiatan_utama", name=name, children=indicators)


def _tematik(lines: list[Fields]) -> Iterator[Node]:
    for (_t, name), below in _groups(lines, "T"):
        yield Node(
            kind="tema", name=name, children=tuple(_sasaran(f, rest) for f, rest in _groups(below, "S"))
        )


def _sasaran(fields: Fields, below: list[Fields]) -> Node:
    indicators = [Node(kind="indikator", name=f[1], measure=_measure(f)) for f in below if f[0] == "N"]
    problems = [
        Node(kind="permasalahan", name=f[1], renaksi=tuple(_renaksi(rest))) for f, rest in _groups(below, "P")
    ]
    return Node(kind="sasaran", name=fields[1], children=(*indicators, *problems))


def _groups(lines: list[Fields], letter: str) -> Iterator[tuple[Fields, list[Fields]]]:
    """Each line that begins with the letter, with the lines below it up to the next such line."""
    starts = [index for index, fields in enumerate(lines) if fields[0] == letter]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start], lines[start + 1 : end]


def _measure(fields: Fields) -> Measure:
    target = Decimal(fields[2].replace(",", ".")) if fields[2] else None
    return Measure(satuan=fields[3], target=target)


def _renaksi(lines: list[Fields]) -> Iterator[RenaksiRow]:
    for (_r, unit, coordinator, text, fokus), below in _groups(lines, "R"):
        yield RenaksiRow(
            text=text,
            pelaksana=UNITS[unit][0],
            koordinator=UNITS[coordinator][0],
            fokus_intervensi=fokus,
            outputs=tuple(_output(fields) for fields in below if _is_output(fields)),
        )


def _output(fields: Fields) -> OutputRow:
    indikator, satuan, *rest = fields
    amounts = [Decimal(text) for text in rest[:4]]
    way, budget = rest[4], int(rest[5]) * MILLION
    cumulative = way.startswith("k")
    lower = way.endswith("-")
    return OutputRow(
        indikator=indikator,
        satuan=satuan,
        polarity="lower" if lower else "higher",
        accumulation="cumulative" if cumulative else "per_quarter",
        targets=Targets(
            tw1=amounts[0],
            tw2=amounts[1],
            tw3=amounts[2],
            tw4=amounts[3],
            total=amounts[3] if cumulative else sum(amounts, Decimal(0)),
        ),
        budgets=Budgets(total=budget),
    )
