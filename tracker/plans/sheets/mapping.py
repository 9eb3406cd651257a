"""Which column is which: the head of a sheet found by its content, its columns matched to a plan's fields."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.plans.sheets import headers
from tracker.plans.sheets.errors import NoHeader
from tracker.plans.sheets.fields import FIELDS_OF, PERSONAL
from tracker.plans.sheets.grid import Sheet, Workbook
from tracker.plans.sheets.headers import LONGEST_HEADING, How, Reading
from tracker.plans.sheets.ooxml import column_letters
from tracker.plans.values import PlanKind

SEARCH_ROWS = 60  # heads stand at the top; deeper tables are notes
MAX_HEAD_ROWS = 4
ENOUGH_FIELDS = 3
MIN_KEYS = 4  # cells that make a row of machine keys
CLEAR_GAIN = 0.5  # by how much a taller head must be better

_ALL_KEYS = headers.keys_for("tematik").keys() | headers.keys_for("general").keys()
_PERSONAL_VALUE = re.compile(
    r"(?:\+?62[\s-]?|0)8[\d\s.-]{8,13}|\d{16}|\d{8}\s?\d{6}\s?\d\s?\d{3}|[^@\s]+@[^@\s]+\.\w+"
)
_SECTION_OF = {
    "kegiatan_utama": "indikator",
    "tema": "indikator",
    "sasaran": "indikator",
    "indikator": "indikator",
    "permasalahan": "permasalahan",
    "permasalahan_sasaran": "permasalahan",
    "permasalahan_indikator": "permasalahan",
    "renaksi": "output",
    "indikator_output": "output",
}
_BARE_FIELD = {
    "indikator": {
        "indikator": "indikator",
        "sasaran": "sasaran",
        **{slot: f"indikator_{slot}" for slot in ("satuan", "target", "realisasi", "capaian", "catatan")},
    },
    "permasalahan": {
        "indikator": "permasalahan_indikator",
        "sasaran": "permasalahan_sasaran",
        **{slot: f"permasalahan_{slot}" for slot in ("satuan", "target", "realisasi", "capaian", "catatan")},
    },
    "output": {
        "indikator": "indikator_output",
        "sasaran": "sasaran",
        "satuan": "satuan_output",
        "target": "target_total",
        "realisasi": "realisasi_total",
        "catatan": "catatan_monev",
    },
}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column: its heading, the field it was taken for, how surely (0 to 1) and by what.

    `samples` are its first values, none where the column holds personal data. `scale` multiplies
    amounts of money ("dalam juta rupiah").
    """

    column: int
    header: str
    field: str | None = None
    confidence: float = 0.0
    how: How = "none"
    other: str = ""
    is_personal: bool = False
    scale: int = 1
    samples: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """The column's name as a person sees it: "AA"."""
        return column_letters(self.column)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is to be read. Rows are 0-based; data begins at `first_row`."""

    sheet: str
    kind: PlanKind
    header_rows: tuple[int, ...]
    first_row: int
    columns: tuple[ColumnMatch, ...]
    score: float = 0.0

    def by_field(self) -> dict[str, ColumnMatch]:
        """The columns that are used, by field."""
        return {match.field: match for match in self.columns if match.field}

    def unused(self) -> tuple[ColumnMatch, ...]:
        """The columns with a heading that no field takes."""
        return tuple(match for match in self.columns if not match.field and match.header)

    def assign(self, changes: MappingType[int, str | None]) -> "Mapping":
        """The mapping with columns given to other fields by a person.

        A field that a person gives to one column is taken from the column that had it. Raises
        ValueError for a field that a plan of this kind does not have.
        """
        given = {field for field in changes.values() if field}
        if given - FIELDS_OF[self.kind]:
            raise ValueError(f"not a field of a {self.kind} plan: {sorted(given - FIELDS_OF[self.kind])}")
        return replace(self, columns=tuple(_changed(match, changes, given) for match in self.columns))


def _changed(match: ColumnMatch, changes: MappingType[int, str | None], given: set[str]) -> ColumnMatch:
    if match.column in changes and changes[match.column] != match.field:
        return replace(match, field=changes[match.column], confidence=1.0, how="person")
    if match.column not in changes and match.field in given:
        return replace(match, field=None, confidence=0.0, how="none")
    return match


def propose_mapping(workbook: Workbook, *, kind: PlanKind | None = None, sheet: str | None = None) -> Mapping:
    """The likeliest reading of a workbook, or of one sheet of it. Raises NoSheet or NoHeader."""
    if sheet is not None:
        found = read_sheet_head(workbook.sheet(sheet), kind)
        if found is None:
            raise NoHeader(sheet)
        return found
    ranked = rank_sheets(workbook, kind)
    if not ranked:
        raise NoHeader(workbook.sheets[0].name)
    return ranked[0]


def rank_sheets(workbook: Workbook, kind: PlanKind | None = None) -> list[Mapping]:
    """The sheets that have a plan's head, the best first, visible ones before hidden ones."""
    found = [(sheet, read_sheet_head(sheet, kind)) for sheet in workbook.sheets]
    readable = [(sheet, mapping) for sheet, mapping in found if mapping is not None]
    readable.sort(key=lambda pair: (pair[0].is_hidden, -pair[1].score))
    return [mapping for _, mapping in readable]


