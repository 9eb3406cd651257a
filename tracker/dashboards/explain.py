"""The formulas in words, with an example each: what a figure's page and the page of all formulas say."""

from dataclasses import dataclass

from tracker.i18n import _
from tracker.percentages.rules import Formula, Percentage, Reason
from tracker.web.formats import number


@dataclass(frozen=True, slots=True)
class Explanation:
    """A formula for people: its name, what it asks, how it is computed, and an example."""

    name: str
    asks: str
    numerator: str
    denominator: str
    rule: str
    example: str


SLUGS = {
    "terinput": Formula.TERINPUT,
    "dilaporkan": Formula.DILAPORKAN,
    "terbukti": Formula.TERBUKTI,
    "terverifikasi": Formula.TERVERIFIKASI,
    "capaian": Formula.CAPAIAN,
    "serapan": Formula.SERAPAN,
}
"""The word in a page's address for each formula; also the field of `Percentages`."""


def explanation(formula: Formula) -> Explanation:
    """What a formula means."""
    cells = _("sel wajib sampai triwulan ini (satu output × satu triwulan yang bertarget)")
    return {
        Formula.TERINPUT: Explanation(
            _("Terinput"),
            _("Berapa banyak yang sudah diisi?"),
            _("sel yang sudah berisi realisasi, termasuk draf"),
            cells,
            _("Sel wajib yang terisi dibagi sel wajib. Draf ikut dihitung, karena sudah terinput."),
            _("240 sel terisi dari 480 sel wajib: 50 %."),
        ),
        Formula.DILAPORKAN: Explanation(
            _("Dilaporkan"),
            _("Berapa banyak yang sudah diajukan perangkat daerah?"),
            _("sel yang sudah diajukan dan tidak sedang dikembalikan"),
            cells,
            _("Sel yang diajukan atau diterima dibagi sel wajib. Draf dan yang dikembalikan tidak dihitung."),
            _("180 sel diajukan dari 480 sel wajib: 37,5 %."),
        ),
        Formula.TERBUKTI: Explanation(
            _("Terbukti"),
            _("Berapa banyak laporan yang buktinya cocok?"),
            _("sel dilaporkan yang buktinya cocok"),
            cells,
            _(
                "Bukti cocok bila terkait, periodenya tepat, dan memuat angka terkonfirmasi yang sama dengan"
                " realisasi; untuk output berupa dokumen, dokumen itu sendiri."
            ),
            _("120 sel terbukti dari 480 sel wajib: 25 %. Selisihnya dengan dilaporkan disebut celah bukti."),
        ),
        Formula.TERVERIFIKASI: Explanation(
            _("Terverifikasi"),
            _("Berapa banyak yang sudah diterima Inspektorat?"),
            _("sel terbukti yang sudah diverifikasi Inspektorat"),
            cells,
            _(
                "Hanya yang terbukti dapat terverifikasi. Bila buktinya dicabut, sel itu keluar "
                "dari hitungan."
            ),
            _("96 sel terverifikasi dari 480 sel wajib: 20 %."),
        ),
        Formula.CAPAIAN: Explanation(
            _("Capaian output"),
            _("Seberapa jauh target tercapai?"),
            _("jumlah bobot × capaian tiap output, paling tinggi 100 %"),
            _("jumlah bobot output yang dapat dihitung"),
            _(
                "Makin tinggi makin baik: realisasi ÷ target. Makin rendah makin baik: (2 × "
                "target − realisasi) ÷"
                " target, atau target ÷ realisasi bila output memilihnya. Tepat: 1 − |realisasi −"
                " target| ÷ target."
                " Bobot dibagi jumlah bobot. Output tanpa realisasi atau target keluar dari "
                "hitungan dan disebut."
            ),
            _("Bobot 0,6 tercapai 100 % dan bobot 0,4 tercapai 50 %: (0,6 + 0,2) ÷ 1 = 80 %."),
        ),
        Formula.SERAPAN: Explanation(
            _("Serapan anggaran"),
            _("Berapa bagian pagu setahun yang sudah terserap?"),
            _("realisasi anggaran sampai triwulan ini, dalam rupiah"),
            _("pagu setahun output yang melaporkan anggaran, dalam rupiah"),
            _(
                "Jumlah realisasi dibagi jumlah pagu. Output tanpa pagu atau tanpa laporan keluar"
                " dan disebut."
            ),
            _("Rp300 juta dari pagu Rp400 juta: 75 %."),
        ),
    }[formula]


def reason_text(reason: Reason) -> str:
    """Why a figure is not there, or why an output was left out."""
    return {
        Reason.NOTHING_DUE: _("belum ada yang wajib diisi"),
        Reason.NO_TARGET: _("tidak punya target"),
        Reason.ZERO_TARGET: _("targetnya 0, jadi tidak dapat dibagi"),
        Reason.NOT_REPORTED: _("belum ada realisasi"),
        Reason.ZERO_ACTUAL: _("realisasinya 0, jadi tidak dapat dibagi"),
        Reason.NO_BUDGET: _("tidak punya pagu"),
        Reason.NO_WEIGHT: _("bobotnya 0"),
    }[reason]


@dataclass(frozen=True, slots=True)
class ShownPercentage:
    """A percentage as templates show it: its reason is a sentence of the reader's language."""

    value: float | None
    numerator: object
    denominator: object
    formula: str
    reason: str | None
    exclusions: tuple[str, ...]


def shown(figure: Percentage) -> ShownPercentage:
    """A percentage for a template."""
    return ShownPercentage(
        value=None if figure.value is None else float(figure.value),
        numerator=figure.numerator,
        denominator=figure.denominator,
        formula=figure.formula,
        reason=None if figure.reason is None else reason_text(figure.reason).capitalize(),
        exclusions=tuple(
            _("{count} output {reason}").format(
                count=number(left_out.count), reason=reason_text(left_out.reason)
            )
            for left_out in figure.excluded
        ),
    )
