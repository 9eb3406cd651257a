# ruff: noqa: E501 - lists of invented names
"""What a plan says, invented from a seed: parents, actions, outputs with targets, money and units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

Value = Decimal | int | str

ACTS = ("Menyusun", "Melaksanakan", "Mengevaluasi", "Menetapkan", "Mereviu", "Membina", "Menyelenggarakan")
THINGS = (
    "peta proses bisnis perangkat daerah", "pedoman pengelolaan arsip dinamis", "standar pelayanan publik",
    "forum konsultasi publik", "survei kepuasan masyarakat", "penilaian mandiri maturitas SPIP",
    "analisis jabatan dan beban kerja", "manajemen risiko sektoral", "pohon kinerja dan cascading",
    "bimbingan teknis pengelola pengaduan", "layanan terpadu satu pintu", "integrasi data kemiskinan",
    "pendampingan pembangunan zona integritas", "penyederhanaan struktur organisasi",
    "kampanye nilai dasar BerAKHLAK", "rencana induk pemerintahan digital", "uji kompetensi pegawai",
    "pemadanan data penerima bantuan sosial", "percepatan penurunan stunting", "kemudahan berusaha di daerah",
)  # fmt: skip
GOALS = (
    "Sistem akuntabilitas kinerja yang terintegrasi", "Penguatan pengendalian intern", "Arsip digital",
    "Arsitektur pemerintahan berbasis elektronik", "Pelayanan publik prima", "Sistem merit yang konsisten",
    "Penataan organisasi dan tata kerja", "Penguatan budaya kerja", "Reformasi perencanaan dan penganggaran",
    "Pengelolaan pengaduan masyarakat", "Tata kelola pengadaan", "Kebijakan publik berbasis bukti",
)  # fmt: skip
MEASURES = (
    "Nilai SAKIP", "Indeks SPBE", "Tingkat maturitas SPIP", "Indeks pelayanan publik", "Indeks sistem merit",
    "Tingkat digitalisasi arsip", "Indeks BerAKHLAK", "Indeks kualitas kebijakan", "Indeks tata kelola pengadaan",
    "Tingkat tindak lanjut pengaduan", "Indeks perencanaan pembangunan", "Nilai kapabilitas APIP",
)  # fmt: skip
THEMES = ("Pengentasan kemiskinan", "Peningkatan investasi", "Pengendalian inflasi", "Digitalisasi layanan")
TROUBLES = (
    "Data penerima bantuan belum padan", "Perizinan usaha belum terintegrasi", "Tenaga gizi belum merata",
    "Akses modal usaha mikro terbatas", "Pasokan pangan strategis bergejolak", "Aplikasi belum saling terhubung",
)  # fmt: skip
AIMS = ("Turunnya angka kemiskinan", "Meningkatnya realisasi investasi", "Stabilnya harga pangan",
        "Meningkatnya mutu layanan digital")  # fmt: skip
OFFICES = (
    "Bappeda", "Biro Organisasi", "Dinas Komunikasi dan Informatika", "Inspektorat", "BKPSDM", "BPKAD",
    "Dinas Penanaman Modal dan PTSP", "Bagian Umum", "Dinas Kesehatan", "Dinas Sosial", "DPMPTSP",
    "Sekretariat DPRD", "Badan Pendapatan Daerah", "RSUD Harapan", "Kecamatan Nusa Utara", "Diskominfo",
)  # fmt: skip
COUNTED = (
    "Dokumen",
    "Laporan",
    "Orang",
    "Kali",
    "Unit Kerja",
    "Kegiatan",
    "Aplikasi",
    "Perangkat Daerah",
    "Layanan",
)


@dataclass
class Targets:
    """Four quarters and the year as a paper prints them, and what they say."""

    printed: list[str]
    values: list[Value | None]
    unit: str

    @property
    def total(self) -> Value | None:
        return self.values[4]


@dataclass
class Output:
    """One output with all that stands above it. `number` is that of its action."""

    parents: tuple[str, ...]
    act: str
    number: int
    name: str
    targets: Targets
    money: int
    office: str
    lead: str
    measure_target: str
    measure_unit: str
    is_first: bool = True
    extra: dict[str, str] = field(default_factory=dict)


def plan_said(random: Random, levels: int, rows: int, *, with_units: bool = False) -> list[Output]:
    """Outputs in the order of a tree with so many levels of parents."""
    found: list[Output] = []
    trees = [sample(random, pool, len(pool)) for pool in _pools(levels)]
    things = sample(random, THINGS, len(THINGS))
    act = 0
    goals: dict[tuple[str, ...], tuple[str, str]] = {}
    while len(found) < rows:
        parents = _next_parents(random, found, trees)
        for _ in range(random.randint(1, 2)):
            thing = things[act % len(things)]
            act += 1
            office, lead = random.choice(OFFICES), random.choice(OFFICES)
            target = goals.setdefault(parents, _grade(random))
            first = True
            for name in _names(random, thing):
                found.append(
                    Output(
                        parents, f"{random.choice(ACTS) if first else found[-1].act.split()[0]} {thing}", act, name,
                        targets(random, with_units=with_units), random.randint(5, 4000) * 500_000,
                        office, lead, *target, is_first=first,
                    )
                )  # fmt: skip
                first = False
    return found[:rows]


def _pools(levels: int) -> list[Sequence[str]]:
    return {0: [], 1: [GOALS], 2: [GOALS, MEASURES], 3: [THEMES, AIMS, TROUBLES]}[levels]


def _next_parents(random: Random, found: list[Output], trees: list[list[str]]) -> tuple[str, ...]:
    """New names from some level down, the same ones above it."""
    if not trees:
        return ()
    keep = random.randint(0, len(trees) - 1) if found else 0
    used = [len({one.parents[: level + 1] for one in found}) for level in range(len(trees))]
    kept = found[-1].parents[:keep] if found else ()
    return (*kept, *(tree[at % len(tree)] for tree, at in zip(trees[keep:], used[keep:], strict=True)))


def _names(random: Random, thing: str) -> list[str]:
    many = [f"Jumlah {thing}", f"Persentase unit yang mengikuti {thing}", f"Laporan {thing}"]
    return random.sample(many, random.choice([1, 1, 1, 2, 3]))


def _grade(random: Random) -> tuple[str, str]:
    return random.choice(
        [("72,5", "Nilai"), ("3,60", "Indeks"), ("80%", "%"), ("100", "Persen"), ("4", "Level")]
    )


def targets(random: Random, *, with_units: bool = False) -> Targets:
    """Targets in one of the ways that plans set them."""
    nothing = random.choice(["", "-"])
    way = random.choice(["each", "each", "one", "two", "rising", "index", "grade", "many"])
    if way == "rising":
        last = random.choice([100, 100, 95])
        values: list[Value | None] = [Decimal(one) for one in (25, 50, 75, last, last)]
        sign = random.choice(["%", "%", ""])
        return Targets(
            [f"{value}{sign}" for value in values], values, "%" if sign else random.choice(["%", "Persen"])
        )
    if way == "index":
        index = Decimal(random.randint(250, 499)) / 100
        written = f"{index:.2f}".replace(".", ",")
        return Targets([nothing] * 3 + [written] * 2, [None] * 3 + [index] * 2, "Indeks")
    if way == "grade":
        grade = random.choice(["BB", "A", "B", "WTP"])
        return Targets([nothing] * 3 + [grade] * 2, [None] * 3 + [grade] * 2, "Predikat")
    unit = random.choice(COUNTED)
    amounts = _amounts(random, way)
    total = sum(amount or 0 for amount in amounts)
    tail = f" {unit}" if with_units else ""
    printed = [f"{amount:,}".replace(",", ".") + tail if amount else nothing for amount in [*amounts, total]]
    return Targets(printed, [None if one is None else Decimal(one) for one in [*amounts, total]], unit)


def _amounts(random: Random, way: str) -> list[int | None]:
    if way == "each":
        return [random.choice([1, 1, 2, 5, 10])] * 4
    if way == "many":
        return [random.choice([250, 1250, 1500])] * 4
    amounts: list[int | None] = [None] * 4
    for at in random.sample(range(4), 1 if way == "one" else 2):
        amounts[at] = random.choice([1, 1, 2, 12])
    return amounts


def sample(random: Random, pool: Sequence[str], count: int) -> list[str]:
    return random.sample(list(pool), min(count, len(pool)))


@dataclass(frozen=True)
class Purse:
    """How a document writes money: what its head says, and a form."""

    head: str
    scale: int
    form: str

    def written(self, amount: int) -> str:
        value = Decimal(amount) / self.scale
        if value != value.to_integral_value():
            return f"{value:,.1f}".replace(",", "_").replace(".", ",").replace("_", ".")
        return self.form.format(f"{int(value):,}".replace(",", "."))


PURSES = (
    Purse("", 1, "{}"), Purse("", 1, "{}"), Purse("", 1, "{}"), Purse("", 1, "Rp{}"), Purse("", 1, "Rp {},00"),
    Purse("", 1, "{},-"), Purse(" (Rp000)", 1000, "{}"), Purse(" (dalam juta rupiah)", 1_000_000, "{}"),
    Purse(" (ribu rupiah)", 1000, "{}"),
)  # fmt: skip
