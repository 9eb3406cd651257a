"""How much one file may cost. Settings of the installation give other values."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.crew import cores


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file.

    bytes: size of the file · pages: pages or sheets · seconds: wall clock for all of the reading and finding
    · memory_mb: what the reading process may take beyond its own start · pixels: width × height of a picture
    · archive_ratio: unpacked ÷ packed size, looked at once an archive unpacks to more than
    `archive_free_bytes` · archive_bytes: unpacked size of all members · archive_members: files in an archive
    · archive_depth: archives and mails inside one another · cells: cells of a workbook · processes: that work
    on one document, each with `memory_mb` of its own · page_seconds: for what such a process does at a time.
    """

    bytes: int = 100 * 1024 * 1024
    pages: int = 2000
    seconds: float = 900.0
    memory_mb: int = 1024
    pixels: int = 100_000_000
    archive_ratio: float = 100.0
    archive_free_bytes: int = 10 * 1024 * 1024
    archive_bytes: int = 500 * 1024 * 1024
    archive_members: int = 2000
    archive_depth: int = 3
    cells: int = 2_000_000
    processes: int = 4
    page_seconds: float = 120.0

    def hands(self) -> int:
        """How many processes may work on a document here."""
        return max(1, min(self.processes, cores()))


DEFAULT = Limits()
