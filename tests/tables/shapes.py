"""The shapes of hard documents: those that reading was taught on, and those that it is only measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.tables.contents import Content, phrase
from tests.tables.kinds import KINDS, SMALL, content_of, with_total, without_parents
from tests.tables.papers import Look, Paper

Shape = Callable[[Random], Paper]

OPEN = Look(rules="none", pad=(6.0, 3.0))
TIGHT = Look(rules="none", pad=(2.0, 2.0), size=6.5)
NOTE = "Keterangan: target triwulan dihitung kumulatif dan dapat diubah dengan keputusan kepala daerah."
TITLES = ["# MATRIKS RENCANA AKSI REFORMASI BIROKRASI", "# PROVINSI NUSA HARAPAN TAHUN 2025"]


def _one(
    kind: str,
    look: Look,
    rows: int = 8,
    *,
    flat: bool = False,
    total: bool = False,
    before: str = "",
    after: str = "",
    wide: bool = True,
    running: str = "",
) -> Shape:
    """One matrix; in `before` and `after`, "p" is a paragraph, "t" the titles and "n" a note."""

    def shape(random: Random) -> Paper:
        content = _content(random, kind, rows, flat=flat, total=total)
        parts = [*_texts(random, before), content, *_texts(random, after)]
        return Paper(parts, look, wide, running=running)

    return shape


def _content(random: Random, name: str, rows: int, *, flat: bool = False, total: bool = False) -> Content:
    kind = without_parents(KINDS[name]) if flat else KINDS[name]
    content = content_of(random, kind, rows)
    return with_total(content, kind) if total else content


def _texts(random: Random, signs: str) -> list[str | Content]:
    found: list[str | Content] = []
    for sign in signs:
        found += {"p": [f"{phrase(random, 40, 70)}."], "t": TITLES, "n": [NOTE]}[sign]
    return found


def _several(kinds: tuple[str, ...], look: Look, *, wide: bool = True, flat: bool = False) -> Shape:
    """Matrices one after the other, a heading and a paragraph over each."""

    def shape(random: Random) -> Paper:
        parts: list[str | Content] = []
        for number, name in enumerate(kinds, 1):
            parts += [f"# Tabel {number}. {phrase(random, 3, 5)}", *_texts(random, "p")]
            parts.append(_content(random, name, 6, flat=flat))
        return Paper([*parts, *_texts(random, "p")], look, wide)

    return shape


def _regulation(kinds: tuple[str, ...], look: Look, pages: int) -> Shape:
    """A regulation of many pages of articles, with matrices annexed to it."""

    def shape(random: Random) -> Paper:
        parts: list[str | Content] = ["# PERATURAN BUPATI NUSA HARAPAN", "# NOMOR 12 TAHUN 2025"]
        for article in range(1, pages * 3):
            parts += [f"# Pasal {article}"]
            parts += [f"({at}) {phrase(random, 45, 60)}." for at in (1, 2, 3)]
        for number, name in enumerate(kinds, 1):
            parts += ["~", f"# LAMPIRAN {'I' * number}", *TITLES, _content(random, name, 24)]
        return Paper(parts, look, wide=False, running="Peraturan Bupati Nusa Harapan")

    return shape


def _small(kind: str, look: Look, rows: int) -> Shape:
    """A small table under a paragraph."""
    return lambda random: Paper(
        [*_texts(random, "p"), content_of(random, SMALL[kind], rows)], look, wide=False
    )


def _gazette(kind: str, look: Look) -> Shape:
    """A gazette of two columns; one of them has a small table between its paragraphs."""

    def shape(random: Random) -> Paper:
        parts = _texts(random, "ppp")
        small = content_of(random, SMALL[kind], 6)
        return Paper([*parts, small, *_texts(random, "pppppp")], look, wide=False, columns=2)

    return shape


TAUGHT: dict[str, Shape] = {
    "no rules": _one("lampiran tahun", OPEN, flat=True),
    "no rules, head of two": _one("portal", replace(OPEN, size=7), flat=True, before="t"),
    "no rules, parents": _one("input pemda", replace(OPEN, size=6, pad=(4, 3))),
    "no rules, middle": _one("kertas kerja", replace(OPEN, valign="MIDDLE", size=6.5), flat=True),
    "no rules, near": _one("portal", TIGHT, flat=True),
    "no rules, figures right": _one("area perubahan", replace(OPEN, figures="right"), flat=True),
    "no rules, one head": _one("tipe baris", OPEN, 12, before="p", after="n"),
    "no rules, lists": _one("mcp", OPEN, 5, flat=True),
    "no rules, justified": _one("tipe baris", replace(OPEN, texts="justified", font="Times-Roman"), 9),
    "no rules, justified, head of two": _one(
        "lampiran tahun", replace(OPEN, texts="justified", size=9), 8, flat=True
    ),
    "no rules, middle, lists": _one("mcp", replace(OPEN, valign="MIDDLE", size=7), 8, flat=True),
    "no rules, middle, one head": _one("tipe baris", replace(OPEN, valign="MIDDLE", size=7), 10),
    "no rules, texts alone": _small("masalah", replace(OPEN, size=9), 12),
    "no rules, justified, periods": _one(
        "area perubahan", replace(OPEN, texts="justified", font="Times-Roman", size=7.5), 9, flat=True
    ),
    "no rules, justified, middle": _one(
        "kompilasi", replace(OPEN, texts="justified", valign="MIDDLE", size=7), 9, flat=True
    ),
    "rows": _one("portal", Look("rows", size=7), before="t"),
    "rows, sections": _one("monev", Look("rows", size=7)),
    "rows, head of three": _one("pemantauan", Look("rows", size=5.5, pad=(3, 2))),
    "rows, groups underlined": _one("kertas kerja", Look("rows", size=6.5, valign="MIDDLE"), flat=True),
    "columns": _one("portal", Look("columns", size=7), flat=True),
    "columns, Times": _one("kertas kerja", Look("columns", font="Times-Roman", size=7), 12, flat=True),
    "columns, numbers": _one("mcp", Look("columns", size=8), 8, flat=True),
    "columns, sections": _one("monev", Look("columns", size=7)),
    "columns, parents": _one("lampiran tahun", Look("columns")),
    "three rules": _one("area perubahan", Look("head", under_groups=True, size=7.5), flat=True),
    "three rules, one head": _one("tipe baris", Look("head", pad=(6, 2)), 14, total=False),
    "frame": _one("tipe baris", Look("frame", pad=(6, 3)), 10),
    "stripes": _one("kompilasi", Look("none", stripes=True, head="#cccccc", size=7), flat=True),
    "stripes, middle": _one("monev", Look("none", stripes=True, valign="MIDDLE", size=7, head="#1f4e79")),
    "all": _one("pemantauan", Look(size=5.5, pad=(2, 2)), 20, total=True),
    "all, turned heads": _one("monev", Look(turned=True, size=7)),
    "all, cut rows": _one("mcp", Look(split=True, size=11), 12, flat=True),
    "all, middle": _one("input pemda", Look(valign="MIDDLE", size=6), 25, before="t", running="Lampiran I"),
    "all, number row in brackets": _one("area perubahan", Look(numbers="(%d)"), 30, after="n"),
    "several": _several(("tipe baris", "area perubahan"), Look(size=7)),
    "several, no rules": _several(("tipe baris", "lampiran tahun"), OPEN, flat=True),
    "a total, no rules": _one("portal", replace(OPEN, size=7), flat=True, total=True),
    "over pages, no rules": _one("tipe baris", OPEN, 45, running="Rencana Aksi 2025"),
    "a regulation": _regulation(("lampiran tahun", "tipe baris"), Look(size=8), 32),
    "a gazette": _gazette("ringkas", Look(size=7)),
}

HELD: dict[str, Shape] = {
    "no rules": _one("tipe baris", replace(OPEN, font="Times-Roman", size=9), 9),
    "no rules, head of two": _one("kompilasi", replace(OPEN, size=6.5, leading=1.15), flat=True, after="p"),
    "no rules, parents": _one("lampiran tahun", replace(OPEN, font="Times-Roman", size=9), 9),
    "no rules, middle": _one("mcp", replace(OPEN, valign="MIDDLE"), 6, flat=True, before="p"),
    "no rules, near": _one("kertas kerja", replace(TIGHT, size=6), flat=True, before="t"),
    "no rules, figures right": _one("input pemda", replace(OPEN, figures="right", size=6), flat=True),
    "no rules, justified": _one("area perubahan", replace(OPEN, texts="justified", size=7), 10, flat=True),
    "no rules, sections": _one("monev", replace(OPEN, size=6.5), 9),
    "rows": _one("mcp", Look("rows", font="Times-Roman", size=9), 6, flat=True, before="p", after="n"),
    "rows, sections": _one("monev", Look("rows", size=7.5, valign="MIDDLE", head="#dddddd")),
    "rows, head of three": _one("pemantauan", Look("rows", size=5, pad=(2.5, 3)), 10, flat=True),
    "rows, groups underlined": _one("input pemda", Look("rows", size=6, figures="right"), 10),
    "columns": _one("area perubahan", Look("columns", font="Times-Roman"), 10, flat=True),
    "columns, sections": _one("monev", Look("columns", size=6.5, valign="MIDDLE"), 10),
    "columns, parents": _one("kertas kerja", Look("columns", size=6.5)),
    "three rules": _one("portal", Look("head", under_groups=True, size=6.5), flat=True, after="n"),
    "three rules, figures right": _one("area perubahan", Look("head", size=7.5, figures="right"), 12),
    "frame": _one("lampiran tahun", Look("frame", pad=(5, 4)), 9, flat=True),
    "stripes": _one("tipe baris", Look("none", stripes=True, head="#4472c4"), 16, before="p"),
    "stripes, head of two": _one("portal", Look("none", stripes=True, size=7, figures="right"), flat=True),
    "all": _one("kompilasi", Look(size=6, pad=(2, 1.5), font="Times-Roman"), 24, total=True),
    "all, turned heads": _one("kertas kerja", Look(turned=True, size=6.5), 14),
    "all, cut rows": _one("portal", Look(split=True, size=9, pad=(3, 3)), 16, flat=True, wide=True),
    "all, bottom": _one("monev", Look(valign="BOTTOM", size=7), 25, running="Lampiran Peraturan Gubernur"),
    "all, number row": _one("mcp", Look(size=8, numbers="%d."), 14, before="tp", after="n"),
    "head ruled": _one("tipe baris", Look("head grid", pad=(5, 3)), 10, after="n"),
    "several": _several(("portal", "monev", "mcp"), Look(size=6.5, valign="MIDDLE")),
    "several, rows": _several(("area perubahan", "tipe baris"), Look("rows", size=7)),
    "over pages, no rules": _one("lampiran tahun", OPEN, 40, flat=True, running="Road Map RB"),
    "over pages, rows": _one("kompilasi", Look("rows", size=6.5), 30, flat=True),
    "a regulation": _regulation(("mcp", "lampiran tahun"), Look(size=8, valign="MIDDLE"), 31),
    "a gazette": _gazette("jadwal", Look(size=6, pad=(2, 2))),
}

RULED: dict[str, Shape] = {
    f"{name} {kind}": shape
    for kind, shapes in (("taught", TAUGHT), ("held", HELD))
    for name, shape in shapes.items()
    if name.split(",")[0] == "all" or name == "several"
}
