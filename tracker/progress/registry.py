"""The register of the standing tests: how grave each is, what it adds to a risk, its mark in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.evidence.proof import ProofReason
from tracker.i18n import _


class Severity(StrEnum):
    """How grave the outcome of a test is; the values are the tones of a page."""

    FAILED = "bad"
    LOOK = "warn"
    NOTE = "none"
    PASSED = "good"


class Code(StrEnum):
    """The tests besides the proof, whose codes are those of `ProofReason`."""

    ON_TARGET = "on_target"
    BELOW_TARGET = "below_target"
    UNEXPLAINED = "unexplained"
    TOTAL_FELL = "total_fell"
    OVER_BUDGET = "over_budget"
    SPENT_NOT_REACHED = "spent_not_reached"
    LAST_YEAR_FILE = "last_year_file"
    SAME_CLAIM = "same_claim"
    SAME_FILE = "same_file"
    SHARED = "shared"
    GRADE_NOT_SCORE = "grade_not_score"
    TOTAL_NOT_SUM = "total_not_sum"
    TABLE_TOTAL = "table_total"
    LATE = "late"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Standing:
    """A test in the registry: `risk` points put a report forward in the queue and weigh it in a sample."""

    severity: Severity
    risk: int = 0


REGISTRY: Mapping[str, Standing] = {
    ProofReason.CLAIM_EQUALS: Standing(Severity.PASSED),
    ProofReason.DOCUMENT_FITS: Standing(Severity.PASSED),
    ProofReason.NO_VALUE: Standing(Severity.FAILED, 10),
    ProofReason.NO_EVIDENCE: Standing(Severity.FAILED, 10),
    ProofReason.UNREADABLE: Standing(Severity.FAILED, 8),
    ProofReason.NOT_READ: Standing(Severity.FAILED, 3),
    ProofReason.NO_PERIOD: Standing(Severity.FAILED, 6),
    ProofReason.OUTSIDE_PERIOD: Standing(Severity.FAILED, 9),
    ProofReason.NO_CONFIRMED_CLAIM: Standing(Severity.FAILED, 6),
    ProofReason.CLAIM_OF_OTHER_PERIOD: Standing(Severity.FAILED, 8),
    ProofReason.TARGET_AS_ACTUAL: Standing(Severity.FAILED, 9),
    ProofReason.UNIT_DIFFERS: Standing(Severity.FAILED, 7),
    ProofReason.CLAIM_SUPERSEDED: Standing(Severity.FAILED, 9),
    ProofReason.CLAIM_DIFFERS: Standing(Severity.FAILED, 10),
    Code.ON_TARGET: Standing(Severity.PASSED),
    Code.BELOW_TARGET: Standing(Severity.NOTE, 1),
    Code.UNEXPLAINED: Standing(Severity.LOOK, 4),
    Code.TOTAL_FELL: Standing(Severity.LOOK, 5),
    Code.OVER_BUDGET: Standing(Severity.LOOK, 5),
    Code.SPENT_NOT_REACHED: Standing(Severity.LOOK, 6),
    Code.LAST_YEAR_FILE: Standing(Severity.FAILED, 10),
    Code.SAME_CLAIM: Standing(Severity.LOOK, 7),
    Code.SAME_FILE: Standing(Severity.LOOK, 5),
    Code.SHARED: Standing(Severity.NOTE),
    Code.GRADE_NOT_SCORE: Standing(Severity.FAILED, 8),
    Code.TOTAL_NOT_SUM: Standing(Severity.LOOK, 3),
    Code.TABLE_TOTAL: Standing(Severity.LOOK, 5),
    Code.LATE: Standing(Severity.LOOK, 2),
    Code.DISPUTED: Standing(Severity.LOOK, 7),
    Code.SUPERSEDED: Standing(Severity.FAILED, 9),
}
HINDERS = frozenset({Severity.FAILED, Severity.LOOK})
"""What keeps a report from having passed all tests."""


def risk_points(codes: Sequence[str]) -> int:
    """The risk of a report by the codes of its tests: the gravest counts whole, each further one a point."""
    points = sorted((REGISTRY[code].risk for code in codes if code in REGISTRY), reverse=True)
    return points[0] + sum(1 for point in points[1:] if point) if points else 0


def mark_words() -> dict[str, str]:
    """The tests that may mark a report in a list, each in two or three words."""
    return {
        ProofReason.NO_VALUE: _("tanpa nilai"),
        ProofReason.NO_EVIDENCE: _("tanpa bukti"),
        ProofReason.UNREADABLE: _("bukti tak terbaca"),
        ProofReason.NOT_READ: _("bukti masih dibaca"),
        ProofReason.NO_PERIOD: _("periode bukti kosong"),
        ProofReason.OUTSIDE_PERIOD: _("di luar periode"),
        ProofReason.NO_CONFIRMED_CLAIM: _("klaim belum diterima"),
        ProofReason.CLAIM_OF_OTHER_PERIOD: _("klaim periode lain"),
        ProofReason.TARGET_AS_ACTUAL: _("target sebagai realisasi"),
        ProofReason.UNIT_DIFFERS: _("satuan berbeda"),
        ProofReason.CLAIM_SUPERSEDED: _("klaim digantikan"),
        ProofReason.CLAIM_DIFFERS: _("klaim berbeda"),
        Code.BELOW_TARGET: _("di bawah target"),
        Code.UNEXPLAINED: _("tanpa penjelasan"),
        Code.TOTAL_FELL: _("kumulatif turun"),
        Code.OVER_BUDGET: _("lewat anggaran"),
        Code.SPENT_NOT_REACHED: _("anggaran habis, keluaran rendah"),
        Code.LAST_YEAR_FILE: _("berkas tahun lalu"),
        Code.SAME_CLAIM: _("klaim dipakai dua kali"),
        Code.SAME_FILE: _("berkas dipakai ulang"),
        Code.GRADE_NOT_SCORE: _("predikat tak sesuai nilai"),
        Code.TOTAL_NOT_SUM: _("jumlah target beda"),
        Code.TABLE_TOTAL: _("jumlah tabel salah"),
        Code.LATE: _("terlambat"),
        Code.DISPUTED: _("bertentangan"),
        Code.SUPERSEDED: _("nilai digantikan"),
    }
