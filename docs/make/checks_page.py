"""docs/checks.md: a section a check, made from the checks themselves and their examples."""

from __future__ import annotations

import json
import re
from typing import Any

import check_figures

from argmap.checks import Check, checks
from argmap.checks.examples import examples
from argmap.checks.suppressions import EXPLANATION, QUESTION, SOURCE, UNUSED
from argmap.report.markdown import escaped

FIGURES = check_figures.FIGURES
"""What check_figures.py measured."""

_SHOWN = 5
_HEAD = """\
# Checks

A check asks one question of each unit of a map. Where the answer is bad, it raises a flag: the
words, the reason, and what would mend it. A flag is an accusation, so a check that is often wrong
is switched off until somebody selects it.

`argmap check --select CODES` runs only the named checks, `--ignore CODES` leaves some out; both
also take the names of groups, `default` and `all`. [Checking articles](checking.md) tells how to
give a check another severity, and how to silence it in one place.
[Writing a check](writing-a-check.md) adds one of your own. `argmap explain CODE` prints what stands
here.

"(not checked)" in a message says that nobody has shown the claim to be right, not that it is wrong.

Checks of how well something is argued are silent in a news report, for it tells what others say and
do: a text of twelve sentences or more that names a source in three of ten, or stands a seventh in
quotation marks. Its flags of that kind were right one time in five. That holds even where such a
check is selected by name.
"""


def page() -> str:
    """The text of docs/checks.md."""
    measured, on_gold, still = _figures(), _figures("gold"), _figures("still")
    parts = [_note(), _HEAD, _overview(measured, on_gold, still)]
    parts += [
        _section(check, measured.get(check.code), still.get(check.code))
        for check in checks()
        if _built_in(check)
    ]
    parts.append(_own_check())
    return "\n".join(parts)


def _note() -> str:
    return "<!-- Made by `make docs` from the checks. Do not edit. -->\n"


def _built_in(check: Check) -> bool:
    """Plug-ins that happen to be installed do not go into the page."""
    return check.find.__module__.startswith("argmap.")


def _figures(part: str = "checks") -> dict[str, dict[str, Any]]:
    if not FIGURES.is_file():
        return {}
    data: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text("utf-8")).get(part, {})
    return data


def _overview(
    measured: dict[str, dict[str, Any]],
    on_gold: dict[str, dict[str, Any]],
    still: dict[str, dict[str, Any]],
) -> str:
    lines = ["| check | group | severity | asks |", "|---|---|---|---|"]
    for check in checks():
        if _built_in(check):
            off = "" if check.on_by_default else ", off by default"
            lines.append(
                f"| [`{check.code}`](#{check.code}) | {check.group} | {check.severity}{off} "
                f"| {check.question} |"
            )
    lines.append(f"| [`{UNUSED}`](#{UNUSED}) | comments | info | {QUESTION} |")
    lines.append("")
    if measured:
        lines += [
            "`python docs/make figures` measures these. Precision: flags on editorials, opinion "
            "pieces and news that nothing had been tuned on, each judged by a strict reader "
            "against the check's own question (`tests/checks/judgements.jsonl`: ids, places and "
            "verdicts, not the texts); told from five judged flags on. A verdict counts as it was "
            "given, though rules were mended after it. Still raised: of all judged flags, those "
            "that the check raises to this day; "
            f"{_all_still(still)}, which flatters, for the rules were mended on them. Recall: "
            "weaknesses planted in articles written for that, the half held out. False alarms: "
            "sound clauses there that were flagged. The samples are small. Lintscore is "
            "T·(T/(F+T))², as [proselint](https://github.com/amperser/proselint) has it: T flags "
            "that are right, F that are not, so noise costs more than silence. A check is off by "
            "default where its precision is told and under 0.7, in both columns where both have "
            "five flags; or its section says why it is not.",
            "",
            "| check | precision | still raised | recall | false alarms | lintscore |",
            "|---|---|---|---|---|---|",
            *(
                f"| `{code}` | {_share(row, 'precision', 'right', 'judged')} "
                f"| {_still(still.get(code))} "
                f"| {_share(row, 'recall', 'found', 'planted')} "
                f"| {_share(row, '', 'false_alarms', 'sound')} | {_number(row, 'lintscore')} |"
                for code, row in sorted(measured.items())
            ),
            "",
            *_gold_lines(on_gold),
        ]
    return "\n".join(lines)


