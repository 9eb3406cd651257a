"""What a document states, each with its place on the page: nlp's marks put back on the words they came
from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from itertools import chain
from typing import Any, Literal

import nlp
from ingest import crew
from ingest.document import Box, Document, Word
from ingest.limits import DEFAULT, Limits

Kind = Literal["claim", "date", "regulation"]
OnPart = Callable[[int, int], None]

EXTRACTOR = "renaksi-rules"
_PART = 16_000  # characters, some four full pages, that are read at once
_MANY_PARTS = 8  # from here on several processes are worth their start


class FindingFailed(RuntimeError):
    """A process that looked for findings died, stalled or failed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim, date or regulation. Offsets are the document's; `boxes` has one box per line, on `page`.

    `fields` are the mark's own (contract: "Dates", "Claims", "Regulations"), JSON-able.
    """

    kind: Kind
    start: int
    end: int
    text: str
    page: int
    boxes: tuple[Box, ...]
    fields: dict[str, Any]
    confidence: float
    extractor: str
    version: str


def find(
    document: Document,
    *,
    published: date | None = None,
    on_part: OnPart | None = None,
    limits: Limits = DEFAULT,
) -> list[Finding]:
    """All findings in the order of the text. `published` goes before the day that the document itself
    gives."""
    parts = find_in_parts(document, published, on_part, limits)
    return [finding for part in parts for finding in part.findings]


@dataclass(frozen=True, slots=True)
class FoundPart:
    """The findings of one part of a document, which ends with the page `last_page`."""

    findings: list[Finding]
    last_page: int


def find_in_parts(
    document: Document,
    published: date | None,
    on_part: OnPart | None,
    limits: Limits,
    indicators: str = "",
) -> Iterator[FoundPart]:
    """The findings of one part of the document after the other, those of a long one by several processes.

    Incomplete dates lean on the day that is given or found in the first part. `indicators` are further rows
    of the table of indicators. Raises FindingFailed.
    """
    parts = list(_parts(document))
    finder = _Finder(
        document,
        _without_margins(document),
        version("renaksi"),
        published or document.published,
        indicators,
    )
    first, finder.day = finder.find(parts[0])
    for number, findings in enumerate(chain([first], _rest(finder, parts[1:], limits))):
        if on_part:
            on_part(number + 1, len(parts))
        last = document.page_at(max(parts[number][1] - 1, 0)).number if document.pages else 0
        yield FoundPart(findings, last)


def _rest(finder: _Finder, parts: list[tuple[int, int]], limits: Limits) -> Iterator[list[Finding]]:
    if len(parts) < _MANY_PARTS or limits.hands() < 2:
        yield from (finder.find(part)[0] for part in parts)
        return
    for _, found in crew.each(finder.find, parts, hands=limits.hands(), seconds=limits.page_seconds):
        if isinstance(found, crew.Lost):
            raise FindingFailed
        yield found[0]


def extract_json(document: Document, *, published: date | None = None) -> dict[str, Any]:
    """The extraction contract's JSON object, with page and boxes."""
    day = published or document.published
    result: dict[str, Any] = {"text": document.text, "published": day.isoformat() if day else None}
    lists: dict[str, list[dict[str, Any]]] = {"date": [], "claim": [], "regulation": []}
    for finding in find(document, published=published):
        lists[finding.kind].append(
            {
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                **finding.fields,
                "confidence": finding.confidence,
                "page": finding.page,
                "boxes": [list(box) for box in finding.boxes],
            }
        )
    return result | {"dates": lists["date"], "claims": lists["claim"], "regulations": lists["regulation"]}


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """A JSON-able form; `finding_from_dict` gives the equal finding back."""
    return asdict(finding) | {"boxes": [list(box) for box in finding.boxes]}


def finding_from_dict(data: dict[str, Any]) -> Finding:
    boxes = tuple((box[0], box[1], box[2], box[3]) for box in data["boxes"])
    return Finding(**(data | {"boxes": boxes}))


@dataclass(slots=True)
class _Finder:
    """Finds in parts of a document; `text` is the document's with what repeats blanked."""

    document: Document
    text: str
    stamp: str
    day: date | None
    indicators: str

    def find(self, part: tuple[int, int]) -> tuple[list[Finding], date | None]:
        """The findings of the part [start, end), in order, and the day of publication, given or found."""
        start, end = part
        extraction = nlp.extract(
            self.text[start:end],
            published=self.day,
            nlp=nlp.load(extra=self.indicators, spans=False) if self.indicators else None,
        )
        lists: tuple[tuple[Kind, Any], ...] = (
            ("date", extraction.dates),
            ("claim", extraction.claims),
            ("regulation", extraction.regulations),
        )
        findings = [
            _finding(self.document, kind, _moved(mark.to_json(), start), self.stamp)
            for kind, marks in lists
            for mark in marks
        ]
        findings.sort(key=lambda finding: (finding.start, finding.end, finding.kind))
        return findings, self.day or extraction.published


def _moved(data: dict[str, Any], by: int) -> dict[str, Any]:
    return data | {"start": data["start"] + by, "end": data["end"] + by}


def _without_margins(document: Document) -> str:
    """The text with running heads and feet blanked but for their first page: what repeats is stated once."""
    pieces: list[str] = []
    position = 0
    seen = False
    for page in document.pages:
        for start, end in sorted(page.margins) if seen else ():
            pieces += [document.text[position:start], " " * (end - start)]
            position = end
        seen = seen or bool(page.margins)
    return "".join(pieces) + document.text[position:]


def _parts(document: Document) -> Iterator[tuple[int, int]]:
    """The text in parts of whole pages: a long document neither stalls nor floods the memory."""
    start = 0
    for page in document.pages:
        if page.end - start > _PART and page.start > start:
            yield start, page.start
            start = page.start
    yield start, len(document.text)


def _finding(document: Document, kind: Kind, mark: dict[str, Any], stamp: str) -> Finding:
    start, end = mark.pop("start"), mark.pop("end")
    confidence = mark.pop("confidence")
    mark.pop("text")
    page = document.page_at(start)
    words = page.words_between(start, end)
    recognised = min((word.confidence for word in words), default=1.0)
    return Finding(
        kind=kind,
        start=start,
        end=end,
        text=document.text[start:end],
        page=page.number,
        boxes=boxes_of(words, start, end),
        fields=mark,
        confidence=round(confidence * recognised, 3),
        extractor=EXTRACTOR,
        version=stamp,
    )


def boxes_of(words: Sequence[Word], start: int, end: int) -> tuple[Box, ...]:
    """The span's boxes, one a line, from the words that it touches; one that it covers in part is cut in
    proportion.
    """
    boxes: list[list[float]] = []
    for word in words:
        x0, top, x1, bottom = _part_of(word, start, end)
        last = boxes[-1] if boxes else None
        if last and min(bottom, last[3]) - max(top, last[1]) > 0.5 * (bottom - top) and x0 >= last[0]:
            last[:] = [last[0], min(last[1], top), max(last[2], x1), max(last[3], bottom)]
        else:
            boxes.append([x0, top, x1, bottom])
    return tuple((round(b[0], 1), round(b[1], 1), round(b[2], 1), round(b[3], 1)) for b in boxes)


def _part_of(word: Word, start: int, end: int) -> Box:
    length = word.end - word.start
    left = max(start - word.start, 0) / length
    right = max(word.end - end, 0) / length
    width = word.x1 - word.x0
    return word.x0 + left * width, word.top, word.x1 - right * width, word.bottom
