"""What a reading gives, written while it goes on, so that the first findings can be seen before the last.

The child reads and searches on while what it sent is written; what piled up meanwhile is written together.
"""

import asyncio
from collections.abc import Awaitable
from time import monotonic
from typing import TypeVar

from ingest.document import Document
from ingest.findings import Finding
from ingest.sandbox import Listener
from tracker.evidence.harvest import Harvest, Reaping, keep_pages
from tracker.evidence.models import ReadingState, StoredFile

T = TypeVar("T")
SHOW_EVERY = 0.5  # seconds between two writes of how far the reading is
STAGES = {"reading": "pages", "finding": "findings"}


class Keeper(Listener):
    """Writes pages and findings of one file as they come, pages always before what was found on them."""

    def __init__(self, file: StoredFile, stamp: str) -> None:
        self._file, self._stamp = file, stamp
        self._document: Document | None = None
        self._reaping: Reaping | None = None
        self._waiting: list[Finding] = []
        self._last_page = 0  # complete with its findings
        self._kept_pages = 0
        self._came = asyncio.Event()
        self._has_ended = False
        self._stage, self._shown_at = "", 0.0

    async def keeping(self, reading: Awaitable[T]) -> T:
        """The result of the reading that this listens to, once all that it gave is written."""
        writing = asyncio.create_task(self._write())
        try:
            result = await reading
            await show(self._file, "saving")
        except asyncio.CancelledError:
            writing.cancel()
            raise
        finally:
            self._has_ended = True
            self._came.set()
            await asyncio.gather(writing, return_exceptions=True)
        writing.result()
        return result

    async def harvest(self) -> Harvest:
        """What the findings say together; to be asked once all are written."""
        return (await self._reaped()).harvest()

    async def progress(self, stage: str, done: int, total: int) -> None:
        stage = STAGES.get(stage, stage)
        if stage == self._stage and monotonic() - self._shown_at < SHOW_EVERY:
            return
        self._stage, self._shown_at = stage, monotonic()
        counted = {"pages_done": done, "page_count": total} if stage == "pages" else {}
        await show(self._file, stage, **counted)

    async def document(self, document: Document) -> None:
        self._document = document
        await show(self._file, "findings", pages_done=len(document.pages), page_count=len(document.pages))

    async def findings(self, findings: list[Finding], last_page: int) -> None:
        self._waiting += findings
        self._last_page = last_page
        self._came.set()

    async def _write(self) -> None:
        while not self._has_ended:
            await self._came.wait()
            self._came.clear()
            await self._write_waiting()
        await self._write_waiting()
        if self._document is not None:
            await self._write_pages(len(self._document.pages))

    async def _write_waiting(self) -> None:
        findings, self._waiting = self._waiting, []
        await self._write_pages(self._last_page)
        new = await (await self._reaped()).keep(findings)
        if new:
            await StoredFile.get_pymongo_collection().update_one(
                {"_id": self._file.id, "state": ReadingState.READING},
                {"$inc": {"total_findings": new, "proposed_findings": new}},
            )

    async def _write_pages(self, last: int) -> None:
        if self._document is not None and last > self._kept_pages:
            await keep_pages(self._file, self._document.pages[self._kept_pages : last])
            self._kept_pages = last

    async def _reaped(self) -> Reaping:
        if self._reaping is None:
            text = self._document.text if self._document is not None else ""
            self._reaping = await Reaping.begun(self._file, text, stamp=self._stamp)
        return self._reaping


async def show(file: StoredFile, stage: str, **counted: int) -> None:
    """Write the stage of a file that is not ready yet."""
    await StoredFile.get_pymongo_collection().update_one(
        {"_id": file.id, "state": {"$in": [ReadingState.QUEUED, ReadingState.READING]}},
        {"$set": {"state": ReadingState.READING, "stage": stage, **counted}},
    )
