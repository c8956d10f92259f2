"""Worker processes: killed when late, replaced when dead, gone when the run is."""

from __future__ import annotations

import os
import time

import pytest
from corpus_support import settings

from argmap.corpus.runner import Runner
from argmap.corpus.task import Done, Failed, Lost
from argmap.errors import ArgmapError, MissingRequirement


@pytest.fixture
def runner(stub):
    made = Runner(settings(article_seconds=3.0), command=stub)
    yield made
    made.reap()


def test_runner_does_articles_one_after_the_other(runner):
    assert isinstance(runner.run("a.txt", b"Cats purr."), Done)
    assert runner.run("b.txt", b"BAD. No.") == Failed("b.txt: this is no article")
    outcome = runner.run("c.txt", b"BUG. No.")
    assert isinstance(outcome, Failed)
    assert "ZeroDivisionError: oh no" in outcome.reason


def test_runner_kills_what_takes_too_long_and_goes_on(runner):
    began = time.monotonic()
    outcome = runner.run("a.txt", b"HANG. Oh.")
    assert outcome == Lost("took longer than 3 s (`article_seconds`)")
    assert 3.0 <= time.monotonic() - began < 60
    assert isinstance(runner.run("b.txt", b"Cats purr."), Done)


def test_runner_outlives_its_process(runner):
    assert runner.run("a.txt", b"DIE. Oh.") == Lost("its process died (signal 9)")
    assert isinstance(runner.run("b.txt", b"Cats purr."), Done)


def test_runner_takes_large_articles_and_gives_large_maps(runner):
    data = b"Cats purr. " * 15_000
    outcome = runner.run("a.txt", data)
    assert isinstance(outcome, Done)
    assert len(outcome.map) > len(data)


@pytest.mark.parametrize("word", ["FATAL"])
def test_runner_raises_what_ends_the_run(runner, word):
    with pytest.raises(MissingRequirement, match="weights are gone; reinstall"):
        runner.run("a.txt", word.encode() + b". Oh.")


def test_runner_says_why_a_worker_cannot_start(stub, monkeypatch):
    monkeypatch.setenv("STUB_START", "missing")
    with pytest.raises(MissingRequirement, match="model is not there"):
        Runner(settings(), command=stub).run("a.txt", b"Cats.")
    monkeypatch.setenv("STUB_START", "crash")
    with pytest.raises(ArgmapError, match="no luck today"):
        Runner(settings(), command=stub).run("a.txt", b"Cats.")


def test_runner_leaves_no_process_behind(runner):
    runner.run("a.txt", b"Cats purr.")
    pid = runner._process.pid
    runner.reap()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_runner_worker_ends_when_the_pipe_does(runner):
    runner.run("a.txt", b"Cats purr.")
    process = runner._process
    process.stdin.close()
    assert process.wait(timeout=10) == 0
