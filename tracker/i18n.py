"""Languages: Bahasa Indonesia is the source of every text, English comes from a catalog.

The language of a request lives in a context variable, so `_` may be called anywhere below the edge. The
catalogs are read as .po files at the start; there is nothing to compile.
"""

from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
LOCALE_FOLDER = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="id")


def language() -> str:
    """The language of the request at hand: "id" or "en"."""
    return _language.get()


def use_language(code: str) -> None:
    """Set the language for what follows in this context; an unknown one means Bahasa Indonesia."""
    _language.set(code if code in LANGUAGES else "id")


@lru_cache
def translations(code: str) -> NullTranslations:
    """The catalog of a language; the source language has none and needs none."""
    path = LOCALE_FOLDER / code / "renaksi.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str) -> str:
    """The message in the language of the request."""
    return translations(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message for a count in the language of the request."""
    return translations(language()).ngettext(singular, plural, count)


_ = gettext
