"""What to do with files that are not read: a sentence for each kind that officials upload by mistake."""

from __future__ import annotations

from ingest import sniff

_OTHERS = "Unggah sebagai PDF, DOCX, XLSX, gambar (JPG, PNG), HTML, atau teks."
_ADVICE = {
    sniff.DOC: "Ini berkas Word lama (.doc). Buka di Word atau LibreOffice, simpan sebagai .docx atau PDF, "
    "lalu unggah lagi.",
    sniff.PPT: "Ini berkas PowerPoint lama (.ppt). Simpan sebagai PDF, lalu unggah lagi.",
    sniff.PPTX: "Ini berkas PowerPoint (.pptx). Simpan sebagai PDF, lalu unggah lagi.",
    sniff.ODT: "Ini berkas LibreOffice Writer (.odt). Simpan sebagai .docx atau PDF, lalu unggah lagi.",
    sniff.ODP: "Ini berkas LibreOffice Impress (.odp). Simpan sebagai PDF, lalu unggah lagi.",
    sniff.RTF: "Ini berkas RTF. Buka di Word, simpan sebagai .docx atau PDF, lalu unggah lagi.",
    sniff.RAR: "Ini arsip RAR. Ekstrak di komputer Anda, lalu unggah isinya, atau mampatkan sebagai ZIP.",
    sniff.SEVEN_ZIP: "Ini arsip 7z. Ekstrak di komputer Anda, lalu unggah isinya, atau jadikan ZIP.",
    sniff.GZIP: "Ini arsip gzip. Ekstrak di komputer Anda, lalu unggah isinya.",
    sniff.VIDEO: "Ini video, yang tidak dapat dibaca. Unggah laporan atau foto kegiatannya, dan cantumkan "
    "tautan videonya di laporan itu.",
    sniff.AUDIO: "Ini rekaman suara, yang tidak dapat dibaca. Unggah notula atau transkripnya.",
    sniff.PROGRAM: "Ini program, bukan dokumen, jadi tidak diterima. Unggah dokumen yang dimaksud.",
    sniff.DATABASE: "Ini berkas basis data. Ekspor tabelnya ke Excel (.xlsx) atau CSV, lalu unggah lagi.",
    sniff.OLE: "Ini berkas Office lama yang tidak dikenali. Simpan sebagai .docx, .xlsx, atau PDF.",
}


def advice(media_type: str) -> str:
    """What to do instead, in Indonesian."""
    return _ADVICE.get(media_type, f"Jenis berkas ini ({media_type}) tidak dapat dibaca. {_OTHERS}")


def is_known(media_type: str) -> bool:
    """Whether there is better advice than the list of kinds."""
    return media_type in _ADVICE
