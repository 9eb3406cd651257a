"""Exports and empty templates: the portal's headings, safe texts, lists to choose from."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings

from tests.tracker.plans.drafts import general_drafts, quarterly
from tests.tracker.plans.test_sheets_roundtrip import read_back, slowly
from tracker.plans.sheets.errors import TooLong
from tracker.plans.sheets.fields import GENERAL_HEADINGS, TEMATIK_HEADINGS
from tracker.plans.sheets.grid import parse
from tracker.plans.sheets.mapping import propose_mapping
from tracker.plans.sheets.templates import template_general, template_tematik
from tracker.plans.sheets.write import write_general, write_tematik
from tracker.plans.values import Measure, Node, OutputRow, PlanDraft, Realisasi, RenaksiRow, Texts

FOKUS = ("Perencanaan dan Penganggaran", "Inovasi")


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def general(renaksi):
    indikator = Node(kind="indikator", name="Nilai SAKIP", renaksi=(renaksi,))
    root = Node(kind="kegiatan_utama", name="SAKIP", children=(indikator,))
    return PlanDraft(kind="general", year=2023, nodes=(root,))


def tematik(renaksi):
    problem = Node(kind="permasalahan", name="Data belum padan", renaksi=(renaksi,))
    sasaran = Node(kind="sasaran", name="Menurunnya kemiskinan", children=(problem,))
    return PlanDraft(kind="tematik", year=2023, nodes=(Node(kind="tema", name="Tema", children=(sasaran,)),))


def test_the_portals_general_sheet_has_its_eleven_headings_in_order_above_two_visible_rows():
    sheet = opened(write_general(general(RenaksiRow(text="Menyusun")), layout="portal")).active
    assert [cell.value for cell in sheet[1]] == [key for key, _ in GENERAL_HEADINGS]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[2]][:4] == [
        "Rencana aksi",
        "Satuan output",
        "Indikator output",
        "Target Output",
    ]
    below = [cell.value for cell in sheet[3]][3:]
    assert below == ["TW 1", "TW 2", "TW 3", "TW 4", "Total", "Total", "Pelaksana", "Koordinator"]
    assert sheet["A4"].value == "Menyusun"


def test_the_portals_tematik_sheet_has_its_thirty_five_headings_in_order():
    book = opened(write_tematik(tematik(RenaksiRow(text="Memadankan")), layout="portal"))
    assert [cell.value for cell in book.active[1]] == [key for key, _ in TEMATIK_HEADINGS]
    assert book.sheetnames == ["RB Tematik"]


def test_a_full_export_begins_with_the_portals_headings():
    sheet = opened(write_general(general(RenaksiRow(text="Menyusun")))).active
    assert [cell.value for cell in sheet[1]][:11] == [key for key, _ in GENERAL_HEADINGS]


def test_results_stand_in_the_portals_columns():
    realisasi = Realisasi(
        values=quarterly(Decimal(1), None, None, None, Decimal(1)), budgets=quarterly(*[None] * 4, 900)
    )
    output = OutputRow(indikator="Jumlah desa", realisasi=realisasi)
    sheet = opened(
        write_tematik(tematik(RenaksiRow(text="Memadankan", outputs=(output,))), layout="portal")
    ).active
    written = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (written["realisasi_tw1"], written["realisasi_total"], written["realisasi_anggaran"]) == (
        1,
        1,
        900,
    )


@pytest.mark.parametrize("text", ["=1+1", "+62 desa", "-", "@SUM(A1)", '=HYPERLINK("http://contoh.id")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    sheet = opened(write_general(general(RenaksiRow(text=text)), layout="portal")).active
    assert (sheet["A4"].data_type, sheet["A4"].value) == ("s", text)
    assert sheet["A4"].quotePrefix


HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "@x", "-2+3", "=2", "{=3}", "\t=4", "http://contoh.id")
"""What a spreadsheet would run, or make a link of, if it were not written as a text."""


def hostile_renaksi(evil):
    texts = Texts(tw1=evil, tw2=evil, tw3=evil, tw4=evil, total=evil)
    output = OutputRow(
        indikator=evil,
        satuan=evil,
        target_texts=texts,
        pelaksana=f"{evil} ",
        koordinator=f"{evil} ",
        fokus_intervensi=f"{evil} ",
        realisasi=Realisasi(texts=texts, catatan=evil),
    )
    return RenaksiRow(
        text=evil, code=evil, pelaksana=evil, koordinator=evil, fokus_intervensi=evil, outputs=(output,)
    )


def hostile_plan(kind, evil):
    """A plan in which every text is what the argument says."""
    measure = Measure(
        satuan=evil,
        baseline_text=evil,
        target_text=evil,
        realisasi_text=evil,
        capaian_text=evil,
        catatan=evil,
    )
    own = (hostile_renaksi(evil),)
    if kind == "general":
        leaf = Node(kind="indikator", name=evil, measure=measure, renaksi=own)
        root = Node(kind="kegiatan_utama", name=evil, children=(leaf,))
    else:
        leaf = Node(kind="indikator", name=evil, measure=measure)
        problem = Node(kind="permasalahan", name=evil, sasaran=evil, children=(leaf,), renaksi=own)
        root = Node(
            kind="tema",
            name=evil,
            children=(Node(kind="sasaran", name=evil, children=(leaf, problem)),),
        )
    return PlanDraft(kind=kind, year=2023, nodes=(root,))


def cells_of(data):
    return [cell for sheet in opened(data) for row in sheet for cell in row if cell.value is not None]


@pytest.mark.parametrize("layout", ["portal", "full"])
@pytest.mark.parametrize(
    ("write", "kind", "at_least"),
    [(write_general, "general", 5), (write_tematik, "tematik", 15)],
    ids=["general", "tematik"],
)
@pytest.mark.parametrize("evil", HOSTILE)
def test_no_text_of_a_plan_becomes_a_formula_or_a_link(evil, write, kind, at_least, layout):
    cells = cells_of(write(hostile_plan(kind, evil), layout=layout))
    assert sum(str(cell.value).strip() == evil.strip() for cell in cells) >= at_least
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


@pytest.mark.parametrize("layout", ["portal", "full"])
@pytest.mark.parametrize("template", [template_general, template_tematik], ids=["general", "tematik"])
def test_no_choice_of_a_template_becomes_a_formula_or_a_link(template, layout):
    cells = cells_of(template(fokus=HOSTILE, layout=layout))
    assert set(HOSTILE) - {cell.value for cell in cells} == set()
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_a_large_amount_keeps_all_its_digits():
    output = OutputRow(indikator="Jumlah", budgets=quarterly(*[None] * 4, 9_007_199_254_740_993))
    draft = general(RenaksiRow(text="Menyusun", outputs=(output,)))
    assert read_back(write_general(draft), draft).draft == draft


def test_a_text_longer_than_a_cell_is_refused_with_its_column():
    with pytest.raises(TooLong, match="Rencana aksi"):
        write_general(general(RenaksiRow(text="a" * 40_000)))


def test_a_plan_is_written_as_what_it_is():
    with pytest.raises(ValueError, match="general"):
        write_tematik(general(RenaksiRow(text="Menyusun")))


@settings(parent=slowly, max_examples=20)
@given(general_drafts())
def test_what_came_from_a_portal_sheet_goes_back_into_the_same_sheet(draft):
    into = {"kegiatan_utama": "SAKIP", "indikator": "Nilai SAKIP"}
    once = read_back(write_general(draft, layout="portal"), draft, into=into).draft
    twice = read_back(write_general(once, layout="portal"), once, into=into).draft
    assert twice == once


@pytest.mark.parametrize(
    ("template", "kind"),
    [(template_general, "general"), (template_tematik, "tematik")],
    ids=["general", "tematik"],
)
def test_an_empty_template_has_lists_instructions_and_a_head_that_is_read(template, kind):
    data = template(fokus=FOKUS)
    book = opened(data)
    assert "Petunjuk" in book.sheetnames
    lists = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert '"Perencanaan dan Penganggaran,Inovasi"' in lists
    mapping = propose_mapping(parse(data))
    assert (mapping.sheet, mapping.kind) == (book.sheetnames[0], kind)
    assert not mapping.unused()


def test_a_long_list_of_choices_stands_on_its_own_sheet():
    fokus = [f"Fokus intervensi yang panjang sekali nomor {number}" for number in range(12)]
    rules = opened(template_tematik(fokus=fokus)).worksheets[0].data_validations.dataValidation
    assert "Daftar!$A$1:$A$12" in [rule.formula1 for rule in rules]
