"""Why a file could not be read, in the reader's language: it is kept in Bahasa Indonesia, as it was found."""

import re
from functools import cache

from ingest.errors import ERRORS
from ingest.refused import UNKNOWN
from tracker.i18n import gettext, language

_SLOT = re.compile(r"\\{(\w+)(?::[^}]*)?\\}")
_PLAIN_SLOT = re.compile(r"\{(\w+)(?::[^}]*)?\}")


def said(message: str) -> str:
    """The message in the language of the request; one that no reader gives stays as it is."""
    if language() == "id" or not message:
        return message
    for template, pattern in _templates():
        if found := pattern.fullmatch(message):
            return _PLAIN_SLOT.sub(lambda slot: found[slot[1]], gettext(template))
    return gettext(message)


@cache
def _templates() -> list[tuple[str, re.Pattern[str]]]:
    """What readers may say, each with the pattern of a text that was made of it."""
    texts = [kind.explanation for kind in ERRORS.values() if not kind.explanation.startswith("{")]
    return [(text, re.compile(_SLOT.sub(r"(?P<\1>.+?)", re.escape(text)))) for text in (*texts, UNKNOWN)]
