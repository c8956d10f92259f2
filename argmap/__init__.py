"""argmap reads an article and shows its argument: claims, what they rest on, what does not stand.

>>> import argmap
>>> map_ = argmap.analyze("Cats should be kept because they catch mice.", miner="rules")
>>> map_
<ArgumentMap 'text': 2 units, 1 relations, ... flags>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argmap.api import analyze, analyze_article, analyze_file, load
    from argmap.errors import ArgmapError
    from argmap.model import (
        ArgumentMap,
        Article,
        Block,
        Evidence,
        Flag,
        Relation,
        RelationKind,
        Role,
        Severity,
        Unit,
    )
    from argmap.settings import Limits, Settings

__version__ = "0.1.0"

# Looked up when asked for, so that `import argmap` and `argmap --help` stay quick.
_HOME = {
    "analyze": "argmap.api",
    "analyze_article": "argmap.api",
    "analyze_file": "argmap.api",
    "load": "argmap.api",
    "ArgmapError": "argmap.errors",
    "ArgumentMap": "argmap.model",
    "Article": "argmap.model",
    "Block": "argmap.model",
    "Evidence": "argmap.model",
    "Flag": "argmap.model",
    "Limits": "argmap.settings",
    "Relation": "argmap.model",
    "RelationKind": "argmap.model",
    "Role": "argmap.model",
    "Settings": "argmap.settings",
    "Severity": "argmap.model",
    "Unit": "argmap.model",
}

__all__ = [
    "ArgmapError",
    "ArgumentMap",
    "Article",
    "Block",
    "Evidence",
    "Flag",
    "Limits",
    "Relation",
    "RelationKind",
    "Role",
    "Settings",
    "Severity",
    "Unit",
    "__version__",
    "analyze",
    "analyze_article",
    "analyze_file",
    "load",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'argmap' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
