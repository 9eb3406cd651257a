"""The pages of questions: the list, asking about a thing, one question with its answers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.deadlines.forms import typed_day
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.inquiries import service
from tracker.inquiries.models import Inquiry
from tracker.inquiries.rules import MAY, Standing, Step
from tracker.inquiries.subjects import find_subject
from tracker.institutions.service import units_by_id
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page, with_query
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_INQUIRY))]
Asker = Annotated[Actor, Depends(needs(Right.ASK))]
Answerer = Annotated[Actor, Depends(needs(Right.ANSWER))]
Version = Annotated[int, Form(ge=0, le=MOST_NUMBER)]
LONGEST_SENT = 10_000


@dataclass
class AskForm:
    """A question as it is typed."""

    text: Annotated[str, Form(max_length=LONGEST_SENT)] = ""
    due_on: Annotated[str, Form(max_length=20)] = ""

    def day(self) -> date | None:
        """The day as it is meant. Raises Invalid where it is none."""
        problems: dict[str, str] = {}
        day = typed_day(self.due_on, "due_on", problems)
        if problems:
            raise Invalid(problems["due_on"], problems)
        return day


@router.get("/penjelasan", name="inquiry_list")
async def inquiry_list(
    request: Request, who: CurrentSignedIn, actor: Viewer, keadaan: Standing | None = None
) -> Response:
    found = await service.listed(actor)
    here = str(request.app.url_path_for("inquiry_list"))
    shelves = [(None, _("Semua")), *standing_words().items()]
    return page(
        request,
        "inquiries/list.html",
        inquiries=[each for each in found if keadaan in {None, each.standing}],
        names={unit.id: unit.short_name for unit in (await units_by_id(actor.instansi)).values()},
        day=_today(who),
        asks=may(actor, Right.ASK),
        shelves=[
            {
                "url": with_query(here, keadaan=standing),
                "label": label,
                "active": keadaan == standing,
                "count": sum(standing in {None, each.standing} for each in found),
            }
            for standing, label in shelves
        ],
    )


@router.get("/penjelasan/baru", name="inquiry_new")
async def inquiry_new(
    request: Request,
    actor: Asker,
    jenis: Annotated[str, Query(max_length=20)] = "",
    tentang: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    return await _form(request, actor, jenis, tentang, AskForm())


@router.post("/penjelasan/baru", name="inquiry_ask")
async def inquiry_ask(
    request: Request,
    who: CurrentSignedIn,
    actor: Asker,
    form: Annotated[AskForm, Depends()],
    kind: Annotated[str, Form(max_length=20)] = "",
    about: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        made = await service.ask(
            actor, kind=kind, identifier=about, text=form.text, due_on=form.day(), today=_today(who)
        )
    except Invalid as error:
        return await _form(request, actor, kind, about, form, error)
    undo = str(request.app.url_path_for("inquiry_take_back", inquiry_id=made.id))
    flash = Flash(
        "good", _("Permintaan penjelasan dikirim ke unitnya."), with_query(undo, versi=made.version)
    )
    return go(request, "inquiry_page", inquiry_id=made.id, flash=flash)


async def _form(
    request: Request, actor: Actor, kind: str, identifier: str, form: AskForm, error: Invalid | None = None
) -> Response:
    found = await find_subject(actor, kind, identifier)
    units = await units_by_id(actor.instansi)
    return page(
        request,
        "inquiries/form.html",
        status=422 if error else 200,
        subject=found.subject,
        unit=units[found.unit].name if found.unit in units else None,
        form=form,
        fields=error.fields if error else {},
        problems=_problems(error),
    )


@router.get("/penjelasan/{inquiry_id}", name="inquiry_page")
async def inquiry_page(
    request: Request, who: CurrentSignedIn, actor: Viewer, inquiry_id: PydanticObjectId
) -> Response:
    return await _page(request, who, actor, await service.find_inquiry(actor, inquiry_id))


@router.post("/penjelasan/{inquiry_id}/jawab", name="inquiry_answer")
async def inquiry_answer(
    request: Request,
    who: CurrentSignedIn,
    actor: Answerer,
    inquiry_id: PydanticObjectId,
    version: Version,
    text: Annotated[str, Form(max_length=LONGEST_SENT)] = "",
    evidence: Annotated[str, Form(pattern="^([0-9a-f]{24})?$")] = "",
) -> Response:
    try:
        said = await service.answer(
            actor,
            inquiry_id=inquiry_id,
            version=version,
            text=text,
            evidence_id=PydanticObjectId(evidence) if evidence else None,
        )
    except Invalid as error:
        found = await service.find_inquiry(actor, inquiry_id)
        return await _page(request, who, actor, found, AskForm(text), error)
    return _said(request, said, _("Jawaban dikirim kepada penanya."))


@router.post("/penjelasan/{inquiry_id}/tanya-lagi", name="inquiry_ask_again")
async def inquiry_ask_again(
    request: Request,
    who: CurrentSignedIn,
    actor: Asker,
    inquiry_id: PydanticObjectId,
    version: Version,
    form: Annotated[AskForm, Depends()],
) -> Response:
    try:
        said = await service.ask_again(
            actor,
            inquiry_id=inquiry_id,
            version=version,
            text=form.text,
            due_on=form.day(),
            today=_today(who),
        )
    except Invalid as error:
        found = await service.find_inquiry(actor, inquiry_id)
        return await _page(request, who, actor, found, form, error)
    return _said(request, said, _("Pertanyaan lanjutan dikirim ke unitnya."))


@router.post("/penjelasan/{inquiry_id}/tutup", name="inquiry_close")
async def inquiry_close(
    request: Request, actor: Asker, inquiry_id: PydanticObjectId, version: Version
) -> Response:
    said = await service.close(actor, inquiry_id=inquiry_id, version=version)
    return _said(request, said, _("Permintaan penjelasan ditutup."))


@router.post("/penjelasan/{inquiry_id}/tarik", name="inquiry_take_back")
async def inquiry_take_back(
    request: Request,
    actor: Viewer,
    inquiry_id: PydanticObjectId,
    versi: Annotated[int, Query(ge=0, le=MOST_NUMBER)],
) -> Response:
    await service.take_back(actor, inquiry_id=inquiry_id, version=versi)
    return go(request, "inquiry_page", inquiry_id=inquiry_id, flash=Flash("good", _("Sudah ditarik.")))


def _said(request: Request, said: Inquiry, text: str) -> Response:
    undo = str(request.app.url_path_for("inquiry_take_back", inquiry_id=said.id))
    flash = Flash("good", text, undo_url=with_query(undo, versi=said.version))
    return go(request, "inquiry_page", inquiry_id=said.id, flash=flash)


async def _page(
    request: Request,
    who: SignedIn,
    actor: Actor,
    inquiry: Inquiry,
    form: AskForm | None = None,
    error: Invalid | None = None,
) -> Response:
    units = await units_by_id(actor.instansi)
    steps = MAY[inquiry.standing]
    answers = Step.ANSWER in steps and may(actor, Right.ANSWER, instansi=inquiry.instansi, unit=inquiry.unit)
    asks = may(actor, Right.ASK)
    return page(
        request,
        "inquiries/page.html",
        status=422 if error else 200,
        inquiry=inquiry,
        unit=units[inquiry.unit].name if inquiry.unit in units else None,
        day=_today(who),
        answers=answers and (inquiry.unit is not None or actor.units is None),
        asks_again=asks and Step.ASK_AGAIN in steps,
        closes=asks and Step.CLOSE in steps,
        takes_back=inquiry.last is not None and inquiry.last.by == actor.user_id,
        evidence=await service.offered_evidence(inquiry) if answers else [],
        sees_evidence=may(actor, Right.VIEW_EVIDENCE),
        form=form or AskForm(),
        fields=error.fields if error else {},
        problems=_problems(error),
    )


def standing_words() -> dict[Standing, str]:
    """Where a question stands, in words."""
    return {
        Standing.OPEN: _("Menunggu jawaban"),
        Standing.ANSWERED: _("Sudah dijawab"),
        Standing.CLOSED: _("Ditutup"),
    }


def _problems(error: Invalid | None) -> list[dict[str, str | None]]:
    return [{"name": name, "text": text} for name, text in error.fields.items()] if error else []


def _today(who: SignedIn) -> date:
    return now().astimezone(who.institution.tz).date()
