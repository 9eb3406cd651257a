"""One record in, one output of a renaksi out, with remarks on each cell that a person should look at."""

import re
from decimal import Decimal
from itertools import pairwise

from tracker.i18n import _
from tracker.plans.sheets import cells
from tracker.plans.sheets.cells import NumberCell
from tracker.plans.sheets.checks import budget_mismatch
from tracker.plans.sheets.fields import TW
from tracker.plans.sheets.grid import as_text
from tracker.plans.sheets.issues import Remarks
from tracker.plans.sheets.rows import Record
from tracker.plans.values import Accumulation, Budgets, OutputRow, Polarity, Realisasi, Targets, Texts

OUTPUT_FIELDS = frozenset(
    {
        "indikator_output",
        "satuan_output",
        "output_bobot",
        "polaritas",
        "akumulasi",
        "catatan_monev",
        *(
            f"{group}_{tw}"
            for group in ("target", "anggaran", "realisasi", "realisasi_anggaran")
            for tw in TW
        ),
    }
)


def read_output(record: Record, renaksi: str, scales: dict[str, int], remarks: Remarks) -> OutputRow | None:
    """The output of a record, None where it has none or its name is missing."""
    if not OUTPUT_FIELDS & record.cells.keys():
        return None
    name = _name(record, renaksi, remarks)
    targets = _numbers(record, "target", remarks)
    reached = _numbers(record, "realisasi", remarks)
    satuan = record.text("satuan_output") or _unit_of(targets)
    realisasi = Realisasi(
        values=_values(reached),
        texts=_texts(reached, satuan),
        budgets=_money(record, "realisasi_anggaran", scales, remarks),
        catatan=record.text("catatan_monev"),
    )
    values = _values(targets)
    output = OutputRow(
        indikator=name,
        satuan=satuan,
        polarity=_polarity(record, remarks),
        accumulation=_accumulation(record, values, satuan, remarks),
        weight=read_weight(record, "output_bobot", remarks),
        targets=values,
        target_texts=_texts(targets, satuan),
        budgets=_money(record, "anggaran", scales, remarks),
        realisasi=realisasi,
    )
    _check(output, record, remarks)
    return output


def _check(output: OutputRow, record: Record, remarks: Remarks) -> None:
    """Note sums that do not hold, and fractions where per cent are meant."""
    if mismatch := budget_mismatch(output.budgets):
        remarks.warn(
            record.row,
            "anggaran_total",
            "budget_sum",
            _("Jumlah anggaran triwulan {sum}, tetapi totalnya {total}. Periksa anggarannya.").format(
                sum=rupiah(mismatch[0]), total=rupiah(mismatch[1])
            ),
        )
    stated = [value for value in (*output.targets.triwulan, output.targets.total) if value]
    if stated and cells.is_percent_unit(output.satuan) and all(0 < value <= 1 for value in stated):
        remarks.warn(
            record.row,
            "target_total" if output.targets.total else "target_tw4",
            "fraction",
            _("Target tertinggi {value} persen. Bila maksudnya {hundredfold} persen, tulis begitu.").format(
                value=as_text(max(stated)), hundredfold=as_text(max(stated) * 100)
            ),
        )


def rupiah(amount: int) -> str:
    """Whole rupiah with dots: 1250000 -> "Rp1.250.000"."""
    return f"Rp{amount:,}".replace(",", ".")


def _name(record: Record, renaksi: str, remarks: Remarks) -> str:
    name = record.text("indikator_output")
    if not name:
        remarks.warn(
            record.row,
            "indikator_output",
            "no_output_name",
            _("Indikator output kosong, jadi teks rencana aksi dipakai sebagai namanya. Isi bila berbeda."),
        )
    return name or renaksi


def _numbers(record: Record, group: str, remarks: Remarks) -> dict[str, NumberCell]:
    found = {}
    for tw in TW:
        field = f"{group}_{tw}"
        found[tw] = cells.read_number(record.cells.get(field))
        _doubt(record, field, found[tw], remarks)
    return found


def _doubt(record: Record, field: str, number: NumberCell, remarks: Remarks) -> None:
    if number.doubt == "many":
        remarks.warn(
            record.row,
            field,
            "many_numbers",
            _(
                "“{text}” memuat lebih dari satu angka, jadi disimpan sebagai teks. Tulis satu angka saja."
            ).format(text=number.text),
        )
    elif number.doubt == "bound":
        remarks.warn(
            record.row,
            field,
            "bound",
            _("“{text}” dibaca sebagai {value}; tandanya disimpan sebagai teks.").format(
                text=number.text, value=as_text(number.value)
            ),
        )


def _values(numbers: dict[str, NumberCell]) -> Targets:
    return Targets(**{tw: number.value for tw, number in numbers.items()})


def _texts(numbers: dict[str, NumberCell], satuan: str) -> Texts:
    """Written texts, but for those that say no more than the number and the unit of measure do."""
    return Texts(
        **{
            tw: number.text
            for tw, number in numbers.items()
            if number.text and (number.value is None or number.doubt or not _says_unit(number, satuan))
        }
    )


