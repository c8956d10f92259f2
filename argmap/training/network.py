"""The network: a small BERT encoder with position features, a CRF over pieces, and heads over units
and pairs of units."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from argmap.mining.neural.decoding import ARTICLE_TYPES, COMMENT_TYPES, GENRES, KINDS, ROLES, TAGS
from argmap.mining.neural.features import DISTANCE_CLIP, PARAGRAPH_CLIP, UNIT_CLIP
from argmap.training.crf import RoleCRF

HIDDEN, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One post-norm BERT layer (Devlin et al. 2019)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.rate = dropout

    def forward(self, x: Tensor, bias: Tensor | None = None) -> Tensor:
        """``x`` [B, L, H]; ``bias`` [B, 1, 1, L] is 0 on pieces and very negative on padding; none:
        there is no padding."""
        b, length, _ = x.shape
        q, k, v = (
            self.qkv(x)
            .view(b, length, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS)
            .permute(2, 0, 3, 1, 4)
        )
        # No dropout on the attention itself: on a CPU it would cost more than all the rest, for the
        # fused kernel has none.
        bias = bias.to(q.dtype) if bias is not None else None
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(b, length, HIDDEN))
        x = self.norm1(x + functional.dropout(mixed, self.rate, self.training))
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), self.rate, self.training)
        )


def load_bert(encoder: nn.Module, path: Path) -> dict[str, Tensor]:
    """Fill ``words``, ``norm`` and ``layers`` of an encoder from a Hugging Face ``BertModel`` of
    the same size in a safetensors file; answers its ``position_embeddings`` and
    ``token_type_embeddings``, for each encoder has its own use of them."""
    from safetensors.torch import load_file

    w = {k.removeprefix("bert."): v.float() for k, v in load_file(str(path)).items()}

    def fill(module: nn.Module, *names: str) -> None:
        for kind in ("weight", "bias"):
            getattr(module, kind).copy_(torch.cat([w[f"{name}.{kind}"] for name in names]))

    with torch.no_grad():
        encoder.words.weight.copy_(w["embeddings.word_embeddings.weight"])
        fill(encoder.norm, "embeddings.LayerNorm")
        for i, layer in enumerate(encoder.layers):
            p = f"encoder.layer.{i}."
            fill(layer.qkv, *(f"{p}attention.self.{name}" for name in ("query", "key", "value")))
            fill(layer.out, f"{p}attention.output.dense")
            fill(layer.norm1, f"{p}attention.output.LayerNorm")
            fill(layer.up, f"{p}intermediate.dense")
            fill(layer.down, f"{p}output.dense")
            fill(layer.norm2, f"{p}output.LayerNorm")
    names = ("position_embeddings", "token_type_embeddings")
    return {name: w[f"embeddings.{name}.weight"] for name in names}


class Encoder(nn.Module):
    """MiniLM-L6 (Wang et al. 2020) that also hears each piece's letter case and its paragraph's
    place; answers states and tag scores."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN, padding_idx=0)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.shape = nn.Embedding(8, HIDDEN)
        self.from_start = nn.Embedding(PARAGRAPH_CLIP, HIDDEN)
        self.from_end = nn.Embedding(PARAGRAPH_CLIP, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.emit = nn.Linear(HIDDEN, len(TAGS))
        self.rate = dropout
        # The features start silent, so that the first step sees the encoder as it was pre-trained.
        for table in (self.shape, self.from_start, self.from_end):
            nn.init.zeros_(table.weight)

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a Hugging Face ``BertModel`` of the same size from a safetensors
        file."""
        w = load_bert(self, path)
        with torch.no_grad():
            # Token type 0 is the only one ever used: it is folded into the positions.
            self.positions.weight.copy_(w["position_embeddings"] + w["token_type_embeddings"][0])

    def forward(self, inputs: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``inputs`` [B, 4, L] as `features.windows` gives, ``mask`` [B, L]; answers states [B, L,
        H] and tag scores [B, L, T]."""
        ids, shape, first, last = inputs[:, 0], inputs[:, 1], inputs[:, 2], inputs[:, 3]
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shape(shape)
        x = self.norm(x + self.from_start(first) + self.from_end(last))
        x = functional.dropout(x, self.rate, self.training)
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.emit(functional.dropout(x, self.rate, self.training))


class Heads(nn.Module):
    """Everything decided about units: role, type, head and kind of relation; and the genre of the
    whole text.

    Unit vectors come from the encoder's states (first, last, mean, and the mean of the gap before
    the unit, where its connective stands) with the unit's place in paragraph and article; a BiLSTM
    lets every unit hear the others. Every pair of units is scored from these vectors alone, so an
    article of n units costs one encoder pass, not n squared.
    """

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        h = HIDDEN
        self.places = nn.ModuleList(nn.Embedding(UNIT_CLIP, 24) for _ in range(6))
        self.span = nn.Sequential(nn.Linear(4 * h + 6 * 24, h), nn.GELU(), nn.Dropout(dropout))
        self.lstm = nn.LSTM(h, h // 2, batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(dropout)
        self.role = nn.Sequential(
            nn.Linear(2 * h, h // 2), nn.GELU(), nn.Dropout(dropout), nn.Linear(h // 2, len(ROLES))
        )
        self.comment = nn.Linear(2 * h, len(COMMENT_TYPES))
        self.article = nn.Linear(2 * h, len(ARTICLE_TYPES))
        self.child = nn.Linear(2 * h, 256)
        self.parent = nn.Linear(2 * h, 256)
        self.left = nn.Linear(2 * h, 128)
        self.right = nn.Linear(2 * h, 128)
        self.both = nn.Linear(128, 256)
        self.distance = nn.Embedding(2 * DISTANCE_CLIP + 1, 256)
        self.same = nn.Embedding(2, 256)
        self.pair_drop = nn.Dropout(dropout)
        self.link = nn.Linear(256, 2)
        self.kind = nn.Linear(256, len(KINDS))
        self.root = nn.Sequential(
            nn.Linear(2 * h, h // 2), nn.GELU(), nn.Dropout(dropout), nn.Linear(h // 2, 2)
        )
        self.genre = nn.Linear(h, len(GENRES))

    def forward(
        self,
        states: Tensor,
        starts: Tensor,
        ends: Tensor,
        gaps: Tensor,
        places: Tensor,
        sections: Tensor,
        rows: Tensor,
    ) -> tuple[Tensor, ...]:
        """``states`` [N, H]; ``starts``, ``ends`` (inclusive), ``gaps``, ``sections`` [n];
        ``places`` [n, 6]; ``rows`` [r] are the units whose heads are scored: in a long article a
        few at a time, for a pair costs a kilobyte.

        Answers role [n, 3], comment types [n, 5], article types [n, 6], heads within the section
        [r, n + 1] and in the article [r, n + 1] (the last column is "none"), kinds [r, n, 3] of
        child i to parent j, and genre [5]; all are scores, not probabilities.
        """
        n = starts.shape[0]
        total = torch.cat([torch.zeros_like(states[:1]), states.cumsum(0)])
        mean = (total[ends + 1] - total[starts]) / (ends + 1 - starts)[:, None]
        before = (total[starts] - total[gaps]) / (starts - gaps).clamp(min=1)[:, None]
        place = [table(places[:, k]) for k, table in enumerate(self.places)]
        u = self.span(
            self.drop(torch.cat([states[starts], states[ends], mean, before, *place], -1))
        )
        u = torch.cat([u, self.drop(self.lstm(u[None])[0][0])], -1)

        order = torch.arange(n, device=starts.device)
        child = u[rows]
        apart = (order[None] - rows[:, None]).clamp(-DISTANCE_CLIP, DISTANCE_CLIP) + DISTANCE_CLIP
        together = (sections[None] == sections[rows][:, None]).long()
        product = self.left(child)[:, None] * self.right(u)[None]
        pair = (
            self.child(child)[:, None]
            + self.parent(u)[None]
            + self.both(product)
            + self.distance(apart)
            + self.same(together)
        )
        pair = self.pair_drop(functional.gelu(pair))
        link, root = self.link(pair), self.root(child)
        own = order[None] == rows[:, None]
        near = link[..., 0].masked_fill(own | (together == 0), -1e4)
        far = link[..., 1].masked_fill(own, -1e4)
        within = torch.cat([near, root[:, :1]], 1)
        across = torch.cat([far, root[:, 1:]], 1)
        genre = self.genre(total[-1] / states.shape[0])
        return (
            self.role(u),
            self.comment(u),
            self.article(u),
            within,
            across,
            self.kind(pair),
            genre,
        )


class Network(nn.Module):
    """Encoder, CRF and heads together."""

    def __init__(self, dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.crf = RoleCRF()
        self.heads = Heads(head_dropout)

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self.encoder.norm.weight.device
