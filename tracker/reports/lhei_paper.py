"""LHEI of a triwulan as DOCX: from what was counted to the bytes of an official report with its tables."""

from collections.abc import Sequence
from datetime import date

from docx.document import Document as Paper

from tracker.i18n import _
from tracker.percentages.rules import Percentage
from tracker.plans.values import Measure, PlanKind
from tracker.progress.dimensions import Share, dimension_names
from tracker.reports import letter
from tracker.reports.letter import blank
from tracker.reports.lhei import Picture, Quarterly
from tracker.reports.recap import Counts
from tracker.review.assessed import AssessedRow
from tracker.web.formats import EMPTY, date_long, number, percent, roman

EMPTY_LINES = 3
"""Rows that a table keeps for the writer where nothing is known."""


def quarterly_docx(found: Quarterly, *, institution: str, day: date) -> bytes:
    """The report of a triwulan. Where the system knows nothing, a marked blank says what is due."""
    made = letter.paper()
    when = _("triwulan {tw} tahun {year}").format(tw=roman(found.triwulan), year=found.year)
    title = _("Laporan Hasil Evaluasi Internal Reformasi Birokrasi {when}").format(when=when)
    opening(made, institution, title, day)
    basis(made, found.roadmaps)
    letter.heading(made, _("B. Tujuan"))
    aim = _(
        "Evaluasi on-going ini menilai pelaksanaan rencana aksi Reformasi Birokrasi {institution} {when} "
        "atas empat dimensi: {dimensions}; dan merumuskan area perbaikannya."
    )
    names = ", ".join(dimension_names().values())
    letter.text(made, aim.format(institution=institution, when=when, dimensions=names))
    _method(made, found)
    letter.heading(made, _("D. Gambaran umum"))
    for number_, picture in enumerate(found.pictures, start=1):
        _picture(made, number_, picture, found.triwulan)
    _impact(made, found.pictures)
    _dimensions(made, found)
    _improvements(made, found)
    _recap(made, found)
    letter.heading(made, _("I. Penutup"))
    letter.text(made, blank(_("simpulan evaluasi dan tindak lanjut yang diminta")))
    letter.signature(
        made,
        place_and_day=f"{letter.UNKNOWN}, {date_long(day)}",
        office=_("Inspektur {institution}").format(institution=institution),
    )
    return letter.as_bytes(made)


def opening(made: Paper, institution: str, title: str, day: date) -> None:
    """Head and particulars; the number and the letter of assignment are the writer's."""
    letter.head(made, institution=institution, office=_("Inspektorat"), title=title)
    letter.particulars(
        made,
        [
            (_("Nomor"), letter.UNKNOWN),
            (_("Tanggal"), date_long(day)),
            (_("Surat tugas"), letter.UNKNOWN),
        ],
    )


def basis(made: Paper, roadmaps: Sequence[str]) -> None:
    """What the evaluation rests on: the road maps that are known; regulations are the writer's."""
    letter.heading(made, _("A. Dasar"))
    for roadmap in roadmaps:
        letter.text(made, roadmap, style="List Bullet")
    for what in (
        _("peraturan tentang evaluasi Reformasi Birokrasi yang berlaku"),
        _("keputusan penetapan rencana aksi dan pernyataan keabsahannya"),
        _("nomor dan tanggal surat tugas evaluator internal"),
    ):
        letter.text(made, blank(what), style="List Bullet")


def kind_name(kind: PlanKind) -> str:
    """RB General or RB Tematik."""
    return _("RB General") if kind == "general" else _("RB Tematik")


def share_text(figure: Percentage) -> str:
    """ "75 % (3 dari 4)", or a dash where there is nothing to divide by."""
    if figure.value is None:
        return EMPTY
    parts = _("{part} dari {whole}").format(part=number(figure.numerator), whole=number(figure.denominator))
    return f"{percent(figure.value)} ({parts})"


