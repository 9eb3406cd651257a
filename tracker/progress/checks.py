"""The standing tests of a report, as sentences that bureau and inspectorate both see.

`tests_of` runs them all: pure functions of plain values, which `tracker.progress.standing` gathers; the
registry says how grave each is. A test that does not apply says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.evidence.proof import PERCENT_UNITS, PROVES, ProofReason
from tracker.i18n import _
from tracker.percentages.rules import Accumulation, LowerFormula, Polarity, Reason, achievement
from tracker.progress.registry import HINDERS, REGISTRY, Code, Severity
from tracker.web.formats import number, percent, roman, rupiah

MOSTLY_SPENT = Decimal("0.9")  # of the year's budget
HARDLY_REACHED = Decimal("0.5")  # of the target


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one test. `proof` names what it rests on; ids lead to its place."""

    code: str
    text: str
    proof: str | None = None
    evidence_id: str | None = None
    finding_id: str | None = None
    cell: tuple[str, int] | None = None  # output and triwulan of another report that it rests on
    dispute_id: str | None = None
    page: int | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return REGISTRY[self.code].severity

    @property
    def tone(self) -> str:
        """good, warn, bad or none."""
        return str(self.severity)

    @property
    def is_reason(self) -> bool:
        """Whether it may stand as a reason to return the report."""
        return self.severity in HINDERS and self.code != Code.LATE


@dataclass(frozen=True, slots=True)
class Use:
    """Another report that rests on the same file, or on another file of the same text (`by_text`)."""

    label: str
    output_id: str
    triwulan: int
    year: int
    same_output: bool
    same_unit: bool
    same_claim: bool
    by_text: bool
    evidence_id: str
    finding_id: str | None = None


@dataclass(frozen=True, slots=True)
class GradeGap:
    """A grade that does not fit the score beside it: said "A", the score of 78 earns "BB"."""

    indicator: str
    score: Decimal
    said: str
    earned: str
    evidence_id: str
    finding_id: str


@dataclass(frozen=True, slots=True)
class TableGap:
    """A printed total on a cited page that its rows do not add up to, numbers as they are written."""

    evidence_id: str
    page: int
    row: str
    column: str
    printed: str
    added: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """The output's contradiction: open, or decided in favour of another value than the reported one."""

    dispute_id: str
    values: Sequence[str]
    stands: str | None = None


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
    is_late: bool
    year: int = 0
    targets: tuple[Decimal | None, ...] = ()  # triwulan I to IV
    target_total: Decimal | None = None
    uses: Sequence[Use] = ()
    twin_of_earlier: tuple[str, str, str] | None = None  # own evidence's id; the earlier one's title, period
    grades: Sequence[GradeGap] = ()
    tables: Sequence[TableGap] = ()
    disputed: Disputed | None = None


@dataclass(frozen=True, slots=True)
class ProofWords:
    """What the proof of a report says, and where it is found. `reason` is a `ProofReason`."""

    reason: str
    text: str
    evidence_id: str | None = None
    finding_id: str | None = None

    @property
    def proven(self) -> bool:
        """Whether the evidence fits."""
        return self.reason in PROVES


def tests_of(facts: ReportFacts, proof: ProofWords) -> list[Check]:
    """Every test that applies, the proof first."""
    reason = proof.reason if proof.reason in REGISTRY else ProofReason.NO_EVIDENCE
    found = [
        Check(reason, proof.text, evidence_id=proof.evidence_id, finding_id=proof.finding_id),
        *_disputed(facts),
        *_recycled(facts),
        *_grades(facts),
        *_against_target(facts),
        *_running_total(facts),
        *_money(facts),
        *_tables(facts),
        *_total(facts),
        *_late(facts),
    ]
    return found


def passes(found: Sequence[Check]) -> bool:
    """Whether nothing of what was found asks for a person's look."""
    return not any(check.severity in HINDERS for check in found)


