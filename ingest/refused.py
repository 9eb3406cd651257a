"""What to do with files that are not read: a sentence for each kind that officials upload by mistake."""

from __future__ import annotations

from ingest import sniff
from nlp.marked import N_

UNKNOWN = N_(
    "Jenis berkas ini ({media_type}) tidak dapat dibaca. Unggah sebagai PDF, DOCX, XLSX, gambar (JPG, PNG), "
    "HTML, atau teks."
)
ADVICE = {
    sniff.DOC: N_(
        "Ini berkas Word lama (.doc). Buka di Word atau LibreOffice, simpan sebagai .docx atau PDF, "
        "lalu unggah lagi."
    ),
    sniff.PPT: N_("Ini berkas PowerPoint lama (.ppt). Simpan sebagai PDF, lalu unggah lagi."),
    sniff.PPTX: N_("Ini berkas PowerPoint (.pptx). Simpan sebagai PDF, lalu unggah lagi."),
    sniff.ODT: N_("Ini berkas LibreOffice Writer (.odt). Simpan sebagai .docx atau PDF, lalu unggah lagi."),
    sniff.ODP: N_("Ini berkas LibreOffice Impress (.odp). Simpan sebagai PDF, lalu unggah lagi."),
    sniff.RTF: N_("Ini berkas RTF. Buka di Word, simpan sebagai .docx atau PDF, lalu unggah lagi."),
    sniff.RAR: N_("Ini arsip RAR. Ekstrak di komputer Anda, lalu unggah isinya, atau mampatkan sebagai ZIP."),
    sniff.SEVEN_ZIP: N_("Ini arsip 7z. Ekstrak di komputer Anda, lalu unggah isinya, atau jadikan ZIP."),
    sniff.GZIP: N_("Ini arsip gzip. Ekstrak di komputer Anda, lalu unggah isinya."),
    sniff.VIDEO: N_(
        "Ini video, yang tidak dapat dibaca. Unggah laporan atau foto kegiatannya, dan cantumkan "
        "tautan videonya di laporan itu."
    ),
    sniff.AUDIO: N_("Ini rekaman suara, yang tidak dapat dibaca. Unggah notula atau transkripnya."),
    sniff.PROGRAM: N_("Ini program, bukan dokumen, jadi tidak diterima. Unggah dokumen yang dimaksud."),
    sniff.DATABASE: N_("Ini berkas basis data. Ekspor tabelnya ke Excel (.xlsx) atau CSV, lalu unggah lagi."),
    sniff.OLE: N_("Ini berkas Office lama yang tidak dikenali. Simpan sebagai .docx, .xlsx, atau PDF."),
}


def advice(media_type: str) -> str:
    """What to do instead, in Indonesian."""
    return ADVICE.get(media_type, UNKNOWN.format(media_type=media_type))


def is_known(media_type: str) -> bool:
    """Whether there is better advice than the list of kinds."""
    return media_type in ADVICE
