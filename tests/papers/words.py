"""How offices name the columns of their matrices: as the field's known tables print it, and otherwise.

`PRINTED` are the names of known tables; `TAUGHT` further ones that the reading was looked at with; `HELD`
those that were kept back for measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

Wording = Literal["printed", "taught", "held"]

PRINTED: dict[str, tuple[str, ...]] = {
    "no": ("No", "NO"),
    "kegiatan_utama": ("Kegiatan Utama",),
    "indikator": ("Indikator",),
    "indikator_target": ("Target Tahunan",),
    "indikator_satuan": ("Satuan",),
    "tema": ("Fokus Tematik", "Tema"),
    "sasaran": ("Sasaran",),
    "permasalahan": ("Permasalahan",),
    "renaksi": ("Rencana Aksi",),
    "indikator_output": ("Indikator Output",),
    "satuan_output": ("Satuan Output", "Satuan"),
    "target": ("Target",),
    "target_total": ("Total",),
    "anggaran_total": ("Anggaran (Rp)", "Anggaran"),
    "pelaksana": ("Pelaksana", "Unit Kerja Pelaksana"),
    "koordinator": ("Koordinator", "Koordinator Pelaksana"),
    "waktu": ("Waktu",),
    "bukti": ("Data Dukung",),
    "kendala": ("Kendala", "Faktor Penghambat"),
    "solusi": ("Solusi", "Tindak Lanjut"),
    "keterangan": ("Keterangan",),
    "capaian": ("Capaian",),
    "realisasi": ("Realisasi",),
    "realisasi_anggaran_total": ("Realisasi Anggaran (Rp)",),
}
TAUGHT: dict[str, tuple[str, ...]] = {
    "no": ("No.", "Nomor"),
    "kegiatan_utama": ("Kegiatan Utama RB General", "Program / Kegiatan Utama"),
    "indikator": ("Indikator Kegiatan Utama", "Indikator Kinerja", "Indikator RB"),
    "indikator_target": ("Target Indikator", "Target 2025"),
    "indikator_satuan": ("Satuan Indikator",),
    "tema": ("Tema RB Tematik", "Tema Tematik"),
    "sasaran": ("Sasaran Tematik", "Sasaran RB Tematik"),
    "permasalahan": ("Rumusan Permasalahan", "Isu / Permasalahan"),
    "renaksi": (
        "Uraian Rencana Aksi",
        "Renaksi",
        "Rencana Aksi Tahun 2025",
        "Langkah Aksi",
        "Rencana Aksi / Kegiatan",
    ),
    "indikator_output": ("Output", "Keluaran (Output)", "Indikator Keluaran", "Output yang Dihasilkan"),
    "satuan_output": ("Sat.", "Satuan Ukuran", "Satuan Keluaran"),
    "target": ("Target Output", "Target Kinerja", "Target Per Triwulan", "Target Tahun 2025"),
    "target_total": ("Jumlah", "Setahun", "Target 2025"),
    "anggaran_total": (
        "Pagu Anggaran (Rp)",
        "Pagu Indikatif",
        "Kebutuhan Anggaran (Rp.)",
        "Jumlah Anggaran",
        "Alokasi Anggaran",
    ),
    "pelaksana": ("Perangkat Daerah Pelaksana", "OPD", "Unit Kerja", "PIC", "SKPD", "Unit Pelaksana"),
    "koordinator": ("Penanggung Jawab", "Penanggungjawab", "OPD Koordinator", "Unit Koordinator"),
    "waktu": ("Waktu Pelaksanaan", "Jadwal Pelaksanaan", "Target Waktu"),
    "bukti": ("Bukti Dukung", "Eviden", "Link Data Dukung"),
    "kendala": ("Hambatan", "Kendala / Hambatan"),
    "solusi": ("Rencana Tindak Lanjut", "RTL"),
    "keterangan": ("Ket.", "Ket"),
    "capaian": ("% Capaian", "Persentase Capaian"),
    "realisasi": ("Realisasi Output", "Capaian Realisasi"),
    "realisasi_anggaran_total": ("Realisasi Keuangan", "Serapan Anggaran (Rp)"),
}
HELD: dict[str, tuple[str, ...]] = {
    "no": ("NO URUT", "Nomor Urut"),
    "kegiatan_utama": (
        "Kegiatan Utama Reformasi Birokrasi",
        "Nama Kegiatan Utama",
        "KEGIATAN UTAMA (RB GENERAL)",
    ),
    "indikator": ("Indikator Keberhasilan", "Nama Indikator", "Indikator Capaian"),
    "indikator_target": ("Target Capaian Indikator", "Target Indikator 2025"),
    "indikator_satuan": ("Satuan Target",),
    "tema": ("RB Tematik", "Nama Tema"),
    "sasaran": ("Sasaran yang Ingin Dicapai", "Sasaran Road Map"),
    "permasalahan": ("Identifikasi Masalah", "Pokok Permasalahan"),
    "renaksi": (
        "Rencana Aksi RB",
        "Aksi / Kegiatan",
        "Rincian Rencana Aksi",
        "Bentuk Kegiatan / Aksi",
        "Tahapan Rencana Aksi",
    ),
    "indikator_output": (
        "Output / Keluaran",
        "Indikator Keluaran (Output)",
        "Hasil / Output",
        "Nama Output",
        "Keluaran",
    ),
    "satuan_output": ("Satuan Target Output", "Satuan Hasil", "SATUAN"),
    "target": ("Target Triwulanan", "Rencana Target", "Target Capaian Output", "Target Keluaran"),
    "target_total": ("Target Akhir Tahun", "Total Target", "1 Tahun"),
    "anggaran_total": (
        "Anggaran Tahun 2025 (Rp)",
        "Pagu",
        "Besaran Anggaran (Rp)",
        "Dukungan Anggaran",
        "Total Anggaran (Rupiah)",
    ),
    "pelaksana": (
        "PD Pelaksana",
        "Instansi Pelaksana",
        "Unit/Satuan Kerja Pelaksana",
        "Perangkat Daerah / Unit Kerja",
        "Pelaksana Kegiatan",
    ),
    "koordinator": (
        "Perangkat Daerah Koordinator",
        "PD Koordinator",
        "Koordinator Kegiatan",
        "Perangkat Daerah Penanggung Jawab",
    ),
    "waktu": ("Periode Pelaksanaan", "Batas Waktu", "Target Penyelesaian"),
    "bukti": ("Dokumen Bukti", "Data/Dokumen Pendukung", "Tautan Bukti Dukung"),
    "kendala": ("Permasalahan / Kendala", "Kendala yang Dihadapi"),
    "solusi": ("Upaya Tindak Lanjut", "Rekomendasi / Tindak Lanjut"),
    "keterangan": ("Catatan", "KET."),
    "capaian": ("Capaian Kinerja (%)", "Tingkat Capaian"),
    "realisasi": ("Realisasi Kinerja", "Realisasi Target"),
    "realisasi_anggaran_total": ("Realisasi Penggunaan Anggaran", "Anggaran Terserap (Rp)"),
}
QUARTERS: dict[Wording, tuple[str, ...]] = {
    "printed": ("TW %R", "TW%A", "Triwulan %R"),
    "taught": ("Trw %R", "Triwulan %A", "TW. %R", "Tw %A"),
    "held": ("TW-%R", "Triwulan Ke-%A", "TRIWULAN %R", "TWL %R"),
}
"""%R is the roman numeral, %A the other one."""
CHECKPOINTS = ("B03", "B06", "B09", "B12")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Words:
    """The words of one document, chosen by its seed."""

    random: Random
    wording: Wording

    def __call__(self, name: str) -> str:
        """A head for a column of that name."""
        pool = {"printed": PRINTED, "taught": TAUGHT, "held": HELD}[self.wording]
        return self.random.choice(pool.get(name) or PRINTED[name])

    def quarters(self) -> list[str]:
        """The names of the four quarters."""
        if self.random.random() < 0.12:
            return list(CHECKPOINTS)
        form = self.random.choice(QUARTERS[self.wording])
        return [form.replace("%R", _ROMAN[at]).replace("%A", str(at + 1)) for at in range(4)]
