"""The scripts in a real browser, under the policy that the application sends."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.design.conftest import IMPORTS
from tests.design.samples import CONTEXT, file, shell
from tracker.i18n import use_language
from tracker.web.headers import POLICY
from tracker.web.pages import TEMPLATE_FOLDER, environment

pytestmark = pytest.mark.browser

LATE = 0.4  # seconds
PAGES = {
    "temuan": "{{ evidence.page_view('/static/img/logo.svg', 595, 842, [box], 'Halaman 14') }}"
    "{{ forms.field('catatan', 'Catatan', required=False) }}"
    "<div id='review'>{{ evidence.finding_card(finding, '/putus', '/ubah', next_url='#berikut') }}</div>",
    "formulir": "<form data-guard>{{ forms.errors([{'name': 'nilai', 'text': 'Isi nilainya'}]) }}"
    "{{ forms.field('nilai', 'Nilai') }}{{ forms.dialog_link('hapus', '/hapus', 'Hapus') }}</form>"
    "{{ forms.confirm_dialog('hapus', 'Hapus?', 'Isian hilang.', '/hapus', 'Ya, hapus') }}",
    "baca": "<ul>{{ evidence.file_row(file_reading) }}</ul>",
    "daftar": "{% call tables.filter_bar('/cari', '#rows') %}{{ forms.field('q', 'Cari', required=False) }}"
    "{% endcall %}<ul id='rows'></ul>",
    "lembar": "<div data-sheet>{% call tables.table([{'label': 'A'}, {'label': 'B'}], 'Lembar') %}"
    "{% for row in range(3) %}<tr>{% for column in 'ab' %}<td class='cell' data-label='{{ column }}'>"
    "<input class='cell__input' aria-label='{{ column }}{{ row }}' value='{{ row }}'></td>{% endfor %}"
    "</tr>{% endfor %}{% endcall %}</div>",
    "unggah": "{{ evidence.dropzone('/terima', '.pdf', 1) }}",
}


class Handler(SimpleHTTPRequestHandler):
    """Pages from PAGES, files from static/, and answers of a few lines to what the pages ask."""

    seen: set[str]  # what was asked for once

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        name = path.strip("/")
        if name in PAGES:
            self._send(200, rendered(name))
        elif name == "lambat":
            self._send_slowly(rendered("daftar"))
        elif name == "cari":
            self._send(200, f'<ul id="rows"><li>{query}</li></ul>')
        elif name == "berkas/b1":
            state = "reading" if self._is_first(name) else "ready"
            self._send(200, fragment("{{ evidence.file_row(stored) }}", stored=file(state)))
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode(errors="replace")
        if self.path == "/putus":
            flash = "<hx-partial hx-target='#flashes' hx-swap='innerHTML'><p>Tersimpan</p></hx-partial>"
            self._send(200, f'<div id="review">{body}</div>{flash}')
        elif self.path == "/galat" or ("rewel.pdf" in body and self._is_first("rewel.pdf")):
            self._send(502, "Bad Gateway")
        else:
            self._send(200, '<li class="file file--ready" id="file-b1">diterima</li>')

    def _is_first(self, what: str) -> bool:
        is_first = what not in self.seen
        self.seen.add(what)
        return is_first

    def _send(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def _send_slowly(self, text: str) -> None:
        """All but its last part at once, as a slow line brings it."""
        part = text.index("</footer>")
        self._send(200, text[:part])
        time.sleep(LATE)
        self.wfile.write(text[part:].encode())

    def end_headers(self) -> None:
        self.send_header("content-security-policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test reports."""


def fragment(source: str, **values: Any) -> str:
    """Template source rendered with all macros at hand."""
    use_language("id")
    return environment().from_string(IMPORTS + source).render(CONTEXT | values)


def rendered(name: str) -> str:
    """One of PAGES in the frame."""
    source = '{% extends "base.html" %}' + IMPORTS + "{% block main %}" + PAGES[name] + "{% endblock %}"
    use_language("id")
    return environment().from_string(source).render(CONTEXT | shell(flashes=[]))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Address of a server with the pages above."""
    kind = type("FreshHandler", (Handler,), {"seen": set()})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=TEMPLATE_FOLDER.parent)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not complain: no refused script, style or request."""
    context = browser.new_context()
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
    )
    yield opened
    context.close()
    assert complaints == []


def test_a_key_presses_its_button_but_not_while_somebody_types(page: Page, site: str) -> None:
    page.goto(f"{site}/temuan")
    page.get_by_label("Catatan").press("z")
    expect(page.locator(".is-zoomed")).to_have_count(0)
    page.get_by_label("Catatan").blur()
    page.keyboard.press("z")
    expect(page.locator(".is-zoomed")).to_have_count(1)


def test_a_key_stays_with_what_has_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}/temuan")
    page.locator("[data-page-view]").press("ArrowDown")
    assert page.url == f"{site}/temuan"
    page.locator("[data-page-view]").blur()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(f"{site}/temuan#berikut")


def test_the_question_mark_lists_the_keys_of_the_page_and_they_can_be_switched_off(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/temuan")
    page.keyboard.press("?")
    keys = page.locator("dialog[open]")
    expect(keys).to_contain_text("Terima")
    expect(keys).to_contain_text("Temuan berikutnya")
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator(".is-zoomed")).to_have_count(0)


