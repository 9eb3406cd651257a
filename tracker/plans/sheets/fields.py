"""The columns of a plan's sheet: our names, the portal's keys, what people call them.

The keys and their order are those of the import templates of the national RB portal: 11 for RB General,
35 for RB Tematik. The synonyms are what regional plans, monitoring sheets and applications print.
"""

from typing import Literal

from nlp.marked import N_
from tracker.i18n import gettext
from tracker.plans.values import PlanKind

Scope = Literal["node", "renaksi", "output"]
TW = ("tw1", "tw2", "tw3", "tw4", "total")

GENERAL_HEADINGS: tuple[tuple[str, str], ...] = (
    ("rencana_aksi", "renaksi"),
    ("satuan_output", "satuan_output"),
    ("indikator_output", "indikator_output"),
    ("target_tw1", "target_tw1"),
    ("target_tw2", "target_tw2"),
    ("target_tw3", "target_tw3"),
    ("target_tw4", "target_tw4"),
    ("target_total", "target_total"),
    ("anggaran_total", "anggaran_total"),
    ("pelaksana", "pelaksana"),
    ("koordinator", "koordinator"),
)
"""The portal's key and our field, in the portal's order."""

TEMATIK_HEADINGS: tuple[tuple[str, str], ...] = (
    ("tema", "tema"),
    ("sasaran", "sasaran"),
    ("indikator_roadmap", "indikator"),
    ("target", "indikator_target"),
    ("satuan_target", "indikator_satuan"),
    ("realisasi", "indikator_realisasi"),
    ("capaian", "indikator_capaian"),
    ("catatan", "indikator_catatan"),
    ("permasalahan", "permasalahan"),
    ("sasaran_permasalahan", "permasalahan_sasaran"),
    ("indikator_permasalahan", "permasalahan_indikator"),
    ("target_indikator_permasalahan", "permasalahan_target"),
    ("satuan_target_indikator_permasalahan", "permasalahan_satuan"),
    ("realisasi_indikator_permasalahan", "permasalahan_realisasi"),
    ("capaian_indikator_permasalahan", "permasalahan_capaian"),
    ("catatan_indikator_permasalahan", "permasalahan_catatan"),
    ("rencana_aksi", "renaksi"),
    ("indikator_output", "indikator_output"),
    ("satuan_output", "satuan_output"),
    ("target_tw1", "target_tw1"),
    ("target_tw2", "target_tw2"),
    ("target_tw3", "target_tw3"),
    ("target_tw4", "target_tw4"),
    ("target_total", "target_total"),
    ("anggaran", "anggaran_total"),
    ("fokus_intervensi", "fokus_intervensi"),
    ("koordinator", "koordinator"),
    ("pelaksana", "pelaksana"),
    ("realisasi_tw1", "realisasi_tw1"),
    ("realisasi_tw2", "realisasi_tw2"),
    ("realisasi_tw3", "realisasi_tw3"),
    ("realisasi_tw4", "realisasi_tw4"),
    ("realisasi_total", "realisasi_total"),
    ("realisasi_anggaran", "realisasi_anggaran_total"),
    ("catatan_monev", "catatan_monev"),
)

HEADINGS: dict[PlanKind, tuple[tuple[str, str], ...]] = {
    "general": GENERAL_HEADINGS,
    "tematik": TEMATIK_HEADINGS,
}

MEASURE_SLOTS = ("satuan", "target", "realisasi", "capaian", "catatan")
BASELINE_SLOTS = ("baseline_tahun", "baseline")
_OUTPUT_EXTRAS = (
    "kode",
    "renaksi_bobot",
    "output_bobot",
    "polaritas",
    "akumulasi",
    *(f"anggaran_{tw}" for tw in TW[:4]),
    *(f"realisasi_anggaran_{tw}" for tw in TW[:4]),
)
EXTRA_FIELDS: dict[PlanKind, tuple[str, ...]] = {
    "general": (
        "kegiatan_utama",
        "indikator",
        *(f"indikator_{slot}" for slot in (*BASELINE_SLOTS, *MEASURE_SLOTS)),
        "fokus_intervensi",
        *_OUTPUT_EXTRAS,
        *(f"realisasi_{tw}" for tw in TW),
        "realisasi_anggaran_total",
        "catatan_monev",
    ),
    "tematik": (
        *(f"indikator_{slot}" for slot in BASELINE_SLOTS),
        *(f"permasalahan_{slot}" for slot in BASELINE_SLOTS),
        *_OUTPUT_EXTRAS,
    ),
}
"""Fields that the portal's template has no column for; they follow behind its columns in a full export."""

