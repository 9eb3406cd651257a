"""The filters of the queue as they stand in an address, and the order of work that they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import Depends, Query

from tracker.accounts.rights import Actor
from tracker.progress.registry import mark_words
from tracker.progress.rules import State
from tracker.review import samples
from tracker.review.entries import Filter, Level, Order, Place, narrowed, place_in
from tracker.review.queue import REVIEWABLE, waiting

PASSING = "lolos"
"""Among the tests of the address: those that pass all of them."""


@dataclass
class QueueQuery:
    """The filters of the queue. What an address says wrongly does not narrow."""

    state: State = State.SUBMITTED
    tw: Annotated[str, Query(pattern="^[1-4]?$")] = ""
    unit: Annotated[str, Query(max_length=100)] = ""
    risiko: Annotated[str, Query(max_length=20)] = ""
    uji: Annotated[str, Query(max_length=40)] = ""
    ragu: Annotated[str, Query(pattern="^(ya)?$")] = ""
    urut: Annotated[str, Query(max_length=20)] = ""
    tahun: Annotated[str, Query(pattern=r"^(\d{4})?$")] = ""
    sampel: Annotated[str, Query(max_length=24)] = ""

    @property
    def filter(self) -> Filter:
        """What the query asks for. Only states that the inspectorate works with."""
        return Filter(
            state=self.state if self.state in REVIEWABLE else State.SUBMITTED,
            triwulan=int(self.tw) if self.tw else None,
            unit=self.unit or None,
            level=Level(self.risiko) if self.risiko in set(Level) else None,
            test=self.uji if self.uji in mark_words() else "",
            passing=True if self.uji == PASSING else None,
            held=True if self.ragu else None,
            order=Order.AGE if self.urut == Order.AGE else Order.RISK,
        )

    @property
    def sample_id(self) -> PydanticObjectId | None:
        """The sample that is worked through, where the address names one."""
        return PydanticObjectId(self.sampel) if PydanticObjectId.is_valid(self.sampel) else None

    def as_dict(self) -> dict[str, str]:
        """The filters as a form begins with them, "" for those that are not set: for addresses."""
        return {
            "state": "" if self.state is State.SUBMITTED else str(self.state),
            "tw": self.tw,
            "unit": self.unit,
            "risiko": self.risiko,
            "uji": self.uji,
            "ragu": self.ragu,
            "urut": self.urut,
            "tahun": self.tahun,
            "sampel": str(self.sample_id or ""),
        }

    @property
    def kept(self) -> dict[str, str]:
        """The filters that are set, as a view or a sample keeps them; the sample worked through is none."""
        return {name: value for name, value in self.as_dict().items() if value and name != "sampel"}


Queued = Annotated[QueueQuery, Depends()]


def query_of(kept: Mapping[str, str]) -> QueueQuery:
    """The query of a kept view or sample."""
    said = dict(kept)
    state = State(said.pop("state", State.SUBMITTED))
    return QueueQuery(state=state, **said)


async def place_of(actor: Actor, query: QueueQuery, progress_id: str) -> Place:
    """Where a waiting report stands: in the sample that is worked through, else in the filtered queue."""
    entries = await waiting(actor.instansi)
    if query.sample_id is not None:
        sample = await samples.sample_of(actor, query.sample_id)
        open_ = {entry.id for entry in entries}
        return place_in([each for each in sample.drawn if each in open_], progress_id)
    if query.filter.state is not State.SUBMITTED:
        return Place()
    return place_in([entry.id for entry in narrowed(entries, query.filter)], progress_id)
