"""Sending the letters of a morning: each is tried until the server takes it, a while apart."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument

from tracker import mail
from tracker.accounts.models import User
from tracker.clock import real_now
from tracker.i18n import _, language, use_language
from tracker.notices.models import Letter, Notice
from tracker.notices.words import worded
from tracker.settings import Settings, get_settings
from tracker.web.formats import date_long

HOLD = timedelta(minutes=15)
"""How long a letter is left to whoever sends it, and the pause before it is tried again."""
MOST_ATTEMPTS = 8
MOST_AT_ONCE = 200  # letters of one round; the next round goes on
log = logging.getLogger(__name__)


async def send_letters(_at: datetime) -> int:
    """Send what waits; how many letters were sent. Nothing is done without a mail server."""
    settings = get_settings()
    if not mail.can_send(settings):
        return 0
    sent = 0
    for _round in range(MOST_AT_ONCE):
        letter = await _take()
        if letter is None:
            break
        sent += await _send(settings, letter)
    return sent


async def _take() -> Letter | None:
    """A letter that waits and that nobody holds; it is held from now on."""
    instant = real_now()
    taken = await Letter.get_pymongo_collection().find_one_and_update(
        {"state": "waiting", "held_until": {"$lt": instant}},
        {"$set": {"held_until": instant + HOLD}, "$inc": {"attempts": 1}},
        return_document=ReturnDocument.AFTER,
    )
    return Letter.model_validate(taken) if taken else None


async def _send(settings: Settings, letter: Letter) -> bool:
    user = await User.get(letter.user_id)
    where = {"instansi": letter.instansi, "user_id": letter.user_id, "mail": letter.id, "read_at": None}
    notices = await Notice.find(where).sort("+at").to_list()
    if user is None or not user.active or not notices:
        await _write(letter, {"state": "dropped"})  # nobody to tell, or all was read in the application
        return False
    before = language()
    use_language(user.language)
    try:
        subject, text = compose(user.name, date.fromisoformat(letter.day), notices, settings.public_url)
        await mail.send(settings, to=user.email, subject=subject, text=text, key=letter.id.replace(":", "."))
    except mail.MailError as error:
        log.warning("a letter could not be sent: %s", error.message)
        gives_up = letter.attempts >= MOST_ATTEMPTS
        await _write(letter, {"error": error.message, "state": "given_up" if gives_up else "waiting"})
        return False
    finally:
        use_language(before)
    await _write(letter, {"state": "sent", "sent_at": real_now(), "error": None})
    return True


async def _write(letter: Letter, fields: dict[str, Any]) -> None:
    await Letter.get_pymongo_collection().update_one({"_id": letter.id}, {"$set": fields})


def compose(name: str, day: date, notices: Sequence[Notice], public_url: str) -> tuple[str, str]:
    """Subject and text of a letter, in the language at hand; each thing with the address of its page."""
    subject = _("Renaksi {day}: {count} hal menunggu Anda").format(day=date_long(day), count=len(notices))
    lines = [_("Yth. {name},").format(name=name), ""]
    for number, notice in enumerate(notices, start=1):
        words = worded(notice.kind, notice.data)
        lines += [f"{number}. {words.title}", f"   {words.text}"]
        if public_url:
            lines.append(f"   {public_url.rstrip('/')}{notice.path}")
        lines.append("")
    lines.append(
        _("Renaksi mengirim paling banyak satu surel tiap pagi. Semua pemberitahuan ada di menu lonceng.")
    )
    return subject, "\n".join(lines)
