"""People as the administrator's pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import Request

from tracker import mail
from tracker.accounts.links import LASTS
from tracker.accounts.models import LinkKind, User
from tracker.clock import real_now
from tracker.deadlines.words import Reminder
from tracker.i18n import _
from tracker.institutions.models import Unit
from tracker.settings import get_settings


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list; `state` is active, invited or off, `units` None: all of them."""

    id: str
    name: str
    email: str
    role: str
    units: list[str] | None
    unit_ids: frozenset[str]
    state: str
    has_factor: bool
    signs_in_elsewhere: bool


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link to pass on, shown this once, with a text for a chat."""

    kind: LinkKind
    url: str
    until: datetime
    message: str
    chat_url: str
    mailed: str | None = None  # "sent", or what the mail server answered; None without one


def row_of(user: User, instansi: str, units: Mapping[str, Unit]) -> Row:
    """A person as the list shows them in that institution."""
    membership = user.membership(instansi)
    own = membership.units if membership else []
    return Row(
        id=str(user.id),
        name=user.name,
        email=user.email,
        role=str(membership.role) if membership else "",
        units=None if own is None else [units[one].short_name if one in units else one for one in own],
        unit_ids=frozenset(own or []),
        state=state_of(user),
        has_factor=user.second_factor is not None,
        signs_in_elsewhere=bool(user.identities),
    )


def state_of(user: User) -> str:
    """Whether a person can sign in: active, invited and not come yet, or off."""
    if not user.active:
        return "off"
    return "active" if user.has_signed_up else "invited"


def filtered(rows: Iterable[Row], *, text: str, role: str, unit: str, state: str) -> list[Row]:
    """The rows that fit all that was asked; an empty question fits everybody."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if all(word in f"{row.name} {row.email}".casefold() for word in words)
        and (not role or row.role == role)
        and (not unit or row.units is None or unit in row.unit_ids)
        and (not state or row.state == state)
    ]


def shown_link(request: Request, user: User, kind: LinkKind, carried: str) -> LinkShown:
    """The address that the link is, and what to write beside it."""
    path = str(request.app.url_path_for("account_link", link=carried))
    url = public_address(request) + path
    until = real_now() + LASTS[kind]
    texts = {
        LinkKind.INVITATION: _(
            "Yth. {name}, Anda diundang memakai Renaksi. Atur kata sandi Anda lewat tautan ini "
            "(berlaku 7 hari, sekali pakai): {url}"
        ),
        LinkKind.RESET: _(
            "Yth. {name}, atur ulang kata sandi Renaksi Anda lewat tautan ini (berlaku 24 jam, sekali "
            "pakai): {url}"
        ),
    }
    message = texts[kind].format(name=user.name, url=url)
    return LinkShown(kind, url, until, message, Reminder(message).chat_url)


async def mailed(link: LinkShown, user: User) -> LinkShown:
    """The link, sent by mail where a server is set; one that fails keeps nobody from passing it on."""
    settings = get_settings()
    if not mail.can_send(settings):
        return link
    subject = (
        _("Undangan Renaksi") if link.kind is LinkKind.INVITATION else _("Atur ulang kata sandi Renaksi")
    )
    try:
        await mail.send(settings, to=user.email, subject=subject, text=link.message, key="")
    except mail.MailError as error:
        return replace(link, mailed=error.message)
    return replace(link, mailed="sent")


def public_address(request: Request) -> str:
    """Where people reach this installation: as it is set, else as this request came."""
    return get_settings().public_url or f"{request.url.scheme}://{request.url.netloc}"
