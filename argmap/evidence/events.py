"""What a sentence says happened: who did what to whom, when and where, from a dependency parse.

Events are told by verbs ("NATO destroyed the ships") and by nouns that take an event for granted
("the destruction of the ships by NATO"); both come out alike, so that a claim and a passage can be
compared role by role.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from argmap.evidence.countries import countries
from argmap.language.places import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Date = tuple[int, int | None, int | None]
"""Year, month, day; what is not said is none."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+)?(?P<m>{_MONTH})\.?\s+"
    rf"(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<y>\d{{4}})\b"
    rf"|\b(?P<iso>(?:1[5-9]|20)\d{{2}}-\d{{2}}(?:-\d{{2}})?)\b"
    rf"|(?<![\d.,$€£-])\b(?P<y2>(?:1[5-9]|20)\d{{2}})\b(?![.,]?\d|%|-\w| (?:people|ships|men))",
    re.IGNORECASE,
)
_SUBJECTS = {"nsubj", "csubj"}
_PASSIVE = {"nsubjpass", "csubjpass"}
_UNREAL = {"would", "could", "might", "may", "should", "must", "can", "will", "shall"}
_PLACES = {"to", "into", "in", "at", "from", "on", "near", "for", "with", "by", "against"}
_LIGHT = {"use", "include", "have", "be", "do", "make", "take", "say", "see", "go", "come"}


@dataclass(frozen=True)
class Mention:
    """A participant: its words, the names in it, and where it stands."""

    text: str
    head: str
    names: frozenset[str] = frozenset()
    """Canonical, in lower case; countries' adjectives stand for the countries."""
    words: frozenset[str] = frozenset()
    """Lemmas of its nouns and adjectives that are no names."""
    persons: frozenset[str] = frozenset()
    """Those of the names that are people's."""
    start: int = 0
    end: int = 0

    @property
    def actors(self) -> frozenset[str]:
        """Those of the names that are countries or bodies of countries."""
        known = countries()
        return frozenset(name for name in self.names if known.is_actor(name))


@dataclass(frozen=True)
class Event:
    """One event; `[start, end)` are the words that tell of it."""

    family: str
    trigger: str
    start: int
    end: int
    agents: tuple[Mention, ...] = ()
    patients: tuple[Mention, ...] = ()
    places: tuple[tuple[str, Mention], ...] = ()
    """Preposition and what it governs."""
    dates: tuple[Date, ...] = ()
    negated: bool = False
    unreal: bool = False
    """Only possible, wished for or asked."""
    nominal: bool = False
    """Told by a noun: taken for granted."""
    once: bool = False

    @property
    def participants(self) -> tuple[Mention, ...]:
        """All of them, in the order of their roles."""
        return (*self.agents, *self.patients, *(mention for _, mention in self.places))

    @property
    def names(self) -> frozenset[str]:
        """All names in it."""
        return frozenset(name for mention in self.participants for name in mention.names)


@dataclass(frozen=True)
class Families:
    """Which verbs and nouns tell of the same kind of event."""

    verbs: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    once: frozenset[str] = frozenset()


@cache
def families() -> Families:
    """The table of `relations.toml`."""
    data = tomllib.loads(Path(__file__).with_name("relations.toml").read_text(encoding="utf-8"))
    data.pop("provenance")
    return Families(
        {verb: name for name, entry in data.items() for verb in entry["verbs"]},
        {noun: name for name, entry in data.items() for noun in entry["nouns"]},
        {name: entry["owner"] for name, entry in data.items()},
        frozenset(name for name, entry in data.items() if entry.get("once")),
    )


def dates_in(text: str) -> list[tuple[Date, int, int]]:
    """Dates with a year, and where they stand.

    >>> [date for date, _, _ in dates_in("14 April 2022, in May 2023, July 4, 1999, since 1952.")]
    [(2022, 4, 14), (2023, 5, None), (1999, 7, 4), (1952, None, None)]
    """
    found: list[tuple[Date, int, int]] = []
    for match in _DATES.finditer(text):
        if match["iso"]:
            parts = [int(part) for part in match["iso"].split("-")]
            date: Date = (parts[0], parts[1], parts[2] if len(parts) > 2 else None)
        elif match["y2"]:
            date = (int(match["y2"]), None, None)
        else:
            day = match["d1"] or match["d2"]
            month = _MONTHS[match["m"].lower()]
            date = (int(match["y"]), month, int(day) if day else None)
        found.append((date, match.start(), match.end()))
    return found


