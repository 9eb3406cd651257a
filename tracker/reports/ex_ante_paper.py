"""LHEI ex-ante as DOCX: the plan before the year's work, with what can be counted beside each aspect."""

from collections.abc import Sequence
from datetime import date

from docx.document import Document as Paper

from tracker.i18n import _
from tracker.plans.values import PlanKind
from tracker.reports import letter
from tracker.reports.letter import blank
from tracker.reports.lhei import ExAnte, Facts, Picture
from tracker.reports.lhei_paper import aoi_table, basis, kind_name, opening
from tracker.web.formats import date_long, number, rupiah


def ex_ante_docx(found: ExAnte, *, institution: str, day: date) -> bytes:
    """The report before the year's work. It counts; judging stays with the writer, in marked blanks."""
    made = letter.paper()
    title = _("Laporan Hasil Evaluasi Internal Ex-Ante Reformasi Birokrasi Tahun {year}").format(
        year=found.year
    )
    opening(made, institution, title, day)
    basis(made, found.roadmaps)
    letter.heading(made, _("B. Tujuan"))
    aim = _(
        "Evaluasi ex-ante ini menelaah rencana aksi Reformasi Birokrasi {institution} tahun {year} sebelum "
        "dilaksanakan, atas lima aspek: relevansi, kelengkapan, kualitas rencana, keterkaitan, dan kelayakan."
    )
    letter.text(made, aim.format(institution=institution, year=found.year))
    letter.heading(made, _("C. Metode"))
    letter.text(
        made,
        _("Isi rencana dihitung dari rencana aksi yang tercatat dalam Renaksi pada tanggal laporan ini."),
    )
    letter.text(made, blank(_("cara penelaahan dan siapa yang diwawancarai")))
    letter.heading(made, _("D. Gambaran umum"))
    for place, picture in enumerate(found.pictures, start=1):
        _picture(made, place, picture, found.facts[picture.kind])
    letter.heading(made, _("E. Hasil per aspek"))
    for picture in found.pictures:
        letter.text(made, kind_name(picture.kind))
        columns = [
            (_("Aspek"), 2.8),
            (_("Fakta dari rencana"), 6.8),
            (_("Penilaian"), 3.2),
            (_("Catatan"), 3.8),
        ]
        rows = [
            [aspect, "\n".join(told), blank(_("penilaian")), blank(_("catatan"))]
            for aspect, told in aspects(found.facts[picture.kind], picture.kind)
        ]
        letter.table(made, columns, rows)
        letter.text(made, "")
    letter.heading(made, _("F. Keabsahan rencana aksi"))
    letter.text(made, blank(_("ada atau tidaknya pernyataan keabsahan, penanda tangan, dan tanggalnya")))
    letter.heading(made, _("G. Area perbaikan (Area of Improvement)"))
    aoi_table(made, [])
    letter.heading(made, _("H. Penutup"))
    letter.text(made, blank(_("simpulan dan perbaikan yang diminta sebelum rencana dilaksanakan")))
    letter.signature(
        made,
        place_and_day=f"{letter.UNKNOWN}, {date_long(day)}",
        office=_("Inspektur {institution}").format(institution=institution),
    )
    return letter.as_bytes(made)


def _picture(made: Paper, place: int, picture: Picture, facts: Facts) -> None:
    letter.heading(made, f"{place}. {kind_name(picture.kind)}")
    said = _("{title} memuat {renaksi} rencana aksi dengan {outputs} output dan anggaran {budget}.")
    words = said.format(
        title=picture.title,
        renaksi=number(picture.renaksi),
        outputs=number(picture.outputs),
        budget=rupiah(facts.budget),
    )
    letter.text(made, words)
    name = _("Kegiatan utama") if picture.kind == "general" else _("Tema")
    rows = [[part.name, number(part.renaksi), number(part.outputs)] for part in picture.parts]
    letter.table(made, [(name, 11), (_("Renaksi"), 2.8), (_("Output"), 2.8)], rows)


def aspects(facts: Facts, kind: PlanKind) -> list[tuple[str, list[str]]]:
    """The five aspects with what can be counted for each; "semua" and "tidak ada" are said where it is so."""
    outputs, renaksi = facts.outputs, facts.renaksi
    root = _("kegiatan utama") if kind == "general" else _("tema")
    complete = [
        _lacking(_("output tanpa target"), facts.without_target, outputs),
        _lacking(_("output tanpa satuan"), facts.without_satuan, outputs),
        _lacking(_("renaksi tanpa unit pelaksana"), facts.without_unit, renaksi),
    ]
    quality = [
        _lacking(
            _("output yang target setahunnya tidak cocok dengan targetnya per triwulan"),
            facts.uneven_targets,
            outputs,
        ),
        _lacking(_("output yang targetnya berupa kata, bukan angka"), facts.words_as_target, outputs),
    ]
    linked = [_lacking(_("renaksi tanpa koordinator"), facts.without_coordinator, renaksi)]
    if kind == "tematik":
        linked.append(_lacking(_("renaksi tanpa fokus intervensi"), facts.without_focus, renaksi))
    linked.append(_named(_("Indikator tanpa target"), facts.measures_without_target))
    return [
        (
            _("Relevansi"),
            [_named(_("{root} tanpa renaksi").format(root=root.capitalize()), facts.parts_without_renaksi)],
        ),
        (_("Kelengkapan"), complete),
        (_("Kualitas rencana"), quality),
        (_("Keterkaitan"), linked),
        (_("Kelayakan"), [_lacking(_("output tanpa anggaran"), facts.without_budget, outputs)]),
    ]


def _lacking(what: str, count: int, of: int) -> str:
    if not count:
        return _("Tidak ada {what}.").format(what=what)
    return _("{count} dari {of}: {what}.").format(count=number(count), of=number(of), what=what)


def _named(what: str, names: Sequence[str]) -> str:
    listed = "; ".join(names) if names else _("tidak ada")
    return f"{what}: {listed}."
