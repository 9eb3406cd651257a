"""The web application: routes, their order, and what wraps them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from tracker.accounts import deputy_routes as account_deputies
from tracker.accounts import link_routes as account_links
from tracker.accounts import own_routes as own_account
from tracker.accounts import people_routes as people
from tracker.accounts import routes as accounts
from tracker.accounts import sso_routes as account_sso
from tracker.accounts import token_routes as account_tokens
from tracker.api import routes as api
from tracker.audit import routes as audit
from tracker.dashboards import routes as dashboards
from tracker.database import Schema, connected
from tracker.deadlines import calendar_routes as deadline_calendar
from tracker.deadlines import page_routes as deadline_page
from tracker.deadlines import routes as deadlines
from tracker.disputes import routes as disputes
from tracker.dossier import routes as dossier
from tracker.evidence import finding_routes as findings
from tracker.evidence import precision_routes as precision
from tracker.evidence import routes as evidence
from tracker.help import routes as help_pages
from tracker.indicators import routes as indicators
from tracker.inquiries import routes as inquiries
from tracker.jobs import routes as jobs
from tracker.notices import routes as notices
from tracker.outlook import routes as sheets
from tracker.placing import routes as placing
from tracker.plans import editing_routes as plan_editing
from tracker.plans import import_routes as plan_import
from tracker.plans import paper_file_routes as plan_paper_files
from tracker.plans import paper_routes as plan_paper
from tracker.plans import routes as plans
from tracker.progress import grid_routes, lacking_routes, precheck_routes
from tracker.progress import routes as progress
from tracker.reports import lhei_routes
from tracker.reports import routes as reports
from tracker.resumable import routes as resumable
from tracker.review import improvement_routes, queue_routes, sample_routes
from tracker.review import routes as review
from tracker.search import routes as search
from tracker.settings import get_settings
from tracker.shares import routes as shares
from tracker.snapshots import routes as snapshots
from tracker.watching.middleware import WatchedRequests
from tracker.web import errors
from tracker.web.bodies import BoundedBodies
from tracker.web.csrf import SameSiteWrites
from tracker.web.headers import SafeHeaders
from tracker.web.health import router as health
from tracker.web.language import RequestLanguage
from tracker.web.static import STATIC_FOLDER, KeptStaticFiles

SMALLEST_COMPRESSED = 500
ROUTERS = (
    health,
    accounts.router,
    account_links.router,
    account_sso.router,
    own_account.router,
    account_tokens.router,
    people.router,
    account_deputies.router,
    dashboards.router,
    audit.router,
    plans.router,
    plan_import.router,
    plan_paper.router,
    plan_paper_files.router,
    plan_editing.router,
    resumable.router,
    evidence.router,
    precision.router,
    findings.router,
    placing.router,
    progress.router,
    lacking_routes.router,
    grid_routes.router,
    precheck_routes.router,
    queue_routes.router,
    sample_routes.router,
    improvement_routes.router,
    review.router,
    reports.router,
    lhei_routes.router,
    deadline_calendar.router,
    disputes.router,
    deadlines.router,
    inquiries.router,
    sheets.router,
    shares.router,
    deadline_page.router,
    notices.router,
    indicators.router,
    snapshots.router,
    jobs.router,
    dossier.router,
    search.router,
    api.router,
    *api.DATA,
    help_pages.router,
)
"""Every route of the application stands in one of these."""


def create_app() -> FastAPI:
    """The application, which opens its database when it starts."""
    app = FastAPI(title="Renaksi", lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", KeptStaticFiles(directory=STATIC_FOLDER), name="static_files")
    errors.install(app)
    app.add_middleware(BoundedBodies)
    app.add_middleware(SameSiteWrites)
    app.add_middleware(RequestLanguage)
    app.add_middleware(SafeHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED)
    app.add_middleware(WatchedRequests)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = get_settings()
    schema: Schema = "migrate" if settings.is_embedded else "current"
    async with connected(settings, indexes=True, schema=schema):
        yield
