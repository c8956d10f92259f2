"""The head that tells attributions of nobody in particular."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from argmap.critic import available, load_critic
from argmap.critic.vague import Candidate, VagueHead, features

WIDTH = 4


def _candidate(cue: tuple[int, int], source: tuple[int, int] | None = None) -> Candidate:
    return Candidate(
        cue=cue,
        source=source,
        content=(0, 3),
        source_score=2.0 if source else -5.0,
        content_score=3.0,
        confidence=0.9,
        is_cue=True,
        cue_state=np.zeros(WIDTH, dtype=np.float32),
        source_state=np.ones(WIDTH, dtype=np.float32),
    )


def test_vague_features_have_one_length() -> None:
    text = "Critics say the dam was accused of leaking."
    with_source = features(text, _candidate((8, 11), (0, 7)))
    without = features(text, _candidate((20, 34)))
    assert with_source.shape == without.shape == (2 * WIDTH + 8 + 21,)
    assert with_source[WIDTH : 2 * WIDTH].tolist() == [1.0] * WIDTH
    assert without[WIDTH : 2 * WIDTH].tolist() == [0.0] * WIDTH


def test_vague_head_is_the_mean_of_its_networks(tmp_path: Path) -> None:
    text = "Critics say the dam leaks."
    row = features(text, _candidate((8, 11), (0, 7)))
    path = tmp_path / "vague.npz"
    np.savez(
        path,
        w1=np.zeros((2, 3, len(row))),
        b1=np.zeros((2, 3)),
        w2=np.zeros((2, 3)),
        b2=np.array([1.0, 2.0]),
        limit=1.5,
    )
    head = VagueHead(path)
    assert head.score(text, _candidate((8, 11), (0, 7))) == pytest.approx(1.5)
    assert head.is_vague(text, _candidate((8, 11), (0, 7)))


@pytest.mark.skipif(not available(), reason="the critic's weights are not there")
def test_vague_quoted_tells_nobody_from_somebody() -> None:
    text = "Critics say the law is a mistake. Maria Keller said the law is a mistake."
    found = {text[slice(*q.cue)]: q.vague for q in load_critic().quoted(text)}
    assert found["say"]
    assert not found["said"]


@pytest.mark.skipif(not available(), reason="the critic's weights are not there")
def test_vague_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    critic = load_critic()
    critic.quoted("Another text: officials said no.")
    text = "Some experts say that the stupid plan failed."
    calls = []
    read = critic.read
    monkeypatch.setattr(critic, "read", lambda sequence: calls.append(1) or read(sequence))
    critic.quoted(text)
    critic.loaded(text)
    assert len(calls) == 1
