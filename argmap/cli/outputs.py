"""What `--format` can name: a table from a format to its suffix and its writer.

The writers are named by module and function and looked up when they are used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

from argmap.errors import UsageError

if TYPE_CHECKING:
    from argmap.formats import Format
    from argmap.model import ArgumentMap

DEFAULT = ("map", "svg", "html", "csv", "md")
"""What `analyze` writes where no format is asked for."""


@dataclass(frozen=True)
class Output:
    """One kind of result file."""

    name: str
    suffix: str
    make: Callable[[ArgumentMap], bytes]
    """The file's bytes."""
    label: str
    """What it is, in a word or two."""


def _from(module: str, function: str) -> Callable[[ArgumentMap], bytes]:
    def make(map_: ArgumentMap) -> bytes:
        result = getattr(import_module(module), function)(map_)
        # Half a surrogate pair (possible in a text from JSON) has no UTF-8: it becomes a `?`.
        return result if isinstance(result, bytes) else str(result).encode("utf-8", "replace")

    return make


def _map_file(map_: ArgumentMap) -> bytes:
    return map_.to_json().encode("utf-8")


_OWN = (
    Output("map", ".map.json", _map_file, "map file"),
    Output("svg", ".svg", _from("argmap.views", "to_svg"), "drawing"),
    Output("png", ".png", _from("argmap.views", "to_png"), "drawing"),
    Output("pdf", ".pdf", _from("argmap.views", "to_pdf"), "drawing"),
    Output("dot", ".dot", _from("argmap.views", "to_dot"), "drawing's source"),
    Output("html", ".html", _from("argmap.views", "to_html"), "page"),
    Output("csv", ".claims.csv", _from("argmap.report.csv", "claims_csv"), "claims"),
    Output("md", ".report.md", _from("argmap.report.markdown", "report_markdown"), "report"),
    Output("xlsx", ".xlsx", _from("argmap.report.xlsx", "workbook_bytes"), "tables"),
)
VIEWS = ("svg", "png", "pdf", "dot", "html")
"""What `render` can write."""


def outputs() -> dict[str, Output]:
    """Name of a format to what it writes: the map, views, reports, and `argmap.formats`.

    Where a name is in both, it means the result for people: `dot` is the drawing's source.

    >>> outputs()["csv"].suffix, outputs()["aif"].suffix
    ('.claims.csv', '.aif.json')
    """
    from argmap.formats import FORMATS

    table = {output.name: output for output in _OWN}
    for name, row in FORMATS.items():
        if row.writes and name not in table:
            table[name] = _interchange(row)
    return table


def _interchange(format: Format) -> Output:
    from argmap.formats import dumps

    # A format of two files becomes one archive here: each result is one file.
    archives = [suffix for suffix in format.suffixes if format.companion and ".zip" in suffix]
    return Output(
        format.name,
        (archives or format.suffixes)[0],
        lambda map_: dumps(map_, format.name),
        format.title,
    )


def chosen(names: tuple[str, ...]) -> list[Output]:
    """The outputs of these names, each once; none given means `DEFAULT`.

    Raises:
        UsageError: a name is not known.
    """
    table = outputs()
    return [_known(name, table) for name in dict.fromkeys(names or DEFAULT)]


def one(name: str, among: tuple[str, ...]) -> Output:
    """The output of this name, one of `among`.

    Raises:
        UsageError: it is none of them.
    """
    table = {key: value for key, value in outputs().items() if key in among}
    return _known(name, table)


def by_suffix(file: str, among: tuple[str, ...] | None = None) -> Output | None:
    """The output whose suffix the file has (the longest, where several fit), or none.

    >>> by_suffix("a.claims.csv").name, by_suffix("drawing.SVG").name, by_suffix("a.b")
    ('csv', 'svg', None)
    """
    name = file.casefold()
    fitting = [
        output
        for output in outputs().values()
        if name.endswith(output.suffix) and (among is None or output.name in among)
    ]
    return max(fitting, key=lambda output: len(output.suffix), default=None)


def _known(name: str, table: dict[str, Output]) -> Output:
    if name in table:
        return table[name]
    close = get_close_matches(name, table, n=1)
    advice = f"did you mean `{close[0]}`?" if close else f"choose from: {', '.join(table)}"
    raise UsageError(f"no format is named {name!r}", hint=advice)
