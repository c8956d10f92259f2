"""How good the checks are: measured on gold files of their own kinds, with bootstrap intervals.

| kind | a record of the gold file | figures |
|---|---|---|
| `checkworthy` | text, label (true: a fact-checker should look) | precision, recall, F1 of true |
| `verifiable` | text, label | macro-F1 of unverifiable, verifiable, verifiable-experiential |
| `evidence` | claim, evidence, label | macro-F1 of support, refute, neither |
| `nli` | premise, hypothesis, label | accuracy of the three classes; of ConjNLI alone |
| `attribution` | text, attributions (source, cue, content) | vague sources; source-content pairs |
| `loaded` | text, spans (start, end, technique) | span F1 with partial overlap |

Whoever answers is a `Judge`: the trained critic, the patterns, or yours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from argmap.critic.holders import is_generic_source
from argmap.errors import FormatError, UsageError
from argmap.evaluation.figures import class_f1
from argmap.evaluation.gold import article_of, json_lines
from argmap.evaluation.records import Measure, Measured
from argmap.model import ArgumentMap
from argmap.model.records import Record

Span = tuple[int, int]
SAMPLES = 1000
SEED = 13
VERIFIABLE = ("unverifiable", "verifiable", "verifiable-experiential")
STANCES = ("support", "refute", "neither")
INFERENCES = ("entailment", "neutral", "contradiction")
LOADED_TECHNIQUES = frozenset({"Loaded_Language", "Name_Calling,Labeling"})
_FIELDS: dict[str, frozenset[str]] = {
    "attribution": frozenset({"text", "attributions"}),
    "loaded": frozenset({"text", "spans"}),
    "evidence": frozenset({"claim", "evidence", "label"}),
    "nli": frozenset({"premise", "hypothesis", "label"}),
    "checkworthy": frozenset({"text", "label"}),
}


PROTOCOLS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("check-worthiness", "checkworthy", ("f1",), "F1 of the positive class"),
    ("verifiability", "verifiable", ("macro_f1",), "macro-F1 of three classes"),
    ("stance", "evidence", ("macro_f1",), "macro-F1 of support, refute, neither"),
    ("inference", "nli", ("accuracy",), "accuracy of three classes"),
    ("inference, ConjNLI", "nli", ("accuracy_conjnli",), "accuracy of three classes"),
    (
        "vague-source",
        "attribution",
        ("vague_source_precision", "vague_source_recall"),
        "precision / recall: no holder, or a generic noun",
    ),
    ("who said what", "attribution", ("source_content_f1_50",), "F1 of pairs, 50 % overlap"),
    ("loaded-language", "loaded", ("span_f1",), "span F1, partial overlap"),
)
"""What is measured, the kind of gold file, its figures, and how they are counted."""


class Attributed(Record):
    """One attribution that a judge found."""

    source: Span | None = None
    cue: Span
    content: Span
    vague: bool
    """Is the holder nobody in particular?"""


class Judge(Protocol):
    """Who answers. Each method takes a batch and keeps to its order."""

    name: str

    def checkworthy(self, texts: Sequence[str]) -> Sequence[bool]:
        """Should a fact-checker look at the sentence?"""

    def verifiability(self, texts: Sequence[str]) -> Sequence[str]:
        """One of `VERIFIABLE` for each sentence."""

    def stance(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """One of `STANCES` for each (evidence, claim)."""

    def infer(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """One of `INFERENCES` for each (premise, hypothesis)."""

    def attributions(self, text: str) -> Sequence[Attributed]:
        """Who said what in a text."""

    def loaded(self, text: str) -> Sequence[Span]:
        """Loaded words and names called in a text."""


class CheckEvaluation(Measured):
    """One judge on one gold file."""

    kind: str
    judge: str
    items: int
    """Records that were measured."""


class ProtocolRow(Record):
    """One line of the summary: one thing measured on one gold file, by its named protocol."""

    what: str
    gold: str
    protocol: str
    values: tuple[float, ...]


def protocol_rows(found: Iterable[CheckEvaluation]) -> list[ProtocolRow]:
    """The figures that are compared with published ones, in the order of `PROTOCOLS`.

    >>> one = CheckEvaluation(gold="g", kind="loaded", judge="critic", items=1, samples=10,
    ...                       measures=(Measure(name="span_f1", value=0.5, low=0.4, high=0.6),))
    >>> [(row.what, row.values) for row in protocol_rows([one])]
    [('loaded-language', (0.5,))]
    """
    listed = list(found)
    rows = []
    for what, kind, names, protocol in PROTOCOLS:
        for one in listed:
            there = {measure.name: measure.value for measure in one.measures}
            if one.kind == kind and all(name in there for name in names):
                values = tuple(there[name] for name in names)
                rows.append(ProtocolRow(what=what, gold=one.gold, protocol=protocol, values=values))
    return rows


class MetRule(Record):
    """One rule of a hand-made gold file: flags that must, or must not, fall on a unit."""

    unit: str
    rule: str
    any_of: tuple[str, ...]
    raised: tuple[str, ...]
    """Codes among `any_of` that were raised on the unit's words."""
    met: bool


