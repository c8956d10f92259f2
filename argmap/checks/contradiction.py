"""Two statements of the article that cannot both stand.

"The town has no swimming pool" and, further down, "the swimming pool is full every Sunday": one of
the two has to go, and a reader who sees both believes neither. Both are quoted.

How it decides: two clauses of one article, both asserted by the writer, of the same subject, word
for word with what narrows it down, where (1) one denies what the other says with the same verb and
the same complements; (2) the predicates are opposites; (3) the same thing is counted twice with
different numbers, or a thing that happens once is given two years; (4) one denies that there is a
thing that the other speaks of as being there. What is reported of others, supposed, asked or said
of another time ("then", "no longer"), partial denials ("not only"), kinds ("dogs") with "some", and
clauses of one sentence that are set against each other are let be.

Where the words do not agree to the letter ("the company pays taxes", "no taxes are paid by the
company"), a pair that speaks of the same thing and differs in one point (negation, opposite,
number, year, quantifier) is read by an inference model, both ways round, and counts where the model
finds a contradiction. At most 64 pairs of an article are read, and none where the model is not
installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from argmap.checks.base import Check, Finding
from argmap.checks.clashes import Clause, Pair, candidates
from argmap.checks.placing import place
from argmap.checks.subject import Subject
from argmap.language.hedging import hedges, is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.propositions import Proposition, noun_key, number, propositions
from argmap.model import Severity, Stance

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

INFERRED = 0.35
"""Mean probability of a contradiction, over both ways of reading a pair, from which it counts.

