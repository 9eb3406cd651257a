"""What is understood of the tus protocol (1.0.0), and how much one person may have on its way.

Pure functions on plain values. Source: tus.io/protocols/resumable-upload, core with creation, termination and
expiration.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import timedelta

from tracker.errors import Invalid, TooLarge, TooOften
from tracker.i18n import _
from tracker.web.formats import file_size

VERSION = "1.0.0"
MOST_OPEN = 5  # uploads of one person that are not finished
MOST_TIMES = 3  # of the largest file: their sizes together
KEPT_FOR = timedelta(days=3)  # since the last bytes came
PIECE = 1024 * 1024  # bytes
SPARE_PIECES = 500  # for lines that were lost within a piece
MOST_DIGITS = 15
LONGEST_METADATA = 4_000


def whole(text: str | None, what: str) -> int:
    """A header's number of bytes. Raises Invalid."""
    if text is None or not text.isdecimal() or len(text) > MOST_DIGITS:
        raise Invalid(
            _("Kiriman ini tidak lengkap ({what}). Muat ulang halaman, lalu coba lagi.").format(what=what)
        )
    return int(text)


def metadata(header: str | None) -> dict[str, str]:
    """ "filename bGFwLnBkZg==,unit" -> {"filename": "lap.pdf", "unit": ""}. Raises Invalid."""
    found = {}
    try:
        for part in (header or "")[:LONGEST_METADATA].split(","):
            name, _blank, value = part.strip().partition(" ")
            if name:
                found[name] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Invalid(
            _("Kiriman ini tidak lengkap ({what}). Muat ulang halaman, lalu coba lagi.").format(
                what="Upload-Metadata"
            )
        ) from error
    return found


def demand_room(size: int, open_sizes: Sequence[int], *, largest: int, name: str) -> None:
    """Raise where a file is too large by itself, or with what the person has on its way already.

    Sizes are bytes; `open_sizes` are those of the uploads that are not finished.
    """
    if size > largest:
        raise TooLarge(
            _("{name} lebih besar dari batas {limit} per berkas. Bagi menjadi beberapa berkas.").format(
                name=name, limit=file_size(largest)
            )
        )
    if size == 0:
        raise Invalid(_("{name} kosong (0 bita). Periksa berkasnya, lalu unggah lagi.").format(name=name))
    if len(open_sizes) >= MOST_OPEN or sum(open_sizes) + size > MOST_TIMES * largest:
        raise TooOften(
            _("Ada {count} kiriman Anda yang belum selesai ({size}). Lanjutkan atau batalkan dahulu.").format(
                count=len(open_sizes), size=file_size(sum(open_sizes))
            )
        )


def most_pieces(size: int) -> int:
    """The pieces that a file of that size may come in: whoever sends less at a time starts anew."""
    return size // PIECE + SPARE_PIECES
