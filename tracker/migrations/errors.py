"""Why a database's shape does not fit this program; each says what to do."""

from tracker.errors import RenaksiError
from tracker.i18n import gettext as _


class SchemaError(RenaksiError):
    """The data cannot be used by this program as they are."""


class DataNewer(SchemaError):
    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            _(
                "Data ini ditulis oleh Renaksi yang lebih baru (bentuk data {found}; program ini mengenal "
                "sampai {known}). Pasang versi Renaksi yang terbaru, atau pulihkan cadangan yang lebih lama."
            ).format(found=found, known=known)
        )


class DataOlder(SchemaError):
    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            _(
                "Data ini masih berbentuk lama (bentuk data {found}; program ini memakai {known}). "
                "Buat cadangan, lalu jalankan `renaksi migrate`."
            ).format(found=found, known=known)
        )


class RestoreUnfinished(SchemaError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Pemulihan cadangan ke basis data ini belum selesai, jadi isinya belum lengkap. "
                "Ulangi `renaksi restore` dengan berkas cadangan yang sama."
            )
        )


class MigrationBusy(SchemaError):
    def __init__(self) -> None:
        super().__init__(
            _("Proses lain sedang memperbarui bentuk data dan belum selesai. Tunggu, lalu coba lagi.")
        )
