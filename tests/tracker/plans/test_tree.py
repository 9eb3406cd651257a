"""The stored tree: a draft taken in and given back is the same, and a second time brings nothing new."""

from decimal import Decimal
from itertools import count

from bson import ObjectId
from hypothesis import given

from tests.tracker.plans.drafts import general_drafts, quarterly, tematik_drafts
from tests.tracker.plans.test_sheets_roundtrip import slowly
from tracker.plans import tree
from tracker.plans.exporting import realisasi_by_output
from tracker.plans.importing import without
from tracker.plans.models import PlanNode
from tracker.plans.values import Node, OutputRow, PlanDraft, ProofKind, Realisasi, RenaksiRow


def ids():
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def plain(draft):
    """The draft as a plan keeps it: without results, one unit per renaksi."""
    return PlanDraft(kind=draft.kind, year=draft.year, nodes=tuple(_plain(node) for node in draft.nodes))


def _plain(node):
    renaksi = [
        part.model_copy(update={"outputs": tuple(_bare(output, part) for output in part.outputs)})
        for row in node.renaksi
        for part in [row]
    ]
    return node.model_copy(
        update={"children": tuple(_plain(child) for child in node.children), "renaksi": tuple(renaksi)}
    )


def _bare(output, row):
    return output.model_copy(update={"realisasi": Realisasi(), "pelaksana": ""})


class Stored:
    """A renaksi as the tree's functions see it."""

    def __init__(self, node_id, order, row):
        self.id, self.node_id, self.order = ObjectId(), node_id, order
        self.text, self.code, self.weight = row.text, row.code, row.weight
        self.unit = self.coordinator = None
        self.pelaksana_text, self.koordinator_text = row.pelaksana, row.koordinator
        self.fokus_intervensi = row.fokus_intervensi
        self.outputs = [tree.stored_output(output, str(ObjectId())) for output in row.outputs]


def stored_and_back(draft):
    placement = tree.take_in([], draft, ids())
    actions = [Stored(node, order, row) for order, (node, row) in enumerate(placement.renaksi)]
    return tree.give_back(draft.kind, draft.year, placement.nodes, actions, {}, {})


@slowly
@given(general_drafts())
def test_a_general_plan_comes_back_as_it_was_taken_in(draft):
    assert stored_and_back(plain(draft)) == plain(draft)


@slowly
@given(tematik_drafts())
def test_a_tematik_plan_comes_back_as_it_was_taken_in(draft):
    assert stored_and_back(plain(draft)) == plain(draft)


@slowly
@given(tematik_drafts())
def test_taking_in_the_same_draft_again_makes_no_node(draft):
    new_id = ids()
    once = tree.take_in([], draft, new_id)
    assert tree.take_in(once.nodes, draft, new_id).made == []


@slowly
@given(general_drafts())
def test_a_renaksi_shared_out_to_units_keeps_its_outputs_and_its_weight(draft):
    for _path, row in draft.renaksi():
        parts = tree.by_unit(row)
        assert sum(len(part.outputs) for part in parts) == len(row.outputs)
        assert sum(part.weight for part in parts) == row.weight
        assert len({(part.pelaksana, part.koordinator, part.fokus_intervensi) for part in parts}) == len(
            parts
        )


def test_the_parts_of_a_renaksi_are_joined_again():
    outputs = (OutputRow(indikator="a"), OutputRow(indikator="b", pelaksana="Dinas Beta"))
    row = RenaksiRow(text="Menyusun", pelaksana="Dinas Alfa", weight=Decimal(10), outputs=outputs)
    parts = tree.by_unit(row)
    assert [(part.pelaksana, part.weight) for part in parts] == [("Dinas Alfa", 5), ("Dinas Beta", 5)]
    (joined,) = tree.joined(parts)
    assert (joined.weight, [output.pelaksana for output in joined.outputs]) == (10, ["", "Dinas Beta"])


def node(node_id, parent, kind="indikator"):
    return PlanNode(id=node_id, parent=parent, kind=kind, name=node_id)


def test_undoing_takes_only_what_holds_nothing_else():
    nodes = [node("a", None), node("b", "a"), node("c", "b"), node("d", "a"), node("e", None)]
    kept = without(nodes, {"a", "b", "c", "d"}, held={"d"})
    assert [each.id for each in kept] == ["a", "d", "e"]


def test_an_output_counted_in_documents_is_proven_by_the_document():
    assert tree.stored_output(OutputRow(indikator="Peta", satuan="Dokumen"), "x").proof is ProofKind.DOCUMENT
    assert tree.stored_output(OutputRow(indikator="Peserta", satuan="orang"), "x").proof is ProofKind.CLAIM


def test_results_are_what_was_submitted_or_verified():
    reports = [
        {
            "output_id": "a",
            "triwulan": 2,
            "state": "verified",
            "value": Decimal(4),
            "spent": 7,
            "obstacles": "",
        },
        {"output_id": "a", "triwulan": 1, "state": "submitted", "value": Decimal(1), "obstacles": "Hujan"},
        {"output_id": "a", "triwulan": 3, "state": "draft", "value": Decimal(9)},
        {"output_id": "gone", "triwulan": 1, "state": "verified", "value": Decimal(9)},
    ]
    (realisasi,) = realisasi_by_output(reports, {"a": "cumulative"}).values()
    assert realisasi.values == quarterly(Decimal(1), Decimal(4), None, None, Decimal(4))
    assert (realisasi.budgets.total, realisasi.catatan) == (7, "TW 1: Hujan")
    assert realisasi_by_output(reports, {"a": "per_quarter"})["a"].values.total == 5


def test_brothers_stand_with_indikator_before_permasalahan():
    sasaran = Node(
        kind="sasaran",
        name="s",
        children=(Node(kind="permasalahan", name="p"), Node(kind="indikator", name="i")),
    )
    draft = PlanDraft(kind="tematik", year=2023, nodes=(Node(kind="tema", name="t", children=(sasaran,)),))
    placed = tree.in_order(tree.take_in([], draft, ids()).nodes)
    assert [(each.name, depth) for each, depth in placed] == [("t", 0), ("s", 1), ("i", 2), ("p", 2)]
