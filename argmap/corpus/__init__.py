"""Many articles: runs that can be stopped and go on, their tables, and the whole at a look.

>>> from argmap.corpus import analyze_bytes
>>> map_ = analyze_bytes("cats.txt", b"Cats should be kept because they catch mice.")
>>> map_.article.path, len(map_.units)
('cats.txt', 2)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argmap.corpus.corpus import Corpus
    from argmap.corpus.runs import Summary, run
    from argmap.corpus.task import analyze_bytes

_HOME = {
    "Corpus": "argmap.corpus.corpus",
    "Summary": "argmap.corpus.runs",
    "analyze_bytes": "argmap.corpus.task",
    "run": "argmap.corpus.runs",
}

__all__ = ["Corpus", "Summary", "analyze_bytes", "run"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'argmap.corpus' has no attribute {name!r}")