@dataclass(frozen=True, slots=True)
class _Head:
    """A candidate for the head of a sheet: its rows, a title and a reading per column."""

    rows: tuple[int, ...]
    kind: PlanKind
    titles: tuple[str, ...]
    readings: tuple[Reading, ...]
    score: float


def read_sheet_head(sheet: Sheet, kind: PlanKind | None = None) -> Mapping | None:
    """The head of a sheet and its columns, None where nothing looks like a plan's head."""
    best: _Head | None = None
    for top in range(min(SEARCH_ROWS, len(sheet.rows))):
        for height in range(1, MAX_HEAD_ROWS + 1):
            rows = tuple(range(top, min(top + height, len(sheet.rows))))
            if len(rows) < height or not _may_be_head(sheet, rows[-1]):
                break
            head = _match(sheet, rows, kind)
            if head is not None and (best is None or head.score > best.score + CLEAR_GAIN):
                best = head
    if best is None:
        return None
    head, first_row = _extended(sheet, _without_titles(sheet, best, kind), kind)
    columns = tuple(
        _column(sheet, column, title, head.readings[column], first_row)
        for column, title in enumerate(head.titles)
    )
    return Mapping(sheet.name, head.kind, head.rows, first_row, columns, head.score)


def _may_be_head(sheet: Sheet, row: int) -> bool:
    texts = [sheet.text(row, column) for column in range(sheet.width)]
    filled = [text for text in texts if text]
    return bool(filled) and max(map(len, filled)) <= LONGEST_HEADING * 2


def _without_titles(sheet: Sheet, head: _Head, kind: PlanKind | None) -> _Head:
    """The head without the rows at its top that add nothing, such as the table's title."""
    while len(head.rows) > 1:
        lower = _match(sheet, head.rows[1:], kind)
        if lower is None or lower.score < head.score:
            return head
        head = lower
    return head


def _extended(sheet: Sheet, head: _Head, kind: PlanKind | None) -> tuple[_Head, int]:
    """The head with the further rows below it that hold headings or column numbers; the first data row."""
    rows = head.rows
    while rows[-1] + 1 < len(sheet.rows) and is_head_row(sheet, rows[-1] + 1):
        rows = (*rows, rows[-1] + 1)
        again = _match(sheet, rows, kind)
        if again is None or again.score < head.score - CLEAR_GAIN:
            return head, rows[-1] + 1
        head = again
    return head, rows[-1] + 1


def is_head_row(sheet: Sheet, row: int) -> bool:
    """Whether a row holds headings alone, or the numbers of the columns."""
    texts = [sheet.text(row, column) for column in range(sheet.width)]
    filled = [text for text in texts if text]
    if len(filled) < 2 or max(map(len, filled)) > LONGEST_HEADING:
        return False
    if is_numbering_row(filled):
        return True
    most_unknown = int(0.3 * len(filled))
    unknown = 0
    for text in filled:
        unknown += not (headers.is_heading(text) or key_like(text))
        if unknown > most_unknown:  # most rows of a plan end here after a few cells
            return False
    return True


def key_like(text: str) -> bool:
    """Whether a heading is a machine key such as "target_tw1"."""
    return "_" in text and text in _ALL_KEYS


