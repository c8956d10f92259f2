"""A linear-chain CRF over unit tags joined with roles, trained on full and on partial labels."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from argmap.mining.neural.decoding import TAGS, forbidden

NEVER = -1e4


class RoleCRF(nn.Module):
    """Lafferty et al. 2001, with the tags ``O`` and ``B``/``I`` times the three roles.

    A corpus that has units and no roles leaves the role open: its likelihood sums over every tag a
    piece may have (Tsuboi et al. 2008), so one tagger learns from all corpora.
    """

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.starts = nn.Parameter(torch.zeros(len(TAGS)))
        block, begin = forbidden()
        self.register_buffer("block", torch.tensor(block), persistent=False)
        self.register_buffer("begin", torch.tensor(begin), persistent=False)

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition scores [from, to] and start scores, with what the scheme forbids at -1e4."""
        return self.transitions + self.block * NEVER, self.starts + self.begin * NEVER

    def loss(self, emissions: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of each sequence, [B].

        ``emissions`` [B, L, T]; ``allowed`` [B, L, T] true where the labels permit a tag; ``mask``
        [B, L] true on pieces.
        """
        transitions, starts = self.scores()
        both = torch.cat([emissions, emissions + (~allowed) * NEVER])
        keep = torch.cat([mask, mask])
        alpha = starts + both[:, 0]
        for k in range(1, both.shape[1]):
            new = torch.logsumexp(alpha[:, :, None] + transitions, 1) + both[:, k]
            alpha = torch.where(keep[:, k, None], new, alpha)
        total = torch.logsumexp(alpha, 1)
        n = len(emissions)
        return total[:n] - total[n:]
