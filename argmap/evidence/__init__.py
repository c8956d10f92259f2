"""Claims checked against sources: `Sources.open(folder)`, `check_sources(map, doc, sources)`."""

from argmap.evidence.checks import CHECKS, check_sources
from argmap.evidence.sources import Sources, Verdict

__all__ = ["CHECKS", "Sources", "Verdict", "check_sources"]
