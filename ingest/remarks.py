"""What readers say of a file that was read all the same: a code for programs, a sentence for people."""

from __future__ import annotations

from ingest.document import Remark
from nlp.marked import N_

SENTENCES = {
    "damaged-part": N_("Berkas ini sebagian rusak. Yang masih terbaca sudah dibaca; periksa kelengkapannya."),
    "finding-failed": N_(
        "Angka, tanggal, dan peraturan di berkas ini gagal dicari. Halamannya tetap dapat dilihat "
        "dan dikutip."
    ),
    "member-skipped": N_("{member} dilewati: {why}"),
    "page-damaged": N_("Halaman {page} rusak dan tidak terbaca."),
    "page-lost": N_("Halaman {page} menghentikan pembacanya dan dilewati."),
    "page-unreadable": N_("Teks halaman {page} tidak lengkap atau tersandi keliru."),
    "page-unsure": N_("Halaman {page} hasil pindai yang kurang jelas; periksa angkanya."),
    "page-without-text": N_("Halaman {page} tidak memuat teks (pindaian atau gambar)."),
    "recognised": N_("{pages} halaman dibaca dari gambarnya, dengan {name}."),
    "sheet-damaged": N_("Lembar {sheet} rusak dan tidak terbaca."),
    "sheet-errors": N_("Lembar {sheet} memuat {count} rumus yang galat ({kinds}); selnya kosong."),
    "sheet-hidden": N_("Lembar {sheet} disembunyikan, jadi tidak dibaca."),
    "sheet-not-calculated": N_(
        "Lembar {sheet} memuat rumus tanpa hasil. Buka dan simpan berkas di Excel, lalu unggah lagi."
    ),
    "table-total": N_("Baris “{row}”, kolom {column}: tercetak {printed}, dijumlahkan {added}."),
}
"""The sentence of each code, in Indonesian; what shows one may look up its translation."""


def remarked(code: str, on_page: int | None = None, **facts: object) -> Remark:
    """The remark of that code with its facts filled in; `on_page` is the page (1-based) that it is about."""
    return Remark(code, SENTENCES[code].format_map(facts), on_page)


def of_page(code: str, page: int) -> Remark:
    """A remark whose only fact is its page."""
    return remarked(code, page, page=page)
