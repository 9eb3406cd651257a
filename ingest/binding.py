"""Bind a cover and the pages of other people's files into one PDF with bookmarks, in a process of its own.

``python -m ingest.binding PLAN`` reads a JSON plan and writes the PDF that it names; `bind` starts that with
limits on time, memory and the size of what it writes. Pages bring no scripts, forms or links along.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import NameObject

MOST_PAGES = 500  # of all attachments; cited ones come first
MOST_PIXELS = 60_000_000
SECONDS, MEMORY_MB, LARGEST_MB = 90, 1536, 400
PDF, PICTURES = "application/pdf", frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp"})
A4_WIDTH, A4_HEIGHT = 595, 842  # PDF points
ACTIVE = ("/AA", "/Annots", "/B", "/StructParents", "/Metadata", "/PieceInfo")
_PICTURE_DPI = 150


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to bind in: its title, and the pages (from 1) that are cited."""

    path: str
    media_type: str
    title: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """What came of it: pages in the PDF, titles that could not be opened, and how many pages stayed out."""

    pages: int
    unreadable: tuple[str, ...]
    left_out: int


def bindable(media_type: str) -> bool:
    """Whether a file of this type can be bound in."""
    return media_type == PDF or media_type in PICTURES


def bind(
    cover: Path, attachments: Iterable[Attachment], target: Path, *, words: dict[str, str], folder: Path
) -> Bound:
    """Write the PDF: the cover, the cited pages, then the others.

    `words` are the titles of the bookmarks: "cover", "cited", "rest", "page". Where the process is ended by
    one of its limits the cover stands alone and every attachment counts as unreadable.
    """
    listed = list(attachments)
    plan = {
        "cover": str(cover),
        "target": str(target),
        "words": words,
        "attachments": [asdict(attachment) for attachment in listed],
    }
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ingest.binding", str(folder / "plan.json")],
            capture_output=True,
            timeout=SECONDS * 2,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        said: dict[str, Any] = json.loads(done.stdout)
        return Bound(said["pages"], tuple(said["unreadable"]), said["left_out"])
    except (subprocess.SubprocessError, ValueError):
        target.write_bytes(cover.read_bytes())
        return Bound(0, tuple(attachment.title for attachment in listed), 0)


class _Binder:
    """The PDF that is being made."""

    def __init__(self, words: dict[str, str]) -> None:
        self.writer = PdfWriter()
        self.words = words
        self.unreadable: list[str] = []
        self.left_out = 0
        self.room = MOST_PAGES

    def add_cover(self, path: str) -> None:
        for page in PdfReader(path).pages:
            self.writer.add_page(page)
        self.writer.add_outline_item(title=self.words["cover"], page_number=0)

    def add(self, attachments: list[Attachment]) -> None:
        opened = [(each, self._open(each)) for each in attachments]
        whole = [(each, reader) for each, reader in opened if reader is not None]
        for title, wants_cited in ((self.words["cited"], True), (self.words["rest"], False)):
            first = len(self.writer.pages)
            parts = [(each, reader, _pages(each, reader, wants_cited)) for each, reader in whole]
            if any(numbers for _each, _reader, numbers in parts) and self.room:
                heading: Any = None
                for each, reader, numbers in parts:
                    heading = self._add_part(each, reader, numbers, heading or (title, first), wants_cited)

    def _open(self, each: Attachment) -> PdfReader | None:
        try:
            path = _picture_as_pdf(each.path) if each.media_type in PICTURES else each.path
            reader = PdfReader(path)
            if reader.is_encrypted:
                reader.decrypt("")
            _ = len(reader.pages)
        except Exception:  # whatever a broken file makes of its reader: it is named and left out
            self.unreadable.append(each.title)
            return None
        return reader

    def _add_part(
        self, each: Attachment, reader: PdfReader, numbers: list[int], heading: Any, by_page: bool
    ) -> Any:
        """Add some pages of a file below a heading, which is made with the first of them."""
        parent = None if isinstance(heading, tuple) else heading
        for number in numbers:
            if not self.room:
                self.left_out += 1
                continue
            try:
                self.writer.add_page(_harmless(reader.pages[number - 1]))
            except Exception:  # one broken page must not keep the others out
                self.left_out += 1
                continue
            self.room -= 1
            place = len(self.writer.pages) - 1
            if parent is None:
                parent = self.writer.add_outline_item(title=heading[0], page_number=place)
            if by_page or number == numbers[0]:
                page = self.words["page"].format(number=number)
                title = f"{each.title} · {page}" if by_page else each.title
                self.writer.add_outline_item(title=title, page_number=place, parent=parent)
        return parent or heading


def _pages(each: Attachment, reader: PdfReader, wants_cited: bool) -> list[int]:
    everything = range(1, len(reader.pages) + 1)
    return [number for number in everything if (number in each.cited) is wants_cited]


def _harmless(page: PageObject) -> PageObject:
    """The page without what could act: scripts, forms, links, embedded files."""
    for name in ACTIVE:
        if name in page:
            del page[NameObject(name)]
    return page


def _picture_as_pdf(path: str) -> str:
    """The path of a one-page PDF with the picture on A4."""
    with Image.open(path) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        flat = picture.convert("RGB")
    limit = (A4_WIDTH * _PICTURE_DPI // 72, A4_HEIGHT * _PICTURE_DPI // 72)
    flat.thumbnail(limit)
    target = f"{path}.pdf"
    flat.save(target, "PDF", resolution=_PICTURE_DPI)
    return target


def main() -> None:
    """Do what a plan says; the answer goes to standard output as JSON."""
    megabyte = 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * megabyte, MEMORY_MB * megabyte))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_MB * megabyte, LARGEST_MB * megabyte))
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    binder = _Binder(plan["words"])
    binder.add_cover(plan["cover"])
    binder.add([Attachment(**{**each, "cited": tuple(each["cited"])}) for each in plan["attachments"]])
    binder.writer.write(plan["target"])
    said = {"pages": len(binder.writer.pages), "unreadable": binder.unreadable, "left_out": binder.left_out}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
