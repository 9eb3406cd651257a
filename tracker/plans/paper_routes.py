"""A paper on its way into a plan, page by page: how far it is read, its columns, its rows beside the page."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid
from tracker.evidence import pictures
from tracker.evidence.cards import Box
from tracker.evidence.models import ReadingState
from tracker.i18n import _, ngettext
from tracker.plans import paper_desk, papers
from tracker.plans.import_routes import node_names
from tracker.plans.paper.columns import label_of, role_labels
from tracker.plans.paper.kinds import kinds
from tracker.plans.paper.merge import DeskRow, State
from tracker.plans.paper.proposal import ANY_KIND
from tracker.plans.paper.sheet import fields_in_order
from tracker.plans.paper_desk import Desk, Lens, desk_of
from tracker.plans.paper_source import Paper, PaperChoices
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import label
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, is_htmx, page, with_query
from tracker.web.session import needs

router = APIRouter()
Editor = Annotated[Actor, Depends(needs(Right.EDIT_PLAN))]
COLUMN_FIELD = re.compile(r"col:(\d{1,4}):(\d{1,4})")
SHOWN = 200
Version = Annotated[int, Form(ge=0, le=MOST_NUMBER)]


@dataclass(frozen=True, slots=True)
class At:
    """The paper that an address names, and the lens of the desk."""

    plan_id: PydanticObjectId
    import_id: PydanticObjectId
    lens: Lens | None = None

    def params(self) -> dict[str, Any]:
        """The parameters of its addresses."""
        return {"plan_id": self.plan_id, "import_id": self.import_id}


def _at(plan_id: PydanticObjectId, import_id: PydanticObjectId, lihat: str = "") -> At:
    return At(plan_id, import_id, Lens(lihat) if lihat in list(Lens) else None)


Place = Annotated[At, Depends(_at)]


@router.get("/rencana/{plan_id}/impor/{import_id}/kolom", name="paper_columns")
async def paper_columns(request: Request, actor: Editor, at: Place) -> Response:
    """How far the paper is read; once it is, what it was taken for and its columns."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    if paper.file.state is not ReadingState.READY:
        return page(request, "plans/paper_status.html", block="status", paper=paper, plan=paper.plan)
    if is_htmx(request):
        return go(request, "paper_columns", **at.params())
    return page(
        request,
        "plans/paper_columns.html",
        paper=paper,
        plan=paper.plan,
        upload=paper.upload,
        proposal=paper.proposal,
        kinds=[(ANY_KIND, _("Bukan salah satu jenis ini")), *((kind.id, kind.name) for kind in kinds())],
        roles=_roles(paper),
        label_of=label_of,
        needed=_needed(paper),
        unclear=paper.proposal.unclear[:SHOWN],
        checks=_checks(paper),
    )


def _checks(paper: Paper) -> list[dict[str, str]]:
    """Sums that do not hold, each a sentence with its page."""
    place = _("Halaman {page}: ")
    return [
        {"tone": "warn", "text": place.format(page=number) + text} for number, text in paper.proposal.checks
    ]


def _roles(paper: Paper) -> list[tuple[str, str]]:
    """What a column may be given to: the plan's fields, then what paper alone has."""
    fields = [(name, label(name)) for name in fields_in_order(paper.plan.kind)]
    years = {
        column.role
        for one in paper.proposal.tables
        for column in one.columns
        if column.role.startswith("tahun_")
    }
    return [*fields, *role_labels().items(), *((role, label_of(role)) for role in sorted(years))]


def _needed(paper: Paper) -> list[tuple[str, str, list[str], str]]:
    """Levels of the plan to be named for all rows: field, label, the plan's nodes, what was chosen."""
    chosen = paper.choices.into
    return [
        (name, label(name), node_names(paper.plan, name), chosen.get(name, ""))
        for name in SPINE[paper.plan.kind]
        if name in paper.proposal.missing or chosen.get(name)
    ]


