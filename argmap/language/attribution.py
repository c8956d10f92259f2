"""Who said what: sources, cues and contents in a parsed text.

The units of attribution follow PARC and PolNeAR (Pareti 2012; Newell, Margolin & Ruths 2018): a
*source* holds a *content*, and a *cue* says so. The rules read spaCy's dependency parse; the words
are in `lexicons/reporting.toml` and `lexicons/holders.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from argmap.language.lexicon import lexicon
from argmap.language.places import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Span = tuple[int, int]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CLAUSES = frozenset({"ccomp", "parataxis"})
_CUE_GAP = 120
"""Characters that may stand between two halves of a quotation: holder, cue, and where."""
_EVERYBODY = frozenset({"everyone", "everybody", "nobody", "no-one", "anyone", "anybody", "none"})
"""Stand for no holder whose word could count."""
_OWNERS = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "all"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_QUOTE_MARKS = re.compile(r"[\"“”„«»]|''|``")


class HolderKind(StrEnum):
    """Who holds a content."""

    NAMED = "named"
    """Somebody in particular: a name, an office, a pronoun that stands for somebody."""
    GENERIC = "generic"
    """Nobody in particular: "officials", "many observers", "some"."""
    NONE = "none"
    """Nobody is named: "it is said that", "reportedly"."""
    IMPLIED = "implied"
    """The holder is understood from elsewhere: "to claim that P is to ..."."""
    WRITER = "writer"
    """The writer: "I think", "we believe"."""


class Act(StrEnum):
    """What the cue says that the holder does with the content."""

    SAYS = "says"
    THINKS = "thinks"
    WANTS = "wants"
    JUDGES = "judges"
    SHOWS = "shows"
    """A document or a measurement: "the poll shows"."""


@dataclass(frozen=True)
class Attribution:
    """One reported content. Spans are `[start, end)` in code points of `doc.text`."""

    source: Span | None
    cue: Span
    content: Span
    kind: HolderKind
    act: Act = Act.SAYS

    @property
    def is_clause(self) -> bool:
        """Is the content the cue's own clause, in the writer's words ("he was accused of X")?"""
        return self.content[0] <= self.cue[0] and self.cue[1] <= self.content[1]

    @property
    def start(self) -> int:
        """Where the first of its parts starts."""
        return min(span[0] for span in (self.source, self.cue, self.content) if span)

    @property
    def end(self) -> int:
        """Where the last of its parts ends."""
        return max(span[1] for span in (self.source, self.cue, self.content) if span)


def attributions(doc: Doc, quotes: list[Span] | None = None) -> list[Attribution]:
    """All attributions in a parsed text, in the order of their cues.

    Args:
        doc: A text with part-of-speech tags, lemmas and a dependency parse.
        quotes: Its `quotations`, where the caller has them.

    Returns:
        Attributions without duplicates; two may nest, as when one reports what another said.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="Officials say that the dam is safe."))
    >>> first = attributions(doc)[0]
    >>> str(first.kind), doc.text[slice(*first.content)]
    ('generic', 'that the dam is safe')
    """
    if quotes is None:
        quotes = quotations(doc)
    found: dict[Span, Attribution] = {}
    for attribution in _every(doc, quotes):
        kept = found.get(attribution.cue)
        if kept is None or _size(attribution.content) > _size(kept.content):
            found[attribution.cue] = attribution
    return sorted(found.values(), key=lambda a: (a.cue, a.content))


def _every(doc: Doc, quotes: list[Span]) -> Iterator[Attribution]:
    hearsay = lexicon("reporting")["hearsay"]
    for token in doc:
        pos = token.pos_
        if token.lower_ == "according":
            yield from _from_according(token)
        elif pos in {"VERB", "AUX"}:
            yield from _from_verb(token, quotes)
            if token.lemma_ == "be":
                yield from _from_adjective(token)
        elif pos == "NOUN":
            yield from _from_noun(token)
        elif pos == "ADV" and token.lower_ in hearsay:
            yield from _from_hearsay(token)


# Quotation marks ---------------------------------------------------------------------------------


def quotations(doc: Doc) -> list[Span]:
    """Stretches between quotation marks, marks included, none longer than a paragraph.

    A straight mark opens and closes by turns within a paragraph; one left open at a paragraph's
    end (a quotation that goes on in the next) runs to that end, and what the next paragraph closes
    without having opened it runs from its beginning.
    """
    text = doc.text
    spans: list[Span] = []
    start, open_before = 0, False
    for paragraph in re.split(r"(\n\s*\n)", text):
        found = list(_quotes_in(paragraph, open_before))
        spans.extend((start + a, start + b) for a, b in found if b - a > len('"a"') - 1)
        if paragraph.strip():
            last = paragraph.rstrip()
            open_before = bool(found) and found[-1][1] == len(last) and last[-1] not in _CLOSING
        start += len(paragraph)
    return spans


_CLOSING = frozenset("”\"'»’“")


def _quotes_in(paragraph: str, open_before: bool = False) -> Iterator[Span]:
    opened: int | None = None
    first = _QUOTE_MARKS.search(paragraph)
    if open_before and first is not None and first[0] == "”":
        opened = len(paragraph) - len(paragraph.lstrip())
    low = False  # „ was opened: then “ closes
    for match in _QUOTE_MARKS.finditer(paragraph):
        mark, at = match[0], match.start()
        opens = mark in {"“", "„", "«", "``"} or (mark in {'"', "''"} and opened is None)
        if low and mark == "“":
            opens = False
        if opens and opened is None:
            opened, low = at, mark == "„"
        elif not opens and opened is not None:
            yield opened, match.end()
            opened = None
    if opened is not None:
        yield opened, len(paragraph.rstrip()) or len(paragraph)


# Holders -----------------------------------------------------------------------------------------


def holder_kind(head: Token) -> HolderKind:  # noqa: PLR0911, PLR0912 - a decision list, read top down
    """What kind of holder a noun phrase with this head names.

    "Turkish officials" names nobody: a nation is no person. "Officials at Shell" and "Ankara's
    officials" name at least where to ask; they count as named.
    """
    words = lexicon("holders")
    lemma = head.lemma_.lower()
    if lemma in words["many"]:
        of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        group = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if group is not None and group.tag_ == "NNS":
            return holder_kind(group)
    if head.lower_ in {"i", "me", "my", "we", "us", "our"}:
        return HolderKind.WRITER
    if head.lower_ == "those" and any(t.lower_ in words["near"] for t in head.children):
        return HolderKind.GENERIC
    if head.lower_ in _EVERYBODY:
        return HolderKind.IMPLIED
    if head.pos_ == "PRON" or head.tag_ in {"WP", "WDT", "PRP", "PRP$"}:
        if head.lower_ in words["indefinite"] | {"people"}:
            return HolderKind.GENERIC
        return HolderKind.NAMED
    if head.pos_ == "PROPN" or head.ent_type_ in {"PERSON", "ORG", "GPE"}:
        return HolderKind.NAMED
    phrase = list(head.subtree)
    if any(_names_somebody(token, head) for token in phrase):
        return HolderKind.NAMED
    if head.lower_ in words["indefinite"] or lemma in words["indefinite"]:
        return HolderKind.GENERIC
    determiners = {
        child.lower_ for child in head.children if child.dep_ in {"det", "amod", "poss", "nummod"}
    }
    if determiners & {"few", "our", "my", "your"}:
        return HolderKind.NAMED
    quantified = bool(determiners & words["quantifier"])
    definite = bool(determiners & {"the", "this", "that", "these", "those", "his", "her", "their"})
    plural = head.tag_ in {"NNS", "NNPS"} or lemma == "people"
    if lemma in words["generic"] and (plural or quantified or not definite):
        return HolderKind.GENERIC
    if lemma in words["crowd"] and quantified and plural:
        return HolderKind.GENERIC
    if lemma in words["trade"] and head.tag_ == "NNS" and not determiners & _OWNERS:
        return HolderKind.GENERIC
    if lemma in words["document"] and (plural or not determiners) and not definite:
        return HolderKind.GENERIC
    return HolderKind.NAMED


def _names_somebody(token: Token, head: Token) -> bool:
    if token == head or (token.pos_ != "PROPN" and token.ent_type_ not in {"PERSON", "ORG"}):
        return False
    # A nation as an adjective ("Turkish officials", "US officials") narrows, and names nobody.
    return not (token.head == head and token.dep_ in {"amod", "compound"} and _is_nation(token))


def _is_nation(token: Token) -> bool:
    return token.ent_type_ in {"NORP", "GPE"} or token.lower_ in {"us", "u.s.", "uk", "u.k.", "eu"}


def is_name(token: Token) -> bool:
    """Is the token (part of) a name of a person, a body, a place or a nation?"""
    return token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP", "LOC"}


# Cues --------------------------------------------------------------------------------------------


def _from_verb(verb: Token, quotes: list[Span]) -> Iterator[Attribution]:  # noqa: PLR0911 - a decision list, read top down
    words = lexicon("reporting")
    lemma = verb.lemma_.lower()
    assertion, belief = lemma in words["assertion"], lemma in words["belief"]
    clausal = assertion or belief or lemma in words["showing"]
    if lemma in words["passive"] and any(c.dep_ == "auxpass" for c in verb.children):
        yield from _from_passive(verb, quotes)
        return
    if not (clausal or lemma in words["volition"] or lemma in words["judgement"]):
        if lemma in words["light"]:
            yield from _from_light(verb)
        return
    if verb.dep_ in {"aux", "amod"} or (verb.dep_ == "compound"):
        return
    source = subject_of(verb)
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    if passive:
        yield from _from_passive(verb, quotes)
        return
    if source is not None and not clausal and source.pos_ not in {"PRON", "PROPN", "NOUN", "DET"}:
        return
    if source is not None and _is_act(source):
        return  # "the sale explains why P": an act shows something, it says nothing
    contents = _contents(verb, quotes, clausal=clausal, assertion=assertion)
    if contents is None:
        return
    if lemma in words["showing"] and not (assertion or belief) and not _is_document(source):
        return
    kind = HolderKind.IMPLIED if source is None else holder_kind(source)
    span = _np(source) if source is not None else None
    yield Attribution(span, _cue(verb), contents, kind, _act(lemma, source))


def _from_adjective(be: Token) -> Iterator[Attribution]:
    """ "Experts are convinced that P", "many are sure that P"."""
    for state in be.children:
        if state.dep_ != "acomp" or state.lower_ not in lexicon("reporting")["sure"]:
            continue
        content = next((c for c in state.children if c.dep_ == "ccomp" and _is_that(c)), None)
        source = next((c for c in be.children if c.dep_ == "nsubj"), None)
        if content is None or source is None or source.lower_ in {"it", "this", "that"}:
            continue
        cue = (be.idx, state.idx + len(state))
        yield Attribution(_np(source), cue, _subtree(content), holder_kind(source), Act.THINKS)


def _act(lemma: str, source: Token | None) -> Act:
    words = lexicon("reporting")
    if lemma in words["showing"] and source is not None and _is_document_noun(source):
        return Act.SHOWS
    for group, act in (
        ("assertion", Act.SAYS),
        ("belief", Act.THINKS),
        ("judgement", Act.JUDGES),
        ("showing", Act.SHOWS),
    ):
        if lemma in words[group]:
            return act
    return Act.WANTS


def _is_document_noun(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return lemma in lexicon("holders")["document"] or lemma in lexicon("sources")["document"]


def _is_document(token: Token | None) -> bool:
    if token is None:
        return False
    return _is_document_noun(token) or (
        token.pos_ in {"PROPN", "PRON"} and token.ent_type_ in {"PERSON", "ORG", ""}
    )


def _contents(verb: Token, quotes: list[Span], *, clausal: bool, assertion: bool) -> Span | None:  # noqa: PLR0911 - a decision list, read top down
    """What is reported: the clause, the quotation, or the object and its company."""
    lemma = verb.lemma_.lower()
    words = lexicon("reporting")
    for child in verb.children:
        if child.dep_ in _CLAUSES and clausal and child.pos_ != "PUNCT":
            span = _clause(child, verb)
            inside = _quotes_beside(verb, span, quotes)
            whole = inside and inside[0][0] <= span[0] + 2 and _size(inside[0]) * 2 > _size(span)
            return _whole_quotation(verb, inside, quotes) if whole else _with_quotes(span, quotes)
    # A quotation set off by a comma: "...", said X.
    if assertion:
        sentence = (verb.sent.start_char, verb.sent.end_char)
        inside = _quotes_beside(verb, sentence, quotes)
        if inside and sum(_size(_cut(q, sentence)) for q in inside) * 3 > _size(sentence):
            return _whole_quotation(verb, inside, quotes)
    for child in verb.children:
        if child.dep_ == "xcomp":
            return _subtree(child)
    objects = [
        child
        for child in verb.children
        if child.dep_ in {"dobj", "obj", "oprd", "attr"}
        or (child.dep_ == "prep" and child.lower_ in {"for", "about", "of", "on", "to"})
    ]
    direct = any(child.dep_ in {"dobj", "obj"} for child in objects)
    holder = subject_of(verb)
    if (
        objects
        and holder is not None
        and not _is_abstract(holder)
        and (
            (lemma in words["judgement"] | words["object"] and (direct or lemma == "call"))
            or (lemma in words["oblique"] and not direct)
        )
    ):
        start = min(_subtree(child)[0] for child in objects)
        end = max(_subtree(child)[1] for child in objects)
        return start, end
    # "As X notes, P."
    if (
        assertion
        and verb.dep_ == "advcl"
        and any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children)
    ):
        own_words = set(verb.subtree)
        return _hull(t for t in verb.head.subtree if t not in own_words and not t.is_space)
    # "P, X said" and "P, X said, Q": the parser hangs the verb on P.
    head = verb.head
    own = any(child.dep_ in _SUBJECTS for child in verb.children)
    if assertion and own and verb.dep_ in {"parataxis", "ccomp", "conj"} and head != verb:
        cut = set(verb.subtree)
        rest = [t for t in head.subtree if t not in cut and not t.is_space]
        if rest and (verb.dep_ == "parataxis" or verb.i > rest[-1].i):
            return _hull(rest)
    return None


def _quotes_beside(verb: Token, span: Span, quotes: list[Span]) -> list[Span]:
    """Quotations that reach into a stretch, without one in which the verb itself stands."""
    # They are in order and do not overlap: at most one that starts before the stretch is in it.
    first = max(0, bisect_left(quotes, (span[0], 0)) - 1)
    near = quotes[first : bisect_left(quotes, (span[1], 0))]
    return [q for q in near if q[1] > span[0] and not q[0] <= verb.idx < q[1]]


def _text_between(doc: Doc, start: int, end: int) -> str:
    """The text of a short stretch, without building the text of the whole."""
    span = tokens_of(doc, start, end)
    offset = start - span.start_char
    return span.text[offset : offset + end - start]


def _is_act(noun: Token) -> bool:
    events = lexicon("events")
    lemma = noun.lemma_.lower()
    return (
        noun.pos_ == "NOUN"
        and lemma not in lexicon("holders")["body"]
        and not _is_document_noun(noun)
        and (lemma in events["event"] or lemma in events["accusing"] or lemma in events["crisis"])
    )


def _is_abstract(noun: Token) -> bool:
    """ "Its involvement threatens the balance": an event says and wants nothing."""
    lemma = noun.lemma_.lower()
    events = lexicon("events")
    if noun.pos_ != "NOUN" or _is_document_noun(noun):
        return False
    return (
        lemma in events["event"]
        or lemma in events["relation"]
        or (
            lemma.endswith(("tion", "ment", "ness", "ity", "ism", "ance", "ence"))
            and lemma not in lexicon("holders")["body"]
        )
    )


def _whole_quotation(verb: Token, inside: list[Span], quotes: list[Span]) -> Span:
    """ "P," said X. "Q.": the quotation goes on after the cue, in the same paragraph."""
    start, end = inside[0][0], inside[-1][1]
    for quote in quotes[bisect_left(quotes, (end, 0)) :]:
        if quote[0] - end > _CUE_GAP:
            break
        between = _text_between(verb.doc, end, quote[0])
        cue_only = end <= verb.idx < quote[0] or not between.strip()
        if "\n" in between or not cue_only:
            break
        end = quote[1]
    return start, end


def _from_passive(verb: Token, quotes: list[Span]) -> Iterator[Attribution]:
    lemma = verb.lemma_.lower()
    judged = lemma in lexicon("reporting")["passive_judgement"]
    if lemma not in lexicon("reporting")["passive"] and not judged:
        return
    agent = next(
        (
            grandchild
            for child in verb.children
            if child.dep_ == "agent"
            for grandchild in child.children
            if grandchild.dep_ == "pobj"
        ),
        None,
    )
    content = next(
        (child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "oprd", "csubjpass"}),
        None,
    )
    if judged:
        # "He has been accused of fraud": what is held is the clause itself.
        content = verb
    if content is None:
        return
    span = _with_quotes(_subtree(content), quotes)
    kind = HolderKind.NONE if agent is None else holder_kind(agent)
    act = Act.THINKS if lemma in lexicon("reporting")["belief"] else Act.SAYS
    yield Attribution(_np(agent) if agent is not None else None, _cue(verb), span, kind, act)


def _from_light(verb: Token) -> Iterator[Attribution]:
    """ "has raised concerns among officials about P", "expressed doubts that P"."""
    for noun in verb.children:
        if noun.dep_ not in {"dobj", "nsubjpass"}:
            continue
        if noun.lemma_.lower() not in lexicon("reporting")["noun"]:
            continue
        holder = _holder_in(noun) or _holder_in(verb)
        content = _noun_content(noun) or _noun_content(verb)
        source = holder
        if source is None and verb.lemma_.lower() in {"express", "voice", "share", "have", "air"}:
            source = subject_of(verb)
        if source is None or content is None:
            continue
        cue = (verb.idx, noun.idx + len(noun))
        if cue[0] > cue[1]:
            cue = (noun.idx, verb.idx + len(verb))
        yield Attribution(_np(source), cue, _subtree(content), holder_kind(source), Act.THINKS)


def _from_noun(noun: Token) -> Iterator[Attribution]:
    if noun.lemma_.lower() not in lexicon("reporting")["noun"]:
        return
    if noun.head.lemma_.lower() in lexicon("reporting")["light"] and noun.dep_ == "dobj":
        return
    holder = _holder_in(noun)
    content = next((c for c in noun.children if c.dep_ in {"acl", "ccomp"} and _is_that(c)), None)
    if content is None and holder is not None:
        content = _noun_content(noun)
    if content is None:
        return
    kind = HolderKind.NONE if holder is None else holder_kind(holder)
    cue = (noun.idx, noun.idx + len(noun))
    span = _np(holder) if holder is not None else None
    yield Attribution(span, cue, _subtree(content), kind, Act.THINKS)


def _is_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _holder_in(noun: Token) -> Token | None:
    """X in "X's fear", "fear among X", "a claim by X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"among", "amongst", "by", "from"}:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def _noun_content(noun: Token) -> Token | None:
    """P in "fear of P", "concerns about P", "the claim that P"."""
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp"} and _is_that(child):
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {
            "about", "over", "regarding", "concerning", "of", "for", "on", "as",
        }:  # fmt: skip
            return next((g for g in child.children if g.dep_ in {"pobj", "pcomp"}), None)
        if child.dep_ == "prep" and child.pos_ == "VERB":
            return next((g for g in child.children if g.dep_ in {"pobj", "pcomp", "dobj"}), None)
    return None