def _against_target(facts: ReportFacts) -> list[Check]:
    if facts.value is None or facts.target is None:
        return []
    share = achievement(facts.value, facts.target, facts.polarity, facts.lower_formula)
    if isinstance(share, Reason):
        return []
    words = {
        "value": _with_unit(facts.value, facts.satuan),
        "target": _with_unit(facts.target, facts.satuan),
        "share": percent(share * 100),
    }
    if share >= 1:
        text = _("Target triwulan ini tercapai: {value} dari {target} ({share}).")
        return [Check(Code.ON_TARGET, text.format(**words))]
    if facts.obstacles:
        text = _("Di bawah target: {value} dari {target} ({share}). Kendalanya dijelaskan.")
        return [Check(Code.BELOW_TARGET, text.format(**words))]
    text = _("Di bawah target: {value} dari {target} ({share}), tanpa penjelasan. Jelaskan di Kendala.")
    return [Check(Code.UNEXPLAINED, text.format(**words))]


def _running_total(facts: ReportFacts) -> list[Check]:
    if facts.accumulation is not Accumulation.CUMULATIVE or facts.value is None or not facts.earlier:
        return []
    latest = max(facts.earlier)
    if facts.value >= facts.earlier[latest]:
        return []
    text = _("Nilai kumulatif turun dari {before} pada triwulan {triwulan}. Isi jumlah sejak Januari.")
    words = text.format(before=number(facts.earlier[latest]), triwulan=roman(latest))
    return [Check(Code.TOTAL_FELL, words)]


def _money(facts: ReportFacts) -> list[Check]:
    if facts.spent is None or not facts.budget_total:
        return []
    spent = facts.spent + facts.spent_before
    words = {"spent": rupiah(spent), "budget": rupiah(facts.budget_total)}
    if spent > facts.budget_total:
        text = _("Belanja sejak Januari {spent} melebihi anggaran setahun {budget}. Periksa angkanya.")
        return [Check(Code.OVER_BUDGET, text.format(**words))]
    if spent >= MOSTLY_SPENT * facts.budget_total and _hardly_reached(facts):
        text = _("Anggaran hampir habis ({spent} dari {budget}), tetapi keluaran belum setengah target.")
        return [Check(Code.SPENT_NOT_REACHED, text.format(**words))]
    return []


def _hardly_reached(facts: ReportFacts) -> bool:
    if facts.value is None or facts.target is None:
        return False
    share = achievement(facts.value, facts.target, facts.polarity, facts.lower_formula)
    return not isinstance(share, Reason) and share < HARDLY_REACHED


def _recycled(facts: ReportFacts) -> list[Check]:
    """Files that prove something else too: last year's, the same claim, the same file where it is odd."""
    found = []
    earlier = [use for use in facts.uses if use.year < facts.year]
    if earlier:
        found.append(_last_year(earlier[0], earlier[0].label))
    elif facts.twin_of_earlier:
        evidence_id, title, period = facts.twin_of_earlier
        text = _("Berkas yang sama sudah menjadi bukti {title} ({period}). Minta berkas tahun ini.")
        found.append(
            Check(Code.LAST_YEAR_FILE, text.format(title=title, period=period), evidence_id=evidence_id)
        )
    others = [use for use in facts.uses if use.year >= facts.year]
    claims = [use for use in others if use.same_claim]
    if claims:
        text = _("Klaim yang sama juga membuktikan {others}. Satu angka tidak dapat mencapai dua output.")
        found.append(_use(Code.SAME_CLAIM, text.format(others=_listed(claims)), claims[0]))
    odd = [use for use in others if not use.same_claim and (use.same_output or not use.same_unit)]
    if odd:
        text = _("Berkas yang sama juga dipakai untuk {others}. Pastikan memang memuat keduanya.")
        found.append(_use(Code.SAME_FILE, text.format(others=_listed(odd)), odd[0]))
    plain = len(others) - len(claims) - len(odd)
    if plain:
        text = _("Bukti yang sama juga dipakai pada {count} laporan lain. Pastikan memang melayani semuanya.")
        found.append(Check(Code.SHARED, text.format(count=number(plain))))
    return found


