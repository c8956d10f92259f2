"""Fitting the surface reader and what else stands beside a network; needs scikit-learn, no torch."""

import json
import random

import numpy as np
import pytest

pytest.importorskip("sklearn")

from argmap.cli import main
from argmap.evaluation.gold import gold_of
from argmap.mining.neural.model import WEIGHTS
from argmap.mining.surface.reader import FILE, load_reader
from argmap.training.card import KEPT, PRECISION, kept_sections
from argmap.training.config import TrainConfig
from argmap.training.finish import refit
from argmap.training.surface import TooLittle, fit_reader

THINGS = ("parks", "trams", "libraries", "ponds", "markets", "museums", "bridges", "orchards")
GOOD = ("useful", "cheap", "healthy", "quiet", "beautiful")
CONFIG = """
version = "trial"
hold_out = 4
[[corpora]]
file = "essays.jsonl"
labels = "aaec"
"""


def essay(number, rng):
    """An essay whose premises, and only they, begin with "because"; each supports the claim before
    it, save that what "however" begins attacks it."""
    thing, (a, b, c) = rng.choice(THINGS), rng.sample(GOOD, 3)
    parts = (
        ("I think ", f"cities need {thing}", "major_claim", None, ". "),
        ("\nFirst, ", f"{thing} are {a}", "claim", None, ", "),
        ("because ", f"people who have {thing} find them {b}", "premise", (1, "support"), ". "),
        ("\nSecond, ", f"{thing} make life {c}", "claim", None, ", "),
        ("because ", f"neighbours meet at {thing}", "premise", (3, "support"), ". "),
        ("However, ", f"some {thing} are not {c}", "premise", (3, "attack"), ". "),
        ("\nTherefore ", f"{thing} should be built", "major_claim", None, "."),
    )
    text, units, relations = "", [], []
    for k, (lead, words, role, link, after) in enumerate(parts):
        text += lead
        start = len(text)
        text += words
        units.append({"id": f"u{k}", "start": start, "end": len(text), "role": role})
        text += after
        if link:
            relations.append(
                {"id": f"r{k}", "source": f"u{k}", "target": f"u{link[0]}", "type": link[1]}
            )
    return {"id": f"e{number}", "text": text, "units": units, "relations": relations}


def essays(count=40):
    rng = random.Random(3)
    return [essay(k, rng) for k in range(count)]


def test_the_reader_learns_what_the_essays_show():
    reader = fit_reader(gold_of(essays()))
    (fresh,) = gold_of([essay(99, random.Random(99))])
    scores = reader.read(fresh.article, [(u.start, u.end) for u in fresh.units])
    assert scores.roles.argmax(1).tolist() == [0, 1, 2, 1, 2, 2, 0]
    assert scores.heads[[2, 4, 5]].argmax(1).tolist() == [1, 3, 3]
    assert (scores.heads[[0, 1, 3, 6]].argmax(1) == 7).all()
    assert scores.attack[5, 3] > 0 > scores.attack[4, 3]


def test_fitting_twice_gives_the_same_reader():
    first, second = (fit_reader(gold_of(essays(12)), seed=4) for _ in range(2))
    assert (first.role.weights == second.role.weights).all()
    assert (first.link_trees.value == second.link_trees.value).all()


def test_too_little_to_learn_from_is_named():
    with pytest.raises(TooLittle, match="5 articles"):
        fit_reader(gold_of(essays(3)))
    many = essays(12)
    for one in many[1:]:
        one["units"] = [
            u if u["role"] != "claim" else {**u, "role": "premise"} for u in one["units"]
        ]
    # One essay has claims: the fold that holds it out has none.
    with pytest.raises(TooLittle, match="the role claim") as caught:
        fit_reader(gold_of(many))
    assert "premise" not in str(caught.value)
    with pytest.raises(TooLittle, match="a link"):
        fit_reader(gold_of([{**one, "relations": []} for one in essays(8)]))


def test_essays_with_unknown_roles_are_not_for_it():
    some = essays(12)
    some[0]["units"][0]["role"] = None
    reader, fewer = fit_reader(gold_of(some)), fit_reader(gold_of(some[1:]))
    assert (reader.role.weights == fewer.role.weights).all()


def test_without_attacks_none_is_seen():
    calm = [
        {**one, "relations": [{**r, "type": "support"} for r in one["relations"]]}
        for one in essays(12)
    ]
    reader = fit_reader(gold_of(calm))
    (fresh,) = gold_of(calm[:1])
    scores = reader.read(fresh.article, [(u.start, u.end) for u in fresh.units])
    assert (scores.attack < -10).all()


def test_a_network_is_kept_and_the_rest_made_anew(tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    lines = "\n".join(json.dumps(one) for one in essays(16))
    (gold / "essays.jsonl").write_text(lines, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    said = []
    out = tmp_path / "out"
    results = refit(TrainConfig.read(config), gold, WEIGHTS, out, say=said.append)
    assert any("surface reader: 12 essays" in line for line in said)
    # The network is the same, what stands beside it is not.
    assert (out / "encoder.onnx").read_bytes() == (WEIGHTS / "encoder.onnx").read_bytes()
    assert json.loads((out / "settings.json").read_text())["version"] == "trial"
    assert (
        load_reader(out / FILE).role.weights.shape != load_reader(WEIGHTS / FILE).role.weights.shape
    )
    figures = {(r.gold_units, m.name): m.value for r in results for m in r.measures}
    assert figures[True, "role_macro_f1"] > 0.75 and figures[True, "link_f1"] > 0.9
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "version trial" in card and f"## {PRECISION}" in card and card.count(KEPT) == 2
    assert np.isfinite(list(figures.values())).all()
    # A card made from a card says once that a section was kept.
    assert "\n".join(kept_sections(out / "MODEL_CARD.md")).count(KEPT) == 2


def test_the_command_says_what_weights_are_for(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", str(tmp_path), "-o", str(tmp_path / "x"), "--critic", "--weights", "w"])
    assert caught.value.code == 2
    assert "--weights is for the miner" in capsys.readouterr().err
