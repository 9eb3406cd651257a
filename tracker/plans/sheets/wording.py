"""A heading put together of words that heads are made of: "Rincian Rencana Aksi RB", "PD Koordinator".

Only a heading whose words are all known is read, so that a sentence of the plan is never taken for one.
"""

from dataclasses import dataclass

NAMED, LIKELY = 0.88, 0.8
_MOST_WORDS = 8
_JOINED = {
    "penanggungjawab": "penanggung jawab",
    "pj": "penanggung jawab",
    "renaksi": "rencana aksi",
    "roadmap": "road map",
    "subkegiatan": "sub kegiatan",
    "prosentase": "persentase",
}
_FILLING_WORDS = """
batas nama uraian rincian daftar jenis bentuk tahapan tahap langkah detail rumusan deskripsi identifikasi
pokok yang dan atau dihasilkan direncanakan akan dicapai ingin diharapkan dihadapi di ke per untuk atas
dari dalam rb reformasi birokrasi general tematik road map tahun awal besaran dukungan alokasi kebutuhan
indikatif kinerja keberhasilan kerja daerah provinsi kabupaten kota fisik keuangan triwulan triwulanan tw
rencana pencapaian tingkat data dokumen upaya faktor utama sub link s d sd 1 satu hasil produk strategis
status usulan terkait
"""
_FILLING = frozenset(_FILLING_WORDS.split())
_CONCEPTS: dict[str, tuple[str, ...]] = {
    "proof": ("bukti", "eviden", "evidence", "tautan", "data dukung", "data pendukung", "dokumen pendukung"),
    "trouble": ("kendala", "hambatan", "penghambat"),
    "remedy": ("tindak lanjut", "rtl", "solusi", "rekomendasi", "faktor pendukung"),
    "money": ("anggaran", "pagu", "biaya", "dana", "dpa"),
    "source": ("sumber",),
    "reached": ("realisasi", "serapan", "terserap", "penyerapan", "penggunaan"),
    "leads": ("koordinator", "penanggung jawab", "pengampu", "leading sector"),
    "helps": ("pendukung", "mitra", "mendukung"),
    "does": ("pelaksana", "opd", "pd", "skpd", "satker", "perangkat", "unit", "instansi", "pic", "dinas"),
    "when": ("waktu", "jadwal", "periode", "timeline", "penyelesaian", "tenggat"),
    "measure": ("satuan", "sat", "ukuran"),
    "target": ("target",),
    "share": ("capaian", "persentase", "predikat"),
    "indicator": ("indikator", "ukuran keberhasilan"),
    "output": ("output", "keluaran"),
    "main": ("kegiatan utama",),
    "theme": ("tema",),
    "problem": ("permasalahan", "masalah", "isu"),
    "aim": ("sasaran",),
    "action": ("rencana aksi", "aksi"),
    "activity": ("kegiatan", "aktivitas", "aktifitas"),
    "year": ("total", "jumlah", "setahun", "tahunan", "akhir"),
    "note": ("keterangan", "ket", "catatan"),
    "work": ("pelaksanaan", "satuan kerja"),
}
_PHRASES = {phrase: concept for concept, phrases in _CONCEPTS.items() for phrase in phrases}
_LONGEST = max(phrase.count(" ") for phrase in _PHRASES) + 1


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a heading come to: a field, a word that its neighbours settle, or another column."""

    confidence: float
    field: str | None = None
    bare: str = ""
    other: str = ""


def _amounts(concept: str, slot: str) -> tuple[tuple[str, Wording], ...]:
    """The rules for a unit of measure, a target or what was reached, of an output or of what is above it."""
    of_output = "satuan_output" if slot == "satuan" else f"{slot}_total"
    of_goal = Wording(LIKELY, f"indikator_{slot}")
    return (
        (f"{concept} problem", Wording(LIKELY, f"permasalahan_{slot}")),
        (f"{concept} output", Wording(NAMED, of_output)),
        *((f"{concept} {above}", of_goal) for above in ("indicator", "aim", "main")),
        *((f"{concept} {act}", Wording(NAMED, of_output)) for act in ("action", "activity")),
        *(((f"{concept} year", Wording(LIKELY, of_output)),) if slot != "satuan" else ()),
        (concept, Wording(LIKELY, bare=slot)),
    )


_RULES: tuple[tuple[frozenset[str], Wording], ...] = tuple(
    (frozenset(concepts.split()), said)
    for concepts, said in (
        ("proof", Wording(NAMED, other="bukti")),
        ("trouble", Wording(NAMED, other="kendala")),
        ("remedy", Wording(NAMED, other="solusi")),
        ("money source", Wording(NAMED, other="sumber dana")),
        ("money reached", Wording(NAMED, "realisasi_anggaran_total")),
        ("money", Wording(NAMED, "anggaran_total")),
        ("leads", Wording(NAMED, "koordinator")),
        ("helps", Wording(LIKELY, other="mitra")),
        ("does", Wording(NAMED, "pelaksana")),
        ("when reached", Wording(NAMED, other="realisasi waktu")),
        ("when", Wording(NAMED, other="waktu")),
        *_amounts("measure", "satuan"),
        *_amounts("target", "target"),
        *_amounts("reached", "realisasi"),
        ("indicator problem", Wording(NAMED, "permasalahan_indikator")),
        *((f"indicator {above}", Wording(NAMED, "indikator")) for above in ("main", "theme", "aim")),
        *(
            (f"indicator {act}", Wording(NAMED, "indikator_output"))
            for act in ("output", "action", "activity")
        ),
        ("indicator", Wording(LIKELY, bare="indikator")),
        ("share", Wording(NAMED, other="capaian")),
        ("output", Wording(NAMED, "indikator_output")),
        ("main", Wording(NAMED, "kegiatan_utama")),
        ("action", Wording(NAMED, "renaksi")),
        ("aim problem", Wording(LIKELY, "permasalahan_sasaran")),
        ("aim", Wording(LIKELY, bare="sasaran")),
        ("problem", Wording(NAMED, "permasalahan")),
        ("theme", Wording(NAMED, "tema")),
        ("activity", Wording(LIKELY, "renaksi")),
        ("note", Wording(LIKELY, other="keterangan")),
    )
)
"""Concepts that must all be named, and what they come to; the first rule that fits holds."""


def read_wording(folded: str) -> Wording | None:
    """What a folded heading says, None where one of its words is not among those of heads."""
    words = " ".join(_JOINED.get(word, word) for word in folded.split()).split()
    named = _concepts(words) if len(words) <= _MOST_WORDS else frozenset[str]()
    return next((said for concepts, said in _RULES if concepts <= named), None)


def _concepts(words: list[str]) -> frozenset[str]:
    """The concepts that the words name; none where a word is unknown."""
    found: set[str] = set()
    place = 0
    while place < len(words):
        phrases = (" ".join(words[place : place + length]) for length in range(_LONGEST, 0, -1))
        known = next((phrase for phrase in phrases if phrase in _PHRASES), None)
        if known is None and words[place] not in _FILLING:
            return frozenset()
        if known is not None:
            found.add(_PHRASES[known])
        place += known.count(" ") + 1 if known else 1
    return frozenset(found)
