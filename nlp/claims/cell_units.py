"""The unit that a head, a label or a caption names: "(juta Rp)", "(%)", "(Ha)", "dalam rupiah"."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text.words import COUNT_NOUNS, DURATIONS

SCALE = {
    "ribu": 3,
    "ribuan": 3,
    "juta": 6,
    "jt": 6,
    "jutaan": 6,
    "miliar": 9,
    "milyar": 9,
    "m": 9,
    "triliun": 12,
}
_BRACKET = re.compile(r"\(([^()]{1,40})\)")
_WORD = re.compile(r"[a-z%²³/]+")
_SPOKEN = re.compile(r"dalam (?:(ribu|juta|miliar|milyar|triliun)(?:an)? )?(rp|rupiah|persen|%)")
_THOUSANDS = re.compile(r"(?:rp\.? ?|x ?)[.]?1?[.]?000\b")
_SQUARES = re.compile(r"\b(k?m|cm)([23])\b")
_SHARE = re.compile(r"[0-9] ?(?:%|persen)")  # a figure of its own: "Perempuan: 241 (58,5%)"
_PERCENT = frozenset({"%", "persen", "persentase"})
_MONEY = frozenset({"rp", "rupiah", "idr"})
_SCORED = frozenset({"indeks", "index", "poin", "skor", "nilai", "skala"})


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` as of a claim ("lasting" for days), `zeros` its scale, `noun` what is counted."""

    kind: str
    zeros: int = 0
    noun: str | None = None


def unit_of(text: str) -> Unit | None:
    """The unit that a text names in brackets or with "dalam", the last that tells; None without one."""
    low = text.lower()
    for said in reversed(_BRACKET.findall(low[-300:])):
        unit = unit_named(said)
        if unit:
            return unit
    spoken = _SPOKEN.search(low)
    if spoken:
        if spoken.group(2) in _PERCENT:
            return Unit("percent")
        return Unit("money", SCALE.get(spoken.group(1) or "", 0))
    return None


def unit_named(said: str) -> Unit | None:
    """The unit of a bracket's or a cell's words: "rp juta", "%", "unit", "satuan: orang"."""
    said = said.lower().strip("() ").removeprefix("dalam ").removeprefix("satuan").lstrip(": ")
    said = _SQUARES.sub(lambda m: m.group(1) + "²³"[m.group(2) == "3"], said)
    words = _WORD.findall(said)
    if not words or _SHARE.search(said):
        return None
    if _MONEY & set(words):
        zeros = 3 if _THOUSANDS.search(said) else next((SCALE[w] for w in words if w in SCALE), 0)
        return Unit("money", zeros)
    if words[0].startswith("rp/"):
        return Unit("money")
    if words[0] in _PERCENT:
        return Unit("percent")
    if len(words) > 4 or any(c.isdecimal() for c in said):
        return None
    if words[0] in SCALE and words[1:] and words[1] in COUNT_NOUNS:
        return Unit("count", SCALE[words[0]], " ".join(words[1:]))
    if words[0] in SCALE and len(words) == 1:
        return Unit("money", SCALE[words[0]])
    if words[0] in _SCORED:
        return Unit("score")
    if words[0] in DURATIONS:
        return Unit("lasting", noun=words[0])
    first = words[0].split("/")[0]
    if first in COUNT_NOUNS or words[0] in COUNT_NOUNS or words[0][-1] in "²³":
        return Unit("count", noun=said.split(";")[0].strip())
    return None
