"""What may be wrong with an archive, or keep one from being made or restored."""

from pathlib import Path

from tracker.errors import RenaksiError
from tracker.i18n import gettext as _


class KeepingError(RenaksiError):
    """A backup or a restore cannot go on as things are."""


class FileThere(KeepingError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} sudah ada. Pilih nama lain, atau pindahkan berkas itu dahulu.").format(path=path)
        )


class NoArchive(KeepingError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path} bukan cadangan Renaksi yang lengkap. Cadangan yang terpotong (proses dimatikan, "
                "cakram penuh, unduhan putus) tidak dapat dipulihkan; pakai cadangan lain."
            ).format(path=path)
        )


class ArchiveNewer(KeepingError):
    def __init__(self, path: Path, program: str) -> None:
        super().__init__(
            _(
                "{path} dibuat oleh Renaksi {program}, lebih baru daripada program ini. "
                "Pasang versi itu atau yang lebih baru, lalu ulangi."
            ).format(path=path, program=program)
        )


class ArchiveDamaged(KeepingError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            _("{path} rusak: {what}. Tidak ada yang dipulihkan; pakai cadangan lain.").format(
                path=path, what=what
            )
        )


class CannotWrite(KeepingError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _(
                "Cadangan {path} tidak dapat ditulis ({reason}). Periksa sisa cakram dan izin map, "
                "lalu ulangi."
            ).format(path=path, reason=reason)
        )


class NotEmpty(KeepingError):
    def __init__(self, collections: int) -> None:
        super().__init__(
            _(
                "Basis data tujuan sudah berisi data ({count} koleksi). Pulihkan ke basis data kosong, atau "
                "pakai --replace untuk menghapus isinya lebih dahulu."
            ).format(count=collections)
        )


class StillRunning(KeepingError):
    def __init__(self, who: str) -> None:
        super().__init__(
            _(
                "Renaksi masih berjalan pada basis data ini ({who}). Hentikan semua prosesnya "
                "(`renaksi serve`, atau web, worker, dan scheduler), lalu ulangi."
            ).format(who=who)
        )


class RestoreDiffers(KeepingError):
    def __init__(self, collections: list[str]) -> None:
        super().__init__(
            _(
                "Isi yang dipulihkan berbeda dari cadangan pada: {collections}. Pemulihan tidak ditandai "
                "selesai; ulangi `renaksi restore`."
            ).format(collections=", ".join(collections))
        )


class NoSnapshot(KeepingError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            _(
                "Basis data tidak dapat dibaca pada satu saat yang sama ({reason}). Ulangi pada jam sepi; "
                "pada MongoDB, naikkan minSnapshotHistoryWindowInSeconds."
            ).format(reason=reason)
        )
