"""Slowing down whoever tries passwords: failed sign-ins are counted by account, by address, and by both.

An attempt is written down before its password is looked at, so attempts at the same moment count one another;
a right password takes it back. Who has failed too often waits until the window has passed; what is tried
meanwhile is not looked at and does not make the wait longer.
"""

import hashlib
from datetime import datetime, timedelta
from math import ceil

from beanie import PydanticObjectId

from tracker.accounts.models import SignInAttempt
from tracker.clock import real_now
from tracker.errors import TooOften
from tracker.i18n import _

WINDOW = timedelta(minutes=15)
MOST_OF_BOTH = 8
"""Failures of one account from one address. A stranger elsewhere does not lock its owner out with these."""
MOST_OF_ACCOUNT = 40
MOST_OF_ADDRESS = 80  # an office often has one address for all of its people


async def begin(*, account: str, address: str, most_of_account: int = MOST_OF_ACCOUNT) -> PydanticObjectId:
    """Write an attempt down; its id, for `forgive`. Raises TooOften with the minutes to wait.

    `account` is what is tried: the address typed at the sign-in, or a name for another proof of a person.
    """
    at = real_now()
    account = _account(account)
    await SignInAttempt.get_pymongo_collection().delete_many({"at": {"$lt": at - WINDOW}})
    attempt = await SignInAttempt(account=account, address=address, at=at).insert()
    limits = (
        ({"account": account, "address": address}, MOST_OF_BOTH),
        ({"account": account}, most_of_account),
        ({"address": address}, MOST_OF_ADDRESS),
    )
    for where, most in limits:
        oldest = await _oldest_of_too_many(where, most)
        if oldest is not None:
            await SignInAttempt.get_pymongo_collection().delete_one({"_id": attempt.id})
            raise TooOften(_wait(oldest + WINDOW - at))
    return attempt.id


async def forgive(attempt_id: PydanticObjectId, *, account: str, address: str) -> None:
    """Forget an attempt that was right, and the failures before it from the same address."""
    attempts = SignInAttempt.get_pymongo_collection()
    await attempts.delete_one({"_id": attempt_id})
    await attempts.delete_many({"account": _account(account), "address": address})


async def _oldest_of_too_many(where: dict[str, str], most: int) -> datetime | None:
    """The instant of the oldest attempt where there are more than `most`, else None."""
    rows = await SignInAttempt.get_pymongo_collection().find(where, {"at": 1}).to_list()
    return min(row["at"] for row in rows) if len(rows) > most else None


def _account(typed: str) -> str:
    """The account as it is counted: what was typed may be somebody's password, so it is not kept."""
    return hashlib.sha256(typed.strip().lower().encode(errors="replace")).hexdigest()


def _wait(left: timedelta) -> str:
    minutes = max(1, ceil(left.total_seconds() / 60))
    return _(
        "Terlalu sering salah. Tunggu {minutes} menit, lalu coba lagi. Bila lupa kata sandi, hubungi "
        "administrator."
    ).format(minutes=minutes)
