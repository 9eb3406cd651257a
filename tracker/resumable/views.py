"""What a page tells its scripts of large uploads, and what it asks of names that are there already."""

from dataclasses import dataclass

from fastapi import Request

from tracker.evidence.clashes import Clash
from tracker.i18n import _
from tracker.web.static import static

LARGE_BYTES = 5 * 1024 * 1024
"""From here on a file goes piece by piece, so that a lost line does not cost all of it."""


@dataclass(frozen=True, slots=True)
class Resumable:
    """Addresses for the script of uploads: where a large file goes, and the scripts that only it needs."""

    url: str
    script: str
    client: str
    over_bytes: int = LARGE_BYTES


def resumable_upload(request: Request) -> Resumable:
    """The addresses on this installation."""
    url = str(request.app.url_path_for("upload_begin"))
    return Resumable(url, static("js/resumable.js"), static("vendor/tus.min.js"))


def clash_choices() -> list[tuple[str, str]]:
    """What may become of a file whose name the unit's evidence has already; the first is the usual."""
    return [
        (str(Clash.REVISION), _("Jadikan revisi bukti itu")),
        (str(Clash.NEW), _("Buat bukti baru")),
        (str(Clash.SKIP), _("Lewati berkasnya")),
    ]
