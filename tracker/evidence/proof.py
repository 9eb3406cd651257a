"""When evidence proves the value that was reported: pure rules over plain values.

An output asks either for a claim (a person accepted it, and it equals the value) or for a document (it was
read, and is of the period). What does not prove says why, by a code and a sentence that names the next step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tracker.evidence.periods import days_of, fits, overlaps, span_of
from tracker.i18n import _
from tracker.percentages.rules import Accumulation

READY, FAILED = "ready", "failed"
PERCENT_UNITS = frozenset({"%", "persen", "prosen", "percent"})
MONEY_UNITS = {
    "rp": 1,
    "rupiah": 1,
    "idr": 1,
    "ribu rupiah": 10**3,
    "rp ribu": 10**3,
    "juta rupiah": 10**6,
    "rp juta": 10**6,
    "miliar rupiah": 10**9,
    "rp miliar": 10**9,
}
COUNTED_KINDS = frozenset({"count", "score", "rank"})


class ProofReason(StrEnum):
    """Why a value is proven, or is not; the later ones of those that fail are nearer to a proof."""

    NO_VALUE = "no_value"
    NO_EVIDENCE = "no_evidence"
    UNREADABLE = "unreadable"
    NOT_READ = "not_read"
    NO_PERIOD = "no_period"
    OUTSIDE_PERIOD = "outside_period"
    NO_CONFIRMED_CLAIM = "no_confirmed_claim"
    CLAIM_OF_OTHER_PERIOD = "claim_of_other_period"
    TARGET_AS_ACTUAL = "target_as_actual"
    UNIT_DIFFERS = "unit_differs"
    CLAIM_SUPERSEDED = "claim_superseded"
    CLAIM_DIFFERS = "claim_differs"
    DOCUMENT_FITS = "document_fits"
    CLAIM_EQUALS = "claim_equals"


PROVES = frozenset({ProofReason.DOCUMENT_FITS, ProofReason.CLAIM_EQUALS})
_NEARNESS = {reason: number for number, reason in enumerate(ProofReason)}


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A cited claim. `value` is None for a grade; `period` is EDTF. `superseded`: another value holds."""

    finding_id: str
    accepted: bool
    kind: str
    value: Decimal | None
    unit: str | None
    role: str
    period: str | None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A linked evidence: how far its newest file is read, its period (EDTF), the claims cited of it."""

    evidence_id: str
    reading: str
    period: str | None
    claims: tuple[ClaimFact, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFact:
    """What was reported and what its output asks of evidence. `by_document`: no claim is asked for."""

    year: int
    triwulan: int
    value: Decimal | None
    satuan: str
    accumulation: Accumulation
    by_document: bool


@dataclass(frozen=True, slots=True)
class ProofFact:
    """The outcome, with the evidence and claim that it rests on or that came nearest."""

    reason: ProofReason
    evidence_id: str | None = None
    finding_id: str | None = None
    claimed: Decimal | None = None

    @property
    def proven(self) -> bool:
        return self.reason in PROVES


def judge(cell: CellFact, evidence: Sequence[EvidenceFact]) -> ProofFact:
    """The best of what the linked evidence gives."""
    if cell.value is None:
        return ProofFact(ProofReason.NO_VALUE)
    return _nearest(judge_one(cell, one) for one in evidence)


def judge_one(cell: CellFact, evidence: EvidenceFact) -> ProofFact:
    """What one evidence gives; the cell has a value."""
    hindrance = _hindrance(cell, evidence)
    if cell.by_document:
        return ProofFact(hindrance or ProofReason.DOCUMENT_FITS, evidence.evidence_id)
    if hindrance is ProofReason.NO_PERIOD:  # the claim's own period, accepted by a person, may say it instead
        hindrance = None
    if hindrance:
        return ProofFact(hindrance, evidence.evidence_id)
    judged = [
        ProofFact(
            _judge_claim(cell, claim, evidence.period), evidence.evidence_id, claim.finding_id, claim.value
        )
        for claim in evidence.claims
    ]
    without = ProofFact(ProofReason.NO_CONFIRMED_CLAIM, evidence.evidence_id)
    return _nearest(judged) if judged else without


def _hindrance(cell: CellFact, evidence: EvidenceFact) -> ProofReason | None:
    """What speaks against the evidence as a whole."""
    if evidence.reading != READY:
        return ProofReason.UNREADABLE if evidence.reading == FAILED else ProofReason.NOT_READ
    days = days_of(evidence.period)
    if days is None:
        return ProofReason.NO_PERIOD
    return None if fits(days, cell.year, cell.triwulan, cell.accumulation) else ProofReason.OUTSIDE_PERIOD


def _judge_claim(cell: CellFact, claim: ClaimFact, evidence_period: str | None) -> ProofReason:
    if not claim.accepted:
        return ProofReason.NO_CONFIRMED_CLAIM
    timing = _timing(cell, claim, evidence_period)
    if timing is not None:
        return timing
    if claim.role != "actual":
        return ProofReason.TARGET_AS_ACTUAL
    scale = scale_of(cell.satuan, claim.kind)
    if scale is None or claim.value is None:
        return ProofReason.UNIT_DIFFERS
    if claim.value != _reported(cell) * scale:
        return ProofReason.CLAIM_DIFFERS
    return ProofReason.CLAIM_SUPERSEDED if claim.superseded else ProofReason.CLAIM_EQUALS


def _timing(cell: CellFact, claim: ClaimFact, evidence_period: str | None) -> ProofReason | None:
    """What speaks against the claim's time. A claim of "2023" goes with evidence of a part of 2023.

    Evidence without a period leans on the claim's, which then must be fine enough to place it.
    """
    days = days_of(claim.period)
    if days is not None and not overlaps(days, span_of(cell.year, cell.triwulan, cell.accumulation)):
        return ProofReason.CLAIM_OF_OTHER_PERIOD
    if days_of(evidence_period) is None and (
        days is None or not fits(days, cell.year, cell.triwulan, cell.accumulation)
    ):
        return ProofReason.NO_PERIOD
    return None


def _reported(cell: CellFact) -> Decimal:
    return cell.value if cell.value is not None else Decimal(0)


def scale_of(satuan: str, kind: str) -> int | None:
    """What one of the output's unit is in the claim's: ("juta rupiah", "money") -> 1000000; None: none."""
    unit = " ".join(satuan.lower().replace("(", " ").replace(")", " ").replace(".", " ").split())
    if unit in PERCENT_UNITS:
        return 1 if kind == "percent" else None
    if unit in MONEY_UNITS:
        return MONEY_UNITS[unit] if kind == "money" else None
    return 1 if kind in COUNTED_KINDS else None


def claim_value(value: object) -> Decimal | None:
    """The value of a claim as an exact number; None for a grade or nothing."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _nearest(facts: Iterable[ProofFact]) -> ProofFact:
    none = ProofFact(ProofReason.NO_EVIDENCE)
    return max(facts, key=lambda fact: _NEARNESS[fact.reason], default=none)