def _still(row: dict[str, Any] | None) -> str:
    return f"{row['right']} of {row['judged']}" if row else ""


def _all_still(still: dict[str, dict[str, Any]]) -> str:
    rows = [still[check.code] for check in checks() if check.on_by_default and check.code in still]
    right, judged = (sum(row[part] for row in rows) for part in ("right", "judged"))
    return f"of the checks that are on, {right} of {judged} are right"


def _gold_lines(on_gold: dict[str, dict[str, Any]]) -> list[str]:
    if not on_gold:
        return []
    return [
        "The critic model behind two of them, on development texts that others annotated "
        "(`argmap evaluate --checks`). It is the model that is measured here, not the flags: "
        "`vague-source` shows only those of its finds that name a holder, and `loaded-language` "
        "none:",
        "",
        "| check | figure | how it is counted | gold |",
        "|---|---|---|---|",
        *(
            f"| `{code}` | {' / '.join(f'{value:.3f}' for value in row['values'])} "
            f"| {escaped(row['protocol'])} | {escaped(row['gold'])} |"
            for code, row in sorted(on_gold.items())
        ),
        "",
    ]


def _share(row: dict[str, Any], name: str, part: str, whole: str) -> str:
    """ "0.75 (6 of 8)"; the counts alone where no figure is told; nothing where nothing is."""
    if not row.get(whole):
        return ""
    counts = f"{row[part]} of {row[whole]}"
    return f"{row[name]:.2f} ({counts})" if row.get(name) is not None else counts


def _number(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else f"{value:.2f}"


def _section(check: Check, measured: dict[str, Any] | None, still: dict[str, Any] | None) -> str:
    off = "" if check.on_by_default else "; off unless selected"
    off += "; silent in news reports" if check.of_argument else ""
    lines = [
        f"## {check.code}",
        "",
        f"*Group {check.group}; severity {check.severity}{off}.* {check.question}",
        "",
        _prose(check.explanation),
        "",
    ]
    table = examples(check.code)
    if table is not None:
        lines += ["Flagged (the words in bold):", ""]
        lines += [f"- {_bold(e.text, e.words)}" for e in table.flagged[:_SHOWN]]
        lines += ["", "Let be:", ""]
        lines += [
            f"- {_one(e.text)}" + (f" *({escaped(e.why)})*" if e.why else "")
            for e in table.let_be[:_SHOWN]
        ]
        lines.append("")
    if measured and check_figures.is_low(measured, still) and check.on_by_default:
        lines += [
            f"**Often wrong:** {measured['right']} of {measured['judged']} flags that were judged "
            f"are right, and {_still(still)} of those still raised. "
            f"{check_figures.KEPT_ON.get(check.code, '')} "
            f"`argmap check --ignore {check.code}` turns it off.",
            "",
        ]
    if measured and not check.on_by_default and measured.get("precision") is not None:
        lines += [
            f"Off by default: {measured['right']} of {measured['judged']} flags that were judged "
            f"are right. `argmap check --select {check.code}` turns it on.",
            "",
        ]
    return "\n".join([*lines, f"Source: {escaped(check.source)}", ""])


def _own_check() -> str:
    return "\n".join(
        [
            f"## {UNUSED}",
            "",
            f"*Group comments; severity info; `argmap check` only.* {QUESTION}",
            "",
            _prose(EXPLANATION),
            "",
            f"Source: {escaped(SOURCE)}.",
            "",
        ]
    )


def _bold(text: str, words: str | None) -> str:
    if not words or words not in text:
        return _one(text)
    before, _, after = text.partition(words)
    gap = " " if before[-1:].isspace() else ""
    rest = " " if after[:1].isspace() else ""
    return f"{_one(before)}{gap}**{_one(words)}**{rest}{_one(after)}".strip()


def _one(text: str) -> str:
    return escaped(text) if text.strip() else ""


def _prose(text: str) -> str:
    """A docstring as Markdown: what is in backticks stays, a `<` outside of them is no markup."""
    pieces = re.split(r"(`[^`]*`)", text.strip())
    return "".join(p if p.startswith("`") else p.replace("<", "&lt;") for p in pieces)
