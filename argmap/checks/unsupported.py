"""A claim that wants support and has none.

Which support a claim wants follows its kind (Park & Cardie 2014): a verifiable one wants
evidence, a value or a policy wants a reason, an experience wants neither. A claim without it asks
to be taken on trust.

How it decides: a unit of the map that is not the thesis, nor says the thesis again, and for which
the text shows no support: no supporter that a cue, a common word or a sure relation ties to it, no
reason, example or conclusion mark in or right after it. Without a parse, a claim that has no
supporter. With one, it must rank by merit ("far better than", "no other X matters as much", "the
only serious way"), foretell what becomes of others ("are going to fail"), pass a verdict ("is
unworkable"), or assert an effect; a claim also with a duty or a booster ("clearly"). Let be: what
the opening paragraphs announce, what somebody else is said to hold, what the writer marks as an
opinion, a guess or an experience of their own, questions, commands, what the closing paragraphs
call for, what opens a longer paragraph or is taken up by the next sentences, sentences that carry
their reason with them, narratives, hedged statements, definitions, comparisons of what can be
measured, and common ground. So that an article that argues little is not buried, at most one unit
in 400 words is flagged, rankings, predictions and verdicts first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason, root_of, wants_support
from argmap.language.hedging import hedges, is_conceded
from argmap.language.lexicon import lexicon
from argmap.language.propositions import finite_of
from argmap.model import Role, Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS_A_FLAG = 400


def find(subject: Subject) -> Iterator[Finding]:
    """Claims with nothing under them, the most telling first, not more than the text can bear."""
    bare = [(unit, kind) for unit in subject.units if (kind := _kind(subject, unit)) is not None]
    thesis = subject.map.thesis
    bearing = {r.source for r in subject.map.incoming(thesis.id)} if thesis else set()
    order = {unit.id: number for number, unit in enumerate(subject.units)}
    ranked = sorted(
        bare,
        key=lambda pair: (
            pair[1] == _PLAIN,
            pair[0].id not in bearing,
            not _is_duty(subject, pair[0]),
            order[pair[0].id],
        ),
    )
    allowed = max(1, round(len(subject.map.article.text.split()) / _WORDS_A_FLAG))
    for unit, kind in ranked[:allowed]:
        wanted, advice = _wanted(subject, unit)
        yield Finding(
            unit.id,
            unit.start,
            unit.end,
            f"{subject.words(unit.start, unit.end)} is {kind}, and no {wanted} is offered for it.",
            advice,
        )


_PLAIN = "claimed"
_COMPARED = "a comparison"
_FORETOLD = "a prediction"


def _kind(subject: Subject, unit: Unit) -> str | None:  # noqa: PLR0911 - a decision list, read top down
    """What the unit says without support, or none where it wants none or has it."""
    if unit.role is Role.MAJOR_CLAIM or unit.type in _BACKED_TYPES:
        return None
    if not subject.has_parse:
        return _PLAIN if unit.role is Role.CLAIM and not subject.supporters(unit) else None
    if subject.backing(unit) or not _is_open(subject, unit):
        return None
    tokens = list(subject.tokens(unit))
    if _compares(tokens):
        return _COMPARED
    if _foretells(tokens):
        return _FORETOLD
    if _judges(tokens):
        return _JUDGED
    if _charges(tokens):
        return _CHARGED
    if unit.role is not Role.CLAIM and _asserts_effect(tokens) and not _is_duty(subject, unit):
        return _EFFECT
    if not wants_support(tokens, predictions=False):
        return None
    if unit.role is Role.CLAIM and not subject.supporters(unit):
        # Of other claims a reader mostly finds the ground in what stands around them.
        if _followed_by_premise(subject, unit):
            return None
        wants = _is_duty(subject, unit) or _asserts_effect(tokens, plain=True)
        return _PLAIN if wants else None
    # A premise may be asked for its reason, too, where it asserts an effect; a duty is no premise.
    return _EFFECT if _asserts_effect(tokens) and not _is_duty(subject, unit) else None


_JUDGED = "a judgement"
_CHARGED = "said without any exception"


def _charges(tokens: list[Token]) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """ "They no longer listen", "nothing it says can be believed", "has never cared": a charge.

    Somebody or something in particular is denied all of it, so that one case would show it wrong.
    """
    root = root_of(tokens)
    if root.pos_ not in {"VERB", "AUX"} or root.dep_ in {"relcl", "acl", "advcl"}:
        return False
    if any(t.lower_ in _OWN | _IFS - {"would"} for t in tokens) or hedges(tokens):
        return False
    helpers = [c for c in root.children if c.dep_ in {"aux", "auxpass"}]
    finite = helpers[0] if helpers else root
    doer = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if doer is None or (finite.tag_ == "VBD") or any(t.ent_type_ in _DATED for t in tokens):
        return False
    if doer.lower_ in {"nothing", "nobody", "none"} and any(
        c.dep_ in {"relcl", "acl"} for c in doer.children
    ):
        return root.lemma_ != "be" or finite != root
    if doer.lower_ in {"it", "there", "this", "that", "what", "which", "who", "nobody", "nothing"}:
        return False
    held = doer.pos_ == "PRON" or any(
        c.dep_ in {"det", "poss"} and c.lower_ in {"the", "his", "her", "their", "these", "those"}
        for c in doer.children
    )
    if not held and doer.pos_ != "PROPN":
        return False
    if any(c.dep_ == "neg" and c.lower_ == "never" for c in root.children):
        return any(c.lemma_ == "have" for c in helpers) and root.lemma_.lower() in _CARES
    ends = any(c.lower_ == "longer" and c.dep_ == "advmod" for c in root.children)
    nothing = any(c.dep_ == "dobj" and c.lower_ == "nothing" for c in root.children)
    return (ends and doer.lower_ in {"they", "he", "she"}) or (
        nothing and finite.tag_ in {"VBP", "VBZ"} and root.lemma_ in {"have", "know", "offer", "do"}
    )


_DATED = frozenset({"DATE", "CARDINAL", "PERCENT", "MONEY", "QUANTITY"})
_CARES = frozenset(
    {"accept", "apologise", "apologize", "bother", "care", "deliver", "explain", "grasp", "help",
     "keep", "learn", "listen", "like", "mean", "respect", "show", "take", "trust", "try",
     "understand", "want"}
)  # fmt: skip


def _judges(tokens: list[Token]) -> bool:
    """ "The plan is unworkable", "the delay has been a disaster": a verdict on something named."""
    if tokens[0].tag_ in {"WP", "WP$", "WRB", "IN"} or any(t.lower_ in _OWN | _IFS for t in tokens):
        return False
    return any(_is_verdict(verb) for verb in _cores(tokens))


def _cores(tokens: list[Token]) -> list[Token]:
    """The verbs of the unit's own main clauses."""
    root = root_of(tokens)
    inside = set(tokens)
    return [
        t
        for t in tokens
        if t == root or (t.dep_ in {"conj", "parataxis"} and t.head == root and t.head in inside)
    ]