# Figures ------------------------------------------------------------------------------------------


def precision(right: float, found: float) -> float:
    """Share of what was found that is right; 0 where nothing was found.

    >>> precision(3, 4)
    0.75
    """
    return right / found if found else 0.0


def f1_of(precision_: float, recall_: float) -> float:
    """Harmonic mean of precision and recall.

    >>> f1_of(0.5, 1.0)
    0.6666666666666666
    """
    total = precision_ + recall_
    return 2 * precision_ * recall_ / total if total else 0.0


def lintscore(true: float, false: float) -> float:
    """proselint's score of a rule: T * (T / (F + T))^2, so that noise costs more than silence.

    >>> lintscore(8, 2)
    5.12
    """
    return round(true * (true / (false + true)) ** 2, 9) if true + false else 0.0


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with those that overlap or touch made one; empty ones are left out.

    >>> merged([(8, 9), (0, 4), (3, 6)])
    [(0, 6), (8, 9)]
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def overlap_counts(gold: Iterable[Span], found: Iterable[Span]) -> np.ndarray:
    """`[sum of |s & t| / |s|, found, sum of |s & t| / |t|, gold]` over found s and gold t.

    From these come precision and recall with partial credit for partial overlap, as in span
    identification of SemEval-2020 task 11 (Da San Martino et al. 2020).

    >>> overlap_counts([(0, 10)], [(5, 15), (20, 25)]).tolist()
    [0.5, 2.0, 0.5, 1.0]
    """
    truth, mine = merged(gold), merged(found)
    hit = covered = 0.0
    for s, e in mine:
        for a, b in truth:
            shared = min(e, b) - max(s, a)
            if shared > 0:
                hit += shared / (e - s)
                covered += shared / (b - a)
    return np.array([hit, len(mine), covered, len(truth)], dtype=float)


def overlap_f1(gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> float:
    """F1 with partial overlap over several texts: see `overlap_counts`.

    >>> overlap_f1([[(0, 10)]], [[(5, 15)]])
    0.5
    """
    total = sum((overlap_counts(g, f) for g, f in zip(gold, found, strict=True)), np.zeros(4))
    return float(f1_of(precision(total[0], total[1]), precision(total[2], total[3])))


def overlap(a: Span, b: Span) -> float:
    """Shared length over the longer of the two, in code points.

    >>> overlap((0, 10), (5, 10))
    0.5
    """
    shared = min(a[1], b[1]) - max(a[0], b[0])
    longer = max(a[1] - a[0], b[1] - b[0])
    return max(0, shared) / longer if longer > 0 else 0.0


def matched_pairs(
    gold: Sequence[tuple[Span, Span]], found: Sequence[tuple[Span, Span]], share: float = 0.5
) -> int:
    """How many (source, content) pairs match one to one: both spans overlap by `share` or more.

    The pairs with the greatest overlap are matched first.

    >>> matched_pairs([((0, 4), (10, 30))], [((0, 5), (12, 30)), ((0, 4), (10, 30))])
    1
    """
    candidates = []
    for j, (source, content) in enumerate(found):
        for i, (s, c) in enumerate(gold):
            a, b = overlap(source, s), overlap(content, c)
            if a >= share and b >= share:
                candidates.append((-(a + b), j, i))
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for _, j, i in sorted(candidates):
        if j not in used_found and i not in used_gold:
            used_found.add(j)
            used_gold.add(i)
    return len(used_gold)


# Counts by kind -----------------------------------------------------------------------------------

Figure = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class Counted:
    """Counts of each record [n, c], and figures made of their sum [c]."""

    rows: np.ndarray
    figures: dict[str, Figure]


def _table(names: Sequence[str], gold: Sequence[str], found: Sequence[str]) -> np.ndarray:
    """A flat [k, k + 1] table of (gold, found) for each record; the last column is for others."""
    k = len(names)
    at = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(gold), k * (k + 1)))
    for n, (g, f) in enumerate(zip(gold, found, strict=True)):
        rows[n, at[g] * (k + 1) + at.get(f, k)] = 1
    return rows


