"""The quickened pipeline says what spaCy's own pipeline says, token for token."""

from __future__ import annotations

from importlib import import_module

import pytest

from argmap.mining import attributes
from argmap.mining.parse import PACKAGES, new_pipeline, shared_pipeline

TEXTS = [
    "The city's trams weren't late: they'd been cancelled, hadn't they? “Nobody,” she said, "
    "“gets there on time; he got the best seat, and I'm told it's better than last year's.”",
    "There were 4,000 people -- the most that anyone had seen -- in Karlsdorf's market.\n\n"
    "  What does the mayor want? To get rid of it as well as of the port. All the others' boats, "
    "too!\n\t* She has to go. * Going, going, gone.",
    "According to the 2019 census (p. 3), one in ten households can't pay; $5m isn't enough. "
    "Because of that, the worst is over, more or less, e.g. in the U.S. or at https://example.org.",
    "Cats PURR. cats purr. Purring cats are being held by dogs' owners who'd rather not let's say.",
    "x",
]
LAYERS = (
    *("tag", "dep", "lemma", "pos", "ent_type", "ent_iob"),
    *("is_sent_start",),
)


def _stock():
    for package in PACKAGES:
        try:
            nlp = import_module(package).load()
        except ModuleNotFoundError:
            continue
        nlp.add_pipe("argmap_blocks", first=True)
        return nlp
    raise AssertionError("no English pipeline is installed")


def _layers(doc):
    return [
        (token.text, *(getattr(token, name) for name in LAYERS), token.head.i, str(token.morph))
        for token in doc
    ]


@pytest.fixture(scope="module")
def stock():
    return _stock()


@pytest.mark.parametrize("text", TEXTS)
def test_attributes_are_those_of_spacy(stock, text):
    expected = _layers(stock(text))
    assert _layers(shared_pipeline()(text)) == expected
    # From memory, the second time.
    assert _layers(shared_pipeline()(text)) == expected


def test_attributes_of_an_article_are_those_of_spacy(stock):
    from pathlib import Path

    text = (Path(__file__).parents[2] / "corpus" / "russia-turkey-weapon-sales.txt").read_text()
    assert _layers(shared_pipeline()(text)) == _layers(stock(text))


def test_attributes_take_the_place_of_two_pipes():
    names = shared_pipeline().pipe_names
    assert attributes.NAME in names
    assert not {"attribute_ruler", "lemmatizer"} & set(names)
    # A pipeline for others stays as they know it.
    assert {"attribute_ruler", "lemmatizer"} <= set(new_pipeline().pipe_names)


def test_attributes_memory_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(attributes, "_KEPT", 50)
    nlp = shared_pipeline()
    pipe = nlp.get_pipe(attributes.NAME)
    for number in range(40):
        nlp(f"Zed{number} must go because Fro{number}s harm it.")
    assert len(pipe._known) <= 50
    assert len(pipe._lemmas) <= 50


def test_attributes_words_outlive_borrowed_memory():
    from argmap.mining.parse import borrowed_memory

    text = "The zorgles were quembled."
    with borrowed_memory():
        first = [token.lemma_ for token in shared_pipeline()(text)]
    with borrowed_memory():
        assert [token.lemma_ for token in shared_pipeline()(text)] == first


def test_quicken_leaves_a_pipeline_without_these_pipes_alone():
    import spacy

    nlp = spacy.blank("en")
    attributes.quicken(nlp)
    assert nlp.pipe_names == []
