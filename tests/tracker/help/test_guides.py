"""The guides: each role has one, with pictures that are there, and none of their text becomes markup."""

import re
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.pictures import SHOTS
from tests.tracker.world import World
from tracker.errors import NotFound
from tracker.help import guides

MOST_BYTES = 2_500_000


@pytest.mark.parametrize("name", guides.NAMES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_role_has_a_guide_in_both_languages(name: str, language: str) -> None:
    found = guides.guide(name, language)
    assert found.title
    assert found.contents
    assert found.language == language
    assert "<h1" not in found.html


@pytest.mark.parametrize("name", guides.NAMES)
def test_the_english_guide_has_every_part_of_the_indonesian_one(name: str) -> None:
    source, english = (parts_of(name, language) for language in ("id", "en"))
    assert english == source


def parts_of(name: str, language: str) -> list[str]:
    """Headings, paragraphs, pictures, rows, items and keys of a guide, without their words."""
    html = guides.guide(name, language).html
    found = re.findall(r"<(h[2-6]|p|tr|li|table)\b|<img src=\"([^\"]+)\"|<kbd>([^<]+)</kbd>", html)
    return ["".join(one) for one in found]


def test_pictures_know_their_size_and_wait_until_they_are_near() -> None:
    pictures = re.findall(r"<img[^>]*>", "".join(guides.guide(name, "id").html for name in guides.NAMES))
    assert pictures
    for tag in pictures:
        assert 'loading="lazy"' in tag
        assert re.search(r'alt="[^"]{10,}"', tag), tag
        assert re.search(r'width="\d+" height="\d+"', tag), tag


def test_keys_look_like_keys() -> None:
    html = guides.guide("bureau", "id").html
    assert "<kbd>Ctrl K</kbd>" in html
    assert "<code>" not in html


def test_the_command_makes_the_pictures_of_the_guides_and_no_others() -> None:
    told = {
        name
        for guide in guides.NAMES
        for name in re.findall(r"pictures/([a-z0-9-]+\.webp)", (guides.FOLDER / f"{guide}.md").read_text())
    }
    kept = {path.name for path in guides.PICTURES.iterdir()}
    assert told == kept == {shot.name for shot in SHOTS if shot.is_of_a_guide}
    assert sum(path.stat().st_size for path in guides.PICTURES.iterdir()) < MOST_BYTES


def test_markup_in_a_guide_is_shown_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "admin.md").write_text("# Judul\n\n<script>alert(1)</script> [x](javascript:alert(1))\n")
    monkeypatch.setattr(guides, "FOLDER", tmp_path)
    html = guides.guide("admin", "id").html
    assert "<script" not in html
    assert "href" not in html


@pytest.mark.parametrize("name", ["../admin", "tidak-ada", "en/admin"])
def test_other_files_are_no_guides(name: str) -> None:
    with pytest.raises(NotFound):
        guides.guide(name, "id")
    with pytest.raises(NotFound):
        guides.picture(f"{name}.webp")


async def test_help_puts_the_readers_own_guide_first(world: World, client: AsyncClient) -> None:
    for who in ("bureau", "inspectorate", "leadership", "admin"):
        await world.sign_in(client, who)
        page = (await client.get("/bantuan")).text
        guides_named = re.findall(r"/bantuan/(\w+)\"", page.partition("<main")[2])
        assert guides_named[0] == who
        answer = await client.get(f"/bantuan/{who}")
        assert answer.status_code == 200
    picture = await client.get("/bantuan/gambar/leadership.webp")
    assert picture.headers["content-type"] == "image/webp"
    assert picture.content[8:12] == b"WEBP"