def _is_verdict(root: Token) -> bool:  # noqa: PLR0911 - a decision list, read top down
    if root.lemma_ not in {"be", "remain"} or hedges([root, *root.children]):
        return False
    helpers = [c for c in root.children if c.dep_ == "aux"]
    finite = helpers[0] if helpers else root
    if finite.tag_ not in {"VBZ", "VBP"} or any(c.dep_ == "neg" for c in root.children):
        return False
    doer = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if doer is None or doer.pos_ not in {"NOUN", "PROPN"} or doer.ent_type_ == "PERSON":
        return False
    if any(c.lower_ in _TAKEN_UP for c in doer.children) or doer.lemma_.lower() in _VIEWS:
        return False  # taken up from before, where the reason mostly stands
    verdicts = lexicon("quantifiers")["verdict"]
    same = " ".join(t.lower_ for t in root.doc[root.i + 1 : root.i + 5])
    if same.startswith(("every bit as", "no better than", "no worse than", "just as good")):
        return True
    for part in root.children:
        if part.dep_ not in {"acomp", "attr"}:
            continue
        if any(c.dep_ == "advcl" or c.lower_ in {"so", "too"} for c in part.children):
            return False
        if part.lemma_.lower() in verdicts or any(
            c.dep_ == "amod" and c.lower_ in verdicts for c in part.children
        ):
            return True
    return False


_CONCEDES = re.compile(
    r"\b(?:do|does|did|of course|true|yes|certainly)\b.*, (?:but|yet)\b", re.S | re.I
)
"""A concession that is taken back: "They do bear a share, but ..."."""
_TOO_PLAIN = frozenset({"provide", "create", "allow", "pose", "ensure", "maintain", "contribute"})
_EFFECT = "said to have this effect"


