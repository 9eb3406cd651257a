"""Nota Perbaikan: what a unit has to mend, report by report, with where in the evidence it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tracker.evidence.proof import ProofReason, sentence
from tracker.i18n import _
from tracker.progress.rules import MENDING, State
from tracker.web.formats import number, roman, rupiah


@dataclass(frozen=True, slots=True)
class Item:
    """A report that came back: what it is about, what was reported, why it came back, and what was cited."""

    code: str
    renaksi: str
    indikator: str
    triwulan: int
    reported: str
    target: str
    reason: str
    by: str
    at: datetime
    evidence: tuple[str, ...]  # "Laporan TW III, halaman 4 dan 7"
    proof: str


@dataclass(frozen=True, slots=True)
class Note:
    """All that came back to one unit and is not mended, oldest first."""

    unit: str
    year: int
    items: tuple[Item, ...]


def note_of(
    unit: str,
    year: int,
    *,
    reports: Sequence[Mapping[str, Any]],
    outputs: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]],
    titles: Mapping[Any, str],
    pages: Mapping[Any, int],
) -> Note:
    """The note of raw reports. `outputs`: renaksi and output by the output's id; `titles`: of evidence;
    `pages`: of findings."""
    items = [
        _item(report, *outputs[report["output_id"]], titles, pages)
        for report in reports
        if report["output_id"] in outputs and _is_to_mend(report)
    ]
    return Note(unit, year, tuple(sorted(items, key=lambda item: (item.at, item.code, item.triwulan))))


def _is_to_mend(report: Mapping[str, Any]) -> bool:
    return State(report["state"]) in MENDING and _decision(report) is not None


def _decision(report: Mapping[str, Any]) -> Mapping[str, Any] | None:
    decided = [one["decision"] for one in report["submissions"] if one.get("decision")]
    return decided[-1] if decided else None


def _item(
    report: Mapping[str, Any],
    renaksi: Mapping[str, Any],
    output: Mapping[str, Any],
    titles: Mapping[Any, str],
    pages: Mapping[Any, int],
) -> Item:
    decision = _decision(report)
    assert decision is not None  # noqa: S101 - `_is_to_mend` has seen it
    satuan = output.get("satuan", "")
    proof = report.get("proof") or {}
    return Item(
        code=renaksi.get("code", ""),
        renaksi=renaksi["text"],
        indikator=output["indikator"],
        triwulan=report["triwulan"],
        reported=_amount(report.get("value"), satuan) + _spent(report.get("spent")),
        target=_amount(output["targets"].get(f"tw{report['triwulan']}"), satuan),
        reason=decision["reason"] or "",
        by=decision["by_name"],
        at=decision["at"],
        evidence=tuple(_cited(link, titles, pages) for link in report["links"]),
        proof="" if proof.get("proven") else sentence(proof.get("reason", ProofReason.NO_EVIDENCE)),
    )


def _amount(value: Decimal | None, satuan: str) -> str:
    return "–" if value is None else f"{number(value)} {satuan}".strip()


def _spent(spent: int | None) -> str:
    return "" if spent is None else f" ({rupiah(spent)})"


def _cited(link: Mapping[str, Any], titles: Mapping[Any, str], pages: Mapping[Any, int]) -> str:
    """Evidence with the pages that the report points to: "Laporan TW III, halaman 4 dan 7"."""
    title = titles.get(link["evidence_id"], "–")
    numbers = sorted({*link["pages"], *(pages[one] for one in link["findings"] if one in pages)})
    if not numbers:
        return title
    listed = [str(one) for one in numbers]
    words = (
        listed[0]
        if len(listed) == 1
        else _("{first} dan {last}").format(first=", ".join(listed[:-1]), last=listed[-1])
    )
    return _("{title}, halaman {pages}").format(title=title, pages=words)


def quarter(triwulan: int, year: int) -> str:
    """ "TW III 2023"."""
    return _("TW {number} {year}").format(number=roman(triwulan), year=year)
