"""The table of formats: name, suffixes, media type, module, and what each cannot hold."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from argmap.errors import UsageError
from argmap.formats.intake import Intake
from argmap.model import ArgumentMap


@dataclass(frozen=True)
class Format:
    """One interchange format.

    >>> FORMATS["aif"].suffixes
    ('.aif.json', '.aif')
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    """The first is the one that is written. A suffix of two parts counts before one of one."""
    media_type: str
    losses: tuple[str, ...] = ()
    """What of a map it cannot hold. Where this is empty, a map comes back as it was."""
    binary: bool = False
    """Not to be shown on a terminal."""
    reads: bool = True
    writes: bool = True
    many: bool = False
    """One file may hold many articles."""
    companion: str | None = None
    """Suffix of the second file that belongs to the first."""

    @property
    def module(self) -> ModuleType:
        """The format's own file, imported when it is needed."""
        return import_module(f"argmap.formats.{self.name}")

    def read(self, data: bytes, intake: Intake) -> ArgumentMap:
        """The map in these bytes; see the module's `read`."""
        verb: Callable[[bytes, Intake], ArgumentMap] = self.module.read
        return verb(data, intake)

    def write(self, map_: ArgumentMap) -> bytes:
        """The map as bytes; see the module's `write`."""
        verb: Callable[[ArgumentMap], bytes] = self.module.write
        return verb(map_)

    def read_many(self, data: bytes, intake: Intake) -> list[ArgumentMap]:
        """The maps in these bytes."""
        if not self.many:
            return [self.read(data, intake)]
        verb: Callable[[bytes, Intake], list[ArgumentMap]] = self.module.read_many
        return verb(data, intake)

    def write_many(self, maps: Iterable[ArgumentMap]) -> bytes:
        """The maps as bytes.

        Raises:
            UsageError: the format holds one article a file.
        """
        if not self.many:
            raise UsageError(f"{self.name} holds one article a file", hint="write a file for each")
        verb: Callable[[Iterable[ArgumentMap]], bytes] = self.module.write_many
        return verb(maps)


_ARTICLE = "the text around the units, title, path and blocks of the article"
_SCORES = "confidences, strengths and types of units, cues"
_FLAGS = "flags"
_MADE_BY = "what made the map"
_OFFSETS = "offsets: the article is made of the units' texts, joined by blank lines"

_ROWS = (
    Format("map", "map file of argmap", (".map.json",), "application/vnd.argmap+json"),
    Format(
        "gold",
        "gold file of argmap",
        (".gold.jsonl", ".jsonl"),
        "application/jsonl",
        ("title, path and blocks of the article", _SCORES, _FLAGS, _MADE_BY),
        many=True,
    ),
    Format("aif", "AIF of AIFdb", (".aif.json", ".aif"), "application/vnd.aif+json"),
    Format("xaif", "xAIF of OVA3 and oAMF", (".xaif.json", ".xaif"), "application/vnd.xaif+json"),
    Format(
        "argdown",
        "Argdown",
        (".argdown", ".ad", ".argdown.json"),
        "text/vnd.argdown",
        (
            _OFFSETS,
            "path and blocks of the article",
            "cues of units and relations, confidences, ids and order of relations",
            "a relation between the same two units of the same kind, the second time",
            _FLAGS,
            _MADE_BY,
        ),
    ),
    Format("sadface", "SADFace", (".sadface.json", ".sadface"), "application/vnd.sadface+json"),
    Format(
        "brat",
        "brat standoff",
        (".ann", ".brat.zip"),
        "application/zip",
        ("title, path and blocks of the article", _FLAGS, _MADE_BY),
        binary=True,
        companion=".txt",
    ),
    Format(
        "arguebuf", "arguebuf", (".arguebuf.json", ".arguebuf"), "application/vnd.arguebuf+json"
    ),
    Format(
        "conll",
        "CoNLL columns of Eger et al. (2017)",
        (".conll", ".dat"),
        "text/tab-separated-values",
        (
            "white space, other than whether there is some",
            "units that overlap an earlier one, and units without a word",
            "ids, and of a unit's relations all but the first",
            "undercuts",
            "title, path and blocks of the article",
            _SCORES,
            _FLAGS,
            _MADE_BY,
        ),
    ),
    Format("graphml", "GraphML", (".graphml",), "application/graphml+xml"),
    Format("dot", "DOT of Graphviz", (".dot", ".gv"), "text/vnd.graphviz"),
    Format(
        "mermaid",
        "Mermaid flowchart",
        (".mmd", ".mermaid"),
        "text/vnd.mermaid",
        (
            _OFFSETS,
            "path and blocks of the article, and signs in its title",
            _SCORES,
            "ids of relations, and ids of units that are no word of letters and digits",
            _FLAGS,
            _MADE_BY,
        ),
    ),
    Format(
        "pairs",
        "pairs in CSV",
        (".pairs.csv", ".csv", ".tsv"),
        "text/csv",
        (_OFFSETS, _ARTICLE, _SCORES, _FLAGS, _MADE_BY),
    ),
    Format(
        "docbin",
        "DocBin of spaCy",
        (".spacy",),
        "application/vnd.spacy",
        binary=True,
        many=True,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ROWS})
