"""The menu: one table of places, each shown to those who have its right."""

from dataclasses import dataclass

from starlette.requests import Request

from tracker.accounts.rights import Actor, Right, may
from tracker.i18n import _


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu as a page shows it."""

    url: str
    label: str
    icon: str
    active: bool
    count: int | None = None


def places(request: Request, actor: Actor) -> list[Place]:
    """The entries for this person, in order."""
    table = [
        ("home", _("Beranda"), "home", Right.VIEW_FIGURES),
        ("work", _("Pekerjaan saya"), "checklist", Right.REPORT_PROGRESS),
        ("review_queue", _("Pemeriksaan"), "clipboard-check", Right.DECIDE_PROGRESS),
        ("evidence_list", _("Bukti"), "files", Right.VIEW_EVIDENCE),
        ("plan_list", _("Rencana aksi"), "list-details", Right.VIEW_PLAN),
        ("deadline_list", _("Tenggat"), "calendar-event", Right.VIEW_DEADLINE),
        ("leadership", _("Capaian"), "chart-bar", Right.VIEW_FIGURES),
        ("audit_list", _("Jejak audit"), "history", Right.VIEW_AUDIT),
    ]
    path = request.url.path
    listed = [
        (request.app.url_path_for(name), label, icon)
        for name, label, icon, right in table
        if may(actor, right)
    ]
    return [Place(str(url), label, icon, _is_active(path, str(url))) for url, label, icon in listed]


def _is_active(path: str, url: str) -> bool:
    return path == url if url == "/" else path == url or path.startswith(f"{url}/")
