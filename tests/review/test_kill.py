"""The server killed in the midst of it: what it had acknowledged is there."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import sys
import threading
import time
from http.client import HTTPException

import pytest

from argmap.review.store import Store


def test_kill_no_acknowledged_decision_is_lost(served, tmp_path):
    server = served()
    token = server.token
    acknowledged, asked = {}, {}
    started = threading.Barrier(4)
    if sys.platform == "linux":
        # It listens on one address alone; on Linux, 127.0.0.2 is this machine too.
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", server.port), timeout=5).close()

    def work(who):
        link = server.connection()
        started.wait()
        for number in range(10_000):
            order = {"kind": "note", "text": f"{who} {number}", "token": f"{who}-{number}"}
            asked[order["token"]] = order
            try:
                status, said = server.say(order, token, link)
            except (OSError, ValueError, HTTPException):
                return
            assert status == 201
            acknowledged[said["seq"]] = order

    threads = [threading.Thread(target=work, args=(who,)) for who in "abc"]
    for thread in threads:
        thread.start()
    started.wait()
    end = time.monotonic() + 20
    while len(acknowledged) < 60 and time.monotonic() < end:
        time.sleep(0.005)
    server.process.send_signal(signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert len(acknowledged) >= 60

    check = sqlite3.connect(tmp_path / "review.db")
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
    with Store(tmp_path / "review.db") as store:
        kept = {decision.seq: decision for decision in store.decisions()}
    for seq, order in acknowledged.items():
        assert kept[seq].body["text"] == order["text"]
    # At most what was under way is there beyond it, each as a whole.
    assert len(kept) - len(acknowledged) <= 3

    again = served(port=server.port)
    # The page of the server before has another token.
    assert refused(again, token) == 403
    token = again.token
    state = json.loads(again.get("/a/ferries/state"))
    assert state["count"] == len(kept)
    # Whoever heard no answer asks again, and nothing is there twice.
    for order in list(asked.values())[-5:]:
        assert again.say(order, token)[0] == 201
    state = json.loads(again.get("/a/ferries/state"))
    assert len({note["text"] for note in state["notes"]}) == state["count"]
    status, said = again.say({"kind": "undo"}, token)
    assert status == 201
    assert said["state"]["count"] == state["count"] - 1


def refused(server, token):
    link = server.connection()
    headers = {
        "Origin": server.url.rstrip("/"),
        "X-Argmap-Token": token,
        "Content-Type": "application/json",
    }
    link.request("POST", "/a/ferries/decisions", '{"kind": "note", "text": "Hm."}', headers)
    return link.getresponse().status
