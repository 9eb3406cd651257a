"""The forms of a page as a browser without script sends them, and what such a browser could not use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from httpx import AsyncClient, Response
from lxml import html as markup

from tests.tracker.pages.views import View
from tests.tracker.web.walking import LAST, ROUTES, in_order

Fields = tuple[tuple[str, str], ...]
HX = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
ORDER = {route.name: place for place, route in enumerate(in_order())}
ENDS = frozenset({"sign_out"})


@dataclass(frozen=True)
class PlainForm:
    """A form with one of its buttons, as it stands on a page. `files` are its fields for files."""

    who: str
    page: str
    method: str
    path: str
    fields: Fields
    files: tuple[str, ...]
    is_multipart: bool

    @property
    def route(self) -> str:
        """The name of the route that it is sent to; "" where there is none."""
        return route_of(self.method, self.path)

    @property
    def kind(self) -> tuple[str, ...]:
        """The same for forms that differ by their thing and values alone."""
        chosen = [value for name, value in self.fields if name in {"intent", "decision", "lang", "stands"}]
        who = "" if self.route in LAST else self.who  # what one has taken away is gone for all
        return (who, self.route, *sorted({name for name, _value in self.fields}), *chosen)

    @property
    def order(self) -> tuple[bool, int]:
        """What takes something away is sent last."""
        return self.route in ENDS, ORDER.get(self.route, -1)

    async def send(self, client: AsyncClient) -> Response:
        """What a browser without script gets in the end."""
        headers = {"referer": f"http://renaksi.test{self.page}"}
        if self.method == "GET":
            kept = urlsplit(self.path).path
            return await client.get(kept, params=list(self.fields), headers=headers, follow_redirects=True)
        data: dict[str, list[str]] = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        files = dict.fromkeys(self.files, ("", b"", "application/octet-stream"))
        return await client.post(
            self.path,
            data=data,
            files=(files or {"": ("", b"")}) if self.is_multipart else None,
            headers=headers,
            follow_redirects=True,
        )


def route_of(method: str, path: str) -> str:
    """The name of the route that a path leads to; "" where there is none."""
    plain = urlsplit(path).path
    for route in ROUTES:
        pattern = re.sub(r"\{\w+(:\w+)?\}", "[^/]+", route.path)
        if route.method == method and re.fullmatch(pattern, plain):
            return route.name
    return ""


def forms_in(view: View) -> Iterator[PlainForm]:
    """The forms of a page, each once for each of its buttons."""
    for form in markup.fromstring(view.html).forms:
        fields = tuple((name, value or "") for name, value in form.form_values())
        files = tuple(field.name for field in form.inputs if field.get("type") == "file" and field.name)
        for button in buttons_of(form):
            name = button.get("name")
            own = ((name, button.get("value", "")),) if name else ()
            yield PlainForm(
                who=view.who,
                page=view.path,
                method=(button.get("formmethod") or form.method).upper(),
                path=button.get("formaction") or form.get("action") or view.path,
                fields=(*fields, *own),
                files=files,
                is_multipart=form.get("enctype") == "multipart/form-data",
            )


def buttons_of(form: markup.FormElement) -> list[markup.HtmlElement]:
    """The buttons that send a form, also those that stand outside it and name it."""
    inside = form.xpath(".//button[not(@type) or @type='submit'] | .//input[@type='submit']")
    name = form.get("id")
    outside = form.getroottree().xpath("//button[@form=$name]", name=name) if name else []
    found = [one for one in (*inside, *outside) if one.get("form") in {None, name}]
    return [one for one in found if one.get("disabled") is None]


def dead(source: str) -> list[str]:
    """What on a page does nothing without script, and is shown all the same."""
    page = markup.fromstring(source)
    found = [f"a form that no button sends: {told(form)}" for form in page.forms if not buttons_of(form)]
    for element in page.iter():
        if not isinstance(element.tag, str) or hidden(element):
            continue
        asks = [name for name in HX if element.get(name)]
        if asks and not has_a_way(element):
            found.append(f"{asks[0]} without a plain way: {told(element)}")
        if element.tag == "button" and element.get("type", "submit") == "submit" and sends(element) is None:
            found.append(f"a button of no form: {told(element)}")
        if element.tag == "a" and element.get("href", "#") == "#":
            found.append(f"a link to nowhere: {told(element)}")
        if element.get("data-dialog") and not element.get("href"):
            found.append(f"a dialog that only a script opens: {told(element)}")
    return found


def has_a_way(element: markup.HtmlElement) -> bool:
    """Whether it is a link or a form, lies in a form that a button sends, or but brings itself up to date."""
    if element.tag == "a":
        return bool(element.get("href"))
    form = element if element.tag == "form" else sends(element)
    if form is not None and buttons_of(form):
        return True
    return "every" in element.get("hx-trigger", "")


def sends(element: markup.HtmlElement) -> markup.HtmlElement | None:
    """The form that it belongs to."""
    if named := element.get("form"):
        return next(iter(element.getroottree().xpath("//form[@id=$name]", name=named)), None)
    return next(element.iterancestors("form"), None)


def hidden(element: markup.HtmlElement) -> bool:
    """Whether a browser without script shows it: dialogs stay closed, templates are no content."""
    return any(
        one.get("hidden") is not None or one.tag in {"dialog", "template"}
        for one in (element, *element.iterancestors())
    )


def told(element: markup.HtmlElement) -> str:
    return " ".join(markup.tostring(element, encoding="unicode", with_tail=False).split())[:140]
