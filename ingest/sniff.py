"""The type of a file by what is in it; its name is never asked."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from ingest.salvage import members_of, unpacked

PDF = "application/pdf"
TEXT = "text/plain"
CSV = "text/csv"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
XLS = "application/vnd.ms-excel"
ODP = "application/vnd.oasis.opendocument.presentation"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
VIDEO, AUDIO = "video/*", "audio/*"
PROGRAM = "application/x-executable"
DATABASE = "application/x-database"
OLE = "application/x-ole-storage"
LOCKED_OFFICE = "application/x-ole-encrypted"
EML = "message/rfc822"
MHTML = "multipart/related"
ZIP = "application/zip"
RTF = "application/rtf"
JPEG, PNG, GIF, WEBP, TIFF = "image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"
BMP, HEIC = "image/bmp", "image/heic"
BINARY = "application/octet-stream"
EMPTY = "application/x-empty"

IMAGES = frozenset({JPEG, PNG, GIF, WEBP, TIFF, BMP, HEIC})

HEAD_BYTES = 4096
_STILL = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"})
_OLE_BYTES = 1 << 20
_MOST_MEMBERS = 5000  # of a ZIP file without its directory
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF8", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"BM", BMP),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
    (b"\x1a\x45\xdf\xa3", VIDEO),
    (b"\x00\x00\x01\xba", VIDEO),
    (b"FLV\x01", VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", VIDEO),
    (b"ID3", AUDIO),
    (b"OggS", AUDIO),
    (b"fLaC", AUDIO),
    (b"#!AMR", AUDIO),
    (b"\x7fELF", PROGRAM),
    (b"SQLite format 3\x00", DATABASE),
    (b"\x00\x01\x00\x00Standard", DATABASE),
)
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|article|title|meta|div|p|table|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|mime-version|content-type|message-id|return-path|delivered-to|x-[\w-]+)"
    rb":[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_BLOCK = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.IGNORECASE)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0c\x1a\x1b\x08")


def sniff(path: Path) -> str:
    """The media type of the file at `path`, "application/octet-stream" where it is none that we know.

    Raises OSError when the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return EMPTY
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(path)
    return _by_magic(head) or _textual_kind(head)


def _by_magic(head: bytes) -> str | None:
    if head.startswith(b"BM") and head[6:10] != b"\0\0\0\0":
        return None
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return PROGRAM
    return _framed(head) or next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _framed(head: bytes) -> str | None:
    """Pictures, films and sounds in frames that name what they hold."""
    kind = head[8:12]
    if head.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"AVI ": VIDEO, b"WAVE": AUDIO}.get(kind)
    if head[4:8] == b"ftyp":
        return HEIC if kind in _STILL else AUDIO if kind.startswith(b"M4A") else VIDEO
    return None


def _zip_kind(path: Path) -> str:
    """Office files are ZIP archives that name their kind by the members they must have."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            declared = (
                archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            )
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        content = path.read_bytes()
        members = members_of(content, _MOST_MEMBERS)
        names, declared = set(members), ""
        if "mimetype" in members:
            declared = b"".join(unpacked(content, members["mimetype"]))[:100].decode("ascii", "replace")
    if declared.startswith("application/vnd.oasis.opendocument."):
        return declared.strip()
    for member, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSX)):
        if member in names:
            return kind
    return PPTX if "ppt/presentation.xml" in names else ZIP


def _ole_kind(path: Path) -> str:
    """The old Office container holds its streams' names in UTF-16."""
    with path.open("rb") as file:
        start = file.read(_OLE_BYTES)
        file.seek(max(0, path.stat().st_size - _OLE_BYTES))
        content = start + file.read()

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        return LOCKED_OFFICE
    if has("WordDocument"):
        return DOC
    if has("PowerPoint Document"):
        return PPT
    return XLS if has("Workbook") or has("Book") else OLE


def _textual_kind(head: bytes) -> str:
    plain = _as_bytes_of_ascii(head)
    if plain is None:
        return BINARY
    if _HTML_START.match(plain) or re.search(rb"<html[\s>]", plain[:2048], re.IGNORECASE):
        mail = _mail_kind(plain)
        return mail or HTML
    return _mail_kind(plain) or TEXT


def _as_bytes_of_ascii(head: bytes) -> bytes | None:
    """The head with its encoding's marks gone, None where it is not text at all."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").encode("utf-8")
    if b"\0" in head and head.count(b"\0") > len(head) // 4:
        odd = head[1::2].count(0) >= head[0::2].count(0)
        decoded = head.decode("utf-16-le" if odd else "utf-16-be", "ignore")
        return decoded.encode("utf-8") if decoded.isprintable() or "\n" in decoded else None
    return None if sum(byte in _CONTROLS for byte in head) * 50 > len(head) else head


def _mail_kind(head: bytes) -> str | None:
    """A mail or a saved web page begins with headers, at least two of them of a mail's own."""
    plain = head.lstrip().replace(b"\r\n", b"\n")
    block = _HEADER_BLOCK.match(plain)
    if block is None or len(_MAIL_HEADER.findall(block.group())) < 2:
        return None
    return MHTML if re.search(rb"^content-type:\s*multipart/related", block.group(), re.I | re.M) else EML