Low, because what is read differs in nothing but a point that can contradict."""
SURE = 0.8
"""The same where a word is left over that could make both true."""
_BE_HAVE = frozenset({"be", "have", "do"})
_VAGUE = frozenset(
    {
        "thing",
        "people",
        "one",
        "way",
        "time",
        "reason",
        "problem",
        "question",
        "answer",
        "case",
        "fact",
        "point",
        "man",
        "woman",
        "person",
        "lot",
        "number",
        "part",
        "result",
        "issue",
        "other",
        "some",
        "many",
        "most",
        "few",
        "all",
        "that",
        "this",
        "idea",
        "truth",
        "difference",
    }
)


class Words(NamedTuple):
    """Words that clash with others, and the sentence that they stand in."""

    sentence: Span
    start: int
    end: int


def find(subject: Subject) -> Iterator[Finding]:
    """Pairs that clash, at the later one."""
    said: list[Proposition] = []
    is_asserted = cache(partial(_is_asserted, subject))
    for sentence in subject.all_sentences:
        if not subject.is_question(sentence):
            said += propositions(
                subject.tokens_in(sentence),
                lambda verb: not _narrows_pronoun(verb) and is_asserted(verb),
            )
    by_subject: dict[frozenset[str], list[Proposition]] = {}
    flagged: set[str] = set()
    for late in said:
        earlier = by_subject.setdefault(late.subject, [])
        for early in earlier:
            what = _clash(early, late)
            if what is not None:
                yield from _finding(subject, early, late, what, flagged)
                break
        earlier.append(late)
    for one, other, what in (*_existence(subject, said), *_totals(subject)):
        yield from _finding(subject, one, other, what, flagged)
    for pair in _inferred(subject, is_asserted):
        yield from _finding(subject, pair.early, pair.late, pair.what, flagged)


def _inferred(subject: Subject, is_asserted: Callable[[Token], bool]) -> Iterator[Pair]:
    """Pairs of the same thing that the inference model finds to contradict each other."""
    from argmap import critic

    said = (s for s in subject.all_sentences if not subject.is_question(s))
    pairs = candidates(said, is_asserted)
    if not pairs or not critic.available():
        return
    text = subject.map.article.text
    words = [(_sentence(text, p.early), _sentence(text, p.late)) for p in pairs]
    model = critic.load_critic()
    chances = model.infer([*words, *((late, early) for early, late in words)])[:, 2]
    for pair, forth, back in zip(pairs, chances[: len(pairs)], chances[len(pairs) :], strict=True):
        mean = (forth + back) / 2
        if mean >= (SURE if pair.apart else INFERRED):
            yield pair


def _sentence(text: str, clause: Clause) -> str:
    """A clause as a sentence of its own: the model was trained on sentences, and reads no others
    as well."""
    words = " ".join(text[clause.start : clause.end].split())
    return f"{words[:1].upper()}{words[1:].rstrip('.,;:')}."


def _finding(
    subject: Subject,
    one: Proposition | Clause | Words,
    other: Proposition | Clause | Words,
    what: str,
    flagged: set[str],
) -> Iterator[Finding]:
    early, late = sorted((one, other), key=lambda p: p.start)
    first, second = place(subject, early.start, early.end), place(subject, late.start, late.end)
    if second is None or second[0].id in flagged:
        return
    if first is not None and first[0].id == second[0].id:
        return
    unit, start, end = second
    flagged.add(unit.id)
    yield Finding(
        unit.id,
        start,
        end,
        f"{subject.words(start, end)} cannot stand beside {subject.words(early.start, early.end)}: "
        f"{what}.",
        "Correct one of the two, or say what makes both true: another time, place or part.",
        (subject.quoted(early.start, early.end, Stance.REFUTE),),
    )


def _narrows_pronoun(verb: Token) -> bool:
    """ "Those who rent": a clause that says of whom something else is said."""
    return verb.dep_ == "relcl" and verb.head.pos_ == "PRON"


def _is_asserted(subject: Subject, verb: Token) -> bool:
    """Asserted by the writer: not reported, supposed, hedged or bound to a condition."""
    if _is_supposed(verb) or hedges(c for c in verb.children if c.dep_ in {"advmod", "aux"}):
        return False
    if any(
        c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether", "until"} for c in verb.children
    ):
        return False
    return not (subject.is_reported(verb.idx, verb.idx + len(verb)) or _is_tag(subject, verb))


def _is_tag(subject: Subject, verb: Token) -> bool:
    """ "'Absolutely not,' she responded": what is said is in the quotation, not in the verb."""
    if verb.lemma_.lower() not in lexicon("reporting")["assertion"] | _TAGS:
        return False
    sentence = verb.sent
    return any(s < sentence.end_char and sentence.start_char < e for s, e in subject.quotations)


_TAGS = frozenset({"repeat", "respond", "quip", "joke", "ask", "remark", "shout", "whisper"})


def _is_supposed(verb: Token) -> bool:
    """As `is_unreal`, but not where the clause only stands before another ("X, so Y would")."""
    if verb.dep_ == "ccomp" and verb.i < verb.head.i:
        return any(
            c.lower_ in _MODALS or (c.dep_ == "mark" and c.lower_ in {"if", "unless"})
            for c in verb.children
        )
    return is_unreal(verb)


_MODALS = frozenset({"would", "could", "might", "may", "should", "must", "ought", "can"})


# The same subject --------------------------------------------------------------------------------


def _clash(early: Proposition, late: Proposition) -> str | None:  # noqa: PLR0911 - a decision list
    if early.verb.sent == late.verb.sent or early.doer.lemma_.lower() in _VAGUE:
        return None
    if any(w.startswith("+") for w in early.subject) or not _same_ones(early, late):
        return None
    if _never(early, late):
        return "the one says that it never is so, the other that it was"
    if early.past != late.past and not (early.years or late.years):
        return None
    if _once(early, late):
        return "two years are given for what happens once"
    if early.times != late.times or early.years != late.years:
        return None
    return _denies(early, late) or _opposed(early, late) or _counted(early, late)


def _never(early: Proposition, late: Proposition) -> bool:
    """ "The firm has never missed a payment", "the firm missed a payment in 2019"."""
    if early.denied == late.denied or early.predicate != late.predicate:
        return False
    denial, other = (early, late) if early.denied else (late, early)
    if not any(c.lower_ == "never" for c in denial.verb.children) or _is_partial(denial.verb):
        return False
    if denial.years or denial.times or not other.past:
        return False
    if not denial.rest and denial.predicate in _BE_HAVE | {"say", "know", "come", "go", "get"}:
        return False
    return denial.rest <= other.rest


def _same_ones(early: Proposition, late: Proposition) -> bool:
    """Do both speak of the same ones? "Some dogs" and "some dogs" need not."""
    pair = {early.quantifier, late.quantifier}
    if pair <= {"the"} or pair <= {"all", "no", ""}:
        return True
    # "No dog barks" and "a dog barks", "all dogs bark" and "some dogs do not".
    return (
        bool(pair & {"all", "no"}) and early.denied != late.denied and pair <= {"all", "no", "some"}
    )


def _denies(early: Proposition, late: Proposition) -> str | None:
    if early.denied == late.denied or early.predicate != late.predicate:
        return None
    denial = early if early.denied else late
    if _is_partial(denial.verb):
        return None
    if early.rest != late.rest or (early.predicate in _BE_HAVE and not early.rest):
        return None
    if not early.rest and early.predicate in {"do", "be", "have", "know", "say", "mean", "matter"}:
        return None
    return "the one denies what the other says"


def _is_partial(verb: Token) -> bool:
    partial = lexicon("opposites")["partial"]
    return any(t.lower_ in partial for t in verb.subtree)


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(entry.split("/")) for entry in lexicon("opposites")["pair"])


def _opposed(early: Proposition, late: Proposition) -> str | None:
    if early.denied or late.denied:
        return None
    if _is_partial(early.verb) or _is_partial(late.verb):
        return None
    if early.predicate != late.predicate:
        same = early.rest == late.rest
        if same and frozenset({early.predicate, late.predicate}) in _pairs():
            return f"“{early.predicate}” and “{late.predicate}” are opposites"
        return None
    left, right = early.rest - late.rest, late.rest - early.rest
    if early.predicate == "be" and len(left) == 1 and len(right) == 1:
        (one,), (other,) = left, right
        if frozenset({one, other}) in _pairs():
            return f"“{one}” and “{other}” are opposites"
    return None


def _counted(early: Proposition, late: Proposition) -> str | None:
    """ "The fleet has 40 boats", "the fleet has sixty boats"."""
    if early.predicate != late.predicate or early.denied or late.denied:
        return None
    if (
        _is_partial(early.verb)
        or _is_partial(late.verb)
        or len(early.counts) != 1
        or len(late.counts) != 1
    ):
        return None
    (noun, one), (same, other) = early.counts[0], late.counts[0]
    spelt = {t.lemma_.lower() for p in (early, late) for t in p.verb.subtree if t.pos_ == "NUM"}
    if noun != same or one == other or early.rest - spelt != late.rest - spelt:
        return None
    # What is done can be done again with another count; what is so cannot.
    if early.past and not early.rest - spelt - {noun}:
        return None
    return f"{noun} is counted as {one:g} and as {other:g}"


def _once(early: Proposition, late: Proposition) -> bool:
    return (
        early.predicate == late.predicate
        and early.predicate in lexicon("opposites")["once_verb"]
        and not early.denied
        and not late.denied
        and len(early.years) == 1
        and len(late.years) == 1
        and early.years != late.years
        and {w for w in early.rest if not w.isdigit()} == {w for w in late.rest if not w.isdigit()}
    )


# What is said not to be there --------------------------------------------------------------------


def _existence(subject: Subject, said: list[Proposition]) -> Iterator[tuple[Words, Words, str]]:
    """ "The town has no swimming pool", "the swimming pool is open"."""
    denied = [
        (key, Words(p.verb.sent, p.start, p.end))
        for p in said
        for key in [_absent(p)]
        if key is not None
    ]
    denied += _there_is_no(subject)
    there = _spoken_of(subject, {key for key, _ in denied}) if denied else {}
    for key, absent in denied:
        for found in there.get(key, ()):
            if found.sentence != absent.sentence:
                yield absent, found, "the one says that there is none, the other that it is there"


def _spoken_of(subject: Subject, keys: set[frozenset[str]]) -> dict[frozenset[str], list[Words]]:
    """Where the article speaks of these things as being there, once a sentence."""
    found: dict[frozenset[str], list[Words]] = {}
    for sentence in subject.all_sentences:
        if subject.is_question(sentence):
            continue
        for noun in subject.tokens_in(sentence):
            if noun.pos_ != "NOUN" or not _is_there(noun):
                continue
            key = frozenset(w for w in noun_key(noun) if not w.startswith("+"))
            if key not in keys or (key in found and found[key][-1].sentence == sentence):
                continue
            verb = _held_there(subject, noun)
            if verb is not None:
                found.setdefault(key, []).append(_clause_about(noun, verb))
    return found


def _held_there(subject: Subject, noun: Token) -> Token | None:
    """The verb of the clause that holds in earnest that the thing is there, or none."""
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb.tag_ in {"VBD", "VBN"} or subject.is_reported(noun.idx, noun.idx + 1):
        return None
    if noun.dep_ in {"dobj", "attr"} and is_unreal(verb):
        return None
    if verb.lemma_.lower() in _NOT_THERE or _is_denied_there(verb):
        return None
    return verb


_NOT_THERE = frozenset(
    {"build", "create", "lack", "lose", "miss", "need", "plan", "propose", "want"}
)


def _absent(p: Proposition) -> frozenset[str] | None:
    """The key of a thing that is said not to be there, at least two words long, or none."""
    words = lexicon("opposites")
    verb = p.verb
    if p.past or p.times or verb.dep_ in {"relcl", "advcl", "acl"}:
        return None
    thing: Token | None = None
    if verb.lemma_.lower() in words["have_verb"]:
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if thing is not None and not (_no(thing) or (p.denied and _a(thing))):
            thing = None
    elif verb.lemma_.lower() in words["lack_verb"] and not p.denied:
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    elif verb.lemma_ == "be" and _no(p.doer) and any(c.dep_ == "expl" for c in verb.children):
        thing = p.doer
    if thing is None or thing.pos_ != "NOUN":
        return None
    key = frozenset(
        w for w in noun_key(thing) if w not in {"single", "more"} and not w.startswith("+")
    )
    compound = any(c.dep_ == "compound" for c in thing.children)
    return key if len(key) > 1 and compound else None


def _there_is_no(subject: Subject) -> Iterator[tuple[frozenset[str], Words]]:
    """ "There is no train station in the town"."""
    for sentence in subject.all_sentences:
        for verb in subject.tokens_in(sentence):
            if verb.lemma_ != "be" or verb.tag_ not in {"VBZ", "VBP"}:
                continue
            if not any(c.dep_ == "expl" for c in verb.children) or verb.dep_ != "ROOT":
                continue
            thing = next((c for c in verb.children if c.dep_ == "attr" and _no(c)), None)
            if (
                thing is None
                or subject.is_question(sentence)
                or subject.is_reported(verb.idx, verb.idx + 1)
            ):
                continue
            narrowed = any(w.startswith("+") for w in noun_key(thing))
            compound = any(c.dep_ == "compound" for c in thing.children)
            timed = any(t.ent_type_ in {"DATE", "TIME"} for t in verb.subtree)
            if compound and not narrowed and not timed:
                yield noun_key(thing), _phrase(thing, verb)


def _no(noun: Token) -> bool:
    return any(c.lower_ == "no" and c.dep_ == "det" for c in noun.children)


def _a(noun: Token) -> bool:
    return any(c.lower_ in {"a", "an", "any"} for c in noun.children)


def _is_there(noun: Token) -> bool:
    """ "The computer room", "its computer room": spoken of as being there."""
    if noun.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj"}:
        return False
    return any(
        (c.dep_ == "det" and c.lower_ == "the")
        or (c.dep_ == "poss" and c.lower_ in {"its", "our", "their", "his", "her", "my"})
        for c in noun.children
    )


def _is_denied_there(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _clause_about(noun: Token, verb: Token) -> Words:
    """The clause that speaks of a thing, or the noun with the clause that hangs on it."""
    clause = next((c for c in noun.children if c.dep_ == "relcl"), None)
    last = clause.right_edge if clause is not None else noun
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        last = verb.right_edge if not verb.right_edge.is_punct else verb.right_edge.nbor(-1)
    return Words(noun.sent, noun.left_edge.idx, last.idx + len(last))


# How many there are in all -----------------------------------------------------------------------


def _totals(subject: Subject) -> Iterator[tuple[Words, Words, str]]:
    """ "The nine members of the panel", "the panel has eleven members"."""
    first: dict[tuple[frozenset[str], str], tuple[float, Words]] = {}
    for sentence in subject.all_sentences:
        if subject.is_question(sentence):
            continue
        for token in subject.tokens_in(sentence):
            if token.dep_ != "nummod":
                continue
            total = _total(token)
            if total is None or subject.is_reported(token.idx, token.idx + 1):
                continue
            owner, value = total
            noun = token.head
            key = (owner, noun.lemma_.lower())
            verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), noun.sent.root)
            here = _phrase(noun, verb)
            known, there = first.setdefault(key, (value, here))
            if known != value and there.sentence != here.sentence:
                yield there, here, f"{key[1]} is counted as {known:g} and as {value:g}"


def _total(count: Token) -> tuple[frozenset[str], float] | None:
    """Whose the counted things are, and how many there are in all, or none."""
    noun = count.head
    if count.dep_ != "nummod" or noun.pos_ != "NOUN" or count.ent_type_ in {"DATE", "TIME"}:
        return None
    value = number(count)
    extra = [c for c in noun.children if c.dep_ in {"amod", "relcl", "acl", "compound"}]
    if value is None or extra or lexicon("quantifiers").pattern("measure").fullmatch(noun.lemma_):
        return None
    owner = next(
        (c for c in noun.children if c.dep_ == "poss" and c.pos_ in {"NOUN", "PROPN"}), None
    )
    if owner is None and any(c.lower_ in {"the", "all"} for c in noun.children):
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        owner = next((c for c in of.children if c.dep_ == "pobj"), None) if of else None
    if (
        owner is None
        and noun.dep_ == "dobj"
        and noun.head.lemma_ == "have"
        and noun.head.tag_ in {"VBZ", "VBP"}
    ):
        doer = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
        timed = any(t.ent_type_ in {"DATE", "TIME"} for t in noun.head.subtree)
        owner = None if timed or is_unreal(noun.head) or _is_partial(noun.head) else doer
    if owner is None or owner.pos_ not in {"NOUN", "PROPN"} or noun.head.lower_ == "of":
        return None
    definite = owner.pos_ == "PROPN" or any(
        c.lower_ in {"the", "our", "this", "my"} for c in owner.children
    )
    key = noun_key(owner)
    if not definite or owner.tag_ in {"NNS"} or any(w.startswith("+") for w in key):
        return None
    return key, value


def _phrase(noun: Token, verb: Token) -> Words:
    """The noun with all that hangs on it, from the start of its clause where it is an object."""
    first, last = noun.left_edge, noun.right_edge
    if noun.dep_ == "dobj":
        first = verb.left_edge
    while last.is_punct and last.i > noun.i:
        last = last.nbor(-1)
    return Words(noun.sent, first.idx, last.idx + len(last))


CHECK = Check(
    code="contradiction",
    group="structure",
    severity=Severity.ERROR,
    question="Can this stand beside what the article says elsewhere?",
    source=(
        "de Marneffe, Rafferty & Manning (2008), Finding Contradictions in Text; Harabagiu, Hickl "
        "& Lacatusu (2006), Negation, Contrast and Contradiction in Text Processing"
    ),
    explanation=__doc__,
    find=find,
)
