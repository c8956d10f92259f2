"""The critic's network: a small BERT encoder with heads for sentences, pairs and pieces."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from argmap.critic.critic import NLI_LABELS, STANCE_LABELS, VERIFIABLE_LABELS
from argmap.critic.decoding import BUCKETS
from argmap.critic.features import MATCHES, POSITIONS, SHAPES
from argmap.training.network import HIDDEN, LAYERS, VOCABULARY, Layer, load_bert

ARC = 96
"""Width of the vectors by which a cue finds its source and its content."""
SENTENCE, PAIR = 192, 160
"""Hidden width of the heads."""


class CriticEncoder(nn.Module):
    """MiniLM-L6 (Wang et al. 2020) that also hears letter case and, in pairs, what recurs.

    Answers states [B, L, H] and scores of each piece: cue [B, L, 3], loaded [B, L, 2], and what
    arcs are made of: `left` [B, L, 2 * ARC] for cues, `right` [B, L, 2 * ARC] and `own` [B, L, 2]
    for pieces of sources and contents.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN, padding_idx=0)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segments = nn.Embedding(2, HIDDEN)
        self.shape = nn.Embedding(SHAPES, HIDDEN)
        self.match = nn.Embedding(MATCHES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.cue = nn.Linear(HIDDEN, 3)
        self.loaded = nn.Linear(HIDDEN, 2)
        self.left = nn.Linear(HIDDEN, 2 * ARC)
        self.right = nn.Linear(HIDDEN, 2 * ARC)
        self.own = nn.Linear(HIDDEN, 2)
        self.rate = dropout
        # The features start silent, so that the first step sees the encoder as it was pre-trained.
        for table in (self.shape, self.match):
            nn.init.zeros_(table.weight)

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a Hugging Face `BertModel` of this size from a safetensors file."""
        w = load_bert(self, path)
        with torch.no_grad():
            self.positions.weight.copy_(w["position_embeddings"][:POSITIONS])
            self.segments.weight.copy_(w["token_type_embeddings"])

    def embedded(self, words: Tensor, inputs: Tensor) -> Tensor:
        """What goes into the first layer, from word vectors and the other rows of the inputs."""
        place = torch.arange(inputs.shape[2], device=inputs.device)
        x = words + self.positions(place) + self.segments(inputs[:, 1])
        return self.norm(x + self.shape(inputs[:, 2]) + self.match(inputs[:, 3]))

    def states(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The layers on top of what `embedded` gives; no mask: there is no padding."""
        bias = None if mask is None else (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def pieces(self, x: Tensor) -> tuple[Tensor, ...]:
        """Scores of pieces, from states: cue, loaded, left, right, own."""
        return self.cue(x), self.loaded(x), self.left(x), self.right(x), self.own(x)

    def forward(self, inputs: Tensor, mask: Tensor) -> Tensor:
        """`inputs` [B, 4, L] and `mask` [B, L] as `features.pad` gives them; answers states."""
        x = self.embedded(self.words(inputs[:, 0]), inputs)
        return self.states(functional.dropout(x, self.rate, self.training), mask)


class CriticHeads(nn.Module):
    """What is decided about whole sentences and pairs, from means of states."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        h = HIDDEN
        self.drop = nn.Dropout(dropout)
        self.sentence = nn.Linear(2 * h, SENTENCE)
        self.checkworthy = nn.Linear(SENTENCE, 2)
        self.verifiable = nn.Linear(SENTENCE, len(VERIFIABLE_LABELS))
        self.stance_pair = nn.Linear(5 * h, PAIR)
        self.stance = nn.Linear(PAIR, len(STANCE_LABELS))
        self.pair = nn.Linear(5 * h, PAIR)
        self.nli = nn.Linear(PAIR, len(NLI_LABELS))
        self.embedding = nn.Linear(h, h)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.eye(h))
            self.embedding.bias.zero_()
        # [source, content] x bucket of the distance between cue and piece.
        self.distance = nn.Parameter(torch.zeros(2, BUCKETS))

    def sentences(self, mean: Tensor, peak: Tensor) -> tuple[Tensor, Tensor]:
        """Check-worthiness [n, 2] and verifiability [n, 4] from means and maxima of states."""
        x = functional.gelu(
            self.sentence(self.drop(torch.cat([mean, peak], -1))), approximate="tanh"
        )
        x = self.drop(x)
        return self.checkworthy(x), self.verifiable(x)

    def pairs(self, first: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        """Stance [n, 3] and NLI [n, 3] from the state of [CLS] and the means of the two texts."""
        x = self.drop(torch.cat([first, a, b, (a - b).abs(), a * b], -1))
        stance = functional.gelu(self.stance_pair(x), approximate="tanh")
        nli = functional.gelu(self.pair(x), approximate="tanh")
        return self.stance(self.drop(stance)), self.nli(self.drop(nli))


class CriticNetwork(nn.Module):
    """Encoder and heads together."""

    def __init__(self, dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = CriticEncoder(dropout)
        self.heads = CriticHeads(head_dropout)
