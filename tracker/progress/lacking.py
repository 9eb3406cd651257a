"""What evidence is still asked for: by unit and action, the outputs that lack some, each with its step.

From rows of the list of work to a list that can be printed and sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from tracker.deadlines.words import Reminder
from tracker.evidence.models import Finding, Suggestion, SuggestionState, Verdict
from tracker.evidence.proof import ProofReason, sentence
from tracker.i18n import _
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.progress.worklist import WorkRow
from tracker.web.formats import number, roman

SENT = 25  # lines of a message; a longer one is cut off by what carries it


@dataclass(frozen=True, slots=True)
class Asked:
    """An output in a triwulan that lacks evidence: what is lacking, and a claim that waits for a look."""

    row: WorkRow
    has_evidence: bool
    step: str
    finding_id: str | None = None  # cited and not confirmed, or on offer


@dataclass(frozen=True, slots=True)
class ActionAsked:
    """An action with how many of its outputs that are due lack evidence, of how many."""

    code: str
    text: str
    asked: Sequence[Asked]
    total: int


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """A unit with what is asked of it: "data dukung kurang 2 dari 5"."""

    unit: str | None
    actions: Sequence[ActionAsked]
    bare: int  # without any evidence
    unconfirmed: int  # with some, but not proven
    total: int

    @property
    def lacking(self) -> int:
        """How many outputs lack evidence."""
        return self.bare + self.unconfirmed


def lacks(row: WorkRow) -> bool:
    """Whether evidence is asked for: nothing proves the value, and the inspectorate has not accepted it."""
    return not row.proven and row.state is not State.VERIFIED


def counted(rows: Iterable[WorkRow]) -> tuple[int, int]:
    """How many of the rows lack evidence, of how many."""
    marks = [lacks(row) for row in rows]
    return sum(marks), len(marks)


def asked_of(rows: Sequence[WorkRow], findings: Mapping[str, str]) -> list[UnitAsked]:
    """What is asked of each unit, in the order of the plan; `findings` are claims to look at, by report."""
    units: dict[str | None, list[WorkRow]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.triwulan)):
        units.setdefault(row.unit, []).append(row)
    return [_unit(unit, own, findings) for unit, own in units.items()]


def _unit(unit: str | None, rows: Sequence[WorkRow], findings: Mapping[str, str]) -> UnitAsked:
    actions: dict[tuple[int, int], list[WorkRow]] = {}
    for row in rows:
        actions.setdefault(row.position[:2], []).append(row)
    lacking = [row for row in rows if lacks(row)]
    return UnitAsked(
        unit=unit,
        actions=[
            ActionAsked(
                own[0].code, own[0].renaksi, [_asked(row, findings) for row in own if lacks(row)], len(own)
            )
            for own in actions.values()
            if any(map(lacks, own))
        ],
        bare=sum(not row.links for row in lacking),
        unconfirmed=sum(bool(row.links) for row in lacking),
        total=len(rows),
    )


def _asked(row: WorkRow, findings: Mapping[str, str]) -> Asked:
    return Asked(row, bool(row.links), step_for(row), findings.get(row.progress_id))


def step_for(row: WorkRow) -> str:
    """What to do next so that a row is proven, in words."""
    if row.links:
        if row.proof_reason == ProofReason.NO_VALUE:
            return _("Bukti sudah dikaitkan; isi realisasinya.")
        return sentence(row.proof_reason)
    if row.value is None:
        return _("Belum ada realisasi dan bukti. Unggah buktinya; angkanya dapat diambil dari sana.")
    return _("Belum ada bukti untuk %(value)s %(unit)s. Unggah atau kaitkan buktinya.") % {
        "value": number(row.value),
        "unit": row.satuan,
    }


async def claims_for(instansi: str, rows: Iterable[WorkRow]) -> dict[str, str]:
    """For each report that lacks evidence, a claim to look at.

    It is one that the report cites and nobody confirmed, else the best on offer.
    """
    ids = sorted(row.progress_id for row in rows if lacks(row))
    where = {"instansi": instansi, "target_id": {"$in": ids}}
    fields = {"target_id": 1, "finding_id": 1, "score": 1, "state": 1}
    found = await Suggestion.get_pymongo_collection().find(where, fields).to_list()
    offered = [one for one in found if one["state"] == SuggestionState.OFFERED]
    gone = await _refused([one["finding_id"] for one in offered])
    best = {
        one["target_id"]: str(one["finding_id"])
        for one in sorted(offered, key=lambda one: one["score"])
        if one["finding_id"] not in gone
    }
    return best | await _unconfirmed(ids)


async def _unconfirmed(ids: Sequence[str]) -> dict[str, str]:
    """The claim that each of these reports cites and that nobody has confirmed."""
    found = await Progress.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"proof": 1}).to_list()
    return {
        one["_id"]: str(one["proof"]["finding_id"])
        for one in found
        if one["proof"]["reason"] == ProofReason.NO_CONFIRMED_CLAIM and one["proof"].get("finding_id")
    }


async def _refused(ids: Sequence[PydanticObjectId]) -> set[PydanticObjectId]:
    where = {"_id": {"$in": list(ids)}}
    found = await Finding.get_pymongo_collection().find(where, {"verdict": 1}).to_list()
    return {one["_id"] for one in found if one["verdict"] == Verdict.REJECTED}


def message(unit: UnitAsked, *, name: str, through: str, address: str) -> Reminder:
    """The list as a message that can be copied or sent. `through`: up to which triwulan, in words."""
    lines = [
        f"{place}. {one.row.indikator}, TW {roman(one.row.triwulan)}: {one.step}"
        for place, one in enumerate((one for action in unit.actions for one in action.asked), start=1)
    ]
    head = _("{unit}, {through}: data dukung kurang {lacking} dari {total}.").format(
        unit=name, through=through, lacking=number(unit.lacking), total=number(unit.total)
    )
    more = len(lines) - SENT
    rest = [_("Dan {count} lagi.").format(count=number(more))] if more > 0 else []
    return Reminder(
        "\n".join([head, *lines[:SENT], *rest, _("Lengkapi di {address}").format(address=address)])
    )
