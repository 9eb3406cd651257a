"""What is understood of the tus protocol, and how much one person may have on its way."""

import base64

import pytest

from tracker.errors import Invalid, TooLarge, TooOften
from tracker.resumable.rules import MOST_OPEN, demand_room, metadata, whole

MB = 1024 * 1024


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_metadata_are_read_as_the_protocol_writes_them() -> None:
    header = f"filename {coded('laporan é.pdf')}, changed {coded('17')},unit"

    assert metadata(header) == {"filename": "laporan é.pdf", "changed": "17", "unit": ""}
    assert metadata(None) == {}


@pytest.mark.parametrize("header", ["filename !!!", "filename /w==,", "a ab"])
def test_metadata_that_cannot_be_read_are_refused(header: str) -> None:
    with pytest.raises(Invalid):
        metadata(header)


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "x", "9" * 40])
def test_a_number_of_bytes_is_a_whole_one(text: str | None) -> None:
    with pytest.raises(Invalid):
        whole(text, "Upload-Length")


@pytest.mark.parametrize(
    ("size", "open_sizes", "error"),
    [
        pytest.param(101 * MB, [], TooLarge, id="larger than a file may be"),
        pytest.param(0, [], Invalid, id="nothing at all"),
        pytest.param(1, [1] * MOST_OPEN, TooOften, id="too many at once"),
        pytest.param(90 * MB, [100 * MB, 99 * MB, 30 * MB], TooOften, id="too much at once"),
    ],
)
def test_one_person_takes_no_more_room_than_is_theirs(
    size: int, open_sizes: list[int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        demand_room(size, open_sizes, largest=100 * MB, name="a.pdf")


def test_there_is_room_for_large_files() -> None:
    demand_room(100 * MB, [100 * MB, 100 * MB], largest=100 * MB, name="a.pdf")
