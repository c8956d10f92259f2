"""The server: the review of a shelf of articles, for one person, on this machine."""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from argmap.errors import ArgmapError, OutputError, UsageError
from argmap.review.decisions import Decision, Kind, read_order
from argmap.review.fold import Fold, base_of, fold, prepare
from argmap.review.guard import Guard
from argmap.review.page import list_page, review_page, state_of
from argmap.review.shelf import Entry, Shelf
from argmap.review.store import Store
from argmap.settings import Limits

HOST = "127.0.0.1"
_PAGES = 8
"""Pages that stay in memory: drawing a map takes longer than all the rest."""
_LONGEST_TOKEN = 100


class Desk:
    """The decisions of one reviewer on a shelf of articles."""

    def __init__(
        self, shelf: Shelf, store: Store, reviewer: str, *, limits: Limits | None = None
    ) -> None:
        self.shelf = shelf
        self.store = store
        self.reviewer = reviewer
        self._limits = limits
        self._pages: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def now(self, entry: Entry) -> Fold:
        """The article's map after the reviewer's decisions."""
        machine, base = self.shelf.map(entry)
        return fold(machine, self.store.decisions(entry.name, self.reviewer), base=base)

    def decide(self, entry: Entry, data: object, token: str | None) -> tuple[Decision, Fold]:
        """Keep a decision; it is on the disk when this returns.

        Raises:
            UsageError: it is none, or cannot be followed.
            OutputError: it could not be kept.
        """
        order = read_order(data)
        machine, base = self.shelf.map(entry)

        def make(before: list[Decision]) -> tuple[Kind, dict[str, Any]]:
            return prepare(fold(machine, before, base=base), order)

        decision = self.store.append(
            entry.name, self.reviewer, machine, make, base=base, token=token
        )
        return decision, self.now(entry)

    def page(self, entry: Entry, token: str) -> tuple[str, str]:
        """The page of an article's corrected map, drawn once, and its policy."""
        map_ = self.now(entry).map
        base = base_of(map_)
        with self._lock:
            if (entry.key, base) not in self._pages:
                self._pages[entry.key, base] = review_page(
                    map_,
                    base=base,
                    entry=entry,
                    reviewer=self.reviewer,
                    token=token,
                    many=len(self.shelf) > 1,
                    limits=self._limits,
                )
            self._pages.move_to_end((entry.key, base))
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
            return self._pages[entry.key, base]


def make_app(desk: Desk, *, token: str | None = None) -> Starlette:
    """The ASGI app.

    Args:
        desk: What it serves.
        token: What writes must carry; none makes one.
    """
    secret = token or secrets.token_urlsafe(24)

    def entry_of(request: Request) -> Entry:
        try:
            return desk.shelf.entry(request.path_params["key"])
        except KeyError as error:
            raise HTTPException(404) from error

    def first(request: Request) -> Response:
        if len(desk.shelf) == 1:
            return article_page(next(iter(desk.shelf)))
        counts = desk.store.counts(desk.reviewer)
        rows = [(entry, counts.get(entry.name, 0)) for entry in desk.shelf]
        text, policy = list_page(rows, desk.reviewer)
        return HTMLResponse(text, headers={"content-security-policy": policy})

    def article(request: Request) -> Response:
        return article_page(entry_of(request))

    def article_page(entry: Entry) -> Response:
        text, policy = desk.page(entry, secret)
        # Half a surrogate pair has no UTF-8; the page itself shows a replacement for it.
        return Response(
            text.encode("utf-8", "replace"),
            media_type="text/html; charset=utf-8",
            headers={"content-security-policy": policy},
        )

    def state(request: Request) -> Response:
        return JSONResponse(state_of(desk.now(entry_of(request)), desk.reviewer))

    async def decide(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        entry = entry_of(request)
        order, once = _parsed(await request.body())
        decision, now = await run_in_threadpool(desk.decide, entry, order, once)
        answer = {
            "seq": decision.seq,
            "made": decision.body.get("made"),
            "state": state_of(now, desk.reviewer),
        }
        return JSONResponse(answer, status_code=201)

    app = Starlette(
        routes=[
            Route("/", first, methods=["GET"]),
            Route("/a/{key}", article, methods=["GET"]),
            Route("/a/{key}/state", state, methods=["GET"]),
            Route("/a/{key}/decisions", decide, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, token=secret)],
        exception_handlers={
            HTTPException: _plain,
            ArgmapError: _told,
            Exception: _bug,
        },
    )
    app.router.redirect_slashes = False
    return app


def _parsed(body: bytes) -> tuple[object, str | None]:
    """The order in a body, and the caller's own token for it."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UsageError("the body is no JSON") from error
    if not isinstance(data, dict):
        raise UsageError("the body is no JSON object")
    once = data.pop("token", None)
    if once is not None and (not isinstance(once, str) or not 0 < len(once) <= _LONGEST_TOKEN):
        raise UsageError("it is a short text", where="token")
    if once is not None and not once.isascii():
        raise UsageError("it is ASCII", where="token")
    return data, once


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _plain(request: Request, error: Exception) -> Response:
    # Nothing of the request is repeated in the answer.
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is nothing here.", 405: "This is not done here."}
    return PlainTextResponse(words.get(status, "No.") + "\n", status_code=status)


def _told(request: Request, error: Exception) -> Response:
    status = 507 if isinstance(error, OutputError) else 422
    return JSONResponse({"error": str(error)}, status_code=status)


def _bug(request: Request, error: Exception) -> Response:
    words = f"this is a bug in argmap: {type(error).__name__}: {error}"
    return JSONResponse({"error": words}, status_code=500)


def serve(app: Starlette, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve on 127.0.0.1 until interrupted.

    Args:
        app: What `make_app` gave.
        port: The port; 0 takes any that is free.
        ready: Called with the address once it answers.

    Raises:
        UsageError: the port is taken.
    """
    import uvicorn

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A server that was killed must be able to come back to its port at once.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} cannot be had: {error.strerror}", hint="choose another with --port"
        ) from error
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=2,
    )
    with listening:
        # The socket listens already: whoever connects from here on is answered.
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])
