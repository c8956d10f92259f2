import json

import numpy as np
import pytest

from argmap.errors import FormatError, UsageError
from argmap.evaluation.checks import (
    Attributed,
    attribution_counts,
    evaluate_checks,
    is_generic_source,
    kind_of,
    lintscore,
    matched_pairs,
    measure_check,
    met_rules,
    overlap_counts,
    overlap_f1,
    read_check_gold,
)
from argmap.model import ArgumentMap, Article, Flag, Unit


class Fixed:
    """A judge whose answers are written down."""

    name = "fixed"

    def __init__(self, **answers):
        self.answers = answers

    def checkworthy(self, texts):
        return [self.answers[t] for t in texts]

    def verifiability(self, texts):
        return [self.answers[t] for t in texts]

    def stance(self, pairs):
        return [self.answers[b] for _, b in pairs]

    def infer(self, pairs):
        return [self.answers[b] for _, b in pairs]

    def attributions(self, text):
        return self.answers["found"]

    def loaded(self, text):
        return self.answers["found"]


def test_checks_checkworthy_counts_precision_and_recall():
    records = [
        {"text": "a", "label": True},
        {"text": "b", "label": True},
        {"text": "c", "label": False},
        {"text": "d", "label": False},
    ]
    result = measure_check(records, Fixed(a=True, b=False, c=True, d=False), samples=50)
    assert result.kind == "checkworthy"
    assert result.value("precision") == result.value("recall") == result.value("f1") == 0.5
    low = next(m for m in result.measures if m.name == "f1")
    assert 0 <= low.low <= 0.5 <= low.high <= 1


def test_checks_verifiable_leaves_out_what_is_no_argument():
    records = [
        {"text": "a", "label": "verifiable"},
        {"text": "b", "label": "unverifiable"},
        {"text": "c", "label": "verifiable-experiential"},
        {"text": "d", "label": "nonargument"},
    ]
    answers = {
        "a": "verifiable",
        "b": "verifiable",
        "c": "verifiable-experiential",
        "d": "unverifiable",
    }
    result = measure_check(records, Fixed(**answers), samples=0)
    assert result.items == 3
    # verifiable: 1 right, 2 found, 1 gold: 2/3. unverifiable 0. experiential 1.
    assert result.value("macro_f1") == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_checks_evidence_macro_f1_by_hand():
    records = [
        {"claim": "a", "evidence": "x", "label": "support"},
        {"claim": "b", "evidence": "x", "label": "refute"},
        {"claim": "c", "evidence": "x", "label": "neither"},
        {"claim": "d", "evidence": "x", "label": "neither"},
    ]
    answers = {"a": "support", "b": "neither", "c": "neither", "d": "neither"}
    result = measure_check(records, Fixed(**answers), samples=0)
    assert result.value("f1_support") == 1
    assert result.value("f1_refute") == 0
    assert result.value("f1_neither") == pytest.approx(0.8)
    assert result.value("macro_f1") == pytest.approx(0.6)


def test_checks_nli_tells_conjnli_apart():
    records = [
        {"id": "conj1", "premise": "x", "hypothesis": "a", "label": "neutral"},
        {"id": "sick1", "premise": "x", "hypothesis": "b", "label": "entailment"},
        {"id": "rte1", "premise": "x", "hypothesis": "c", "label": "not_entailment"},
    ]
    answers = {"a": "contradiction", "b": "entailment", "c": "neutral"}
    result = measure_check(records, Fixed(**answers), samples=0)
    assert result.items == 2
    assert result.value("accuracy") == 0.5
    assert result.value("accuracy_conjnli") == 0


def test_checks_attribution_by_hand():
    text = "Critics say it failed. Ann Lee said it worked."
    record = {
        "text": text,
        "attributions": [
            {"source": [0, 7], "cue": [8, 11], "content": [12, 21]},
            {"source": [23, 30], "cue": [31, 35], "content": [36, 45]},
        ],
    }
    found = [
        Attributed(source=(0, 7), cue=(8, 11), content=(12, 21), vague=True),
        Attributed(source=None, cue=(31, 35), content=(36, 45), vague=True),
    ]
    counts = attribution_counts(record, found)
    assert counts[:3].tolist() == [1, 1, 2]
    assert counts[3:7].tolist() == [1, 2, 1, 1]
    assert counts[7:].tolist() == [2, 2, 2, 2]
    result = measure_check([record], Fixed(found=found), samples=0)
    assert result.value("source_content_f1_50") == pytest.approx(2 / 3)
    assert result.value("vague_source_precision") == 0.5
    assert result.value("vague_source_recall") == 1
    assert result.value("vague_source_lintscore") == 0.25


def test_checks_pairs_match_one_to_one():
    gold = [((0, 4), (10, 30)), ((40, 44), (50, 60))]
    found = [((0, 4), (10, 30)), ((0, 4), (12, 30)), ((40, 44), (50, 54))]
    assert matched_pairs(gold, found) == 1


