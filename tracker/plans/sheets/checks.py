"""Whether a draft's sums hold: budgets per triwulan against the year's, weights against 100."""

from collections.abc import Iterable
from decimal import Decimal

from tracker.i18n import _
from tracker.plans.sheets.grid import as_text
from tracker.plans.values import Budgets, PlanDraft

FULL = Decimal(100)
UNSTATED = Decimal(1)  # the weight of all where a plan states none


def budget_mismatch(budgets: Budgets) -> tuple[int, int] | None:
    """Sum of the four triwulan and the stated total where all are there and differ, else None."""
    amounts = [amount for amount in budgets.triwulan if amount is not None]
    if not amounts or budgets.total is None or sum(amounts) == budgets.total:
        return None
    return sum(amounts), budgets.total


def weight_warnings(draft: PlanDraft) -> list[str]:
    """What is to be said of weights that do not add up to 100, as sentences.

    The weights of renaksi may add up over the whole plan or within each node; those of outputs within
    their renaksi. Weights that are all 1 were not stated.
    """
    found = []
    renaksi = [item for _path, item in draft.renaksi()]
    if not _adds_up(item.weight for item in renaksi):
        for path, node in draft.walk():
            if not _adds_up(item.weight for item in node.renaksi):
                found.append(_sentence(_("rencana aksi"), draft.node_at(path).name, _sum(node.renaksi)))
    for item in renaksi:
        if not _adds_up(output.weight for output in item.outputs):
            found.append(_sentence(_("output"), item.text, _sum(item.outputs)))
    return found


def _adds_up(weights: Iterable[Decimal]) -> bool:
    values = list(weights)
    return all(value == UNSTATED for value in values) or sum(values) == FULL


def _sum(items: Iterable[object]) -> Decimal:
    return sum((getattr(item, "weight") for item in items), Decimal(0))  # noqa: B009


def _sentence(what: str, where: str, total: Decimal) -> str:
    return _(
        "Jumlah bobot {what} pada “{where}” adalah {total}, bukan 100. Bobot dibagi dengan jumlahnya; "
        "perbaiki bila salah."
    ).format(what=what, where=where, total=as_text(total))
