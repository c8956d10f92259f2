"""The guard: what a request must be before anything of the review sees it.

The server listens on 127.0.0.1, but every page of the web that is open in the same browser can send
requests there. So: the Host header must be a name of this machine (a foreign name that was made to
point here, "DNS rebinding", is refused); a request that says it comes from another origin is
refused; a write must say that it comes from ours, carry the token that only our page knows, be
JSON, and be no larger than 1 MB.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000
NAMES = ("127.0.0.1", "localhost", "[::1]")
TOKEN = "x-argmap-token"  # noqa: S105 - the name of a header
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?")
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware that lets through only what the reviewer's own page asks for."""

    def __init__(self, app: ASGIApp, *, token: str, names: Sequence[str] = NAMES) -> None:
        self._app = app
        self._token = token
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refused(scope)
        body: bytes | None = b""
        if refusal is None and scope["method"] == "POST":
            body = await _body(receive)
            if body is None:
                refusal = (413, "The body is larger than 1 MB.")
        if refusal is not None:
            status, words = refusal
            answer = PlainTextResponse(words + "\n", status_code=status)
            await answer(scope, receive, _with_headers(send))
            return
        await self._app(scope, _replay(body or b"", receive), _with_headers(send))

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if match is None or match[1].lower() not in self._names:
            return 403, "This server answers to 127.0.0.1 and localhost alone."
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405, "GET and POST alone are answered."
        own = f"http://{hosts[0]}"
        origins = headers.getlist("origin")
        if any(origin != own for origin in origins):
            return 403, "Requests from other origins are refused."
        site = headers.get("sec-fetch-site", "none")
        moving = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if site not in {"same-origin", "none"} and not moving:
            return 403, "Requests from other sites are refused."
        if scope["method"] == "POST":
            return self._write_refused(headers, origins)
        return None

    def _write_refused(self, headers: Headers, origins: Iterable[str]) -> tuple[int, str] | None:
        if not list(origins):
            return 403, "A write must say its origin."
        given = headers.get(TOKEN, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._token.encode()):
            return 403, "The page is from an earlier start of the server: reload it."
        kind, _, rest = headers.get("content-type", "").partition(";")
        charset = rest.strip().lower().replace('"', "")
        if kind.strip().lower() != "application/json" or charset not in {"", "charset=utf-8"}:
            return 415, "A write must be application/json."
        if "content-encoding" in headers:
            return 415, "A write must not be compressed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "The body is larger than 1 MB."
        return None


async def _body(receive: Receive) -> bytes | None:
    """The whole body; none where it is too large."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("content-security-policy", POLICY)
            message["headers"] = headers.raw
        await send(message)

    return sending