"""Name to format, in the order of the documentation."""


def format_named(name: str) -> Format:
    """The format with this name.

    Raises:
        UsageError: there is none.
    """
    try:
        return FORMATS[name.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise UsageError(f"no format is called {name!r}", hint=f"the formats are {known}") from None


def format_of_path(path: Path) -> Format | None:
    """The format that the file's name tells, by its longest suffix.

    >>> format_of_path(Path("a.aif.json")).name, format_of_path(Path("a.gv")).name
    ('aif', 'dot')
    """
    name = path.name.lower()
    found = [
        (len(suffix), row) for row in _ROWS for suffix in row.suffixes if name.endswith(suffix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


_SIGNS = (
    ("brat", re.compile(rb"PK\x03\x04|[TRA#]\d+\t")),
    ("docbin", re.compile(rb"\x78[\x01\x5e\x9c\xda]")),
    ("graphml", re.compile(rb"(?s)(?:<\?xml.*?\?>|<!--.*?-->|\s)*<(?:\w+:)?graphml\b")),
    (
        "mermaid",
        re.compile(
            rb"(?s)\s*(?:```\s*mermaid\s+)?(?:---\n.{0,500}?\n---\s+)?"
            rb"(?:flowchart\b|graph\s+(?:TB|TD|BT|LR|RL)\b)"
        ),
    ),
    ("dot", re.compile(rb"\s*(?:strict\s+)?(?:di)?graph\b[^{\n]*\{")),
    ("conll", re.compile(rb"(?:\d+\t)?[^\t\n]+\t(?:[^\t\n]*\t){0,3}(?:O|[BI]-\w[^\t\n]*)\r?\n")),
    ("pairs", re.compile(rb"[^\n]*\bsource_text\b[^\n]*\btarget_text\b")),
    ("argdown", re.compile(rb"(?m)\s*===|^[ \t]*(?:\[[^\]\n]+\]|<[^>\n]+>)(?::|[ \t]*$)")),
)
"""What the beginning of a file looks like, format by format."""


def sniff(data: bytes) -> Format | None:
    """The format that the content tells, for input that has no name; none where none is sure.

    >>> sniff(b'digraph { a -> b }').name, sniff(b'{"nodes": [{"nodeID": "1"}]}').name
    ('dot', 'aif')
    """
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip()[:1] in (b"{", b"["):
        for part in (data, head.partition(b"\n")[0]):  # a gold file is JSON a line at a time
            with contextlib.suppress(ValueError, RecursionError):
                name = sniff_json(json.loads(part))
                return FORMATS[name] if name else None
    return next((FORMATS[name] for name, sign in _SIGNS if sign.match(head)), None)


def sniff_json(value: Any) -> str | None:
    """The format of a JSON value, by the keys that only one of them has.

    >>> sniff_json({"nodes": [{"nodeID": "1"}], "edges": []})
    'aif'
    """
    if not isinstance(value, dict):
        return None
    nodes = value.get("nodes")
    first = nodes[0] if isinstance(nodes, list) and nodes else None
    keys = set(first) if isinstance(first, dict) else set()
    tests: tuple[tuple[str, bool], ...] = (
        ("map", "schema_version" in value and "article" in value),
        ("xaif", "AIF" in value or "aif" in value),
        ("argdown", "statements" in value and "relations" in value),
        ("sadface", bool(keys & {"metadata", "name", "sources"}) and "type" in keys),
        ("arguebuf", isinstance(nodes, dict)),
        ("aif", isinstance(nodes, list) and ("nodeID" in keys or "locutions" in value)),
        ("sadface", isinstance(nodes, list) and isinstance(value.get("metadata"), dict)),
        ("aif", isinstance(nodes, list) and not keys),
        ("arguebuf", "schemaVersion" in value or "schema_version" in value),
        ("gold", {"text", "units", "relations"} <= set(value)),
    )
    return next((name for name, holds in tests if holds), None)
