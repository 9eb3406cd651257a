"""What a proposed row says of itself that does not fit, and printed totals against sums: sentences."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as MappingType
from decimal import Decimal

from ingest.document import Table
from ingest.table_checks import mismatches, written
from tracker.i18n import _
from tracker.plans.paper.amounts import number_of
from tracker.plans.paper.values import PaperCell, PaperRow
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import TW, label
from tracker.plans.values import PlanKind

FULL = Decimal(100)


def row_remarks(cells: MappingType[str, PaperCell], plan: PlanKind) -> Iterator[str]:
    """What is missing in a row or does not add up."""
    for name in SPINE[plan]:
        if name not in cells and ("renaksi" in cells or "indikator_output" in cells):
            yield _("{label} belum diketahui. Isi, atau pilih satu untuk seluruh tabel.").format(
                label=label(name)
            )
    if "renaksi" not in cells and "indikator_output" in cells:
        yield _("Rencana aksi kosong.")
    yield from _targets(cells)
    yield from _budgets(cells)


def _targets(cells: MappingType[str, PaperCell]) -> Iterator[str]:
    values = [value for tw in TW[:4] if (value := number_of(cells.get(f"target_{tw}"))) is not None]
    total = number_of(cells.get("target_total"))
    if len(values) > 1 and total is not None and total not in {sum(values), values[-1]}:
        yield _("Target triwulan berjumlah {sum}, terakhir {last}, tetapi totalnya {total}.").format(
            sum=written(sum(values, Decimal(0))), last=written(values[-1]), total=written(total)
        )


def _budgets(cells: MappingType[str, PaperCell]) -> Iterator[str]:
    values = [value for tw in TW[:4] if (value := number_of(cells.get(f"anggaran_{tw}"))) is not None]
    total = number_of(cells.get("anggaran_total"))
    if values and total is not None and sum(values) != total:
        yield _("Anggaran triwulan berjumlah {sum}, tetapi totalnya {total}.").format(
            sum=written(sum(values, Decimal(0))), total=written(total)
        )


def printed_totals(table: Table, taken: Collection[int] = ()) -> list[tuple[int, str]]:
    """The printed totals of a table that its rows do not add up to: page and sentence.

    Rows that were `taken` for rows of the plan are no totals.
    """
    return [
        (
            table.row_pages[wrong.row] if table.row_pages else 1,
            _("Baris “{label}”, kolom {column}: tercetak {printed}, dijumlahkan {added}.").format(
                label=wrong.label,
                column=wrong.head or wrong.column + 1,
                printed=written(wrong.printed),
                added=written(wrong.added),
            ),
        )
        for wrong in mismatches(table, taken)
    ]


def weight_sums(rows: Iterable[PaperRow]) -> list[tuple[int, str]]:
    """The weights of outputs that do not add up to 100 within their renaksi: page of the first, sentence."""
    groups: dict[tuple[str, ...], list[tuple[int, Decimal]]] = {}
    names: dict[tuple[str, ...], str] = {}
    for row in rows:
        weight = number_of(row.cells.get("output_bobot"))
        if weight is not None and (action := row.cells.get("renaksi")):
            parents = tuple(
                row.cells[name].text for name in row.cells if name in {*SPINE["general"], *SPINE["tematik"]}
            )
            place = (*parents, action.text)
            groups.setdefault(place, []).append((row.place.page, weight))
            names[place] = action.text
    return [
        (
            weights[0][0],
            _("Bobot output “{name}” berjumlah {sum}, bukan 100.").format(
                name=names[place], sum=written(sum((weight for _page, weight in weights), Decimal(0)))
            ),
        )
        for place, weights in groups.items()
        if sum(weight for _page, weight in weights) != FULL
    ]
