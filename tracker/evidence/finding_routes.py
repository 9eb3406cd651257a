"""Working through findings: the page beside its picture, verdicts, edits, suggestions, pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from nlp.text.terms import asked as terms_asked
from tracker.accounts.rights import Actor, Right, may
from tracker.disputes.superseding import Superseded
from tracker.errors import Invalid, NotFound
from tracker.evidence import listing, pictures, verdicts, views
from tracker.evidence.cards import Card, boxes, card
from tracker.evidence.labels import (
    claim_kinds,
    claim_roles,
    date_roles,
    finding_value,
    indicator_names,
    period_words,
    source_names,
)
from tracker.evidence.lookup import visible_evidence, visible_finding
from tracker.evidence.models import DECIDED, Finding, Page, StoredFile, Verdict
from tracker.evidence.naming import own_indicator_names
from tracker.evidence.proof import sentence
from tracker.evidence.review import Lens, Offered, Review, review
from tracker.evidence.service import may_change
from tracker.i18n import _
from tracker.progress.models import Progress
from tracker.search.rules import boxes_on
from tracker.web.flashes import Flash
from tracker.web.formats import number
from tracker.web.pages import go, is_htmx, page, with_query
from tracker.web.pictures import kept_picture
from tracker.web.session import needs

router = APIRouter(dependencies=[Depends(own_indicator_names)])
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_EVIDENCE))]
Decider = Annotated[Actor, Depends(needs(Right.DECIDE_FINDING))]
Reporter = Annotated[Actor, Depends(needs(Right.REPORT_PROGRESS))]
EDIT_FIELDS = ("kind", "value", "unit", "role", "indicator", "period", "type", "number", "year")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in the findings of an evidence: what the address says besides the finding."""

    evidence_id: PydanticObjectId
    lens: Lens | None = None
    revision: int | None = None


def _place(
    evidence_id: PydanticObjectId, lihat: str = "", revisi: Annotated[int | None, Query(ge=1)] = None
) -> Place:
    return Place(evidence_id, Lens(lihat) if lihat in list(Lens) else None, revisi)


At = Annotated[Place, Depends(_place)]


