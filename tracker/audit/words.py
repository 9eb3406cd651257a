"""What an action is called on a page."""

from tracker.i18n import _


def action_word(action: str) -> str:
    """The action in words; an unnamed one is shown as it is stored."""
    return {
        "account.signed_in": _("Masuk"),
        "account.added": _("Akun ditambahkan"),
        "evidence.uploaded": _("Bukti diunggah"),
        "evidence.revised": _("Revisi bukti ditambahkan"),
        "evidence.edited": _("Keterangan bukti diubah"),
        "evidence.removed": _("Bukti dihapus"),
        "evidence.restored": _("Bukti dikembalikan"),
        "evidence.downloaded": _("Berkas diunduh"),
        "evidence.read": _("Berkas selesai dibaca"),
        "finding.decided": _("Temuan diputuskan"),
        "progress.saved": _("Realisasi disimpan"),
        "progress.submitted": _("Laporan diajukan"),
        "progress.withdrawn": _("Laporan ditarik"),
        "progress.verified": _("Laporan diverifikasi"),
        "progress.returned": _("Laporan dikembalikan"),
        "progress.reopened": _("Laporan dibuka kembali"),
        "progress.undone": _("Keputusan dibatalkan"),
        "progress.linked": _("Bukti dikaitkan"),
        "progress.unlinked": _("Kaitan bukti dilepas"),
        "deadline.made": _("Tenggat dibuat"),
        "deadline.moved": _("Tenggat digeser"),
        "deadline.removed": _("Tenggat dihapus"),
        "plan.imported": _("Rencana aksi diimpor"),
        "plan.import_undone": _("Impor dibatalkan"),
    }.get(action, action)