def _from_according(token: Token) -> Iterator[Attribution]:
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    source = next((child for child in to.children if child.dep_ in {"pobj", "pcomp"}), None)
    if source is None:
        source = next((c for c in token.children if c.dep_ == "pobj"), None)
    if source is None:
        return
    phrase = _subtree(source)
    cue = (token.idx, to.idx + len(to))
    sentence = token.sent
    before = [t for t in sentence if t.idx < cue[0] and not t.is_space and not t.is_punct]
    after = [t for t in sentence if t.idx >= phrase[1] and not t.is_space and not t.is_punct]
    rest = before if len(before) > len(after) else after
    if not rest:
        return
    content = (rest[0].idx, rest[-1].idx + len(rest[-1]))
    yield Attribution(phrase, cue, content, holder_kind(source))


def _from_hearsay(adverb: Token) -> Iterator[Attribution]:
    head = adverb.head
    if head == adverb or head.pos_ not in {"VERB", "AUX"} or adverb.lower_ == "apparently":
        return
    start, end = _subtree(head)
    cue = (adverb.idx, adverb.idx + len(adverb))
    yield Attribution(None, cue, (start, end), HolderKind.NONE)


# Spans -------------------------------------------------------------------------------------------


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, or the one it shares with its governor."""
    seen = 0
    current = verb
    while seen < 6:
        for child in current.children:
            if child.dep_ in _SUBJECTS:
                return _antecedent(child)
        if current.dep_ in {"conj", "xcomp", "advcl", "dep"} and current.head != current:
            current = current.head
            seen += 1
            continue
        if current.dep_ in {"acl", "relcl"} and current.head.pos_ in {"NOUN", "PROPN"}:
            return current.head if current.tag_ == "VBG" or current.dep_ == "acl" else None
        return None
    return None


def _antecedent(token: Token) -> Token:
    """The noun for which a relative pronoun stands."""
    if token.tag_ in {"WP", "WDT"} and token.head.dep_ == "relcl":
        return token.head.head
    return token


def _cue(verb: Token) -> Span:
    parts = [verb, *(child for child in verb.children if child.dep_ in _AUXILIARIES)]
    parts = [part for part in parts if part.i <= verb.i and verb.i - part.i < 4]
    start = min(part.idx for part in parts)
    end = verb.idx + len(verb)
    for child in verb.children:
        if child.dep_ == "prt":
            end = max(end, child.idx + len(child))
    return start, end


def _np(head: Token) -> Span:
    """A noun phrase without its relative clauses, appositions and trailing punctuation."""
    dropped = {
        token
        for child in head.children
        if child.dep_ in {"relcl", "appos", "acl", "punct"} and child.i > head.i
        for token in child.subtree
    }
    return _hull(token for token in head.subtree if token not in dropped)


def _clause(clause: Token, verb: Token) -> Span:
    """A clause's span without what it shares with the reporting verb that cuts into it."""
    outside = set(clause.subtree) & ({verb} | set(verb.ancestors))
    start, end = _hull(token for token in clause.subtree if token not in outside)
    if start <= verb.idx < end:
        parts = [t for t in clause.subtree if t.i > verb.i] if clause.i > verb.i else None
        if parts:
            return _hull(parts)
    return start, end


def _subtree(token: Token) -> Span:
    return _hull(token.subtree)


def _hull(tokens: Iterable[Token]) -> Span:
    kept = list(tokens)
    while len(kept) > 1 and (kept[-1].is_space or kept[-1].text in {",", ";", ".", "--", "—"}):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_space or kept[0].text in {",", ";"}):
        kept.pop(0)
    return kept[0].idx, kept[-1].idx + len(kept[-1])


def _with_quotes(span: Span, quotes: list[Span]) -> Span:
    """Grow a content to the end of the quotation that it starts."""
    at = bisect_left(quotes, (span[0] - 2, 0))
    for quote in quotes[at : at + 2]:
        if abs(quote[0] - span[0]) <= 2 and quote[1] > span[1]:
            return span[0], quote[1]
    return span


def _cut(span: Span, window: Span) -> Span:
    return max(span[0], window[0]), max(span[0], window[0], min(span[1], window[1]))


def _size(span: Span) -> int:
    return span[1] - span[0]
