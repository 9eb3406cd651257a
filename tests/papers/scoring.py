"""How much of a plan a document's proposal says rightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.document import Table
from nlp.text.numbers import plain_number
from tests.papers.columns import SPINES, TW, YEAR, Made, Said
from tests.tables.contents import Content, truth
from tracker.plans.paper.cells import is_mark
from tracker.plans.paper.columns import PaperColumn
from tracker.plans.paper.proposal import Proposal, ReadTable, Wishes, propose
from tracker.plans.paper.sheet import mapping_of, workbook_of
from tracker.plans.paper.workbooks import says_more_as_paper
from tracker.plans.sheets.dryrun import dry_run
from tracker.plans.sheets.errors import NoHeader
from tracker.plans.sheets.grid import parse
from tracker.plans.sheets.mapping import propose_mapping
from tracker.plans.values import OutputRow, PlanDraft, RenaksiRow


@dataclass
class Score:
    """Counts of what is right, of how many; `wrong` says what is not."""

    kind: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)
    cells: tuple[int, int] = (0, 0)
    kept: tuple[int, int] = (0, 0)
    fields: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def score(made: Made, content: Content, tables: Sequence[Table]) -> Score:
    """The proposal of the tables against what the matrix says."""
    wishes = Wishes(into=made.into)
    proposal = propose(tables, made.plan, YEAR, wishes=wishes)
    found = Score()
    if not proposal.tables:
        found.wrong.append("no table")
        found.cells = (0, sum(map(len, made.said)))
        return found
    best = max(proposal.tables, key=lambda one: (one.is_read, len(one.table.rows)))
    _kind(found, made, best)
    _columns(found, made, content, best)
    draft = dry_run(
        workbook_of([row.texts() for row in proposal.rows], made.plan), mapping_of(made.plan), year=YEAR
    ).draft
    _cells(found, made, draft)
    _kept(found, proposal, best)
    return found


def score_sheet(made: Made, data: bytes) -> Score | None:
    """The rehearsal of a workbook against what the matrix says; None where it is read as a paper is."""
    workbook = parse(data)
    try:
        mapping = propose_mapping(workbook, kind=made.plan)
    except NoHeader:
        return None
    if says_more_as_paper(workbook.sheet(mapping.sheet), mapping, YEAR):
        return None
    found = Score()
    by_column = {match.column: match.field or "" for match in mapping.columns}
    for at, column in enumerate(made.columns):
        if by_column.get(at, "") not in column.roles:
            found.wrong.append(
                f"column “{column.head}” {by_column.get(at) or '-'} not {column.roles[0] or '-'}"
            )
    found.columns = (len(made.columns) - len(found.wrong), len(made.columns))
    _cells(found, made, dry_run(workbook, mapping, year=YEAR, into=made.into).draft)
    return found


def _kind(found: Score, made: Made, best: ReadTable) -> None:
    if made.kind:
        got = best.recognised.kind.id if best.recognised else "-"
        found.kind = (int(got == made.kind), 1)
        if got != made.kind:
            found.wrong.append(f"kind {got}")


def _columns(found: Score, made: Made, content: Content, best: ReadTable) -> None:
    names = truth(content)[0]
    by_head = {_fold(column.header): column for column in best.columns}
    right = 0
    for at, (column, name) in enumerate(zip(made.columns, names, strict=True)):
        got = by_head.get(_fold(name))
        if len(best.columns) == len(made.columns):
            got = best.columns[at]
        role = got.role if got else "?"
        if role in column.roles:
            right += 1
        else:
            found.wrong.append(f"column “{name}” {role or '-'} not {column.roles[0] or '-'}")
    found.columns = (right, len(made.columns))


def rows_of(draft: PlanDraft) -> list[Said]:
    """The rows that a plan's tree says."""
    found: list[Said] = []
    for path, action in draft.renaksi():
        nodes = [draft.node_at(path[: at + 1]) for at in range(len(path))]
        above: Said = dict(zip(SPINES[draft.kind], (node.name for node in nodes), strict=False))
        measure = nodes[-1].measure
        if measure.target is not None or measure.target_text:
            above["indikator_target"] = measure.target_text or str(measure.target)
        found += [above | _of_output(action, output) for output in action.outputs] or [
            above | {"renaksi": action.text}
        ]
    return found


