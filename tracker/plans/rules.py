"""Rules of plans: what proves an output, and how a draft finds its place among the nodes of a plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.percentages.rules import Accumulation, Polarity
from tracker.plans.models import Output, PlanNode, ProofKind
from tracker.plans.values import Node, OutputRow, PlanDraft, RenaksiRow

DOCUMENT_UNITS = frozenset(
    {
        "dokumen",
        "laporan",
        "naskah",
        "peraturan",
        "keputusan",
        "sk",
        "perda",
        "pergub",
        "perbup",
        "perwali",
        "surat edaran",
        "notulen",
        "berita acara",
    }
)
"""Units of measure that count documents: there the document itself is the proof."""

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class PlacedRenaksi:
    """A renaksi of a draft with the node that it hangs under."""

    node_id: str
    row: RenaksiRow


@dataclass(frozen=True, slots=True)
class Placement:
    """What a draft adds to a plan: nodes that are new, in order, and its renaksi by node."""

    new_nodes: tuple[PlanNode, ...]
    renaksi: tuple[PlacedRenaksi, ...]


def proof_kind(satuan: str) -> ProofKind:
    """What proves an output that is counted in this unit: "Dokumen" -> the document, "Orang" -> a claim."""
    return ProofKind.DOCUMENT if satuan.strip().casefold() in DOCUMENT_UNITS else ProofKind.CLAIM


def place(draft: PlanDraft, existing: Sequence[PlanNode], *, new_id: NewId) -> Placement:
    """Where a draft goes in a plan: nodes of the same kind and name below the same parent are taken as they are.

    Names are compared without regard to case and blanks.
    """
    known = {_key(node.parent, node.kind, node.name): node.id for node in existing}
    new_nodes: list[PlanNode] = []
    renaksi: list[PlacedRenaksi] = []

    def visit(node: Node, parent: str | None) -> None:
        key = _key(parent, node.kind, node.name)
        if key not in known:
            known[key] = new_id()
            new_nodes.append(_plan_node(node, known[key], parent))
        renaksi.extend(PlacedRenaksi(known[key], row) for row in node.renaksi)
        for child in node.children:
            visit(child, known[key])

    for root in draft.nodes:
        visit(root, None)
    return Placement(tuple(new_nodes), tuple(renaksi))


def outputs_of(rows: Sequence[OutputRow], *, new_id: NewId) -> list[Output]:
    """The outputs of a renaksi as they are kept."""
    return [
        Output(
            id=new_id(),
            indikator=row.indikator,
            satuan=row.satuan,
            polarity=Polarity(row.polarity),
            accumulation=Accumulation(row.accumulation),
            proof=proof_kind(row.satuan),
            weight=row.weight,
            targets=row.targets,
            target_texts=row.target_texts,
            budgets=row.budgets,
        )
        for row in rows
    ]


def unit_by_name(names: Mapping[str, str], written: str) -> str | None:
    """The id of the unit with that name, whatever its case and blanks; None where none has it."""
    wanted = _folded(written)
    return next((unit for unit, name in names.items() if _folded(name) == wanted), None) if wanted else None


def _plan_node(node: Node, node_id: str, parent: str | None) -> PlanNode:
    return PlanNode(
        id=node_id,
        parent=parent,
        kind=node.kind,
        name=node.name,
        code=node.code,
        sasaran=node.sasaran,
        measure=node.measure,
    )


def _key(parent: str | None, kind: str, name: str) -> tuple[str | None, str, str]:
    return parent, kind, _folded(name)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
