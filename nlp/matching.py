"""Which planned outputs a claim may prove: candidates ranked by words, unit, value, period and unit in
charge.

Pure functions over plain values. A match is a suggestion for a person to judge, so it always says why.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.claims.indicators import find_mentions, load_indicators
from nlp.marked import N_
from nlp.marks import ClaimMark
from nlp.text.edtf import first_year
from nlp.text.lexer import lex
from nlp.text.wording import meanings
from nlp.text.words import words

LEAST = 0.2  # weaker matches help nobody
SURE = 0.5  # from here on a match stands by its own
AHEAD = 0.12  # a weaker one must be so much better than the next one
_WEIGHTS = {"words": 0.45, "indicator": 0.2, "value": 0.2, "unit": 0.15, "period": 0.05, "opd": 0.05}
_ROMAN = ("", "I", "II", "III", "IV")
_PERCENT = frozenset({"%", "persen", "prosen", "persentase"})
_ANYTHING = frozenset({"unit", "buah", "item", "jumlah", "kegiatan"})
"""Units that an output may count anything in."""
_PERSONS = words("matching persons")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A planned output for one triwulan.

    `text` is the wording of output, renaksi and plan node together; `values` holds "reported" and "target"
    where they are known; `triwulan` is 1 to 4, or None for the whole year; `unit_names` are those of the
    unit in charge, long and short.
    """

    id: str
    text: str
    satuan: str = ""
    year: int | None = None
    triwulan: int | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    unit_names: Sequence[str] = ()


REASONS = {
    "actual": N_("nilai sama dengan realisasi{when} ({claim})"),
    "target": N_("nilai sama dengan target{when} ({claim})"),
    "indicator": N_("indikator sama: {name}"),
    "words": N_("{count} kata sama: {words}"),
    "unit": N_("satuan sama: {name}"),
    "other unit": N_("satuan berbeda: {one} dan {other}"),
    "period": N_("periode sama: {when}"),
    "other year": N_("tahun berbeda: {one} dan {other}"),
    "unit in charge": N_("unit penanggung jawab disebut"),
}
"""What speaks for and against a match, in words for the person who judges it."""
BETWEEN = "; "  # reasons


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that a claim may prove: `score` is 0 to 1, `reason` says why in Indonesian."""

    candidate: str
    score: float
    reason: str


def match(claim: ClaimMark, sentence: str, candidates: Sequence[Candidate]) -> list[Match]:
    """Candidates that the claim, which stands in `sentence`, may prove: best first, weak ones left out."""
    wanted = meanings(sentence)
    of_each = [meanings(candidate.text) for candidate in candidates]
    rarity = _rarity(of_each)
    found = []
    for candidate, own in zip(candidates, of_each, strict=True):
        score, reasons = _score(claim, sentence, candidate, wanted, own, rarity)
        if score >= LEAST and reasons:
            found.append(Match(candidate.id, round(score, 3), BETWEEN.join(reasons)))
    return sorted(found, key=lambda one: (-one.score, one.candidate))


def offered(matches: Sequence[Match], most: int) -> list[Match]:
    """Those that are worth a person's look, of matches that stand best first.

    A match that is not sure by itself is offered only where it is clearly ahead of the next one: two alike
    outputs with half a reason each would be guessing.
    """
    sure = [one for one in matches if one.score >= SURE]
    if sure:
        return sure[:most]
    first, *rest = matches or (None,)
    if first is None or first.score < LEAST or (rest and first.score - rest[0].score < AHEAD):
        return []
    return [first]


def _rarity(of_each: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Weight of each stem: words that every candidate has tell nothing apart."""
    counts = Counter(word for words in of_each for word in words)
    total = len(of_each)
    return {word: math.log(1 + total / count) for word, count in counts.items()}


def _score(
    claim: ClaimMark,
    sentence: str,
    candidate: Candidate,
    wanted: Mapping[str, str],
    own: Mapping[str, str],
    rarity: Mapping[str, float],
) -> tuple[float, list[str]]:
    shared = [word for word in own if word in wanted]
    parts = {
        "words": _likeness(shared, own, wanted, rarity),
        "indicator": _indicator(claim, candidate),
        "value": _value(claim, candidate)[0],
        "unit": _unit(claim, candidate),
        "period": _period(claim, candidate),
        "opd": _named(sentence, candidate),
    }
    known = {name: part for name, part in parts.items() if part is not None}
    whole = sum(_WEIGHTS[name] for name in known)
    score = sum(_WEIGHTS[name] * max(part, 0.0) for name, part in known.items()) / whole
    against = sum(part < 0 for part in known.values())
    score *= 0.5**against  # another unit, year or measure is a reason against it, whatever else fits
    if not shared and not parts["value"] and parts["indicator"] != 1:
        score = 0.0
    return min(1.0, score), _reasons(claim, candidate, known, [own[word] for word in shared])


