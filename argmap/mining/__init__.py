"""Article -> units and relations: the miners, chosen by name, and their spaCy components.

A miner is anything with the shape of `Miner`. Others plug in through the entry-point group
`argmap.miners`.

>>> "rules" in miner_names()
True
"""

from argmap.mining.miner import DEFAULT_MINER, Mined, Miner, get_miner, miner_names

__all__ = ["DEFAULT_MINER", "Mined", "Miner", "get_miner", "miner_names"]
