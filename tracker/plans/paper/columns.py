"""Which column of a paper table is what: by its head, by its kind, and by what its cells hold."""

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Table
from tracker.i18n import _
from tracker.plans.paper.contents import MOST, Content, Evidence, evidence_of
from tracker.plans.paper.headings import (
    BORROWED,
    BY_CONTENT,
    CONFIRMED,
    MONTH_ROLES,
    PERSON,
    QUARTER_ROLES,
    YEAR_ROLE,
    Guess,
    by_head,
)
from tracker.plans.paper.kinds import Kind
from tracker.plans.paper.quarters import in_order
from tracker.plans.sheets import headers
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import FIELDS_OF, LABELS, PERSONAL, label
from tracker.plans.sheets.headers import Reading, fold_header
from tracker.plans.sheets.mapping import settled, without_rivals
from tracker.plans.sheets.ooxml import column_letters
from tracker.plans.values import PlanKind

CONTRADICTED = 0.5  # where the cells hold something else than the head says
_LENT = {
    "kegiatan_utama": r"sasaran( strategis)?|tujuan( strategis)?|program|area perubahan|aspek|kategori",
    "indikator": r"program( dan kegiatan)?|sasaran program|indikator.*",
    "tema": r"tujuan( strategis)?|program|isu strategis",
    "sasaran": r"sasaran.*",
    "permasalahan": r"(isu|masalah).*|akar masalah|kelompok permasalahan",
}
"""Heads of columns that may stand for a level of the plan where no column is that level itself."""
_NUMBERS: frozenset[Content] = frozenset({"number", "money", "percent", "tick", "ordinal", "year"})
_FIELD_BY_CONTENT: dict[Content, str] = {
    "money": "anggaran_total",
    "measure": "satuan_output",
    "unit": "pelaksana",
    "quarter": "waktu",
    "month": "waktu",
}


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column: its head, its role, how surely (0 to 1) and why.

    `role` is a plan's field, or a role of paper alone (`ROLE_LABELS`), "" where it is not used. `samples` are
    its first cells, none where it holds personal data. `scale` multiplies amounts ("dalam juta rupiah").
    """

    column: int
    header: str
    role: str = ""
    confidence: float = 0.0
    reason: str = ""
    other: str = ""
    is_personal: bool = False
    scale: int = 1
    samples: tuple[str, ...] = ()
    content: Content = "text"

    @property
    def letters(self) -> str:
        """The column's name as a person sees it: "AA"."""
        return column_letters(self.column)


def role_labels() -> dict[str, str]:
    """The roles that a person may give a column besides a plan's fields, in words."""
    return {
        "waktu": _("Waktu (triwulan, bulan, B03–B12)"),
        "kelompok": _("Kelompok (judul saja)"),
        "tipe": _("Tipe baris (SS, K, IO)"),
        "uraian_tipe": _("Uraian menurut tipe baris"),
        **{role: _("Target indikator TW {tw}").format(tw=role[-1]) for role in QUARTER_ROLES},
        **{role: _("Jadwal bulan {month}").format(month=role.partition("_")[2]) for role in MONTH_ROLES},
    }


def label_of(role: str) -> str:
    """A role in words."""
    if match := YEAR_ROLE.fullmatch(role):
        return _("Tahun {year}").format(year=match[1])
    return label(role) if role in LABELS else role_labels().get(role) or role


def read_columns(
    table: Table,
    plan: PlanKind,
    year: int,
    *,
    kind: Kind | None = None,
    units: Sequence[str] = (),
    by_hand: MappingType[int, str] | None = None,
    is_confirmed: bool = False,
) -> tuple[PaperColumn, ...]:
    """The columns of a table; `by_hand` are roles that a person gave, which hold.

    `is_confirmed`: a person has looked at all of them.
    """
    cells = [[row[column] for row in table.rows] for column in range(len(table.header))]
    held = [evidence_of(values, units) for values in cells]
    heads = in_order(table.header)
    found = [by_head(heads[n], held[n], plan, year, kind) for n in range(len(cells))]
    found = [
        _by_place(one) if head != was else one
        for one, head, was in zip(found, heads, table.header, strict=True)
    ]
    found = _settled_together(found, plan)
    found = _indicator_quarters(found, heads)
    found = _by_contents(found, held, plan, table.header)
    found = _borrowed(found, held, plan, table.header)
    columns = tuple(
        _column(number, table.header[number], one, held[number], cells[number])
        for number, one in enumerate(found)
    )
    if is_confirmed:
        columns = tuple(_confirmed(column) for column in columns)
    return assigned(columns, by_hand or {})


def _by_place(one: Guess) -> Guess:
    return replace(one, confidence=BORROWED, reason=_("triwulan menurut kolom di sebelahnya"))


def _confirmed(column: PaperColumn) -> PaperColumn:
    if not column.role or column.confidence >= CONFIRMED:
        return column
    return replace(
        column, confidence=CONFIRMED, reason=_("{why}; kolom diperiksa orang").format(why=column.reason)
    )


def assigned(columns: tuple[PaperColumn, ...], by_hand: MappingType[int, str]) -> tuple[PaperColumn, ...]:
    """The columns with the roles that a person gave; a role given to one is taken from another."""
    given = {role for role in by_hand.values() if role}
    changed = []
    for column in columns:
        if column.column in by_hand and not column.is_personal:
            role = by_hand[column.column]
            scale = headers.money_scale(column.header) if "anggaran" in role else 1
            changed.append(
                replace(column, role=role, confidence=PERSON, reason=_("dipilih orang"), scale=scale)
            )
        elif column.role in given:
            changed.append(replace(column, role="", confidence=0.0, reason=""))
        else:
            changed.append(column)
    return tuple(changed)


