"""What may keep Renaksi from running: each error is a sentence that says what to do, without a traceback."""

import errno
from pathlib import Path

from tracker.errors import RenaksiError
from tracker.i18n import gettext as _


class RunningError(RenaksiError):
    """Renaksi cannot run as things are."""


class FolderInUse(RunningError):
    def __init__(self, folder: Path, pid: int | None) -> None:
        who = _("proses {pid}").format(pid=pid) if pid else _("proses lain")
        super().__init__(
            _(
                "Map data {folder} sedang dipakai {who}. Hentikan proses itu, "
                "atau pilih map lain dengan RENAKSI_DATA_DIR."
            ).format(folder=folder, who=who)
        )


class FolderUnusable(RunningError):
    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(_folder_sentence(error.errno).format(folder=folder, reason=error.strerror))


class DiskFull(RunningError):
    def __init__(self, folder: Path) -> None:
        super().__init__(_folder_sentence(errno.ENOSPC).format(folder=folder))


def _folder_sentence(number: int | None) -> str:
    match number:
        case errno.ENOSPC | errno.EDQUOT:
            return _(
                "Cakram tempat map data {folder} penuh. Kosongkan sebagian cakram, "
                "atau pindahkan map data dan isi RENAKSI_DATA_DIR."
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _(
                "Map data {folder} tidak dapat ditulisi ({reason}). Beri izin tulis, "
                "atau pilih map lain dengan RENAKSI_DATA_DIR."
            )
        case _other:
            return _(
                "Map data {folder} tidak dapat dipakai ({reason}). Periksa letaknya, "
                "atau pilih map lain dengan RENAKSI_DATA_DIR."
            )


class PortTaken(RunningError):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            _(
                "Porta {port} di {host} sudah dipakai program lain. Hentikan program itu, "
                "atau pilih porta lain, misalnya RENAKSI_PORT={other}."
            ).format(port=port, host=host, other=port + 1 if port < 65535 else 8000)
        )


class AddressUnusable(RunningError):
    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            _(
                "Web tidak dapat mendengarkan di {host} porta {port} ({reason}). "
                "Periksa RENAKSI_HOST dan RENAKSI_PORT."
            ).format(host=host, port=port, reason=reason)
        )


class DatabaseUnreachable(RunningError):
    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            _(
                "Basis data di {where} tidak dapat dihubungi ({reason}). Periksa bahwa server MongoDB "
                "berjalan dan alamat di RENAKSI_MONGODB_URI benar, atau kosongkan untuk memakai "
                "basis data tertanam."
            ).format(where=where, reason=reason)
        )


class NoTransactions(RunningError):
    def __init__(self, where: str) -> None:
        super().__init__(
            _(
                "Server MongoDB di {where} berdiri sendiri, jadi tidak mengenal transaksi. "
                "Jalankan sebagai replica set (satu anggota pun cukup), lalu coba lagi."
            ).format(where=where)
        )


class BrokerUnreachable(RunningError):
    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            _(
                "Antrean di {where} tidak dapat dihubungi ({reason}). Periksa bahwa Redis berjalan dan "
                "alamat di RENAKSI_BROKER_URL benar, atau kosongkan untuk memakai basis data sebagai antrean."
            ).format(where=where, reason=reason)
        )


class DatabaseFailed(RunningError):
    def __init__(self, folder: Path, reason: str, log: Path) -> None:
        super().__init__(
            _(
                "Basis data tertanam di {folder} tidak mau berjalan ({reason}). Periksa dengan "
                "`renaksi doctor` dan lihat {log}; bila berkasnya rusak, pulihkan dari cadangan."
            ).format(folder=folder, reason=reason, log=log)
        )
