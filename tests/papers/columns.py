"""The columns of matrices over what a plan says, and the matrix with its truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.papers.said import Output, Purse, Value
from tests.papers.words import Words
from tracker.plans.values import PlanKind

YEAR = 2025
TW = ("target_tw1", "target_tw2", "target_tw3", "target_tw4", "target_total")
Said = dict[str, Value]


@dataclass
class Column:
    """One column: its head ("Target / TW I"), the roles that are right for it ("" is none), its cells; where
    cells are merged downwards, what makes two rows the same there."""

    head: str
    roles: tuple[str, ...]
    text: Callable[[Output], str]
    same: Callable[[Output], object] | None = None


@dataclass
class Made:
    """A matrix: `rows` are its printed rows, one for each record, `said` the plan's rows that they say."""

    kind: str
    plan: PlanKind
    columns: list[Column]
    outputs: list[Output]
    said: list[Said]
    into: dict[str, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    numbers: bool = False
    total: Purse | None = None


Kind = Callable[[Words], Made]
SPINES: dict[PlanKind, tuple[str, ...]] = {
    "general": ("kegiatan_utama", "indikator"),
    "tematik": ("tema", "sasaran", "permasalahan"),
}
PLACES = {"kegiatan_utama": "Pelayanan publik prima", "indikator": "Indeks pelayanan publik"}


def same_parents(level: int) -> Callable[[Output], object]:
    return lambda one: one.parents[: level + 1]


def same_act(one: Output) -> object:
    return one.number


def parents(words: Words, plan: PlanKind) -> list[Column]:
    """A column for each level of the plan."""
    return [
        Column(words(name), (name,), lambda one, at=level: one.parents[at], same_parents(level))  # type: ignore[misc]
        for level, name in enumerate(SPINES[plan])
    ]


def act(words: Words, head: str = "") -> Column:
    return Column(head or words("renaksi"), ("renaksi",), lambda one: one.act, same_act)


def output(words: Words) -> list[Column]:
    """The output and its unit of measure, in a group or side by side."""
    name = Column("Indikator", ("indikator_output",), lambda one: one.name)
    unit = Column("Satuan", ("satuan_output",), lambda one: one.targets.unit)
    if words.random.random() < 0.5:
        group = words.random.choice(["Output", "Keluaran"])
        name.head, unit.head = f"{group} / Indikator", f"{group} / Satuan"
    else:
        name.head, unit.head = words("indikator_output"), words("satuan_output")
    return [name, unit] if words.random.random() < 0.6 else [unit, name]


def targets(words: Words, *, total: bool | None = None) -> list[Column]:
    group, names = words("target"), words.quarters()
    found = [
        Column(f"{group} / {names[at]}", (TW[at],), lambda one, at=at: one.targets.printed[at])  # type: ignore[misc]
        for at in range(4)
    ]
    if total if total is not None else words.random.random() < 0.6:
        found.append(
            Column(f"{group} / {words('target_total')}", (TW[4],), lambda one: one.targets.printed[4])
        )
    return found


def money(words: Words, purse: Purse) -> Column:
    head = words("anggaran_total")
    if purse.head:
        head = head.split(" (")[0] + purse.head
    return Column(head, ("anggaran_total",), lambda one: purse.written(one.money))


def units(words: Words) -> list[Column]:
    mode = words.random.choice(["both", "both", "one", "group"])
    done = Column(words("pelaksana"), ("pelaksana",), lambda one: one.office, same_act)
    led = Column(words("koordinator"), ("koordinator",), lambda one: one.lead, same_act)
    if mode == "group":
        done.head, led.head = "Unit Kerja / Pelaksana", "Unit Kerja / Koordinator"
    return [done] if mode == "one" else [done, led]


def number(words: Words, same: Callable[[Output], object] | None = same_act) -> Column:
    return Column(words("no"), ("",), lambda one: f"{one.number}", same)


def other(words: Words, name: str, texts: Sequence[str] = ("-", "", "Sesuai rencana")) -> Column:
    """A column that is no part of a plan."""
    pool = list(texts)
    return Column(words(name), ("", "catatan_monev"), lambda _one: words.random.choice(pool))


def said(made: Made, outputs: Sequence[Output], *names: str) -> list[Said]:
    """What the rows say: the fields that have a column."""
    roles = {role for column in made.columns for role in column.roles if role} | set(names)
    found = []
    for one in outputs:
        whole: dict[str, Value | None] = {"renaksi": one.act, "indikator_output": one.name}
        whole |= dict(zip(SPINES[made.plan], one.parents, strict=False)) | made.into
        whole |= {"satuan_output": one.targets.unit, "pelaksana": one.office, "koordinator": one.lead}
        whole |= dict(zip(TW, one.targets.values, strict=True)) | {"anggaran_total": one.money}
        kept = roles | {"renaksi", "indikator_output", *SPINES[made.plan]}
        found.append({name: value for name, value in whole.items() if value is not None and name in kept})
    return found


def matrix(
    words: Words, kind: str, plan: PlanKind, columns: list[Column], outputs: list[Output], **more: object
) -> Made:
    made = Made(kind, plan, columns, outputs, [], **more)  # type: ignore[arg-type]
    made.said = said(made, outputs)
    return made


def how_many(words: Words) -> int:
    return words.random.randint(5, 12)


def sometimes_total(words: Words, purse: Purse) -> Purse | None:
    return purse if words.random.random() < 0.3 else None


def one_each(outputs: list[Output]) -> list[Output]:
    """The outputs with an action for each."""
    seen: set[int] = set()
    kept = []
    for one in outputs:
        if one.number not in seen:
            seen.add(one.number)
            kept.append(one)
    return kept
