"""The standing tests of a report, as sentences that both bureau and inspectorate see.

All are pure functions of plain values. A test that does not apply says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.i18n import _
from tracker.percentages.rules import Accumulation, LowerFormula, Polarity, Reason, achievement
from tracker.web.formats import number, percent, roman, rupiah

MOSTLY_SPENT = Decimal("0.9")
HARDLY_REACHED = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Check:
    """One test: `tone` is good, warn, bad or none. `proof` names what it rests on; ids lead to it."""

    tone: str
    text: str
    proof: str | None = None
    evidence_id: str | None = None
    finding_id: str | None = None
    is_reason: bool = False  # may stand as a reason to return the report


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the tests look at. `earlier` holds the values of the triwulan before this one."""

    triwulan: int
    value: Decimal | None
    target: Decimal | None
    satuan: str
    polarity: Polarity
    accumulation: Accumulation
    lower_formula: LowerFormula
    spent: int | None
    budget_total: int | None
    spent_before: int
    obstacles: str
    earlier: Mapping[int, Decimal]
    links: int
    is_late: bool
    shared_evidence: int  # other reports that the same evidence serves


@dataclass(frozen=True, slots=True)
class ProofWords:
    """What the proof of a report says, and where it is found."""

    proven: bool
    text: str
    evidence_id: str | None = None
    finding_id: str | None = None


def checks(facts: ReportFacts, proof: ProofWords) -> list[Check]:
    """Every test that applies, the proof first."""
    found = [
        Check(
            "good" if proof.proven else "bad",
            proof.text,
            evidence_id=proof.evidence_id,
            finding_id=proof.finding_id,
            is_reason=not proof.proven,
        ),
        _against_target(facts),
        _running_total(facts),
        *_money(facts),
        _shared(facts),
        _late(facts),
    ]
    return [check for check in found if check is not None]


def _against_target(facts: ReportFacts) -> Check | None:
    if facts.value is None or facts.target is None:
        return None
    share = achievement(facts.value, facts.target, facts.polarity, facts.lower_formula)
    if isinstance(share, Reason):
        return None
    words = {
        "value": _with_unit(facts.value, facts.satuan),
        "target": _with_unit(facts.target, facts.satuan),
        "share": percent(share * 100),
    }
    if share >= 1:
        return Check(
            "good", _("Target triwulan ini tercapai: {value} dari {target} ({share}).").format(**words)
        )
    if facts.obstacles:
        text = _("Di bawah target: {value} dari {target} ({share}). Kendalanya dijelaskan.")
        return Check("none", text.format(**words))
    text = _("Di bawah target: {value} dari {target} ({share}), tanpa penjelasan. Jelaskan di Kendala.")
    return Check("warn", text.format(**words), is_reason=True)


def _running_total(facts: ReportFacts) -> Check | None:
    if facts.accumulation is not Accumulation.CUMULATIVE or facts.value is None or not facts.earlier:
        return None
    latest = max(facts.earlier)
    if facts.value >= facts.earlier[latest]:
        return None
    text = _("Nilai kumulatif turun dari {before} pada triwulan {triwulan}. Isi jumlah sejak Januari.")
    return Check(
        "warn", text.format(before=number(facts.earlier[latest]), triwulan=roman(latest)), is_reason=True
    )


def _money(facts: ReportFacts) -> list[Check]:
    if facts.spent is None or not facts.budget_total:
        return []
    spent = facts.spent + facts.spent_before
    words = {"spent": rupiah(spent), "budget": rupiah(facts.budget_total)}
    if spent > facts.budget_total:
        text = _("Belanja sejak Januari {spent} melebihi anggaran setahun {budget}. Periksa angkanya.")
        return [Check("warn", text.format(**words), is_reason=True)]
    if spent >= MOSTLY_SPENT * facts.budget_total and _hardly_reached(facts):
        text = _("Anggaran hampir habis ({spent} dari {budget}), tetapi keluaran belum setengah target.")
        return [Check("warn", text.format(**words), is_reason=True)]
    return []


def _hardly_reached(facts: ReportFacts) -> bool:
    if facts.value is None or facts.target is None:
        return False
    share = achievement(facts.value, facts.target, facts.polarity, facts.lower_formula)
    return not isinstance(share, Reason) and share < HARDLY_REACHED


def _shared(facts: ReportFacts) -> Check | None:
    if not facts.shared_evidence:
        return None
    text = _("Bukti yang sama juga dipakai pada {count} laporan lain. Pastikan memang melayani semuanya.")
    return Check("none", text.format(count=number(facts.shared_evidence)))


def _late(facts: ReportFacts) -> Check | None:
    return Check("warn", _("Terlambat: tenggatnya sudah lewat.")) if facts.is_late else None


def _with_unit(value: Decimal, satuan: str) -> str:
    return f"{number(value)} {satuan}".strip()