def sentence(reason: str, *, reported: str | None = None, claimed: str | None = None) -> str:
    """The reason in words, with what to do. `reported` and `claimed` are values as a page shows them."""
    if reason == ProofReason.CLAIM_DIFFERS and reported and claimed:
        return _(
            "Dilaporkan {reported}, tetapi klaim yang dikutip menyebut {claimed}. Perbaiki nilainya atau "
            "kutip klaim yang tepat."
        ).format(reported=reported, claimed=claimed)
    return _sentences().get(reason, reason)


def _sentences() -> dict[str, str]:
    return {
        ProofReason.NO_VALUE: _("Nilai belum diisi."),
        ProofReason.NO_EVIDENCE: _("Belum ada bukti yang dikaitkan. Kaitkan bukti ke sel ini."),
        ProofReason.UNREADABLE: _(
            "Berkas bukti gagal dibaca. Buka buktinya untuk melihat sebab dan mengulangi pembacaan."
        ),
        ProofReason.NOT_READ: _("Berkas bukti masih dibaca. Tunggu sampai selesai."),
        ProofReason.NO_PERIOD: _("Periode bukti belum diisi. Isi periode pada halaman bukti."),
        ProofReason.OUTSIDE_PERIOD: _(
            "Periode bukti di luar periode yang dilaporkan. Kaitkan bukti dari periode ini."
        ),
        ProofReason.NO_CONFIRMED_CLAIM: _(
            "Belum ada klaim yang diterima untuk nilai ini. Terima klaimnya pada halaman bukti, lalu kutip."
        ),
        ProofReason.CLAIM_OF_OTHER_PERIOD: _(
            "Klaim yang dikutip berbicara tentang periode lain. Kutip klaim untuk periode ini."
        ),
        ProofReason.TARGET_AS_ACTUAL: _(
            "Klaim yang dikutip menyebut target, bukan realisasi. Kutip angka realisasinya."
        ),
        ProofReason.UNIT_DIFFERS: _(
            "Satuan klaim berbeda dari satuan output. Kutip klaim dengan satuan yang sama."
        ),
        ProofReason.CLAIM_SUPERSEDED: _(
            "Klaim yang dikutip digantikan keputusan atas nilai yang bertentangan. Kutip nilai yang berlaku."
        ),
        ProofReason.CLAIM_DIFFERS: _(
            "Nilai klaim yang dikutip berbeda dari yang dilaporkan. Perbaiki nilainya atau kutip klaim lain."
        ),
        ProofReason.DOCUMENT_FITS: _("Dokumen bukti terbaca dan sesuai periode."),
        ProofReason.CLAIM_EQUALS: _("Klaim yang diterima sama dengan nilai yang dilaporkan."),
    }