LABELS: dict[str, str] = {
    "kegiatan_utama": N_("Kegiatan utama"),
    "indikator": N_("Indikator"),
    "tema": N_("Tema"),
    "sasaran": N_("Sasaran tematik"),
    "permasalahan": N_("Permasalahan"),
    "permasalahan_sasaran": N_("Sasaran permasalahan"),
    "permasalahan_indikator": N_("Indikator permasalahan"),
    "indikator_baseline_tahun": N_("Tahun baseline indikator"),
    "indikator_baseline": N_("Baseline indikator"),
    "indikator_satuan": N_("Satuan indikator"),
    "indikator_target": N_("Target indikator"),
    "indikator_realisasi": N_("Realisasi indikator"),
    "indikator_capaian": N_("Capaian indikator (%)"),
    "indikator_catatan": N_("Catatan indikator"),
    "permasalahan_baseline_tahun": N_("Tahun baseline indikator permasalahan"),
    "permasalahan_baseline": N_("Baseline indikator permasalahan"),
    "permasalahan_satuan": N_("Satuan indikator permasalahan"),
    "permasalahan_target": N_("Target indikator permasalahan"),
    "permasalahan_realisasi": N_("Realisasi indikator permasalahan"),
    "permasalahan_capaian": N_("Capaian indikator permasalahan (%)"),
    "permasalahan_catatan": N_("Catatan indikator permasalahan"),
    "kode": N_("Kode rencana aksi"),
    "renaksi": N_("Rencana aksi"),
    "renaksi_bobot": N_("Bobot rencana aksi"),
    "indikator_output": N_("Indikator output"),
    "satuan_output": N_("Satuan output"),
    "output_bobot": N_("Bobot output"),
    "polaritas": N_("Polaritas"),
    "akumulasi": N_("Akumulasi"),
    "fokus_intervensi": N_("Fokus intervensi"),
    "pelaksana": N_("Unit kerja pelaksana"),
    "koordinator": N_("Koordinator pelaksana"),
    "catatan_monev": N_("Catatan monev"),
    "target_tw1": N_("Target TW I"),
    "target_tw2": N_("Target TW II"),
    "target_tw3": N_("Target TW III"),
    "target_tw4": N_("Target TW IV"),
    "target_total": N_("Target total"),
    "anggaran_tw1": N_("Anggaran TW I"),
    "anggaran_tw2": N_("Anggaran TW II"),
    "anggaran_tw3": N_("Anggaran TW III"),
    "anggaran_tw4": N_("Anggaran TW IV"),
    "anggaran_total": N_("Anggaran total"),
    "realisasi_tw1": N_("Realisasi TW I"),
    "realisasi_tw2": N_("Realisasi TW II"),
    "realisasi_tw3": N_("Realisasi TW III"),
    "realisasi_tw4": N_("Realisasi TW IV"),
    "realisasi_total": N_("Realisasi total"),
    "realisasi_anggaran_tw1": N_("Realisasi anggaran TW I"),
    "realisasi_anggaran_tw2": N_("Realisasi anggaran TW II"),
    "realisasi_anggaran_tw3": N_("Realisasi anggaran TW III"),
    "realisasi_anggaran_tw4": N_("Realisasi anggaran TW IV"),
    "realisasi_anggaran_total": N_("Realisasi anggaran total"),
}
"""Every field of a plan with the name that a person sees; in files it stays Indonesian."""


