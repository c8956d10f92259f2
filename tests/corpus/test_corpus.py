"""A result folder opened: tables, claims, rates."""

from __future__ import annotations

import pytest

from argmap.corpus import Corpus
from argmap.errors import InputError


@pytest.fixture
def opened(go, folder, tmp_path):
    (folder / "daily" / "broken.txt").write_text("BAD.")
    go()
    return Corpus.open(tmp_path / "out")


def test_corpus_knows_its_articles(opened):
    assert len(opened) == len(opened.articles) == 6
    assert opened.failed == {"daily/broken.txt": "daily/broken.txt: this is no article"}
    assert opened.made_by["miner"] == "rules 1"
    assert opened.map("note.txt").article.id == "note"
    assert len(list(opened.maps())) == 5
    with pytest.raises(KeyError):
        opened.map("daily/broken.txt")


def test_corpus_claims_join_wordings_across_articles(opened):
    # The stub's only unit of an article is its first sentence, with the title before it.
    claims = opened.claims()
    first = claims.iloc[0]
    assert first["claim"] == "Trams The city must build trams"
    assert (first["articles"], first["folders"], first["wordings"]) == (2, 2, 2)
    assert first["where"] == ["daily/2020-03-01-trams.txt", "weekly/2021-01-01-trams.txt"]
    assert first["first"] == "2020-03-01"
    assert bool(first["unsupported"])
    assert claims["mentions"].sum() == 5


@pytest.mark.parametrize("by", ["folder", "year", "month", "article"])
def test_corpus_rates_are_of_100_units(real, by):

    corpus = real
    rates = corpus.flag_rates(by)
    assert len(corpus.flags) > 0
    assert rates["flags"].sum() == len(corpus.flags)
    for row in rates.itertuples():
        assert row.rate == pytest.approx(100 * row.flags / row.units, abs=0.01)
    if by == "folder":
        assert set(rates["folder"]) == {"", "daily", "evil", "weekly"}
    if by == "year":
        assert set(rates["year"]) == {"", "2020", "2021"}


def test_corpus_refuses_an_unknown_grouping(opened):
    with pytest.raises(ValueError, match="colour"):
        opened.flag_rates("colour")


def test_corpus_of_a_run_without_tables_says_so(go, tmp_path):
    go(tables=False)
    with pytest.raises(InputError, match="without --no-tables"):
        _ = Corpus.open(tmp_path / "out").units


def test_corpus_manifest_cannot_point_outside(opened, tmp_path):
    entry = {"path": "x", "name": "../../secret", "map": "../../secret"}
    (tmp_path / "secret.map.json").write_text("{}")
    opened._manifest["articles"].append(entry)
    with pytest.raises(InputError, match="cannot be read"):
        opened.map("x")
