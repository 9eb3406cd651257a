from __future__ import annotations

from datetime import date

import pytest

from ingest.document import Word
from ingest.findings import boxes_of, extract_json, find, finding_from_dict, finding_to_dict
from ingest.read import read

SENTENCE = "Nilai SAKIP Provinsi Nusa Harapan 75,50 dengan predikat BB pada tahun 2022."


def test_a_figure_is_put_back_on_its_page(make_pdf):
    document = read(make_pdf(f"Pengantar\n#pagebreak()\n{SENTENCE}"), name="a.pdf")
    finding = next(found for found in find(document) if found.kind == "claim" and found.text == "75,50")
    assert document.text[finding.start : finding.end] == "75,50"
    assert finding.page == 2
    word = next(w for w in document.pages[1].words if document.text[w.start : w.end] == "75,50")
    assert finding.boxes == (pytest.approx(word.box, abs=0.1),)
    assert finding.fields["kind"] == "score"
    assert finding.extractor
    assert finding.version


def test_a_finding_over_a_line_end_has_a_box_on_each_line(make_pdf):
    document = read(
        make_pdf("#box(width: 120pt)[Rapat akan diadakan pada hari 20 \\ Oktober 2023 di aula.]"), name="a"
    )
    finding = next(found for found in find(document) if found.kind == "date")
    assert finding.text.split() == ["20", "Oktober", "2023"]
    assert len(finding.boxes) == 2


def test_findings_survive_their_plain_form(make_pdf):
    findings = find(read(make_pdf(SENTENCE), name="a.pdf"))
    assert findings
    assert [finding_from_dict(finding_to_dict(finding)) for finding in findings] == findings


def test_the_contracts_object_has_page_and_boxes(make_file):
    text = "Batas akhir pengisian 20 Oktober mendatang.\nNilai SPBE 3,25 pada tahun 2022.\n"
    answer = extract_json(read(make_file(text), name="a.txt"), published=date(2023, 10, 17))
    assert answer["text"] == text
    assert answer["published"] == "2023-10-17"
    deadline = next(mark for mark in answer["dates"] if mark["role"] == "deadline")
    assert deadline["value"] == "2023-10-20"
    assert deadline["page"] == 1
    assert len(deadline["boxes"]) == 1
    assert text[deadline["start"] : deadline["end"]] == deadline["text"]


def test_a_running_head_is_found_once(make_pdf):
    head = "#set page(header: [Laporan Kinerja Tahun 2021], height: 200pt)\n"
    document = read(make_pdf(head + "\n#pagebreak()\n".join(["Isi halaman"] * 4)), name="a.pdf")
    assert [found.page for found in find(document) if found.kind == "date"] == [1]


def test_a_part_of_a_word_has_a_part_of_its_box():
    word = Word(10, 10, 70, 20, 0, 6)  # "(2023)"
    assert boxes_of([word], 1, 5) == ((20, 10, 60, 20),)
