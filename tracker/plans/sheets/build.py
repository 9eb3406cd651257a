"""From records to a plan's tree: merged and empty parents filled down, equal names joined into one node."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz, process

from tracker.i18n import _
from tracker.plans.sheets import cells
from tracker.plans.sheets.fields import label
from tracker.plans.sheets.issues import Remarks
from tracker.plans.sheets.outputs import OUTPUT_FIELDS, read_output, read_weight
from tracker.plans.sheets.rows import Record
from tracker.plans.sheets.units import one_unit_text
from tracker.plans.values import Measure, Node, NodeKind, OutputRow, PlanDraft, PlanKind, RenaksiRow

SPINE: dict[PlanKind, tuple[NodeKind, ...]] = {
    "general": ("kegiatan_utama", "indikator"),
    "tematik": ("tema", "sasaran", "permasalahan"),
}
"""The nodes from the root to the one that renaksi hang under; each is a field of the same name."""
LEAVES: dict[PlanKind, tuple[tuple[str, NodeKind], ...]] = {
    "general": (),
    "tematik": (("indikator", "sasaran"), ("permasalahan_indikator", "permasalahan")),
}
"""Fields of an indikator that holds no renaksi, with the node that it stands under."""
SURE_FOKUS = 85
_MEASURES = ("baseline", "target", "realisasi", "capaian")


@dataclass(slots=True)
class _Renaksi:
    text: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    outputs: list[OutputRow] = field(default_factory=list)

    def frozen(self) -> RenaksiRow:
        return RenaksiRow(text=self.text, outputs=tuple(self.outputs), **self.values)


@dataclass(slots=True)
class _Node:
    kind: NodeKind
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    measure: dict[str, Any] = field(default_factory=dict)
    children: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    renaksi: dict[str, _Renaksi] = field(default_factory=dict)

    def child(self, kind: NodeKind, name: str) -> "_Node":
        return self.children.setdefault((kind, fold(name)), _Node(kind, name))

    def frozen(self) -> Node:
        order = sorted(self.children.values(), key=lambda child: child.kind != "indikator")
        return Node(
            kind=self.kind,
            name=self.name,
            measure=Measure(**self.measure),
            children=tuple(child.frozen() for child in order),
            renaksi=tuple(renaksi.frozen() for renaksi in self.renaksi.values()),
            **self.values,
        )


def fold(name: str) -> str:
    """A name for comparison: case, blanks and closing points do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).rstrip(". ") or name


