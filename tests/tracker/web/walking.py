"""The table of rights as a walk: every route, every kind of person, and every field that may hold an id.

`counted()` says how much of it the tests walk; documents quote it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute
from httpx import AsyncClient, Response

from tests.tracker.things import Things, make_things
from tests.tracker.world import INSTANSI, OTHER, World, make_person
from tracker.accounts.rights import RIGHTS, Reach, Right, Role
from tracker.api.access import TokenNeeds
from tracker.app import ROUTERS
from tracker.institutions.models import Unit
from tracker.web.session import Needs

PUBLIC = frozenset(
    {"healthz", "readyz", "metrics", "sign_in", "sign_in_submit", "sign_out", "set_language"}
    | {"sign_in_code", "sign_in_code_submit", "sign_in_set_up", "sign_in_set_up_submit"}
    | {"account_link", "account_link_use", "calendar_feed", "share_open", "sso_start", "sso_back"}
    | {"api_document"}
)
"""Routes that anybody may call: they give nothing but a way in. Those of the second line ask for a half-way
sign-in (accounts/test_second_factor.py), those of the third for a secret in the address (test_people.py,
test_calendar.py, shares) or the answer of a provider (test_single_sign_on.py)."""


@dataclass(frozen=True)
class Kind:
    """A kind of person: role, institution, units (codes; None: all)."""

    role: Role
    instansi: str = INSTANSI
    units: tuple[str, ...] | None = None


KINDS = {
    "bureau": Kind(Role.BUREAU, units=("kominfo",)),  # whose unit the things are
    "bureau_2": Kind(Role.BUREAU, units=("bkd",)),
    "coordinator": Kind(Role.BUREAU),
    "inspectorate": Kind(Role.INSPECTORATE),
    "leadership": Kind(Role.LEADERSHIP),
    "admin": Kind(Role.ADMIN),
    "stranger_unit": Kind(Role.BUREAU, OTHER, ("x",)),
    "stranger": Kind(Role.BUREAU, OTHER),
    "stranger_inspectorate": Kind(Role.INSPECTORATE, OTHER),
    "stranger_leadership": Kind(Role.LEADERSHIP, OTHER),
    "stranger_admin": Kind(Role.ADMIN, OTHER),
}
"""Every role × all units, the thing's own unit or another × the thing's institution or another."""
OUTSIDE = ("nobody", "half way", "switched off", "ended")
"""Browsers that are not signed in, or no longer."""

LAST = (
    *(
        "finding_undo",
        "progress_unlink",
        "progress_withdraw",
        "renaksi_remove",
        "output_remove",
        "node_remove",
    ),
    *("upload_cancel", "upload_drop"),
    *("import_undo", "paper_undo", "deputy_revoke", "deadline_extension_end", "deadline_remove"),
    *(
        "evidence_remove",
        "token_revoke",
        "token_revoke_of",
        "session_end",
        "sessions_end_others",
        "person_sessions_end",
        "person_deactivate",
    ),
)
"""Routes that take something away are walked last, so that what others name is still there."""


@dataclass(frozen=True)
class Walked:
    """A route with one of its methods and the right that it demands."""

    name: str
    method: str
    path: str
    right: Right | None
    fields: tuple[tuple[str, str], ...] = ()  # place ("query", "form", "json") and name of what it takes

    @property
    def by_token(self) -> bool:
        """Whether a program asks it, by a token and in JSON."""
        return self.path.startswith("/api/")

    @property
    def names_a_thing(self) -> bool:
        """Whether the path holds the id of something that belongs to an institution."""
        return Things.names_a_thing(self.path)


def walk() -> Iterator[Walked]:
    """All routes of the application."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            needed = [one for one in dependencies(route) if isinstance(one, Needs | TokenNeeds)]
            rights = [one.right for one in needed]
            for method in sorted(route.methods - {"HEAD"}):
                yield Walked(
                    route.name, method, route.path, rights[0] if rights else None, tuple(fields_of(route))
                )


def dependencies(route: APIRoute) -> Iterator[object]:
    """What a route depends on, at any depth."""
    waiting = list(route.dependant.dependencies)
    while waiting:
        dependant = waiting.pop()
        yield dependant.call
        waiting.extend(dependant.dependencies)


def fields_of(route: APIRoute) -> Iterator[tuple[str, str]]:
    """The fields of a route's address and body (form or JSON), and of forms that it reads itself."""
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        yield from (("query", one.alias) for one in dependant.query_params)
        for body in dependant.body_params:
            model = getattr(body.field_info.annotation, "model_fields", None)
            place = "json" if model and route.path.startswith("/api/") else "form"
            yield from ((place, name) for name in (model or [body.alias]))
        waiting.extend(dependant.dependencies)
    yield from (("form", name) for name in READ_BY_THEMSELVES.get(route.name, ()))


