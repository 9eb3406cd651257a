"""What is done again and again by the clock: each chore may be done twice, or by two workers at once."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from tracker.clock import now

Chore = Callable[[datetime], Awaitable[object]]
log = logging.getLogger(__name__)


def chores() -> tuple[Chore, ...]:
    """All of them, in order. Each is given the instant on the institutions' calendar."""
    from tracker.database import forget_commits  # noqa: PLC0415
    from tracker.dossier.orders import sweep_orders  # noqa: PLC0415
    from tracker.evidence.sweeping import sweep_unused  # noqa: PLC0415 - jobs lie below what they serve
    from tracker.inquiries.morning import remind_of_inquiries  # noqa: PLC0415
    from tracker.notices.morning import remind  # noqa: PLC0415
    from tracker.notices.post import send_letters  # noqa: PLC0415
    from tracker.resumable.service import sweep_uploads  # noqa: PLC0415
    from tracker.search.indexing import catch_up  # noqa: PLC0415
    from tracker.snapshots.freezing import freeze_due  # noqa: PLC0415
    from tracker.snapshots.service import take_daily  # noqa: PLC0415

    first = (freeze_due, take_daily, remind_of_inquiries, remind, send_letters)
    return *first, sweep_unused, sweep_uploads, sweep_orders, forget_commits, catch_up


async def keep_up() -> None:
    """Do every chore; one that fails is logged and does not keep the others from being done."""
    for chore in chores():
        try:
            await chore(now())
        except Exception:
            log.exception("the chore %s failed; it is tried again at the next round", chore.__name__)