def _method(made: Paper, found: Quarterly) -> None:
    letter.heading(made, _("C. Metode"))
    decided = found.total.submitted - found.total.waiting
    did = _(
        "Laporan perangkat daerah diperiksa terhadap data dukungnya melalui Renaksi: uji "
        "otomatis atas kesesuaian nilai, periode, berkas, dan anggaran, kemudian keputusan pemeriksa. Dari "
        "{submitted} laporan yang diajukan, {decided} sudah diputuskan dan {waiting} menunggu."
    )
    counts = {"submitted": found.total.submitted, "decided": decided, "waiting": found.total.waiting}
    letter.text(made, did.format(**{name: number(count) for name, count in counts.items()}))
    if found.sampled:
        drawn = _("{count} laporan termasuk dalam sampel acak berbobot risiko yang benihnya disimpan.")
        letter.text(made, drawn.format(count=number(found.sampled)))
    letter.text(made, blank(_("cara lain yang dipakai, misalnya wawancara atau peninjauan lapangan")))


def _picture(made: Paper, place: int, picture: Picture, triwulan: int) -> None:
    letter.heading(made, f"{place}. {kind_name(picture.kind)}")
    said = _("{title} memuat {renaksi} rencana aksi dengan {outputs} output.").format(
        title=picture.title, renaksi=number(picture.renaksi), outputs=number(picture.outputs)
    )
    if picture.figures is not None:
        figures = picture.figures
        said += " " + _(
            "Sampai TW {tw}: dilaporkan {reported}, terbukti {proven}, terverifikasi {verified}; capaian "
            "output {reached}, serapan anggaran {spent}."
        ).format(
            tw=roman(triwulan),
            reported=share_text(figures.dilaporkan),
            proven=share_text(figures.terbukti),
            verified=share_text(figures.terverifikasi),
            reached=percent(figures.capaian.value),
            spent=percent(figures.serapan.value),
        )
    letter.text(made, said)
    columns = [
        (_("Kegiatan utama") if picture.kind == "general" else _("Tema"), 4),
        (_("Renaksi"), 1.8),
        (_("Output"), 1.7),
        (_("Dilaporkan"), 2.3),
        (_("Terbukti"), 1.9),
        (_("Terverifikasi"), 2.7),
        (_("Capaian"), 2),
    ]
    rows = [
        [part.name, number(part.renaksi), number(part.outputs)]
        + [
            percent(figure.value) if figure else EMPTY
            for figure in (
                (
                    part.figures.dilaporkan,
                    part.figures.terbukti,
                    part.figures.terverifikasi,
                    part.figures.capaian,
                )
                if part.figures
                else (None,) * 4
            )
        ]
        for part in picture.parts
    ]
    letter.table(made, columns, rows, size=8)


def _impact(made: Paper, pictures: Sequence[Picture]) -> None:
    letter.heading(made, _("E. Analisis dampak"))
    columns = [
        (_("Indikator"), 4.6),
        (_("Baseline"), 2.1),
        (_("Target"), 2),
        (_("Realisasi"), 2.2),
        (_("Capaian"), 2),
        (_("Analisis"), 3.7),
    ]
    rows = [
        [
            node.name,
            _of_year(node.measure),
            _measured(node.measure.target_text, node.measure.target, node.measure.satuan),
            _measured(
                node.measure.realisasi_text,
                node.measure.realisasi,
                node.measure.satuan,
                blank(_("realisasi")),
            ),
            percent(node.measure.capaian),
            blank(_("kaitan output dengan dampaknya")),
        ]
        for picture in pictures
        for node in picture.measures
    ]
    if rows:
        letter.table(made, columns, rows)
    else:
        letter.text(
            made, blank(_("indikator dampak, realisasinya, dan kaitannya dengan output rencana aksi"))
        )
    letter.text(made, "")


def _measured(text: str, value: object, satuan: str, otherwise: str = EMPTY) -> str:
    if text:
        return text
    return otherwise if value is None else f"{number(value)} {satuan}".strip()  # type: ignore[arg-type]


def _of_year(measure: Measure) -> str:
    said = _measured(measure.baseline_text, measure.baseline, measure.satuan)
    return f"{said} ({measure.baseline_year})" if measure.baseline_year and said != EMPTY else said


