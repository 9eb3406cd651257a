"""Names of files that are handed out."""

from urllib.parse import quote


def attachment(name: str) -> str:
    """The Content-Disposition of a download: never shown in the page's place, the name as data.

    Both forms of RFC 6266: plain for old programs, and RFC 5987 for all others. Signs that end a header or
    turn text around are left out, wherever the name came from.
    """
    seen = "".join(letter for letter in name if letter.isprintable()).replace("\\", "/").rpartition("/")[2]
    seen = seen or "berkas"
    plain = "".join(letter if letter.isascii() and letter not in '"%;' else "_" for letter in seen)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(seen, safe='')}"