def _says_unit(number: NumberCell, satuan: str) -> bool:
    return bool(number.unit) and cells.same_unit(number.unit, satuan) and "(" not in number.text


def _unit_of(numbers: dict[str, NumberCell]) -> str:
    """The unit that all targets are written with, "" where they differ or have none."""
    units = {number.unit.casefold(): number.unit for number in numbers.values() if number.value is not None}
    one = next(iter(units.values()), "") if len(units) == 1 else ""
    return one if re.fullmatch(r"%|[^\W\d_][\w /-]{0,60}", one) else ""


def _money(record: Record, group: str, scales: dict[str, int], remarks: Remarks) -> Budgets:
    return Budgets(
        **{tw: _rupiah(record, f"{group}_{tw}", scales.get(f"{group}_{tw}", 1), remarks) for tw in TW}
    )


def _rupiah(record: Record, field: str, scale: int, remarks: Remarks) -> int | None:
    number = cells.read_money(record.cells.get(field), scale)
    if number.value is None:
        if number.text:
            remarks.error(
                record.row,
                field,
                "not_money",
                _("“{text}” bukan jumlah rupiah. Tulis angkanya, misalnya 1.250.000.").format(
                    text=number.text
                ),
            )
        return None
    amount = int(number.value.to_integral_value())
    if amount < 0 or amount > cells.MAX_RUPIAH:
        remarks.error(
            record.row,
            field,
            "money_range",
            _("Jumlah rupiah ini negatif atau terlalu besar. Periksa angkanya."),
        )
        return None
    if number.value != amount:
        remarks.warn(
            record.row,
            field,
            "money_rounded",
            _("Dibulatkan ke rupiah penuh: {amount}.").format(amount=rupiah(amount)),
        )
    return amount


def read_weight(record: Record, field: str, remarks: Remarks) -> Decimal:
    """A weight; 1 where none is given or what is given is no weight."""
    number = cells.read_number(record.cells.get(field))
    if number.is_empty:
        return Decimal(1)
    if number.value is None or number.value < 0:
        remarks.warn(
            record.row,
            field,
            "weight",
            _("“{text}” bukan bobot, jadi dipakai 1. Tulis angka nol atau lebih.").format(
                text=record.text(field)
            ),
        )
        return Decimal(1)
    return number.value


def _polarity(record: Record, remarks: Remarks) -> Polarity:
    text = record.text("polaritas")
    polarity = cells.read_polarity(text) if text else "higher"
    if polarity is None:
        remarks.warn(
            record.row,
            "polaritas",
            "polarity",
            _(
                "Polaritas “{text}” tidak dikenal, jadi dipakai “maksimal”. "
                "Pilih maksimal, minimal, atau tepat."
            ).format(text=text),
        )
    return polarity or "higher"


def _accumulation(record: Record, targets: Targets, satuan: str, remarks: Remarks) -> Accumulation:
    text = record.text("akumulasi")
    stated = cells.read_accumulation(text) if text else None
    if text and stated is None:
        remarks.warn(
            record.row,
            "akumulasi",
            "accumulation",
            _("Akumulasi “{text}” tidak dikenal. Tulis “kumulatif” atau “per triwulan”.").format(text=text),
        )
    if stated:
        return stated
    found, fits = infer_accumulation(targets, satuan)
    if not fits:
        remarks.warn(record.row, "target_total", "target_sum", _mismatch(targets, found))
    elif found == "cumulative":
        remarks.warn(record.row, "target_tw4", "cumulative", _running(targets))
    return found


def _running(targets: Targets) -> str:
    last = next((value for value in reversed(targets.triwulan) if value is not None), None)
    return _(
        "Target triwulan dibaca kumulatif karena naik sampai {last}. Bila tidak, tulis “per triwulan” di "
        "kolom akumulasi."
    ).format(last=as_text(last))


def _mismatch(targets: Targets, found: Accumulation) -> str:
    total = sum((value for value in targets.triwulan if value is not None), Decimal(0))
    reading = _("kumulatif") if found == "cumulative" else _("per triwulan")
    return _(
        "Target total {total} bukan jumlah keempat triwulan ({sum}) dan bukan target triwulan terakhir. "
        "Periksa targetnya; untuk sementara dibaca {reading}."
    ).format(total=as_text(targets.total), sum=as_text(total), reading=reading)


def infer_accumulation(targets: Targets, satuan: str) -> tuple[Accumulation, bool]:
    """How the triwulan add up to the total, and whether they do.

    The sum equals the total: each triwulan on its own. The last equals the total: running totals. Neither,
    or no total: running totals where the values never fall and the unit is per cent, else on their own.
    """
    values = [value for value in targets.triwulan if value is not None]
    rising = len(values) > 1 and all(one <= two for one, two in pairwise(values))
    likely: Accumulation = "cumulative" if rising and cells.is_percent_unit(satuan) else "per_quarter"
    if targets.total is None or not values:
        return likely, True
    if sum(values) == targets.total:
        return "per_quarter", True
    if values[-1] == targets.total:
        return "cumulative", True
    return likely, False
