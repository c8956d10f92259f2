"""Work begun in a second thread: the same answers, the same errors, nothing left running."""

import threading

import pytest

from argmap.language.ahead import ahead, answer
from argmap.language.inference import threads_at_hand


@pytest.fixture(params=["1", "2"])
def threads(request, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", request.param)
    return int(request.param)


def test_ahead_begins_in_a_second_thread_only_where_there_is_one(threads):
    def name():
        return threading.current_thread().name

    begun = threading.Event()
    with ahead([("name", lambda: begun.set() or name())]):
        if threads > 1:
            assert begun.wait(10), "it is not asked for, and yet begun"
        found = answer("name", name)
    assert (found == "argmap-ahead") == (threads > 1)


def test_ahead_who_waits_does_the_others_meanwhile(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    begun, go = threading.Event(), threading.Event()

    def first():
        begun.set()
        return go.wait(10)

    def second():
        go.set()
        return threading.current_thread().name

    with ahead([("first", first), ("second", second)]):
        assert begun.wait(10)
        assert answer("first", first), "the second job was done while the first was waited for"
        assert answer("second", second) == threading.current_thread().name


def test_ahead_every_job_is_made_once(threads):
    made = []
    with ahead([(k, lambda k=k: made.append(k) or k) for k in range(3)]):
        assert [answer(k, lambda k=k: made.append(k) or k) for k in (2, 0, 1)] == [2, 0, 1]
    assert sorted(made) == [0, 1, 2]


def test_ahead_an_error_is_raised_where_the_answer_is_asked_for(threads):
    def fail():
        raise ValueError("no such weight")

    with ahead([("bad", fail), ("good", lambda: 7)]):
        with pytest.raises(ValueError, match="no such weight"):
            answer("bad", fail)
        assert answer("good", lambda: 7) == 7


def test_ahead_an_interrupt_is_not_kept_for_later(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    begun, go = threading.Event(), threading.Event()

    def first():
        begun.set()
        return go.wait(10)

    def interrupted():
        go.set()
        raise KeyboardInterrupt

    with ahead([("first", first), ("second", interrupted)]):
        assert begun.wait(10)
        with pytest.raises(KeyboardInterrupt):
            answer("first", first)


def test_ahead_nothing_runs_after_it(threads):
    before = threading.active_count()
    release = threading.Event()
    with ahead([("slow", release.wait)]):
        release.set()
    assert threading.active_count() == before
    assert answer("slow", lambda: "made anew") == "made anew"


def test_ahead_another_thread_does_not_see_it(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    seen = []
    with ahead([("x", lambda: "begun")]):
        other = threading.Thread(target=lambda: seen.append(answer("x", lambda: "own")))
        other.start()
        other.join()
    assert seen == ["own"]


@pytest.mark.parametrize(("told", "found"), [("1", 1), ("3", 3)])
def test_threads_at_hand_are_those_told(monkeypatch, told, found):
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert threads_at_hand() == found


@pytest.mark.parametrize("told", ["", "many", "0"])
def test_threads_at_hand_without_a_number_are_the_processors(monkeypatch, told):
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert 1 <= threads_at_hand() <= 4