@router.post("/rencana/{plan_id}/impor/{import_id}/kolom", name="paper_map")
async def paper_map(request: Request, actor: Editor, at: Place) -> Response:
    """Keep what a person says of the columns, and read the rows by it."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    form = await request.form()
    await papers.choose(actor, plan_id=at.plan_id, import_id=at.import_id, choices=choices_from(form, paper))
    if "again" in form:
        told = Flash("info", _("Pilihan disimpan dan tabel dibaca ulang."))
        return go(request, "paper_columns", flash=told, **at.params())
    return go(request, "paper_rows", **at.params())


def choices_from(form: FormData, paper: Paper) -> PaperChoices:
    """What the columns' form says; only columns whose role differs from what is proposed are kept."""
    proposed = {
        (one.number, column.column): column for one in paper.proposal.tables for column in one.columns
    }
    known = {role for role, _label in _roles(paper)} | {""}
    by_hand = {(table, column): role for table, column, role in paper.choices.columns}
    for name, value in form.multi_items():
        match = COLUMN_FIELD.fullmatch(name)
        place = (int(match[1]), int(match[2])) if match else None
        if place in proposed and str(value) in known and proposed[place].role != str(value):
            by_hand[place] = str(value)
    kind = str(form.get("kind", ""))
    into = {name: " ".join(str(form.get(f"into:{name}", "")).split()) for name in SPINE[paper.plan.kind]}
    tables = [one.number for one in paper.proposal.tables if str(one.number) in form.getlist("table")]
    return PaperChoices(
        tables=tables,
        kind=kind if kind in {ANY_KIND, *(one.id for one in kinds())} else "",
        columns=[(table, column, role) for (table, column), role in by_hand.items()]
        if kind == paper.choices.kind
        else [],
        into={name: text[: papers.LONGEST_TEXT] for name, text in into.items() if text},
    )


@router.get("/rencana/{plan_id}/impor/{import_id}/baris", name="paper_rows")
async def paper_rows(
    request: Request,
    actor: Editor,
    at: Place,
    baris: Annotated[str, Query(max_length=40)] = "",
    halaman: Annotated[int | None, Query(ge=1, le=MOST_NUMBER)] = None,
    ubah: bool = False,
) -> Response:
    """The rows beside the picture of their page."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    if paper.file.state is not ReadingState.READY:
        return go(request, "paper_columns", **at.params())
    return _desk_page(request, await desk_of(paper, lens=at.lens, key=baris, page=halaman), edits=ubah)


@router.post("/rencana/{plan_id}/impor/{import_id}/baris", name="paper_decide")
async def paper_decide(
    request: Request,
    actor: Editor,
    at: Place,
    version: Version,
    key: Annotated[str, Form(max_length=40)] = "",
    seen: Annotated[str, Form(max_length=40)] = "",
    decision: Annotated[State, Form()] = "confirmed",
) -> Response:
    """Say what a row is, and go on to the next one that waits."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    form = await request.form()
    typed = {name: str(form[f"f:{name}"]) for name in fields_in_order(paper.plan.kind) if f"f:{name}" in form}
    before = await desk_of(paper, lens=at.lens, key=key)
    try:
        row = await papers.decide(
            actor, paper, key=key, version=version, seen=seen, state=decision, texts=typed
        )
    except Invalid as error:
        if not error.fields:
            raise
        return _desk_page(request, before, edits=True, typed=typed, problems=error.fields)
    following = before.after(key) if row.state != "proposed" else None
    return await _go_on(request, actor, at, following or row.key, _told(request, at, row), lens=before.lens)


def _told(request: Request, at: At, row: DeskRow) -> Flash:
    """What was decided, with the way back."""
    what = paper_desk.head_of(row)
    short = what if len(what) <= 60 else f"{what[:60]}…"
    if row.state == "proposed":
        return Flash("info", _("“{what}” kembali menjadi usulan.").format(what=short))
    words = {"confirmed": _("diterima"), "edited": _("diubah dan diterima"), "rejected": _("ditolak")}
    url = str(request.app.url_path_for("paper_undo", **at.params()))
    undo = with_query(url, lihat=at.lens, kunci=row.key, versi=row.version)
    kind = "info" if row.state == "rejected" else "good"
    return Flash(kind, _("“{what}” {verdict}.").format(what=short, verdict=words[row.state]), undo_url=undo)