READ_BY_THEMSELVES = {
    "grid_save": ("seen", "choose"),
    "evidence_upload": ("unit", "title", "source", "period", "bentrok"),
    "api_evidence_add": ("unit", "title", "source", "period"),
    "evidence_revise": (),
    "import_upload": (),
}
"""Fields of forms that a route reads itself, because its files are large or its fields' names vary."""

ROUTES = list(walk())
GUARDED = [route for route in ROUTES if route.right is not None]


def in_order() -> list[Walked]:
    """The guarded routes: what only reads first, what takes something away last."""
    return sorted(
        GUARDED,
        key=lambda route: (route.method != "GET", LAST.index(route.name) if route.name in LAST else -1),
    )


def expected(kind: Kind, route: Walked) -> str:
    """What a signed-in person of that kind gets: "let", "refused" (403) or "not there" (404)."""
    assert route.right is not None
    reach = RIGHTS[route.right].get(kind.role)
    if reach is None or (reach is Reach.COORDINATOR and kind.units is not None):
        return "refused"
    if not route.names_a_thing:
        return "let"
    if kind.instansi != INSTANSI or (reach is Reach.OWN and kind.units not in {None, ("kominfo",)}):
        return "not there"
    return "let"


async def make_walked(world: World) -> Things:
    """Somebody of each kind, and one of each thing that a path may name, of the bureau's own unit."""
    await Unit(id=f"{OTHER}:x", instansi=OTHER, code="x", name="Dinas Lain", short_name="DL").insert()
    for who, kind in KINDS.items():
        if who not in world.people:
            units = [f"{kind.instansi}:{code}" for code in kind.units] if kind.units else None
            world.people[who] = await make_person(who, kind.instansi, kind.role, units)
    return await make_things(world)


async def call(client: AsyncClient, route: Walked, things: Things, **fields: str) -> Response:
    """Ask for a route with an address and a form that are right, but for the fields that are given."""
    path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: things.param(route.name, found[1]), route.path)
    writes = route.method in {"POST", "PUT"}
    places = {name: place for place, name in route.fields}
    query = things.query(route.name) | {
        name: text for name, text in fields.items() if places.get(name) == "query"
    }
    form = things.form(route.name) | {
        name: text for name, text in fields.items() if places.get(name) == "form"
    }
    if any(place == "json" for place, _name in route.fields):
        body = things.json(route.name) | {
            name: things.as_json(route.name, name, text)
            for name, text in fields.items()
            if places.get(name) == "json"
        }
        return await client.request(route.method, path, params=query, json=body)
    return await client.request(
        route.method,
        path,
        params=query,
        data=form if writes else None,
        files=things.files(route.name) if writes else None,
        headers={"hx-request": "true"},
    )


@dataclass(frozen=True)
class Walk:
    """How much the tests of rights walk."""

    routes: int
    public: int
    kinds: int
    requests: int
    id_fields: int
    foreign_requests: int


