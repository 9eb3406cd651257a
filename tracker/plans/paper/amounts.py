"""One printed cell as a plan's amount: how it is written for the import, how surely, and why."""

import re
from decimal import Decimal

from tracker.i18n import _
from tracker.plans.paper.values import PaperCell
from tracker.plans.sheets import cells
from tracker.plans.sheets.grid import as_text
from tracker.plans.sheets.outputs import rupiah

_WEIGHT = re.compile(r"(?:nilai|bobot|skor|poin)?\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(?:%|poin)?", re.IGNORECASE)
_NOTHING = re.compile(r"[\s\-–—_.·]*|n/?a", re.IGNORECASE)
BOUND, WORDS, MANY = 0.8, 0.86, 0.5


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, "-", "…"."""
    return _NOTHING.fullmatch(text) is not None


def target_cell(text: str, confidence: float, reason: str) -> PaperCell:
    """A target: a number, a number with its unit, or a grade that stays a text."""
    number = cells.read_number(text)
    if number.doubt == "many":
        return PaperCell(text, min(confidence, MANY), _("lebih dari satu angka dalam sel"))
    if number.doubt == "bound":
        return PaperCell(text, min(confidence, BOUND), _("angka dengan tanda batas"))
    if number.value is None:
        is_grade = len(text) <= 30
        why = _("bukan angka; disimpan sebagai teks")
        return PaperCell(text, min(confidence, WORDS if is_grade else MANY), why)
    return PaperCell(text, confidence, reason)


def money_cell(text: str, scale: int, confidence: float, reason: str) -> PaperCell:
    """An amount in whole rupiah, scaled as the head says."""
    number = cells.read_money(text, scale)
    if number.value is None:
        return PaperCell(text, min(confidence, MANY), _("bukan jumlah rupiah"))
    amount = int(number.value.to_integral_value())
    written = rupiah(amount).removeprefix("Rp")
    if scale != 1 and amount != _plain(text):
        return PaperCell(
            written,
            confidence,
            _("{text} dikalikan {scale} menurut judul kolom").format(text=text, scale=rupiah(scale)[2:]),
        )
    return PaperCell(written, confidence, reason)


def _plain(text: str) -> int | None:
    value = cells.read_money(text).value
    return int(value) if value is not None else None


def weight_cell(text: str, confidence: float, reason: str) -> PaperCell:
    """A weight: "50", "nilai 50", "12,5 %"."""
    match = _WEIGHT.fullmatch(text.strip())
    if match is None:
        return PaperCell(text, min(confidence, MANY), _("bukan bobot"))
    return PaperCell(match[1].replace(".", ","), confidence, reason)


def number_of(cell: PaperCell | None) -> Decimal | None:
    """The number that a cell says, None without any."""
    return cells.read_number(cell.text).value if cell is not None else None


def written(value: Decimal) -> str:
    """A number as a cell writes it."""
    return as_text(value)
