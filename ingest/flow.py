"""Text out of lines: which line ends belong to a paragraph, and which words go on over them.

Lines of a paragraph are joined by a space, since a sentence runs over them; all others keep their end.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Words
from ingest.pdf.layout import CELL_GAP, Line
from ingest.pdf.tokens import Token

Piece = tuple[Token, str, str]  # a word, its text as it stands, and what stands between it and the next one

_CERTAIN = 100  # per cent
_NEXT_LINE = 2.2  # of the line's height: a line further down begins something new
_SAME_HEIGHT = 0.7  # smaller ÷ larger of two lines of one paragraph
_NARROW = 14.0  # of the line's height: narrower blocks are cells, captions and lists
_ITEM = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]{1,2}|[-–—•●○▪■□➢✓*·])$")
_BROKEN_LEFT = re.compile(r"[^\W\d_]{2,}$")
_ROMAN = re.compile(r"[IVX]+")
_PREFIXES = frozenset(
    [
        "non",
        "pra",
        "pasca",
        "anti",
        "multi",
        "semi",
        "sub",
        "ex",
        "eks",
        "pro",
        "kontra",
        "self",
        "e",
        "i",
        "m",
        "go",
    ]
)


def assembled(pieces: Iterable[Piece]) -> tuple[str, Words]:
    """The text of the pieces, and its words, offsets counted from the text's start."""
    parts: list[str] = []
    flat: array[int] = array("i")
    sure = bytearray()
    position = 0
    for token, text, joint in pieces:
        x0, top, x1, bottom = token.box
        length = len(text)
        flat.extend(
            (
                int(x0 * 10 + 0.5),
                int(top * 10 + 0.5),
                int(x1 * 10 + 0.5),
                int(bottom * 10 + 0.5),
                position,
                length,
            )
        )
        sure.append(token.confidence)
        parts.append(text + joint)
        position += length + len(joint)
    is_sure = not sure or min(sure) == _CERTAIN
    return "".join(parts), Words(flat, 0, None if is_sure else bytes(sure))


def pieces_of_lines(tokens: Sequence[Token], lines: Sequence[Line]) -> Iterator[Piece]:
    """The words of lines outside tables, in the order given."""
    rights = _right_edges(lines)
    for number, line in enumerate(lines):
        for index in range(line.first, line.last - 1):
            yield tokens[index], tokens[index].text, " "
        yield tokens[line.last - 1], *_line_end(tokens, lines, number, rights[number])


def pieces_of_cell(lines: Sequence[Sequence[Token]], goes_on: Sequence[bool] = ()) -> list[Piece]:
    """The words of a cell as one line; a word broken at a line's end is whole again.

    `goes_on` says of each line but the last whether its last word was broken there without a hyphen.
    """
    heads = [line[0].text for line in lines[1:]] + [""]
    pieces: list[Piece] = []
    for number, (line, head) in enumerate(zip(lines, heads, strict=False)):
        pieces += _pieces_of_line(line, head)
        if number < len(goes_on) and goes_on[number]:
            pieces[-1] = (*pieces[-1][:2], "")
    return pieces


def _pieces_of_line(line: Sequence[Token], head: str) -> Iterator[Piece]:
    *others, last = line
    for token in others:
        yield token, token.text, " "
    text, joint = last.text, " "
    if last.hyphenated or text.endswith("-"):
        stem = text if last.hyphenated else text[:-1]
        joined = join_broken(stem, head)
        text, joint = (stem + "-", " ") if joined is None else (joined, "")
    yield last, text, joint


def _right_edges(lines: Sequence[Line]) -> list[float]:
    """For each line the right edge of the block that it stands in, 0 for one that stands alone or in a
    narrow block."""
    edges = [0.0] * len(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _follows(lines[index - 1], lines[index]):
            continue
        if index - first > 1:
            block = lines[first:index]
            right = max(line.x1 for line in block)
            left = min(line.x0 for line in block)
            if right - left >= _NARROW * block[0].height:
                edges[first:index] = [right] * (index - first)
        first = index
    return edges


def _follows(line: Line, following: Line) -> bool:
    """Whether the next line stands directly under this one, in the same column and of the same size."""
    height, other = line.bottom - line.top, following.bottom - following.top
    return (
        0.3 * height < following.top - line.top < _NEXT_LINE * height
        and following.x0 < line.x1
        and following.x1 > line.x0
        and min(height, other) > _SAME_HEIGHT * max(height, other)
    )


def _line_end(tokens: Sequence[Token], lines: Sequence[Line], number: int, right: float) -> tuple[str, str]:
    """The last word of a line as it stands in the text, and what stands between it and the next word."""
    line = lines[number]
    token = tokens[line.last - 1]
    if number + 1 == len(lines):
        return token.text + ("-" if token.hyphenated else ""), ""
    following = lines[number + 1]
    head = tokens[following.first].text
    broken = token.hyphenated or token.text.endswith("-")
    if broken and _follows(line, following):
        stem = token.text.rstrip("-") if not token.hyphenated else token.text
        joined = join_broken(stem, head)
        if joined is not None:
            return joined, ""
    text = token.text + ("-" if token.hyphenated else "")
    return text, _joint(line, following, head, tokens[following.first], right)


def _joint(line: Line, following: Line, head: str, head_token: Token, right: float) -> str:
    if following.x0 >= line.x1 and min(line.bottom, following.bottom) - max(
        line.top, following.top
    ) > 0.5 * min(line.height, following.height):
        return "\t" if following.x0 - line.x1 > CELL_GAP * line.height else " "
    if not right or _ITEM.match(head) or not _follows(line, following):
        return "\n"
    room = right - line.x1
    return "\n" if room >= head_token.box[2] - head_token.box[0] + 0.3 * line.height else " "


def join_broken(stem: str, head: str) -> str | None:
    """What stays of a word before its hyphen at a line's end, None where the two parts are no one word.

    ("kesela", "matan") -> "kesela"; a hyphen that belongs to the word stays: ("anak", "anak") -> "anak-".
    """
    if not stem or not head[:1].isalnum():
        return None
    tail = re.split(r"[-/]", stem)[-1]
    if tail[-1].isdigit() or head[0].isdigit():
        return stem + "-"
    if not _BROKEN_LEFT.search(tail) or "-" in stem:
        return stem + "-"
    if _is_doubled(tail.casefold(), re.split(r"\W", head)[0].casefold()) or tail.casefold() in _PREFIXES:
        return stem + "-"
    return stem + "-" if _is_name(tail, head) else stem


def _is_name(tail: str, head: str) -> bool:
    """Whether what stands behind a hyphen is a name or a number of its own: "Kota-Baru", "TW-II"."""
    is_roman = _ROMAN.fullmatch(re.split(r"\W", head)[0]) is not None
    return is_roman or (head[0].isupper() and not (tail.isupper() and head[:2].isupper()))


def _is_doubled(tail: str, head: str) -> bool:
    """Indonesian doubles words, with affixes too: anak-anak, undang-undangan, bersama-sama, keanekaragaman
    aside."""
    shorter = min(len(tail), len(head))
    if shorter < 3:
        return False
    return tail.endswith(head) or head.startswith(tail) or (shorter >= 4 and tail[-4:] == head[:4])
