"""Settings from `[tool.argmap]` in pyproject.toml, or from argmap.toml, and the limits."""

from __future__ import annotations

import os
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from argmap.errors import UsageError


class Limits(BaseModel):
    """How much argmap takes on before it says no.

    >>> Limits().article_characters
    200000
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: int = Field(default=20_000_000, gt=0)
    """Size of one input file, in bytes."""
    unpacked_bytes: int = Field(default=75_000_000, gt=0)
    """Size of anything compressed once it is unpacked, in bytes."""
    unpacked_ratio: int = Field(default=200, gt=0)
    """Unpacked size over packed size."""
    article_characters: int = Field(default=200_000, gt=0)
    """Length of one article, in code points."""
    article_seconds: float = Field(default=30.0, gt=0)
    """Time for one article in a corpus run, in seconds."""
    drawing_nodes: int = Field(default=400, gt=0)
    """Nodes in a normal drawing; above it a simpler layout is used, then an outline."""


class Settings(BaseModel):
    """Everything `[tool.argmap]` may say.

    >>> Settings(ignore=("weasel",), limits=Limits(article_characters=5000)).ignore
    ('weasel',)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    miner: str | None = None
    """Name of the miner; none means the default one."""
    select: tuple[str, ...] = ()
    """Check codes to run; empty means every check that is on by default. Commands also take names
    of groups (`evidence`), `default` and `all`."""
    ignore: tuple[str, ...] = ()
    """Check codes not to run."""
    per_file_ignores: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, alias="per-file-ignores"
    )
    """Glob of a path to the check codes not to run on it; see `ignored_for`."""
    severities: dict[str, str] = Field(default_factory=dict)
    """Check code to the severity that it shall have."""
    fail_on: str = Field(default="warning", alias="fail-on")
    """Lowest severity that makes `argmap check` exit with 1."""
    limits: Limits = Limits()
    _folder: Path | None = PrivateAttr(default=None)
    """Where the settings file lies; kept only where globs are seen from there."""

    def ignored_for(self, path: str | Path | None) -> tuple[str, ...]:
        """Codes of the checks that `per-file-ignores` switches off for this file.

        A glob fits the path as given, the path as seen from the settings file, or the file's name;
        `*` also goes across folders.

        >>> settings = Settings(per_file_ignores={"drafts/*": ("unsupported",)})
        >>> settings.ignored_for("drafts/old/a.md"), settings.ignored_for("a.md")
        (('unsupported',), ())
        """
        if path is None or not self.per_file_ignores:
            return ()
        names = {Path(path).as_posix(), Path(path).name}
        if self._folder is not None:
            full = Path(os.path.normpath(Path.cwd() / path))
            if full.is_relative_to(self._folder):
                names.add(full.relative_to(self._folder).as_posix())
        found = [
            code
            for pattern, codes in sorted(self.per_file_ignores.items())
            if any(fnmatchcase(name, pattern) for name in names)
            for code in codes
        ]
        return tuple(dict.fromkeys(found))


def load_settings(start: Path | None = None) -> Settings:
    """Read the settings that hold for the folder `start` (default: the working folder).

    The nearest argmap.toml or pyproject.toml with a `[tool.argmap]` table, going upward, counts.

    Raises:
        UsageError: the file is no TOML, or names a setting that does not exist.
    """
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        for name in ("argmap.toml", "pyproject.toml"):
            path = place / name
            if not path.is_file():
                continue
            table = _table(path)
            if table is not None:
                settings = _validated(table, path)
                if settings.per_file_ignores:
                    settings._folder = place
                return settings
    return Settings()


def _table(path: Path) -> dict[str, Any] | None:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"not a readable TOML file: {error}", where=str(path)) from error
    tool = data.get("tool")
    table = tool.get("argmap") if isinstance(tool, dict) else None
    if path.name == "argmap.toml" and table is None:
        return data
    return table if isinstance(table, dict) else None


def _validated(table: dict[str, Any], path: Path) -> Settings:
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"[tool.argmap] {name}: {first['msg']}", where=str(path), hint="correct or remove it"
        ) from error
