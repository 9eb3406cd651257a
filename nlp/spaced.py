"""Tables whose cells are parted by single blanks: "Dinas Satu 90 85" under "OPD Target Realisasi".

A row is a line that holds a run of figures, dashes and grades; the runs tell how many columns there are, and
the lines above are cut into as many heads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from nlp.captions import caption_of
from nlp.grid import Block, Cell, Row
from nlp.heads import begins_head, begins_labels, stack_heads
from nlp.shapes import fit, learn
from nlp.words import COUNT_NOUNS, words

MAX_LINE = 220
_MAX_COLUMNS = 14
_MAX_HEADS = 5
_MAX_ROWS = 400
_MAX_LABEL = 3  # lines that a row's label may be broken over before its figures
_MAX_CELL = 4  # words of a cell: "B (Sangat Baik)", "< 5 % orang"
_MAX_NOTE = 5  # words that may stand behind a row's figures
_RUN = re.compile(r"(?<!\S)(?:(?:Rp\.? ?)?[<>≥≤±]? ?[0-9][0-9OolS.,]*(?:,-)?(?: ?%)?|[-–—]|n/a|N/A)(?!\S)")
_RUN_BEGINS = frozenset("0123456789<>≥≤±-–—RnN")
_LETTERS = frozenset({"AA", "A", "A-", "BB", "B", "B-", "CC", "C", "D", "E", "WTP", "WDP", "TMP"})
_GRADE_WORDS = words("spaced grades")
_DEGREES = frozenset({"sangat", "kurang", "cukup", "tidak", "amat"})
_BEGINNINGS = frozenset("0123456789<>≥≤±-–—r")  # of cells of figures and dashes, and of "Rp"
_NO_HEAD_ENDS = (".", ";", ":", ",")
_WORDS_OF_CELLS = _DEGREES | _GRADE_WORDS | {"n/a", *map(str.lower, _LETTERS)}
_MAY_HOLD_DIGITS = re.compile(r"[0-9]|[^\x00-\x7f]")  # such as "²"
_FIGURE = re.compile(r"[0-9][0-9.,]*")
_BRACKET = re.compile(r"\([^)]*\)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERS = re.compile(r"\(?1\)?(?:[ ()+/x*=:,-]|[0-9])*")
_SUMS = ("jumlah", "total", "rata-rata", "rerata", "grand", "sub", "rata")


@dataclass(slots=True)
class _Line:
    """A line of a table: the text before its figures, its cells (start, end), and what stands behind them."""

    at: int
    text: str
    cells: list[tuple[int, int]]

    def label(self) -> str:
        """The words before the figures, without the row's number."""
        return self.text[: self.cells[0][0]].strip() if self.cells else self.text.strip()

    def words(self) -> list[str]:
        return [self.text[a:b] for a, b in self.cells]


def spaced_block(lines: list[tuple[int, str]], n: int) -> tuple[Block, int] | None:
    """The table whose first row is line n, and the line behind it; None when there is none."""
    top = _top(lines, n)
    if top is None or _years(lines[n][1]):
        return None
    first = _line(*lines[n])
    named = len(first.cells) > 1 and not _numbers(first.text) and first.label().strip("0123456789. ")
    if not named and not (first.cells and n and _broken_label(lines, n, first)):
        return None
    rows, last = _rows(lines, n)
    numbers = _without_numbers(rows, lines[top][1])
    width = _width(rows)
    full = [r for r in rows if len(r.cells) >= width]
    heads = [text for _, text in lines[top:n] if text.strip() and not _numbers(text)]
    pending = _pending(heads)
    heads = heads[: len(heads) - pending] if pending else heads
    sure = begins_labels(heads[0]) if heads else False
    if width < 2 or not heads or (len(full) < 2 and not sure):
        return None
    shapes = learn([r.words()[-width:] for r in full], width)
    found = stack_heads(heads, width, shapes)
    if found is None or not _tell(found, sure):
        return None
    at = lines[top][0]
    in_units = "satuan" in " ".join(heads).lower()
    titles = [Cell(at, at, k, k, k + 2, head) for k, head in enumerate(found)]
    if in_units:
        titles.insert(0, Cell(at, at, -1, -1, 1, "Satuan"))
    block = Block(heads=[Row(titles, piped=True)], caption=caption_of(lines, top), start=at)
    before = [text.strip() for _, text in lines[n - pending : n]] if pending else []
    for row in rows:
        if not row.cells:
            before.append(row.text.strip())
            continue
        spans = row.cells[-width:]
        label = " ".join([*before[-_MAX_LABEL:], row.text[: spans[0][0]].strip()]).strip()
        before = []
        columns = fit([row.text[a:b] for a, b in spans], shapes)
        block.rows.append(_row(row, spans, columns, label, in_units))
    block.numbers = [(at, at + len(text)) for at, text in lines[top:n] if _numbers(text)]
    block.numbers += numbers
    return block, last


