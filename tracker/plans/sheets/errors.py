"""What may be wrong with a file as a whole. A fault in one cell is a `CellIssue` instead."""

from tracker.errors import Invalid
from tracker.i18n import _


class SheetError(Invalid):
    """A file that cannot be read as a plan; `code` names the fault for programs."""

    code = "sheet"


class NotAWorkbook(SheetError):
    """The bytes are no XLSX file."""

    code = "not_a_workbook"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Berkas ini bukan berkas Excel (.xlsx). Buka berkasnya di Excel atau LibreOffice, "
                "pilih Simpan Sebagai, jenis “Excel Workbook (.xlsx)”, lalu unggah lagi."
            )
        )


class Locked(SheetError):
    """The file is encrypted with a password."""

    code = "locked"

    def __init__(self) -> None:
        super().__init__(
            _("Berkas ini dikunci dengan kata sandi. Simpan salinannya tanpa kata sandi, lalu unggah lagi.")
        )


class TooBig(SheetError):
    """The file is larger than what is read."""

    code = "too_big"

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "Berkas ini terlalu besar: {what}. Hapus lembar, baris, dan kolom yang tidak dipakai, "
                "lalu unggah lagi."
            ).format(what=what)
        )


class NoSheet(SheetError):
    """The workbook has no worksheet with anything in it, or not the one asked for."""

    code = "no_sheet"

    def __init__(self) -> None:
        super().__init__(_("Tidak ada lembar yang berisi data dalam berkas ini. Periksa berkasnya."))


class NoHeader(SheetError):
    """No row looks like the head of an action plan."""

    code = "no_header"

    def __init__(self, sheet: str) -> None:
        super().__init__(
            _(
                "Judul kolom rencana aksi tidak ditemukan di lembar “{sheet}”. Pilih lembar lain, "
                "atau pakai templat yang dapat diunduh di halaman ini."
            ).format(sheet=sheet)
        )


class ReadAsPaper(SheetError):
    """The table is of a kind that is read row by row, as a paper is."""

    code = "read_as_paper"

    def __init__(self) -> None:
        super().__init__(
            _("Tabel jenis ini diperiksa baris demi baris. Centang pilihan itu, lalu unggah lagi.")
        )


class TooLong(SheetError):
    """A text of the plan is longer than a cell of a sheet may be."""

    code = "too_long"

    def __init__(self, field: str) -> None:
        super().__init__(
            _(
                "Isi kolom “{field}” lebih panjang dari 32.767 huruf, batas satu sel Excel. "
                "Pendekkan teksnya, lalu ekspor lagi."
            ).format(field=field)
        )