@router.post("/rencana/{plan_id}/impor/{import_id}/baris/urungkan", name="paper_undo")
async def paper_undo(
    request: Request,
    actor: Editor,
    at: Place,
    kunci: Annotated[str, Query(max_length=40)] = "",
    versi: Annotated[int, Query(ge=0, le=MOST_NUMBER)] = 0,
    kelompok: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Take a decision back, or those of a batch."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    if kelompok:
        count = await papers.take_back(actor, paper, batch=kelompok)
        told = ngettext(
            "%(num)s baris kembali menjadi usulan.", "%(num)s baris kembali menjadi usulan.", count
        )
        return await _go_on(request, actor, at, "", Flash("info", told % {"num": count}), lens=at.lens)
    row = paper.row(kunci)
    seen = papers.seen_of(row) if row else ""
    await papers.decide(actor, paper, key=kunci, version=versi, seen=seen, state="proposed")
    flash = Flash("info", _("Keputusan diurungkan; baris kembali menjadi usulan."))
    return await _go_on(request, actor, at, kunci, flash, lens=at.lens)


@router.post("/rencana/{plan_id}/impor/{import_id}/baris/yakin", name="paper_accept_sure")
async def paper_accept_sure(request: Request, actor: Editor, at: Place) -> Response:
    """Accept all rows that are sure at once."""
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    count, batch = await papers.accept_sure(actor, paper)
    undo = with_query(
        str(request.app.url_path_for("paper_undo", **at.params())), lihat=at.lens, kelompok=batch
    )
    told = ngettext("%(num)s baris diterima.", "%(num)s baris diterima.", count) % {"num": count}
    flash = (
        Flash("good", told, undo_url=undo) if batch else Flash("info", _("Tidak ada baris yang cukup yakin."))
    )
    return await _go_on(request, actor, at, "", flash, lens=None)


async def _go_on(
    request: Request, actor: Actor, at: At, key: str, flash: Flash, *, lens: Lens | None
) -> Response:
    """On to a row after a write: a redirect, or for htmx the desk itself with its address."""
    query = {"lihat": lens, "baris": key}
    if not is_htmx(request):
        return go(request, "paper_rows", flash=flash, _query=query, **at.params())
    paper = await papers.open_paper(actor, at.plan_id, at.import_id)
    response = _desk_page(request, await desk_of(paper, lens=lens, key=key), flash=flash)
    url = str(request.app.url_path_for("paper_rows", **at.params()))
    response.headers["hx-push-url"] = with_query(url, **query)
    return response


def _desk_page(
    request: Request,
    desk: Desk,
    *,
    edits: bool = False,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    flash: Flash | None = None,
) -> Response:
    urls = _Urls(request, desk)
    kind = desk.paper.plan.kind
    row = desk.selected
    texts = typed if typed is not None else (row.texts if row else {})
    return page(
        request,
        "plans/paper_rows.html",
        block="desk",
        status=422 if problems else 200,
        flash=flash,
        desk=desk,
        paper=desk.paper,
        plan=desk.paper.plan,
        upload=desk.paper.upload,
        is_open=desk.paper.upload.state == "uploaded",
        urls=urls,
        row=row,
        fields=paper_desk.fields_of(desk.paper, row) if row else [],
        edited=paper_desk.edit_fields(row, kind, texts) if row and edits else [],
        strip=paper_desk.strip_of(desk),
        edits=edits and row is not None and desk.paper.upload.state == "uploaded",
        problems=problems or {},
        boxes=_boxes(desk, urls),
        lenses=_lenses(desk, urls),
        head_of=paper_desk.head_of,
    )


def _boxes(desk: Desk, urls: "_Urls") -> list[Box]:
    """The boxes of the page's rows; the one at hand comes last, so it lies on top."""
    chosen = desk.selected.key if desk.selected else ""
    drawn = [
        Box(*row.box, row.state, row.key == chosen, urls.row(row.key), paper_desk.head_of(row)[:80])
        for row in desk.on_page
        if row.box is not None
    ]
    return sorted(drawn, key=lambda box: box.selected)


def _lenses(desk: Desk, urls: "_Urls") -> list[dict[str, Any]]:
    labels = {
        Lens.WAITING: _("Belum diperiksa"),
        Lens.DOUBTFUL: _("Perlu dilihat"),
        Lens.TAKEN: _("Diterima"),
        Lens.REFUSED: _("Ditolak"),
        Lens.ALL: _("Semua"),
    }
    return [
        {"label": label, "url": urls.lens(lens), "active": lens is desk.lens, "count": desk.counts[lens]}
        for lens, label in labels.items()
        if desk.counts[lens] or lens in {desk.lens, Lens.ALL}
    ]


@dataclass(frozen=True, slots=True)
class _Urls:
    """The addresses of the desk, all with its lens."""

    request: Request
    desk: Desk

    def _to(self, name: str, query: dict[str, object], **params: object) -> str:
        paper = self.desk.paper
        ids = {"plan_id": paper.plan.id, "import_id": paper.upload.id}
        url = self.request.app.url_path_for(name, **ids, **params)
        return with_query(str(url), **{"lihat": self.desk.lens, **query})

    def row(self, key: str, *, edits: bool = False) -> str:
        return self._to("paper_rows", {"baris": key, "ubah": "1" if edits else None})

    def page(self, number: int) -> str:
        return self._to("paper_rows", {"halaman": number})

    def lens(self, lens: Lens) -> str:
        return self._to("paper_rows", {"lihat": lens})

    @property
    def decide(self) -> str:
        return self._to("paper_decide", {})

    @property
    def accept_sure(self) -> str:
        return self._to("paper_accept_sure", {})

    @property
    def picture(self) -> str:
        return self._picture(width=1600)

    @property
    def first_picture(self) -> str | None:
        """A small one that is soon there, for the first view; None where the page is open already."""
        return None if is_htmx(self.request) else self._picture(width=pictures.SMALL)

    def _picture(self, *, width: int) -> str:
        assert self.desk.page is not None  # noqa: S101 - asked for where a page is shown
        query: dict[str, object] = {"lihat": None, "lebar": width}
        return self._to("paper_picture", query, page_number=self.desk.page.number)