def test_checks_overlap_merges_and_gives_part_credit():
    counts = overlap_counts([(0, 6), (4, 10)], [(0, 5)])
    assert counts.tolist() == [1, 1, 0.5, 1]
    assert overlap_f1([[(0, 10)], []], [[(0, 5)], [(3, 4)]]) == pytest.approx(0.5)


def test_checks_loaded_counts_other_techniques_as_nothing():
    record = {
        "text": "x" * 40,
        "spans": [
            {"start": 0, "end": 10, "technique": "Loaded_Language"},
            {"start": 20, "end": 30, "technique": "Doubt"},
        ],
    }
    result = measure_check([record], Fixed(found=[(0, 10), (20, 30)]), samples=0)
    assert result.value("span_precision") == 0.5
    assert result.value("span_recall") == 1
    assert result.value("lintscore") == lintscore(1, 1) == 0.25


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("officials", True),
        ("Several of the experts", True),
        ("a source", True),
        ("some", True),
        ("people", True),
        ("authorities", True),
        ("Senate officials", False),
        ("the mayor of Izmir", False),
        ("", False),
    ],
)
def test_checks_generic_source(text, generic):
    assert is_generic_source(text) is generic


def test_checks_kind_is_told_by_fields_and_labels():
    assert kind_of([{"text": "a", "label": True}]) == "checkworthy"
    assert kind_of([{"text": "a", "label": "verifiable"}]) == "verifiable"
    assert kind_of([{"text": "a", "spans": []}]) == "loaded"
    with pytest.raises(FormatError, match="not a gold file for checks"):
        kind_of([{"something": 1}], "x.jsonl")
    with pytest.raises(UsageError, match="no kind"):
        measure_check([{"text": "a", "label": True}], Fixed(a=True), kind="taste")


def test_checks_read_check_gold_names_the_line(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": "a", "label": True}) + "\n{broken\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"gold\.jsonl:2"):
        read_check_gold(path)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(FormatError, match="no records"):
        read_check_gold(path)


def test_checks_bootstrap_is_the_same_each_time():
    records = [{"text": str(k), "label": k % 3 == 0} for k in range(40)]
    judge = Fixed(**{str(k): k % 2 == 0 for k in range(40)})
    first, second = (measure_check(records, judge, samples=100) for _ in range(2))
    assert first == second
    assert np.isfinite([m.low for m in first.measures]).all()


def test_checks_met_rules():
    text = "The fleet left. It was wise."
    units = (
        Unit(id="u1", start=0, end=14, text=text[0:14], role="claim"),
        Unit(id="u2", start=16, end=27, text=text[16:27], role="claim"),
    )
    flags = (
        Flag(id="f1", check="disputed", unit="u1", start=4, end=9, severity="warning", message="m"),
    )
    map_ = ArgumentMap(article=Article(id="a", text=text), units=units, flags=flags)
    gold = {
        "units": [{"id": "p1", "start": 0, "end": 14}, {"id": "p2", "start": 16, "end": 27}],
        "flags": [
            {"unit": "p1", "rule": "must", "any_of": ["disputed"]},
            {"unit": "p2", "rule": "must", "any_of": ["disputed"]},
            {"unit": "p1", "rule": "must-not", "any_of": ["disputed", "unsupported"]},
        ],
    }
    assert [rule.met for rule in met_rules(map_, gold)] == [True, False, False]


def test_checks_protocol_rows_name_every_figure_of_every_kind():
    from argmap.evaluation.checks import KINDS, PROTOCOLS, protocol_rows

    assert {kind for _, kind, _, _ in PROTOCOLS} == set(KINDS)
    records = [
        {"id": "conj1", "premise": "a", "hypothesis": "b", "label": "neutral"},
        {"id": "x1", "premise": "a", "hypothesis": "c", "label": "entailment"},
    ]

    class Judge:
        name = "fixed"

        def infer(self, pairs):
            return ["neutral" for _ in pairs]

    one = measure_check(records, Judge(), name="nli.test", samples=10)
    rows = protocol_rows([one])
    assert [(row.what, row.values, row.gold) for row in rows] == [
        ("inference", (0.5,), "nli.test"),
        ("inference, ConjNLI", (1.0,), "nli.test"),
    ]


def test_checks_a_broken_file_is_named_before_any_is_measured(tmp_path):
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"premise": "a", "hypothesis": "b", "label": "neutral"}\n', encoding="utf-8")
    bad.write_text('{"x": 1}\n', encoding="utf-8")
    # A judge that is asked anything would fail by another error.
    with pytest.raises(FormatError, match=r"bad\.jsonl: not a gold file for checks"):
        evaluate_checks([good, bad], object())
