"""Samples of the queue: drawn, kept with seed and population, drawn again, and worked through."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.progress.models import Progress
from tracker.progress.rules import State
from tracker.review.drawing import draw, population_hash
from tracker.review.entries import Entry
from tracker.review.models import Drawable, Sample

LARGEST = 500
LONGEST_SEED = 40


@dataclass(frozen=True, slots=True)
class Worked:
    """How far the work on a sample is."""

    total: int
    states: Counter[str]

    @property
    def done(self) -> int:
        """Those that were decided."""
        return self.states[State.VERIFIED] + self.states[State.RETURNED] + self.states[State.REOPENED]


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample in the list."""

    id: PydanticObjectId
    seed: str
    population: int
    by_name: str
    at: datetime
    worked: Worked


def weight_of(entry: Entry) -> int:
    """The weight of a report in a draw: its points of risk, and one, so that none is impossible."""
    return entry.risk + 1


async def take(
    actor: Actor, entries: list[Entry], *, query: dict[str, str], size: int, seed: str = ""
) -> Sample:
    """Draw a sample from these waiting reports and keep it with all that it takes to draw it again.

    Raises Invalid for a size that makes no sample, or a seed that is too long. Without a seed one is made.
    """
    demand(actor, Right.DECIDE_PROGRESS, instansi=actor.instansi, unit=None)
    if not 1 <= size <= LARGEST:
        words = _("Tulis banyaknya dari 1 sampai {most}.").format(most=LARGEST)
        raise Invalid(words, {"size": words})
    if not entries:
        raise Invalid(_("Tidak ada laporan yang menunggu dengan saringan ini, jadi tidak ada yang diundi."))
    if len(seed) > LONGEST_SEED:
        words = _("Benih paling panjang {most} huruf.").format(most=LONGEST_SEED)
        raise Invalid(words, {"seed": words})
    chosen = seed.strip() or secrets.token_hex(4)
    population = sorted((entry.id, entry.revision, weight_of(entry)) for entry in entries)
    sample = Sample(
        instansi=actor.instansi,
        seed=chosen,
        query=query,
        population=[Drawable(id=one, revision=seen, weight=weight) for one, seen, weight in population],
        population_hash=population_hash(population),
        population_size=len(population),
        drawn=draw([(one, weight) for one, _seen, weight in population], seed=chosen, size=size),
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )

    async def work(session: Session) -> None:
        await sample.insert(session=session)
        await audit.record(
            session,
            actor=actor,
            instansi=actor.instansi,
            action="sample.drawn",
            subject=Subject(kind="sample", id=str(sample.id), label=chosen),
            data={
                "seed": chosen,
                "population": len(population),
                "hash": sample.population_hash,
                "drawn": sample.drawn,
                "filters": query,
            },
        )

    await in_transaction(work)
    return sample


def drawn_again(sample: Sample) -> bool:
    """Whether the kept population is whole and its draw with the kept seed gives the same reports."""
    population = [(one.id, one.revision, one.weight) for one in sample.population]
    again = draw(
        [(one, weight) for one, _seen, weight in population], seed=sample.seed, size=len(sample.drawn)
    )
    return population_hash(population) == sample.population_hash and again == sample.drawn


async def sample_of(actor: Actor, sample_id: PydanticObjectId) -> Sample:
    """A sample of the institution. Raises NotFound."""
    sample = await Sample.find_one({"_id": sample_id, "instansi": actor.instansi})
    if sample is None:
        raise NotFound(_("Sampel ini tidak ditemukan."))
    demand(actor, Right.DECIDE_PROGRESS, instansi=sample.instansi, unit=None)
    return sample


async def newest(instansi: str, most: int) -> list[Listed]:
    """The newest samples of an institution with how far the work on them is: two queries."""
    collection = Sample.get_pymongo_collection()
    found = await collection.find({"instansi": instansi}, {"population": 0}).to_list()
    found = sorted(found, key=lambda sample: sample["at"], reverse=True)[:most]
    states = await _states(instansi, [each for sample in found for each in sample["drawn"]])
    return [
        Listed(
            id=sample["_id"],
            seed=sample["seed"],
            population=sample["population_size"],
            by_name=sample["by_name"],
            at=sample["at"],
            worked=_worked(sample["drawn"], states),
        )
        for sample in found
    ]


async def worked(instansi: str, ids: Sequence[str]) -> Worked:
    """How many of these reports stand in each state."""
    return _worked(ids, await _states(instansi, ids))


def _worked(ids: Sequence[str], states: Mapping[str, str]) -> Worked:
    return Worked(len(ids), Counter(states.get(each, "") for each in ids))


async def _states(instansi: str, ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    where = {"_id": {"$in": sorted(set(ids))}, "instansi": instansi}
    found = await Progress.get_pymongo_collection().find(where, {"state": 1}).to_list()
    return {each["_id"]: each["state"] for each in found}
