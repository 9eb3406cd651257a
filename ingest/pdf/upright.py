"""Words that stand upright, one over the other, as one: the head "TW I" of a narrow column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.flow import Piece
from ingest.pdf.tokens import Token
from ingest.table_shape import RawTable, TextCell

_TALL = 1.2  # height ÷ width of an upright word
_SPACE = 0.6  # of the text's height: the widest blank
_SAME_STRIP = 1.0  # points that words may stand out of line

Parts = dict[int, list[Token]]


def joined(tokens: Sequence[Token]) -> tuple[list[Token], Parts]:
    """The words, with those of an upright line as one, and by its id those that each is made of."""
    found: list[Token] = []
    parts: Parts = {}
    if not any(map(_is_tall, tokens)):
        return list(tokens), parts
    for token in tokens:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, token):
            of = parts.pop(id(before), [before])
            (x0, _, x1, bottom), (left, top, right, _) = before.box, token.box
            box = min(x0, left), top, max(x1, right), bottom
            found[-1] = replace(before, text=f"{before.text} {token.text}", box=box)
            parts[id(found[-1])] = [*of, token]
        else:
            found.append(token)
    return found, parts


def with_parts(table: RawTable, parts: Parts) -> RawTable:
    """The table with the words that upright lines are made of."""
    return replace(table, cells=tuple(_taken_apart(cell, parts) for cell in table.cells)) if parts else table


def _taken_apart(cell: TextCell, parts: Parts) -> TextCell:
    pieces: list[Piece] = []
    for token, text, joint in cell.pieces:
        of = parts.get(id(token))
        if of is None:
            pieces.append((token, text, joint))
        else:
            pieces += [(part, part.text, " ") for part in of[:-1]]
            pieces.append((of[-1], of[-1].text, joint))
    return replace(cell, pieces=tuple(pieces))


def _is_tall(token: Token) -> bool:
    x0, top, x1, bottom = token.box
    return len(token.text) > 1 and bottom - top > _TALL * (x1 - x0)


def _goes_on(before: Token, token: Token) -> bool:
    """Whether a word goes on upwards from another one that stands upright, or both do."""
    (left, upper, right, _), (x0, _, x1, lower) = before.box, token.box
    return (
        (_is_tall(before) or _is_tall(token))
        and abs(left - x0) <= _SAME_STRIP
        and abs(right - x1) <= _SAME_STRIP
        and -_SAME_STRIP <= upper - lower <= _SPACE * (right - left)
    )