IDS = {
    "unit": "unit",
    "units": "unit",
    "opd": "unit",
    "coordinator": "unit",
    "node_id": "node",
    "parent": "node",
    "induk": "node",
    "bagian": "node",
    "roadmap_id": "roadmap",
    "evidence": "evidence",
    "finding": "finding",
    "temuan": "finding",
    "deadline": "deadline",
    "deputy": "person",
    "successor": "person",
    "pilih": "report",
    "about": "renaksi",
    "tentang": "renaksi",
    "frozen": "frozen",
    "beku": "frozen",
    "sampel": "sample",
    "saran": "suggestion",
    "evidence_id": "evidence",
    "findings": "finding",
    "plan_id": "plan",
}
"""Fields that may hold the id of a thing, and of which."""
IDS_OF_ROUTES = {
    ("act_for", "deputy"): "deputyship",
    ("node_add", "parent"): "parent",
    ("precheck_submit", "pilih"): "draft",
    ("deadline_new", "finding"): "date",
    ("deadline_create", "finding"): "date",
    ("deadline_move", "finding"): "date",
    ("deadline_move_save", "finding"): "date",
}
"""Fields that hold the id of something else there."""
PLAIN = frozenset(
    {
        *("dimensi", "dimension", "pm_kualitas", "pm_kualitas_note", "pm_output", "pm_output_note"),
        *("pm_pelaksanaan", "pm_pelaksanaan_note", "pm_shown", "pm_waktu", "pm_waktu_note", "ragu"),
        *("jenis", "q", "skip", "cursor", "limit", "of", "scope", "since", "triwulan", "updated_since"),
        *("days", "due_on", "purpose"),
        *("choose", "columns"),
        *("risiko", "seed", "size", "stands", "uji", "urut", "why"),
        *("aliases", "angka", "celah", "diketahui", "sejak"),
        *("accumulation", "again", "back", "bahasa", "baris", "baseline", "baseline_year"),
        *("bentrok", "bentuk"),
        *(
            "budget_total",
            "budget_tw1",
            "budget_tw2",
            "budget_tw3",
            "budget_tw4",
            "bukti",
            "bulan",
            "centang",
        ),
        *("cari", "catatan", "closes_on", "code", "current", "decision", "di", "email", "fill", "first"),
        *("fokus_intervensi", "follow_up", "hal", "halaman", "indikator", "intent", "jenis", "keadaan"),
        *("kelompok", "key", "kind", "kunci", "lang", "lanjut", "last", "lebar", "lihat"),
        *("lower_formula", "name", "next", "obstacles", "opens_on", "pages", "password", "peran"),
        *("period", "polarity", "proof", "reach", "reason", "reference", "revisi", "revision"),
        *("roadmap_title", "role", "roles", "sasaran", "satuan", "sebelum", "seen", "sisa"),
        *("sha256", "skip_errors", "source", "spent", "stage", "state", "status", "strict", "sure", "tahun"),
        *("target", "target_total", "target_tw1", "target_tw2", "target_tw3", "target_tw4", "test"),
        *("text", "through", "title", "token", "top", "tw", "ubah", "ulang", "until", "v", "value"),
        *("versi", "version", "weight", "year"),
    }
)
"""Fields that hold no id: numbers, words, dates, texts, rows and pages within the thing of the path."""


def id_fields() -> list[tuple[Walked, str]]:
    """Each guarded route with each of its fields that may hold an id."""
    return [(route, name) for route in GUARDED for _place, name in dict.fromkeys(route.fields) if name in IDS]


def kind_of(route: Walked, name: str) -> str:
    """Of what kind of thing a field holds the id."""
    return IDS_OF_ROUTES.get((route.name, name), IDS[name])


WHO = ("bureau", "coordinator", "inspectorate", "admin", "leadership")
"""Who of the institution sends foreign ids: the first of them whom a route lets."""
OF_UNIT = frozenset({"evidence", "finding", "suggestion"})
"""Things that are a unit's own."""


def senders(route: Walked) -> list[str]:
    """The people of the institution whom the route lets."""
    return [who for who in WHO if expected(KINDS[who], route) == "let"]


def sender(route: Walked, name: str) -> str | None:
    """Who sends a field: the first, but a filter by unit only tells something to who sees several units."""
    first = senders(route)[:1]
    if first == ["bureau"] and name == "unit" and ("query", name) in route.fields:
        return "coordinator"
    return first[0] if first else None


def round_of_institutions() -> list[tuple[str, Walked, str]]:
    """Who sends a thing of another institution in which field of which route, one person after the other."""
    return [(who, route, name) for who in WHO for route, name in id_fields() if who == sender(route, name)]


def round_of_units() -> list[tuple[str, Walked, str]]:
    """The same of things of another unit: where a bureau reaches only what is its own."""
    return [
        ("bureau", route, name)
        for route, name in id_fields()
        if route.right is not None
        and RIGHTS[route.right].get(Role.BUREAU) is Reach.OWN
        and kind_of(route, name) in OF_UNIT
    ]


def unnamed_fields() -> set[str]:
    """Fields of which nobody has said whether they hold an id."""
    return {name for route in GUARDED for _place, name in route.fields} - set(IDS) - PLAIN


def worth_walking(who: str) -> list[Walked]:
    """What a kind of person is sent through: those of other units and institutions through what names a thing
    and what their role may not do; their own pages are walked by the others of their role."""
    routes = in_order()
    if who in {"bureau_2"} or who.startswith("stranger"):
        return [route for route in routes if expected(KINDS[who], route) != "let"]
    return routes


def counted() -> Walk:
    """How much the tests of rights walk, for documents."""
    return Walk(
        routes=len(ROUTES),
        public=len(ROUTES) - len(GUARDED),
        kinds=len(KINDS) + len(OUTSIDE),
        requests=len(GUARDED) * len(OUTSIDE) + sum(len(worth_walking(who)) for who in KINDS),
        id_fields=len(id_fields()),
        foreign_requests=len(round_of_institutions()) + len(round_of_units()),
    )
