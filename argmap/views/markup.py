"""What every page is made with: its templates and files, its policy, and text fit to stand in it.

A page is one file that needs no network. Its Content-Security-Policy names style sheets and scripts
by their hashes: nothing else can run, load or be sent, whatever an article holds.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@cache
def environment(package: str) -> Environment:
    """The templates in a package's folder `templates`, with `seen` and `exact` as filters.

    >>> environment("argmap.views").from_string("{{ words }}").render(words="<b>")
    '&lt;b&gt;'
    """
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["seen"] = seen
    made.filters["exact"] = _exact
    return made


@cache
def asset(package: str, name: str) -> str:
    """A style sheet or script in a package's folder `templates`.

    >>> "--paper" in asset("argmap.views", "drawing.css")
    True
    """
    return (files(package) / "templates" / name).read_text(encoding="utf-8")


def palette() -> str:
    """The colours of the pages and of the drawings in them, light and dark, as a style sheet.

    >>> "--thesis: #123a5e" in palette()
    True
    """
    return asset("argmap.views", "drawing.css")


def policy(*, styles: Sequence[str], scripts: Sequence[str] = (), connects: bool = False) -> str:
    """The Content-Security-Policy of a page with these style sheets and scripts, and no others.

    Args:
        styles, scripts: Their texts; empty ones are left out.
        connects: Whether a script may call the server that the page came from.

    >>> policy(styles=["a {}"])[:45]
    "default-src 'none'; style-src 'sha256-mkSHzL7"
    """
    parts = ["default-src 'none'"]
    parts += [f"script-src {_hashes(scripts)}"] if scripts else []
    parts += [f"style-src {_hashes(styles)}"]
    parts += ["connect-src 'self'"] if connects else []
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hashes(texts: Sequence[str]) -> str:
    digests = [sha256(text.encode("utf-8")).digest() for text in texts if text]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)


def seen(text: str) -> str:
    r"""The text with a replacement character for each that no HTML file may hold.

    >>> seen("a\x00b")
    'a�b'
    """
    return _UNSEEN.sub("\ufffd", text)


def _exact(text: str) -> Markup:
    """The text so that the browser keeps every character: a parser of HTML would drop a CR."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 - escaped here


def json_in_script(data: object) -> str:
    """JSON that can stand inside a script element: it cannot end it, nor start another.

    >>> json_in_script({"a": "</script>\\u2028"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u2028"}'
    """
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
