"""The inverted index: what is found by a term, kept in parts, and which sources are in it.

It is made of what other collections hold and can be made again: `tracker.search.indexing`.
"""

from beanie import Document
from pymongo import IndexModel


class SearchPart(Document):
    """The terms of one source that fall into one bucket. Its id is `source|bucket`.

    `packed` (`tracker.search.rules`) lists under each term the items of the source that hold it.
    """

    id: str  # type: ignore[assignment]
    instansi: str
    bucket: int
    source: str
    packed: str

    class Settings:
        name = "search_parts"
        indexes = [
            IndexModel([("instansi", 1), ("bucket", 1)], name="parts_of_bucket"),
            IndexModel([("instansi", 1), ("source", 1)], name="parts_of_source"),
        ]


class SearchSource(Document):
    """A source that is in the index as it was at `stamp`: a file, or a run of a plan's renaksi."""

    id: str  # type: ignore[assignment]
    instansi: str
    stamp: str

    class Settings:
        name = "search_sources"
        indexes = [IndexModel([("instansi", 1)], name="search_sources")]
