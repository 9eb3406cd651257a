"""The kinds of file that can be read, by media type: their names and endings, as people know them."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, and its endings with the usual one first."""

    name: str
    endings: tuple[str, ...]


READABLE = {
    "application/pdf": Kind("PDF", (".pdf",)),
    f"{OFFICE}.wordprocessingml.document": Kind("Word", (".docx",)),
    f"{OFFICE}.spreadsheetml.sheet": Kind("Excel", (".xlsx", ".xlsm")),
    "application/vnd.ms-excel": Kind("Excel", (".xls",)),
    "application/vnd.oasis.opendocument.spreadsheet": Kind("ODS", (".ods",)),
    "text/html": Kind("HTML", (".html", ".htm")),
    "multipart/related": Kind("MHTML", (".mhtml", ".mht")),
    "message/rfc822": Kind("EML", (".eml",)),
    "text/plain": Kind("TXT", (".txt", ".csv")),
    "image/jpeg": Kind("JPG", (".jpg", ".jpeg")),
    "image/png": Kind("PNG", (".png",)),
    "image/heic": Kind("HEIC", (".heic", ".heif")),
    "image/tiff": Kind("TIFF", (".tif", ".tiff")),
    "application/zip": Kind("ZIP", (".zip",)),
}


def kinds_in_words() -> str:
    """ "PDF, Word, Excel, …", each once."""
    return ", ".join(dict.fromkeys(kind.name for kind in READABLE.values()))


def accepted_endings() -> str:
    """The endings as a browser's file field takes them: ".pdf,.docx,…"."""
    return ",".join(ending for kind in READABLE.values() for ending in kind.endings)


def safe_name(name: str, media_type: str) -> str:
    """The name for a download: without paths and control characters, with an ending of its kind."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    plain = plain.strip(" .")[-150:] or "berkas"
    endings = READABLE[media_type].endings if media_type in READABLE else ()
    return plain if not endings or plain.lower().endswith(endings) else plain + endings[0]
