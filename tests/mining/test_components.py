import subprocess
import sys

import spacy
from spacy.tokens import Doc

from argmap.mining.components import SPANS_KEY
from argmap.mining.parse import doc_of, new_pipeline, shared_pipeline
from argmap.reading import read_text

TEXT = (
    "Why the bridge must go\n\nThe state of the cables\n\n"
    "The cables are rotten because nobody painted them. The city should act.\n"
)


SCRIPT = """
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("argmap", config={"miner": "rules"})
doc = nlp("The bridge must go because every storm shakes it.")
print(doc._.argmap.thesis.text, [s.text for s in doc.spans["argmap"]])
"""


def test_components_work_in_anyones_pipeline_without_importing_argmap():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout == ("The bridge must go ['The bridge must go', 'every storm shakes it']\n")


def test_components_declare_what_they_assign_and_require():
    nlp = new_pipeline()
    nlp.add_pipe("argmap_miner", config={"miner": "rules"})
    meta = nlp.get_pipe_meta("argmap_miner")
    assert "doc._.argmap_mined" in meta.assigns
    assert "token.dep" in meta.requires
    assert not nlp.analyze_pipes()["problems"]["argmap_miner"]


def test_blocks_make_a_sentence_begin_with_each_block():
    doc = shared_pipeline()(TEXT)
    starts = {s.start_char for s in doc.sents}
    for block in read_text(TEXT).blocks:
        assert block.start in starts


def test_blocks_leave_an_existing_parse_alone():
    doc = shared_pipeline()("One sentence here. Another one there.")
    before = [(t.i, t.is_sent_start) for t in doc]
    shared_pipeline().get_pipe("argmap_blocks")(doc)
    assert [(t.i, t.is_sent_start) for t in doc] == before


def test_miner_component_shows_the_units_as_spans_labelled_by_role():
    nlp = new_pipeline()
    nlp.add_pipe("argmap_miner", config={"miner": "rules"})
    doc = nlp(TEXT)
    units = doc._.argmap_mined.units
    assert [s.text for s in doc.spans[SPANS_KEY]] == [u.text for u in units]
    assert {s.label_ for s in doc.spans[SPANS_KEY]} == {u.role.value for u in units}
    html = spacy.displacy.render(doc, style="span", options={"spans_key": SPANS_KEY}, jupyter=False)
    assert "major_claim" in html


def test_miner_component_keeps_predict_apart_from_set_annotations():
    nlp = new_pipeline()
    component = nlp.add_pipe("argmap_miner", config={"miner": "rules"})
    with nlp.select_pipes(disable=["argmap_miner"]):
        doc = nlp(TEXT)
    component.predict(doc)
    assert SPANS_KEY not in doc.spans
    assert doc._.argmap_mined is None


def test_doc_of_carries_the_article_into_the_pipeline():
    article = read_text(TEXT, id="bridge")
    doc = doc_of(shared_pipeline(), article)
    assert isinstance(doc, Doc)
    assert doc._.argmap_article is article
    assert doc.text == article.text


def test_component_gives_a_blank_text_an_empty_map():
    nlp = new_pipeline()
    nlp.add_pipe("argmap", config={"miner": "rules"})
    docs = list(nlp.pipe(["", " \n", "Cats should be kept because they catch mice."]))
    assert [len(doc._.argmap.units) for doc in docs] == [0, 0, 2]
