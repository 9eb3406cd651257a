"""The English catalog: it holds every text of the sources, and its English keeps their placeholders."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tracker.i18n import LOCALE_FOLDER, translations

ROOT = Path(__file__).parents[3]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%s|\{\w*(?:![ars])?(?::[^{}]*)?\}")


def test_the_catalog_holds_every_text_of_the_sources_and_no_others(
    english: Catalog, sources: Catalog
) -> None:
    written, known = set(texts(sources)), set(texts(english))
    assert (sorted(written - known), sorted(known - written)) == ([], []), "run `make catalog`"


def test_the_extraction_overlooks_no_text_of_the_code(sources: Catalog) -> None:
    """As it would inside an f-string, where a text keeps its Bahasa Indonesia without a word."""
    looked_up = {text for path in (ROOT / "tracker").rglob("*.py") for text in looked_up_in(path)}
    assert sorted(looked_up - set(texts(sources))) == []


def test_every_text_has_its_english(english: Catalog) -> None:
    assert [text for text, message in texts(english).items() if not all(forms(message.string))] == []


def test_no_english_is_a_guess_or_a_leftover(english: Catalog) -> None:
    assert [message.id for message in english if message.fuzzy] == []
    assert list(english.obsolete) == []


def test_english_has_the_placeholders_of_its_source(english: Catalog) -> None:
    differing = [
        (source, translated)
        for message in texts(english).values()
        for source, translated in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(source) != placeholders(translated)
    ]
    assert differing == []


def test_the_header_names_no_person(english: Catalog) -> None:
    assert not [value for name, value in english.mime_headers if "@" in value]


def test_pages_get_their_english_from_it() -> None:
    loaded = translations("en")
    assert isinstance(loaded, GNUTranslations)
    assert loaded.gettext("Beranda") == "Home"
    assert loaded.ngettext("{count} temuan", "{count} temuan", 1) == "{count} finding"
    assert loaded.ngettext("{count} temuan", "{count} temuan", 2) == "{count} findings"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("%(part)s dari %(whole)s", ["%(part)s", "%(whole)s"], id="of templates"),
        pytest.param("{name}={value!r}", ["{name}", "{value!r}"], id="of Python texts"),
        pytest.param("25–50 %%", ["%%"], id="a per cent sign of a template"),
        pytest.param("25 % dari 480", [], id="a per cent sign of a Python text"),
    ],
)
def test_placeholders_are_told_from_other_signs(text: str, found: Sequence[str]) -> None:
    assert placeholders(text) == Counter(found)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (LOCALE_FOLDER / "en" / "renaksi.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make catalog` would extract now."""
    template = tmp_path_factory.mktemp("catalog") / "renaksi.pot"
    options = ["--mapping-file", "babel.toml", "--ignore-dirs", ".*", "--output", str(template)]
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", *options, "."]
    subprocess.run(command, cwd=ROOT, check=True)
    with template.open("rb") as file:
        return read_po(file)


def texts(catalog: Catalog) -> dict[str, Message]:
    """The messages by their source text, the singular where there are two; without the header."""
    return {forms(message.id)[0]: message for message in catalog if message.id}


def looked_up_in(path: Path) -> Iterator[str]:
    """The literal texts that a module hands to gettext."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Name("_" | "gettext" | "ngettext"), args=[ast.Constant(str(text)), *_rest]
            ):
                yield text


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text, or its singular and plural, as a tuple; no text is an empty one."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))