def _last_year(use: Use, label: str) -> Check:
    if use.by_text:
        text = _("Isi berkas ini sama dengan bukti {label} tahun lalu. Minta berkas tahun ini.")
    else:
        text = _("Berkas ini sudah menjadi bukti {label}. Minta berkas tahun ini.")
    return _use(Code.LAST_YEAR_FILE, text.format(label=label), use)


def _use(code: str, text: str, use: Use) -> Check:
    return Check(
        code,
        text,
        evidence_id=use.evidence_id,
        finding_id=use.finding_id,
        cell=(use.output_id, use.triwulan),
    )


def _listed(uses: Sequence[Use]) -> str:
    """The first by name, the rest by number: "Jumlah orang, TW II 2023 dan 3 laporan lain"."""
    if len(uses) == 1:
        return uses[0].label
    return _("{first} dan {count} laporan lain").format(first=uses[0].label, count=number(len(uses) - 1))


def _grades(facts: ReportFacts) -> list[Check]:
    text = _("Predikat {said} tidak sesuai nilai {score} pada {indicator}: nilai itu berpredikat {earned}.")
    return [
        Check(
            Code.GRADE_NOT_SCORE,
            text.format(said=gap.said, score=number(gap.score), indicator=gap.indicator, earned=gap.earned),
            evidence_id=gap.evidence_id,
            finding_id=gap.finding_id,
        )
        for gap in facts.grades
    ]


def _tables(facts: ReportFacts) -> list[Check]:
    text = _("Jumlah tidak cocok di halaman {page}, baris {row}, kolom {column}: {printed}, bukan {added}.")
    return [
        Check(
            Code.TABLE_TOTAL,
            text.format(page=gap.page, row=gap.row, column=gap.column, printed=gap.printed, added=gap.added),
            evidence_id=gap.evidence_id,
            page=gap.page,
        )
        for gap in facts.tables
    ]


def differing_sum(
    targets: Sequence[Decimal | None], total: Decimal | None, polarity: Polarity, satuan: str
) -> Decimal | None:
    """The sum of the triwulan's targets where the year's is neither that nor the last of them, else None.

    As a running total the year's target is the last one. Shares, and what should fall, add up to nothing.
    """
    set_ = [target for target in targets if target is not None]
    is_share = satuan.strip().lower() in PERCENT_UNITS
    if not set_ or total is None or polarity is not Polarity.HIGHER or is_share:
        return None
    return None if total in {sum(set_), set_[-1]} else sum(set_, Decimal())


def _total(facts: ReportFacts) -> list[Check]:
    added = differing_sum(facts.targets, facts.target_total, facts.polarity, facts.satuan)
    if added is None:
        return []
    text = _("Target setahun {total} tidak sama dengan jumlah target triwulannya, {sum}. Periksa rencananya.")
    words = text.format(total=number(facts.target_total), sum=number(added))
    return [Check(Code.TOTAL_NOT_SUM, words)]


def _late(facts: ReportFacts) -> list[Check]:
    return [Check(Code.LATE, _("Terlambat: tenggatnya sudah lewat."))] if facts.is_late else []


def _disputed(facts: ReportFacts) -> list[Check]:
    dispute = facts.disputed
    if dispute is None:
        return []
    if dispute.stands is None:
        text = _("Nilainya berbeda antara formulir dan dokumen: {values}. Putuskan mana yang berlaku.")
        words = text.format(values=", ".join(dispute.values))
        return [Check(Code.DISPUTED, words, dispute_id=dispute.dispute_id)]
    text = _("Yang berlaku menurut keputusan atas pertentangan adalah {stands}. Perbaiki nilainya.")
    words = text.format(stands=dispute.stands)
    return [Check(Code.SUPERSEDED, words, dispute_id=dispute.dispute_id)]


def _with_unit(value: Decimal, satuan: str) -> str:
    return f"{number(value)} {satuan}".strip()
