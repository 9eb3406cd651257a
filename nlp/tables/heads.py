"""Cuts lines of heads whose columns were lost into the heads of so many columns.

"No Unit Kerja Wajib Lapor Sudah Lapor Kepatuhan (%)" over rows that end in three figures has the heads "Wajib
Lapor", "Sudah Lapor" and "Kepatuhan (%)": a head begins with a word that heads begin with, ends behind its
bracket, and suits the figures below it. A line of years, quarters or units stands under heads it divides.
"""

from __future__ import annotations

import re

from nlp.tables.head_fit import MAX_WORDS, STARTS, Line, is_year, plain, said_by, suits
from nlp.tables.shapes import Shape
from nlp.text.words import words

_LABELS = words("heads labels")
_TITLE_TIME = re.compile(
    r"\s*(?:tahun|triwulan|tw|semester|bulan|periode)\b.{0,40}\b(?:19|20)[0-9]{2}\s*$", re.I
)
_NOTES = frozenset({"keterangan", "ket", "pic", "pelaksana", "koordinator", "pj", "penanggung", "jawab"})
_UNITS = frozenset(
    [
        "rp",
        "%",
        "orang",
        "unit",
        "poin",
        "ribu",
        "juta",
        "miliar",
        "milyar",
        "persen",
        "jiwa",
        "ha",
        "km",
        "ton",
        "kg",
        "kk",
        "desa",
        "dokumen",
        "skor",
        "nilai",
    ]
)
_QUARTERS = frozenset({"tw", "trw", "triwulan", "twl", "semester", "sem", "smt", "q"})
_ATOM = re.compile(r"\([^()]{0,40}\)|\S+")
_ROMAN = frozenset({"i", "ii", "iii", "iv", "1", "2", "3", "4"})
_MONTHS = frozenset(
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "agu",
        "ags",
        "agt",
        "sep",
        "sept",
        "okt",
        "nov",
        "des",
        "nopember",
    ]
)
_PAIRED = frozenset(
    {"target", "realisasi", "t", "r", "real", "capaian", "k", "keu", "fisik", "l", "p", "lk", "pr"}
)
_DIVISIONS = _UNITS | _ROMAN | _MONTHS | _PAIRED
LONE = frozenset({"kondisi", "awal", "baseline", "satuan", "akhir", "total", "jumlah"})  # over one column
_DIVIDED = frozenset({"tahun", "triwulan", "semester", "bulan"})
_MAX_TOKENS = 60
_NONE = float("-inf")
_UNLIKELY = -1e9
_PARTED = 1.4  # cost of one more group over columns


def cut_heads(text: str, width: int, shapes: list[Shape] | None = None) -> list[str] | None:
    """The last `width` heads of a line, left to right; None when it has fewer words than that."""
    found = _cut(text, width, shapes)
    return found[1] if found else None


def _cut(
    text: str, width: int, shapes: list[Shape] | None = None, *, whole: bool = False
) -> tuple[float, list[str]] | None:
    """The score and the last `width` heads of a line; with `whole`, heads that use all of its words."""
    tokens = atoms(text)
    if len(tokens) < width or len(tokens) > _MAX_TOKENS or width < 1:
        return None
    size = len(tokens)
    # best[k][j]: the best score of k heads that fill the tokens from j on, with where the first of them ends
    best = [[_NONE] * (size + 1) for _ in range(width + 1)]
    ends = [[0] * (size + 1) for _ in range(width + 1)]
    best[0][size] = 0.0
    line = Line(tokens)
    heads_from = {j: line.heads(j) for j in range(max(0, size - width * MAX_WORDS), size)}
    for k in range(1, width + 1):
        shape, before, mine = shapes[width - k] if shapes else None, best[k - 1], best[k]
        for j in range(max(0, size - k * MAX_WORDS), size - k + 1):
            for end, (fitness, said) in enumerate(heads_from[j], j + 1):
                score = before[end] + fitness + suits(said, shape)
                if score > mine[j]:
                    mine[j], ends[k][j] = score, end
    left = [0.0]
    for token in tokens:
        left.append(left[-1] + 0.6 * (plain(token) in STARTS or is_year(token)))
    first = (
        0 if whole else max(range(len(tokens)), key=lambda j: best[width][j] - left[j] + (1.0 if j else 0.0))
    )
    if best[width][first] == _NONE:
        return None
    heads, j = [], first
    for k in range(width, 0, -1):
        heads.append(" ".join(tokens[j : ends[k][j]]))
        j = ends[k][j]
    return best[width][first] - left[first], heads


