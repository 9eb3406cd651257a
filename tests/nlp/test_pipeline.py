"""The rules as spaCy components."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import spacy

from nlp import extract, load
from nlp.claims.indicators import load_indicators

TEXT = "Sesuai Perpres Nomor 95 Tahun 2018, Indeks SPBE mencapai 2,75 pada tahun 2030."


def test_the_pipeline_names_its_components():
    assert load().pipe_names == ["renaksi_regulations", "renaksi_dates", "renaksi_claims"]


def test_a_doc_holds_span_groups_and_plain_marks():
    doc = load()(TEXT)
    assert [(s.text, s.label_) for s in doc.spans["claims"]] == [("2,75", "score")]
    assert [(s.text, s.label_) for s in doc.spans["dates"]] == [("tahun 2030", "period")]
    assert [s.label_ for s in doc.spans["regulations"]] == ["Perpres"]
    assert [m.indicator for m in doc._.claims] == ["spbe"]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("renaksi_regulations", "regulations"), ("renaksi_dates", "dates"), ("renaksi_claims", "claims")],
)
def test_each_component_works_alone_in_any_pipeline(name: str, attribute: str):
    nlp = spacy.blank("id")
    nlp.add_pipe(name)
    assert len(getattr(nlp(TEXT)._, attribute)) == 1


def test_the_tokens_keep_the_text():
    text = "  Rp 5.000,-\n\n\tdua\u00a0OPD \n"
    assert load().make_doc(text).text == text


def test_settings_choose_what_is_kept():
    nlp = spacy.blank("id")
    nlp.add_pipe("renaksi_claims", config={"threshold": 1.0, "spans": False})
    doc = nlp(TEXT)
    assert doc._.claims == []
    assert "claims" not in doc.spans


def test_dates_that_lean_on_today_can_be_left_unresolved():
    nlp = spacy.blank("id")
    nlp.add_pipe("renaksi_dates", config={"resolve": False})
    doc = nlp.make_doc("Nilai tahun lalu naik.")
    doc._.published = date(2031, 6, 18)
    assert nlp(doc)._.dates == []


def test_a_loaded_pipeline_is_kept():
    assert load() is load()


def test_extract_takes_a_pipeline():
    assert extract(TEXT, nlp=load()).to_json() == extract(TEXT).to_json()


def test_a_faulty_table_of_indicators_says_what_is_wrong(tmp_path: Path):
    table = tmp_path / "indikator.tsv"
    table.write_text("code\tname\taliases\nhanya kode\n", encoding="utf-8")
    with pytest.raises(ValueError, match="dipisahkan tab"):
        load_indicators(table)
