import shutil

import numpy as np
import pytest

from argmap.critic import available, load_critic
from argmap.critic.critic import WEIGHTS, Critic
from argmap.errors import MissingRequirement

with_weights = pytest.mark.skipif(not available(), reason="the critic's weights are not there")


@pytest.fixture(scope="module")
def critic():
    return load_critic()


@with_weights
def test_critic_a_figure_is_worth_checking_and_a_greeting_is_not(critic):
    figure, greeting = critic.judge(
        [
            "Unemployment fell from 9 to 4 percent under my administration.",
            "Thank you, and good night.",
        ]
    )
    assert figure.is_checkworthy and not greeting.is_checkworthy
    assert figure.checkworthy > 0.6 > 0.3 > greeting.checkworthy


@with_weights
def test_critic_tells_what_can_be_verified(critic):
    fact, experience, value = critic.judge(
        [
            "The agency fined 27 airlines in 2010.",
            "I was stuck on the plane for five hours with my two kids.",
            "Airlines should treat passengers with more respect.",
        ]
    )
    assert fact.verifiability == "verifiable"
    assert experience.verifiability == "verifiable-experiential"
    assert value.verifiability == "unverifiable"
    assert abs(sum(fact.probabilities) - 1) < 1e-3


@with_weights
def test_critic_infers_from_plain_pairs(critic):
    premise = "Two men are playing chess in a park."
    labels = critic.infer_labels(
        [(premise, "Two men are playing chess."), (premise, "Nobody is playing chess in the park.")]
    )
    assert labels == ["entailment", "contradiction"]


@with_weights
def test_critic_quotes_who_said_what(critic):
    text = "Mayor Ann Lee said on Monday that the old dam is safe."
    (one,) = critic.quoted(text)
    assert "Ann Lee" in text[slice(*one.source)]
    assert text[slice(*one.cue)].startswith("said")
    assert "the old dam is safe" in text[slice(*one.content)]
    assert not one.vague


@with_weights
def test_critic_an_answer_does_not_hang_on_what_is_asked_beside_it(critic):
    sentences = ["The dam broke in 1911.", "A vile plot!", "word " * 400, "É 🚢"]
    together = critic.judge(sentences)
    assert together == [critic.judge([s])[0] for s in sentences]
    vectors = critic.embed(sentences)
    assert np.array_equal(vectors[1], critic.embed(["A vile plot!"])[0])
    pairs = [("a dam broke", "the dam held"), ("x", "y")]
    assert np.array_equal(critic.stance(pairs)[:1], critic.stance(pairs[:1]))


@with_weights
def test_critic_vectors_say_how_alike_sentences_are(critic):
    a, b, c = critic.embed(
        ["The ship sank in the storm.", "A storm sank the vessel.", "Bread prices rose again."]
    )
    assert abs(float(np.linalg.norm(a)) - 1) < 1e-4
    assert float(a @ b) > float(a @ c) + 0.2


@with_weights
def test_critic_nothing_asked_nothing_answered(critic):
    assert critic.judge([]) == [] and critic.quoted("") == [] and critic.loaded(" \n") == []
    assert critic.embed([]).shape == (0, 384)
    assert critic.stance([]).shape == critic.infer([]).shape == (0, 3)


@with_weights
def test_critic_spans_stand_in_the_text(critic):
    text = (
        "“It is a vile, disgusting plot,” critics said.\n\nSenator Roe told reporters: no.\n" * 30
    )
    for one in critic.quoted(text):
        for start, end in filter(None, (one.source, one.cue, one.content)):
            assert 0 <= start < end <= len(text) and text[start:end].strip()
    for start, end, chance in critic.loaded(text):
        assert 0 <= start < end <= len(text) and 0 < chance <= 1


@with_weights
def test_critic_damaged_weights_are_said(tmp_path):
    for path in WEIGHTS.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"broken")
    with pytest.raises(MissingRequirement, match="cannot be loaded"):
        Critic(tmp_path)


def test_critic_missing_weights_are_said(tmp_path):
    assert not available(tmp_path)
    with pytest.raises(MissingRequirement, match=r"encoder\.onnx is not there"):
        Critic(tmp_path)
