"""Articles: rules' evidence and trained scores in one decision, on our own annotated articles."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from argmap.evaluation.gold import article_of
from argmap.mining.articles import (
    added,
    article_settings,
    borders,
    clause_marks,
    cut_clauses,
    decide,
    head_chances,
    is_article,
    thesis_chances,
)
from argmap.mining.neural.model import WEIGHTS
from argmap.mining.parse import parse
from argmap.mining.trained import TrainedMiner
from argmap.model import ArgumentMap, Article, Block
from argmap.reading import read, read_text

ARTICLES = Path(__file__).parent / "articles"
USER = Path(__file__).parents[2] / "corpus" / "russia-turkey-weapon-sales.txt"
NAMES = sorted(p.stem for p in ARTICLES.glob("*.json"))


@pytest.fixture(scope="module")
def miner():
    return TrainedMiner()


@pytest.fixture(scope="module")
def evidence(miner):
    article = read(ARTICLES / "night-trains.txt")
    doc = parse(article)
    state = miner.model.read(article)
    found, _ = miner.article_units(article, doc, state, article_settings(WEIGHTS))
    return miner.evidence(article, doc, state, found)


@pytest.mark.parametrize("name", NAMES)
def test_annotated_articles_hold_together(name):
    record = json.loads((ARTICLES / f"{name}.json").read_text(encoding="utf-8"))
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    assert record["split"] in ("dev", "held-out")
    assert all(text[u["start"] : u["end"]] == u["quote"] for u in record["units"])
    assert sum(u["role"] == "major_claim" for u in record["units"]) == 1
    assert len(record["relations"]) == len(record["units"]) - 1


def test_a_text_with_headings_is_an_article_and_an_essay_is_none(miner):
    headed = read(ARTICLES / "night-trains.txt")
    assert is_article(headed, miner.score(headed)[1])
    plain = article_of("x", "One thing is so.\nAnother thing is so too.")
    _, scores = miner.score(plain)
    sure = dataclasses.replace(scores, genre=np.array([9.0, 0, 0, 0, 0]))
    unsure = dataclasses.replace(scores, genre=np.array([0.5, 0, 0, 0, 0]))
    assert not is_article(plain, sure) and is_article(plain, unsure)
    assert not is_article(plain, unsure, "essay") and is_article(plain, sure, "editorial")


def test_the_tree_has_one_root_the_thesis(miner, evidence):
    decided = decide(evidence, article_settings(WEIGHTS))
    n = len(evidence)
    assert decided.heads.count(n) == 1
    assert decided.roles[decided.heads.index(n)] == 0 and decided.roles.count(0) == 1
    for start in range(n):
        k, steps = start, 0
        while k != n:
            k, steps = decided.heads[k], steps + 1
            assert steps <= n, "a cycle"


def test_chances_are_probabilities(evidence):
    settings = article_settings(WEIGHTS)
    assert np.exp(thesis_chances(evidence, settings)).sum() == pytest.approx(1)
    odds = np.exp(head_chances(evidence, 0, settings))
    assert odds.sum(1) == pytest.approx(np.ones(len(evidence)))
    assert np.diag(odds) == pytest.approx(np.zeros(len(evidence)))


def test_weights_decide(evidence):
    settings = {**article_settings(WEIGHTS)}
    first = decide(evidence, {**settings, "thesis": {"first": 50.0, "block_last": 10.0}})
    last = decide(evidence, {**settings, "thesis": {"closing": 50.0, "block_last": 10.0}})
    assert first.heads.index(len(evidence)) < last.heads.index(len(evidence))
    attacks = decide(evidence, {**settings, "kind": {"bias": 9.0}})
    assert sum(k > 0 for k in attacks.kinds) == len(evidence) - 1


def test_rules_borders_move_a_unit(miner):
    article = read_text("We should keep cats because they catch many mice in the barn.")
    state = miner.model.read(article)
    doc = parse(article)
    marks = clause_marks(article, doc, state)
    none = borders(state.emissions, marks, {})
    assert np.array_equal(none, state.emissions)
    moved = borders(state.emissions, marks, {"begin": 5.0, "inside": 5.0, "outside": 5.0})
    clause = int(np.searchsorted(state.encoded.offsets[:, 0], article.text.index("they")))
    assert (moved - none)[clause, 1] == pytest.approx(5.0)
    assert (moved - none)[clause + 1, 1] == pytest.approx(-5.0)


def test_added_ignores_weights_of_no_feature():
    assert added({"a": np.array([2.0])}, {"a": 0.5, "gone": 9.0}).tolist() == [1.0]


def test_settings_of_a_folder_without_some_are_those_of_the_package(tmp_path):
    assert article_settings(tmp_path) == article_settings(WEIGHTS)


def test_given_units_of_an_article_are_kept(miner):
    article = read(ARTICLES / "cash.txt")
    record = json.loads((ARTICLES / "cash.json").read_text(encoding="utf-8"))
    spans = [(u["start"], u["end"]) for u in record["units"]]
    mined = miner.mine(article, spans=spans)
    assert [(u.start, u.end) for u in mined.units] == spans
    assert len(mined.relations) == len(spans) - 1


def test_an_essays_answer_does_not_depend_on_a_parse(miner):
    text = (
        "Should schools teach cooking?\n\n"
        "It is often discussed whether schools should teach cooking. In my opinion, cooking should "
        "be taught at every school.\n"
        "First of all, cooking makes children healthier. For instance, pupils who cook eat more "
        "vegetables at home.\n"
        "In conclusion, I strongly believe that every school should teach cooking."
    )
    article = article_of("essay", text)
    essays = TrainedMiner(genre="essay")
    assert essays.mine(article, parse(article)) == essays.mine(article)
    spans, scores = miner.score(article)
    decided = essays.decide(article, spans, scores, miner.model.settings, given=False)
    assert essays.mine(article) == decided


def test_a_hostile_article_is_no_crash(miner):
    text = "Head\n\n" + "\n\n".join(["😀" * 30, "?!", "Tea is good. Is it?", "((((", "a" * 3000])
    blocks = (
        Block(kind="heading", start=0, end=4),
        Block(kind="paragraph", start=6, end=len(text)),
    )
    article = Article(id="odd", text=text, blocks=blocks)
    mined = miner.mine(article)
    ArgumentMap(article=article, units=mined.units, relations=mined.relations)


def test_the_users_article_is_argued_as_a_reader_would(miner):
    mined = miner.mine(read(USER))
    thesis = [u.text for u in mined.units if u.role == "major_claim"]
    assert len(thesis) == 1 and "the seemingly contradictory relationship" in thesis[0]
    by = {u.id: u.text for u in mined.units}
    links = {(by[r.source][:20], by[r.target][:20]) for r in mined.relations if r.target in by}
    assert ("The primary reason i", "Russia's weaponry of") in links
    assert ("Turkey presents a sp", "the seemingly contra") in links


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("While fares rose, trains filled up.", ["fares rose", "trains filled up"]),
        (
            "Although some will leave, piece by piece, over the years, none will leave in a hurry.",
            ["some will leave, piece by piece, over the years", "none will leave in a hurry"],
        ),
        (
            "Doctors follow them, because no practice can live on eighty patients.",
            ["Doctors follow them", "no practice can live on eighty patients"],
        ),
        ("Doctors leave because they must.", ["Doctors leave because they must"]),
        ("Trains filled up.", ["Trains filled up"]),
    ],
)
def test_a_concession_is_a_unit_of_its_own(text: str, parts: list[str]) -> None:
    doc = parse(read_text(text))
    assert [text[a:b] for a, b in cut_clauses(text, doc, 0, len(text) - 1)] == parts