def stack_heads(lines: list[str], width: int, shapes: list[Shape]) -> list[str] | None:
    """The heads of `width` columns out of one or several lines, the words of a column joined by " / "."""
    lines = [_behind_satuan(line) for line in lines if line.strip()]
    if shapes[-1].sort == "figure":
        lines = [_without_note(line) for line in lines]
        lines = [line for line in lines if line]
    if not lines:
        return None
    leaves = atoms(lines[-1]) if len(lines) > 1 else []
    if leaves and _parts(lines[-1]):
        tops = " ".join(lines[:-1])
        if len(leaves) == width:
            return _under(tops, leaves, width, shapes)
        if len(leaves) < width:
            heads = cut_heads(tops, width, shapes)
            return _spread(heads, leaves, shapes) if heads else None
    one = _cut(" ".join(lines), width, shapes)
    stacked = _stacked(" ".join(lines[:-1]), lines[-1], width, shapes) if len(lines) > 1 else None
    if stacked and (one is None or _likely(stacked, shapes) >= _likely(one[1], shapes)):
        return stacked
    return one[1] if one else None


def _stacked(first: str, second: str, width: int, shapes: list[Shape]) -> list[str] | None:
    """Heads of two lines each: the second line's words go on with the last columns, or with all."""
    upper = _cut(first, width, shapes)
    if upper is None:
        return None
    best = None
    for count in range(max(1, width - 2), width + 1):
        lower = _cut(second, count, shapes[-count:], whole=True)
        if lower is None:
            continue
        words = [""] * (width - count) + lower[1]
        heads = [f"{a} {b}".strip() for a, b in zip(upper[1], words, strict=True)]
        if best is None or _likely(heads, shapes) > _likely(best, shapes):
            best = heads
    return best


def _likely(heads: list[str], shapes: list[Shape]) -> float:
    """How well some heads suit the columns below them."""
    suited = sum(suits(_said(head), shape) for head, shape in zip(heads, shapes, strict=True))
    return suited + 0.5 * sum(begins_head(head) for head in heads)


def _said(head: str) -> int:
    """What all words of a head tell."""
    said = 0
    for token in atoms(head):
        said |= said_by(token)
    return said


def _under(tops: str, leaves: list[str], width: int, shapes: list[Shape]) -> list[str]:
    """Heads of columns whose last line has a word for each: each with its own head over it, or its
    group's.
    """
    own = _cut(tops, width, shapes)
    tops = " ".join(word for n, word in enumerate(tops.split()) if not n or plain(word) not in _DIVIDED)
    groups = [(_cut(tops, k), k) for k in range(1, width)]
    fit = [(found[0] - _PARTED * k, found[1]) for found, k in groups if found is not None]
    best = max(fit, key=lambda pair: pair[0], default=None)
    if own and (best is None or own[0] - _PARTED * width >= best[0]):
        return [f"{a} / {b}" for a, b in zip(own[1], leaves, strict=True)]
    if best is None:
        return leaves
    names = best[1]
    over = _shares(names, leaves)
    return [f"{names[g]} / {leaf}" if g >= 0 else leaf for g, leaf in zip(over, leaves, strict=True)]


