"""What tells that two files say the same, whatever format they are in."""

import hashlib

SHORTEST = 200
"""Letters and digits below which a text is too common to be recognised: a form with nothing filled in."""


def text_print(text: str) -> str | None:
    """SHA-256 of a text's letters and digits, without regard to case, blanks and marks; None: too short.

    A report that was saved anew, or as another format, keeps its print; one with another figure does not.
    """
    kept = "".join(character for character in text.casefold() if character.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest() if len(kept) >= SHORTEST else None
