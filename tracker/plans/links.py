"""What several routes of plans share: a plan's facts as of today, and where its figures lead."""

from beanie import PydanticObjectId
from fastapi import Request

from tracker.clock import now
from tracker.dashboards.overview import LinkMaker
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.plans import pages
from tracker.plans.models import Plan
from tracker.web.pages import with_query


async def facts_for(plan: Plan, institution: Institution) -> pages.PlanFacts:
    """A plan's facts as of today."""
    today = now().astimezone(institution.tz).date()
    through = await pages.through_of(plan, institution, today)
    return await pages.facts_of(plan, await units_by_id(plan.instansi), through)


def figure_links(request: Request, plan_id: PydanticObjectId, through: int) -> LinkMaker:
    """Addresses of a plan's figures by their slug."""

    def link(slug: str) -> str:
        url = str(request.app.url_path_for("figure_page", plan_id=plan_id, formula=slug))
        return with_query(url, tw=through)

    return link
