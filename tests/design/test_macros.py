"""Every macro renders with no value left undefined, and says in words what it shows in shapes."""

import re
from pathlib import Path

import pytest

from tests.design.conftest import MACROS, Render
from tests.design.samples import deadline, file, finding, percentage
from tracker.web.pages import TEMPLATE_FOLDER

CALLS = [
    "icons.icon('check')",
    "icons.icon('check', 'Sesuai', size='lg')",
    "icons.mark()",
    "bars.nested_bar(p, p, zero, 'Dinas Kesehatan', href='/opd/1')",
    "bars.nested_bar(missing, missing, missing, 'Dinas Kesehatan')",
    "bars.nested_bar(p, p, missing, 'RB General', size='hero', gap=18.2, links=links)",
    "bars.legend()",
    "bars.key(2)",
    "bars.width(p)",
    "bars.amount(missing)",
    "bars.figure(1, 'Dilaporkan', p)",
    "bars.percent_figure(p, href='/rumus')",
    "bars.percent_figure(missing)",
    "bars.progress(36, 48, 'Input TW III')",
    "bars.progress(0, 0, 'Input TW III')",
    "states.badge('submitted')",
    "states.badge('proposed', plain=True)",
    "states.word('late')",
    "states.tone('late')",
    "states.remaining(closed)",
    "states.countdown_tone('soon')",
    "states.countdown(late)",
    "states.deadline_chip(soon, '/tenggat')",
    "forms.field('nama', 'Nama', hint='Sesuai SK', required=False, before='Rp', after='juta', short=True)",
    "forms.number('nilai', 'Capaian', '75,5', unit='dokumen', check_url='/baca')",
    "forms.number('nilai', 'Anggaran', '1.000', money=True, understood='Rp1.000')",
    "forms.textarea('alasan', 'Alasan', error='Tulis alasannya')",
    "forms.select('unit', 'Unit', [('a', 'Biro'), ('b', 'Dinas')], 'b', empty='Pilih')",
    "forms.checkbox('setuju', 'Sudah diperiksa', True, hint='Semua halaman', error='Centang dahulu')",
    "forms.radios('sesuai', 'Kesesuaian', [('1', 'Sesuai'), ('0', 'Tidak', 'Beri alasan')], '1', row=True)",
    "forms.file('berkas', 'Berkas', accept='.pdf', multiple=True)",
    "forms.errors([{'name': 'nilai', 'text': 'Isi nilainya'}, {'name': None, 'text': 'Coba lagi'}])",
    "forms.errors([])",
    "forms.submit('Ajukan', 'send', name='aksi', value='1', key='s')",
    "forms.dialog_link('hapus', '/hapus', 'Hapus', icon='trash', kind='bad')",
    "forms.confirm_dialog('hapus', 'Hapus?', 'Isian hilang.', '/hapus', 'Hapus', True, {'id': '1'})",
    "forms.confirm_page('Hapus?', 'Isian hilang.', '/hapus', 'Hapus', '/kembali')",
    "forms.hidden({'id': '1'})",
    "forms.described('nilai', 'Isi', 'Angka')",
    "forms.around('nilai', 'Nilai', None, None, True)",
    "forms.problem('nilai', 'Isi nilainya')",
    "tables.head(columns[0])",
    "tables.page_link('/2', 'Berikutnya', 'chevron-right', '#rows')",
    "tables.pagination(listing, '#rows')",
    "tables.chips([{'label': 'TW III', 'remove_url': '?'}])",
    "layout.page_header('Bukti', [{'label': 'Beranda', 'url': '/'}], actions, 'Uraian')",
    "layout.empty_state('inbox', 'Kosong', 'Belum ada berkas.', {'label': 'Unggah', 'url': '/u'})",
    "layout.notice('bad', 'Gagal', 'Unggahan', {'label': 'Ulangi', 'url': '/u'})",
    "layout.tabs([{'label': 'Menunggu', 'url': '/m', 'active': True, 'count': 3}], 'Temuan')",
    "layout.definition_list([('Bobot', None), {'term': 'Unit', 'value': 'Biro'}])",
    "layout.timeline(events)",
    "layout.stat('Belum diisi', '12', 'dari 48', '/', 'warn', 'inbox')",
    "layout.tasks([{'title': 'Isi', 'url': '/', 'note': '4 sel', 'button': 'Isi'}])",
    "layout.checks([{'tone': 'bad', 'text': 'Tidak ada bukti', 'proof': 'hal. 4', 'url': '/'}])",
    "layout.flashes([{'kind': 'good', 'text': 'Tersimpan', 'undo_url': '/urung'}])",
    "layout.explain('Mengapa?', 'Karena belum jatuh tempo.')",
    "evidence.dropzone('/unggah', '.pdf,.docx', 50, {'tw': '3'})",
    "evidence.file_row(file_reading)",
    "evidence.file_row(file_failed)",
    "evidence.page_view('/hal.png', 595, 842, [box], 'Halaman 14')",
    "evidence.page_view('/hal.png', 595, 842, [], 'Halaman 14', 'Halaman berikutnya')",
    "evidence.finding_card(finding, '/putus', '/ubah', previous_url='/1', next_url='/3')",
    "evidence.finding_card(decided, '/putus')",
    "evidence.decision('Terima', 'confirmed', 'check', 'good', 'y')",
    "evidence.step_link('/3', 'Berikutnya', 'chevron-down', 'j arrowdown')",
    "evidence.crop('/potongan.png', 400, 40, 'Kutipan')",
    "evidence.versus(claims)",
    "charts.heat_cell(heat_rows[0].cells[1])",
    "charts.heat_map(heat_rows, [{'label': 'TW I'}, {'label': 'TW II', 'title': 'Juni'}], 'Peta', 'OPD')",
    "charts.heat_legend()",
    "charts.waterfall(steps, 'Mengapa belum 100?')",
    "charts.sparkline('0,20 96,5', (96, 5), 'Naik')",
]
BLOCKS = [
    "tables.table(columns, 'Rencana aksi', id='rows')",
    "tables.table(columns, 'Rencana aksi', wide=True, hide_caption=True)",
    "tables.filter_bar('/cari', '#rows', '/cari')",
    "layout.page_header('Bukti')",
    "layout.notice('warn', 'Perlu perbaikan')",
    "evidence.dropzone('/unggah', '.pdf', 50)",
    "forms.confirm_dialog('hapus', 'Hapus?', 'Isian hilang.', '/hapus', 'Hapus')",
    "forms.confirm_page('Hapus?', 'Isian hilang.', '/hapus', 'Hapus', '/kembali')",
]
STATES = [
    *("empty", "draft", "submitted", "returned", "verified", "reopened"),
    *("proposed", "confirmed", "edited", "rejected", "unsure"),
    *("queued", "reading", "ready", "failed"),
    *("open", "soon", "late", "closed"),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_macro_renders(render: Render, call: str) -> None:
    render(f"{{{{ {call} }}}}")


@pytest.mark.parametrize("call", BLOCKS)
def test_a_macro_holds_what_is_put_into_it(render: Render, call: str) -> None:
    assert "<b>isi</b>" in render(f"{{% call {call} %}}<b>isi</b>{{% endcall %}}")


@pytest.mark.parametrize("name", MACROS)
def test_every_macro_is_rendered_by_a_test(name: str) -> None:
    source = Path(TEMPLATE_FOLDER / "_macros" / f"{name}.html").read_text()
    defined = set(re.findall(r"{%-? macro (\w+)\(", source))
    called = set(re.findall(rf"\b{name}\.(\w+)\(", " ".join(CALLS + BLOCKS)))
    assert defined <= called


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_a_shape_and_a_word(render: Render, state: str) -> None:
    badge = render("{{ states.badge(state) }}", state=state)
    assert "<use href=" in badge
    assert re.sub("<.*?>", "", badge, flags=re.DOTALL).strip()


def test_the_three_parts_of_a_bar_lie_within_each_other(render: Render) -> None:
    bar = render(
        "{{ bars.nested_bar(a, b, c, 'RB') }}",
        a=percentage("82.4"),
        b=percentage("64.2"),
        c=percentage("46.2"),
    )
    rects = re.findall(r'class="bar__[123]"(?: y="(\d+)")? width="([\d.]+)" height="(\d+)"', bar)
    assert rects[:3] == [("", "82.40", "12"), ("2", "64.20", "8"), ("4", "46.20", "4")]
    assert "Dilaporkan 82,4 %, terbukti 64,2 %, terverifikasi 46,2 %." in bar


def test_a_bar_ends_at_100_and_the_figure_beside_it_does_not(render: Render) -> None:
    bar = render("{{ bars.nested_bar(over, p, zero, 'RB') }}")
    assert 'class="bar__1" width="100.00"' in bar
    assert "120 %" in bar


def test_a_percentage_without_value_is_a_dash_with_its_reason_and_never_0(render: Render) -> None:
    for call in ("bars.nested_bar(missing, missing, missing, 'RB')", "bars.percent_figure(missing)"):
        shown = render(f"{{{{ {call} }}}}")
        assert "–" in shown
        assert "belum ada yang wajib diisi" in shown
        assert "0 %" not in shown
        assert "bar__1" not in shown


def test_zero_is_shown_as_a_figure(render: Render) -> None:
    assert "0 %" in render("{{ bars.percent_figure(zero) }}")


@pytest.mark.parametrize(
    ("state", "left", "late", "words"),
    [
        pytest.param("open", 12, None, "12 hari kerja lagi", id="days to go"),
        pytest.param("soon", 0, None, "hari ini", id="the last day"),
        pytest.param("late", None, 3, "lewat 3 hari", id="over"),
        pytest.param("closed", None, None, "ditutup", id="closed"),
    ],
)
def test_a_countdown_says_how_long(
    render: Render, state: str, left: int | None, late: int | None, words: str
) -> None:
    assert words in render("{{ states.countdown(d) }}", d=deadline(state, left, late))


def test_an_error_is_at_its_field_and_in_the_summary_that_leads_there(render: Render) -> None:
    field = render("{{ forms.field('nilai', 'Nilai', '7o', error='Isi dengan angka') }}")
    assert 'aria-describedby="f-nilai-error' in field
    assert 'aria-invalid="true"' in field
    assert 'value="7o"' in field
    assert 'href="#f-nilai"' in render("{{ forms.errors([{'name': 'nilai', 'text': 'Isi'}]) }}")
    assert render("{{ forms.errors([]) }}") == ""


def test_what_a_person_typed_is_escaped(render: Render) -> None:
    shown = render("{{ forms.field('q', 'Cari', value) }}", value='"><script>')
    assert "<script>" not in shown


def test_only_the_selected_finding_has_buttons_and_they_show_their_keys(render: Render) -> None:
    selected = render("{{ evidence.finding_card(finding, '/putus', '/ubah', next_url='/2') }}")
    keys = re.findall(r'data-key="([^"]+)"', selected)
    assert keys == ["y", "n", "e", "h", "j arrowdown"]
    assert all(f">{key[0]}</kbd>" in selected for key in keys)
    other = render("{{ evidence.finding_card(f, '/putus') }}", f=finding(selected=False))
    assert "data-key" not in other


@pytest.mark.parametrize(
    ("state", "asks"), [("queued", True), ("reading", True), ("ready", False), ("failed", False)]
)
def test_a_file_asks_for_its_progress_until_it_is_read(render: Render, state: str, asks: bool) -> None:
    row = render("{{ evidence.file_row(stored) }}", stored=file(state))
    assert ("every 1s" in row) is asks


@pytest.mark.parametrize(
    ("call", "words"),
    [
        pytest.param("layout.checks(items)", "Tidak ada bukti Lihat bukti", id="a test and its proof"),
        pytest.param(
            "bars.percent_figure(missing)", "– belum ada yang wajib diisi", id="a dash and its reason"
        ),
        pytest.param("forms.field('nama', 'Nama', required=False)", "Nama (opsional)", id="a label"),
        pytest.param("forms.submit('Terima', key='y')", "Terima y", id="a button and its key"),
        pytest.param(
            "layout.notice('info', 'Kosong.', action=action)", "Kosong. Isi", id="a notice and its link"
        ),
    ],
)
def test_words_that_follow_each_other_have_a_space_between(render: Render, call: str, words: str) -> None:
    items = [{"tone": "bad", "text": "Tidak ada bukti", "url": "/1"}]
    html = render(f"{{{{ {call} }}}}", items=items, action={"url": "/1", "label": "Isi"})
    text = re.sub(r"<title>.*?</title>|<[^>]*>", "", html, flags=re.DOTALL)
    assert words in re.sub(r"\s+", " ", text)


def test_a_box_is_drawn_where_the_finding_stands_on_the_page(render: Render) -> None:
    page = render("{{ evidence.page_view('/hal.png', 595, 842, [box], 'Halaman 14') }}")
    assert 'viewBox="0 0 595 842"' in page
    assert re.search(r'x="88.00"\s+y="206.00"\s+width="334.00"\s+height="18.00"', page)


def test_a_page_whose_place_is_not_known_says_so(render: Render) -> None:
    assert "tidak dapat ditentukan" in render(
        "{{ evidence.page_view('/hal.png', 595, 842, [], 'Halaman 14') }}"
    )


def test_silence_has_no_colour_of_the_scale(render: Render) -> None:
    table = render("{{ charts.heat_map(heat_rows, [{'label': 'TW I'}, {'label': 'TW II'}], 'Peta', 'OPD') }}")
    assert "heat__cell--none" in table
    assert "belum melapor" in table
