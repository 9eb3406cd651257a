"""Looking evidence and findings up for a person: what lies outside their units is not there."""

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand, visible_units
from tracker.errors import NotFound
from tracker.evidence.models import Evidence, Finding, Suggestion
from tracker.i18n import _


async def visible_evidence(
    actor: Actor,
    evidence_id: PydanticObjectId,
    *,
    right: Right = Right.VIEW_EVIDENCE,
    removed: bool = False,
) -> Evidence:
    """The evidence, where the person has the right over it. `removed`: also one that was taken out.

    Raises NotFound, or Forbidden where they see it but lack the right.
    """
    evidence = await Evidence.find_one({"_id": evidence_id, "instansi": actor.instansi})
    if evidence is None or (evidence.removed and not removed):
        raise NotFound(_("Bukti ini tidak ditemukan. Mungkin sudah dihapus."))
    demand(actor, Right.VIEW_EVIDENCE, instansi=evidence.instansi, unit=evidence.unit)
    if right is not Right.VIEW_EVIDENCE:
        demand(actor, right, instansi=evidence.instansi, unit=evidence.unit)
    return evidence


async def visible_of_file(
    actor: Actor, file_id: str, *, right: Right = Right.VIEW_EVIDENCE
) -> list[Evidence]:
    """The evidences that use a file and over which the person has the right, oldest first."""
    units = visible_units(actor, right)
    found = await Evidence.find({"instansi": actor.instansi, "revisions.file_id": file_id}).to_list()
    seen = [one for one in found if not one.removed and (units is None or one.unit in units)]
    return sorted(seen, key=lambda one: one.created_at)


async def visible_finding(
    actor: Actor, finding_id: PydanticObjectId, *, right: Right = Right.VIEW_EVIDENCE
) -> tuple[Finding, list[Evidence]]:
    """The finding with the evidences through which the person has the right over it.

    Raises NotFound where none of them is within the person's reach.
    """
    finding = await Finding.find_one({"_id": finding_id, "instansi": actor.instansi})
    if finding is None:
        raise _no_finding()
    evidence = await visible_of_file(actor, finding.file_id)
    if not evidence:
        raise _no_finding()
    if right is Right.VIEW_EVIDENCE:
        return finding, evidence
    for one in evidence:
        demand(actor, right, instansi=one.instansi, unit=one.unit)
    return finding, evidence


async def visible_suggestion(
    actor: Actor, suggestion_id: PydanticObjectId
) -> tuple[Suggestion, Finding, list[Evidence]]:
    """The suggestion with its finding and evidences. Raises NotFound likewise."""
    suggestion = await Suggestion.find_one({"_id": suggestion_id, "instansi": actor.instansi})
    if suggestion is None:
        raise NotFound(_("Saran ini tidak ditemukan. Mungkin sudah diperbarui; muat ulang halaman."))
    finding, evidence = await visible_finding(actor, suggestion.finding_id, right=Right.DECIDE_FINDING)
    return suggestion, finding, evidence


def _no_finding() -> NotFound:
    return NotFound(_("Temuan ini tidak ditemukan. Mungkin berkasnya dibaca ulang; muat ulang halaman."))
