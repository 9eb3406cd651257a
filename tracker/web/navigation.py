"""The menu: one table of places, each shown to those who have its right."""

from dataclasses import dataclass

from starlette.requests import Request

from tracker.accounts.rights import Actor, Right, Role, may
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
    """The entries for this person, in order: on a phone the first four stand at the foot of the page.

    The sheet of figures is the first page of the leadership: it stands first, in place of home.
    """
    leads = actor.role is Role.LEADERSHIP
    figures = ("leadership", _("Capaian"), "chart-bar", Right.VIEW_FIGURES)
    table = [
        figures if leads else ("home", _("Beranda"), "home", Right.VIEW_FIGURES),
        ("work", _("Pekerjaan saya"), "checklist", Right.REPORT_PROGRESS),
        ("review_queue", _("Pemeriksaan"), "clipboard-check", Right.DECIDE_PROGRESS),
        ("evidence_list", _("Bukti"), "files", Right.VIEW_EVIDENCE),
        ("dispute_list", _("Pertentangan"), "scale", Right.DECIDE_PROGRESS),
        ("plan_list", _("Rencana aksi"), "list-details", Right.VIEW_PLAN),
        ("deadline_list", _("Tenggat"), "calendar-event", Right.VIEW_DEADLINE),
        *([] if leads else [figures]),
        ("inquiry_list", _("Penjelasan"), "message-question", Right.VIEW_INQUIRY),
        ("audit_list", _("Jejak audit"), "history", Right.VIEW_AUDIT),
        ("people_list", _("Orang dan akses"), "users", Right.MANAGE_PEOPLE),
        ("job_list", _("Antrean"), "hourglass", Right.MANAGE_JOBS),
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
