"""What the trail says of a person's sign-ins."""

from tracker.accounts.models import User
from tracker.audit.models import Event
from tracker.audit.service import events_of


async def sign_ins_told(email: str) -> list[Event]:
    """The events that say that the person with that address signed in, oldest first."""
    user = await User.find_one({"email": email})
    assert user is not None
    told = await events_of(user.memberships[0].instansi, str(user.id))
    return [event for event in told if event.action == "account.signed_in"]
