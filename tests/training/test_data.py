"""Gold records as examples: tags, roles, heads, and the noise of training."""

import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from argmap.mining.neural.model import WEIGHTS
from argmap.training.data import NONE, example, split_dev

TEXT = (
    "On Tea\n\nTea is the best drink.\n"
    "It is healthy, for it has no sugar. Doctors praise it, and they should know.\n"
    "So drink tea."
)
PARTS = {
    "a": ("Tea is the best drink.", "major_claim"),
    "b": ("It is healthy", "claim"),
    "c": ("it has no sugar", "premise"),
    "d": ("Doctors praise it", "premise"),
    "e": ("drink tea.", "major_claim"),
}


def record(corpus="aaec", **change):
    units = [
        {"id": k, "start": TEXT.index(t), "end": TEXT.index(t) + len(t), "role": role}
        for k, (t, role) in PARTS.items()
    ]
    relations = [
        {"id": "r1", "source": "c", "target": "b", "type": "support"},
        {"id": "r2", "source": "d", "target": "b", "type": "attack"},
    ]
    base = {"id": "tea", "corpus": corpus, "text": TEXT, "units": units, "relations": relations}
    return base | change


@pytest.fixture(scope="module")
def tokenizer():
    made = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def test_labels_leave_one_tag_for_each_piece_where_roles_are_known(tokenizer):
    e = example(record(), tokenizer)
    assert (e.allowed.sum(1) == 1).all()
    first, last = e.spans[0]
    assert e.allowed[first, 1] and e.allowed[first + 1 : last + 1, 2].all()
    # The full stop is not part of the unit.
    assert TEXT[e.encoded.offsets[last, 0] : e.encoded.offsets[last, 1]] == "drink"
    # The title is outside.
    assert e.allowed[0, 0]


def test_labels_leave_roles_open_where_there_are_none(tokenizer):
    units = [{**u, "role": None} for u in record()["units"]]
    e = example(record("editorials", units=units, relations=[]), tokenizer)
    first, last = e.spans[0]
    assert e.allowed[first].nonzero()[0].tolist() == [1, 3, 5]
    assert e.allowed[last].nonzero()[0].tolist() == [2, 4, 6]
    assert not e.roles.any() and not e.near.any() and not e.far.any()


def test_heads_near_and_far(tokenizer):
    e = example(record(), tokenizer)
    n = len(e.spans)
    assert e.edges == [(2, 1, 0), (3, 1, 1)]
    assert np.nonzero(e.near[2])[0].tolist() == [1]
    assert np.nonzero(e.near[1])[0].tolist() == [n]
    # The claim stands for the thesis, wherever it is said in another paragraph.
    assert np.nonzero(e.far[1])[0].tolist() == [0, 4]
    assert np.nonzero(e.far[0])[0].tolist() == [n]


def test_the_central_claim_of_a_microtext_may_be_either_kind_of_claim(tokenizer):
    units = [{**u, "role": "claim" if u["id"] == "a" else "premise"} for u in record()["units"]]
    e = example(record("microtexts1", units=units), tokenizer)
    assert e.roles[0].tolist() == [True, True, False]
    assert e.roles[1].tolist() == [False, False, True]


def test_types_are_learnt_only_from_the_corpus_that_has_them(tokenizer):
    units = [{**u, "role": None, "type": "fact"} for u in record()["units"]]
    e = example(record("cdcp", units=units), tokenizer)
    assert (e.comment == 0).all() and (e.article == NONE).all()


def test_noise_keeps_units_apart_and_inside_their_paragraph(tokenizer):
    for seed in range(30):
        e = example(record(), tokenizer, rng=random.Random(seed), split=True, jitter=1.0)
        for (first, last), section in zip(e.spans, e.sections, strict=True):
            assert first <= last
            assert (e.encoded.section[first : last + 1] == section).all()
        assert all(a[1] < b[0] for a, b in zip(e.spans[:-1], e.spans[1:], strict=True))
        assert e.near.any(1).all() and e.far.any(1).all()


def test_split_dev_holds_out_every_kth():
    train, dev = split_dev([{"k": i} for i in range(25)], 12)
    assert [r["k"] for r in dev] == [0, 12, 24]
    assert len(train) == 22