@router.get("/bukti/{evidence_id}", name="evidence_page")
async def evidence_page(
    request: Request,
    actor: Viewer,
    at: At,
    temuan: PydanticObjectId | None = None,
    halaman: Annotated[int | None, Query(ge=1)] = None,
    ubah: bool = False,
    cari: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The evidence at a finding or a page; `cari`: what was searched for is marked on the page's picture."""
    evidence = await visible_evidence(actor, at.evidence_id)
    shown = await review(actor, evidence, revision=at.revision, lens=at.lens, finding_id=temuan, page=halaman)
    return await _shown(request, actor, shown, edits=ubah, sought=cari)


@router.post("/bukti/{evidence_id}/putusan", name="finding_decide")
async def finding_decide(
    request: Request,
    actor: Decider,
    at: At,
    finding: Annotated[PydanticObjectId, Form()],
    version: Annotated[int, Form()],
    decision: Annotated[Verdict, Form()],
) -> Response:
    evidence = await visible_evidence(actor, at.evidence_id)
    form = await request.form()
    typed = {name: str(form[name]) for name in EDIT_FIELDS if name in form}
    before = await review(actor, evidence, revision=at.revision, lens=at.lens, finding_id=finding)
    try:
        decided = await verdicts.decide_finding(
            actor, finding_id=finding, version=version, verdict=decision, fields=typed
        )
    except Invalid as error:
        return await _shown(request, actor, before, edits=True, typed=typed, problems=error.fields)
    following = before.outline.next_waiting(before.lens, finding) if decided.verdict in DECIDED else None
    flash = _flash(request, at, decided)
    return await _go_on(request, actor, at, following or decided.id, flash, lens=before.lens)


@router.post("/bukti/{evidence_id}/putusan/urungkan", name="finding_undo")
async def finding_undo(
    request: Request,
    actor: Decider,
    at: At,
    temuan: PydanticObjectId,
    versi: int,
) -> Response:
    await visible_evidence(actor, at.evidence_id)
    undone = await verdicts.undo_verdict(actor, finding_id=temuan, version=versi)
    flash = Flash("info", _("Keputusan diurungkan; temuan kembali menjadi usulan."))
    return await _go_on(request, actor, at, undone.id, flash, lens=at.lens)


@router.post("/bukti/{evidence_id}/saran/{suggestion_id}/kaitkan", name="suggestion_take_up")
async def suggestion_take_up(
    request: Request,
    actor: Reporter,
    at: At,
    suggestion_id: PydanticObjectId,
    finding: Annotated[PydanticObjectId, Form()],
    fill: Annotated[bool, Form()] = False,
) -> Response:
    report = await verdicts.take_up(actor, suggestion_id=suggestion_id, evidence_id=at.evidence_id, fill=fill)
    return await _go_on(request, actor, at, finding, _linked(report), lens=at.lens)


@router.post("/bukti/{evidence_id}/saran/{suggestion_id}/abaikan", name="suggestion_dismiss")
async def suggestion_dismiss(
    request: Request,
    actor: Decider,
    at: At,
    suggestion_id: PydanticObjectId,
    finding: Annotated[PydanticObjectId, Form()],
) -> Response:
    await verdicts.dismiss(actor, suggestion_id=suggestion_id)
    url = request.app.url_path_for(
        "suggestion_offer", evidence_id=at.evidence_id, suggestion_id=suggestion_id
    )
    undo = with_query(str(url), lihat=at.lens, temuan=finding)
    return await _go_on(
        request, actor, at, finding, Flash("info", _("Saran diabaikan."), undo_url=undo), lens=at.lens
    )


@router.post("/bukti/{evidence_id}/saran/{suggestion_id}/tawarkan", name="suggestion_offer")
async def suggestion_offer(
    request: Request,
    actor: Decider,
    at: At,
    suggestion_id: PydanticObjectId,
    temuan: PydanticObjectId,
) -> Response:
    await verdicts.offer_again(actor, suggestion_id=suggestion_id)
    flash = Flash("info", _("Saran ditampilkan lagi."))
    return await _go_on(request, actor, at, temuan, flash, lens=at.lens)


@router.get("/temuan/{finding_id}", name="finding_page")
async def finding_page(request: Request, actor: Viewer, finding_id: PydanticObjectId) -> Response:
    """The place of a finding, through whichever evidence this person may see it."""
    _finding, evidence = await visible_finding(actor, finding_id)
    return go(request, "evidence_page", evidence_id=evidence[0].id, _query={"temuan": finding_id})


@router.get("/temuan/{finding_id}/potongan", name="finding_crop")
async def finding_crop(request: Request, actor: Viewer, finding_id: PydanticObjectId) -> Response:
    """The lines around a finding as a picture of at most 20 kB."""
    finding, _evidence = await visible_finding(actor, finding_id)
    file = await _file(finding.file_id)
    turn = await pictures.turn_of(file, finding.page)
    tag = pictures.named(file.sha256[:24], finding.id, turn=turn)
    return await kept_picture(request, tag, lambda: pictures.line_crop(file, finding, turn=turn))


@router.get("/bukti/{evidence_id}/halaman/{page_number}", name="evidence_picture")
async def evidence_picture(
    request: Request,
    actor: Viewer,
    evidence_id: PydanticObjectId,
    page_number: int,
    revisi: int | None = None,
    lebar: Annotated[int, Query(ge=1, le=4000)] = 1000,
) -> Response:
    """The picture of a page, WebP."""
    evidence = await visible_evidence(actor, evidence_id)
    file = await _file(views.revision_of(evidence, revisi).file_id)
    turn = await pictures.turn_of(file, page_number)
    tag = pictures.named(file.sha256[:24], page_number, lebar, turn=turn)
    return await kept_picture(
        request, tag, lambda: pictures.page_picture(file, page_number, width=lebar, turn=turn)
    )


async def _file(file_id: str) -> StoredFile:
    file = await StoredFile.get(file_id)
    if file is None:
        raise NotFound(_("Berkas ini tidak ditemukan."))
    return file


async def _go_on(
    request: Request,
    actor: Actor,
    at: Place,
    finding_id: PydanticObjectId,
    flash: Flash,
    *,
    lens: Lens | None,
) -> Response:
    """On to a finding after a write: a redirect, or for htmx the working place itself with its address."""
    query = {"lihat": lens, "temuan": finding_id}
    if not is_htmx(request):
        return go(request, "evidence_page", evidence_id=at.evidence_id, flash=flash, _query=query)
    evidence = await visible_evidence(actor, at.evidence_id)
    shown = await review(actor, evidence, lens=lens, finding_id=finding_id)
    response = await _shown(request, actor, shown, flash=flash)
    url = str(request.app.url_path_for("evidence_page", evidence_id=at.evidence_id))
    response.headers["hx-push-url"] = with_query(url, **query)
    return response


def _flash(request: Request, at: Place, decided: Finding) -> Flash:
    """What was decided, with the way back."""
    value = finding_value(decided.kind, decided.value)
    if decided.verdict is Verdict.PROPOSED:
        return Flash("info", _("“{value}” kembali menjadi usulan.").format(value=value))
    word = verdicts.verdict_words()[decided.verdict]
    url = str(request.app.url_path_for("finding_undo", evidence_id=at.evidence_id))
    undo = with_query(url, lihat=at.lens, temuan=decided.id, versi=decided.version)
    kind = "good" if decided.verdict in {Verdict.CONFIRMED, Verdict.EDITED} else "info"
    return Flash(kind, _("“{value}” {verdict}.").format(value=value, verdict=word), undo_url=undo)


def _linked(report: Progress) -> Flash:
    """That the finding is tied to the cell, and what that proves."""
    why = sentence(report.proof.reason, reported=number(report.value))
    return Flash(
        "good" if report.proof.proven else "warn", _("Dikaitkan dengan selnya. {why}").format(why=why)
    )


async def _shown(
    request: Request,
    actor: Actor,
    shown: Review,
    *,
    edits: bool = False,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    flash: Flash | None = None,
    sought: str = "",
) -> Response:
    """The page of an evidence, or its working place alone."""
    is_whole = not is_htmx(request)
    around: dict[str, Any] = await _around(actor, shown) if is_whole else {}
    urls = _Urls(request, shown)
    gone = shown.superseded
    selected = _card(shown.selected, gone, selected=True) if shown.selected else None
    typed = typed or _typed(shown.selected)
    return page(
        request,
        "evidence/page.html",
        block="review",
        status=422 if problems else 200,
        flash=flash,
        shown=shown,
        evidence=shown.evidence,
        urls=urls,
        selected=selected,
        others=[_card(one, gone, selected=one == shown.selected) for one in shown.findings],
        may_settle=may(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi),
        boxes=boxes(shown, {str(one.id): urls.finding(one.id) for one in shown.findings}),
        marks=await _marks(shown, sought),
        edits=edits and shown.may_decide,
        typed=typed,
        problems=problems or {},
        lenses=_lenses(shown, urls),
        names={
            "kinds": list(claim_kinds().items()),
            "roles": list(claim_roles().items()),
            "date_roles": list(date_roles().items()),
            "periods": await views.periods(actor.instansi, typed.get("period", "")) if edits else [],
            "indicators": sorted(indicator_names().items(), key=lambda item: item[1]),
        },
        **around,
    )


async def _marks(shown: Review, sought: str) -> list[tuple[float, float, float, float]]:
    """Where what was searched for stands on the page that is shown."""
    if shown.page is None or not sought:
        return []
    page_id = f"{shown.file.id}:{shown.page.number}"
    kept = await Page.get(page_id)
    return boxes_on(kept.text, kept.start, kept.words, terms_asked(sought)) if kept else []


def _card(finding: Finding, superseded: Mapping[str, Superseded], *, selected: bool) -> Card:
    return card(finding, selected=selected, superseded=superseded.get(str(finding.id)))


async def _around(actor: Actor, shown: Review) -> dict[str, Any]:
    """What stands around the working place."""
    evidence = shown.evidence
    return {
        "row": await listing.row_of(actor, evidence),
        "served": await views.served(actor, evidence),
        "timeline": await views.history(evidence),
        "proposed_name": period_words(shown.file.proposed_period),
        "source_name": source_names()[evidence.source],
        "may_change": may_change(actor, evidence),
        "may_audit": may(actor, Right.VIEW_AUDIT),
    }


def _typed(finding: Finding | None) -> dict[str, str]:
    """The fields of a finding as a form shows them."""
    if finding is None:
        return {}
    shown = {name: "" if value is None else str(value) for name, value in finding.value.items()}
    if finding.kind == "claim" and finding.value.get("kind") != "grade" and shown.get("value"):
        shown["value"] = number(finding.value["value"])
    return shown


def _lenses(shown: Review, urls: "_Urls") -> list[dict[str, Any]]:
    """The ways to go through the findings, as tabs."""
    labels = {
        Lens.OFFERED: _("Cocok dengan rencana"),
        Lens.CLAIMS: _("Klaim"),
        Lens.DATES: _("Tanggal"),
        Lens.REGULATIONS: _("Peraturan"),
        Lens.ALL: _("Semua"),
    }
    return [
        {
            "label": label,
            "url": urls.lens(lens),
            "active": lens is shown.lens,
            "count": shown.counts[lens],
        }
        for lens, label in labels.items()
        if shown.counts[lens] or lens is shown.lens
    ]


@dataclass(frozen=True, slots=True)
class _Urls:
    """The addresses of the working place, all with its lens and revision."""

    request: Request
    shown: Review

    def _to(self, name: str, query: dict[str, object], **params: object) -> str:
        newest = self.shown.evidence.revisions[-1].number
        number_ = self.shown.revision.number
        kept = {"lihat": self.shown.lens, "revisi": number_ if number_ != newest else None}
        url = self.request.app.url_path_for(name, evidence_id=self.shown.evidence.id, **params)
        return with_query(str(url), **{**kept, **query})

    def finding(self, finding_id: object, *, edits: bool = False) -> str:
        return self._to("evidence_page", {"temuan": finding_id, "ubah": "1" if edits else None})

    def page(self, page_number: int) -> str:
        return self._to("evidence_page", {"halaman": page_number})

    def lens(self, lens: Lens) -> str:
        return self._to("evidence_page", {"lihat": lens})

    @property
    def decide(self) -> str:
        return self._to("finding_decide", {})

    @property
    def picture(self) -> str:
        return self._picture(width=1000)

    @property
    def first_picture(self) -> str | None:
        """A small one that is soon there, for the first view; None where the page is open already."""
        return None if is_htmx(self.request) else self._picture(width=pictures.SMALL)

    def _picture(self, *, width: int) -> str:
        assert self.shown.page is not None  # noqa: S101 - asked for where a page is shown
        query: dict[str, object] = {"lihat": None, "lebar": width}
        return self._to("evidence_picture", query, page_number=self.shown.page.number)

    def take_up(self, offered: Offered) -> str:
        return self._to("suggestion_take_up", {}, suggestion_id=offered.suggestion.id)

    def dismiss(self, offered: Offered) -> str:
        return self._to("suggestion_dismiss", {}, suggestion_id=offered.suggestion.id)