def label(field: str) -> str:
    """The name of a field in the language of the request."""
    return gettext(LABELS[field])


NODE_FIELDS = frozenset(
    name
    for name in LABELS
    if name.startswith(("kegiatan_utama", "indikator", "tema", "sasaran", "permasalahan"))
    and name != "indikator_output"
)
FIELDS_OF: dict[PlanKind, frozenset[str]] = {
    kind: frozenset(field for _, field in HEADINGS[kind]) | frozenset(EXTRA_FIELDS[kind])
    for kind in ("general", "tematik")
}

SYNONYMS: dict[str, tuple[str, ...]] = {
    "kegiatan_utama": ("kegiatan utama", "kegiatan utama rb general", "program kegiatan utama"),
    "tema": ("tema", "tema rb tematik", "rb tematik", "fokus tematik", "tema tematik"),
    "sasaran": ("sasaran", "sasaran tematik", "sasaran roadmap", "sasaran strategis", "sasaran rb tematik"),
    "indikator": (
        "indikator roadmap",
        "indikator kegiatan utama",
        "indikator sasaran",
        "indikator sasaran tematik",
        "indikator kinerja",
        "indikator kinerja utama",
        "nama indikator",
        "indikator kinerja sasaran",
        "indikator tematik",
    ),
    "indikator_baseline_tahun": ("tahun baseline", "baseline tahun"),
    "indikator_baseline": (
        "baseline",
        "baseline realisasi",
        "realisasi baseline",
        "kondisi awal",
        "data awal",
    ),
    "indikator_satuan": ("satuan indikator", "satuan target", "satuan indikator roadmap", "satuan kinerja"),
    "indikator_target": (
        "target indikator",
        "target indikator roadmap",
        "target indikator kegiatan utama",
        "target sasaran",
        "target kinerja",
    ),
    "indikator_realisasi": ("realisasi indikator", "realisasi indikator roadmap"),
    "indikator_capaian": ("capaian indikator", "capaian indikator roadmap"),
    "indikator_catatan": ("catatan indikator", "catatan indikator roadmap"),
    "permasalahan": ("permasalahan", "masalah", "rumusan permasalahan", "kelompok permasalahan", "isu"),
    "permasalahan_sasaran": ("sasaran permasalahan",),
    "permasalahan_indikator": ("indikator permasalahan", "indikator sasaran permasalahan"),
    "permasalahan_satuan": ("satuan indikator permasalahan", "satuan target indikator permasalahan"),
    "permasalahan_target": ("target indikator permasalahan", "target permasalahan"),
    "permasalahan_realisasi": ("realisasi indikator permasalahan", "realisasi permasalahan"),
    "permasalahan_capaian": ("capaian indikator permasalahan", "capaian permasalahan"),
    "permasalahan_catatan": ("catatan indikator permasalahan", "catatan permasalahan"),
    "permasalahan_baseline_tahun": (
        "tahun baseline permasalahan",
        "tahun baseline indikator permasalahan",
    ),
    "permasalahan_baseline": ("baseline permasalahan", "baseline indikator permasalahan"),
    "kode": ("kode", "kode rencana aksi", "kode renaksi", "nomor rencana aksi", "nomor renaksi"),
    "renaksi": (
        "rencana aksi",
        "renaksi",
        "uraian rencana aksi",
        "rencana aksi rb",
        "kegiatan",
        "rincian kegiatan",
        "uraian kegiatan",
        "nama kegiatan",
        "rencana kegiatan",
        "rencana kerja",
        "rencana tindak",
        "program kegiatan",
        "aksi",
    ),
    "renaksi_bobot": ("bobot", "bobot rencana aksi", "bobot renaksi", "bobot kegiatan"),
    "output_bobot": ("bobot output", "bobot indikator output", "bobot keluaran"),
    "indikator_output": (
        "indikator output",
        "output",
        "keluaran",
        "indikator keluaran",
        "output indikator",
        "indikator kegiatan",
        "indikator rencana aksi",
        "output kegiatan",
        "keluaran kegiatan",
        "target output indikator",
        "indikator kinerja kegiatan",
        "indikator kinerja program kegiatan",
        "outcome output indikator",
    ),
    "satuan_output": (
        "satuan output",
        "output satuan",
        "satuan keluaran",
        "satuan indikator output",
        "outcome output satuan",
    ),
    "polaritas": ("polaritas", "polarisasi", "sifat indikator"),
    "akumulasi": ("akumulasi", "jenis akumulasi", "sifat target", "cara hitung target"),
    "target_total": (
        "target total",
        "total target",
        "target tahunan",
        "target setahun",
        "target akhir",
        "target output",
        "jumlah target",
        "target keluaran",
        "target kegiatan",
        "target capaian kinerja",
    ),
    "anggaran_total": (
        "anggaran",
        "anggaran total",
        "total anggaran",
        "jumlah anggaran",
        "pagu",
        "pagu anggaran",
        "pagu indikatif",
        "kebutuhan anggaran",
        "alokasi anggaran",
        "biaya",
        "dana",
    ),
    "fokus_intervensi": ("fokus intervensi", "fokus", "intervensi"),
    "pelaksana": (
        "pelaksana",
        "unit kerja pelaksana",
        "unit satuan kerja pelaksana",
        "unit kerja",
        "unit pelaksana",
        "opd",
        "opd pelaksana",
        "skpd",
        "perangkat daerah",
        "nama perangkat daerah",
        "perangkat daerah pelaksana",
        "instansi pelaksana",
        "pic",
        "pic unit",
        "pic unit kerja",
        "unit kerja satuan kerja pelaksana",
        "unit satuan kerja pelaksana pelaksana",
        "unit kerja pelaksana pelaksana",
    ),
    "koordinator": (
        "koordinator",
        "koordinator pelaksana",
        "opd koordinator",
        "penanggung jawab",
        "opd penanggung jawab",
        "perangkat daerah koordinator",
        "unit satuan kerja pelaksana koordinator",
        "unit kerja pelaksana koordinator",
        "pengampu",
    ),
    "realisasi_total": ("realisasi total", "total realisasi", "realisasi output", "realisasi tahunan"),
    "realisasi_anggaran_total": (
        "realisasi anggaran",
        "total realisasi anggaran",
        "realisasi anggaran total",
        "realisasi keuangan",
        "penyerapan anggaran",
    ),
    "catatan_monev": ("catatan monev", "catatan hasil monitoring rencana aksi", "catatan monitoring"),
}
"""Names of a column, folded by `fold_header`. A bare "target" or "satuan" is settled by its neighbours."""

