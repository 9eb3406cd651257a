"""The files of an upload form, taken from the wire without letting a sender fill the disk."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from tracker.errors import Invalid, TooLarge
from tracker.evidence.clashes import Clash
from tracker.evidence.models import Source
from tracker.evidence.service import Described
from tracker.i18n import _
from tracker.settings import get_settings
from tracker.web.formats import file_size

MOST_FILES = 20
MOST_FIELDS = 20
LONGEST_PASSWORD = 127  # what PDF takes at most
MOST_DIGITS = 9  # of a version
SPARE = 1024 * 1024  # bytes for what stands between the files of a form


@dataclass(frozen=True, slots=True)
class Intake:
    """What an upload form said: the files, whose they are, and what they are."""

    files: list[UploadFile]
    unit: str | None
    described: Described
    fields: FormData

    @property
    def password(self) -> str:
        """For the locked ones among the files; as typed, and nowhere else."""
        value = self.fields.get("password")
        return value[:LONGEST_PASSWORD] if isinstance(value, str) else ""

    @property
    def clash(self) -> Clash:
        """What becomes of a name that is there already."""
        value = self.fields.get("bentrok")
        return Clash(value) if value in list(Clash) else Clash.REVISION

    def number(self, name: str) -> int:
        """A whole number of the form. Raises Invalid."""
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.isdecimal() or len(value) > MOST_DIGITS:
            raise Invalid(_("Isian tidak lengkap. Muat ulang halaman, lalu coba lagi."))
        return int(value)


async def taken_in(request: Request) -> Intake:
    """Read the form, at most as many bytes as its files may have together. Raises TooLarge or Invalid."""
    form = await bounded_form(request, files=MOST_FILES)
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    return Intake(files, _text(form, "unit") or None, _described(form), form)


async def bounded_form(request: Request, *, files: int) -> FormData:
    """The form, with at most so many files of the size that a file may have. Raises TooLarge or Invalid."""
    most = files * get_settings().max_upload_bytes + SPARE
    counted = Request(request.scope, _limited(request.receive, most))
    try:
        return await counted.form(max_files=files, max_fields=MOST_FIELDS)
    except HTTPException as error:
        raise Invalid(
            _("Unggahan ini tidak dapat dibaca. Kirim paling banyak {count} berkas sekali jalan.").format(
                count=files
            )
        ) from error


def _limited(receive: Receive, most: int) -> Receive:
    """The same messages, until more than `most` bytes have come."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise TooLarge(
                _("Kiriman ini lebih dari {limit}. Kirim berkasnya sedikit demi sedikit.").format(
                    limit=file_size(most)
                )
            )
        return message

    return counted


def _described(form: FormData) -> Described:
    source = _text(form, "source")
    return Described(
        title=_text(form, "title"),
        source=Source(source) if source in list(Source) else Source.REPORT,
        period=_text(form, "period") or None,
    )


def plain_name(name: str) -> str:
    """What a file is called, without folders and unseen characters, such as turns of direction."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-200:] or _("berkas")


def _text(form: FormData, name: str) -> str:
    value: Any = form.get(name)
    return value.strip() if isinstance(value, str) else ""
