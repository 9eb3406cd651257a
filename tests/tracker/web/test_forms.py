"""Every form of every page, with each of its fields missing, doubled, too long, and of the wrong kind.

The forms are taken from the pages themselves, with the values that the pages give them. Whatever is sent, the
answer is no fault; where it is refused, the page says so and holds what was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx import AsyncClient, Response
from lxml import html

from tests.tracker.things import Things, make_things
from tests.tracker.web.walking import GUARDED, Walked, call
from tests.tracker.world import World
from tracker.web.typed import MOST_SHOWN

WHO = ("coordinator", "inspectorate", "admin", "leadership")
TYPED = {"text", "search", "number", "email", "date", "tel", "url", "textarea", ""}
LONG = ("Terlalu panjang " * 2_000).strip()
WRONG = "bukan ini ☃"
SECRETS = {"password", "current", "again", "code", "token", "username"}  # the last: for password managers
NOT_TOLD_AT = {
    ("/akun/kata-sandi", "username"): "nobody types in it: password managers read it",
    (
        "/rencana/*/renaksi/baru",
        "unit",
    ): "the page names its empty text first; who may write for the unit, then",
    ("/rencana/*/renaksi/baru", "coordinator"): "likewise",
    ("/rencana/*/renaksi/baru", "fokus_intervensi"): "likewise",
    ("/orang/undang", "name"): "the page names its empty address first, and the name once that is there",
    (
        "/orang/*/pengganti",
        "reason",
    ): "the page names its empty days first, and the reason once they are there",
    ("/tenggat/*/perpanjangan", "unit"): "the page names its empty day first",
}
"""Fields without a message of their own in this walk; mostly another one is at fault as well."""
LEADS_AWAY = re.compile(r"keluar|bahasa|sesi|bertindak|/cabut|pengaman/(lepas|kode)|nonaktif|/hapus|/tarik")
"""Forms without a field to type in, or that end what the walk needs."""


@dataclass(frozen=True)
class Form:
    """A form as a page holds it. `typed` are the fields that a person types in or chooses from."""

    path: str
    values: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str], ...]  # name and kind
    page: str

    @property
    def name(self) -> tuple[str, tuple[str, ...]]:
        """The same for forms that differ by their thing alone."""
        plain = re.sub(r"[0-9a-f]{24}|general-\d-\w|tematik-\d-\w|\d+", "*", urlsplit(self.path).path)
        return plain, tuple(sorted(name for name, _kind in self.typed))


def forms_of(page: Response) -> Iterator[Form]:
    """The forms of a page that are posted and in which something is typed."""
    if "text/html" not in page.headers.get("content-type", ""):
        return
    for form in html.fromstring(page.text).forms:
        action = form.get("action") or str(page.url.raw_path, "ascii")
        if form.method != "POST" or LEADS_AWAY.search(action):
            continue
        typed = tuple(
            (field.name, kind_of(field))
            for field in form.inputs
            if field.name and kind_of(field) in TYPED | {"select"}
        )
        is_upload = any(field.get("type") == "file" for field in form.inputs)
        if typed and not is_upload:
            values = tuple((name, value or "") for name, value in form.form_values())
            yield Form(action, values, tuple(dict.fromkeys(typed)), str(page.url))


def kind_of(field: Any) -> str:
    return (
        "select"
        if field.tag == "select"
        else field.tag
        if field.tag == "textarea"
        else field.get("type", "text")
    )


def broken(form: Form) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """What is sent: how it is broken, in which field, and all fields."""
    for name, kind in form.typed:
        others = [(other, value) for other, value in form.values if other != name]
        own = dict(form.values).get(name, "")
        yield "missing", name, others
        yield "doubled", name, [*others, (name, own), (name, own or "dua")]
        yield "too long", name, [*others, (name, LONG)]
        if kind != "textarea":
            yield "wrong kind", name, [*others, (name, WRONG)]


@pytest.fixture(scope="module")
async def things(world: World) -> Things:
    return await make_things(world)


async def forms_seen_by(client: AsyncClient, things: Things) -> list[Form]:
    """The forms of all pages that this person may open, each once."""
    found: dict[object, Form] = {}
    for route in GUARDED:
        if route.method == "GET" and not route.by_token and not is_download(route):
            answer = await whole_page(client, route, things)
            if answer.status_code == 200:
                for form in forms_of(answer):
                    found.setdefault(form.name, form)
    return list(found.values())


def is_download(route: Walked) -> bool:
    return bool(re.search(r"unduh|ekspor|gambar|halaman/|\.xlsx|\.py|manifes|dosir|paket", route.path))


async def whole_page(client: AsyncClient, route: Walked, things: Things) -> Response:
    """The page as a browser without script gets it."""
    fragment = await call(client, route, things)
    if fragment.status_code != 200:
        return fragment
    return await client.get(str(fragment.request.url))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("who", WHO)
async def test_a_broken_form_is_refused_with_what_was_typed(
    who: str, world: World, client: AsyncClient, things: Things
) -> None:
    await world.sign_in(client, who)
    forms = await forms_seen_by(client, things)
    assert forms
    wrong: list[str] = []
    for form in forms:
        for how, name, sent in broken(form):
            said = await send(client, form, sent)
            fault = fault_of(said, form.name[0], how, name, sent)
            if fault:
                wrong.append(f"{form.name[0]} ({form.page}) {name} {how}: {fault}")
            if said == 401 or "/masuk" in str(getattr(said, "headers", {}).get("location", "")):
                await world.sign_in(client, who)
    assert wrong == [], f"{len(wrong)} of {len(forms)} forms' fields:\n" + "\n".join(wrong)


async def send(client: AsyncClient, form: Form, fields: list[tuple[str, str]]) -> Response | str:
    """The answer, or the fault that the program ended with."""
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    headers = {"referer": form.page}
    try:
        return await client.post(form.path, data=data, headers=headers)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]


def fault_of(
    answer: Response | str, path: str, how: str, name: str, sent: list[tuple[str, str]]
) -> str | None:
    """What is wrong with an answer; None where nothing is."""
    if isinstance(answer, str) or answer.status_code >= 500:
        return str(getattr(answer, "status_code", answer))
    if answer.status_code not in {400, 413, 422}:
        return None  # taken, sent elsewhere, or not there
    page = html.fromstring(answer.text)
    if not page.xpath("//*[@aria-invalid='true' or contains(@class, 'field__error') or @data-error-summary]"):
        return f"{answer.status_code} without a message at a field"
    is_own_fault = how == "too long" or (how == "wrong kind" and not may_be_anything(page, name))
    if is_own_fault and (path, name) not in NOT_TOLD_AT and not is_told_at(page, name):
        return f"{answer.status_code} without a message at this field"
    return lost(page, how, name, sent)


def may_be_anything(page: Any, name: str) -> bool:
    """Whether a field takes whatever is typed, so that another was to blame; and those that are not shown."""
    shown = [field for form in page.forms for field in form.inputs if field.name == name]
    return all(
        field.tag != "select"
        and kind_of(field) in {"text", "search", "textarea"}
        and not field.get("inputmode")
        for field in shown
    )


def is_told_at(page: Any, name: str) -> bool:
    """Whether the page marks this very field as wrong, in words that belong to it."""
    return bool(
        page.xpath(
            "//*[@name=$name and @aria-invalid='true'] | //*[@id=concat('f-', $name, '-error')]"
            " | //a[@href=concat('#f-', $name)]",
            name=name,
        )
    )


def lost(page: Any, how: str, name: str, sent: list[tuple[str, str]]) -> str | None:
    """Which field of those that were sent is not on the page as it was typed."""
    kept = {field.name: field.value for form in page.forms for field in form.inputs if field.name}
    if not any(other in kept for other, _value in sent):
        return None  # the form is offered no more: an earlier try of this test was taken
    for other, value in sent:
        is_own = other == name
        if other in SECRETS or not value.strip() or (is_own and how == "doubled"):
            continue
        if other not in kept:
            return f"the field {other} is gone"
        is_choice = bool(page.xpath(f"//select[@name='{other}']"))
        if (
            is_own
            and not is_choice
            and isinstance(kept[other], str)
            and kept[other] not in {value, value[:MOST_SHOWN]}
        ):
            return f"what was typed is lost: {kept[other]!r}"
    return None