OTHER_COLUMNS: dict[str, tuple[str, ...]] = {
    "nomor": ("no", "nomor", "nomer", "no urut", "nomor urut", "no.", "nomor kode", "no kode"),
    "kontak": (
        "no wa",
        "no hp",
        "nomor wa",
        "nomor hp",
        "whatsapp",
        "kontak",
        "narahubung",
        "telepon",
        "no telepon",
        "nomor telepon",
        "email",
        "contact person",
        "pic no wa",
        "nip",
        "nik",
    ),
    "kendala": ("kendala", "faktor penghambat", "hambatan", "permasalahan pelaksanaan"),
    "solusi": ("solusi", "tindak lanjut", "rtl", "rencana tindak lanjut", "faktor pendukung"),
    "bukti": (
        "data dukung",
        "bukti dukung",
        "eviden",
        "evidence",
        "dokumen pendukung",
        "link",
        "link data dukung",
        "tautan",
        "status data dukung",
    ),
    "capaian": ("capaian", "capaian output", "persentase capaian", "prosentase", "% capaian", "predikat"),
    "keterangan": ("keterangan", "ket", "catatan evaluator", "catatan verifikator"),
    "jabatan": ("jabatan", "pic jabatan"),
    "lokasi": ("lokasi", "lokasi kegiatan", "lokus"),
}
"""Columns that are known and are no part of a plan; those of `PERSONAL` hold data about persons."""

PERSONAL = frozenset({"kontak"})
