"""Cuts a line of heads whose columns were lost into the heads of so many columns.

"No Unit Kerja Wajib Lapor Sudah Lapor Kepatuhan (%)" over rows that end in three figures has the heads "Wajib
Lapor", "Sudah Lapor" and "Kepatuhan (%)": a head begins with a word that heads begin with, and ends behind its
bracket.
"""

from __future__ import annotations

from nlp.words import words

_STARTS = words("heads starts")
_JOINED = words("heads joined")  # words that only go on with a head, such as "lapor" or "akhir"
_MAX_WORDS = 5
_UNLIKELY = -1e9


def cut_heads(text: str, width: int) -> list[str] | None:
    """The last `width` heads of a line, left to right; None when it has fewer words than that."""
    tokens = text.split()
    if len(tokens) < width or len(tokens) > 60:
        return None
    # best[k][j]: the best score of k heads that fill the tokens from j on, with where the first of them ends
    best = [[_UNLIKELY] * (len(tokens) + 1) for _ in range(width + 1)]
    ends = [[0] * (len(tokens) + 1) for _ in range(width + 1)]
    best[0][len(tokens)] = 0.0
    for k in range(1, width + 1):
        for j in range(len(tokens) - 1, -1, -1):
            for end in range(j + 1, min(j + _MAX_WORDS, len(tokens)) + 1):
                if best[k - 1][end] <= _UNLIKELY:
                    continue
                score = best[k - 1][end] + _fitness(tokens[j:end])
                if score > best[k][j]:
                    best[k][j], ends[k][j] = score, end
    left = [0.0]
    for token in tokens:
        left.append(left[-1] + 0.6 * (_plain(token) in _STARTS or _is_year(token)))
    first = max(range(len(tokens)), key=lambda j: best[width][j] - left[j] + (1.0 if j else 0.0))
    if best[width][first] <= _UNLIKELY:
        return None
    heads, j = [], first
    for k in range(width, 0, -1):
        heads.append(" ".join(tokens[j : ends[k][j]]))
        j = ends[k][j]
    return heads


def begins_head(text: str) -> bool:
    """True when a text begins as the head of a column of figures does."""
    first = text.split(" ", 1)[0]
    return _plain(first) in _STARTS or first == "%" or _is_year(first)


def _fitness(tokens: list[str]) -> float:
    """How well some words make one head."""
    plain = [_plain(token) for token in tokens]
    score = -0.3 * (len(tokens) - 1)
    score += 2.0 if plain[0] in _STARTS or tokens[0] == "%" else 0.0
    score += 1.2 * _is_year(tokens[0]) + 1.5 * (len(tokens) > 1 and _is_year(tokens[-1]))
    score -= 1.5 if plain[0] in _JOINED or tokens[0].startswith("(") else 0.0
    score -= 1.2 * sum(
        word in _STARTS and not (n == 1 and plain[0] == "jumlah") for n, word in enumerate(plain[1:], 1)
    )
    score += 0.8 * sum(word in _JOINED for word in plain[1:])
    score -= 1.0 * sum(token.endswith(")") for token in tokens[:-1])
    score += 0.8 if len(tokens) > 1 and tokens[-1].endswith(")") else 0.0
    return score


def _plain(token: str) -> str:
    return token.lower().strip("().,:*")


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdigit() and token[:2] in {"19", "20"}