def _asserts_effect(tokens: list[Token], *, plain: bool = False) -> bool:
    """Does a main clause say what something does? `plain`: "allows", "creates" count too."""
    if any(t.pos_ == "NUM" or t.lower_ in _OWN | _IFS for t in tokens):
        return False
    return any(_is_effect(verb, plain=plain) for verb in _cores(tokens))


_VIEWS = frozenset({"argument", "claim", "fear", "idea", "notion", "suggestion", "view"})
_TAKEN_UP = frozenset({"these", "this", "such", "that", "those"})


def _adds(clause: Token) -> bool:
    """ "..., enhancing its security", "while others wait, ...": no reason."""
    return clause.tag_ == "VBG" or any(
        c.dep_ == "mark" and c.lower_ in {"while", "although", "though", "whereas"}
        for c in clause.children
    )


def _is_effect(root: Token, *, plain: bool) -> bool:
    if any(
        c.dep_ == "neg" or (c.dep_ == "advcl" and not (plain and _adds(c))) for c in root.children
    ) or hedges([root, *root.children]):
        return False
    # "Uniforms strengthen the bond": at times tagged as an infinitive.
    bare = plain and finite_of(root) == root and root.tag_ == "VB"
    if finite_of(root).tag_ not in {"VBZ", "VBP"} and not bare:
        return False
    if any(c.dep_ == "aux" and c.lower_ == "can" for c in root.children):
        return False  # that it may happen is hardly denied
    doer = next((c for c in root.children if c.dep_ in {"nsubj", "csubj"}), None)
    target = any(
        c.dep_ in {"dobj", "ccomp", "xcomp"} or (c.dep_ == "prep" and c.lower_ in {"to", "in"})
        for c in root.children
    )
    if doer is not None and any(c.lower_ in _TAKEN_UP for c in doer.children):
        return False  # what went before is the reason
    causes, events = lexicon("causes"), lexicon("events")
    verbs = events["effect_verb"] | causes["cause_verb"]
    verbs = verbs | _TOO_PLAIN if plain else verbs - causes["plain_verb"] - _TOO_PLAIN
    if doer is None or doer.pos_ == "PRON" or doer.ent_type_ == "PERSON":
        return False
    return target and root.lemma_.lower() in verbs


_LONGEST = 35
"""Words of a claim at most: a longer one mostly carries its reason in itself."""
_BACKED_TYPES = frozenset({"common-ground", "testimony", "reference", "statistics"})


def _is_open(subject: Subject, unit: Unit) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """The writer's own assertion, for which the text around it gives no source and no reason."""
    if subject.asks(unit) or subject.is_attributed(unit) or subject.is_opinion(unit):
        return False
    words = [t.lower_ for t in subject.tokens(unit)]
    if len(words) > _LONGEST or {"myth", "fallacy", "misconception"} & set(words):
        return False
    if subject.is_sourced(unit, neighbours=False) or subject.is_early(unit):
        return False
    if subject.is_headline(unit):
        return False
    if _restates(subject, unit) or _concludes(subject, unit) or _explained_next(subject, unit):
        return False
    if _takes_up(words) or _goes_on(subject, unit) or _shown_before(subject, unit):
        return False
    # "While donations help, ..." is granted, to be turned against.
    if is_conceded(root_of(list(subject.tokens(unit)))) or _stands_among(subject, unit):
        return False
    if _is_taken_on(subject, unit):
        return False
    if gives_reason(subject.tokens(unit)) or _is_others_view(subject, unit):
        return False
    return not (_is_duty(subject, unit) and subject.is_late(unit))


def _is_others_view(subject: Subject, unit: Unit) -> bool:
    """ "For its opponents, ...", "in the eyes of critics": the view of those who are named."""
    holders = lexicon("holders")["generic"] | lexicon("holders")["side"]
    for sentence in subject.sentences(unit):
        for token in sentence:
            if token.dep_ != "pobj" or token.tag_ != "NNS" or token.lemma_.lower() not in holders:
                continue
            prep = token.head
            if prep.lower_ == "of" and prep.head.lower_ in {"eyes", "opinion", "view", "minds"}:
                return True
            # At the head of the sentence, set before the verb: nobody's goal and nobody's gain.
            if prep.lower_ in {"for", "to"} and prep.i - sentence.start <= 1:
                return prep.head == sentence.root or prep.head.pos_ in {"VERB", "AUX"}
    return False


