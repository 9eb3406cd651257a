"""Pages as offices set them: each paragraph is read whole, in its place, with pdfplumber's words."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from ingest.pdf.tokens import tokens
from ingest.pdf.words import raw_page
from ingest.read import read

WORDS = (  # noqa: SIM905 - a sentence reads better than a list
    "pemerintah daerah melaporkan capaian kinerja triwulan sebesar 75,50 persen dari target anggaran "
    "Rp1.250.000.000 untuk pelayanan publik di seluruh perangkat"
).split()


def paragraph(name: str, words: int = 60) -> str:
    """A paragraph that begins and ends with its name."""
    return " ".join([f"{name}a", *(WORDS[number * 7 % len(WORDS)] for number in range(words)), f"{name}z."])


def paragraphs(letter: str, count: int, words: int = 60) -> str:
    return "\n\n".join(paragraph(f"{letter}{number}", words) for number in range(count))


def table(rows: int, columns: int) -> str:
    cells = ", ".join(f"[{WORDS[number % len(WORDS)]} {number}]" for number in range(rows * columns))
    return f"table(columns: {columns}, {cells})"


A4 = '#set page(paper: "a4", margin: 2cm)\n#set text(size: 10pt, lang: "id", hyphenate: false)\n'
LAYOUTS = {
    "three columns below a title": f"= BULETIN\n#set text(size: 9pt)\n#columns(3)[{paragraphs('K', 9)}]",
    "a bar at the side": f"#grid(columns: (1fr, 5cm), gutter: 1cm, [{paragraphs('U', 4, 90)}], "
    f"rect(fill: luma(230))[{paragraphs('S', 3, 25)}])",
    "columns, whole lines, columns": f"{paragraphs('B', 1)}\n#columns(2)[{paragraphs('C', 2, 90)}]\n"
    f"{paragraphs('D', 1)}\n#columns(2)[{paragraphs('E', 2)}]",
    "a page on its side between two that stand": f"{paragraphs('T', 2)}\n"
    f"#page(flipped: true)[{paragraphs('L', 2)}\n#{table(8, 6)}]\n{paragraphs('Z', 2)}",
    "a table beside text": f"#grid(columns: (1fr, 1fr), gutter: 1cm, [{paragraphs('J', 1, 120)}], "
    f"{table(12, 3)})\n\n{paragraphs('M', 1, 80)}",
    "columns that were drawn after what stands beside them": f"#place(bottom + right)[#box(width: 4cm)"
    f"[{paragraphs('X', 1, 25)}]]\n#place(top, dx: 8.8cm, dy: 1cm)[#box(width: 8cm)[{paragraphs('R', 2)}]]\n"
    f"#place(top, dy: 1cm)[#box(width: 8cm)[{paragraphs('Q', 2)}]]",
    "a letter": "#grid(columns: (auto, auto, 1fr, auto), gutter: 6pt, [Nomor], [:], [800/123/ORG], "
    f"[Nusa Harapan, 12 Mei 2031], [Hal], [:], [Data dukung], [])\n\n{paragraphs('G', 2)}"
    "\n#align(right)[Kepala Biro,\\ Nama Pejabat]",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paragraph_is_read_whole(make_pdf, layout):
    path = make_pdf(A4 + LAYOUTS[layout])
    names = [word for word in read(path, name="a.pdf").text.split() if word[0].isupper() and len(word) < 5]
    names = [name.rstrip(".") for name in names if name[1:2].isdecimal()]
    assert names
    assert [name[:-1] for name in names[::2]] == [name[:-1] for name in names[1::2]]
    assert {name[-1] for name in names[::2]} == {"a"}


def test_columns_that_were_drawn_last_are_read_from_left_to_right(make_pdf):
    text = read(
        make_pdf(A4 + LAYOUTS["columns that were drawn after what stands beside them"]), name="a"
    ).text
    assert text.index("Q0a") < text.index("Q1z") < text.index("R0a") < text.index("R1z") < text.index("X0a")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_are_where_pdfplumber_sees_them(make_pdf, layout):
    same, every = agreement(make_pdf(A4 + LAYOUTS[layout]))
    assert same >= 0.999 * every


def test_a_note_at_the_foot_stays_there(make_pdf):
    body = "\n\n".join(f"{paragraph(f'A{n}')}#footnote[Catatan {n} menurut peraturan.]" for n in range(4))
    text = read(make_pdf(A4 + body), name="a.pdf").text
    assert text.index("A3z") < text.index("Catatan 0") < text.index("Catatan 3")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_cut_and_turned_page_is_read_as_it_is_shown(make_pdf, tmp_path, turn):
    """A crop box that does not begin at the corner, and the turn of a page that was scanned on its side."""
    inner = f"#rotate({-turn}deg, reflow: true)[#box(width: 250pt)[{paragraphs('V', 2, 20)}]]"
    with pypdfium2.PdfDocument(make_pdf(inner)) as pdf:
        pdf[0].set_cropbox(10, 5, 395, 298)
        pdf[0].set_rotation(turn)
        pdf.save(tmp_path / "turned.pdf")
    document = read(tmp_path / "turned.pdf", name="a.pdf")
    page = document.pages[0]
    assert document.text.split() == paragraphs("V", 2, 20).split()
    assert (round(page.width), round(page.height)) == ((385, 293) if turn == 180 else (293, 385))
    assert all(0 <= word.x0 < word.x1 <= page.width and 0 <= word.top < page.height for word in page.words)
    assert page.words[0].top < page.words[len(page.words) - 1].top


def agreement(path: Path) -> tuple[int, int]:
    """How many of pdfplumber's words we have at the same place, within 1.5 points; and how many there are."""
    same = every = 0
    with pdfplumber.open(path) as theirs, pypdfium2.PdfDocument(path) as ours:
        for number, page in enumerate(theirs.pages):
            mine: dict[str, list[tuple[float, float, float, float]]] = {}
            for token in tokens(raw_page(ours[number])):
                mine.setdefault(token.text + "-" * token.hyphenated, []).append(token.box)
            for word in page.extract_words():
                every += 1
                same += any(
                    abs(box[0] - word["x0"]) <= 1.5
                    and abs(box[2] - word["x1"]) <= 1.5
                    and abs(box[1] + box[3] - word["top"] - word["bottom"]) <= 6
                    for box in mine.get(word["text"], ())
                )
    return same, every
