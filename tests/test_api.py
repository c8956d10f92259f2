import os
import socket
import subprocess
import sys

import pytest

import argmap
from argmap.errors import InputError, LimitReached, UsageError
from argmap.settings import Limits, Settings
from tests.conftest import ROOT

TEXT = "The bridge must go because every storm shakes it. Critics say it costs too much."


def test_api_every_public_name_can_be_had_and_documents_itself():
    for name in argmap.__all__:
        assert getattr(argmap, name) is not None
        assert name == "__version__" or ">>>" in getattr(argmap, name).__doc__, name
    assert set(argmap.__all__) <= set(dir(argmap))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = argmap.nonsense


def test_analyze_says_what_made_the_map():
    map_ = argmap.analyze(TEXT, miner="rules", id="bridge")
    assert map_.article.id == "bridge"
    assert map_.made_by.argmap == argmap.__version__
    assert map_.made_by.model == "rules 1"


def test_analyze_refuses_lone_surrogates():
    with pytest.raises(InputError, match="surrogates"):
        argmap.analyze("The bridge \ud800 must go.")


def test_analyze_refuses_an_article_over_the_limit_and_names_it():
    settings = Settings(limits=Limits(article_characters=20))
    with pytest.raises(LimitReached, match="article_characters"):
        argmap.analyze(TEXT, settings=settings)


def test_analyze_unknown_miner_is_a_usage_error():
    with pytest.raises(UsageError, match="no miner"):
        argmap.analyze(TEXT, miner="oracle")


def test_analyze_file_is_analyze_of_its_text(user_article):
    by_file = argmap.analyze_file(user_article, miner="rules")
    by_text = argmap.analyze(user_article.read_text(encoding="utf-8"), miner="rules")
    assert by_file.units == by_text.units
    assert by_file.relations == by_text.relations
    assert by_file.flags == by_text.flags
    assert by_file.article.id == "russia-turkey-weapon-sales"


def test_load_gives_the_same_maps_in_a_batch():
    nlp = argmap.load("rules")
    texts = [TEXT, "Cats should be kept because they catch mice.", TEXT]
    maps = [doc._.argmap for doc in nlp.pipe(texts)]
    assert [m.units for m in maps] == [argmap.analyze(t, miner="rules").units for t in texts]
    assert maps[0].flags == maps[2].flags


def test_map_is_connected_on_the_article(user_article):
    map_ = argmap.analyze_file(user_article)
    assert [u.id for u in map_.roots] == [map_.thesis.id]


SCRIPT = "import argmap,sys; sys.stdout.write(argmap.analyze_file(sys.argv[1]).to_json())"


def test_map_file_is_byte_identical_under_any_hash_seed(user_article):
    relative = user_article.relative_to(ROOT)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(relative)],
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "4711")
    }  # fmt: skip
    assert len(outputs) == 1


def test_main_job_needs_no_network(user_article, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the main job opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert argmap.analyze_file(user_article).to_svg().startswith("<svg")