def _settled_together(found: list[Guess], plan: PlanKind) -> list[Guess]:
    """Bare words settled by their neighbours, and each role given to one column alone."""
    readings = [
        one.reading
        if one.reading.bare
        else Reading(one.role or None, one.confidence, "synonym", other=one.other)
        for one in found
    ]
    kept = without_rivals(settled(readings))
    result = []
    for one, reading in zip(found, kept, strict=True):
        role = reading.field or ""
        if role and role not in FIELDS_OF[plan] and one.role != role:
            role = ""
        lost = bool(one.role) and not role
        reason = _("ada kolom lain yang lebih cocok") if lost else one.reason
        result.append(replace(one, role=role, reason=reason, confidence=one.confidence if role else 0.0))
    return result


def _indicator_quarters(found: list[Guess], heads: Sequence[str]) -> list[Guess]:
    """Targets per quarter that stand left of the renaksi belong to the indikator above it."""
    roles = [one.role for one in found]
    if "renaksi" not in roles or not {"indikator", "permasalahan_indikator"} & set(roles):
        return found
    renaksi = roles.index("renaksi")
    return [_of_indikator(one, heads[place]) if place < renaksi else one for place, one in enumerate(found)]


def _of_indikator(one: Guess, head: str) -> Guess:
    slot = re.fullmatch(r"(target|realisasi)_tw([1-4])", one.role)
    if slot is None or re.search(r"output|keluaran|kegiatan", head, re.IGNORECASE):
        return one
    if slot[1] == "realisasi":
        return replace(
            one, role="", other="realisasi indikator", reason=_("realisasi indikator, bukan output")
        )
    return replace(one, role=f"indikator_tw{slot[2]}", reason=_("target indikator di kiri rencana aksi"))


def _by_contents(
    found: list[Guess], held: Sequence[Evidence], plan: PlanKind, heads: Sequence[str]
) -> list[Guess]:
    """Columns that no head names, by what they hold; and less trust where the two disagree."""
    taken = {one.role for one in found}
    result = []
    for one, evidence, head in zip(found, held, heads, strict=True):
        role = _FIELD_BY_CONTENT.get(evidence.content, "") if evidence.share >= MOST else ""
        if one.role:
            result.append(_doubted(one, evidence))
        elif role and not one.other and role not in taken and (role in FIELDS_OF[plan] or role == "waktu"):
            taken.add(role)
            reason = _("isinya {content}").format(content=content_words()[evidence.content])
            result.append(
                Guess(role, BY_CONTENT, reason if head else _("tanpa judul; {why}").format(why=reason))
            )
        else:
            result.append(one)
    return result


def content_words() -> dict[Content, str]:
    """What a column holds, in words."""
    return {
        "personal": _("nomor telepon atau data pribadi"),
        "tick": _("tanda centang"),
        "quarter": _("triwulan"),
        "month": _("bulan"),
        "year": _("tahun"),
        "percent": _("persen"),
        "money": _("jumlah uang"),
        "number": _("angka"),
        "measure": _("satuan"),
        "unit": _("nama perangkat daerah"),
        "ordinal": _("nomor urut"),
        "text": _("teks"),
    }


def _borrowed(
    found: list[Guess], held: Sequence[Evidence], plan: PlanKind, heads: Sequence[str]
) -> list[Guess]:
    """Levels of the plan that no column has, from columns left of the renaksi that are levels elsewhere."""
    roles = [one.role for one in found]
    first = next((place for place, role in enumerate(roles) if role in {"renaksi", "indikator_output"}), 0)
    result = list(found)
    for level in (str(name) for name in SPINE[plan]):
        pattern = _LENT[level]
        if level in roles:
            continue
        for place in range(first):
            is_free = not result[place].role and held[place].content == "text"
            if is_free and re.fullmatch(pattern, fold_header(heads[place])):
                why = _("dipakai sebagai tingkat {level} rencana").format(level=label(level).lower())
                result[place] = Guess(level, BORROWED, why)
                break
    return result


def _doubted(one: Guess, evidence: Evidence) -> Guess:
    """Less sure where the cells cannot be what the head says: words for amounts, figures for names."""
    is_amount = re.match(r"(?:target|anggaran|realisasi|indikator_tw)", one.role) is not None
    wants_words = one.role in {"renaksi", "indikator_output", "pelaksana", "koordinator", *SPINE["general"]}
    wrong = (is_amount and evidence.content == "unit") or (wants_words and evidence.content in _NUMBERS)
    if not wrong or evidence.share < MOST:
        return one
    reason = _("{why}, tetapi isinya {content}").format(
        why=one.reason, content=content_words()[evidence.content]
    )
    return replace(one, confidence=CONTRADICTED, reason=reason)


def _column(number: int, head: str, one: Guess, held: Evidence, cells: Sequence[str]) -> PaperColumn:
    personal = one.other in PERSONAL or held.content == "personal"
    role = "" if personal or one.other == "nomor" else one.role
    return PaperColumn(
        column=number,
        header=head,
        role=role,
        confidence=round(one.confidence, 3) if role else 0.0,
        reason=_("data pribadi; tidak dibaca") if personal else one.reason,
        other=one.other,
        is_personal=personal,
        scale=headers.money_scale(head) if "anggaran" in role else 1,
        samples=() if personal else tuple(dict.fromkeys(text for text in cells if text))[:3],
        content=held.content,
    )
