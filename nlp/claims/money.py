"""Amounts of rupiah: "Rp. 5.000,-", "Rp1,4 miliar", "senilai 500 juta"."""

from __future__ import annotations

from decimal import Decimal

from nlp.claims.candidates import Candidate
from nlp.claims.names import glued_name
from nlp.dates.readings import RANGE_ENDS, range_end
from nlp.text.lexer import Lexed
from nlp.text.numbers import MONEY_SCALES, SCALES, Figure, figure_at
from nlp.text.words import COUNT_NOUNS, FUNCTION_WORDS, PERCENT_WORDS, words

_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_BESIDE_CURRENCY = frozenset({"rp", "idr", ".", ":", "-"})
# Without one of these words beside it, or a scale, a figure is no amount of rupiah.
BEFORE_MONEY = _BESIDE_CURRENCY | RANGE_ENDS
BEHIND_MONEY = MONEY_SCALES.keys() | {"rupiah", "-"}
_FOREIGN = words("figures foreign")
_SPEAKS_OF_MONEY = words("money speaks")
_SPELLED = (
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "se",
    "nol",
)


def money_at(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    before = lexed.word(i - 1)
    first = _currency_before(lexed, i) if before in _BESIDE_CURRENCY else None
    if lexed.word(figure.end) == "-":
        figure = _rounded(lexed, figure)
    end = figure.end
    value = figure.value
    if first is None and before in RANGE_ENDS:
        first = _second_of_range(lexed, i)
    if first is None:
        return _money_without_sign(lexed, i, figure)
    if lexed.low[i] == "000":
        return None  # a head of a table, "(Rp.000)"
    if (
        not figure.scaled
        and lexed.word(end) in MONEY_SCALES
        and lexed.raw(end).isupper()
        and _stands(lexed, end)
    ):
        value *= MONEY_SCALES[lexed.low[end]]
        end += 1
    elif not figure.scaled:
        scale = _scale_of_range(lexed, end)
        value = value * scale if scale else _english_groups(lexed.low[i], value)
    if lexed.word(end) == "rupiah":
        end += 1
    end = _money_tail(lexed, end)
    return Candidate(first, end, "money", value.to_integral_value(), "Rp", 0.97)


def _second_of_range(lexed: Lexed, i: int) -> int | None:
    """Place of the figure in "Rp1,2–1,5 miliar" that goes on with the amount before it; None elsewhere."""
    for back in range(2, 5):
        if lexed.is_number(i - back) and range_end(lexed, i - back + 1) == i:
            return i if _currency_before(lexed, i - back) is not None else None
    return None


def _scale_of_range(lexed: Lexed, end: int) -> Decimal | None:
    """The scale word behind the second end of a range, which the first end shares: "Rp 5 hingga 10 juta"."""
    j = range_end(lexed, end)
    if j == end or not lexed.near(j):
        return None
    j += lexed.word(j) == "rp"
    last = figure_at(lexed, j) if lexed.is_number(j) else None
    if last is None:
        return None
    if last.scaled:
        return SCALES.get(lexed.word(last.end - 1))
    capital = lexed.raw(last.end).isupper() and _stands(lexed, last.end)
    return MONEY_SCALES.get(lexed.word(last.end)) if capital else None


def _rounded(lexed: Lexed, figure: Figure) -> Figure:
    """A figure with "-an" and the scale word behind it: "Rp 230-an miliar"."""
    end = figure.end
    if lexed.word(end) == "-" and lexed.word(end + 1) == "an" and lexed.glued(end):
        scale = SCALES.get(lexed.word(end + 2))
        return Figure(figure.first, end + 3, figure.value * scale, scaled=True) if scale else figure
    return figure


def _english_groups(written: str, value: Decimal) -> Decimal:
    """ "Rp 452,750" groups thousands with a comma: no amount has three decimals."""
    pieces = written.split(",")
    if len(pieces) == 2 and len(pieces[1]) == 3 and "." not in written and 1 <= len(pieces[0]) <= 3:
        return Decimal(pieces[0] + pieces[1])
    return value


def _currency_before(lexed: Lexed, i: int) -> int | None:
    j = i - 1
    while lexed.word(j) in {".", ":", "-"} and i - j < 3:
        j -= 1
    return j if lexed.word(j) in {"rp", "idr"} else None


def _stands(lexed: Lexed, j: int) -> bool:
    """True when the letter at j is no part of a longer word."""
    return not (lexed.glued(j + 1) and lexed.word(j + 1)[:1].isalpha())


def _money_tail(lexed: Lexed, end: int) -> int:
    """End behind ",-", ".-" or "-" that close an amount."""
    if (
        lexed.word(end) in {",", "."}
        and lexed.word(end + 1) in _DASHES | {"="}
        and lexed.glued(end)
        and lexed.glued(end + 1)
    ):
        return end + 2
    if (
        lexed.word(end) in _DASHES
        and lexed.glued(end)
        and not (lexed.glued(end + 1) and lexed.is_number(end + 1))
    ):
        return end + 1
    return end


def _money_without_sign(lexed: Lexed, i: int, figure: Figure) -> Candidate | None:
    """ "2,4 miliar rupiah", "senilai 500 juta": scaled amounts of which nothing else is counted."""
    following = lexed.word(figure.end)
    if lexed.word(i - 1) in _FOREIGN or following in _FOREIGN:
        return None
    if following == "rupiah":
        return Candidate(i, figure.end + 1, "money", figure.value.to_integral_value(), "Rp", 0.95)
    lettered = MONEY_SCALES.get(following) if not figure.scaled else None
    if lettered and lexed.raw(figure.end).isupper() and _stands(lexed, figure.end) and lexed.near(figure.end):
        spoken = not _SPEAKS_OF_MONEY.isdisjoint(lexed.low[max(0, i - 8) : i])
        value = (figure.value * lettered).to_integral_value()
        return Candidate(i, figure.end + 1, "money", value, "Rp", 0.8) if spoken else None
    if (
        figure.scaled
        and figure.value >= 10**6
        and not _counts_millions(lexed, i, figure)
        and following not in COUNT_NOUNS
    ):
        plain = not following.isalpha() or following in FUNCTION_WORDS or not lexed.near(figure.end)
        if plain and following not in PERCENT_WORDS:
            return Candidate(i, figure.end, "money", figure.value.to_integral_value(), "Rp", 0.8)
    return None


def _counts_millions(lexed: Lexed, i: int, figure: Figure) -> bool:
    """True for a scaled figure of which nothing says that it is rupiah: millions may be of people, billions
    hardly; and for one that is glued to a name.
    """
    if lexed.glued(i) or figure.value < 10**9:
        spoken = not lexed.glued(i) and not _SPEAKS_OF_MONEY.isdisjoint(lexed.low[max(0, i - 8) : i])
        return not spoken and glued_name(lexed, i)
    return False


def spelled_out_end(lexed: Lexed, end: int) -> int:
    """End of "(lima ribu rupiah)" behind an amount, which repeats it, whatever OCR made of its words."""
    if lexed.word(end) != "(" or not lexed.word(end + 1).startswith(_SPELLED):
        return end
    for k in range(end + 1, min(end + 60, len(lexed))):
        if lexed.low[k] == ")" or lexed.low[k].startswith("rupia"):
            return k + 1
        if lexed.is_number(k):
            break
    return end
