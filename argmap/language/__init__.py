"""What the words of a sentence do: who is speaking, how sure, and on what source."""

from argmap.language.attribution import Act, Attribution, HolderKind, attributions
from argmap.language.lexicon import Lexicon, lexicon

__all__ = ["Act", "Attribution", "HolderKind", "Lexicon", "attributions", "lexicon"]
