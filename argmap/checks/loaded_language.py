"""A name for people that is a verdict on them.

"Those fanatics", "his cronies", "a man with a checkered past" pass sentence on whom they name
before anything has been shown, and the reader who lets it pass has granted the point (Macagno &
Walton call it a hidden argument). The flag does not say that the verdict is wrong; it says that the
word does the work of a reason.

How it decides: an emotive name for people from `lexicons/loaded.toml`; an adjective of bad or good
name on a word for a name or record ("tarnished reputation", "shady dealings"). Emotive names for
things ("farce", "debacle"), set phrases, adjectives, adverbs and verbs have a check of their own,
`emotive-wording`, that is off unless selected: on editorials they were right less often than not.
What only the critic model finds loaded is not flagged, for it was right less often than the lists.
Words inside quotation marks or in somebody's mouth are theirs. A verdict is let be where the text
gives a reason or a source for it, where it is what the article argues, and where nobody is judged:
what somebody suffered, what "we" do. Names ("the Disgrace Inn"), negated words and what is only
supposed are let be.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason
from argmap.language.hedging import is_conceded, is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_GROUPS = {"ADJ": "adjective", "ADV": "adverb", "NOUN": "noun", "VERB": "verb"}


_NAMES = frozenset({"reputation", "name"})
"""Kinds of emotive words that this check flags; `emotive-wording` flags the others."""


def find(subject: Subject) -> Iterator[Finding]:
    """Verdicts in the shape of a name that are the writer's own."""
    return emotive(subject, _NAMES)


def emotive(subject: Subject, kinds: Set[str]) -> Iterator[Finding]:
    """The first emotive word of each unit that is of these kinds and the writer's own."""
    for unit in subject.units:
        if is_first_person(subject.tokens(unit)):
            continue  # what the writer went through may be told as it felt
        places = sorted(p for p in _places(subject, unit) if p[2] in kinds)
        for start, end, kind in places:
            first, root = subject.slice(start, start + 1)[0], subject.slice(start, end).root
            if subject.is_reported(start, min(end, first.idx + len(first))) or _is_charged(root):
                continue
            if _is_supposed(root) or _is_suffered(root) or _is_ours(root) or _is_called(root):
                continue
            # "While paying lip service to it, they did nothing": the main clause shows it.
            if root.lemma_.lower() in subject.argued or is_conceded(root):
                continue
            if _is_grounded(subject, unit, root):
                continue
            words = subject.words(start, end)
            if kind == "reputation":
                message = (
                    f"{words} passes judgement on a name or record without saying what was done."
                )
                suggestion = "Say what happened, when, and on what source."
            else:
                message = f"{words} is loaded: it passes judgement where a reason is wanted."
                suggestion = "Use a neutral word, or give the reason for the judgement."
            yield Finding(unit.id, start, end, message, suggestion)
            break


def _places(subject: Subject, unit: Unit) -> Iterator[tuple[int, int, str]]:
    words = lexicon("loaded")
    for match in words.pattern("phrase").finditer(subject.map.article.text, unit.start, unit.end):
        yield match.start(), match.end(), "phrase"
    for token in subject.tokens(unit):
        if token.lower_ in _set_firsts():
            beside = token.nbor().lemma_.lower() if token.i + 1 < len(token.doc) else ""
            if f"{token.lower_} {beside}" in words["set_phrase"]:
                continue
        if token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "WORK_OF_ART"}:
            continue
        pair = _reputation(token)
        if pair and unit.start <= pair[0] and pair[1] <= unit.end:
            yield *pair, "reputation"
            continue
        if not _is_loaded(token) or _is_denied(token):
            continue
        start, end = token.idx, token.idx + len(token)
        head = token.head
        if (
            token.pos_ in {"ADJ", "ADV"}
            and token.dep_ in {"amod", "advmod"}
            and 0 < head.i - token.i <= 2
        ):
            end = head.idx + len(head)
        if end <= unit.end:
            last = head if end > start + len(token) else token  # "shabby swindle" is a name too
            person = last.pos_ in {"NOUN", "VERB"} and _is_person(last)
            yield start, end, "name" if person else "wording"


