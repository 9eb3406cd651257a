"""Who may verify what: the person who decides had no part in what they decide on. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What somebody did of what a verification rests on."""

    WROTE = "wrote"
    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Chain:
    """Who made what proves a report: ids of users."""

    writers: Collection[str]  # of the report
    uploaders: Collection[str] = ()  # of the file in which the proof stands
    confirmer: str | None = None  # of the claim that proves


def part_of(user_id: str, chain: Chain) -> Part | None:
    """The part that a person had in the chain, so that somebody else must verify; None: they had none.

    To return a report is free to all but its writers: that leaves nothing proven by one pair of eyes.
    """
    if user_id in chain.writers:
        return Part.WROTE
    if user_id in chain.uploaders:
        return Part.UPLOADED
    return Part.CONFIRMED if user_id == chain.confirmer else None