def _of_output(action: RenaksiRow, output: OutputRow) -> Said:
    said: Said = {
        "renaksi": action.text,
        "indikator_output": output.indikator,
        "satuan_output": output.satuan,
    }
    said["pelaksana"] = output.pelaksana or action.pelaksana
    said["koordinator"] = output.koordinator or action.koordinator
    for name in TW:
        slot = name.removeprefix("target_")
        value = getattr(output.targets, slot)
        said[name] = value if value is not None else getattr(output.target_texts, slot) or ""
    if output.budgets.total is not None:
        said["anggaran_total"] = output.budgets.total
    if output.realisasi.budgets.total is not None:
        said["realisasi_anggaran_total"] = output.realisasi.budgets.total
    if output.weight != 1:
        said["output_bobot"] = output.weight
    return {name: value for name, value in said.items() if value != ""}


_UNASKED = frozenset({"indikator_target", "realisasi_anggaran_total", "output_bobot"})


def _cells(found: Score, made: Made, draft: PlanDraft) -> None:
    got = rows_of(draft)
    right = whole = 0
    for said in made.said:
        wanted = {name: value for name, value in said.items() if value != ""}
        whole += len(wanted)
        best = max(
            got,
            key=lambda row: (_same(row, wanted), _fold(row.get("renaksi", "")) == _fold(wanted["renaksi"])),
            default=None,
        )
        if best is None:
            found.wrong.append(f"row “{wanted['renaksi']}” missing")
            continue
        got.remove(best)
        right += _same(best, wanted)
        for name, value in wanted.items():
            if not _equal(name, best.get(name), value):
                found.fields[name] += 1
                found.wrong.append(f"{name} {best.get(name)!s:.40} not {value!s:.40}")
        signed = {"satuan_output"} if best.get("satuan_output") == "%" else set()
        for name in set(best) - set(wanted) - _UNASKED - signed - {"indikator_output"}:
            found.fields[name] += 1
            whole += 1
            found.wrong.append(f"{name} {best[name]!s:.40} not said")
    for row in got:
        whole += len(row)
        found.wrong.append(f"row “{row.get('renaksi')}” too many")
    found.cells = (right, whole)


def _same(row: Said, wanted: Said) -> int:
    return sum(_equal(name, row.get(name), value) for name, value in wanted.items())


def _equal(name: str, got: object, wanted: object) -> bool:
    if got is None:
        return False
    if isinstance(wanted, Decimal) and isinstance(got, Decimal):
        return got == wanted
    if name == "satuan_output" and {_fold(got), _fold(wanted)} <= {"%", "persen"}:
        return True
    if name == "indikator_target":
        return _number(str(got)) == _number(str(wanted))
    return _fold(got) == _fold(wanted)


def _number(text: str) -> Decimal | None:
    match = re.search(r"\d+(?:[.,]\d+)*", text)
    value = plain_number(match[0].replace(".", ",")) if match else None
    return value.normalize() if value is not None else None


def _fold(text: object) -> str:
    return " ".join(str(text).casefold().replace("-", " ").split())


def _kept(found: Score, proposal: Proposal, best: ReadTable) -> None:
    """Every cell of the table is in a proposed row, or listed with its place."""
    if not best.is_read:
        return
    listed = {(one.row, one.column) for one in proposal.unclear}
    rows: dict[int, list[dict[str, str]]] = {}
    for row in proposal.rows:
        if row.place.table == best.number:
            rows.setdefault(row.place.row, []).append(row.texts())
    every = _fold(" ".join(text for row in proposal.rows for text in row.texts().values()))
    right = whole = 0
    for number, texts in enumerate(best.table.rows):
        if (number + 1, "") in listed:
            continue
        for column in best.columns:
            text = texts[column.column].strip()
            if not text or not text.strip("-–— .") or column.other == "nomor":
                continue
            name = column.header or column.letters
            whole += 1
            if (
                (0, name) in listed
                or (number + 1, name) in listed
                or _is_said(column, text, rows.get(number, []), every)
            ):
                right += 1
            else:
                found.wrong.append(f"dropped row {number + 1} “{name}” ({column.role or '-'}): {text:.40}")
    found.kept = (right, whole)


def _is_said(column: PaperColumn, text: str, rows: list[dict[str, str]], every: str) -> bool:
    if column.role == "tipe":
        return True
    if (
        column.role == "waktu"
        or column.role.startswith(("bulan_", "tahun_"))
        or (is_mark(text) and len(text) == 1 and not text.isdigit())
    ):
        return bool(rows)
    told = _fold(" ".join(value for row in rows for value in row.values()))
    if _fold(text) in told or (not rows and _fold(text) in every):
        return True
    numbers = re.findall(r"\d+(?:[.,]\d+)*", text)
    if "anggaran" in column.role:
        return any(row.get(column.role) for row in rows)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text.casefold()) if word not in {"nilai"}]
    return bool(numbers or words) and all(word in told for word in [*words, *numbers])