@cache
def _set_firsts() -> frozenset[str]:
    """First words of the set phrases."""
    return frozenset(phrase.rpartition(" ")[0] for phrase in lexicon("loaded")["set_phrase"])


def _is_charged(root: Token) -> bool:
    """ "Denounced as inhumane": the verdict of whoever denounced it."""
    judging = lexicon("reporting")["judgement"] | _SEEN_AS
    return any(
        place.lower_ == "as" and place.head.lemma_.lower() in judging
        for place in list(root.ancestors)[:4]
    )


def _is_called(root: Token) -> bool:
    """ "Asked about his calling her a bigot", "to many he is a mouthpiece": a word of others."""
    place = _first_of(root)
    for head in list(place.ancestors)[:2]:
        if head.dep_ == "prep" and head.head.lemma_.lower() in _MENTIONS:
            return True  # "references to his patchy record"
        if head.lemma_.lower() in {"brand", "call", "dub", "label"} and place.i > head.i:
            return True
    clause = place.head if place.dep_ in {"attr", "acomp", "oprd"} else place
    return any(
        c.dep_ == "prep"
        and c.lower_ == "to"
        and c.i < clause.i
        and any(g.lower_ in _SOME for g in c.children)
        for c in clause.children
    )


_SOME = frozenset({"many", "some", "others", "most", "critics", "opponents", "supporters", "them"})
_MENTIONS = frozenset(
    {"accusation", "allegation", "allusion", "attack", "complaint", "hint", "jibe", "mention",
     "reference", "talk"}
)  # fmt: skip
_SEEN_AS = frozenset(
    {"brand", "call", "cast", "condemn", "consider", "denounce", "depict", "describe", "dub",
     "image", "label", "paint", "picture", "portray", "present", "regard", "reputation", "see",
     "think", "view"}
)  # fmt: skip


def _is_supposed(root: Token) -> bool:
    """ "That would be shameful", "I felt ridiculous": no verdict on anything that is."""
    if root.dep_ not in {"acomp", "attr", "advmod", "oprd", "ROOT", "conj", "ccomp"}:
        return False
    clause = root.head if root.dep_ in {"acomp", "attr", "advmod", "oprd"} else root
    if clause.lemma_.lower() in {"seem", "feel", "sound", "look", "appear"}:
        return True
    doers = {c.lower_ for c in clause.children if c.dep_ == "nsubj"}
    return is_unreal(root) or bool(doers & {"i", "we", "you"})


def _is_suffered(root: Token) -> bool:
    """ "She endured scorn and abuse": what befell somebody, by its plain name."""
    root = _first_of(root)
    return root.dep_ == "dobj" and root.head.lemma_.lower() in _SUFFERS


_SUFFERS = frozenset({"bear", "endure", "experience", "face", "meet", "suffer", "survive"})