def _likeness(
    shared: Sequence[str], own: Mapping[str, str], wanted: Mapping[str, str], rarity: Mapping[str, float]
) -> float:
    """Share of the candidate's weighty words that the sentence has, at least two of them counted."""
    if not own or not wanted:
        return 0.0
    weights = sorted((rarity.get(word, 1.0) for word in own), reverse=True)
    possible = sum(weights[: max(2, min(len(weights), len(wanted)))])
    return min(1.0, sum(rarity.get(word, 1.0) for word in shared) / possible) if possible else 0.0


def _indicator(claim: ClaimMark, candidate: Candidate) -> float | None:
    """1 when the candidate names the claim's indicator, -1 when it names others alone; None: not known."""
    if claim.indicator is None:
        return None
    codes = {mention.code for mention in find_mentions(lex(candidate.text), load_indicators())}
    if not codes:
        return 0.0
    return 1.0 if claim.indicator in codes else -1.0


def _value(claim: ClaimMark, candidate: Candidate) -> tuple[float | None, str]:
    """1 for the reported value, 0.6 for the target when the claim states one; with the name of what was
    equal. None where nothing was reported, so that nothing can be said.
    """
    if isinstance(claim.value, str):
        return None, ""
    reported, target = candidate.values.get("reported"), candidate.values.get("target")
    if reported is not None and claim.value == reported:
        return 1.0, "actual"
    if target is not None and claim.value == target:
        return (1.0 if claim.role == "target" else 0.6), "target"
    return (None if reported is None else 0.0), ""


def _unit(claim: ClaimMark, candidate: Candidate) -> float | None:
    """1 when the claim's unit is the candidate's, -1 when one is a percentage and the other is not.

    None where either is not known, or where the candidate counts in units that may be anything.
    """
    if not claim.unit or not candidate.satuan:
        return None
    mine, its = claim.unit.lower(), candidate.satuan.lower()
    if (mine in _PERCENT) != (its in _PERCENT):
        return -1.0
    if mine in _PERCENT:
        return 1.0
    if meanings(mine).keys() & meanings(its.replace("/", " ")).keys():
        return 1.0
    persons = [bool(_PERSONS & set(lex(unit).low)) for unit in (mine, its)]
    if all(persons):
        return 0.6
    return None if its in _ANYTHING or mine in its else 0.0


def _period(claim: ClaimMark, candidate: Candidate) -> float | None:
    """1 for the same triwulan, 0.6 for the same year, -1 for another year, None when either is not known."""
    if claim.period is None or candidate.year is None:
        return None
    if first_year(claim.period) != candidate.year:
        return -1.0
    months = [part[5:7] for part in claim.period.split("/") if len(part) >= 7]
    if candidate.triwulan is None or not months:
        return 0.6
    return 1.0 if all((int(month) + 2) // 3 == candidate.triwulan for month in months) else 0.3


def _named(sentence: str, candidate: Candidate) -> float | None:
    low = sentence.lower()
    return 1.0 if any(name and name.lower() in low for name in candidate.unit_names) else None


def _reasons(
    claim: ClaimMark, candidate: Candidate, parts: Mapping[str, float], shared: Sequence[str]
) -> list[str]:
    """What speaks for and against the match, in words for the person who judges it."""
    reasons = []
    _, equal = _value(claim, candidate)
    if equal:
        when = f" TW {_ROMAN[candidate.triwulan]}" if candidate.triwulan else ""
        reasons.append(REASONS[equal].format(when=when, claim=claim.text))
    if parts.get("indicator") == 1:
        name = load_indicators().names.get(claim.indicator or "", claim.indicator)
        reasons.append(REASONS["indicator"].format(name=name))
    if shared:
        reasons.append(REASONS["words"].format(count=len(shared), words=", ".join(shared[:6])))
    if parts.get("unit", 0) > 0:
        reasons.append(REASONS["unit"].format(name=candidate.satuan))
    elif parts.get("unit", 0) < 0:
        reasons.append(REASONS["other unit"].format(one=claim.unit, other=candidate.satuan))
    if parts.get("period", 0) >= 0.6:
        when = f"TW {_ROMAN[candidate.triwulan]} " if candidate.triwulan and parts.get("period") == 1 else ""
        reasons.append(REASONS["period"].format(when=f"{when}{candidate.year}"))
    elif parts.get("period", 0) < 0:
        reasons.append(REASONS["other year"].format(one=first_year(claim.period or ""), other=candidate.year))
    if parts.get("opd"):
        reasons.append(REASONS["unit in charge"])
    return reasons