def may_be_row(words: list[list[str]], n: int) -> bool:
    """False for line n, of lines as lower-case words, where no table can begin its rows: behind the end of a
    sentence, and where two cells cannot be side by side near the line's end, the second of which may begin a
    few words behind the first. Told fast, for most lines are of running text.
    """
    above = words[n - 1] or words[n - 2] if n > 1 else words[0]
    if not n or not above or above[-1][-1] in _NO_HEAD_ENDS:
        return False
    line = words[n]
    begun = [
        k
        for k, word in enumerate(line)
        if (word[0] in _BEGINNINGS and (word[0] != "r" or word[:2] == "rp")) or word in _WORDS_OF_CELLS
    ]
    if len(begun) < 2 or begun[-1] < len(line) - _MAX_CELL - _MAX_NOTE:
        return False
    if line[-1][-1] in ".,;" and begun[-1] != len(line) - 1:
        return False
    return any(b - a <= _MAX_CELL for a, b in pairwise(begun))


def _row(row: _Line, spans: list[tuple[int, int]], columns: list[int], label: str, named: bool) -> Row:
    cells = []
    label = label.lstrip("0123456789.) ") or label
    if label:
        cells.append(Cell(row.at, row.at + spans[0][0], 0, 0, 0, label))
    before = row.text[: spans[0][0]].split()
    if named and before:
        cells.append(Cell(row.at, row.at, 1, 1, 1, before[-1]))
    for (a, b), k in zip(spans, columns, strict=True):
        cells.append(Cell(row.at + a, row.at + b, k + 2, k + 2, k + 2, row.text[a:b]))
    return Row(cells, piped=True)


def _broken_label(lines: list[tuple[int, str]], n: int, first: _Line) -> bool:
    """True for figures alone on their line behind a line of words: a label that was broken."""
    return len(first.cells) >= 2 and not _numbers(first.text) and bool(lines[n - 1][1].strip())


