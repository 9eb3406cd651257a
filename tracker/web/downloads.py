"""Names of files that are handed out."""

import re
import unicodedata
from urllib.parse import quote

LONGEST_PART = 48  # letters


def file_stem(*parts: str) -> str:
    """A file's name without its ending, of any texts: small plain letters, figures and "-" alone.

    A long part is cut at a word; one without a letter or figure is left out: ("2.1", "Dinas é", "?") ->
    "2-1-dinas-e".
    """
    return "-".join(filter(None, map(_plain, parts))) or "berkas"


def _plain(part: str) -> str:
    folded = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(plain) <= LONGEST_PART:
        return plain
    cut = plain[: LONGEST_PART + 1].rpartition("-")[0]
    return cut or plain[:LONGEST_PART]


def attachment(name: str) -> str:
    """The Content-Disposition of a download: never shown in the page's place, the name as data.

    Both forms of RFC 6266: plain for old programs, and RFC 5987 for all others. Signs that end a header or
    turn text around are left out, wherever the name came from.
    """
    seen = "".join(letter for letter in name if letter.isprintable()).replace("\\", "/").rpartition("/")[2]
    seen = seen or "berkas"
    plain = "".join(letter if letter.isascii() and letter not in '"%;' else "_" for letter in seen)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(seen, safe='')}"
