"""Plain values of an action plan: what a sheet holds, what the database keeps and what a page shows.

The tree of RB General is kegiatan utama → indikator → renaksi → outputs. The tree of RB Tematik is
tema → sasaran, a sasaran has indikator (of the road map) and permasalahan, and a permasalahan has
its own indikator and its renaksi → outputs. Source: the data model of the national RB portal.

Amounts of money are whole rupiah. Numbers are Decimal, never float. All values are frozen.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

PlanKind = Literal["general", "tematik"]
NodeKind = Literal["kegiatan_utama", "indikator", "tema", "sasaran", "permasalahan"]
Polarity = Literal["higher", "lower", "exact"]
Accumulation = Literal["cumulative", "per_quarter"]
NodePath = tuple[int, ...]
"""Positions from the root down to a node: (0, 2) is the third child of the first root."""

Amount = TypeVar("Amount", Decimal, int, str)

ROOT_KIND: dict[PlanKind, NodeKind] = {"general": "kegiatan_utama", "tematik": "tema"}
CHILD_KINDS: dict[NodeKind, frozenset[NodeKind]] = {
    "kegiatan_utama": frozenset({"indikator"}),
    "tema": frozenset({"sasaran"}),
    "sasaran": frozenset({"indikator", "permasalahan"}),
    "permasalahan": frozenset({"indikator"}),
    "indikator": frozenset(),
}
RENAKSI_PARENT: dict[PlanKind, NodeKind] = {"general": "indikator", "tematik": "permasalahan"}


class ProofKind(StrEnum):
    """What proves an output: a confirmed claim that equals the value, or the document itself."""

    CLAIM = "claim"
    DOCUMENT = "document"


class Value(BaseModel):
    """Base of all plan values: frozen, strict about unknown names, texts without outer blanks."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Quarterly(Value, Generic[Amount]):
    """One amount per triwulan and for the year; None where nothing is said."""

    tw1: Amount | None = None
    tw2: Amount | None = None
    tw3: Amount | None = None
    tw4: Amount | None = None
    total: Amount | None = None

    @property
    def triwulan(self) -> tuple[Amount | None, Amount | None, Amount | None, Amount | None]:
        """The four amounts in order, without the total."""
        return (self.tw1, self.tw2, self.tw3, self.tw4)

    def at(self, triwulan: int) -> Amount | None:
        """Amount of triwulan 1 to 4. Raises ValueError for any other number."""
        if not 1 <= triwulan <= 4:
            raise ValueError(f"triwulan is 1 to 4, not {triwulan}")
        return self.triwulan[triwulan - 1]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said."""
        return self.total is None and all(amount is None for amount in self.triwulan)


Targets = Quarterly[Decimal]
Budgets = Quarterly[int]
Texts = Quarterly[str]


class Realisasi(Value):
    """What was reached and spent, as a sheet reports it. Texts hold what is not a plain number."""

    values: Targets = Targets()
    texts: Texts = Texts()
    budgets: Budgets = Budgets()
    catatan: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said."""
        return self.values.is_empty and self.texts.is_empty and self.budgets.is_empty and not self.catatan


class OutputRow(Value):
    """One output of a renaksi.

    `target_texts` keeps the written text of a target that is no plain number: a grade ("BB", no
    number) or a number with words ("1 dokumen", 1 in `targets`). `pelaksana`, `koordinator` and
    `fokus_intervensi` are empty unless they differ from those of the renaksi.
    """

    indikator: str
    satuan: str = ""
    polarity: Polarity = "higher"
    accumulation: Accumulation = "per_quarter"
    weight: Decimal = Decimal(1)
    targets: Targets = Targets()
    target_texts: Texts = Texts()
    budgets: Budgets = Budgets()
    pelaksana: str = ""
    koordinator: str = ""
    fokus_intervensi: str = ""
    realisasi: Realisasi = Realisasi()


class RenaksiRow(Value):
    """One planned action with its outputs. Units are named as written in the plan."""

    text: str
    code: str = ""
    pelaksana: str = ""
    koordinator: str = ""
    weight: Decimal = Decimal(1)
    fokus_intervensi: str = ""
    outputs: tuple[OutputRow, ...] = ()


class Measure(Value):
    """Baseline, target and result of an indikator. A text holds what is not a plain number."""

    satuan: str = ""
    baseline_year: int | None = None
    baseline: Decimal | None = None
    baseline_text: str = ""
    target: Decimal | None = None
    target_text: str = ""
    realisasi: Decimal | None = None
    realisasi_text: str = ""
    capaian: Decimal | None = None
    """Per cent, 0 to 100 or beyond."""
    capaian_text: str = ""
    catatan: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said."""
        return self == Measure()


class Node(Value):
    """A place in the plan's tree. `sasaran` is used by a permasalahan, `measure` by an indikator."""

    kind: NodeKind
    name: str
    sasaran: str = ""
    measure: Measure = Measure()
    children: tuple["Node", ...] = ()
    renaksi: tuple[RenaksiRow, ...] = ()

    @model_validator(mode="after")
    def _children_fit(self) -> Self:
        for child in self.children:
            if child.kind not in CHILD_KINDS[self.kind]:
                raise ValueError(f"a {self.kind} cannot hold a {child.kind}")
        return self


class PlanDraft(Value):
    """A whole plan as values: what an import yields and an export takes."""

    kind: PlanKind
    year: int = Field(ge=2000, le=2100)
    nodes: tuple[Node, ...] = ()

    @model_validator(mode="after")
    def _tree_fits(self) -> Self:
        for path, node in self.walk():
            if len(path) == 1 and node.kind != ROOT_KIND[self.kind]:
                raise ValueError(f"a {self.kind} plan begins with {ROOT_KIND[self.kind]}, not {node.kind}")
            if node.renaksi and node.kind != RENAKSI_PARENT[self.kind]:
                raise ValueError(f"renaksi of a {self.kind} plan stand under {RENAKSI_PARENT[self.kind]}")
        return self

    def walk(self) -> Iterator[tuple[NodePath, Node]]:
        """Every node with its path, parents before children, in the plan's order."""
        for position, node in enumerate(self.nodes):
            yield from _walk(node, (position,))

    def renaksi(self) -> Iterator[tuple[NodePath, RenaksiRow]]:
        """Every renaksi with the path of the node that it hangs under."""
        for path, node in self.walk():
            for renaksi in node.renaksi:
                yield path, renaksi

    def node_at(self, path: NodePath) -> Node:
        """The node at a path. Raises IndexError when there is none."""
        node = self.nodes[path[0]]
        for position in path[1:]:
            node = node.children[position]
        return node


def _walk(node: Node, path: NodePath) -> Iterator[tuple[NodePath, Node]]:
    yield path, node
    for position, child in enumerate(node.children):
        yield from _walk(child, (*path, position))