def _is_ours(root: Token) -> bool:
    """ "What we want to turn a blind eye to": the writer's and the reader's own, nobody judged."""
    for verb in (root, *list(root.ancestors)[:2]):
        if verb.pos_ not in {"VERB", "AUX"}:
            return False
        doers = [c.lower_ for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
        if doers:
            return bool({"i", "we", "you"} & set(doers))
    return False


def _first_of(word: Token) -> Token:
    """The first of the words that are joined by "and"."""
    while word.dep_ == "conj":
        word = word.head
    return word


def _is_grounded(subject: Subject, unit: Unit, root: Token) -> bool:
    """ "The scheme was a disgrace", and then what was found: a verdict that gives its ground.

    Where the word is what the sentence says, a support in the text will do. What it names in
    passing ("this disgraceful scheme") is granted without any ground, unless a source comes next.
    """
    after = subject.sentence_after(subject.sentences(unit)[-1])
    if after is not None and subject.gives_source(after):
        return True  # a source or a witness right after it is offered for it
    root = _first_of(root)
    if root.dep_ not in {"acomp", "attr", "oprd"}:
        return False
    for doer in root.head.children:
        # "That he missed them all is a failure", "it is absurd to ...": what is judged is told;
        # "this is absurd": it has just been told.
        if doer.dep_ in {"csubj", "csubjpass"}:
            return True
        if doer.dep_ == "nsubj" and doer.lower_ in {"it", "that", "this", "these", "those"}:
            return True
    return bool(subject.backing(unit)) or gives_reason(subject.tokens(unit))


def _is_loaded(token: Token) -> bool:
    words = lexicon("loaded")
    group = _GROUPS.get(token.pos_)
    if (
        token.dep_ in {"amod", "compound"}
        and token.pos_ in {"NOUN", "VERB"}
        and token.lower_ in words["adjective"]
    ):
        return True  # an adjective that the tagger takes for a noun or a verb
    if group is None:
        return False
    lemma, lower = _lemma_of(token), token.lower_
    loaded = lemma in words[group] or lower in words[group]
    if not loaded and group == "noun":
        loaded = _is_person(token)
    if not loaded and lower in words["intensifier"]:
        head = token.head.lemma_.lower()
        loaded = any(head in words[kind] for kind in ("adjective", "noun", "person"))
    return loaded and not (group == "adjective" and _is_horror(token))


def _is_person(noun: Token) -> bool:
    """Is the emotive noun a name for people?"""
    return not lexicon("loaded")["person"].isdisjoint((noun.lower_, _lemma_of(noun)))


def _lemma_of(noun: Token) -> str:
    """The lemma, of the whole word where spaCy cuts it at its hyphen ("hand-wringers")."""
    lemma, doc = noun.lemma_.lower(), noun.doc
    if noun.i >= 2 and doc[noun.i - 1].text == "-" and not doc[noun.i - 1].whitespace_:
        return f"{doc[noun.i - 2].lower_}-{lemma}"
    return lemma


def _is_horror(token: Token) -> bool:
    """ "A heinous murder", "the deaths are horrendous": by common consent."""
    horror = lexicon("loaded")["horror"]
    if any(
        t.lemma_.lower() in horror
        for c in token.head.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for t in c.subtree
    ):
        return True
    told = (c for c in token.head.children if c.dep_ == "nsubj")
    return token.head.lemma_.lower() in horror or any(
        t.lemma_.lower() in horror for doer in told for t in doer.subtree
    )


def _reputation(noun: Token) -> tuple[int, int] | None:
    words = lexicon("loaded")
    if noun.pos_ not in {"NOUN", "ADJ"} or noun.lemma_.lower() not in words["reputation.noun"]:
        return None
    for child in noun.children:
        if child.dep_ in {"amod", "compound"} and child.lower_ in words["reputation.adjective"]:
            return child.idx, noun.idx + len(noun)
    return None


def _is_denied(token: Token) -> bool:
    before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    if token.dep_ == "acomp" and any(c.lower_ in {"at", "about"} for c in token.children):
        return True  # "mad at him": how somebody feels
    if before == ["if", "not"]:
        return True  # "flawed, if not dishonest": held back
    if any(
        c.lower_ in {"or", "nor"} and c.dep_ == "cc"
        for c in (*token.children, *token.head.children)
    ):
        return True  # "barbaric or noble": neither is said
    return any(
        child.dep_ == "neg" or child.lower_ in {"not", "no", "neither", "nor"}
        for child in (
            *token.children,
            *(token.head.children if token.dep_ in {"acomp", "attr"} else ()),
        )
    )


CHECK = Check(
    code="loaded-language",
    group="language",
    severity=Severity.INFO,
    question="Does a name for people pass a judgement that nothing has been offered for?",
    source=(
        "Macagno & Walton (2014), Emotive Language in Argumentation; Da San Martino et al. (2019), "
        "Fine-Grained "
        "Analysis of Propaganda in News Articles; Recasens et al. (2013)"
    ),
    explanation=__doc__,
    find=find,
)
