"""How sure a mark is: the share of such marks that a person left unchanged.

The shares were counted on marked texts (tests/nlp/marked): a claim counts as unchanged when kind, value, role
and indicator were right, a date when value and role were. They are products of few factors rather than a
learned model, so that a person can see why one mark ranks below another.
"""

from __future__ import annotations

# How the role was told: by a cue in the text, or left to what is usual.
ROLE_TOLD, ROLE_USUAL = 0.96, 0.91
# Where the indicator was named: beside the figure or its table; in the sentences before; nowhere.
NAMED, INHERITED, UNNAMED = 0.96, 0.9, 0.93


def of_claim(sure: float, *, role_told: bool, indicator: str | None, inherited: bool) -> float:
    """Confidence of a claim: `sure` is that of kind and value, the rest how role and indicator were found."""
    where = (INHERITED if inherited else NAMED) if indicator else UNNAMED
    return round(min(sure, 0.99) * (ROLE_TOLD if role_told else ROLE_USUAL) * where, 2)


def of_date(*, complete: bool, bare: bool, role: str) -> float:
    """Confidence of a date: surer when written in full than when it leans on the day of publication."""
    value = 0.99 if complete and not bare else (0.97 if complete else 0.93)
    return round(value * (0.93 if role == "event" else 0.97), 2)
