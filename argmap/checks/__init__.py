"""Checks: map to flags. One check, one file, one table of examples."""

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.registry import checks, explain, find_check
from argmap.checks.runner import reconsider, run, with_flags
from argmap.checks.subject import Subject

__all__ = [
    "NOT_CHECKED",
    "Check",
    "Finding",
    "Subject",
    "checks",
    "explain",
    "find_check",
    "reconsider",
    "run",
    "with_flags",
]
