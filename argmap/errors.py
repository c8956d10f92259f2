"""The one tree of errors. Each message says what is wrong, where, and what to do."""

from __future__ import annotations


class ArgmapError(Exception):
    """Base of every error that argmap raises on purpose.

    Args:
        what: What is wrong, as a phrase without a closing full stop.
        where: The file, position or setting that it is about, if there is one.
        hint: What the user can do about it.

    >>> print(InputError("the file is empty", where="a.txt", hint="give a file with text in it"))
    a.txt: the file is empty; give a file with text in it
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what, self.where, self.hint = what, where, hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.hint}" if self.hint else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders in corpus runs; the default would lose the keywords.
        return (_rebuild, (type(self), self.what, self.where, self.hint), self.__dict__)


def _rebuild(
    kind: type[ArgmapError], what: str, where: str | None, hint: str | None
) -> ArgmapError:
    return kind(what, where=where, hint=hint)


class UsageError(ArgmapError):
    """A command, option or setting that makes no sense."""


class InputError(ArgmapError):
    """A file or text that cannot be read as what it claims to be."""


class FormatError(InputError):
    """A map or gold file that breaks its format."""


class LimitReached(InputError):  # noqa: N818 - the design's name for it
    """A limit of `[tool.argmap.limits]` was reached; `limit` is its name."""

    limit: str = ""

    @classmethod
    def of(cls, limit: str, what: str, *, where: str | None = None) -> LimitReached:
        """Build the error for the limit named `limit`."""
        error = cls(
            what,
            where=where,
            hint=f"raise `{limit}` in [tool.argmap.limits] if this is meant",
        )
        error.limit = limit
        return error


class MissingRequirement(ArgmapError):  # noqa: N818 - reads as what it is
    """A program, model or optional package that is needed is not there."""

    exit_code = 3


class OutputError(ArgmapError):
    """A result could not be written."""
