"""The invented documents of the invented institution: reports as PDF, a news item, a letter, a decree.

Each says at its foot that it is invented. They are made anew each time, so nothing of them is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import typst

from tracker.demo.matrix import UNITS, YEAR
from tracker.demo.reports import Report
from tracker.web.formats import roman

PLACE = "Provinsi Nusa Harapan"
DISCLAIMER = "Dokumen contoh. Instansi, orang, dan angkanya rekaan."
MONTHS = {1: "Januari s.d. Maret", 2: "April s.d. Juni", 3: "Juli s.d. September"}
SIGNED = {1: "12 April 2023", 2: "11 Juli 2023", 3: "4 Oktober 2023"}

NEWS = f"""Pemprov Nusa Harapan Kejar Tenggat Penginputan Data Reformasi Birokrasi

- 5 Oktober 2023, 09:15 WIB

Harapan Jaya - Pemerintah {PLACE} mempercepat pengisian capaian rencana aksi reformasi birokrasi pada portal
nasional. Kepala Biro Organisasi Ratna Wulandari mengatakan, hingga awal Oktober baru separuh isian masuk.

"Sampai pekan ini sudah 50 % data terinput dari seluruh perangkat daerah. Sisanya kami dampingi satu per
satu," kata Ratna seusai rapat koordinasi di Harapan Jaya, Rabu (4/10/2023).

Ia mengingatkan batas akhir penginputan pada portal RB nasional jatuh pada 20 Oktober mendatang. Perangkat
daerah yang belum melengkapi data dukung diminta segera berkoordinasi dengan Inspektorat.

Rapat itu dihadiri 14 perangkat daerah. Penilaian SPBE tahun 2022 menempatkan provinsi ini pada indeks 2,87
dengan predikat baik, sedangkan tahun 2023 ditargetkan mencapai 3,1.

{DISCLAIMER}
"""


INDEX_REPORT = f"""Laporan Capaian Indeks Tahun {YEAR - 1}
Dinas Komunikasi dan Informatika, {PLACE}

Indeks SPBE tahun {YEAR - 1} sebesar 2,78 dengan predikat baik. Nilai SAKIP tahun {YEAR - 1} sebesar 68,40
dengan predikat BB.

{DISCLAIMER}
"""


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A file with what its evidence is called; `period` is EDTF, `unit` a unit's code."""

    name: str
    title: str
    unit: str
    source: str
    period: str | None
    content: bytes


def unit_report(unit: str, triwulan: int, listed: Sequence[Report]) -> DemoDocument:
    """A unit's report on a triwulan as PDF: each output in a sentence and in a table."""
    first = 3 * triwulan - 2
    name = UNITS[unit][0]
    return DemoDocument(
        name=f"laporan-tw{triwulan}-{unit}.pdf",
        title=f"Laporan kinerja TW {roman(triwulan)} {YEAR} {UNITS[unit][1]}",
        unit=unit,
        source="report",
        period=f"{YEAR}-{first:02}/{YEAR}-{first + 2:02}",
        content=typst.compile(_report_source(name, triwulan, listed).encode()),
    )


def news_item() -> DemoDocument:
    """The news item on the input of data, with its deadline."""
    return DemoDocument(
        "berita-penginputan.txt",
        "Berita: tenggat penginputan portal RB nasional",
        "organisasi",
        "news",
        str(YEAR),
        NEWS.encode(),
    )


def index_report() -> DemoDocument:
    """A report that tells last year's index otherwise than the news item, and a grade that does not fit."""
    return DemoDocument(
        "laporan-indeks-2022.txt",
        "Laporan capaian indeks tahun 2022",
        "kominfo",
        "report",
        str(YEAR - 1),
        INDEX_REPORT.encode(),
    )


def damaged() -> DemoDocument:
    """A PDF that was cut off while it was copied: reading it fails, with a reason."""
    whole = typst.compile(_page("Notulen rapat", "Berkas ini terpotong.").encode())
    return DemoDocument(
        "notulen-terpotong.pdf", "Notulen rapat koordinasi", "kominfo", "report", None, whole[:300]
    )


def _report_source(name: str, triwulan: int, listed: Sequence[Report]) -> str:
    sentences = "\n\n".join(_sentence(report, triwulan) for report in listed)
    rows = "\n".join(
        f"[{_plain(report.cell.output.indikator)}], [{_plain(report.cell.output.satuan)}],"
        f" [{_number(report.cell.output.targets.at(triwulan))}], [{_number(report.value)}],"
        for report in listed
    )
    return _page(
        f"Laporan Kinerja Triwulan {roman(triwulan)} Tahun {YEAR}",
        f"""*{_plain(name)}*, {PLACE}

Laporan ini memuat pelaksanaan rencana aksi reformasi birokrasi pada {MONTHS[triwulan]} {YEAR}.

= Uraian capaian

{sentences}

= Ringkasan

#table(columns: (1fr, auto, auto, auto), inset: 6pt,
  [*Indikator output*], [*Satuan*], [*Target TW {roman(triwulan)}*], [*Realisasi TW {roman(triwulan)}*],
{rows}
)

#align(right)[Harapan Jaya, {SIGNED[triwulan]} \\ Kepala {_plain(name)}]
""",
    )


def _sentence(report: Report, triwulan: int) -> str:
    output = report.cell.output
    satuan = "%" if output.satuan == "%" else output.satuan.lower()
    amount = (
        f"Rp{_number(report.value)}" if output.satuan == "Rp" else f"{_number(report.value)} {_plain(satuan)}"
    )
    return (
        f"{_plain(output.indikator)} pada triwulan {roman(triwulan)} tahun {YEAR} terealisasi {amount}"
        f" melalui kegiatan {_plain(_small_start(report.cell.renaksi.text))}."
    )


def _page(title: str, body: str) -> str:
    return f"""#set page(paper: "a4", margin: 2.4cm, footer: align(center, text(8pt)[{DISCLAIMER}]))
#set text(font: "New Computer Modern", size: 11pt, lang: "id")
#set par(justify: false)
#align(center, text(15pt, weight: "bold")[{title}])

{body}
"""


def _plain(text: str) -> str:
    """Text with typst's own signs made harmless."""
    return "".join(f"\\{sign}" if sign in "\\#$*_`<>@[]%=-+/" and sign not in "-/" else sign for sign in text)


def _small_start(text: str) -> str:
    return text[:1].lower() + text[1:]


def _number(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:,.0f}".replace(",", ".")
