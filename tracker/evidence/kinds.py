"""The kinds of file that can be read, as media types, as endings and as people call them."""

READABLE = {
    "application/pdf": "PDF",
    "text/plain": "TXT",
    "text/html": "HTML",
}
"""From media type to the name that people know it by."""

ENDINGS = {
    "application/pdf": (".pdf",),
    "text/plain": (".txt",),
    "text/html": (".html", ".htm"),
}


def kinds_in_words() -> str:
    """ "PDF, TXT, HTML" """
    return ", ".join(READABLE.values())


def accepted_endings() -> str:
    """The endings as a browser's file field takes them: ".pdf,.txt,.html,.htm"."""
    return ",".join(ending for endings in ENDINGS.values() for ending in endings)


def safe_name(name: str, media_type: str) -> str:
    """The name for a download: without paths and control characters, with an ending of its kind."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    plain = plain.strip(" .")[-150:] or "berkas"
    endings = ENDINGS.get(media_type, ())
    return plain if not endings or plain.lower().endswith(endings) else plain + endings[0]