def _restates(subject: Subject, unit: Unit) -> bool:
    """The thesis once more: the article as a whole argues for it."""
    thesis = subject.map.thesis
    words = subject.content(unit)
    if thesis is None or not words:
        return False
    return len(words & subject.content(thesis)) >= 0.6 * len(words)


def _concludes(subject: Subject, unit: Unit) -> bool:
    """ "So ...", "therefore": what went before is the reason."""
    sentence = next(iter(subject.sentences(unit)), None)
    marks = lexicon("causes")["conclusion"]
    start = [t.lower_ for t in sentence if not t.is_space][:2] if sentence is not None else []
    return any(t.lower_ in marks for t in subject.tokens(unit)) or bool(set(start) & marks)


def _takes_up(words: list[str]) -> bool:
    """ "This vicious cycle prevents ...", "such a law will ...": what went before is the reason."""
    return words[0] in {"this", "these", "such"} and len(words) > 1 and words[1] not in _NO_NOUN


_NO_NOUN = frozenset({"is", "was", "are", "were", "will", "would", "has", "can", "must", "as"})


def _goes_on(subject: Subject, unit: Unit) -> bool:
    """Is it followed, in its own sentence, by a clause after a semicolon, a colon or a dash?"""
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    rest = [t for t in sentences[-1] if t.idx >= unit.end and not t.is_space]
    return (
        bool(rest)
        and rest[0].text in {";", ":", "—", "–", "--"}
        and any(t.dep_ in {"nsubj", "nsubjpass"} for t in rest)
    )


def _is_taken_on(subject: Subject, unit: Unit) -> bool:
    """Does it open a longer paragraph, or do the next sentences speak of the same things?

    There its ground mostly stands, though no cue says so: of the flags that were judged, one in
    five was right.
    """
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    after = subject.sentence_after(sentences[-1])
    opens = subject.sentence_before(sentences[0]) is None
    if opens and after is not None and subject.sentence_after(after) is not None:
        return True
    words = subject.content(unit)
    return any(
        len(words & {t.lemma_.lower() for t in beside}) >= _SAME_THINGS
        for beside in subject.sentences_beside(sentences[-1], 1, 2)
    )


_SAME_THINGS = 2
"""Words in common by which a sentence speaks of the same."""


def _stands_among(subject: Subject, unit: Unit) -> bool:
    """Do the sentences on both sides, or a neighbouring paragraph, speak of the same things?

    Then something is offered, though no cue ties it to the claim.
    """
    sentences = subject.sentences(unit)
    if not sentences:
        return False
    places = [subject.sentence_before(sentences[0]), subject.sentence_after(sentences[-1])]
    if places == [None, None]:  # a paragraph of its own
        places = [
            subject.sentence_beside(sentences[0], -1),
            subject.sentence_beside(sentences[-1], 1),
        ]
        if _is_duty(subject, unit) and None not in places:
            return True
    own = _names_of(subject.tokens(unit))
    return all(place is not None and own & _names_of(place) for place in places)