def _dimensions(made: Paper, found: Quarterly) -> None:
    letter.heading(made, _("F. Hasil per dimensi"))
    if not found.assessed:
        letter.text(made, _("Belum ada laporan triwulan ini yang dinilai APIP."))
        letter.text(made, blank(_("hasil penilaian empat dimensi")))
        return
    explained = _(
        "Persentase adalah yang sesuai dibagi yang dinilai, dikali 100. Penilaian mandiri (PM) perangkat "
        "daerah dan penilaian APIP dicatat terpisah."
    )
    letter.text(made, explained)
    names = dimension_names()
    whole = found.assessed[-1]
    columns = [(_("Dimensi"), 5), (_("PM"), 3.6), (_("APIP"), 3.6), (_("Laporan yang berbeda"), 4.4)]
    letter.table(
        made,
        columns,
        [
            [names[column.dimension], _share(column.pm), _share(column.apip), number(column.differing)]
            for column in whole.columns
        ],
    )
    letter.text(made, "")
    per_unit = [(_("Perangkat daerah"), 4.2), (_("Laporan"), 1.8)]
    per_unit += [(f"{name} (PM / APIP)", 2.6) for name in names.values()]
    letter.table(made, per_unit, [_unit_line(row) for row in found.assessed], size=8)
    letter.text(made, "")
    if found.differences:
        letter.text(made, _("Laporan yang penilaian mandirinya berbeda dari penilaian APIP:"))
        listed = [(_("Laporan"), 6.6), (_("Perangkat daerah"), 4.6), (_("Dimensi"), 5.4)]
        rows = [
            [
                each.label,
                each.unit,
                ", ".join(name for code, name in names.items() if code in each.dimensions),
            ]
            for each in found.differences
        ]
        letter.table(made, listed, rows)


def _share(share: Share) -> str:
    if share.percent is None:
        return _("tidak dinilai")
    parts = _("{part} dari {whole}").format(part=number(share.fitting), whole=number(share.total))
    return f"{percent(share.percent)} ({parts})"


def _unit_line(row: AssessedRow) -> list[str]:
    shares = [f"{percent(column.pm.percent)} / {percent(column.apip.percent)}" for column in row.columns]
    return [row.name, number(row.reports), *shares]


def _improvements(made: Paper, found: Quarterly) -> None:
    letter.heading(made, _("G. Area perbaikan (Area of Improvement)"))
    unwritten = sum(not each.is_written for each in found.differences)
    if unwritten:
        said = _("{count} perbedaan PM dan APIP belum ditulis area perbaikannya.")
        todo = blank(_("lengkapi atau jelaskan"))
        letter.text(made, f"{said.format(count=number(unwritten))} {todo}")
    rows = [
        [
            str(place),
            f"{one.judul}\n({found.unit_names.get(one.unit or '', EMPTY)})",
            one.kondisi,
            one.kriteria,
            one.akibat,
            one.saran,
        ]
        for place, one in enumerate(found.improvements, start=1)
    ]
    aoi_table(made, rows)
    letter.text(made, "")


def aoi_table(made: Paper, rows: Sequence[Sequence[str]]) -> None:
    """The areas of improvement, there is no Sebab among their parts; blank lines where none is written."""
    parts = [_("Judul"), _("Kondisi"), _("Kriteria"), _("Akibat"), _("Saran Perbaikan")]
    widths = [2.9, 3.4, 3, 2.8, 3.5]
    columns = [(_("No."), 1.0), *zip(parts, widths, strict=True)]
    blanks = [[str(place), *(blank(part.lower()) for part in parts)] for place in range(1, EMPTY_LINES + 1)]
    letter.table(made, columns, rows or blanks, size=8.5)


def _recap(made: Paper, found: Quarterly) -> None:
    letter.heading(made, _("H. Rekap per perangkat daerah"))
    if not found.recap:
        letter.text(made, _("Belum ada laporan yang diajukan untuk triwulan ini."))
        return
    columns = [
        (_("Perangkat daerah"), 3.3),
        (_("Diajukan"), 1.9),
        (_("Terverifikasi"), 2.6),
        (_("Menunggu"), 2.1),
        (_("Pernah dikembalikan"), 2.7),
        (_("Belum diperbaiki"), 2.1),
        (_("Perbaikan diterima"), 2),
    ]
    rows = [[row.name, *_counted(row.counts)] for row in found.recap]
    letter.table(made, columns, [*rows, [_("Jumlah"), *_counted(found.total)]], size=8)
    letter.text(made, "")


def _counted(counts: Counts) -> list[str]:
    each = (
        counts.submitted,
        counts.verified,
        counts.waiting,
        counts.returned,
        counts.unmended,
        counts.accepted,
    )
    return [number(count) for count in each]