def _class_f1(classes: int, k: int) -> Figure:
    """F1 of class k from a flat [classes, classes + 1] table of (gold, found)."""
    return lambda counts: class_f1(counts.reshape(classes, classes + 1), k)


def _macro(classes: int) -> Figure:
    each = [_class_f1(classes, k) for k in range(classes)]
    return lambda counts: float(np.mean([figure(counts) for figure in each]))


def _accuracy(classes: int, start: int = 0) -> Figure:
    size = classes * (classes + 1)

    def figure(counts: np.ndarray) -> float:
        table = counts[start : start + size].reshape(classes, classes + 1)
        total = table.sum()
        return float(np.trace(table[:, :classes]) / total) if total else 0.0

    return figure


def _classes(names: Sequence[str]) -> dict[str, Figure]:
    return {f"f1_{name}": _class_f1(len(names), k) for k, name in enumerate(names)}


def _checkworthy(records: list[dict[str, Any]], judge: Judge) -> Counted:
    found = judge.checkworthy([r["text"] for r in records])
    rows = np.array(
        [
            [g and f, f, g]
            for g, f in ((bool(r["label"]), bool(x)) for r, x in zip(records, found, strict=True))
        ],
        dtype=float,
    ).reshape(-1, 3)
    figures: dict[str, Figure] = {
        "f1": lambda c: f1_of(precision(c[0], c[1]), precision(c[0], c[2])),
        "precision": lambda c: precision(c[0], c[1]),
        "recall": lambda c: precision(c[0], c[2]),
    }
    return Counted(rows, figures)


def _verifiable(records: list[dict[str, Any]], judge: Judge) -> Counted:
    kept = [r for r in records if r["label"] in VERIFIABLE]
    found = judge.verifiability([r["text"] for r in kept])
    rows = _table(VERIFIABLE, [r["label"] for r in kept], found)
    return Counted(rows, {"macro_f1": _macro(3), **_classes(VERIFIABLE)})


def _evidence(records: list[dict[str, Any]], judge: Judge) -> Counted:
    found = judge.stance([(r["evidence"], r["claim"]) for r in records])
    rows = _table(STANCES, [r["label"] for r in records], found)
    return Counted(rows, {"macro_f1": _macro(3), **_classes(STANCES)})


def _nli(records: list[dict[str, Any]], judge: Judge) -> Counted:
    kept = [r for r in records if r["label"] in INFERENCES]
    found = judge.infer([(r["premise"], r["hypothesis"]) for r in kept])
    rows = _table(INFERENCES, [r["label"] for r in kept], found)
    adversarial = np.array([str(r.get("id", "")).startswith("conj") for r in kept])
    both = np.concatenate([rows, rows * adversarial[:, None]], axis=1)
    figures = {"accuracy": _accuracy(3)}
    if adversarial.any():
        figures["accuracy_conjnli"] = _accuracy(3, 12)
    return Counted(both, figures)