class TreeBuilder:
    """Takes records one after another and holds the tree that they make.

    `into` names the place of rows that name none themselves; `fokus` is the list of fokus intervensi.
    """

    def __init__(self, kind: PlanKind, *, fokus: Sequence[str] = ()) -> None:
        self.kind = kind
        self.fokus = fokus
        self._roots: dict[tuple[str, str], _Node] = {}
        self._names: dict[str, str] = {}
        self._renaksi: _Renaksi | None = None

    def begin_sheet(self, into: dict[str, str]) -> None:
        """Forget the place of the sheet before; rows of this one begin at `into`."""
        self._names = {name: value for name, value in into.items() if value and name in SPINE[self.kind]}
        self._renaksi = None

    def add(self, record: Record, scales: dict[str, int], remarks: Remarks) -> bool:
        """Put a record into the tree; False where it could not be, which is then noted."""
        self._move(record)
        spine = self._spine(record, remarks)
        if spine is None:
            return False
        for node in spine:
            self._note_values(node, record, remarks)
        for name, parent in LEAVES[self.kind]:
            self._add_leaf(name, spine, parent, record, remarks)
        return self._add_action(spine, record, scales, remarks)

    def draft(self, year: int) -> PlanDraft:
        """The tree so far as a frozen draft."""
        return PlanDraft(
            kind=self.kind, year=year, nodes=tuple(node.frozen() for node in self._roots.values())
        )

    def _move(self, record: Record) -> None:
        """Take up the record's own parents; a new parent makes those below it unknown."""
        for level, name in enumerate(SPINE[self.kind]):
            text = record.text(name)
            if text and fold(text) != fold(self._names.get(name, "")):
                self._names = {
                    key: self._names[key] for key in SPINE[self.kind][:level] if key in self._names
                }
                self._names[name] = text
                self._renaksi = None

    def _spine(self, record: Record, remarks: Remarks) -> list[_Node] | None:
        """Nodes from the root down to the lowest that is named; None where a parent is missing."""
        spine: list[_Node] = []
        acts = bool(record.text("renaksi")) or has_output(record)
        for name in SPINE[self.kind]:
            text = self._names.get(name, "")
            if not text:
                if acts or any(self._names.get(lower) for lower in SPINE[self.kind][len(spine) + 1 :]):
                    remarks.error(record.row, name, "no_parent", _missing_parent(name))
                    return None
                break
            kind: NodeKind = name
            spine.append(spine[-1].child(kind, text) if spine else self._root(kind, text))
        return spine

    def _root(self, kind: NodeKind, name: str) -> _Node:
        return self._roots.setdefault((kind, fold(name)), _Node(kind, name))

    def _note_values(self, node: _Node, record: Record, remarks: Remarks) -> None:
        if node.kind == "permasalahan" and (text := record.text("permasalahan_sasaran")):
            _keep(node.values, "sasaran", text, _Place(record, "permasalahan_sasaran", remarks))
        if node.kind == "indikator":
            _note_measure(node, "indikator", record, remarks)

    def _add_leaf(
        self, name: str, spine: list[_Node], parent: NodeKind, record: Record, remarks: Remarks
    ) -> None:
        text = record.text(name)
        if not text:
            return
        holder = next((node for node in spine if node.kind == parent), None)
        if holder is None:
            remarks.error(record.row, parent, "no_parent", _missing_parent(parent))
            return
        _note_measure(holder.child("indikator", text), name.removesuffix("_indikator"), record, remarks)

    def _add_action(
        self, spine: list[_Node], record: Record, scales: dict[str, int], remarks: Remarks
    ) -> bool:
        text = record.text("renaksi")
        if text and (self._renaksi is None or fold(text) != fold(self._renaksi.text)):
            self._renaksi = spine[-1].renaksi.setdefault(fold(text), _Renaksi(text, record.row))
        if self._renaksi is None:
            if has_output(record):
                remarks.error(record.row, "renaksi", "no_renaksi", _("Rencana aksi kosong. Isi sel ini."))
                return False
            return True
        own = self._action_values(self._renaksi, record, remarks)
        output = read_output(record, self._renaksi.text, scales, remarks)
        if output is not None:
            if any(known.indikator == output.indikator for known in self._renaksi.outputs):
                remarks.warn(
                    record.row,
                    "indikator_output",
                    "twice",
                    _("Output ini sudah ada di atas. Periksa barisnya."),
                )
            self._renaksi.outputs.append(output.model_copy(update=own))
        return True

    def _action_values(self, renaksi: _Renaksi, record: Record, remarks: Remarks) -> dict[str, str]:
        """Note what belongs to the renaksi; return what differs for this output alone."""
        own: dict[str, str] = {}
        found = {
            "pelaksana": one_unit_text(record.cells.get("pelaksana")),
            "koordinator": one_unit_text(record.cells.get("koordinator")),
            "fokus_intervensi": self._fokus(record, remarks),
        }
        for name, value in found.items():
            if value and renaksi.values.setdefault(name, value) != value:
                own[name] = value
        if code := record.text("kode"):
            _keep(renaksi.values, "code", code, _Place(record, "kode", remarks))
        if record.text("renaksi_bobot"):
            weight = read_weight(record, "renaksi_bobot", remarks)
            _keep(renaksi.values, "weight", weight, _Place(record, "renaksi_bobot", remarks))
        return own

    def _fokus(self, record: Record, remarks: Remarks) -> str:
        text = record.text("fokus_intervensi")
        if not text or not self.fokus:
            return text
        best = process.extractOne(
            text.casefold(), [name.casefold() for name in self.fokus], scorer=fuzz.ratio
        )
        if best is not None and best[1] >= SURE_FOKUS:
            return self.fokus[best[2]]
        remarks.warn(
            record.row,
            "fokus_intervensi",
            "fokus",
            _("“{text}” tidak ada dalam daftar fokus intervensi. Pilih salah satu: {names}.").format(
                text=text, names="; ".join(self.fokus)
            ),
        )
        return text


def has_output(record: Record) -> bool:
    """Whether a record says anything that needs a renaksi above it."""
    return bool(OUTPUT_FIELDS & record.cells.keys())


def _missing_parent(name: str) -> str:
    return _(
        "{label} belum diketahui untuk baris ini. Isi selnya, atau pilih satu untuk seluruh lembar."
    ).format(label=label(name))


def _note_measure(node: _Node, prefix: str, record: Record, remarks: Remarks) -> None:
    """Baseline, target and result of an indikator from the columns that begin with `prefix`."""
    for name in ("satuan", "catatan"):
        if text := record.text(f"{prefix}_{name}"):
            _keep(node.measure, name, text, _Place(record, f"{prefix}_{name}", remarks))
    if year := cells.read_year(record.cells.get(f"{prefix}_baseline_tahun")):
        _keep(node.measure, "baseline_year", year, _Place(record, f"{prefix}_baseline_tahun", remarks))
    for name in _MEASURES:
        column = f"{prefix}_{name}"
        number = cells.read_number(record.cells.get(column))
        if number.value is not None:
            _keep(node.measure, name, number.value, _Place(record, column, remarks))
        if number.text and not _is_plain(number, name, node.measure.get("satuan", "")):
            _keep(node.measure, f"{name}_text", number.text, _Place(record, column, remarks))


def _is_plain(number: cells.NumberCell, name: str, satuan: str) -> bool:
    unit = "%" if name == "capaian" else satuan
    return (
        number.value is not None
        and not number.doubt
        and bool(number.unit)
        and cells.same_unit(number.unit, unit)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands, and where to remark on it."""

    record: Record
    column: str
    remarks: Remarks


def _keep(values: dict[str, Any], name: str, value: str | int | Decimal, place: _Place) -> None:
    """Keep the first value; one that differs from it is noted."""
    if values.setdefault(name, value) != value:
        place.remarks.warn(
            place.record.row,
            place.column,
            "differs",
            _(
                "{label} berbeda dari baris sebelumnya; yang pertama dipakai: “{kept}”. Samakan isinya."
            ).format(label=label(place.column), kept=values[name]),
        )