def _names_of(tokens: Iterable[Token]) -> set[str]:
    return {t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN"}}


def _shown_before(subject: Subject, unit: Unit) -> bool:
    """Does the sentence before give a source or a count about the same thing?"""
    sentences = subject.sentences(unit)
    before = subject.sentence_beside(sentences[0], -1) if sentences else None
    if before is None:
        return False
    own = subject.content(unit)
    shared = own & {t.lemma_.lower() for t in before if t.pos_ in {"NOUN", "PROPN", "ADJ"}}
    counts = any(t.ent_type_ in _DATED - {"DATE"} for t in before)
    return bool(shared) and (counts or subject.gives_source(before))


def _explained_next(subject: Subject, unit: Unit) -> bool:  # noqa: PLR0911 - a decision list
    """Does the next sentence start as a reason or an example does?

    Where the claim is a paragraph of its own, the next sentence is that of the next paragraph.
    """
    sentences = subject.sentences(unit)
    after = subject.sentence_after(sentences[-1]) if sentences else None
    if after is None and sentences and subject.sentence_before(sentences[0]) is None:
        after = subject.sentence_beside(sentences[-1], 1)
        if after is not None and _CONCEDES.search(after.text):
            return True
    if after is None:
        return False
    words = [t for t in after if not t.is_space]
    # "It has two exits": what is told of the subject next is a reason for the verdict on it.
    if words and words[0].lower_ in {
        "it",
        "they",
        "this",
        "these",
        "he",
        "she",
        "that",
        "consider",
        "take",
        "look",
    }:
        return True
    if lexicon("events").pattern("example").search(after.text):
        return True
    # A witness, a count or a report right after is offered for what was just said.
    if subject.gives_source(after) or (words and words[0].lower_ == "even"):
        return True
    # "So poor are his ratings": a ground, told by its degree.
    if len(words) > 1 and words[0].lower_ == "so" and words[1].tag_ in {"JJ", "RB"}:
        return True
    own = subject.content(unit)
    counts = any(t.pos_ == "NUM" and t.lower_ != "one" for t in words)
    return any(
        t.pos_ in {"NOUN", "PROPN"}
        and t.lemma_.lower() in own
        and (counts or any(c.lower_ in _TAKEN_UP for c in t.children))
        for t in words
    )


def _compares(tokens: list[Token]) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """ "X is far better than Y", "no other X matters as much": a ranking by merit.

    Read off the words more than off the parse, which such sentences often mislead.
    """
    words = [t.lower_ for t in tokens]
    matchless = " ".join(words[:2]) in {"no other", "no one"} or words[0] in {"nothing", "nobody"}
    past = {"VBD"} if matchless else {"MD", "VBD"}
    if any(
        (t.pos_ == "NUM" and t.lower_ != "one") or t.tag_ in past or t.lower_ in _OWN
        for t in tokens
    ):
        return False
    if (
        set(words) & _IFS - ({"would"} if matchless else set())
        or hedges(tokens)
        or any(t.dep_ == "neg" for t in tokens)
    ):
        return False
    if matchless:
        rank = {"as", "more", "better", "less", "like", "greater", "worse", "so"} & set(words[2:])
        return bool(rank) and words[-1] not in {"else", "other"}
    if words[:3] == ["there", "is", "no"] and words[3:4] in (["better"], ["greater"], ["worse"]):
        return True
    if tokens[0].pos_ == "PRON" or tokens[0].tag_ in {"VB", "VBG", "IN", "WP", "WRB"}:
        return False
    if "than" in words and all(
        any(t.ent_type_ == "PERSON" for t in side)
        for side in (tokens[: words.index("than")], tokens[words.index("than") :])
    ):
        return False  # one candidate beside another: who leads can be looked up
    verb = next((t for t in tokens if t.tag_ in {"VBZ", "VBP"}), None)
    if verb is None or verb == tokens[0]:
        return False
    head = tokens[tokens.index(verb) - 1]
    if verb.dep_ in {"relcl", "acl", "advcl"} or head.pos_ == "PRON":
        return False
    if any(
        t.lower_ in {"superior", "inferior", "preferable"} and t.i > verb.i and t.dep_ == "acomp"
        for t in tokens
    ):
        return True
    if "than" not in words:
        return any(_is_top(t) for t in tokens if t.i > verb.i)
    measured = lexicon("quantifiers")["measured_comparative"]
    than = tokens[words.index("than")]
    return any(
        t.tag_ in {"JJR", "RBR"}
        and t.lower_ not in measured
        and verb.i < t.i < than.i
        and t.i - verb.i <= _NEAR
        and not (t.lower_ in {"more", "less"} and not _grades(t))
        for t in tokens
    )


_NEAR = 4
"""Tokens between the verb and the comparative that it makes."""
_IFS = frozenset({"if", "unless", "when", "whether", "would", "until"})


def _grades(token: Token) -> bool:
    """ "More honest than", not "more people than", "works more than"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return (after is not None and after.pos_ in {"ADJ", "ADV"}) or (
        after is not None and after.tag_ == "VBN"
    )


_OWN = frozenset({"i", "my", "me", "we", "our", "us", "you", "your"})


def _is_top(token: Token) -> bool:
    """ "The best way", "the most dangerous idea", not "one of the best"."""
    if token.lower_ == "only" and token.dep_ == "amod" and token.head.dep_ == "attr":
        # "The only sensible way": all others are ranked below it; "Holm is the only trained
        # pilot" can be counted.
        if any(c.dep_ == "nsubj" and c.ent_type_ == "PERSON" for c in token.head.head.children):
            return False
        return any(c.dep_ == "amod" and c != token for c in token.head.children)
    noun = token.head if token.tag_ == "JJS" else token.head.head
    judging = token.lower_ in lexicon("quantifiers")["judging_superlative"] or (
        token.lower_ in {"most", "least"} and token.tag_ == "RBS" and token.head.pos_ == "ADJ"
    )
    if (
        not judging
        or noun.dep_ not in {"attr", "acomp"}
        or noun.head.lemma_ not in {"be", "remain"}
    ):
        return False
    return any(c.dep_ in {"det", "poss"} for c in noun.children)


def _foretells(tokens: list[Token]) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """ "The shops are going to close", "no firm will stay": said of others, with no "if"."""
    root = root_of(tokens)
    if root.pos_ not in {"VERB", "AUX"} or any(t.lower_ in _IFS for t in tokens):
        return False
    doer = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    another = doer is not None and doer.lower_ in {"another", "others", "more", "one"}
    if doer is None or not (doer.pos_ in {"NOUN", "PROPN"} or another):
        return False
    if any(t.lower_ in _OWN for t in tokens) or any(
        t.shape_ == "dddd" or t.lower_ in lexicon("events")["recent_date"] for t in tokens
    ):
        return False
    helpers = {c.lower_ for c in root.children if c.dep_ == "aux"}
    going = (
        root.lower_ == "going"
        and any(c.lower_ in {"is", "are", "'s", "'re"} for c in root.children)
        and any(c.dep_ == "xcomp" for c in root.children)
    )
    if not (going or helpers & {"will", "wo", "'ll"}):
        return False
    if any(t.pos_ == "NUM" or t.dep_ == "neg" for t in tokens):
        return False  # what is reckoned, or only ruled out
    if not going and root.tag_ == "VBG":
        return False  # "will be serving as": a schedule
    if any(c.dep_ == "advcl" for c in root.children) or hedges([root, *root.children]):
        return False
    verb = next((c for c in root.children if c.dep_ == "xcomp"), root) if going else root
    lemma = verb.lemma_.lower()
    if another:
        return True
    causes, events = lexicon("causes"), lexicon("events")
    return lemma in (
        causes["change_verb"] | causes["cause_verb"] | causes["difference_verb"]
        | events["effect_verb"] | lexicon("quantifiers")["verdict_verb"]
    )  # fmt: skip


def _followed_by_premise(subject: Subject, unit: Unit) -> bool:
    """Does a premise come right after it in the same paragraph? A reader takes it as the reason."""
    after = subject.unit_after(unit)
    if after is None or subject.block_of(after) != subject.block_of(unit):
        return False
    return after.role is Role.PREMISE


def _is_duty(subject: Subject, unit: Unit) -> bool:
    if not subject.has_parse:
        return False
    duty = lexicon("hedging")["modal_duty"]
    return any(t.lower_ in duty and t.pos_ == "AUX" for t in subject.tokens(unit))


def _wanted(subject: Subject, unit: Unit) -> tuple[str, str]:
    """The kind of support that the claim wants, and what to do."""
    if _is_duty(subject, unit) or unit.type in {"policy", "value"}:
        return "reason", "Give a reason for it, or mark it as an opinion."
    if subject.has_parse and any(
        t.ent_type_ in _DATED or t.tag_ == "VBD" for t in subject.tokens(unit)
    ):
        return "evidence", "Give evidence that can be checked: a source, a figure, a case."
    return "reason or evidence", "Give a reason or evidence for it, or mark it as an opinion."


CHECK = Check(
    code="unsupported",
    group="structure",
    severity=Severity.WARNING,
    question="Does anything in the article support this claim?",
    source=(
        "Park & Cardie (2014), Identifying Appropriate Support for Propositions in Online User "
        "Comments; Stab & "
        "Gurevych (2017), Recognizing Insufficiently Supported Arguments"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
    needs_parse=False,
    yields_to=frozenset(
        {"presupposed-fact", "causal-leap", "unsourced-deed", "unsourced-fact", "unsourced-number"}
        | {"slippery-slope", "false-dilemma", "overclaim", "circular"}
    ),
)