def _shares(names: list[str], leaves: list[str]) -> list[int]:
    """The group over each leaf: groups of one column ("Kondisi Awal") take one, the others share the rest."""
    lone = [plain(name.split()[0]) in LONE for name in names]
    rest = len(leaves) - sum(lone)
    wide = lone.count(False)
    if not wide:
        return [min(k * len(names) // len(leaves), len(names) - 1) for k in range(len(leaves))]
    sizes = [1 if one else rest // wide for one in lone]
    sizes[max(k for k, one in enumerate(lone) if not one)] += rest - rest // wide * wide
    return [g for g, size in enumerate(sizes) for _ in range(size)][: len(leaves)]


def _spread(heads: list[str], leaves: list[str], shapes: list[Shape]) -> list[str]:
    """Heads with units under some of them: each unit goes, in order, to the column that it suits best."""
    best: dict[tuple[int, int], tuple[float, list[int]]] = {}

    def place(i: int, k: int) -> tuple[float, list[int]]:
        if i == len(leaves):
            return 0.0, []
        if len(heads) - k < len(leaves) - i:
            return _UNLIKELY, []
        if (i, k) not in best:
            here, after = place(i + 1, k + 1)
            here += suits(said_by(leaves[i]), shapes[k])
            here -= 0.5 if "(" in heads[k] or "%" in heads[k] else 0.0
            skip = place(i, k + 1)
            best[i, k] = (here, [k, *after]) if here >= skip[0] else skip
        return best[i, k]

    found = list(heads)
    for leaf, k in zip(leaves, place(0, 0)[1], strict=False):
        found[k] = f"{found[k]} {leaf}"
    return found


def atoms(text: str) -> list[str]:
    """The words of a line of heads, with brackets and names of quarters kept whole."""
    found: list[str] = []
    for match in _ATOM.finditer(text[:400]):
        token = match.group()
        if found and plain(token) in _ROMAN and plain(found[-1]) in _QUARTERS:
            found[-1] = f"{found[-1]} {token}"
        else:
            found.append(token)
    return found


def _parts(line: str) -> bool:
    """True for a line of years, quarters, months, units and brackets alone."""
    return all(is_part(atom) for atom in atoms(line))


def is_part(atom: str) -> bool:
    """True for what divides a head: a year, a quarter, a month, a unit, a bracket, one of a pair."""
    word = plain(atom)
    return (
        is_year(atom.strip("()*"))
        or atom.startswith("(")
        or atom == "%"
        or word in _DIVISIONS
        or plain(atom.split(" ", maxsplit=1)[0]) in _QUARTERS
    )


def _behind_satuan(line: str) -> str:
    """What follows the column "Satuan", the last one before those of figures; the line when nothing does."""
    tokens = line.split()
    at = next((n for n, token in enumerate(tokens) if plain(token) == "satuan"), -1)
    return " ".join(tokens[at + 1 :]) or line


def _without_note(line: str) -> str:
    """A line of heads without the last that stands over notes, not figures."""
    tokens = line.split()
    while tokens and plain(tokens[-1]) in _NOTES:
        tokens.pop()
    return " ".join(tokens)


def begins_head(text: str) -> bool:
    """True when a text begins as the head of a column of figures does."""
    first = text.split(" ", 1)[0]
    return plain(first) in STARTS or first == "%" or is_year(first.strip("()"))


def may_begin_heads(first: str) -> bool:
    """False for the first word of a line that begins neither the head of a column of figures nor of labels:
    told fast.
    """
    word = plain(first)
    return (
        word in STARTS
        or word in _LABELS
        or first == "%"
        or is_year(word)
        or ("/" in word and word.split("/")[0] in _LABELS)
    )


def begins_labels(text: str) -> bool:
    """True when a text begins as the head of a column of labels does: "No", "Uraian", "Kecamatan"."""
    first = text.split(maxsplit=1)[:1]
    return bool(first) and plain(first[0]).split("/")[0] in _LABELS


def names_time(text: str) -> bool:
    """True for a line of a title, "TRIWULAN II TAHUN 2023": no column of labels has a year in its head."""
    return _TITLE_TIME.match(text) is not None
