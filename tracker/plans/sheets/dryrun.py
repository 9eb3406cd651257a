"""A rehearsal of an import: what would come in, what would not, and where a person should look."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.i18n import _
from tracker.plans.sheets.build import SPINE, TreeBuilder
from tracker.plans.sheets.checks import weight_warnings
from tracker.plans.sheets.fields import label
from tracker.plans.sheets.grid import Workbook
from tracker.plans.sheets.issues import CellIssue, Remarks, UnreadRow
from tracker.plans.sheets.mapping import ColumnMatch, Mapping
from tracker.plans.sheets.rows import read_records, titles_above
from tracker.plans.sheets.units import UnitMatch, match_units, one_unit_text
from tracker.plans.values import PlanDraft


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a rehearsal found. `cells` are the triwulan of outputs that have a target."""

    nodes: int
    renaksi: int
    outputs: int
    cells: int
    rows: int
    errors: int
    warnings: int
    unread: int


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column of a sheet that no field takes; `is_personal` where it holds data about persons."""

    sheet: str
    column: ColumnMatch

    @property
    def is_personal(self) -> bool:
        """Whether its values are left out on purpose."""
        return self.column.is_personal


@dataclass(frozen=True, slots=True)
class DryRun:
    """The outcome of a rehearsal; importing it stores `draft` and nothing else.

    `missing_parents` are fields of the tree that neither the sheet nor the person names, so that
    a person has to choose one node for the whole sheet.
    """

    draft: PlanDraft
    counts: Counts
    issues: tuple[CellIssue, ...]
    unread: tuple[UnreadRow, ...]
    units: tuple[UnitMatch, ...]
    unmatched: tuple[UnusedColumn, ...]
    missing_parents: tuple[str, ...]

    @property
    def errors(self) -> tuple[CellIssue, ...]:
        """The issues for which something is left out."""
        return tuple(issue for issue in self.issues if issue.severity == "error")


def dry_run(
    workbook: Workbook,
    mappings: Mapping | Sequence[Mapping],
    *,
    year: int,
    units: Sequence[str] = (),
    fokus: Sequence[str] = (),
    into: MappingType[str, str] | None = None,
) -> DryRun:
    """Read one sheet, or several of the same kind, into one draft. Nothing is stored.

    `into` names the node of rows that name none: {"kegiatan_utama": …, "indikator": …}. `units` are the
    names of the institution's units, `fokus` the list of fokus intervensi. Raises NoSheet, and ValueError
    for sheets of different kinds.
    """
    chosen = [mappings] if isinstance(mappings, Mapping) else list(mappings)
    if len({mapping.kind for mapping in chosen}) != 1:
        raise ValueError("all sheets of an import are of one kind of plan")
    builder = TreeBuilder(chosen[0].kind, fokus=fokus)
    remarks, written, rows = [], [], 0
    missing: set[str] = set()
    for mapping in chosen:
        noted, names, taken, unknown = _read_sheet(workbook, mapping, builder, into or {})
        remarks.append(noted)
        written += names
        rows += taken
        missing |= unknown
    draft = builder.draft(year)
    issues = [issue for noted in remarks for issue in noted.issues]
    issues += _weight_issues(chosen, draft)
    return DryRun(
        draft=draft,
        counts=_counts(draft, rows, issues, sum(len(noted.unread) for noted in remarks)),
        issues=tuple(issues),
        unread=tuple(row for noted in remarks for row in noted.unread),
        units=match_units(written, units),
        unmatched=tuple(
            UnusedColumn(mapping.sheet, column) for mapping in chosen for column in mapping.unused()
        ),
        missing_parents=tuple(name for name in SPINE[draft.kind] if name in missing),
    )


def _read_sheet(
    workbook: Workbook, mapping: Mapping, builder: TreeBuilder, into: MappingType[str, str]
) -> tuple[Remarks, list[tuple[str, int]], int, set[str]]:
    """Remarks, unit names with their rows, rows taken, and parents that nothing names."""
    sheet = workbook.sheet(mapping.sheet)
    by_field = mapping.by_field()
    remarks = Remarks(sheet.name, {field: match.column for field, match in by_field.items()})
    places = titles_above(sheet, mapping) | {name: value for name, value in into.items() if value}
    builder.begin_sheet({name: value for name, value in places.items() if name not in by_field})
    records = read_records(sheet, mapping, remarks)
    named = by_field.keys() | places.keys() | {name for record in records for name in record.cells}
    missing = {str(name) for name in SPINE[mapping.kind]} - named
    if missing:
        remarks.sheet_error("no_parent_column", _missing_columns(mapping, missing))
        return remarks, [], 0, missing
    scales = {field: match.scale for field, match in by_field.items()}
    _note_scales(scales, remarks)
    taken = 0
    written = []
    for record in records:
        if not builder.add(record, scales, remarks):
            remarks.left_out(
                record.row,
                record.text("renaksi") or record.text("indikator_output"),
                _("Lihat galat baris ini."),
            )
            continue
        taken += 1
        written += [
            (text, record.row + 1)
            for name in ("pelaksana", "koordinator")
            if (text := one_unit_text(record.cells.get(name)))
        ]
    return remarks, written, taken, set()


def _missing_columns(mapping: Mapping, missing: set[str]) -> str:
    names = ", ".join(label(name) for name in SPINE[mapping.kind] if name in missing)
    return _(
        "Lembar ini tidak memuat kolom {names}. Pilih untuk seluruh lembar, atau tambahkan kolomnya."
    ).format(names=names)


def _note_scales(scales: dict[str, int], remarks: Remarks) -> None:
    for name, scale in scales.items():
        if scale != 1:
            remarks.sheet_warning(
                "scale",
                _(
                    "{label} dikalikan {scale} karena judul kolomnya menyebut satuan itu. Periksa hasilnya."
                ).format(label=label(name), scale=f"{scale:,}".replace(",", ".")),
            )


def _weight_issues(chosen: Sequence[Mapping], draft: PlanDraft) -> list[CellIssue]:
    sheet = chosen[0].sheet if len(chosen) == 1 else ""
    return [CellIssue(sheet, 0, "", "warning", "weights", text) for text in weight_warnings(draft)]


def _counts(draft: PlanDraft, rows: int, issues: list[CellIssue], unread: int) -> Counts:
    renaksi = [item for _path, item in draft.renaksi()]
    outputs = [output for item in renaksi for output in item.outputs]
    return Counts(
        nodes=sum(1 for _path, _node in draft.walk()),
        renaksi=len(renaksi),
        outputs=len(outputs),
        cells=sum(
            value is not None or bool(text)
            for output in outputs
            for value, text in zip(output.targets.triwulan, output.target_texts.triwulan, strict=True)
        ),
        rows=rows,
        errors=sum(issue.severity == "error" for issue in issues),
        warnings=sum(issue.severity == "warning" for issue in issues),
        unread=unread,
    )