def _line(at: int, text: str) -> _Line:
    """The longest run of figures, dashes and grades of a line, the last one of equals; no cells when it has
    none or goes on as a sentence does.
    """
    if len(text) > MAX_LINE:
        return _Line(at, text, [])
    runs: list[list[tuple[int, int]]] = [[]]
    for a, b in _cells(text):
        if runs[-1] and text[runs[-1][-1][1] : a].strip():
            runs.append([])
        runs[-1].append((a, b))
    run = max(reversed(runs), key=len)
    behind = text[run[-1][1] :].split() if run else []
    figures = sum(text[a].isdigit() or text[a : a + 2] == "Rp" for a, _ in run)
    if not run or len(behind) > _MAX_NOTE or (behind and text.rstrip().endswith((".", ",", ";"))):
        return _Line(at, text, [])
    return _Line(at, text, run if figures or len(run) > 1 else [])


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of figures and grades of a line lie."""
    found: list[tuple[int, int]] = []
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    k = 0
    while k < len(tokens) and len(found) < 40:
        a = tokens[k][0]
        match = _RUN.match(text, a) if text[a] in _RUN_BEGINS else None
        if match and match.end() > a:
            end = match.end()
            while k < len(tokens) and tokens[k][0] < end:
                k += 1
            if (
                k < len(tokens)
                and text[a].isdigit()
                and _is_unit(text[slice(*tokens[k])], k + 1, tokens, text)
            ):
                end = tokens[k][1]
                k += 1
            found.append((a, end))
            continue
        grade = _grade(text, tokens, k) if text[a].isupper() else None
        if grade:
            found.append((a, tokens[grade - 1][1]))
            k = grade
            continue
        k += 1
    return found


def _is_unit(word: str, following: int, tokens: list[tuple[int, int]], text: str) -> bool:
    """True for "unit" in "12 unit 384.000.000": a noun of counting between two figures or at the end."""
    if word.lower() not in COUNT_NOUNS or word in _LETTERS:
        return False
    return following >= len(tokens) or bool(_RUN.match(text, tokens[following][0]))


def _grade(text: str, tokens: list[tuple[int, int]], k: int) -> int | None:
    """The token behind the grade that begins at token k ("Sangat Baik", "B (Baik)"), None without one."""
    word = text[slice(*tokens[k])]
    end = k + 1
    if word in _LETTERS:
        if end < len(tokens) and text[tokens[end][0]] == "(":
            close = next(
                (j for j in range(end, min(end + 3, len(tokens))) if text[tokens[j][1] - 1] == ")"), None
            )
            return close + 1 if close is not None else end
        return end
    if word[:1].isupper() and word.lower() in _DEGREES and end < len(tokens):
        return end + 1 if text[slice(*tokens[end])].lower() in _GRADE_WORDS else None
    return end if word[:1].isupper() and word.lower() in _GRADE_WORDS else None


def _numbers(text: str) -> bool:
    """True for the line that numbers the columns: "1 2 3 4 5 = 4/3 6"."""
    text = text.strip()
    if not 5 <= len(text) <= 120 or not _NUMBERS.fullmatch(text):
        return False
    plain = [int(m) for m in re.findall(r"(?<!\S)\(?([0-9]{1,2})(?=[ )]|$)", text)]
    return len(plain) >= 3 and plain[:2] == [1, 2]


def _years(text: str) -> bool:
    """True for a line of heads that are figures only as years: "2022 2022 (4/3) 2021", "OPD 2030 2031"."""
    figures = _FIGURE.findall(_without_brackets(text[:MAX_LINE]))
    return bool(figures) and all(map(_is_year, figures))


def _without_brackets(text: str) -> str:
    return _BRACKET.sub(" ", text) if "(" in text else text


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in {"19", "20"}


def _is_head(text: str) -> bool:
    """True for a line that can be one of heads: short words, no end of a sentence, no figures but years."""
    text = text.strip()
    if not text or len(text) > MAX_LINE or text.endswith(_NO_HEAD_ENDS):
        return False
    if _MAY_HOLD_DIGITS.search(text):
        plain = _without_brackets(text)
        figures = _FIGURE.findall(plain)
        if (figures and all(map(_is_year, figures))) or _numbers(text):
            return True
        if figures or any(map(str.isdigit, plain)):
            return False
    return len(text.split()) <= 3 * _MAX_COLUMNS


def _top(lines: list[tuple[int, str]], n: int) -> int | None:
    """The first line of heads over row n: one that begins with the name of a column of labels, else the
    nearest line that has the words of at least two heads.
    """
    near = None
    for k in range(n - 1, max(-1, n - 1 - _MAX_HEADS - _MAX_LABEL), -1):
        text = lines[k][1]
        tokens = text.split()
        if not tokens and k == n - 1:
            continue
        if not _is_head(text):
            break
        if len(tokens) > 1 and n - k <= _MAX_HEADS + 1 and begins_labels(tokens[0]):
            return k
        if near is None and sum(map(begins_head, tokens)) >= 2:
            near = k
    return near


def _pending(heads: list[str]) -> int:
    """How many of the last lines over the first row are the beginning of its label, not heads."""
    count = 0
    for text in reversed(heads[1:]):
        tokens = text.split()
        if _years(text) or sum(begins_head(w) or w.startswith("(") for w in tokens) * 2 >= len(tokens):
            break
        if text[:1].isspace() or len(tokens) > 9:
            break
        count += 1
    return count if count < len(heads) and count <= _MAX_LABEL else 0


def _rows(lines: list[tuple[int, str]], n: int) -> tuple[list[_Line], int]:
    """The rows from line n on, with the lines of broken labels between them, and the line behind the last."""
    rows: list[_Line] = []
    waiting: list[_Line] = []
    last = n
    for k in range(n, min(len(lines), n + _MAX_ROWS)):
        row = _line(*lines[k])
        text = row.text.strip()
        if not text:
            if k - last > 1:
                break
            continue
        if row.cells and (
            len(row.cells) > 1 or row.label().lower().startswith(_SUMS) or (k - last < 2 and _alone(row))
        ):
            rows += [*waiting, row]
            waiting, last = [], k + 1
        elif len(waiting) < _MAX_LABEL and len(text) <= 80 and not text.endswith((".", ":", ";")):
            waiting.append(_Line(row.at, row.text, []))
        else:
            break
    return rows, last


def _alone(row: _Line) -> bool:
    """True for one figure that ends its line without a word behind it."""
    return row.cells[-1][1] == len(row.text.rstrip()) and len(row.text) < 80 and not _years(row.text)


def _without_numbers(rows: list[_Line], head: str) -> list[tuple[int, int]]:
    """Take the rows' numbers, and the years behind them, out of the figures of rows without labels; where
    the numbers stand.
    """
    begun = head.lower().split()[:2]
    if not begun or begun[0].strip(".") not in {"no", "nomor"}:
        return []
    full = [row for row in rows if len(row.cells) > 2 and not row.label()]
    if len(full) < 2 or any(row.words()[0].strip(".") != str(k) for k, row in enumerate(full, 1)):
        return []
    dated = begun[1:] == ["tahun"] and all(_YEAR.fullmatch(row.words()[1]) for row in full)
    spans = [(row.at + row.cells[0][0], row.at + row.cells[0][1]) for row in full]
    for row in full:
        del row.cells[: 1 + dated]
    return spans


def _width(rows: list[_Line]) -> int:
    """The number of columns that most rows have."""
    counts = Counter(min(len(r.cells), _MAX_COLUMNS) for r in rows if len(r.cells) > 1)
    return max(counts, key=lambda w: (counts[w], w)) if counts else 0


def _tell(heads: list[str], sure: bool) -> bool:
    """True when enough of the heads begin as heads of figures do."""
    known = sum(begins_head(head) for head in heads)
    return known >= 1 if sure else known >= 2 and 2 * known >= len(heads)
