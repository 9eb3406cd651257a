"""Broken files of every kind end in a Document or in one clear error; the long form is `tests.fuzz`."""

from __future__ import annotations

import os
from random import Random

import pytest

from ingest.document import Document, from_dict, to_dict
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.read import read
from tests.fuzz.breaking import broken
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


def outcome(path) -> Document | None:
    """The Document, None for a clear error; anything else is raised."""
    try:
        return read(path, name="rusak", limits=LIMITS)
    except DocumentError:
        return None
