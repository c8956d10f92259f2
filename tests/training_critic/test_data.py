import json
import random

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from argmap.errors import FormatError, InputError
from argmap.training_critic.config import CriticConfig, TaskConfig
from argmap.training_critic.data import (
    batches,
    examples,
    is_empty,
    len_of,
    plan,
    read_lines,
    split,
)


@pytest.fixture(scope="module")
def tokenizer():
    made = Tokenizer(WordLevel({"[UNK]": 1000}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


def write(path, records):
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")


def test_data_attribution_marks_cue_source_and_content(tokenizer):
    text = "Ann Lee said that it rains.\nNobody knows."
    record = {
        "text": text,
        "attributions": [{"source": [0, 7], "cue": [8, 12], "content": [18, 26]}],
    }
    (one,) = examples("attribution", [record], tokenizer, 0, random.Random(0))
    (arc,) = one.arcs
    words = lambda span: [text[s:e] for s, e in one.sequence.offsets[span[0] : span[1]]]  # noqa: E731
    assert words(arc.source) == ["Ann", "Lee"]
    assert words(arc.cue) == ["said"]
    assert words(arc.content) == ["it", "rains"]
    assert one.cues.tolist().count(1) == 1 and not is_empty(one)


def test_data_an_attribution_without_source_has_none(tokenizer):
    record = {
        "text": "It is said to rain.",
        "attributions": [{"source": None, "cue": [3, 10], "content": [11, 18]}],
    }
    (one,) = examples("attribution", [record], tokenizer, 0, random.Random(0))
    assert one.arcs[0].source is None
    assert one.cues.tolist() == [0, 0, 1, 2, 0, 0, 0, 0]


def test_data_loaded_marks_two_layers(tokenizer):
    record = {
        "text": "A vile plot and some doubt.",
        "spans": [
            {"start": 2, "end": 11, "technique": "Loaded_Language"},
            {"start": 21, "end": 26, "technique": "Doubt"},
        ],
    }
    (one,) = examples("loaded", [record], tokenizer, 0, random.Random(0))
    assert one.tokens[:, 0].tolist() == [0, 0, 1, 1, 0, 0, 0, 0, 0]
    assert one.tokens[:, 1].tolist() == [0, 0, 1, 1, 0, 0, 1, 0, 0]


def test_data_sentences_are_packed_in_part(tokenizer):
    records = [{"text": f"word {k}", "label": k % 2 == 0} for k in range(300)]
    made = list(examples("checkworthy", records, tokenizer, 0.3, random.Random(1)))
    assert sum(len(e.labels) for e in made) == 300
    packed = sum(len(e.labels) for e in made if len(e.labels) > 1) / 300
    assert 0.1 < packed < 0.5
    assert all(len(e.sequence.spans) == len(e.labels) for e in made)


def test_data_not_entailment_keeps_its_own_code(tokenizer):
    records = [
        {"premise": "a", "hypothesis": "b", "label": label}
        for label in ("entailment", "neutral", "contradiction", "not_entailment")
    ]
    made = examples("nli", records, tokenizer, 0, random.Random(0))
    assert [e.labels[0] for e in made] == [0, 1, 2, 3]


def test_data_split_keeps_a_claim_on_one_side(tmp_path):
    records = [
        {"claim": f"claim {k % 40}", "evidence": str(k), "label": "support"} for k in range(400)
    ]
    write(tmp_path / "e.jsonl", records)
    train, dev = split(TaskConfig(task="stance", file="e.jsonl"), tmp_path)
    assert len(train) + len(dev) == 400 and dev
    assert not {r["claim"] for r in train} & {r["claim"] for r in dev}


def test_data_batches_are_of_one_task_and_bounded(tokenizer):
    rng = random.Random(2)
    made = [
        *examples(
            "nli",
            [
                {"premise": "a " * (k % 30), "hypothesis": "b", "label": "neutral"}
                for k in range(90)
            ],
            tokenizer,
            0,
            rng,
        ),
        *examples(
            "checkworthy", [{"text": "c " * k, "label": True} for k in range(40)], tokenizer, 0, rng
        ),
    ]
    found = batches(made, 200, rng)
    assert sum(map(len, found)) == len(made)
    for batch in found:
        assert len({e.task for e in batch}) == 1
        assert len(batch) == 1 or len(batch) * max(map(len_of, batch)) <= 200


def test_data_plan_is_the_same_each_time_and_sees_every_example(tmp_path, tokenizer):
    write(tmp_path / "c.jsonl", [{"text": f"word {k}", "label": True} for k in range(50)])
    config = CriticConfig(
        pieces_per_step=100,
        packed=0,
        tasks=(TaskConfig(task="checkworthy", file="c.jsonl", passes=2),),
    )
    first, second = (
        [tuple(e.texts[0] for e in batch) for batch in plan(config, tmp_path, tokenizer)]
        for _ in range(2)
    )
    assert first == second
    seen = [text for batch in first for text in batch]
    counts = np.unique(seen, return_counts=True)[1]
    assert len(counts) == 50 and counts.min() >= 1 and counts.max() <= 3


def test_data_read_lines_says_what_is_wrong(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text("[1]\n", encoding="utf-8")
    with pytest.raises(FormatError, match="not a JSON object"):
        read_lines(path)
    with pytest.raises(FormatError, match="not a gold file"):
        read_lines(tmp_path / "none.jsonl")


def test_config_names_the_setting_that_is_wrong(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text('[[tasks]]\ntask = "checkworthy"\nfile = "a"\npasses = 0\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"tasks\.0\.passes"):
        CriticConfig.read(path)
    path.write_text("x = [", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        CriticConfig.read(path)
