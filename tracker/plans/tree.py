"""The tree of a stored plan as plain functions: order, paths, taking in a draft, giving one back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.percentages.rules import Accumulation, Polarity, shares
from tracker.plans.models import Output, PlanNode, Renaksi
from tracker.plans.rules import proof_kind
from tracker.plans.sheets.build import fold
from tracker.plans.values import (
    CHILD_KINDS,
    RENAKSI_PARENT,
    Node,
    NodeKind,
    OutputRow,
    PlanDraft,
    PlanKind,
    Realisasi,
    RenaksiRow,
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A node at its depth (roots are 0), with what hangs directly under it."""

    node: PlanNode
    depth: int
    renaksi: int
    may_hold: tuple[NodeKind, ...]
    holds_renaksi: bool


@dataclass(slots=True)
class Placement:
    """A plan's nodes with a draft taken in: all nodes, the ids of the new ones, renaksi with their node."""

    nodes: list[PlanNode]
    made: list[str] = field(default_factory=list)
    renaksi: list[tuple[str, RenaksiRow]] = field(default_factory=list)


def in_order(nodes: Sequence[PlanNode]) -> list[tuple[PlanNode, int]]:
    """All nodes depth first with their depth, brothers in the stored order; indikator before permasalahan."""
    below: dict[str | None, list[PlanNode]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    return list(_descend(below, None, 0))


def _descend(
    below: Mapping[str | None, list[PlanNode]], parent: str | None, depth: int
) -> Iterator[tuple[PlanNode, int]]:
    for node in sorted(below.get(parent, ()), key=lambda node: node.kind == "permasalahan"):
        yield node, depth
        yield from _descend(below, node.id, depth + 1)


def branches(kind: PlanKind, nodes: Sequence[PlanNode], counts: Mapping[str, int]) -> list[Branch]:
    """The tree as a list to show; `counts` are renaksi by node."""
    return [
        Branch(
            node=node,
            depth=depth,
            renaksi=counts.get(node.id, 0),
            may_hold=tuple(sorted(CHILD_KINDS[node.kind])),
            holds_renaksi=holds_renaksi(kind, node, nodes),
        )
        for node, depth in in_order(nodes)
    ]


def holds_renaksi(kind: PlanKind, node: PlanNode, nodes: Iterable[PlanNode]) -> bool:
    """Whether renaksi may hang under the node: an indikator of General, a permasalahan of Tematik."""
    return node.kind == RENAKSI_PARENT[kind] and any(other.id == node.parent for other in nodes)


def path_of(nodes: Sequence[PlanNode], node_id: str) -> list[PlanNode]:
    """The nodes from the root down to a node; empty where the id is unknown."""
    by_id = {node.id: node for node in nodes}
    path: list[PlanNode] = []
    current = by_id.get(node_id)
    while current is not None:
        path.insert(0, current)
        current = by_id.get(current.parent) if current.parent else None
    return path


def below(nodes: Sequence[PlanNode], node_id: str) -> set[str]:
    """The ids of a node and of all nodes under it."""
    found = {node_id}
    for node, _depth in in_order(nodes):
        if node.parent in found:
            found.add(node.id)
    return found


def part_of(nodes: Sequence[PlanNode], node_id: str) -> list[PlanNode]:
    """A node with all nodes under it and those above it, in the stored order."""
    kept = below(nodes, node_id) | {node.id for node in path_of(nodes, node_id)}
    return [node for node in nodes if node.id in kept]


def take_in(nodes: Sequence[PlanNode], draft: PlanDraft, new_id: Callable[[], str]) -> Placement:
    """The plan's nodes with those of a draft; one that is there already, by kind and name, stays as it is."""
    placement = Placement(list(nodes))
    known = {(node.parent, node.kind, fold(node.name)): node.id for node in nodes}
    for node in draft.nodes:
        _place(node, None, placement, known, new_id)
    return placement


def _place(
    node: Node,
    parent: str | None,
    placement: Placement,
    known: dict[tuple[str | None, NodeKind, str], str],
    new_id: Callable[[], str],
) -> None:
    key = (parent, node.kind, fold(node.name))
    if key not in known:
        known[key] = new_id()
        placement.made.append(known[key])
        placement.nodes.append(
            PlanNode(
                id=known[key],
                parent=parent,
                kind=node.kind,
                name=node.name,
                sasaran=node.sasaran,
                measure=node.measure,
            )
        )
    placement.renaksi += [(known[key], renaksi) for renaksi in node.renaksi]
    for child in node.children:
        _place(child, known[key], placement, known, new_id)


def give_back(
    kind: PlanKind,
    year: int,
    nodes: Sequence[PlanNode],
    renaksi: Iterable[Renaksi],
    unit_names: Mapping[str, str],
    realisasi: Mapping[str, Realisasi],
) -> PlanDraft:
    """The stored plan as a draft for an export. `realisasi` is by output, `unit_names` by unit."""
    actions: dict[str, list[RenaksiRow]] = {}
    for action in sorted(renaksi, key=lambda action: action.order):
        actions.setdefault(action.node_id, []).append(_row(action, unit_names, realisasi))
    roots = [node for node, depth in in_order(nodes) if depth == 0]
    return PlanDraft(kind=kind, year=year, nodes=tuple(_node(root, nodes, actions) for root in roots))


def _node(node: PlanNode, nodes: Sequence[PlanNode], actions: Mapping[str, list[RenaksiRow]]) -> Node:
    children = [child for child, _depth in in_order(nodes) if child.parent == node.id]
    return Node(
        kind=node.kind,
        name=node.name,
        sasaran=node.sasaran,
        measure=node.measure,
        children=tuple(_node(child, nodes, actions) for child in children),
        renaksi=tuple(joined(actions.get(node.id, ()))),
    )


def _row(action: Renaksi, unit_names: Mapping[str, str], realisasi: Mapping[str, Realisasi]) -> RenaksiRow:
    return RenaksiRow(
        text=action.text,
        code=action.code,
        pelaksana=action.pelaksana_text or unit_names.get(action.unit or "", ""),
        koordinator=action.koordinator_text or unit_names.get(action.coordinator or "", ""),
        weight=action.weight,
        fokus_intervensi=action.fokus_intervensi,
        outputs=tuple(_output(output, realisasi.get(output.id, Realisasi())) for output in action.outputs),
    )


def _output(output: Output, realisasi: Realisasi) -> OutputRow:
    return OutputRow(
        indikator=output.indikator,
        satuan=output.satuan,
        polarity=output.polarity.value,
        accumulation=output.accumulation.value,
        weight=output.weight,
        targets=output.targets,
        target_texts=output.target_texts,
        budgets=output.budgets,
        realisasi=realisasi,
    )


def stored_output(row: OutputRow, output_id: str) -> Output:
    """An output of a draft as it is stored."""
    return Output(
        id=output_id,
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


def by_unit(row: RenaksiRow) -> list[RenaksiRow]:
    """A renaksi once per unit: outputs of another pelaksana become a renaksi of that one with the same text.

    A unit reports what is its own, so a stored renaksi has one unit. The weight is shared out by the weights
    of the outputs.
    """
    groups: dict[tuple[str, str, str], list[OutputRow]] = {}
    for output in row.outputs:
        key = (
            output.pelaksana or row.pelaksana,
            output.koordinator or row.koordinator,
            output.fokus_intervensi or row.fokus_intervensi,
        )
        groups.setdefault(key, []).append(output)
    if len(groups) <= 1:
        key = next(iter(groups), (row.pelaksana, row.koordinator, row.fokus_intervensi))
        return [_with_unit(row, key, row.outputs, row.weight)]
    parts = shares(sum((output.weight for output in outputs), Decimal(0)) for outputs in groups.values())
    weights = [round(row.weight * part, 6) for part in parts]
    weights[-1] = row.weight - sum(weights[:-1])  # what rounding leaves over, so that none is lost
    return [
        _with_unit(row, key, tuple(outputs), weight)
        for (key, outputs), weight in zip(groups.items(), weights, strict=True)
    ]


def joined(rows: Iterable[RenaksiRow]) -> list[RenaksiRow]:
    """The other way round: renaksi of the same text become one, each output with its own unit."""
    found: dict[str, list[RenaksiRow]] = {}
    for row in rows:
        found.setdefault(fold(row.text), []).append(row)
    return [_join(same) if len(same) > 1 else same[0] for same in found.values()]


def _join(rows: list[RenaksiRow]) -> RenaksiRow:
    first = rows[0]
    outputs = [output.model_copy(update=_own(row, first)) for row in rows for output in row.outputs]
    return first.model_copy(
        update={"outputs": tuple(outputs), "weight": sum((row.weight for row in rows), Decimal(0))}
    )


def _own(row: RenaksiRow, first: RenaksiRow) -> dict[str, str]:
    names = ("pelaksana", "koordinator", "fokus_intervensi")
    return {name: getattr(row, name) for name in names if getattr(row, name) != getattr(first, name)}


def _with_unit(
    row: RenaksiRow, unit: tuple[str, str, str], outputs: tuple[OutputRow, ...], weight: Decimal
) -> RenaksiRow:
    pelaksana, koordinator, fokus = unit
    return row.model_copy(
        update={
            "pelaksana": pelaksana,
            "koordinator": koordinator,
            "fokus_intervensi": fokus,
            "outputs": outputs,
            "weight": weight,
        }
    )
