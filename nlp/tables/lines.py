"""The cells of one line of a table: between bars, tabs, semicolons or wide blanks."""

from __future__ import annotations

import re

from nlp.tables.grid import Cell, Row

_CELL = re.compile(r"\S++(?: \S++)*+")
_BARS_READ = re.compile(r"(?<!\S)[Il|!¦](?!\S)")
_TWO_FIGURES = re.compile(
    r"[0-9]{1,3}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|,[0-9]+) [0-9]{1,3}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|,[0-9]+)"
)
_TOUCHED = re.compile(r"([^\W\d].*) ([0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,[0-9]+)")
_DIGITS = frozenset("0123456789")
_RULES = frozenset("-=_+:.")  # characters that lines are drawn with
_BARS_BEGIN = frozenset({"I ", "l ", "! ", "¦ "})  # a line whose bars were read as letters
_MAX_BARRED = 400


def is_drawn(text: str) -> bool:
    """True for a line of dashes and the like, drawn across a table."""
    return text[:1] in _RULES and _RULES.issuperset(text)


def row_of(line: str, at: int) -> Row:
    """The cells of a line that begins at offset `at`; one cell or none for a line of text."""
    if line.lstrip()[:2] in _BARS_BEGIN:
        line = _with_bars(line)
    piped = line.count("|") >= 2
    cells: list[Cell] = []
    mark = "" if piped else _separator(line)
    pieces = _pieces(line, piped, mark)
    piped = piped or bool(mark)
    for column, (first, last, raw) in enumerate(pieces):
        start, end, text = first, last, raw
        if piped:
            text = raw.strip()
            start += len(raw) - len(raw.lstrip())
            end = start + len(text)
        if text and (not is_drawn(text) or (cells and text in {"-", "--"} and not piped)):
            cells.append(Cell(at + start, at + end, start, end, column, text))
    return Row(cells, piped)


def _with_bars(line: str) -> str:
    """A line of cells between bars that were read as letters ("I 1 I Irigasi I 75,00 I") with its bars."""
    stripped = line.strip()
    if len(stripped) > _MAX_BARRED:
        return line
    bars = _BARS_READ.findall(stripped)
    return _BARS_READ.sub("|", line) if len(bars) >= 4 and stripped[-2:-1] == " " else line


def _separator(line: str) -> str:
    """The mark that parts the cells of a line: a tab, ";" with blanks or without, ">" or " / "; "" without
    one.
    """
    if "\t" in line.strip():
        return "\t"
    marks = line.count(";")
    if marks >= 3 and (line.count("; ") * 3 <= marks or line.count(" ;") + 1 >= marks):
        return ";"
    if line.count(">") >= 3 and " >" not in line and "<" not in line:
        return ">"
    return " / " if line.count(" / ") >= 2 and not line.rstrip().endswith((".", ",")) else ""


def _pieces(line: str, piped: bool, mark: str) -> list[tuple[int, int, str]]:
    """Start, end and text of a line's cells; between marks an empty cell keeps its place."""
    if not mark and not piped:
        found = [(*m.span(), m.group()) for m in _CELL.finditer(line)]
        if len(found) < 2:
            return found
        return [half for piece in _with_sign(found, line) for half in _halves(*piece)]
    pieces, at = [], 0
    if piped and line.startswith("|"):
        at = 1
    mark = mark or "|"
    for raw in line[at:].split(mark):
        pieces.append((at, at + len(raw), raw))
        at += len(raw) + len(mark)
    return pieces


def _with_sign(found: list[tuple[int, int, str]], line: str) -> list[tuple[int, int, str]]:
    """The cells of a line, "Rp." and the amount some blanks behind it as one, a name and the figure that it
    touches as two.
    """
    whole: list[tuple[int, int, str]] = []
    for start, end, text in found:
        if whole and whole[-1][2].lower() in {"rp", "rp."} and text[:1].isdigit():
            first = whole.pop()[0]
            whole.append((first, end, line[first:end]))
        elif len(found) > 2 and text[-1] in _DIGITS and (touched := _TOUCHED.fullmatch(text)):
            # a name too long for its column
            at = start + touched.start(2)
            whole += [(start, at - 1, touched.group(1)), (at, end, touched.group(2))]
        else:
            whole.append((start, end, text))
    return whole


def _halves(start: int, end: int, text: str) -> list[tuple[int, int, str]]:
    """A cell, or the two that came so near that a single blank parts their figures: "13.222,4 14.000"."""
    if not text[:1].isdigit() or not _TWO_FIGURES.fullmatch(text):
        return [(start, end, text)]
    at = text.index(" ")
    return [(start, start + at, text[:at]), (start + at + 1, end, text[at + 1 :])]
