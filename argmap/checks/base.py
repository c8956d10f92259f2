"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argmap.model import Evidence, Severity

if TYPE_CHECKING:
    from argmap.checks.subject import Subject

NOT_CHECKED = "(not checked)"


@dataclass(frozen=True)
class Finding:
    """One weakness of one unit; `[start, end)` are its exact words in the article."""

    unit: str
    start: int
    end: int
    message: str
    suggestion: str | None = None
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    """Where this finding is milder or graver than the check's own severity."""


@dataclass(frozen=True)
class Check:
    """One rule that looks for one weakness.

    >>> from argmap.checks import find_check
    >>> check = find_check("vague-source")
    >>> check.group, str(check.severity)
    ('evidence', 'warning')
    >>> check.summary
    'A reported view whose holder is nobody in particular.'
    """

    code: str
    group: str
    """structure, evidence, reasoning or language."""
    severity: Severity
    question: str
    """What the check asks about a unit."""
    source: str
    """Where in the literature the check comes from."""
    explanation: str
    """The docstring of the check's file: its first line is the summary."""
    find: Callable[[Subject], Iterator[Finding]]
    needs_parse: bool = True
    """False where the map alone is enough (foreign maps have no parse)."""
    on_by_default: bool = True
    of_argument: bool = False
    """True where the check asks how well something is argued: it is silent in a news report, which
    tells what others say and do (`Subject.is_report`), even where it is selected by name."""
    after_others: bool = False
    """True where the check reads the others' flags and the units' strengths."""
    yields_to: frozenset[str] = frozenset()
    """Codes of more specific checks: where one of them fires on a unit, this one does not."""

    @property
    def summary(self) -> str:
        """The first line of the explanation."""
        return self.explanation.strip().splitlines()[0]
