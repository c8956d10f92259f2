"""The store: what was acknowledged is on the disk, and stays as it is."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from review_support import make_map

from argmap.errors import InputError, OutputError
from argmap.review.store import Store


def note(text):
    return lambda before: ("note", {"text": text})


def test_store_keeps_who_when_and_what_it_was_made_on(tmp_path, ferries):
    with Store(tmp_path / "r.db") as store:
        said = store.append("ferries", "ada", ferries, note("Hm."))
    with Store(tmp_path / "r.db", must_exist=True) as store:
        assert store.decisions() == [said]
        assert store.map(said.base) == ferries
        assert (said.reviewer, said.model) == ("ada", "rules 1")
        assert said.at.endswith("Z") and said.at[:2] == "20"


def test_store_is_durable_by_its_settings(tmp_path):
    with Store(tmp_path / "r.db") as store:
        run = store._connection.execute
        assert run("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert run("PRAGMA synchronous").fetchone()[0] == 2


@pytest.mark.parametrize("table", ["decisions", "maps"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET article = 'x'"])
def test_store_refuses_to_change_or_delete(tmp_path, ferries, table, verb):
    with Store(tmp_path / "r.db") as store:
        store.append("ferries", "ada", ferries, note("Hm."))
    other = sqlite3.connect(tmp_path / "r.db")
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        other.execute(verb.format(table))
    other.close()


def test_store_keeps_nothing_where_the_order_is_refused(tmp_path, ferries):
    with Store(tmp_path / "r.db") as store:

        def refuse(before):
            raise InputError("no")

        with pytest.raises(InputError):
            store.append("ferries", "ada", ferries, refuse)
        assert store.decisions() == []
        assert store.append("ferries", "ada", ferries, note("Yes.")).seq == 1


def test_store_the_same_token_twice_is_one_decision(tmp_path, ferries):
    with Store(tmp_path / "r.db") as store:
        first = store.append("ferries", "ada", ferries, note("Hm."), token="t1")
        again = store.append("ferries", "ada", ferries, note("Hm."), token="t1")
        store.append("ferries", "ben", ferries, note("Hm."), token="t1")
        assert first == again
        assert len(store.decisions()) == 2


def test_store_two_connections_and_many_threads(tmp_path, ferries):
    with Store(tmp_path / "r.db") as one, Store(tmp_path / "r.db") as two:

        def work(store, who):
            for _ in range(10):
                # The count of those before is read inside of the transaction.
                store.append("ferries", who, ferries, lambda before: ("note", {"n": len(before)}))

        threads = [threading.Thread(target=work, args=(s, "ada")) for s in (one, two, one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        decisions = one.decisions()
    assert [d.body["n"] for d in decisions] == list(range(40))
    assert [d.seq for d in decisions] == list(range(1, 41))


@pytest.mark.parametrize("content", [b"no database at all, but a longer text. " * 50, b"SQLite"])
def test_store_refuses_other_files(tmp_path, content):
    path = tmp_path / "r.db"
    path.write_bytes(content)
    with pytest.raises((InputError, OutputError), match=r"r\.db"):
        Store(path)
    assert path.read_bytes() == content


def test_store_refuses_other_databases_and_newer_ones(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    with pytest.raises(InputError, match="another program"):
        Store(tmp_path / "other.db")
    Store(tmp_path / "new.db").close()
    newer = sqlite3.connect(tmp_path / "new.db")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(InputError, match="newer argmap"):
        Store(tmp_path / "new.db")


def test_store_says_where_it_cannot_be(tmp_path):
    with pytest.raises(InputError, match="there is no review"):
        Store(tmp_path / "none.db", must_exist=True)
    with pytest.raises(OutputError, match="folder"):
        Store(tmp_path / "none" / "r.db")


def test_store_keeps_any_text(tmp_path):
    text = "A \ud800 half, a \x00 zero, ﷽ and 👩‍🚀 stand here."
    map_ = make_map(text, [("u1", "👩‍🚀 stand here", "claim")])
    with Store(tmp_path / "r.db") as store:
        said = store.append("ferries", "ada", map_, note("\x00 👩‍🚀"))
        assert store.map(said.base) == map_
        assert store.decisions()[0].body["text"] == "\x00 👩‍🚀"


def test_store_a_full_disk_is_said_and_the_store_goes_on(tmp_path, ferries):
    with Store(tmp_path / "r.db") as store:
        store.append("ferries", "ada", ferries, note("Before."))
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count={pages + 1}")
        with pytest.raises(OutputError, match="full"):
            store.append("ferries", "ada", ferries, note("x" * 100_000))
        assert [d.body["text"] for d in store.decisions()] == ["Before."]
        store._connection.execute("PRAGMA max_page_count=100000")
        store.append("ferries", "ada", ferries, note("After."))
        assert [d.body["text"] for d in store.decisions()] == ["Before.", "After."]


def test_store_a_closed_store_is_an_error_of_ours(tmp_path):
    store = Store(tmp_path / "r.db")
    store.close()
    with pytest.raises(OutputError):
        store.decisions()