def _attribution(records: list[dict[str, Any]], judge: Judge) -> Counted:
    rows = [attribution_counts(r, judge.attributions(r["text"])) for r in records]
    figures: dict[str, Figure] = {
        "source_content_f1_50": lambda c: f1_of(precision(c[0], c[1]), precision(c[0], c[2])),
        "source_content_precision_50": lambda c: precision(c[0], c[1]),
        "source_content_recall_50": lambda c: precision(c[0], c[2]),
        "vague_source_precision": lambda c: precision(c[3], c[4]),
        "vague_source_recall": lambda c: precision(c[5], c[6]),
        "vague_source_lintscore": lambda c: lintscore(c[3], c[4] - c[3]),
        "cue_f1": lambda c: f1_of(precision(c[7], c[8]), precision(c[9], c[10])),
    }
    return Counted(np.array(rows).reshape(-1, 11), figures)


def attribution_counts(record: dict[str, Any], found: Sequence[Attributed]) -> np.ndarray:
    """Counts of one article.

    `[pairs right, found, gold; vague found right, vague found; vague gold found, vague gold; cues
    found right, cues found; gold cues found, gold cues]`.

    Source-content pairs (Pareti 2012; Newell et al. 2018): both spans overlap a gold pair's by half
    of the longer. A gold attribution is vague where it has no source, or one that is only a generic
    noun (`is_generic_source`). A vague attribution that was found is right where its cue overlaps
    the cue of a vague gold one, or its content the content of one by half.
    """
    text = record["text"]
    gold = [a for a in record["attributions"] if a.get("content")]
    pairs = [(_span(a["source"]), _span(a["content"])) for a in gold if a.get("source")]
    mine = [(a.source, a.content) for a in found if a.source is not None]
    right = matched_pairs(pairs, mine)
    vague = [a for a in gold if not a.get("source") or is_generic_source(text[slice(*a["source"])])]
    flagged = [a for a in found if a.vague]
    hits = [[_same(a, g) for g in vague] for a in flagged]
    found_right = sum(any(row) for row in hits)
    gold_found = sum(any(row[i] for row in hits) for i in range(len(vague)))
    cues = [_span(a["cue"]) for a in gold if a.get("cue")]
    made = [a.cue for a in found]
    cues_right = sum(any(overlap(c, g) > 0 for g in cues) for c in made)
    cues_found = sum(any(overlap(c, g) > 0 for c in made) for g in cues)
    return np.array(
        [right, len(mine), len(pairs), found_right, len(flagged), gold_found, len(vague),
         cues_right, len(made), cues_found, len(cues)],
        dtype=float,
    )  # fmt: skip


def _span(value: Sequence[int]) -> Span:
    return int(value[0]), int(value[1])


def _same(found: Attributed, gold: dict[str, Any]) -> bool:
    if gold.get("cue") and overlap(found.cue, _span(gold["cue"])) > 0:
        return True
    return overlap(found.content, _span(gold["content"])) >= 0.5


def _loaded(records: list[dict[str, Any]], judge: Judge) -> Counted:
    rows = []
    for record in records:
        gold = [
            (s["start"], s["end"])
            for s in record["spans"]
            if s.get("technique") in LOADED_TECHNIQUES
        ]
        found = merged(judge.loaded(record["text"]))
        touching = sum(any(overlap(f, g) > 0 for g in gold) for f in found)
        rows.append([*overlap_counts(gold, found), touching])
    figures: dict[str, Figure] = {
        "span_f1": lambda c: f1_of(precision(c[0], c[1]), precision(c[2], c[3])),
        "span_precision": lambda c: precision(c[0], c[1]),
        "span_recall": lambda c: precision(c[2], c[3]),
        "flag_precision": lambda c: precision(c[4], c[1]),
        "lintscore": lambda c: lintscore(c[4], c[1] - c[4]),
    }
    return Counted(np.array(rows, dtype=float).reshape(-1, 5), figures)


_COUNTERS: dict[str, Callable[[list[dict[str, Any]], Judge], Counted]] = {
    "checkworthy": _checkworthy,
    "verifiable": _verifiable,
    "evidence": _evidence,
    "nli": _nli,
    "attribution": _attribution,
    "loaded": _loaded,
}
KINDS = tuple(_COUNTERS)


# Running ------------------------------------------------------------------------------------------


