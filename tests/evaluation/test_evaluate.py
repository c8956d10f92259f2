"""Whole evaluations: what is measured, intervals, comparison, JSON, broken gold."""

import json

import pytest
from rich.console import Console

from argmap.errors import FormatError
from argmap.evaluation import as_data, compare, comparison_table, load_gold, measure, table_of
from argmap.mining import Mined
from argmap.model import Relation, Unit

SENTENCES = ["Dogs need long walks", "they get restless indoors", "walks keep them calm"]


def record(number):
    text = f"{SENTENCES[0]}, because {SENTENCES[1]}.\nAlso, {SENTENCES[2]}, case {number}."
    units = [
        {"id": f"u{k}", "start": text.index(s), "end": text.index(s) + len(s), "role": role}
        for k, (s, role) in enumerate(zip(SENTENCES, ("claim", "premise", "claim"), strict=True))
    ]
    relations = [{"id": "r", "source": "u1", "target": "u0", "type": "support"}]
    return {"id": str(number), "text": text, "units": units, "relations": relations}


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "dogs.jsonl"
    path.write_text("\n".join(json.dumps(record(k)) for k in range(6)), encoding="utf-8")
    return load_gold(path)


class Fake:
    """Finds the first `keep` sentences and links the second to the first."""

    def __init__(self, name, keep):
        self.name, self.version, self.keep = name, "0", keep

    def mine(self, article, doc=None, spans=None):
        text = article.text
        found = spans or [(text.index(s), text.index(s) + len(s)) for s in SENTENCES[: self.keep]]
        units = tuple(
            Unit(
                id=f"u{k}",
                start=s,
                end=e,
                text=text[s:e],
                role="premise" if k == 1 else "claim",
                confidence=0.9,
            )
            for k, (s, e) in enumerate(found)
        )
        relations = ()
        if len(units) > 1:
            relations = (Relation(id="r1", source="u1", target="u0", kind="support"),)
        return Mined(units=units, relations=relations)


def test_end_to_end_figures_with_intervals(gold):
    result = measure(Fake("two", 2), gold, name="dogs", samples=50)
    assert result.value("unit_f1_exact") == pytest.approx(2 * 2 / (2 + 3))
    assert result.value("r_f1_exact_paragraph") == 1.0
    for m in result.measures:
        assert m.low <= m.value + 1e-9 and m.value <= m.high + 1e-9
    assert result.words == sum(len(g.article.text.split()) for g in gold)
    assert result.words_per_second > 0


def test_gold_units_figures(gold):
    result = measure(Fake("all", 3), gold, gold_units=True, samples=20)
    assert result.value("role_macro_f1") == 1.0
    assert result.value("link_f1") == 1.0
    assert result.value("role_ece") == pytest.approx(0.1)
    assert "type_macro_f1" not in {m.name for m in result.measures}


def test_a_measure_that_was_not_taken_is_an_error(gold):
    with pytest.raises(KeyError):
        measure(Fake("two", 2), gold, samples=0).value("type_macro_f1")


def test_the_same_evaluation_twice_is_the_same(gold):
    one, two = (measure(Fake("two", 2), gold, samples=30) for _ in range(2))
    assert one.measures == two.measures


def test_compare_finds_the_better_miner(gold):
    result = compare(Fake("one", 1), Fake("three", 3), gold, name="dogs", samples=100)
    row = next(d for d in result.differences if d.name == "unit_f1_exact")
    assert (row.a, row.b) == (pytest.approx(0.5), 1.0)
    assert row.low > 0 and row.p == 0.0


def test_compare_of_a_miner_with_itself_is_chance(gold):
    result = compare(Fake("a", 2), Fake("b", 2), gold, samples=50)
    assert all(d.p == 1.0 and d.low == d.high == 0 for d in result.differences)


def test_tables_and_json(gold):
    result = measure(Fake("two", 2), gold, name="dogs", samples=10)
    console = Console(width=120, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(table_of(result))
        console.print(comparison_table(compare(Fake("a", 1), Fake("b", 2), gold, samples=10)))
    text = capture.get()
    assert "C-F1, exact" in text and "dogs" in text and "words/s" in text
    data = as_data([result])
    assert json.loads(json.dumps(data))[0]["gold"] == "dogs"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no articles"),
        ("{oops\n", "not JSON"),
        ('{"text": "x"}\n', "no relations, units"),
        ('{"text": "x", "units": [{"id": "a"}], "relations": []}\n', "breaks the format"),
    ],
)
def test_broken_gold_names_the_place(tmp_path, content, says):
    path = tmp_path / "broken.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match=says) as caught:
        load_gold(path)
    assert "broken.jsonl" in str(caught.value)
