"""Drawing a sample by weight, so that anybody can draw it again. Pure.

Each report of the population gets u, the first 52 bits of SHA-256 of "seed|id" as a fraction between 0 and 1,
and the key -ln(u) ÷ weight; the smallest keys are drawn. That is a draw without replacement in which a report
of weight 4 is as likely to come first as four reports of weight 1 together (Efraimidis and Spirakis, 2006).
"""

import hashlib
from collections.abc import Sequence
from decimal import Decimal, localcontext

BITS = 52
PRECISION = 28  # significant digits: the key is the same on every machine


def key_of(seed: str, identifier: str, weight: int) -> Decimal:
    """The key of one report; the weight is 1 or more. Raises ValueError for less."""
    if weight < 1:
        raise ValueError(f"a weight is 1 or more, not {weight}")
    digest = hashlib.sha256(f"{seed}|{identifier}".encode()).digest()
    number = int.from_bytes(digest[:8]) >> (64 - BITS)
    with localcontext(prec=PRECISION):
        return -((Decimal(number) + Decimal("0.5")) / Decimal(2**BITS)).ln() / weight


def draw(population: Sequence[tuple[str, int]], *, seed: str, size: int) -> list[str]:
    """The ids drawn from (id, weight), in the order of the draw; all of them where `size` is larger."""
    keyed = sorted((key_of(seed, identifier, weight), identifier) for identifier, weight in population)
    return [identifier for _key, identifier in keyed[: max(size, 0)]]


def population_hash(population: Sequence[tuple[str, int, int]]) -> str:
    """SHA-256 over the lines "id revision weight" in the order of the ids: what was drawn from."""
    lines = (f"{identifier} {revision} {weight}\n" for identifier, revision, weight in sorted(population))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