def kind_of(records: Sequence[dict[str, Any]], where: str | None = None) -> str:
    """Which kind of gold file these records are from, by their fields and labels.

    Raises:
        FormatError: none that is known.

    >>> kind_of([{"premise": "a", "hypothesis": "b", "label": "neutral"}])
    'nli'
    """
    for kind, fields in _FIELDS.items():
        if records and all(fields <= set(record) for record in records):
            if kind != "checkworthy":
                return kind
            labels = {type(record["label"]) for record in records}
            return "checkworthy" if labels == {bool} else "verifiable"
    raise FormatError(
        "not a gold file for checks",
        where=where,
        hint=f"a file holds one kind of records: {', '.join(KINDS)}",
    )


def read_check_gold(path: Path) -> list[dict[str, Any]]:
    """The records of a gold file, one JSON object a line.

    Raises:
        FormatError: it cannot be read, is empty, or a line is not a JSON object.
    """
    records = [record for _, record in json_lines(path)]
    if not records:
        raise FormatError("no records in it", where=str(path), hint="one JSON object a line")
    return records


def measure_check(
    records: list[dict[str, Any]],
    judge: Judge,
    *,
    name: str = "gold",
    kind: str | None = None,
    samples: int = SAMPLES,
) -> CheckEvaluation:
    """Measure a judge on gold records, with 95 % bootstrap intervals over records.

    Args:
        records: Of one kind.
        judge: Who answers.
        name: What the figures are reported under.
        kind: One of `KINDS`; none: told by the records' fields.
        samples: Bootstrap samples.

    Raises:
        FormatError: the records are of no known kind.
        UsageError: there is no such kind.
    """
    chosen = kind or kind_of(records, name)
    if chosen not in _COUNTERS:
        raise UsageError(f"no kind {chosen!r} of gold", hint=f"one of {', '.join(KINDS)}")
    try:
        counted = _COUNTERS[chosen](records, judge)
    except (KeyError, TypeError) as error:
        raise FormatError(
            f"a record breaks the format of {chosen}: {error!r}",
            where=name,
            hint="see argmap.evaluation.checks",
        ) from error
    total = counted.rows.sum(0)
    spread = _resampled(counted.rows, samples)
    measures = []
    for key, figure in counted.figures.items():
        value = figure(total)
        values = [figure(row) for row in spread] or [value]
        low, high = (float(np.quantile(values, q)) for q in (0.025, 0.975))
        measures.append(Measure(name=key, value=value, low=low, high=high))
    return CheckEvaluation(
        gold=name,
        kind=chosen,
        judge=judge.name,
        items=len(counted.rows),
        measures=tuple(measures),
        samples=samples,
    )


def _resampled(rows: np.ndarray, samples: int) -> np.ndarray:
    """Sums [samples, c] of rows drawn with replacement."""
    rng = np.random.default_rng(SEED)
    n = len(rows)
    sums = np.zeros((samples, rows.shape[1]))
    for k in range(samples if n else 0):
        drawn = np.bincount(rng.integers(0, n, n), minlength=n)
        sums[k] = drawn @ rows
    return sums


def evaluate_checks(
    paths: Sequence[Path], judge: Judge, *, samples: int = SAMPLES
) -> list[CheckEvaluation]:
    """One evaluation for each gold file, its kind told by its fields.

    Raises:
        FormatError: a file is not a gold file.
    """
    # All files are read first: a broken one is told of before minutes are spent on the others.
    gold = [(path, read_check_gold(path)) for path in paths]
    kinds = [kind_of(records, str(path)) for path, records in gold]
    return [
        measure_check(records, judge, name=path.stem, kind=kind, samples=samples)
        for (path, records), kind in zip(gold, kinds, strict=True)
    ]


def met_rules(map: ArgumentMap, gold: dict[str, Any]) -> list[MetRule]:
    """Which rules of a hand-made gold file a map meets.

    The gold has `units` (id, start, end) and `flags` (unit, rule `must` or `must-not`, any_of). A
    flag falls on a gold unit where the two share words. A flag's own span may be wide, so its unit
    must share at least a third of the shorter of the two.
    """
    places = {unit["id"]: (unit["start"], unit["end"]) for unit in gold["units"]}
    out = []
    for rule in gold["flags"]:
        start, end = places[rule["unit"]]
        raised = sorted(
            {
                flag.check
                for flag in map.flags
                if flag.check in rule["any_of"]
                and flag.start < end
                and flag.end > start
                and _shares(map.unit(flag.unit).start, map.unit(flag.unit).end, start, end)
            }
        )
        met = bool(raised) if rule["rule"] == "must" else not raised
        out.append(
            MetRule(
                unit=rule["unit"],
                rule=rule["rule"],
                any_of=tuple(rule["any_of"]),
                raised=tuple(raised),
                met=met,
            )
        )
    return out


