"""Two maps side by side: what they share, where they contradict, what gained or lost support."""

from argmap.compare.records import Change, Comparison, Contradiction, Pair
from argmap.compare.run import compare

__all__ = ["Change", "Comparison", "Contradiction", "Pair", "compare"]
