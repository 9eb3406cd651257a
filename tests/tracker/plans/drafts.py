"""Plans for tests: generated ones of any shape, and a small one of an invented province."""

from decimal import Decimal

from hypothesis import strategies as st

from tracker.plans.sheets.build import fold
from tracker.plans.values import (
    Budgets,
    Measure,
    Node,
    OutputRow,
    PlanDraft,
    Quarterly,
    Realisasi,
    RenaksiRow,
    Targets,
    Texts,
)

WRITTEN_TARGETS = ((None, "BB"), (Decimal(80), "≥ 80"), (Decimal(12), "12 lembar"), (None, "2 SOP, 3 SK"))
UNITS_OF_MEASURE = ("dokumen", "%", "indeks", "laporan")
OPD = ("Dinas Kesehatan", "Badan Kepegawaian Daerah", "Biro Organisasi", "Inspektorat Daerah")

words = st.from_regex(r"[=+@-]?[A-Za-zé][a-z0-9 ,.%()/“”-]{2,30}[a-z]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
numbers = st.decimals(min_value=-(10**8), max_value=10**8, places=4, allow_nan=False)
rupiah = st.integers(min_value=0, max_value=2**60)


def maybe(strategy):
    return st.none() | strategy


@st.composite
def amounts(draw):
    """Targets with their texts: each a number, a written target or nothing."""
    choices = [draw(maybe(numbers | st.sampled_from(WRITTEN_TARGETS))) for _ in range(5)]
    names = ("tw1", "tw2", "tw3", "tw4", "total")
    values = {n: c[0] if isinstance(c, tuple) else c for n, c in zip(names, choices, strict=True)}
    texts = {n: c[1] for n, c in zip(names, choices, strict=True) if isinstance(c, tuple)}
    return Targets(**values), Texts(**texts)


budgets = st.builds(Budgets, *[], **{name: maybe(rupiah) for name in ("tw1", "tw2", "tw3", "tw4", "total")})
weights = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def outputs(draw, first):
    targets, target_texts = draw(amounts())
    values, texts = draw(amounts())
    return OutputRow(
        indikator=draw(words),
        satuan=draw(st.sampled_from(UNITS_OF_MEASURE)),
        polarity=draw(st.sampled_from(("higher", "lower", "exact"))),
        accumulation=draw(st.sampled_from(("cumulative", "per_quarter"))),
        weight=draw(weights),
        targets=targets,
        target_texts=target_texts,
        budgets=draw(budgets),
        pelaksana="" if first else draw(st.sampled_from(("", "Kecamatan Alun", "UPTD Samsat"))),
        realisasi=Realisasi(
            values=values, texts=texts, budgets=draw(budgets), catatan=draw(st.just("") | words)
        ),
    )


@st.composite
def renaksi(draw, text):
    count = draw(st.integers(0, 3))
    return RenaksiRow(
        text=text,
        code=draw(st.just("") | words),
        pelaksana=draw(st.sampled_from(OPD)),
        koordinator=draw(st.sampled_from(("", *OPD))),
        weight=draw(weights),
        fokus_intervensi=draw(st.sampled_from(("", "Inovasi", "Pengawasan"))),
        outputs=tuple(draw(outputs(first=place == 0)) for place in range(count)),
    )


@st.composite
def measures(draw):
    target, target_text = draw(st.tuples(maybe(numbers), st.just("")) | st.sampled_from(WRITTEN_TARGETS))
    return Measure(
        satuan=draw(st.sampled_from(UNITS_OF_MEASURE)),
        baseline_year=draw(maybe(st.integers(2000, 2099))),
        baseline=draw(maybe(numbers)),
        target=target,
        target_text=target_text,
        realisasi=draw(maybe(numbers)),
        capaian=draw(maybe(numbers)),
        catatan=draw(st.just("") | words),
    )


def names(low, high):
    return st.lists(words, min_size=low, max_size=high, unique_by=fold)


@st.composite
def indikator(draw, name, with_renaksi):
    texts = draw(names(0, 3)) if with_renaksi else []
    actions = tuple(draw(renaksi(text)) for text in texts)
    return Node(kind="indikator", name=name, measure=draw(measures()), renaksi=actions)


@st.composite
def permasalahan(draw, name):
    leaves = tuple(draw(indikator(leaf, with_renaksi=False)) for leaf in draw(names(0, 2)))
    actions = tuple(draw(renaksi(text)) for text in draw(names(0, 3)))
    sasaran = draw(st.just("") | words)
    return Node(kind="permasalahan", name=name, sasaran=sasaran, children=leaves, renaksi=actions)


@st.composite
def sasaran(draw, name):
    leaves = tuple(draw(indikator(leaf, with_renaksi=False)) for leaf in draw(names(0, 2)))
    problems = tuple(draw(permasalahan(problem)) for problem in draw(names(0, 2)))
    return Node(kind="sasaran", name=name, children=leaves + problems)


@st.composite
def general_drafts(draw):
    roots = []
    for name in draw(names(1, 3)):
        children = tuple(draw(indikator(each, with_renaksi=True)) for each in draw(names(0, 2)))
        roots.append(Node(kind="kegiatan_utama", name=name, children=children))
    return PlanDraft(kind="general", year=2023, nodes=tuple(roots))


@st.composite
def tematik_drafts(draw):
    roots = []
    for name in draw(names(1, 2)):
        children = tuple(draw(sasaran(each)) for each in draw(names(0, 2)))
        roots.append(Node(kind="tema", name=name, children=children))
    return PlanDraft(kind="tematik", year=2024, nodes=tuple(roots))


def quarterly(*values):
    """Five values as the amounts of a year."""
    return Quarterly(**dict(zip(("tw1", "tw2", "tw3", "tw4", "total"), values, strict=True)))
