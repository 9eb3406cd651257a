"""What may be wrong with a reference file. An administrator reads these, so they name file and place."""

from tracker.errors import Invalid, NotFound
from tracker.i18n import _


class ReferenceMissing(NotFound):
    """No file for that year and kind, neither shipped nor in the administrator's folder."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Belum ada data rujukan “{name}”. Minta pengelola menaruh berkas itu di folder rujukan; "
                "contohnya berkas tahun sebelumnya."
            ).format(name=name)
        )


class ReferenceInvalid(Invalid):
    """A file that is no TOML or does not hold what it should."""

    def __init__(self, name: str, place: str, what: str) -> None:
        super().__init__(
            _(
                "Berkas rujukan “{name}” tidak dapat dipakai, di {place}: {what}. Perbaiki lalu coba lagi."
            ).format(name=name, place=place or _("awal berkas"), what=what)
        )