def test_one_key_decides_and_the_answer_takes_the_place_of_the_card(page: Page, site: str) -> None:
    page.goto(f"{site}/temuan")
    page.locator("form[data-htmx-powered]").first.wait_for(state="attached")
    page.keyboard.press("y")
    expect(page.locator("#review")).to_have_text("finding=t1&decision=confirmed")
    expect(page.locator("#flashes")).to_contain_text("Tersimpan")


def test_a_file_is_asked_for_until_it_is_ready(page: Page, site: str) -> None:
    page.goto(f"{site}/baca")
    expect(page.locator(".file--reading")).to_have_count(1)
    expect(page.locator(".file--ready")).to_have_count(1)


def test_a_filter_brings_the_rows_and_its_address_can_be_shared(page: Page, site: str) -> None:
    page.goto(f"{site}/daftar")
    page.get_by_role("textbox", name="Cari").fill("sakip")
    expect(page.locator("#rows")).to_have_text("q=sakip")
    assert page.url == f"{site}/cari?q=sakip"


def test_in_a_sheet_the_arrows_go_from_row_to_row_and_escape_takes_back(page: Page, site: str) -> None:
    page.goto(f"{site}/lembar")
    page.get_by_label("b0").press("ArrowDown")
    expect(page.get_by_label("b1")).to_be_focused()
    page.keyboard.type("75,5")
    page.keyboard.press("Escape")
    expect(page.get_by_label("b1")).to_have_value("1")
    page.keyboard.press("Enter")
    expect(page.get_by_label("b2")).to_be_focused()


def test_a_paste_from_a_spreadsheet_fills_cells_and_says_what_found_none(page: Page, site: str) -> None:
    page.goto(f"{site}/lembar")
    page.get_by_label("a1").evaluate(
        "(field, text) => { const clipboardData = new DataTransfer();"
        "clipboardData.setData('text/plain', text);"
        "const how = {clipboardData, bubbles: true, cancelable: true};"
        "field.dispatchEvent(new ClipboardEvent('paste', how)) }",
        "10\t1.250,5\r\n20\t30\r\n40\t50\r\n",
    )
    values = [page.get_by_label(name).input_value() for name in ("a0", "b0", "a1", "b1", "a2", "b2")]
    assert values == ["0", "0", "10", "1.250,5", "20", "30"]
    expect(page.locator("#flashes")).to_contain_text("2 nilai yang ditempel tidak mendapat sel")


def test_an_answer_without_words_is_said_in_the_pages_own(page: Page, site: str) -> None:
    page.goto(f"{site}/temuan")
    page.locator(".finding__buttons").evaluate("form => form.setAttribute('hx-post', '/galat')")
    page.keyboard.press("y")
    expect(page.locator("#flashes")).to_contain_text("tidak berhasil")
    expect(page.locator("#finding-t1")).to_have_count(1)


def test_the_chosen_theme_is_there_on_the_next_page(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{site}/temuan")
    page.get_by_role("button", name="Ganti tampilan").click()
    page.goto(f"{site}/formulir")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Ganti tampilan").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(page: Page, site: str) -> None:
    page.goto(f"{site}/formulir")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Isi nilainya").click()
    expect(page.get_by_label("Nilai")).to_be_focused()


def test_a_dialog_asks_on_the_same_page_and_can_be_left(page: Page, site: str) -> None:
    page.goto(f"{site}/formulir")
    page.get_by_role("link", name="Hapus").click()
    expect(page.get_by_role("dialog", name="Hapus?")).to_be_visible()
    page.get_by_role("button", name="Batal").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == f"{site}/formulir"


def test_a_file_that_failed_stays_in_the_list_and_goes_when_sent_again(
    page: Page, site: str, tmp_path: Path
) -> None:
    good, fussy = tmp_path / "baik.pdf", tmp_path / "rewel.pdf"
    for path in (good, fussy):
        path.write_bytes(b"%PDF-1.7")
    page.goto(f"{site}/unggah")
    page.locator('input[type="file"][multiple]').set_input_files([good, fussy])
    expect(page.locator(".file--ready")).to_have_count(1)
    failed = page.locator(".file", has_text="rewel.pdf")
    expect(failed).to_contain_text("Server menolak berkas ini (502)")
    failed.get_by_role("button", name="Ulangi").click()
    expect(page.locator(".file--ready")).to_have_count(2)


def test_a_file_that_is_too_large_is_not_sent_and_says_why(page: Page, site: str, tmp_path: Path) -> None:
    large = tmp_path / "besar.pdf"
    large.write_bytes(b"0" * 1_100_000)
    page.goto(f"{site}/unggah")
    page.locator('input[type="file"][multiple]').set_input_files(large)
    row = page.locator(".file", has_text="besar.pdf")
    expect(row).to_contain_text("lebih dari 1 MB")
    expect(row.get_by_role("button")).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 640, 390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(page: Page, site: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_is_painted_when_all_of_it_has_come(page: Page, site: str) -> None:
    page.goto(f"{site}/lambat", wait_until="load")
    page.wait_for_function("performance.getEntriesByType('paint').length > 0")
    came = "performance.getEntriesByType('navigation')[0].responseEnd"
    assert page.evaluate(f"performance.getEntriesByType('paint')[0].startTime >= {came} - 1")


def test_where_the_scripts_do_not_arrive_the_plain_form_stands(page: Page, site: str) -> None:
    page.route("**/renaksi.js*", lambda route: route.abort())
    page.goto(f"{site}/unggah")
    expect(page.get_by_role("button", name="Unggah", exact=True)).to_be_visible()
    page.unroute_all()
    page.goto(f"{site}/unggah")
    expect(page.get_by_role("button", name="Unggah", exact=True)).to_be_hidden()
