"""What changed between submissions."""

from datetime import UTC, datetime
from decimal import Decimal

from beanie import PydanticObjectId

from tracker.progress.models import Link, Submission
from tracker.review.pages import Difference, differences

AT = datetime(2023, 10, 4, 2, tzinfo=UTC)
FIRST, SECOND = PydanticObjectId(), PydanticObjectId()
TITLES = {str(FIRST): "Laporan", str(SECOND): "Berita acara"}


def submission(**fields: object) -> Submission:
    """A submission with some fields."""
    plain = {"value": Decimal(2), "spent": None, "obstacles": "", "follow_up": "", "links": []}
    return Submission(revision=1, by="u", by_name="Uji", at=AT, **(plain | fields))  # type: ignore[arg-type]


def linked(evidence: PydanticObjectId, *findings: PydanticObjectId) -> Link:
    """A link to evidence."""
    return Link(evidence_id=evidence, findings=list(findings), by="u", at=AT)


def test_what_did_not_change_is_not_a_difference() -> None:
    same = submission(links=[linked(FIRST, SECOND)])
    assert differences(same, same.model_copy(update={"revision": 9}), TITLES) == []


def test_each_field_and_each_evidence_that_changed_is_told() -> None:
    before = submission(obstacles="Hujan.", links=[linked(FIRST)])
    after = submission(value=Decimal("2.5"), spent=1_000, links=[linked(FIRST, SECOND), linked(SECOND)])
    assert set(differences(before, after, TITLES)) == {
        Difference("Realisasi", "2", "2,5"),
        Difference("Anggaran terpakai", None, "Rp1.000"),
        Difference("Kendala", "Hujan.", None),
        Difference("Bukti", "Laporan, 0 temuan dikutip", "Laporan, 1 temuan dikutip"),
        Difference("Bukti", None, "Berita acara, 0 temuan dikutip"),
    }
