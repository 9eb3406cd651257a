"""Claims beside the cells of a plan: which output in which triwulan a figure may be about, and why."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tracker.evidence.labels import claim_words
from tracker.evidence.periods import days_of, overlaps, span_of
from tracker.evidence.proof import claim_value, scale_of
from tracker.evidence.suggestions import Offer, cell_label
from tracker.i18n import _
from tracker.percentages.rules import TRIWULANS, Accumulation
from tracker.plans.models import Plan, Renaksi
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import ended_triwulan
from tracker.web.formats import number

MOST_OFFERS = 3  # per claim
LEAST_SCORE = 0.45
LEAST_WORDS = 0.3  # of the weight of an output's words, found again around the claim
SHOWN_WORDS = 4
SAME_VALUE, SAME_UNIT, OTHER_UNIT, NEAR = 0.3, 0.1, -0.2, 0.05
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    {
        *(
            "jumlah",
            "persentase",
            "nilai",
            "indeks",
            "yang",
            "dan",
            "dengan",
            "untuk",
            "pada",
            "dari",
            "dalam",
        ),
        *(
            "tahun",
            "triwulan",
            "telah",
            "sudah",
            "atau",
            "oleh",
            "sebagai",
            "adalah",
            "secara",
            "para",
            "serta",
        ),
        *("menyusun", "melaksanakan", "meningkatkan", "terlaksananya", "tersusunnya", "meningkatnya"),
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """An output in a triwulan as matching needs it. `reported` is what was filled in, if anything."""

    progress_id: str
    unit: str | None
    year: int
    triwulan: int
    indikator: str
    satuan: str
    renaksi: str
    accumulation: Accumulation
    reported: Decimal | None


async def cells_of(plan: Plan, units: frozenset[str | None]) -> list[Cell]:
    """The cells of a plan with a target that belong to these units; None among them: to any unit."""
    where: dict[str, Any] = {"instansi": plan.instansi, "plan_id": plan.id}
    if None not in units:
        where["unit"] = {"$in": sorted(unit for unit in units if unit is not None)}
    renaksi = await Renaksi.get_pymongo_collection().find(where).to_list()
    reports = (
        await Progress.get_pymongo_collection()
        .find({"instansi": plan.instansi, "plan_id": plan.id}, {"value": 1})
        .to_list()
    )
    reported = {report["_id"]: report.get("value") for report in reports}
    return [
        cell
        for action in renaksi
        if not action.get("removed")
        for output in action["outputs"]
        for cell in _cells_of_output(action, output, reported)
    ]


def _cells_of_output(
    action: Mapping[str, Any], output: Mapping[str, Any], reported: Mapping[str, Decimal | None]
) -> Iterable[Cell]:
    targets = output["targets"]
    due = [tw for tw in TRIWULANS if targets.get(f"tw{tw}") is not None]
    if not due and targets.get("total") is not None:
        due = [4]
    for triwulan in due:
        key = progress_id(output["id"], triwulan)
        yield Cell(
            progress_id=key,
            unit=action.get("unit"),
            year=action["year"],
            triwulan=triwulan,
            indikator=output["indikator"],
            satuan=output.get("satuan", ""),
            renaksi=action["text"],
            accumulation=Accumulation(output["accumulation"]),
            reported=reported.get(key),
        )


class Vocabulary:
    """How telling each word of the plans is: one that few outputs use says more than one that all use."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        texts = {(cell.indikator, cell.renaksi) for cell in cells}
        counted = Counter(word for text in texts for word in words_of(" ".join(text)))
        self._weights = {word: math.log(1 + len(texts) / count) for word, count in counted.items()}

    def shared(self, cell: Cell, said: frozenset[str]) -> tuple[float, list[str]]:
        """The share of the weight of the output's words that were said, 0 to 1, and those words."""
        own = words_of(cell.indikator) | words_of(cell.renaksi)
        common = sorted(own & said, key=lambda word: (-self._weights[word], word))
        whole = sum(self._weights[word] for word in own)
        return (sum(self._weights[word] for word in common) / whole if whole else 0.0), common


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The telling words of a text, in lower case."""
    return frozenset(_WORD.findall(text.lower())) - _COMMON


def progress_offers(
    fields: Mapping[str, Any], sentence: str, cells: Sequence[Cell], vocabulary: Vocabulary, today: date
) -> list[Offer]:
    """The cells that a claim may be about, best first, at most three and each output once.

    `today` is the day of the document: without a finer period the claim is taken to be of the triwulan that
    had ended by then. A target, a grade, a claim of another unit or period is about none.
    """
    value = claim_value(fields.get("value"))
    if value is None or fields.get("role") != "actual":
        return []
    said = words_of(sentence)
    scored = [
        offer
        for cell in cells
        if _may_be_about(fields, cell)
        for offer in [_offer(fields, value, said, cell, vocabulary, today)]
        if offer.score >= LEAST_SCORE
    ]
    scored.sort(key=lambda offer: (-offer.score, offer.target_id or ""))
    best: dict[str, Offer] = {}
    for offer in scored:
        best.setdefault(str(offer.target_id).rpartition(":")[0], offer)
    return list(best.values())[:MOST_OFFERS]


def _may_be_about(fields: Mapping[str, Any], cell: Cell) -> bool:
    if scale_of(cell.satuan, fields["kind"]) is None:
        return False
    days = days_of(fields.get("period"))
    return days is None or overlaps(days, span_of(cell.year, cell.triwulan, cell.accumulation))


def _offer(
    fields: Mapping[str, Any],
    value: Decimal,
    said: frozenset[str],
    cell: Cell,
    vocabulary: Vocabulary,
    today: date,
) -> Offer:
    share, common = vocabulary.shared(cell, said)
    scale = scale_of(cell.satuan, fields["kind"]) or 1
    is_equal = cell.reported is not None and cell.reported * scale == value
    is_near = cell.triwulan == max(1, ended_triwulan(cell.year, today))
    score = 0.0
    if share >= LEAST_WORDS:
        told = SAME_VALUE * is_equal + _unit_score(fields, cell.satuan) + NEAR * is_near
        score = max(0.0, min(1.0, 0.2 + 0.5 * share + told))
    return Offer(
        target="progress",
        target_id=cell.progress_id,
        unit=cell.unit,
        label=cell_label(cell.indikator, cell.triwulan, cell.year),
        score=round(score, 3),
        reason=_reason(fields, cell, common, is_equal=is_equal),
    )


def _unit_score(fields: Mapping[str, Any], satuan: str) -> float:
    """What the counted noun tells: "35 orang" goes with "Orang", hardly with "Dokumen"."""
    if fields["kind"] != "count":
        return SAME_UNIT
    counted, wanted = words_of(str(fields.get("unit") or "")), words_of(satuan)
    if not counted or not wanted:
        return 0.0
    return SAME_UNIT if counted & wanted else OTHER_UNIT


def _reason(fields: Mapping[str, Any], cell: Cell, common: list[str], *, is_equal: bool) -> str:
    """Why, in words: what the texts share, and how the claim stands to what was reported."""
    quoted = ", ".join(f"“{word}”" for word in common[:SHOWN_WORDS])
    parts = [_("Menyebut {words} seperti renaksi ini").format(words=quoted)]
    if is_equal:
        parts.append(_("nilainya sama dengan yang dilaporkan"))
    elif cell.reported is not None:
        parts.append(
            _("dilaporkan {reported}, klaim {claimed}").format(
                reported=number(cell.reported), claimed=claim_words(fields)
            )
        )
    else:
        parts.append(_("sel ini belum diisi"))
    return "; ".join(parts) + "."
