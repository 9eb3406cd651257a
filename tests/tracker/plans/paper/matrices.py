# ruff: noqa: E501 - a row of a matrix is one line
"""One invented matrix of each of the ten kinds, with its traps, and the rows that it says.

Rows stand on one line each, as they do on paper. Expected rows name every field and its text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.tracker.plans.paper import drawing
from tests.tracker.plans.paper.drawing import Rows
from tracker.plans.values import PlanKind

Expected = dict[str, str]


@dataclass(frozen=True)
class Matrix:
    """A file of a kind: how it is made, for which plan, and what a reader should propose."""

    id: str
    kind: str
    plan: PlanKind
    year: int
    name: str
    make: Callable[[], bytes]
    rows: list[Expected]
    into: dict[str, str] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()


def cells(names: str, *texts: str, **more: str) -> Expected:
    """Fields by their names in order, the empty ones left out."""
    return {name: text for name, text in zip(names.split(), texts, strict=True) if text} | more


QUARTERS = "target_tw1 target_tw2 target_tw3 target_tw4 target_total"

# 1 — the portal's template: machine keys above a head of two rows
PORTAL: Rows = [
    ["rencana_aksi", "satuan_output", "indikator_output", "target_tw1", "target_tw2", "target_tw3", "target_tw4", "target_total", "anggaran_total", "pelaksana", "koordinator"],
    ["Rencana Aksi", "Output", "<", "Target", "<", "<", "<", "<", "Anggaran Total", "Unit Kerja", "<"],
    ["^", "Satuan", "Indikator", "TW 1", "TW 2", "TW 3", "TW 4", "Total", "^", "Pelaksana", "Koordinator"],
    ["Menyusun peta proses bisnis", "Dokumen", "Jumlah peta proses bisnis", "1", "1", "1", "1", "4", "1.250.000.000", "Dinas Kominfo", "Biro Organisasi"],
    ["Menilai maturitas SPIP", "Level", "Level maturitas SPIP", "", "", "", "3", "3", "75.000.000", "Inspektorat", "Inspektorat"],
]  # fmt: skip
PORTAL_FIELDS = f"renaksi satuan_output indikator_output {QUARTERS} anggaran_total pelaksana koordinator"
PORTAL_INTO = {"kegiatan_utama": "SAKIP yang terintegrasi", "indikator": "Nilai SAKIP"}
PORTAL_ROWS = [
    cells(PORTAL_FIELDS, *PORTAL[3], **PORTAL_INTO),
    cells(PORTAL_FIELDS, *PORTAL[4], **PORTAL_INTO),
]

# 2 — a compilation by theme: merged parents, the order of columns differs per sheet, telephone numbers
POVERTY: Rows = [
    ["Fokus Tematik", "Permasalahan", "Stream Kegiatan", "Sasaran", "Unit Kerja Eselon 2 (PIC)", "Nama Kegiatan", "Target 2026", "Output", "<", "TW", "<", "<", "<", "Anggaran", "PIC", "<"],
    ["^", "^", "^", "^", "^", "^", "^", "Satuan", "Indikator", "I", "II", "III", "IV", "^", "Jabatan", "No WA"],
    ["Pengentasan Kemiskinan", "Data penerima bantuan belum padan", "Data", "Turunnya angka kemiskinan", "Dinas Sosial", "Memadankan data penerima", "4", "Dokumen", "Jumlah berita acara padan", "1", "1", "1", "1", "200.000.000", "Kepala Bidang Data", "0812-3456-7890"],
    ["^", "^", "Layanan", "^", "Dinas Sosial", "Membuka posko aduan", "12", "Posko", "Jumlah posko aduan", "3", "3", "3", "3", "90.000.000", "Kepala Bidang Data", "081298765432"],
    ["^", "Akses modal usaha kecil terbatas", "Usaha", "^", "Dinas Koperasi", "Melatih pelaku usaha mikro", "200", "Orang", "Jumlah pelaku usaha yang dilatih", "50", "50", "50", "50", "1.500.000.000", "Kepala Seksi Usaha", "0857 1111 2222"],
]  # fmt: skip
HEALTH: Rows = [
    ["Nama Kegiatan", "Fokus Tematik", "Sasaran", "Permasalahan", "Output", "<", "Target 2026", "TW", "<", "<", "<", "Anggaran", "Unit Kerja Eselon 2 (PIC)", "No WA"],
    ["^", "^", "^", "^", "Indikator", "Satuan", "^", "I", "II", "III", "IV", "^", "^", "^"],
    ["Menambah tenaga gizi", "Kualitas dan Akses Layanan Kesehatan", "Turunnya prevalensi stunting", "Tenaga gizi kurang", "Jumlah tenaga gizi", "Orang", "40", "10", "10", "10", "10", "3.000.000.000", "Dinas Kesehatan", "0813-0000-1111"],
    ["Menyalurkan makanan tambahan", "^", "^", "^", "Jumlah balita penerima", "Balita", "800", "200", "200", "200", "200", "750.000.000", "Dinas Kesehatan", "0813-0000-1111"],
]  # fmt: skip
THEME_FIELDS = (
    f"tema sasaran permasalahan renaksi indikator_output satuan_output {QUARTERS} anggaran_total pelaksana"
)
POVERTY_GOAL = ("Pengentasan Kemiskinan", "Turunnya angka kemiskinan")
HEALTH_GOAL = ("Kualitas dan Akses Layanan Kesehatan", "Turunnya prevalensi stunting", "Tenaga gizi kurang")
THEME_ROWS = [
    cells(THEME_FIELDS, *POVERTY_GOAL, "Data penerima bantuan belum padan", "Memadankan data penerima", "Jumlah berita acara padan", "Dokumen", *"1114"[:3], "1", "4", "200.000.000", "Dinas Sosial", koordinator="Kepala Bidang Data"),
    cells(THEME_FIELDS, *POVERTY_GOAL, "Data penerima bantuan belum padan", "Membuka posko aduan", "Jumlah posko aduan", "Posko", *"3333", "12", "90.000.000", "Dinas Sosial", koordinator="Kepala Bidang Data"),
    cells(THEME_FIELDS, *POVERTY_GOAL, "Akses modal usaha kecil terbatas", "Melatih pelaku usaha mikro", "Jumlah pelaku usaha yang dilatih", "Orang", "50", "50", "50", "50", "200", "1.500.000.000", "Dinas Koperasi", koordinator="Kepala Seksi Usaha"),
    cells(THEME_FIELDS, *HEALTH_GOAL, "Menambah tenaga gizi", "Jumlah tenaga gizi", "Orang", "10", "10", "10", "10", "40", "3.000.000.000", "Dinas Kesehatan"),
    cells(THEME_FIELDS, *HEALTH_GOAL, "Menyalurkan makanan tambahan", "Jumlah balita penerima", "Balita", "200", "200", "200", "200", "800", "750.000.000", "Dinas Kesehatan"),
]  # fmt: skip

# 3 — a worksheet of the on-going evaluation: head at row 4, blocks per quarter, cumulative targets
WORKSHEET: Rows = [
    ["No", "Kegiatan Utama", "Indikator", "Rencana Aksi", "Output", "<", "Target", "<", "<", "<", "<", "PIC", "TW 1", "<", "<", "<"],
    ["^", "^", "^", "^", "Indikator", "Satuan", "TW1", "TW2", "TW3", "TW4", "Total", "^", "Realisasi", "Capaian", "Kendala", "Solusi"],
    ["1", "Implementasi SPIP", "Tingkat Maturitas SPIP", "Menilai mandiri maturitas", "Persentase unit yang dinilai", "%", "25%", "50%", "75%", "100%", "100%", "Inspektorat", "25", "100%", "-", "-"],
    ["^", "^", "^", "Membina unit berisiko", "Jumlah unit yang dibina", "Unit", "2", "3", "5", "10", "10", "Inspektorat", "2", "100%", "anggaran terlambat", "revisi"],
    ["2", "Arsip Digital", "Tingkat Digitalisasi Arsip", "Mengalihmediakan arsip", "Jumlah arsip digital", "Berkas", "1.000", "1.500", "1.250", "1.250", "5.000", "Dinas Perpustakaan", "900", "90%", "alat rusak", "beli baru"],
]  # fmt: skip
WORK_FIELDS = (
    f"kegiatan_utama indikator renaksi indikator_output satuan_output {QUARTERS} pelaksana realisasi_tw1"
)
WORK_ROWS = [
    cells(WORK_FIELDS, *WORKSHEET[2][1:12], "25", akumulasi="kumulatif"),
    cells(WORK_FIELDS, "Implementasi SPIP", "Tingkat Maturitas SPIP", *WORKSHEET[3][3:12], "2", akumulasi="kumulatif"),
    cells(WORK_FIELDS, *WORKSHEET[4][1:12], "900"),
]  # fmt: skip

# 4 — three types of rows in one table, checkpoints B03 to B12
TYPES: Rows = [
    ["Tipe", "Nomor", "Sasaran Kegiatan", "Indikator", "Target", "Outcome", "Rincian Kegiatan", "Indikator Output", "Target Output", "Waktu", "Pelaksana", "Koordinator", "Data Dukung", "Status Data Dukung", "Prosentase"],
    ["SS", "SS.1.1", "Terwujudnya birokrasi digital", "Indeks SPBE", "3,6", "", "", "", "", "", "", "", "", "", ""],
    ["K", "K.7", "Penguatan arsitektur SPBE", "", "", "", "", "", "", "", "", "", "", "", ""],
    ["IO", "IO.7.1", "", "Tingkat penerapan arsitektur", "80%", "Layanan terpadu", "Menyusun peta rencana SPBE", "Jumlah peta rencana", "1 Dokumen", "B06", "Bagian TI", "Sekretariat", "Dokumen peta", "ada", "0"],
    ["", "", "", "", "", "", "Melatih admin aplikasi", "Jumlah admin terlatih", "4 Kali", "B03, B06, B09, B12", "Bagian TI", "Sekretariat", "Daftar hadir", "belum_ada", "0"],
    ["K", "K.8", "Penguatan pengaduan", "", "", "", "", "", "", "", "", "", "", "", ""],
    ["IO", "IO.8.1", "", "Tingkat tindak lanjut pengaduan", "95%", "", "Menyusun laporan pengaduan", "Jumlah laporan", "2 Laporan", "B06 dan B12", "Bagian Umum", "Sekretariat", "", "belum_ada", "0"],
]  # fmt: skip
TYPE_FIELDS = (
    "kegiatan_utama indikator renaksi indikator_output satuan_output target_total pelaksana koordinator"
)
TYPE_ROWS = [
    cells(TYPE_FIELDS, "Penguatan arsitektur SPBE", "Tingkat penerapan arsitektur", "Menyusun peta rencana SPBE", "Jumlah peta rencana", "Dokumen", "1 Dokumen", "Bagian TI", "Sekretariat", indikator_target="80%", target_tw2="1 Dokumen"),
    cells(TYPE_FIELDS, "Penguatan arsitektur SPBE", "Tingkat penerapan arsitektur", "Melatih admin aplikasi", "Jumlah admin terlatih", "Kali", "4 Kali", "Bagian TI", "Sekretariat", target_tw1="1", target_tw2="1", target_tw3="1", target_tw4="1"),
    cells(TYPE_FIELDS, "Penguatan pengaduan", "Tingkat tindak lanjut pengaduan", "Menyusun laporan pengaduan", "Jumlah laporan", "Laporan", "2 Laporan", "Bagian Umum", "Sekretariat", indikator_target="95%", target_tw2="1", target_tw4="1"),
]  # fmt: skip

# 5 — quarterly monitoring, grouped by category on rows of their own, with both kinds of percentages
MONITORING: Rows = [
    ["NO", "SASARAN", "INDIKATOR", "TARGET SASARAN", "<", "<", "<", "REALISASI", "<", "<", "<", "% Capaian Triwulan I", "% Capaian Akumulasi S/D Triwulan I", "CATATAN HASIL MONITORING RENCANA AKSI", "TINDAK LANJUT"],
    ["^", "^", "^", "TW I", "TW II", "TW III", "TW IV", "TW I", "TW II", "TW III", "TW IV", "^", "^", "^", "^"],
    ["A", "Tata Kelola Kebijakan Publik", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["1", "Kebijakan disusun berbasis bukti", "Jumlah naskah kebijakan", "1", "2", "3", "4", "1", "", "", "", "100", "25", "Sesuai rencana", "-"],
    ["2", "Regulasi daerah selaras", "Persentase perda yang dievaluasi", "10%", "20%", "30%", "40%", "8%", "", "", "", "80", "20", "Terlambat", "Percepat"],
    ["B", "Arsip Digital", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["1", "Arsip dinamis digital", "Jumlah arsip dialihmediakan", "500", "500", "500", "500", "450", "", "", "", "90", "22,5", "Baik", "-"],
]  # fmt: skip
MONITOR_FIELDS = (
    "kegiatan_utama renaksi indikator_output target_tw1 target_tw2 target_tw3 target_tw4 realisasi_tw1"
)
MONITOR_INTO = {"indikator": "Indeks Kualitas Kebijakan"}
MONITOR_ROWS = [
    cells(MONITOR_FIELDS, "Tata Kelola Kebijakan Publik", *MONITORING[3][1:8], catatan_monev="Sesuai rencana", **MONITOR_INTO),
    cells(MONITOR_FIELDS, "Tata Kelola Kebijakan Publik", *MONITORING[4][1:8], catatan_monev="Terlambat", **MONITOR_INTO),
    cells(MONITOR_FIELDS, "Arsip Digital", *MONITORING[6][1:8], catatan_monev="Baik", **MONITOR_INTO),
]  # fmt: skip

# 6 — a long monitoring sheet: head of three rows, a numbering row with formulas, targets of the goal itself
LONG: Rows = [
    ["Sasaran Strategis", "Indikator", "Satuan", "Target Tahunan", "Target", "<", "<", "<", "Realisasi", "<", "<", "<", "Capaian %", "Kode", "Program/Kegiatan/Sub Kegiatan", "Indikator Output", "Target Output", "Anggaran", "<", "Penanggung Jawab", "Faktor Pendukung", "Faktor Penghambat", "Catatan Verifikator"],
    ["^", "^", "^", "^", "Triwulan", "<", "<", "<", "Triwulan", "<", "<", "<", "^", "^", "^", "^", "^", "Pagu (Rp)", "Realisasi (Rp)", "^", "^", "^", "^"],
    ["^", "^", "^", "^", "TW I", "TW II", "TW III", "TW IV", "TW I", "TW II", "TW III", "TW IV", "^", "^", "^", "^", "^", "^", "^", "^", "^", "^", "^"],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13 = (9/5)*100", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23"],
    ["Meningkatnya akuntabilitas", "Nilai SAKIP", "Nilai", "72,5", "-", "-", "-", "72,5", "", "", "", "", "", "4.01.01", "Evaluasi kinerja perangkat daerah", "Jumlah laporan evaluasi", "4 Laporan", "150.000.000", "20.000.000", "Bagian Organisasi", "Komitmen pimpinan", "Jadwal padat", ""],
    ["^", "^", "^", "^", "^", "^", "^", "^", "^", "^", "^", "^", "^", "4.01.02", "Bimbingan teknis SAKIP", "Jumlah peserta bimbingan", "60 Orang", "80.000.000", "0", "Bagian Organisasi", "", "", ""],
    ["Meningkatnya layanan publik", "Indeks Pelayanan Publik", "Indeks", "4,2", "-", "-", "-", "4,2", "", "", "", "", "", "4.01.03", "Survei kepuasan masyarakat", "Jumlah survei", "2 Dokumen", "60.000.000", "0", "Dinas Kependudukan", "", "", ""],
    ["", "Jumlah", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "300.000.000", "20.000.000", "", "", "", ""],
]  # fmt: skip
LONG_FIELDS = "kegiatan_utama indikator kode renaksi indikator_output satuan_output target_total anggaran_total realisasi_anggaran_total koordinator"
LONG_ROWS = [
    cells(LONG_FIELDS, "Meningkatnya akuntabilitas", "Nilai SAKIP", "4.01.01", "Evaluasi kinerja perangkat daerah", "Jumlah laporan evaluasi", "Laporan", "4 Laporan", "150.000.000", "20.000.000", "Bagian Organisasi", indikator_satuan="Nilai", indikator_target="72,5"),
    cells(LONG_FIELDS, "Meningkatnya akuntabilitas", "Nilai SAKIP", "4.01.02", "Bimbingan teknis SAKIP", "Jumlah peserta bimbingan", "Orang", "60 Orang", "80.000.000", "0", "Bagian Organisasi"),
    cells(LONG_FIELDS, "Meningkatnya layanan publik", "Indeks Pelayanan Publik", "4.01.03", "Survei kepuasan masyarakat", "Jumlah survei", "Dokumen", "2 Dokumen", "60.000.000", "0", "Dinas Kependudukan", indikator_satuan="Indeks", indikator_target="4,2"),
]  # fmt: skip

# 7 — the input of a local application: AWAL and AKHIR beside the quarters
INPUT: Rows = [
    ["KEGIATAN UTAMA", "INDIKATOR KEGIATAN UTAMA", "RENCANA HASIL KERJA", "URAIAN KEGIATAN", "OUTCOME/OUTPUT", "<", "TARGET", "TARGET PER TRIWULAN", "<", "<", "<", "<", "<", "JUMLAH ANGGARAN", "NAMA PERANGKAT DAERAH", "MITRA BIDANG"],
    ["^", "^", "^", "^", "SATUAN", "INDIKATOR", "^", "AWAL", "TW-I", "TW-II", "TW-III", "TW-IV", "AKHIR", "^", "^", "^"],
    ["Sistem Merit", "Indeks Sistem Merit", "Tersusunnya peta talenta", "Menyusun peta talenta", "Dokumen", "Jumlah peta talenta", "4", "0", "1", "1", "1", "1", "4", "120.000.000", "Badan Kepegawaian Daerah", "Bidang Mutasi"],
    ["^", "^", "Terlaksananya uji kompetensi", "Melaksanakan uji kompetensi", "Orang", "Jumlah pegawai yang diuji", "300", "50", "75", "150", "225", "300", "300", "900.000.000", "Badan Kepegawaian Daerah", "Bidang Diklat"],
    ["Core Values ASN", "Indeks BerAKHLAK", "Terinternalisasinya nilai", "Kampanye BerAKHLAK", "Kali", "Jumlah kampanye", "4", "0", "1", "1", "1", "1", "4", "50.000.000", "Biro Organisasi", ""],
]  # fmt: skip
INPUT_FIELDS = (
    f"kegiatan_utama indikator renaksi satuan_output indikator_output {QUARTERS} anggaran_total pelaksana"
)
INPUT_ROWS = [
    cells(INPUT_FIELDS, "Sistem Merit", "Indeks Sistem Merit", *INPUT[2][3:6], *INPUT[2][8:15]),
    cells(INPUT_FIELDS, "Sistem Merit", "Indeks Sistem Merit", *INPUT[3][3:6], *INPUT[3][8:15], akumulasi="kumulatif"),
    cells(INPUT_FIELDS, *INPUT[4][:2], *INPUT[4][3:6], *INPUT[4][8:15]),
]  # fmt: skip

# 8 — a report of the old scheme: amounts in millions, periods as months, ticks for the state, numbering row
AREAS: Rows = [
    ["NO", "AREA PERUBAHAN", "PROGRAM", "KEGIATAN", "PERIODE", "<", "ANGGARAN Rp.000.000", "<", "STATUS CAPAIAN", "<", "ALASAN TIDAK TERCAPAI"],
    ["^", "^", "^", "^", "TARGET", "REALISASI", "T", "R", "TERCAPAI", "TIDAK TERCAPAI", "^"],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
    ["1", "Penataan Tata Laksana", "Penguatan proses bisnis", "Menyusun SOP layanan", "Maret", "April", "125", "120", "V", "", ""],
    ["2", "^", "^", "Mengevaluasi SOP", "Juli s.d. Desember", "Desember", "75,5", "60", "", "V", "Pegawai kurang"],
    ["3", "Penguatan Pengawasan", "Pembangunan zona integritas", "Membina unit kerja", "TW I – IV", "TW IV", "1.200", "1.150", "V", "", ""],
]  # fmt: skip
AREA_FIELDS = "kegiatan_utama indikator renaksi anggaran_total realisasi_anggaran_total target_total"
AREA_ROWS = [
    cells(AREA_FIELDS, "Penataan Tata Laksana", "Penguatan proses bisnis", "Menyusun SOP layanan", "125.000.000", "120.000.000", "1", target_tw1="1"),
    cells(AREA_FIELDS, "Penataan Tata Laksana", "Penguatan proses bisnis", "Mengevaluasi SOP", "75.500.000", "60.000.000", "2", target_tw3="1", target_tw4="1"),
    cells(AREA_FIELDS, "Penguatan Pengawasan", "Pembangunan zona integritas", "Membina unit kerja", "1.200.000.000", "1.150.000.000", "4", target_tw1="1", target_tw2="1", target_tw3="1", target_tw4="1"),
]  # fmt: skip

# 9 — an annex with years ticked: landscape, page footers, rows of other years
YEARS: Rows = [
    ["No", "Kegiatan", "Sub Kegiatan", "Output", "Tahun Pelaksanaan", "<", "<"],
    ["^", "^", "^", "^", "2022", "2023", "2024"],
    ["1", "Penyederhanaan organisasi", "Mengevaluasi kelembagaan", "Laporan evaluasi kelembagaan", "√", "√", ""],
    ["^", "^", "Menyusun analisis jabatan", "Dokumen analisis jabatan", "", "√", "√"],
    ["^", "^", "Menyetarakan jabatan", "Keputusan penyetaraan", "√", "", ""],
    ["2", "Pelayanan publik prima", "Menata ruang layanan", "Ruang layanan", "", "√", ""],
]  # fmt: skip
YEAR_FIELDS = "kegiatan_utama indikator renaksi indikator_output"
YEAR_INTO = {"kegiatan_utama": "Transformasi organisasi"}
YEAR_ROWS = [
    cells(YEAR_FIELDS, "Transformasi organisasi", "Penyederhanaan organisasi", *YEARS[2][2:4]),
    cells(YEAR_FIELDS, "Transformasi organisasi", "Penyederhanaan organisasi", *YEARS[3][2:4]),
    cells(YEAR_FIELDS, "Transformasi organisasi", "Pelayanan publik prima", *YEARS[5][2:4]),
]  # fmt: skip

# 10 — prevention of corruption: lists a, b, c in cells, points per document, a row of numbers
PREVENTION: Rows = [
    ["ASPEK", "INDIKATOR", "TUJUAN PENCEGAHAN KORUPSI", "PENANGGUNG JAWAB", "DOKUMEN KELENGKAPAN", "PENILAIAN"],
    ["1", "2", "3", "4", "5", "6"],
    ["Pengamanan BMD", "Sertifikasi tanah", "Mencegah hilangnya aset tanah", "BPKAD", "a. Daftar aset tanah b. Sertifikat tanah c. Berita acara pengukuran", "a. nilai 50 b. nilai 30 c. nilai 20"],
    ["^", "Penertiban kendaraan", "Mencegah penguasaan kendaraan oleh yang tidak berhak", "BPKAD", "a. Daftar kendaraan b. Berita acara penarikan", "a. nilai 60 b. nilai 30"],
]  # fmt: skip
LISTED = "kegiatan_utama indikator renaksi koordinator indikator_output output_bobot"
TANAH = ("Pengamanan BMD", "Sertifikasi tanah", "Mencegah hilangnya aset tanah", "BPKAD")
KENDARAAN = ("Pengamanan BMD", "Penertiban kendaraan", PREVENTION[3][2], "BPKAD")
PREVENTION_ROWS = [
    cells(LISTED, *TANAH, "Daftar aset tanah", "50"),
    cells(LISTED, *TANAH, "Sertifikat tanah", "30"),
    cells(LISTED, *TANAH, "Berita acara pengukuran", "20"),
    cells(LISTED, *KENDARAAN, "Daftar kendaraan", "60"),
    cells(LISTED, *KENDARAAN, "Berita acara penarikan", "30"),
]

MATRICES = [
    Matrix("1-portal", "portal", "general", 2026, "templat.xlsx", lambda: drawing.workbook(("RB General", PORTAL)), PORTAL_ROWS, PORTAL_INTO),
    Matrix("2-kompilasi", "kompilasi", "tematik", 2026, "kompilasi.xlsx", lambda: drawing.workbook(("Kemiskinan", POVERTY), ("Kesehatan", HEALTH), above=("KOMPILASI RENCANA AKSI RB 2026", "")), THEME_ROWS),
    Matrix("3-kertas-kerja", "kertas-kerja", "general", 2025, "kertas kerja.xlsx", lambda: drawing.workbook(("General", WORKSHEET), above=("KERTAS KERJA EVALUASI", "ON GOING", "TW 4")), WORK_ROWS),
    Matrix("4-tipe-baris", "tipe-baris", "general", 2025, "lampiran.pdf", lambda: drawing.pdf(TYPES, heads=1), TYPE_ROWS, {}, ("Tipe SS",)),
    Matrix("5-monev", "monev-triwulan", "general", 2025, "monev.pdf", lambda: drawing.pdf(MONITORING, heads=2), MONITOR_ROWS, MONITOR_INTO),
    Matrix("6-pemantauan", "pemantauan", "general", 2025, "pemantauan.pdf", lambda: drawing.pdf(LONG, heads=4, size=5), LONG_ROWS, {}, ("Baris jumlah",)),
    Matrix("7-input-pemda", "input-pemda", "general", 2025, "input.docx", lambda: drawing.word(INPUT, title="Rencana aksi"), INPUT_ROWS),
    Matrix("8-area-perubahan", "area-perubahan", "general", 2023, "laporan.docx", lambda: drawing.word(AREAS), AREA_ROWS),
    Matrix("9-tahun", "lampiran-tahun", "general", 2023, "road map.pdf", lambda: drawing.pdf(YEARS, heads=2, size=9), YEAR_ROWS, YEAR_INTO, ("Dijadwalkan pada 2022",)),
    Matrix("10-mcp", "ipkd-mcp", "general", 2025, "mcp.pdf", lambda: drawing.pdf(PREVENTION, heads=2, size=9), PREVENTION_ROWS),
]  # fmt: skip
