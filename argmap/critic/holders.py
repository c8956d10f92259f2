"""Holders of a view that are nobody in particular, told by their words alone."""

from __future__ import annotations

from functools import cache

from argmap.language.lexicon import lexicon


@cache
def _generic() -> tuple[frozenset[str], frozenset[str]]:
    words = lexicon("holders")
    nouns = {*words["generic"], *words["crowd"], *words["indefinite"], *words["document"]}
    irregular = {"people", "men", "women", "others", "folks"}
    quantifiers = {*words["quantifier"], "the", "a", "an", "these", "those", "all", "both", "any",
                   "no", "of", "more", "one", "two", "three", "four", "five"}  # fmt: skip
    return frozenset(nouns | irregular), frozenset(quantifiers)


def is_generic_source(text: str) -> bool:
    """Is the source only a generic noun: determiners and quantifiers, then "officials", "critics"?

    >>> [is_generic_source(t) for t in ("Some critics", "officials", "Dutch officials", "Ann Lee")]
    [True, True, False, False]
    """
    nouns, quantifiers = _generic()
    words = [w.strip(".,;:'\"“”’").lower() for w in text.split()]
    words = [w for w in words if w]
    rest = [w for w in words if w not in quantifiers]
    if not rest:
        return bool(words)
    whole = " ".join(rest)
    return any(form in nouns for form in _singulars(whole))


def _singulars(word: str) -> list[str]:
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return forms