def same_date(first: Date, second: Date) -> bool:
    """Can both be right? What one leaves open does not count.

    >>> same_date((1952, None, None), (1952, 2, 18)), same_date((1952, 3, None), (1952, 2, 18))
    (True, False)
    """
    return all(
        a == b for a, b in zip(first, second, strict=True) if a is not None and b is not None
    )


def events(doc: Doc, start: int = 0, end: int | None = None) -> list[Event]:
    """The events told in `[start, end)` of a parsed text, in the order of their words."""
    stop = len(doc.text) if end is None else end
    found = []
    for token in tokens_of(doc, start, stop):
        if not start <= token.idx < stop:
            continue
        event = None
        if token.pos_ == "VERB":
            event = _from_verb(token)
        elif token.pos_ == "NOUN":
            event = _from_noun(token)
        if event is not None and event.participants:
            found.append(_neutral(event))
    return found


# Verbs and nouns ----------------------------------------------------------------------------------


def _from_verb(verb: Token) -> Event | None:
    lemma = verb.lemma_.lower()
    if lemma in _LIGHT and lemma not in families().verbs:
        return None
    family = families().verbs.get(lemma, f"={lemma}")
    agents, patients = _roles(verb)
    start, end = _hull(verb, {"advcl", "ccomp", "parataxis", "conj", "cc", "punct", "mark"})
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return Event(
        family=family,
        trigger=verb.text,
        start=start,
        end=end,
        agents=tuple(agents),
        patients=tuple(patients),
        places=tuple(_places(verb)),
        dates=tuple(_dates(verb)),
        negated=_is_negated(verb, (*agents, *patients)),
        unreal=bool(helpers & _UNREAL)
        or any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children),
        once=family in families().once,
    )


def _roles(verb: Token) -> tuple[list[Mention], list[Mention]]:
    """(agents, patients) of a verb, whatever its voice and place in the sentence."""
    agents: list[Mention] = []
    patients: list[Mention] = []
    for child in _own(verb, _SUBJECTS | _PASSIVE):
        (patients if child.dep_ in _PASSIVE else agents).extend(_mentions(child))
    passive = bool(_own(verb, _PASSIVE)) or (
        verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBN" and not agents
    )
    if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN"}:
        relative = any(c.dep_ in _SUBJECTS | _PASSIVE and c.tag_ == "WDT" for c in verb.children)
        if not (agents or patients) or relative:
            head = [_mention(verb.head)]
            agents, patients = ([], head) if passive else (head, patients)
    if verb.dep_ == "xcomp" and not agents and verb.head.pos_ == "VERB":
        for child in _own(verb.head, _SUBJECTS):
            agents.extend(_mentions(child))
    for child in verb.children:
        if child.dep_ in {"dobj", "obj"}:
            patients.extend(_mentions(child))
        elif child.dep_ == "agent":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    agents.extend(_mentions(grandchild))
    if not patients and not passive:
        patients.extend(_later_objects(verb))
    return agents, patients


def _later_objects(verb: Token) -> Iterator[Mention]:
    """ "struck and sank the ship": the object stands with the last of the verbs."""
    for other in verb.children:
        if other.dep_ == "conj" and other.pos_ == "VERB" and not _own_only(other, _SUBJECTS):
            for child in other.children:
                if child.dep_ in {"dobj", "obj"}:
                    yield from _mentions(child)


def _from_noun(noun: Token) -> Event | None:
    lemma = noun.lemma_.lower()
    family = families().nouns.get(lemma)
    if family is None or noun.dep_ == "compound":
        return None
    agents: list[Mention] = []
    patients: list[Mention] = []
    of_something = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)
    for child in noun.children:
        if child.dep_ == "poss":
            owner = families().owner[family]
            role = agents if owner == "agent" or of_something else patients
            role.append(_mention(child))
        elif child.dep_ in {"prep", "agent"} and child.lower_ in {"of", "by"}:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    (agents if child.lower_ == "by" else patients).extend(_mentions(grandchild))
        elif child.dep_ in {"compound", "amod"} and child.ent_type_ == "NORP":
            agents.append(_mention(child))
    if not agents:
        agents.extend(_under_of(noun))
    if not agents and not patients:
        return None
    if family == "withdraw" and patients and not agents:
        # "the withdrawal of the fleet": the fleet withdraws.
        agents, patients = patients, []
    start, end = _hull(noun, {"conj", "cc", "punct", "relcl", "appos"})
    return Event(
        family=family,
        trigger=noun.text,
        start=start,
        end=end,
        agents=tuple(agents),
        patients=tuple(patients),
        places=(*_places(noun), *_stranded(noun)),
        dates=tuple(_dates(noun)),
        negated=any(c.lower_ == "no" for c in noun.children) or _is_denied(noun),
        nominal=True,
        once=family in families().once,
    )


