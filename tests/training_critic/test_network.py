"""These need the `train` extra."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.pre_tokenizers import BertPreTokenizer  # noqa: E402

from argmap.critic.critic import Critic  # noqa: E402
from argmap.critic.features import encode_pair, encode_sentences, encode_windows  # noqa: E402
from argmap.training_critic.data import examples  # noqa: E402
from argmap.training_critic.export import export  # noqa: E402
from argmap.training_critic.loss import arc_scores, batch_loss, nli_loss, states_of  # noqa: E402
from argmap.training_critic.network import CriticNetwork  # noqa: E402

TEXT = "Ann Lee said that it rains.\nCritics call it a vile plot."


@pytest.fixture(scope="module")
def tokenizer():
    words = "[UNK] Ann Lee said that it rains . Critics call a vile plot".split()  # noqa: SIM905
    made = Tokenizer(WordLevel({w: 1000 + n for n, w in enumerate(words)}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return CriticNetwork().eval()


def records(task):
    return {
        "checkworthy": [{"text": TEXT, "label": True}, {"text": "it", "label": False}],
        "verifiable": [{"text": TEXT, "label": "verifiable"}],
        "stance": [{"claim": "it rains", "evidence": TEXT, "label": "support"}],
        "nli": [{"premise": TEXT, "hypothesis": "it rains", "label": "not_entailment"}],
        "embed": [{"claim": "it rains", "evidence": TEXT}],
        "attribution": [
            {
                "text": TEXT,
                "attributions": [{"source": [0, 7], "cue": [8, 12], "content": [18, 26]}],
            }
        ],
        "loaded": [
            {"text": TEXT, "spans": [{"start": 46, "end": 55, "technique": "Loaded_Language"}]}
        ],
    }[task]


@pytest.mark.parametrize(
    "task", ["checkworthy", "verifiable", "stance", "nli", "attribution", "loaded", "embed"]
)
def test_loss_every_task_teaches_the_encoder(net, tokenizer, task):
    batch = list(examples(task, records(task), tokenizer, 0, random.Random(0)))
    teacher = torch.nn.functional.normalize(torch.ones(len(batch), 384), dim=-1)
    loss = batch_loss(net, batch, 0.0, False, teacher)
    assert torch.isfinite(loss) and float(loss.detach()) > 0
    net.zero_grad()
    loss.backward()
    assert float(net.encoder.layers[0].up.weight.grad.abs().sum()) > 0


def test_loss_not_entailment_is_either_of_two():
    scores = torch.tensor([[0.0, 3.0, 3.0]])
    surely = nli_loss(scores, torch.tensor([3]))
    assert surely < nli_loss(scores, torch.tensor([1])) < nli_loss(scores, torch.tensor([0]))


def test_export_answers_as_the_network_does(net, tokenizer, tmp_path):
    tokenizer.save(str(tmp_path / "t.json"))
    export(net, tmp_path / "t.json", tmp_path / "w", "test", int8=False)
    critic = Critic(tmp_path / "w")
    assert critic.version == "test"
    sentence = encode_sentences([TEXT], tokenizer)
    (example,) = examples(
        "checkworthy", [{"text": TEXT, "label": True}], tokenizer, 0, random.Random(0)
    )
    with torch.no_grad():
        states = states_of(net, [example], 0.0, False)
        part = states[0, sentence.spans[0][0] : sentence.spans[0][1]]
        check, kind = net.heads.sentences(part.mean(0)[None], part.amax(0)[None])
    found = critic.sentence_scores(sentence)
    np.testing.assert_allclose(found[0], check.numpy(), atol=1e-4)
    np.testing.assert_allclose(found[1], kind.numpy(), atol=1e-4)
    assert abs(float(np.linalg.norm(found[2][0])) - 1) < 1e-5

    pair = encode_pair(TEXT, "it rains", tokenizer)
    (example,) = examples("nli", records("nli"), tokenizer, 0, random.Random(0))
    with torch.no_grad():
        states = states_of(net, [example], 0.0, False)
        a, b = (states[0, s:e].mean(0)[None] for s, e in pair.spans)
        stance, nli = net.heads.pairs(states[:, 0], a, b)
    found = critic.pair_scores(pair)
    np.testing.assert_allclose(found[0], stance[0].numpy(), atol=1e-4)
    np.testing.assert_allclose(found[1], nli[0].numpy(), atol=1e-4)

    (window,) = encode_windows(TEXT, tokenizer)
    (example,) = examples("attribution", records("attribution"), tokenizer, 0, random.Random(0))
    with torch.no_grad():
        _, _, left, right, own = net.encoder.pieces(states_of(net, [example], 0.0, False))
        arcs = arc_scores(net, (3, 4), left[0], right[0], own[0])[:, : len(window)]
    np.testing.assert_allclose(
        critic.arc_scores((3, 4), critic.read(window)), arcs.numpy(), atol=1e-4
    )


def test_export_in_int8_stays_close(net, tokenizer, tmp_path):
    tokenizer.save(str(tmp_path / "t.json"))
    export(net, tmp_path / "t.json", tmp_path / "full", "test", int8=False)
    export(net, tmp_path / "t.json", tmp_path / "int8", "test")
    one = encode_sentences([TEXT], tokenizer)
    full, small = (Critic(tmp_path / name).sentence_scores(one)[2][0] for name in ("full", "int8"))
    assert float(full @ small) > 0.97
    sizes = [(tmp_path / name / "encoder.onnx").stat().st_size for name in ("full", "int8")]
    assert sizes[1] < sizes[0] / 3
