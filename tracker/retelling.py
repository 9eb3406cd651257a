"""Sentences that are kept in Bahasa Indonesia, as they were made, told in the language of the reader.

What a worker finds out is written down once and read by many. So it is kept as a sentence of the source
language, and `Retelling` knows the sentences that it may be: it takes the facts out and puts them into the
catalog's translation.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from tracker.i18n import gettext, language

_SLOT = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_ESCAPED_SLOT = re.compile(r"\\{(\w+)(?::[^}]*)?\\}")
_NUMBERS = frozenset({"page", "pages", "count"})
Fact = Callable[[str], str]


class Retelling:
    """Tells what was made of one of some sentences, with {slots}; earlier ones are tried first.

    `facts` says for slots by name how what stands in them is told.
    """

    def __init__(self, texts: Iterable[str], facts: Mapping[str, Fact] | None = None) -> None:
        self._texts = tuple(texts)
        self._facts = dict(facts or {})

    def __call__(self, message: str) -> str:
        """The message in the language of the request; another than the sentences as the catalog has it."""
        if language() == "id" or not message:
            return message
        for text, pattern in self._patterns:
            if found := pattern.fullmatch(message):
                facts = {name: self._told(name, fact) for name, fact in found.groupdict().items()}
                return _filled(gettext(text), facts)
        return gettext(message)

    def _told(self, name: str, fact: str) -> str:
        tell = self._facts.get(name)
        return tell(fact) if tell else fact

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        shapes = [(text, _ESCAPED_SLOT.sub(_group, re.escape(text))) for text in self._texts]
        return [(text, re.compile(shape, re.DOTALL)) for text, shape in shapes]


def _group(slot: re.Match[str]) -> str:
    shape = r"\d+" if slot[1] in _NUMBERS else ".*?"
    return f"(?P<{slot[1]}>{shape})"


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: facts[slot[1]], text)
