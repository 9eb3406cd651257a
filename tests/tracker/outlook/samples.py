"""Outputs of plans for the rules that look back and ahead."""

from decimal import Decimal

from tracker.outlook.gaps import Gap, PlacedCells, letters_of
from tracker.percentages.facts import PlacedOutput
from tracker.percentages.rules import OutputFacts, ProgressFact

FACTS = {
    Gap.EMPTY: ProgressFact(),
    Gap.DRAFT: ProgressFact(Decimal(1)),
    Gap.RETURNED: ProgressFact(Decimal(1)),
    Gap.UNPROVEN: ProgressFact(Decimal(1), reported=True),
    Gap.UNVERIFIED: ProgressFact(Decimal(1), reported=True, proven=True),
    Gap.VERIFIED: ProgressFact(Decimal(1), reported=True, proven=True, verified=True),
}


def placed(
    letters: str, *, renaksi: str = "r1", unit: str = "u1", weight: str = "1", target: str = "1"
) -> PlacedCells:
    """An output whose four triwulan stand as the letters say."""
    wanted = {triwulan: Gap(letter) for triwulan, letter in enumerate(letters, start=1)}
    facts = OutputFacts(
        targets={tw: None if gap is Gap.NOT_DUE else Decimal(target) for tw, gap in wanted.items()},
        weight=Decimal(weight),
        progress={tw: FACTS[gap] for tw, gap in wanted.items() if gap is not Gap.NOT_DUE},
    )
    states = {tw: "returned" for tw, gap in wanted.items() if gap is Gap.RETURNED}
    made = PlacedCells(
        PlacedOutput(f"{renaksi}-{letters}", renaksi, unit, "n1", facts), letters_of(facts, states)
    )
    assert made.letters == letters
    return made
