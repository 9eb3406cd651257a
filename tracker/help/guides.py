"""The guides of docs/guides as pages: Markdown to HTML, with pictures that are fetched when they are near.

A guide is a file NAME.md in Bahasa Indonesia; en/NAME.md is its English, with the same parts. The text is our
own, and still no HTML of it goes through: what looks like a tag is shown as text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from PIL import Image

from tracker.errors import NotFound
from tracker.i18n import _

FOLDER = Path(__file__).parents[2] / "docs" / "guides"
PICTURES = FOLDER / "pictures"
NAMES = ("bureau", "inspectorate", "leadership", "admin")
LONGEST_KEY = 6  # letters: "Ctrl K"
PICTURE_NAME = re.compile(r"[a-z0-9-]+\.webp")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as a page shows it: `contents` holds the second headings, as (id, text)."""

    name: str
    title: str
    html: Markup
    contents: tuple[tuple[str, str], ...]
    language: str


def guide(name: str, language: str) -> Guide:
    """The guide in a language, or in Bahasa Indonesia where it has none. Raises NotFound."""
    english = FOLDER / "en" / f"{name}.md"
    is_english = language == "en" and name in NAMES and english.exists()
    path = english if is_english else FOLDER / f"{name}.md"
    if name not in NAMES or not path.exists():
        raise NotFound(_("Panduan ini tidak ada. Pilih salah satu dari daftar di halaman bantuan."))
    return _rendered(path, path.stat().st_mtime_ns, name, "en" if is_english else "id")


def picture(name: str) -> bytes:
    """The bytes of a picture of the guides, a WebP. Raises NotFound."""
    path = PICTURES / name
    if not PICTURE_NAME.fullmatch(name) or not path.is_file():
        raise NotFound(_("Gambar ini tidak ada."))
    return path.read_bytes()


@lru_cache(maxsize=32)
def _rendered(path: Path, changed_ns: int, name: str, language: str) -> Guide:
    """Read the file once for each time that it changes."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("code_inline", _key_or_code)
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    title, contents = "", []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            title = inside.content
        elif token.type == "heading_open":
            token.attrSet("id", anchor(inside.content))
            if token.tag == "h2":
                contents.append((anchor(inside.content), inside.content))
        elif token.type == "table_open":
            token.attrSet("class", "table")
        elif token.type == "inline":
            _dress(token)
    body = _without_title(tokens)
    html = Markup(reader.renderer.render(body, reader.options, {}))  # noqa: S704 - tags of the text were escaped
    return Guide(name, title, html, tuple(contents), language)


def anchor(heading: str) -> str:
    """The id of a heading: "Tombol pintas" -> "tombol-pintas"."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _without_title(tokens: list[Token]) -> list[Token]:
    """All but the first heading, which the page has of its own."""
    return tokens[3:] if tokens and tokens[0].tag == "h1" else tokens


def _dress(inline: Token) -> None:
    """Pictures know their size, so that nothing shifts, and wait until they are near."""
    for token in inline.children or ():
        if token.type == "image":
            name = str(token.attrGet("src")).rpartition("/")[2]
            width, height = size_of(name)
            token.attrs |= {
                "src": f"/bantuan/gambar/{name}",
                "width": width,
                "height": height,
                "loading": "lazy",
                "decoding": "async",
            }


def _key_or_code(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Short code as a key of the keyboard: the reader's own rule writes all of it as code."""
    text = tokens[index].content
    tag = "kbd" if len(text) <= LONGEST_KEY else "code"
    return f"<{tag}>{escape(text)}</{tag}>"


def size_of(picture_name: str) -> tuple[int, int]:
    """Width and height in pixels of a picture of the guides."""
    with Image.open(PICTURES / picture_name) as image:
        return image.size
