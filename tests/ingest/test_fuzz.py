"""Broken files of every kind end in a Document or in one clear error; the long form is `tests.fuzz`."""

from __future__ import annotations

import os
from random import Random

import pytest

from ingest.document import Document, from_dict, to_dict
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.read import read
from tests.fuzz.__main__ import read as read_by_child
from tests.fuzz.breaking import broken
from tests.fuzz.damaged import DAMAGED
from tests.fuzz.sound import SOUND

ROUNDS = int(os.environ.get("RENAKSI_FUZZ_ROUNDS", "6"))  # of each kind
PICTURES = {"png", "jpeg", "tiff", "webp", "gif", "bmp"}  # recognising text takes long
LIMITS = Limits(pages=50, pixels=4_000_000)


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind not in PICTURES])
def test_a_sound_file_is_read(kind, make_file, tmp_path):
    assert read(make_file(SOUND[kind](tmp_path)), name="utuh", limits=LIMITS).pages


@pytest.mark.parametrize("kind", SOUND)
def test_a_broken_file_has_an_end(kind, make_file, tmp_path):
    random = Random(f"20 Oktober {kind}")
    sound = SOUND[kind](tmp_path)
    for number in range(ROUNDS if kind not in PICTURES else 1):
        document = outcome(make_file(broken(sound, random), f"{number}.bin"))
        if document is not None:
            assert to_dict(from_dict(to_dict(document))) == to_dict(document)


@pytest.mark.parametrize("kind", SOUND)
async def test_a_broken_file_has_an_end_in_the_child_and_its_limits(kind, make_file, tmp_path):
    content = broken(SOUND[kind](tmp_path), Random(f"21 Oktober {kind}"))
    assert not (await read_by_child(make_file(content))).startswith("!")


@pytest.mark.parametrize("damage", DAMAGED)
async def test_a_file_that_is_damaged_on_purpose_is_a_document_or_the_error_that_says_so(damage, make_file):
    make, expected = DAMAGED[damage]
    assert (await read_by_child(make_file(make()))).partition(",")[0] in expected


def outcome(path) -> Document | None:
    """The Document, None for a clear error; anything else is raised."""
    try:
        return read(path, name="rusak", limits=LIMITS)
    except DocumentError:
        return None
