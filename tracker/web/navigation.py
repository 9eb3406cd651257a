"""The menu: one table of places, each shown to those who have its right."""

from collections.abc import Iterable
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
    return _listed(request, actor, table)


def places_below(request: Request, actor: Actor) -> list[Place]:
    """The pages that stand below those of the menu, for whoever knows their names."""
    table = [
        ("grid", _("Lembar isian"), "layout-grid", Right.REPORT_PROGRESS),
        ("precheck", _("Periksa sebelum kirim"), "clipboard-check", Right.REPORT_PROGRESS),
        ("lacking", _("Data dukung yang kurang"), "paperclip", Right.VIEW_PROGRESS),
        ("sample_list", _("Sampel"), "dice", Right.DECIDE_PROGRESS),
        ("sheet_page", _("Lembar penilaian"), "checklist", Right.DECIDE_PROGRESS),
        ("recap", _("Rekap"), "file-spreadsheet", Right.VIEW_PROGRESS),
        ("precision", _("Ketepatan temuan"), "target", Right.VIEW_FIGURES),
        ("formula_list", _("Rumus persentase"), "info-circle", Right.VIEW_FIGURES),
        ("deadline_calendar", _("Kalender tenggat"), "calendar-event", Right.VIEW_DEADLINE),
        ("frozen_list", _("Keadaan beku"), "lock", Right.VIEW_FIGURES),
        ("share_list", _("Tautan baca saja"), "link", Right.SHARE),
        ("indicator_list", _("Indikator"), "list-details", Right.MANAGE_INDICATORS),
        ("token_list", _("Token API"), "key", Right.MANAGE_PEOPLE),
        ("search", _("Cari"), "search", Right.VIEW_PLAN),
        ("notice_list", _("Pemberitahuan"), "mail", Right.VIEW_DEADLINE),
        ("account", _("Akun saya"), "user-circle", Right.OWN_ACCOUNT),
        ("help", _("Bantuan"), "help-circle", Right.VIEW_FIGURES),
    ]
    return _listed(request, actor, table)


def _listed(request: Request, actor: Actor, table: Iterable[tuple[str, str, str, Right]]) -> list[Place]:
    """Those of a table of route, name, icon and right that this person may open."""
    path = request.url.path
    listed = [
        (request.app.url_path_for(name), label, icon)
        for name, label, icon, right in table
        if may(actor, right)
    ]
    return [Place(str(url), label, icon, _is_active(path, str(url))) for url, label, icon in listed]


def _is_active(path: str, url: str) -> bool:
    return path == url if url == "/" else path == url or path.startswith(f"{url}/")
