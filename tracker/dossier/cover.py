"""The cover as a PDF."""

import json
from pathlib import Path
from typing import Any

import typst

from tracker.dossier.content import Content
from tracker.i18n import _
from tracker.progress.rules import State
from tracker.web.formats import file_size

TEMPLATE = Path(__file__).with_name("cover.typ")


def cover(content: Content, notes: dict[str, str]) -> bytes:
    """The PDF. `notes` says by SHA-256 why a file is not among the pages that follow."""
    data: dict[str, Any] = content.as_json()
    for exhibit in data["exhibits"]:
        exhibit["size_words"] = file_size(exhibit["size"])
        exhibit["note"] = notes.get(exhibit["sha256"], "")
    told = json.dumps({"data": data, "words": _words(content)}, ensure_ascii=False)
    return bytes(typst.compile(TEMPLATE, sys_inputs={"content": told}))


def _words(content: Content) -> dict[str, str]:
    return {
        "title": _("Berkas pembuktian"),
        "plan": _("Rencana"),
        "renaksi": _("Rencana aksi"),
        "period": _("Triwulan"),
        "value": _("Realisasi"),
        "target": _("Target"),
        "capaian": _("Capaian output sampai triwulan ini"),
        "spent": _("Realisasi anggaran"),
        "state": _("Status"),
        "figures": _("Tiga persentase output ini sampai triwulan ini"),
        "reported": _("Dilaporkan"),
        "proven": _("Terbukti"),
        "verified": _("Terverifikasi"),
        "decisions": _("Pengajuan dan keputusan"),
        "submitted": _("Diajukan"),
        "undecided": _("Belum diputuskan."),
        f"state_{State.EMPTY}": _("Belum diisi"),
        f"state_{State.DRAFT}": _("Draf"),
        f"state_{State.SUBMITTED}": _("Diajukan"),
        f"state_{State.VERIFIED}": _("Terverifikasi"),
        f"state_{State.RETURNED}": _("Dikembalikan"),
        f"state_{State.REOPENED}": _("Dibuka lagi"),
        "exhibits": _("Bukti"),
        "pages": _("Halaman yang dikutip:"),
        "unseen": _("{count} bukti lain berada di luar wewenang pembuat berkas ini.").format(
            count=content.unseen
        ),
        "none": _("Tidak ada."),
        "chain": _("Riwayat, menurut jejak audit"),
        "number": _("Nomor"),
        "when": _("Waktu"),
        "who": _("Siapa"),
        "what": _("Apa"),
        "trail": _("Jejak audit saat ini berakhir di nomor {number}, dengan sidik").format(
            number=content.trail["number"]
        ),
        "foot": _("Dibuat Renaksi {at} untuk {name}").format(at=content.made_at, name=content.made_by),
    }
