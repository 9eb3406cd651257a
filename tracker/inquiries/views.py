"""The questions about a thing, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from tracker.accounts.rights import Actor, Right, may
from tracker.clock import now
from tracker.inquiries import service
from tracker.inquiries.models import Inquiry
from tracker.inquiries.rules import Standing
from tracker.institutions.models import Institution
from tracker.web.pages import with_query


@dataclass(frozen=True, slots=True)
class Asking:
    """The questions about a thing and where to ask; `ask_url` None: this person does not ask."""

    inquiries: Sequence[Inquiry]
    ask_url: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: questions to answer, or answers to read; `late` of all that they may see."""

    inquiries: Sequence[Inquiry]
    open: int
    answered: int
    late: int
    day: date


async def asking(request: Request, actor: Actor, kind: str, identifier: str) -> Asking:
    """What was asked about a thing, for the page of somebody who is signed in."""
    institution: Institution = request.state.signed_in.institution
    url = with_query(str(request.app.url_path_for("inquiry_new")), jenis=kind, tentang=identifier)
    return Asking(
        await service.about(actor, identifier), url if may(actor, Right.ASK) else None, _today(institution)
    )


async def waiting(actor: Actor, institution: Institution, *, most: int = 5) -> Waiting:
    """What waits for this person: to who answers the open ones, to who asks the answered ones."""
    found = await service.listed(actor)
    opened = [each for each in found if each.standing is Standing.OPEN]
    answered = [each for each in found if each.standing is Standing.ANSWERED]
    today = _today(institution)
    own = opened if may(actor, Right.ANSWER) else answered if may(actor, Right.ASK) else []
    late = sum(each.due < today for each in opened)
    return Waiting(own[:most], len(opened), len(answered), late, today)


def _today(institution: Institution) -> date:
    return now().astimezone(institution.tz).date()
