"""The dependency of the routes on findings: their indicators bear the names of the person's institution."""

from tracker.evidence.labels import use_indicator_names
from tracker.indicators.service import names_of
from tracker.web.session import CurrentSignedIn


async def own_indicator_names(who: CurrentSignedIn) -> None:
    """Name indicators as the institution's table does, in this request."""
    use_indicator_names(await names_of(who.institution.id))
