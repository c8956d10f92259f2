import json

import pytest

from argmap.cli import main

GOLD = {
    "id": "a",
    "corpus": "own",
    "text": "The bridge must go because every storm shakes it.",
    "units": [
        {"id": "u1", "start": 0, "end": 18, "role": "claim"},
        {"id": "u2", "start": 27, "end": 48, "role": "premise"},
    ],
    "relations": [{"id": "r1", "source": "u2", "target": "u1", "type": "support"}],
}


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return int(caught.value.code or 0)


def test_evaluate_prints_figures_for_a_program(gold, capsys):
    assert run("evaluate", gold, "--miner", "rules", "--samples", "10", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    values = {m["name"]: m["value"] for m in found["measures"]}
    assert values["unit_f1_exact"] == 1.0
    assert values["r_f1_exact_paragraph"] == 1.0


def test_evaluate_compares_two_miners(gold, capsys):
    assert run("evaluate", gold, "--compare", "rules", "rules", "--samples", "10", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert all(d["a"] == d["b"] for d in found["differences"])


def test_evaluate_broken_gold_names_the_line(tmp_path, capsys):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    assert run("evaluate", str(path), "--miner", "rules") == 2
    assert "bad.jsonl" in capsys.readouterr().err


def test_train_without_its_extra_says_what_to_install(tmp_path, capsys):
    pytest.importorskip("argmap.training.config")
    try:
        import torch  # noqa: F401
    except ImportError:
        assert run("train", str(tmp_path), "-o", str(tmp_path / "out")) == 3
        assert "argmap[train]" in capsys.readouterr().err
    else:
        pytest.skip("torch is installed here: the message is for where it is not")