def _under_of(noun: Token) -> Iterator[Mention]:
    """ "the destruction of the ships by X", with "by X" hung under the ships."""
    for child in noun.children:
        for prep in (t for t in child.subtree if child.lower_ == "of" and t.lower_ == "by"):
            for grandchild in prep.children:
                if grandchild.dep_ == "pobj":
                    yield from _mentions(grandchild)


def _neutral(event: Event) -> Event:
    """Buying, selling and receiving as one: the seller is the agent, the buyer is under "to"."""
    if event.family == "supply":
        return replace(event, family="trade")
    if event.family == "withdraw" and event.patients:
        # "Russia moved the fleet", "the fleet moved": what moves is what is compared.
        return replace(event, agents=event.patients, patients=())
    if event.family in {"trade", "receive"}:
        sellers = tuple(m for p, m in event.places if p == "from")
        others = tuple((p, m) for p, m in event.places if p != "from")
        buyers = tuple(("to", mention) for mention in event.agents)
        return replace(event, family="trade", agents=sellers, places=(*buyers, *others))
    return event


def _own(verb: Token, roles: set[str]) -> list[Token]:
    """Children in these roles; a verb joined by "and" shares its first verb's subject."""
    found = _own_only(verb, roles)
    seen = 0
    while not found and verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and seen < 5:
        verb = verb.head
        seen += 1
        found = _own_only(verb, roles)
    return found


def _own_only(verb: Token, roles: set[str]) -> list[Token]:
    return [child for child in verb.children if child.dep_ in roles]


def _is_negated(verb: Token, participants: Iterable[Mention]) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in {"never", "no"} for c in verb.children):
        return True
    return any(m.text.lower().startswith(("no ", "none ", "neither ")) for m in participants)


def _is_denied(noun: Token) -> bool:
    """ "lists no delivery", "denies the sale", "there was no attack"."""
    return noun.dep_ in {"dobj", "attr", "nsubj", "pobj"} and any(
        c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in noun.children
    )


def _places(token: Token) -> Iterator[tuple[str, Mention]]:
    under = [
        prep
        for child in token.children
        if child.dep_ in {"dobj", "obj", "nsubjpass", "pobj"} and token.pos_ == "VERB"
        for prep in _ways(child)
    ]
    for child in (*token.children, *under):
        if child.dep_ in {"prep", "dative"} and child.lower_ in _PLACES - {"by"}:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj" and grandchild.ent_type_ not in {"DATE", "TIME"}:
                    for mention in _mentions(grandchild):
                        yield child.lower_, mention


def _stranded(noun: Token) -> Iterator[tuple[str, Mention]]:
    """ "lists no delivery of ships to Y": what the parser hangs under the verb is the noun's."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or noun.head.lemma_.lower() in families().verbs:
        return
    for preposition, mention in _places(noun.head):
        if preposition in {"to", "from"} and mention.start > noun.idx:
            yield preposition, mention


def _ways(head: Token) -> list[Token]:
    """Prepositions under a noun that say from where and to where."""
    if head.lemma_.lower() in families().nouns:
        return []
    return [
        t
        for t in head.subtree
        if t.dep_ in {"prep", "agent"} and t.lower_ in {"to", "into", "from", "on", "by"}
    ]


def _dates(token: Token) -> list[Date]:
    sentence = token.sent
    found = dates_in(sentence.text)
    if len(found) <= 1:
        return [date for date, _, _ in found]
    start, end = _hull(token, {"advcl", "ccomp", "parataxis", "conj", "relcl"})
    offset = sentence.start_char
    return [date for date, s, e in found if start <= offset + s and offset + e <= end]


def _hull(token: Token, cut: set[str]) -> tuple[int, int]:
    """The words of a token's phrase without those of its clauses of the kinds named."""
    dropped = {t for child in token.children if child.dep_ in cut for t in (child, *child.subtree)}
    kept = [t for t in token.subtree if t not in dropped and not t.is_space]
    while len(kept) > 1 and kept[-1].is_punct:
        kept.pop()
    while len(kept) > 1 and kept[0].is_punct:
        kept.pop(0)
    if not kept:
        kept = [token]
    return kept[0].idx, kept[-1].idx + len(kept[-1])


# Participants -------------------------------------------------------------------------------------


