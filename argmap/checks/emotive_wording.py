"""Words that carry a judgement in place of a reason.

"The disgraceful plan", "they shamelessly raised their prices", "this farce": what is said is a
deed, and the word beside it says what to think of it. Unlike a name for people that is a verdict
(`loaded-language`), such a word is often a fair summary of what the text has just told, and opinion
is written in such words by habit. So this check is for a text that should have none: a news report,
an encyclopedia article, a student's essay.

How it decides: an emotive adjective, adverb, verb, set phrase or name for a thing from
`lexicons/loaded.toml`, or an intensifier on an evaluative word. What `loaded-language` lets be is
let be, and emotive adjectives on what is horrific by common consent ("a heinous murder").

Off unless selected: in opinion pieces it is wrong more often than right.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.checks.base import Check, Finding
from argmap.checks.loaded_language import emotive
from argmap.checks.subject import Subject
from argmap.model import Severity

_KINDS = frozenset({"phrase", "wording"})


def find(subject: Subject) -> Iterator[Finding]:
    """Emotive words of a unit, names for people apart, that are the writer's own."""
    return emotive(subject, _KINDS)


CHECK = Check(
    code="emotive-wording",
    group="language",
    severity=Severity.INFO,
    question="Does the wording pass a judgement without a reason?",
    source=(
        "Macagno & Walton (2014), Emotive Language in Argumentation; Recasens et al. (2013), "
        "Linguistic Models for Analyzing and Detecting Biased Language"
    ),
    explanation=__doc__,
    find=find,
    on_by_default=False,
)