def is_numbering_row(texts: Iterable[str]) -> bool:
    """Whether cells are the numbers of the columns: 1, 2, 3, …, "13 = (9+10)"."""
    numbers = [headers.numbering_value(text) for text in texts]
    known = [number for number in numbers if number is not None]
    if len(numbers) < 3 or len(known) != len(numbers) or known[0] > 2:
        return False
    steps = Counter(after - before for before, after in pairwise(known))
    return steps[1] + steps[0] >= 0.8 * (len(known) - 1)


def _match(sheet: Sheet, rows: tuple[int, ...], kind: PlanKind | None) -> _Head | None:
    """What the columns under a head of these rows are; None where too little is understood."""
    keyed = {row: found for row in rows if (found := _key_row(sheet, row, kind)) is not None}
    titles = _titles(sheet, [row for row in rows if row not in keyed])
    readings = [headers.read_heading(title) for title in titles]
    for row, key_fields in keyed.items():
        readings = [key_fields.get(column, reading) for column, reading in enumerate(readings)]
        titles = [title or sheet.text(row, column) for column, title in enumerate(titles)]
    readings = without_rivals(settled(readings))
    used = {reading.field for reading in readings if reading.field}
    if len(used) < ENOUGH_FIELDS or not used & {"renaksi", "indikator_output"}:
        return None
    guessed = kind or _kind_of(used)
    readings = [
        reading if reading.field in FIELDS_OF[guessed] else replace(reading, field=None)
        for reading in readings
    ]
    return _Head(rows, guessed, tuple(titles), tuple(readings), _score(sheet, rows, readings))


def _kind_of(fields: set[str]) -> PlanKind:
    thematic = fields & {"tema", "permasalahan", "permasalahan_indikator", "permasalahan_sasaran"}
    return "tematik" if thematic or ("sasaran" in fields and "kegiatan_utama" not in fields) else "general"


def _score(sheet: Sheet, rows: tuple[int, ...], readings: list[Reading]) -> float:
    """Sum of confidences, less what speaks against a head: sentences and plain amounts in it."""
    against = sum(
        len(text) > LONGEST_HEADING or (text.replace(",", "").isdigit() and not headers.is_numbering(text))
        for row in rows
        for column in range(sheet.width)
        if (text := sheet.text(row, column))
    )
    return round(sum(reading.confidence for reading in readings if reading.field) - against, 3)


def _key_row(sheet: Sheet, row: int, kind: PlanKind | None) -> dict[int, Reading] | None:
    """Readings of a row of machine keys by column, None where the row is none."""
    texts = {column: headers.key_of(sheet.text(row, column)) for column in range(sheet.width)}
    raw = [sheet.text(row, column) for column in range(sheet.width)]
    if sum(key_like(text.casefold()) for text in raw) < MIN_KEYS:
        return None
    kinds: tuple[PlanKind, ...] = (kind,) if kind else ("tematik", "general")
    tables = [headers.keys_for(each) for each in kinds]
    best = max(tables, key=lambda table: _weight_of_keys(texts.values(), table))
    return {column: Reading(best[text], 1.0, "key") for column, text in texts.items() if text in best}


def _weight_of_keys(texts: Iterable[str], table: dict[str, str]) -> int:
    portal = {key for key, field in table.items() if key != field}
    return sum((text in table) + (text in portal) for text in texts)


def _titles(sheet: Sheet, rows: list[int]) -> list[str]:
    """One title per column: the texts of its head from top to bottom, groups carried to the right."""
    levels = [_level(sheet, row, rows[-1]) for row in rows]
    titles = []
    for column in range(sheet.width):
        parts = [level[column] for level in levels if level[column] and not _is_number(level[column])]
        unique = [part for place, part in enumerate(parts) if place == 0 or part != parts[place - 1]]
        titles.append(" ".join(" ".join(unique).split()))
    return titles


def _is_number(text: str) -> bool:
    return headers.is_numbering(text) and text.strip("(). ").isdigit()


def _level(sheet: Sheet, row: int, last: int) -> list[str]:
    """Texts of one row of a head; a merged group, or one with headings below it, covers its columns."""
    texts = [" ".join(sheet.text(row, column).split()) for column in range(sheet.width)]
    if is_numbering_row([text for text in texts if text]):
        return [""] * sheet.width
    covered = set()
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left < sheet.width:
            head = " ".join(sheet.text(merge.top, merge.left).split())
            for column in range(merge.left, min(merge.right + 1, sheet.width)):
                covered.add(column)
                texts[column] = head if row == merge.top or merge.left < merge.right else texts[column]
    return texts if row == last else _carried(sheet, row, texts, covered)


