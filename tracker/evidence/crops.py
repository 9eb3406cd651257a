"""Where on the crop of its line a finding stands, so that a narrow one can show it."""

from collections.abc import Iterable, Mapping

from beanie import PydanticObjectId

from tracker.evidence.models import Finding, Page


async def across_of(findings: Iterable[Finding]) -> Mapping[PydanticObjectId, int]:
    """By finding: where it stands on the width of its page, 0 (left) to 10 (right). One query."""
    boxed = [one for one in findings if one.id is not None and one.boxes]
    ids = sorted({_page(one) for one in boxed})
    pages = await Page.get_pymongo_collection().find({"_id": {"$in": ids}}, {"width": 1}).to_list()
    widths = {page["_id"]: page["width"] for page in pages}
    return {one.id: _across(one, widths.get(_page(one))) for one in boxed if one.id is not None}


def _page(finding: Finding) -> str:
    return f"{finding.file_id}:{finding.page}"


def _across(finding: Finding, width: float | None) -> int:
    left, _top, right, _bottom = finding.boxes[0]
    return min(10, max(0, round(10 * (left + right) / 2 / width))) if width else 0
