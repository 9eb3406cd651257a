"""PDFs that are damaged or locked on purpose, each in one way that readers stumble over."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pypdf
from PIL import Image

from tests.fuzz.sound import SENTENCE, pdf_of

DEEP = 3000  # levels of a tree of pages; readers that call themselves go some hundred deep
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
WORDS = f"BT /F1 12 Tf 60 700 Td ({SENTENCE}) Tj ET".encode()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def page(entries: bytes = b"/MediaBox[0 0 595 842]", resources: bytes = b"/Font<</F1 5 0 R>>") -> bytes:
    return b"<</Type/Page/Parent 2 0 R%s/Resources<<%s>>/Contents 4 0 R>>" % (entries, resources)


def locked(algorithm: str) -> bytes:
    """A sound file behind a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([CATALOG, PAGES, page(), stream(WORDS), FONT])))
    writer.encrypt("sandi-uji", "sandi-pemilik", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_pages() -> bytes:
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"])


def deep_tree() -> bytes:
    """One page below thousands of nodes, one in the other."""
    nodes = [
        b"<</Type/Pages%s/Kids[%d 0 R]/Count 1>>" % (b"/Parent %d 0 R" % (at - 1) if at > 2 else b"", at + 1)
        for at in range(2, DEEP + 2)
    ]
    last = DEEP + 2
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (last - 1)
    return pdf_of([CATALOG, *nodes, leaf])


def tree_in_a_circle() -> bytes:
    """A node of pages that holds itself."""
    return pdf_of([CATALOG, b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 2>>"])


def forms_that_draw_each_other() -> bytes:
    """Two drawings, each of which draws the other, and a page without an xref to find them by."""
    forms = [
        stream(
            b"BT /F1 24 Tf (Halo) Tj ET 0.5 0 0 0.5 25 25 cm /X Do",
            b"/Subtype/Form/BBox[0 0 500 500]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>" % other,
        )
        for other in (7, 6)
    ]
    resources = b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>"
    objects = [CATALOG, PAGES, page(resources=resources), stream(b"/X Do"), FONT, *forms]
    return pdf_of(objects, has_xref=False)


def turned_boxes() -> bytes:
    """A page that stands on its head, filled by a picture that is packed twice; its font has no widths."""
    out = io.BytesIO()
    Image.new("RGB", (320, 440), "white").save(out, "JPEG")
    picture = stream(
        zlib.compress(out.getvalue()),
        b"/Subtype/Image/Width 320/Height 440/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter[/FlateDecode/DCTDecode]",
    )
    boxes = b"/MediaBox[0 842 595 0]/CropBox[0 0 595 842]"
    resources = b"/Font<</F1 5 0 R>>/XObject<</I 6 0 R>>"
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/TidakAda/FirstChar 32/LastChar 255/Widths[500 500]>>"
    drawn = stream(b"q 595 0 0 842 0 0 cm /I Do Q\n" + WORDS)
    return pdf_of([CATALOG, PAGES, page(boxes, resources), drawn, font, picture])


def boxes_without_area() -> bytes:
    return pdf_of([CATALOG, PAGES, page(b"/MediaBox[0 0 0 0]"), stream(WORDS), FONT])


def boxes_without_end() -> bytes:
    """A page of the size of a country."""
    return pdf_of([CATALOG, PAGES, page(b"/MediaBox[0 0 1e9 1e9]"), stream(WORDS), FONT])


def picture_that_lies() -> bytes:
    """A picture that says it is a thousand times as large as what it holds."""
    lie = (
        b"/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    )
    resources = b"/Font<</F1 5 0 R>>/XObject<</I 6 0 R>>"
    drawn = stream(b"q 595 0 0 842 0 0 cm /I Do Q\n" + WORDS)
    packed = stream(zlib.compress(bytes(300)), lie)
    return pdf_of([CATALOG, PAGES, page(resources=resources), drawn, FONT, packed])


def content_that_swells() -> bytes:
    """A page whose drawing is small when packed and 200 MB when not."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(200))
    packed += packer.compress(WORDS) + packer.flush()
    return pdf_of([CATALOG, PAGES, page(), stream(packed, b"/Filter/FlateDecode"), FONT])


def lists_in_lists() -> bytes:
    """A list in a list, ten thousand deep, where a font should be."""
    return pdf_of([CATALOG, PAGES, page(), stream(WORDS), b"[" * 10_000 + b"]" * 10_000])


def wrong_places() -> bytes:
    """Every place of the xref is wrong, and the end names none."""
    sound = pdf_of([CATALOG, PAGES, page(), stream(WORDS), FONT])
    at = sound.index(b"xref\n")
    return sound[:at] + b"xref\n0 6\n" + b"0000000001 00000 n \n" * 6 + b"trailer<</Size 6/Root 1 0 R>>\n"


DAMAGED: dict[str, tuple[Callable[[], bytes], Sequence[str]]] = {
    "locked with AES-256": (lambda: locked("AES-256"), ["encrypted"]),
    "locked with AES-128": (lambda: locked("AES-128"), ["encrypted"]),
    "locked with RC4": (lambda: locked("RC4-128"), ["encrypted"]),
    "without pages": (without_pages, ["no-pages"]),
    "pages thousands of levels deep": (deep_tree, ["document", "damaged"]),
    "pages that hold themselves": (tree_in_a_circle, ["document", "damaged", "no-pages"]),
    "drawings that draw each other": (forms_that_draw_each_other, ["document", "damaged"]),
    "boxes upside down": (turned_boxes, ["document"]),
    "boxes without an area": (boxes_without_area, ["document", "damaged"]),
    "boxes without an end": (boxes_without_end, ["document", "damaged"]),
    "a picture that lies about its size": (picture_that_lies, ["document", "damaged"]),
    "a drawing that swells": (content_that_swells, ["document", "damaged"]),
    "lists in lists": (lists_in_lists, ["document", "damaged"]),
    "places that are wrong": (wrong_places, ["document"]),
}
"""A maker of each, and what may become of it: a document, or an error by its code."""
