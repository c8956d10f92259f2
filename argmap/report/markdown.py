"""NAME.report.md: the claim report for people.

Everything that comes from an article, a file name or a flag is escaped: it shows as the same
words in any Markdown reader (CommonMark, GitHub), as one line, with no link, image, markup or HTML.
"""

from __future__ import annotations

import re

from argmap.mining.explain import Reasons
from argmap.model import ArgumentMap, Evidence, Flag, Unit
from argmap.ranking import ranked, worst_severity
from argmap.report.findings import Finding, Lines, findings
from argmap.report.footing import footings
from argmap.report.summary import in_words, role_name
from argmap.report.text import one_line, plural

_MARKS = re.compile(r"[\\`*_\[\]|~$]")
_LINE_STARTS = re.compile(r"^([-+=#:]|\d{1,9}(?=[.)]))")
_BARE_LINKS = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)


def report_markdown(map_: ArgumentMap) -> str:
    """The text of NAME.report.md: thesis, summary, and the claims in the order to check them.

    >>> from argmap.model import Article, Unit
    >>> text = "Cats purr."
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="major_claim")
    >>> map_ = ArgumentMap(article=Article(id="cats", text=text), units=(unit,))
    >>> report_markdown(map_).splitlines()[:5]
    ['# Claim report: cats', '', '## Thesis', '', '> Cats purr']
    """
    article = map_.article
    out = [f"# Claim report: {escaped(article.title or article.id)}", ""]
    if article.path and article.title:
        out += [f"File: {escaped(article.path)}", ""]
    out += ["## Thesis", ""]
    out += [f"> {escaped(map_.thesis.text)}" if map_.thesis else "No thesis was found.", ""]
    out += ["## Summary", "", in_words(map_), ""]
    weak = footings(map_)
    if weak:
        out += ["## What rests on claims that do not stand", ""]
        out += [*(f"- {escaped(one.sentence())}" for one in weak), ""]
    if map_.units:
        out += ["## Claims, in the order to check them", ""]
        lines, reasons = Lines(article.text), Reasons(map_)
        found: dict[str, list[Finding]] = {}
        for finding in findings(map_):
            found.setdefault(finding.flag.unit, []).append(finding)
        for rank, (unit, _, worth) in enumerate(ranked(map_), 1):
            out += [f"### {rank}. {_verdict(map_, unit)}", "", f"> {escaped(unit.text)}", ""]
            out += [_facts(map_, unit, lines, worth), ""]
            out += [line for said in reasons.unseen(unit) for line in (escaped(said), "")]
            out += _flags(found.get(unit.id, []))
            out += _sources(map_, unit)
    out += ["---", "", _made_by(map_), ""]
    return "\n".join(out)


def escaped(text: str) -> str:
    r"""The text on one line, so that Markdown shows its very characters.

    >>> escaped("<b>*Cats*</b> [purr](http://example.org)\n# loudly")
    '&lt;b&gt;\\*Cats\\*&lt;/b&gt; \\[purr\\](http\\://example.org) # loudly'
    """
    line = _MARKS.sub(r"\\\g<0>", one_line(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _BARE_LINKS.sub(lambda match: "\\" + match[0], line)
    # A sign that would open a list, heading or rule where the text stands first on its line.
    return _LINE_STARTS.sub(
        lambda match: match[0] + "\\" if match[0][0].isdigit() else "\\" + match[0], line
    )


def _verdict(map_: ArgumentMap, unit: Unit) -> str:
    severity = worst_severity(map_, unit)
    if severity is None:
        return "no flags"
    checks = dict.fromkeys(flag.check for flag in map_.flags_of(unit.id))
    return f"{severity}: {escaped(', '.join(checks))}"


def _facts(map_: ArgumentMap, unit: Unit, lines: Lines, worth: float | None) -> str:
    facts = [role_name(unit.role).capitalize(), f"line {lines.position(unit.start)[0]}"]
    section = map_.section_of(unit)
    if section:
        facts.append(f"section “{escaped(section)}”")
    if unit.strength is not None:
        facts.append(f"strength {unit.strength:.2f}")
    if worth is not None:
        facts.append(f"check-worthiness {worth:.2f}")
    facts.append(f"confidence {unit.confidence:.2f}")
    return "; ".join(facts) + "."


def _flags(found: list[Finding]) -> list[str]:
    if not found:
        return []
    return ["**Flags**", "", *(line for one in found for line in _flag(one.flag, one.quote)), ""]


def _sources(map_: ArgumentMap, unit: Unit) -> list[str]:
    supporters, attackers = map_.supporters(unit.id), map_.attackers(unit.id)
    out = ["**Support**", "", *(_source(map_, source) for source in supporters), ""]
    if not supporters:
        out = ["**Support**: none in the article.", ""]
    if attackers:
        out += ["**Attacked by**", "", *(_source(map_, source) for source in attackers), ""]
    return out


def _flag(flag: Flag, quote: str) -> list[str]:
    out = [
        f"- **{escaped(flag.check)}** ({flag.severity}): “{escaped(quote)}”",
        f"  {_sentence(flag.message)}",
    ]
    if flag.suggestion:
        out.append(f"  *Suggestion:* {_sentence(flag.suggestion)}")
    out += [f"  - {_evidence(item)}" for item in flag.evidence]
    return out


def _evidence(item: Evidence) -> str:
    stance = {"support": "Supported by", "refute": "Contradicted by"}.get(item.stance, "See")
    place = escaped(item.path) if item.path else "the article"
    return f"{stance} {place}: “{escaped(item.quote)}”"


def _source(map_: ArgumentMap, unit: Unit) -> str:
    flags = map_.flags_of(unit.id)
    codes = ", ".join(dict.fromkeys(escaped(flag.check) for flag in flags))
    note = f" ({role_name(unit.role)}"
    note += f"; {plural(len(flags), 'flag')} of its own: {codes})" if flags else ")"
    return f"- “{escaped(unit.text)}”{note}"


def _sentence(text: str) -> str:
    line = escaped(text)
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", "”", "…", ")")) else line + "."


def _made_by(map_: ArgumentMap) -> str:
    made = map_.made_by
    parts = [f"argmap {made.argmap}".strip()]
    if made.model:
        parts.append(f"miner {made.model}")
    parts.append(f"text sha256 {map_.article.sha256[:16]}…")
    return "Made by " + escaped(", ".join(parts)) + "."