def _mentions(head: Token) -> list[Mention]:
    """The mention and those that are joined to it by "and"."""
    found = [_mention(head)]
    nations = [c for c in head.children if c.ent_type_ == "NORP" and c.dep_ in {"amod", "compound"}]
    for other in head.conjuncts:
        if other.i < head.i:
            continue
        mention = _mention(other)
        bare = not any(c.dep_ in {"det", "poss", "nummod"} for c in other.children)
        if nations and bare and not mention.names and other.pos_ == "NOUN":
            # "Russian ships or naval weapons": the nation belongs to both.
            names, _ = names_of(nations)
            mention = replace(mention, names=frozenset(names))
        found.append(mention)
    return found


def _mention(head: Token) -> Mention:
    dropped = {
        t
        for child in head.children
        if child.dep_ in {"relcl", "acl", "advcl", "conj", "cc"} and child.i > head.i
        for t in child.subtree
    }
    # Where something goes belongs to the event, whatever the parser hangs it under.
    dropped |= {t for prep in _ways(head) for t in prep.subtree}
    tokens = [t for t in head.subtree if t not in dropped and not t.is_space]
    if head.pos_ == "PRON" and head.dep_ != "poss":
        names = _antecedent(head)
        return Mention(head.text, head.lower_, names, start=head.idx, end=head.idx + len(head))
    found, persons = names_of(tokens)
    names = frozenset(found)
    for token in tokens:
        if token.dep_ == "poss" and token.lower_ in {"its", "their", "his", "her"}:
            names |= _antecedent(token)
    if head.dep_ == "poss" and head.lower_ in {"its", "their", "his", "her"}:
        names |= _antecedent(head)
    named = {word for name in names for word in name.split()}
    words = {
        t.lemma_.lower()
        for t in tokens
        if t.pos_ in {"NOUN", "ADJ", "PROPN"} and t.lower_ not in named and not t.is_stop
    }
    words = {w for w in words if countries().canonical(w) not in names}
    return Mention(
        " ".join(t.text for t in tokens if not t.is_punct),
        head.lemma_.lower(),
        names,
        frozenset(words),
        frozenset(persons),
        tokens[0].idx,
        tokens[-1].idx + len(tokens[-1]),
    )


def names_of(tokens: Iterable[Token]) -> tuple[set[str], set[str]]:
    """(names, those of people) among tokens, canonical and in lower case."""
    known = countries()
    names: set[str] = set()
    persons: set[str] = set()
    run: list[Token] = []

    def close() -> None:
        if not run:
            return
        text = " ".join(t.text for t in run)
        whole = known.canonical(text)
        parts = [t.text for t in run]
        # "Russian Black Sea": a nation's adjective before another name is a name of its own.
        while len(parts) > 1 and known.is_actor(parts[0]) and not known.is_actor(text):
            names.add(known.canonical(parts.pop(0)))
        if len(parts) != len(run):
            whole = known.canonical(" ".join(parts))
        names.add(whole)
        if any(t.ent_type_ == "PERSON" for t in run):
            persons.add(whole)
        run.clear()

    last = -2
    for token in tokens:
        name = (token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME"}) or (
            token.ent_type_ in {"NORP", "GPE", "ORG", "PERSON", "LOC", "FAC", "PRODUCT", "EVENT"}
            and token.text[:1].isupper()
            and not token.is_stop
        )
        if not name or token.i != last + 1:
            close()
        if name:
            run.append(token)
            last = token.i
    close()
    return names, persons


def _antecedent(pronoun: Token) -> frozenset[str]:
    """Names that "it", "its", "they" or "their" can stand for: the nearest named phrase before it.

    In the same sentence first; else the subject of the sentence before, in the same paragraph.
    """
    if pronoun.lower_ not in {"it", "its", "they", "their", "them", "itself", "which", "that"}:
        return frozenset()
    sentence = pronoun.sent
    for token in reversed(list(sentence.doc[sentence.start : pronoun.i])):
        if token.dep_ in {"poss", "nsubj", "nsubjpass", "pobj", "dobj"} and token.pos_ in {
            "NOUN",
            "PROPN",
        }:
            left = [t for t in token.subtree if t.i < pronoun.i and t.i <= token.i]
            names, persons = names_of(left)
            if names - persons:
                return frozenset(names - persons)
    if sentence.start > 0:
        before: Span = sentence.doc[sentence.start - 1].sent
        gap = sentence.doc.text[before.end_char - 1 : sentence.start_char]
        if "\n\n" not in gap:
            for token in before:
                if token.dep_ in {"nsubj", "nsubjpass"}:
                    names, persons = names_of(token.subtree)
                    return frozenset(names - persons)
    return frozenset()
