"""docs/commands.md: every command with every argument and option, made from the program itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from argmap.cli import app

_HEAD = """\
<!-- Made by `make docs` from the program. Do not edit. -->

# Commands

`argmap COMMAND --help` prints what stands here. `-` is standard input. Results go to standard
output, notes and progress to standard error.

Exit codes: 0 done (for `check`: clean), 1 flags at or above `--fail-on`, 2 wrong use or bad input,
3 a needed program or model is missing, 4 some articles of a run failed, 70 a bug, 130 interrupted.
"""
EXAMPLES = {
    "analyze": "argmap analyze essay.md letters/ --out outputs",
    "check": "argmap check *.md --format concise --fail-on error",
    "render": "argmap render outputs/essay.map.json --out essay.pdf",
    "show": "argmap show essay.md --depth 2",
    "convert": "argmap convert outputs/essay.map.json essay.argdown",
    "explain": "argmap explain vague-source",
}


def page() -> str:
    """The text of docs/commands.md."""
    parts = [_HEAD]
    for name, callback in commands():
        parts.append(_section(name, callback))
    return "\n".join(parts)


def commands() -> list[tuple[str, Callable[..., Any]]]:
    """Every command with its function, in the program's order; groups as in `corpus run`."""
    return list(_of(app, ""))


def _of(program: typer.Typer, prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for command in program.registered_commands:
        if command.callback is not None and not command.hidden:
            name = command.name or command.callback.__name__.replace("_", "-")
            yield f"{prefix}{name}", command.callback
    for group in program.registered_groups:
        if group.typer_instance is not None and not group.hidden:
            name = str(group.name or group.typer_instance.info.name)
            yield from _of(group.typer_instance, f"{prefix}{name} ")


def parameters(
    callback: Callable[..., Any],
) -> Iterator[tuple[str, Any, ArgumentInfo | OptionInfo, Any]]:
    """Name, type, what typer knows, and default of each argument and option of a command."""
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        hint = hints[name]
        info = parameter.default
        default = inspect.Parameter.empty
        if get_origin(hint) is not None and hasattr(hint, "__metadata__"):
            info = next(m for m in hint.__metadata__ if isinstance(m, ArgumentInfo | OptionInfo))
            default = parameter.default
            hint = get_args(hint)[0]
        if isinstance(info, ArgumentInfo | OptionInfo) and not getattr(info, "hidden", False):
            yield name, hint, info, default


def option_names(name: str, kind: Any, info: OptionInfo) -> list[str]:
    """What is typed for an option, the short form first."""
    # In `Annotated` typer takes the first name for a default, and puts that right later.
    given = (info.default, *(info.param_decls or ()))
    names = [one for one in given if isinstance(one, str) and one.startswith("-")]
    if not names:
        long = "--" + name.replace("_", "-").strip("-")
        names = [long, f"--no-{long[2:]}"] if kind is bool else [long]
    flat = [part for one in names for part in one.split("/")]
    return sorted(flat, key=lambda one: one.startswith("--"))


def _section(name: str, callback: Callable[..., Any]) -> str:
    arguments = [p for p in parameters(callback) if isinstance(p[2], ArgumentInfo)]
    options = [p for p in parameters(callback) if isinstance(p[2], OptionInfo)]
    words = inspect.cleandoc(callback.__doc__ or "")
    usage = " ".join(
        ["argmap", name, *(["[OPTIONS]"] if options else []), *(_metavar(a) for a in arguments)]
    )
    lines = [f"## argmap {name}", "", words, "", "```text", usage]
    if name in EXAMPLES:
        lines[-1:] = [usage, "", f"$ {EXAMPLES[name]}"]
    lines += ["```", ""]
    if arguments:
        lines += ["| argument | |", "|---|---|"]
        lines += [f"| `{_cell(_metavar(a))}` | {_cell(a[2].help or '')} |" for a in arguments]
        lines.append("")
    if options:
        lines += ["| option | value | |", "|---|---|---|"]
        for one in options:
            assert isinstance(one[2], OptionInfo)
            names = ", ".join(f"`{n}`" for n in option_names(one[0], one[1], one[2]))
            lines.append(f"| {names} | {_value(one)} | {_cell(_help(one))} |")
        lines.append("")
    return "\n".join(lines)


def _metavar(parameter: tuple[str, Any, Any, Any]) -> str:
    name, hint, info, default = parameter
    word = info.metavar or name.upper()
    if get_origin(hint) is list:
        word += "..."
    optional = default is not inspect.Parameter.empty and not word.startswith("[")
    return f"[{word}]" if optional else word


def _plain(hint: Any) -> Any:
    """The type without `| None` and `list[...]`."""
    kinds = [one for one in get_args(hint) if one is not type(None)]
    return _plain(kinds[0]) if kinds else hint


def _value(parameter: tuple[str, Any, Any, Any]) -> str:
    _, hint, info, _ = parameter
    kind = _plain(hint)
    if kind is bool:
        return ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{one.value}`" for one in kind)
    names = {int: "N", float: "X", str: "TEXT"}
    return f"`{_cell(info.metavar or names.get(kind, 'FILE'))}`"


def _help(parameter: tuple[str, Any, Any, Any]) -> str:
    _, hint, info, default = parameter
    words = info.help or ""
    if isinstance(default, Enum):
        words += f" Default: `{default.value}`."
    elif default is True and _plain(hint) is bool:
        words += " On by default."
    elif isinstance(default, int | float | str) and not isinstance(default, bool):
        words += f" Default: `{default}`."
    return words


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;")