def _carried(sheet: Sheet, row: int, texts: list[str], covered: set[int]) -> list[str]:
    """A group that was not merged covers the empty cells right of it that stand over a bare triwulan."""
    carried = list(texts)
    for column in range(1, sheet.width):
        below = " ".join(sheet.text(row + 1, column).split())
        if not carried[column] and column not in covered and _needs_group(below):
            carried[column] = carried[column - 1]
    return carried


def _needs_group(below: str) -> bool:
    reading = headers.read_heading(below)
    return reading.how == "neighbour" or headers.fold_header(below) in {"total", "jumlah"}


def settled(readings: list[Reading]) -> list[Reading]:
    """Bare words ("target", "satuan") given to the thing on their left."""
    section = "indikator" if _names_node(readings) else "output"
    one_sasaran = sum(reading.field == "sasaran" or reading.bare == "sasaran" for reading in readings) == 1
    settled = []
    for place, reading in enumerate(readings):
        if reading.bare == "sasaran" and (section == "output" or one_sasaran):
            section = "indikator"
        if reading.bare:
            beside = "output" if _is_unit_of_output(readings, place) else section
            field = _BARE_FIELD[beside].get(reading.bare)
            reading = replace(reading, field=field, other="" if field else reading.bare)  # noqa: PLW2901
        section = _SECTION_OF.get(reading.field or "", section)
        if reading.field == "indikator_output" and not _has_renaksi(readings[:place]):
            section = "output"
        settled.append(reading)
    return settled


def _is_unit_of_output(readings: list[Reading], place: int) -> bool:
    """Whether a bare "satuan" stands left of its output, and right of nothing else that has a unit."""
    if readings[place].bare != "satuan" or place + 1 == len(readings):
        return False
    before = readings[place - 1] if place else headers.UNKNOWN
    is_of_goal = before.bare in {"indikator", "target"} or (before.field or "").endswith("indikator")
    return readings[place + 1].field == "indikator_output" and not is_of_goal


def _names_node(readings: list[Reading]) -> bool:
    """Whether an indikator of the plan's tree is to be expected before the renaksi."""
    for reading in readings:
        if reading.field in {"kegiatan_utama", "tema", "sasaran"} or reading.bare in {"sasaran", "indikator"}:
            return True
        if reading.field == "renaksi":
            return False
    return False


def _has_renaksi(readings: list[Reading]) -> bool:
    return any(reading.field == "renaksi" for reading in readings)


def without_rivals(readings: list[Reading]) -> list[Reading]:
    """Each field once: its surest column keeps it, the first of equals."""
    winners: dict[str, int] = {}
    for column, reading in enumerate(readings):
        if reading.field is not None:
            holder = winners.setdefault(reading.field, column)
            if reading.confidence > readings[holder].confidence:
                winners[reading.field] = column
    return [
        reading if reading.field is None or winners[reading.field] == column else headers.UNKNOWN
        for column, reading in enumerate(readings)
    ]


def _column(sheet: Sheet, column: int, title: str, reading: Reading, first_row: int) -> ColumnMatch:
    values = [text for row in range(first_row, len(sheet.rows)) if (text := sheet.text(row, column))]
    # an amount of money may have as many digits as an identity number, so only names are looked at
    may_name_people = reading.field in {None, "pelaksana", "koordinator"}
    personal = reading.other in PERSONAL or (may_name_people and _looks_personal(values))
    field = None if personal else reading.field
    return ColumnMatch(
        column=column,
        header=title,
        field=field,
        confidence=reading.confidence if field else 0.0,
        how=reading.how if field else "none",
        other=reading.other,
        is_personal=personal,
        scale=headers.money_scale(title) if "anggaran" in (field or "") else 1,
        samples=() if personal else tuple(dict.fromkeys(values))[:3],
    )


def _looks_personal(values: list[str]) -> bool:
    """Whether most values are telephone numbers, identity numbers or mail addresses."""
    found = sum(is_personal_value(value) for value in values)
    return found >= 1 and found * 2 > len(values)


def is_personal_value(value: str) -> bool:
    """Whether a cell is a telephone number, an identity number or a mail address."""
    return _PERSONAL_VALUE.fullmatch(value.strip()) is not None
