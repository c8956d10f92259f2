"""The server, asked in this process: what it answers, and to whom it answers at all."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from review_support import make_map

pytest.importorskip("starlette")
pytest.importorskip("httpx")
from starlette.testclient import TestClient

from argmap.errors import OutputError
from argmap.review.server import Desk, make_app
from argmap.review.shelf import Shelf, entries
from argmap.review.store import Store

HOME = "http://127.0.0.1:8765"
TOKEN = "a-token-of-this-test"
SECRET = "the secret of the neighbouring file"
WRITE = {"origin": HOME, "x-argmap-token": TOKEN, "content-type": "application/json"}


@pytest.fixture
def client(tmp_path, ferries):
    return serve(tmp_path, {"ferries": ferries})


def serve(folder, maps, **more):
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    shelved = folder / "maps"
    shelved.mkdir()
    for name, map_ in maps.items():
        (shelved / f"{name}.map.json").write_text(map_.to_json(), encoding="utf-8", newline="")
    from argmap.model import ArgumentMap

    shelf = Shelf(entries(shelved), ArgumentMap.read)
    desk = Desk(shelf, Store(folder / "review.db"), "ada")
    client = TestClient(
        make_app(desk, token=TOKEN), base_url=HOME, raise_server_exceptions=False, **more
    )
    client.desk = desk
    return client


def say(client, order, key="ferries", **headers):
    return client.post(
        f"/a/{key}/decisions", content=json.dumps(order), headers={**WRITE, **headers}
    )


def count(client):
    return len(client.desk.store.decisions())


# What it answers ------------------------------------------------------------------------------------


def test_server_shows_the_page_with_the_tools(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'id="argmap-review"' in answer.text
    assert "argmap-verdict" in answer.text  # the script
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert client.get("/a/ferries").text == answer.text


def test_server_keeps_a_decision_and_tells_the_state(client):
    answer = say(client, {"kind": "dismiss", "flag": "f2", "reason": "named above"})
    assert answer.status_code == 201
    state = client.get("/a/ferries/state").json()
    assert answer.json()["state"] == state
    assert state["verdicts"]["f2"]["verdict"] == "dismissed"
    assert state["undo"]["label"] == "dismissed vague-source on u5"
    kept = client.desk.store.decisions()[0]
    assert (kept.reviewer, kept.article, kept.model) == ("ada", "ferries", "rules 1")


def test_server_a_changed_map_gives_another_page(client):
    before = client.get("/").text
    state = say(client, {"kind": "role", "unit": "u3", "role": "claim"}).json()["state"]
    after = client.get("/").text
    assert before != after
    assert state["map"] in after
    say(client, {"kind": "undo"})
    assert client.get("/").text == before


def test_server_the_same_token_twice_is_one_decision(client):
    order = {"kind": "note", "text": "Once.", "token": "0001"}
    assert say(client, order).json()["seq"] == say(client, order).json()["seq"]
    assert count(client) == 1


def test_server_lists_several_articles(tmp_path, ferries):
    client = serve(tmp_path, {"a": ferries, "<b>&": ferries})
    answer = client.get("/")
    assert "&lt;b&gt;&amp;" in answer.text
    assert "<b>&" not in answer.text
    assert "connect-src" not in answer.headers["content-security-policy"]
    assert say(client, {"kind": "note", "text": "Hm."}, key="b").status_code == 201
    assert re.search(r"b&gt;&amp;</bdi></a></td><td>1</td>", client.get("/").text)


def test_server_says_what_is_wrong_with_an_order(client):
    answer = say(client, {"kind": "role", "unit": "u99", "role": "claim"})
    assert (answer.status_code, answer.json()) == (422, {"error": "there is no unit 'u99'"})
    assert count(client) == 0


def test_server_says_that_a_decision_could_not_be_kept(client, monkeypatch):
    def full(*arguments, **more):
        raise OutputError("the disk is full", where="review.db")

    monkeypatch.setattr(client.desk.store, "append", full)
    answer = say(client, {"kind": "note", "text": "Hm."})
    assert answer.status_code == 507
    assert "full" in answer.json()["error"]


def test_server_nothing_of_an_article_runs(tmp_path):
    text = "</script><script>alert(1)</script> <img src=x onerror=alert(2)> is said here."
    words = [("u1", text[:-1], "claim")]
    client = serve(tmp_path, {"x": make_map(text, words, name="<script>alert(3)</script>")})
    note = "</script><script>alert(4)</script>"
    say(client, {"kind": "note", "unit": "u1", "text": note}, key="x")
    page = client.get("/").text
    assert len(re.findall("<script", page)) == 4  # two of data, two of code
    assert "<img" not in page
    assert client.get("/a/x/state").headers["content-type"] == "application/json"
    assert client.get("/a/x/state").headers["x-content-type-options"] == "nosniff"


# To whom it answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example",
     "127.0.0.1@evil.example", "10.0.0.7:8765", "0.0.0.0:8765", "", "127.0.0.1:8765/x", "[::2]",
     "127.0.0.1:port", "127.1"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_server_foreign_host_is_refused(client, host, method):
    answer = client.request(
        method,
        "/" if method == "GET" else "/a/ferries/decisions",
        headers={**WRITE, "host": host, "origin": f"http://{host}"},
        content='{"kind": "note", "text": "Hm."}' if method == "POST" else None,
    )
    assert answer.status_code == 403
    assert "ferries" not in answer.text
    assert count(client) == 0


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:9"])
def test_server_names_of_this_machine_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://127.0.0.1:9999", "http://localhost:8765", "null",
     "https://127.0.0.1:8765", "http://127.0.0.1:8765.evil.example", ""],
)  # fmt: skip
def test_server_foreign_origin_is_refused(client, origin):
    assert client.get("/a/ferries/state", headers={"origin": origin}).status_code == 403
    assert say(client, {"kind": "note", "text": "Hm."}, origin=origin).status_code == 403
    assert count(client) == 0


def test_server_a_write_needs_origin_token_and_json(client):
    order = '{"kind": "note", "text": "Hm."}'

    def post(**changes):
        headers = {k: v for k, v in {**WRITE, **changes}.items() if v is not None}
        return client.post("/a/ferries/decisions", content=order, headers=headers).status_code

    assert post(origin=None) == 403
    assert post(**{"x-argmap-token": None}) == 403
    assert post(**{"x-argmap-token": "guess"}) == 403
    assert post(**{"x-argmap-token": "é".encode()}) == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                 "application/jsonp", "application/json; charset=utf-7", ""):  # fmt: skip
        assert post(**{"content-type": kind}) == 415
    assert post(**{"content-encoding": "gzip"}) == 415
    assert post(**{"sec-fetch-site": "cross-site"}) == 403
    assert post(**{"sec-fetch-site": "same-site"}) == 403
    assert count(client) == 0
    assert (
        post(**{"sec-fetch-site": "same-origin", "content-type": "application/json; charset=UTF-8"})
        == 201
    )


def test_server_reads_from_other_sites_are_refused_but_for_a_link(client):
    cross = {"sec-fetch-site": "cross-site"}
    assert client.get("/a/ferries/state", headers=cross).status_code == 403
    assert client.get("/", headers={**cross, "sec-fetch-mode": "navigate"}).status_code == 200


def test_server_large_bodies_are_refused(client):
    text = json.dumps({"kind": "note", "text": "x" * 1_000_000})
    assert client.post("/a/ferries/decisions", content=text, headers=WRITE).status_code == 413

    def drops():
        for _ in range(30):
            yield b" " * 50_000

    # Without a length that is told beforehand.
    assert client.post("/a/ferries/decisions", content=drops(), headers=WRITE).status_code == 413
    for length in ("-1", "1e3", "99999999999999999999"):
        headers = {**WRITE, "content-length": length}
        assert client.post("/a/ferries/decisions", content="{}", headers=headers).status_code == 413
    assert count(client) == 0


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "1", '"x"', "[" * 100_000, '{"kind": NaN}', '{"kind": "note"}',
     b"\xff\xfe", '{"kind": "note", "text": "a", "token": 7}', '{"kind": "note", "text": "\\ud800"}',
     '{"kind": "note", "text": "a", "token": "%s"}' % ("x" * 101)],
)  # fmt: skip
def test_server_what_is_no_order_is_refused(client, body):
    answer = client.post("/a/ferries/decisions", content=body, headers=WRITE)
    assert answer.status_code == 422
    assert "error" in answer.json()
    assert count(client) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_server_other_methods_are_refused(client, method):
    assert client.request(method, "/a/ferries/decisions", headers=WRITE).status_code == 405


TRAVERSALS = [
    pattern.format(up)
    for up in ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "..%c0%af")
    for pattern in ("/a/{0}secret.txt", "/a/{0}{0}{0}{0}{0}{0}etc/passwd", "/{0}secret.txt",
                    "/a/ferries/{0}{0}secret.txt", "/a/{0}maps/ferries.map.json")
]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [*TRAVERSALS, "/a/", "/a", "/maps/", "/static/", "/.", "/..", "//etc/passwd",
     "/a/ferries.map.json", "/a/ferries%00", "/a/ferries%00.txt", "/a//etc/passwd",
     "/a/file:%2f%2f%2fetc%2fpasswd", "/review.db", "/secret.txt", "/a/secret", "/a/.", "/a/..",
     "/a/~root", "/a/C:%5cboot.ini", "/a/ferries/state/..%2f..%2fsecret.txt"],
)  # fmt: skip
def test_server_no_path_leads_out(client, tmp_path, path):
    # As raw as it can be sent: the client would tidy the path up.
    answer = raw(client, path)
    assert answer["status"] == 404
    for leak in (SECRET, "root:", "Index of", "schema_version", str(tmp_path), "ferries.map"):
        assert leak not in answer["text"]


def raw(client, path):
    """Send a path as it stands, past what a client does to it."""
    from urllib.parse import unquote

    from anyio.from_thread import start_blocking_portal

    got = {"text": ""}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
        else:
            got["text"] += message.get("body", b"").decode("utf-8", "replace")

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8765")], "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 50000),
    }  # fmt: skip
    # In a thread of its own: where a browser has been started, this one runs a loop already.
    with start_blocking_portal() as portal:
        portal.call(client.app, scope, receive, send)
    return got


def test_server_there_are_forty_forms_of_traversal():
    assert len(TRAVERSALS) >= 40


@pytest.mark.parametrize("path", TRAVERSALS[:10])
def test_server_no_write_leads_out(client, path):
    key = quote(path.removeprefix("/a/"), safe="%")
    answer = say(client, {"kind": "note", "text": "Hm."}, key=key)
    assert answer.status_code in {404, 405}
    assert count(client) == 0


@pytest.mark.parametrize("path", ["/", "/a/ferries", "/a/ferries/state", "/a/none", "/none"])
def test_server_every_answer_is_fenced_in(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_server_span_is_in_code_points(tmp_path):
    text = "👩‍🚀 Space is wide.\r\nIt is also cold. End."
    client = serve(tmp_path, {"s": make_map(text, [("u1", "Space is wide", "claim")])})
    start = text.index("It is also")
    answer = say(
        client, {"kind": "add_unit", "start": start, "end": start + 15, "role": "claim"}, key="s"
    )
    (entry,) = client.desk.shelf
    assert client.desk.now(entry).map.unit(answer.json()["made"]).text == "It is also cold"
