"""Pages from templates: whole, or one block of them for htmx."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.evidence.failures import said
from tracker.evidence.reasons import named, why
from tracker.help import tour
from tracker.i18n import LANGUAGES, _, gettext, language, ngettext
from tracker.web import flashes, formats
from tracker.web.cookies import drop_cookie, read_cookie
from tracker.web.flashes import Flash
from tracker.web.navigation import places
from tracker.web.static import static

TEMPLATE_FOLDER = Path(__file__).parents[2] / "templates"
_OF_URLS = ":/%#?=@[]!$&'()*+,;"
"""What stays as it is in the address of a redirect; all else is quoted, so that it cannot end its header."""


@lru_cache
def environment() -> Environment:
    """The templates, with the filters and functions that all of them may use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "number": formats.number,
        "percent": formats.percent,
        "rupiah": formats.rupiah,
        "rupiah_short": formats.rupiah_short,
        "date_long": formats.date_long,
        "month_long": formats.month_long,
        "weekday": formats.weekday,
        "datetime_long": formats.datetime_long,
        "day_long": formats.day_long,
        "bytes": formats.file_size,
        "breakable": formats.breakable,
        "roman": formats.roman,
        "said": said,
        "why": why,
        "named": named,
    }
    made.globals |= {"static": static, "with_query": with_query, "languages": LANGUAGES}
    return made


def with_query(url: str, **params: object) -> str:
    """The URL with those parameters that are not None or empty."""
    given = {key: value for key, value in params.items() if value not in (None, "")}
    return f"{url}?{urlencode(given)}" if given else str(url)


def is_htmx(request: Request) -> bool:
    """Whether htmx asks for a part of a page, rather than a browser for the whole."""
    restores = request.headers.get("hx-history-restore-request") == "true"
    return request.headers.get("hx-request") == "true" and not restores


def page(
    request: Request,
    template: str,
    *,
    block: str | None = None,
    status: int = 200,
    flash: Flash | None = None,
    **context: Any,
) -> HTMLResponse:
    """The page, or its `block` alone where htmx asks.

    `flash` is a message to show at once; with a block it comes along as a part for the page's messages.
    """
    whole = _shell(request, flash) | {"status": status} | context
    if block and is_htmx(request):
        html = render_block(environment(), template, block, **whole)
        if flash:
            html += environment().get_template("flashes.html").render(**whole)
        return HTMLResponse(html, status, {"vary": "HX-Request"})
    html = environment().get_template(template).render(**whole)
    response = HTMLResponse(html, status, {"vary": "HX-Request"})
    if read_cookie(request, flashes.COOKIE):
        drop_cookie(response, flashes.COOKIE)
    return response


def go(request: Request, route: str, *, flash: Flash | None = None, **params: Any) -> Response:
    """Send the browser to another page after a write, with a message for it. `_query` holds a query."""
    query: Mapping[str, object] = params.pop("_query", {})
    url = with_query(str(request.app.url_path_for(route, **params)), **query)
    return go_to(request, url, flash=flash)


def go_to(request: Request, url: str, *, flash: Flash | None = None) -> Response:
    """Send the browser to a path of this site; htmx is told by its own header."""
    if is_htmx(request):
        response: Response = Response(status_code=204, headers={"hx-redirect": quote(url, safe=_OF_URLS)})
    else:
        response = RedirectResponse(url, status_code=303)
    if flash:
        flashes.put(response, flash)
    return response


def _shell(request: Request, flash: Flash | None) -> dict[str, Any]:
    """What base.html needs on every page."""
    who: SignedIn | None = getattr(request.state, "signed_in", None)
    institution = who.institution if who else None

    def url_for(name: str, /, **params: Any) -> str:
        return str(request.app.url_path_for(name, **params))

    instant = now()
    return {
        "request": request,
        "url_for": url_for,
        "signed_in": who,
        "current_user": who.user if who else None,
        "current_role": str(who.actor.role) if who else None,
        "actor": who.actor if who else None,
        "acting_for": who.actor.acting_for if who else None,
        "institution": institution,
        "deadline_ahead": getattr(request.state, "deadline_ahead", None),
        "unread": getattr(request.state, "unread", 0),
        "nav": places(request, who.actor) if who else [],
        "lang": language(),
        "flashes": [flash] if flash else flashes.read(request),
        "today": instant.astimezone(institution.tz).date() if institution else instant.date(),
        "role_names": role_names(),
        "tour": _tour(request, who) if who else None,
    }


def _tour(request: Request, who: SignedIn) -> tour.Stop | None:
    """Where the first tour stands on this page; it is for people who read, not for answers to a form."""
    if request.method != "GET":
        return None
    return tour.stop(
        who.actor.role,
        route=getattr(request.scope.get("route"), "name", None),
        asked=request.query_params.get(tour.PARAMETER),
        is_closed=who.user.tour_closed,
    )


def role_names() -> dict[str, str]:
    """The roles as people call them."""
    return {
        "bureau": _("Perangkat daerah"),
        "inspectorate": _("Inspektorat"),
        "leadership": _("Pimpinan"),
        "admin": _("Administrator"),
    }