def _shares(a: int, b: int, c: int, d: int) -> bool:
    return 3 * (min(b, d) - max(a, c)) >= min(b - a, d - c)


# Judges -------------------------------------------------------------------------------------------


class CriticJudge:
    """The trained critic.

    Raises:
        MissingRequirement: its weights are not there.
    """

    name = "critic"

    def __init__(self, folder: Path | None = None) -> None:
        from argmap.critic import load_critic
        from argmap.critic.critic import WEIGHTS

        self.critic = load_critic(folder or WEIGHTS)

    def checkworthy(self, texts: Sequence[str]) -> Sequence[bool]:
        """See `Judge`."""
        return [judged.is_checkworthy for judged in self.critic.judge(texts)]

    def verifiability(self, texts: Sequence[str]) -> Sequence[str]:
        """See `Judge`."""
        return [judged.verifiability for judged in self.critic.judge(texts)]

    def stance(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """See `Judge`."""
        return self.critic.stance_labels(pairs)

    def infer(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """See `Judge`."""
        return self.critic.infer_labels(pairs)

    def attributions(self, text: str) -> Sequence[Attributed]:
        """See `Judge`."""
        return [
            Attributed(
                source=one.source,
                cue=one.cue,
                content=one.content,
                vague=one.vague,
            )
            for one in self.critic.quoted(text)
        ]

    def loaded(self, text: str) -> Sequence[Span]:
        """See `Judge`."""
        return [(start, end) for start, end, _ in self.critic.loaded(text)]


class PatternJudge:
    """The patterns behind the checks, for what they decide: attributions and loaded language."""

    name = "patterns"

    def checkworthy(self, texts: Sequence[str]) -> Sequence[bool]:
        """The patterns do not say."""
        raise self._silent("check-worthiness")

    def verifiability(self, texts: Sequence[str]) -> Sequence[str]:
        """The patterns do not say."""
        raise self._silent("verifiability")

    def stance(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """The patterns do not say."""
        raise self._silent("stance")

    def infer(self, pairs: Sequence[tuple[str, str]]) -> Sequence[str]:
        """The patterns do not say."""
        raise self._silent("inference")

    def attributions(self, text: str) -> Sequence[Attributed]:
        """See `Judge`."""
        from argmap.language.attribution import HolderKind, attributions

        vague = {HolderKind.GENERIC, HolderKind.NONE}
        return [
            Attributed(source=a.source, cue=a.cue, content=a.content, vague=a.kind in vague)
            for a in attributions(_parsed(text))
            if a.kind is not HolderKind.WRITER
        ]

    def loaded(self, text: str) -> Sequence[Span]:
        """What `loaded-language` and `emotive-wording` flag where every sentence is a unit."""
        from argmap import checks
        from argmap.model import Role, Unit

        doc = _parsed(text)
        units: list[Unit] = []
        for sentence in doc.sents:
            words = text[sentence.start_char : sentence.end_char]
            start = sentence.start_char + len(words) - len(words.lstrip())
            end = sentence.start_char + len(words.rstrip())
            if start < end:
                units.append(
                    Unit(
                        id=f"u{len(units)}",
                        start=start,
                        end=end,
                        text=text[start:end],
                        role=Role.CLAIM,
                    )
                )
        map_ = ArgumentMap(article=article_of("text", text), units=tuple(units))
        flagged = checks.run(map_, doc, select=["loaded-language", "emotive-wording"])
        return [(flag.start, flag.end) for flag in flagged.flags]

    @staticmethod
    def _silent(what: str) -> UsageError:
        return UsageError(
            f"the patterns do not decide {what}", hint="measure the critic on this gold file"
        )


def _parsed(text: str) -> Any:
    from argmap.mining.parse import parse

    return parse(article_of("text", text))
