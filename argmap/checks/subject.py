"""What a check looks at: a map, its parse, and what is known of each unit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from argmap.errors import UsageError
from argmap.language.attribution import (
    Attribution,
    HolderKind,
    attributions,
    holder_kind,
    quotations,
)
from argmap.language.hedging import is_opinion, is_question
from argmap.language.lexicon import lexicon
from argmap.language.places import Places, tokens_of
from argmap.language.sourcing import named_source, source_marker
from argmap.model import ArgumentMap, Evidence, RelationKind, Stance, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from argmap.critic import Critic, Judgement, Quoted


_SHORT = 12
"""Sentences under which a share of them says nothing."""
_SOURCED = 0.3
"""Share of sentences with a source from which a text is a report: under it 84 in 100 of the flags
on figures that were judged were right, from it on 36."""
_QUOTED = 0.15
"""Share of the text that stands in quotation marks from which it is a report. Of the judged flags
that ask how well something is argued, 62 in 100 were right in other texts, and 22 in reports."""
_LONG = 6
_SHARED = 2
"""Words in common that show a support."""
_SURE = 0.7
"""Confidence from which a relation counts as shown."""
_LIGHT = frozenset(
    {"be", "do", "get", "give", "go", "have", "make", "other", "say", "take", "thing"}
)
_HEADLINE = 12
"""Words up to which a line may be a heading."""
_NUMBER = re.compile(r"\d{1,2}[.)]\s+\S")
_SIGNATURE = re.compile(
    r"[—–-]{1,2} ?(?=[^\n]*[@(\d])[@A-Z](?:[^.!?\n]|\b[A-Z]\.){2,70}"  # with handle, date, office
    r"|[—–-]{1,2} ?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}"  # two to four words, all capitalised
)
"""A line that says whose words stand above it."""
_SIGNED = 6
"""Paragraphs between two signatures that can be one message."""
_STOPS = frozenset(".!?…:;\"'”’)")
_BACK = frozenset({"he", "it", "she", "such", "that", "the", "these", "they", "this", "those"})


def _is_document(token: Token) -> bool:
    """A document that the reader could find: "the census", "a survey by ...", not "surveys"."""
    if token.tag_ in {"NNS", "NNPS"} and token.lemma_.lower() in lexicon("sources")["document"]:
        # "Tallies by the Norvik Institute".
        return any(
            c.dep_ in {"prep", "poss", "compound"} and any(t.pos_ == "PROPN" for t in c.subtree)
            for c in token.children
            if c.dep_ != "prep" or c.lower_ in {"by", "from"}
        )
    return (
        token.tag_ in {"NN", "NNP"}
        and token.lemma_.lower() in lexicon("sources")["document"]
        and any(c.dep_ in {"det", "poss", "compound", "amod"} for c in token.children)
    )


class Subject:
    """A map with its parse, as checks see it.

    Args:
        map: The map; flags and strengths on it are those of the checks that ran before.
        doc: The parse of `map.article.text`, or none where only the map is known.

    Raises:
        UsageError: the parse is of another text.
    """

    def __init__(self, map: ArgumentMap, doc: Doc | None = None) -> None:
        if doc is not None and doc.text != map.article.text:
            raise UsageError(
                "the parse is of another text than the map's article",
                where=map.article.id,
                hint="parse `map.article.text` itself",
            )
        self.map = map
        self._doc = doc
        # What was worked out of the parse, by unit or by the start of a sentence.
        self._tokens: dict[str, list[Token]] = {}
        self._sentences: dict[str, list[Span]] = {}
        self._content: dict[str, frozenset[str]] = {}
        self._asks: dict[str, bool] = {}
        self._next: dict[tuple[int, int], Span | None] = {}
        self._sourced: dict[int, bool] = {}
        self._answers: dict[tuple[Callable[[Span], bool], int], bool] = {}

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units in the order of the text."""
        return self.map.units

    @property
    def has_parse(self) -> bool:
        """Is the parse there?"""
        return self._doc is not None

    @property
    def doc(self) -> Doc:
        """The parse.

        Raises:
            UsageError: there is none.
        """
        if self._doc is None:
            raise UsageError("this check needs a parse", hint="give `run` the article's Doc")
        return self._doc

    # The parse of a unit ----------------------------------------------------------------------

    def span(self, unit: Unit) -> Span:
        """The unit's tokens; a token that is cut by its edge counts."""
        return self.slice(unit.start, unit.end)

    def slice(self, start: int, end: int) -> Span:
        """Tokens of `[start, end)`; a token that is cut by an edge counts."""
        return tokens_of(self.doc, start, end)

    def tokens(self, unit: Unit) -> Iterator[Token]:
        """Tokens of a unit that are words or signs, and lie inside it."""
        # Every check walks over them: making spaCy's tokens anew each time took most of the time.
        if unit.id not in self._tokens:
            self._tokens[unit.id] = [
                token
                for token in self.span(unit)
                if not token.is_space and unit.start <= token.idx < unit.end
            ]
        return iter(self._tokens[unit.id])

    def sentences(self, unit: Unit) -> list[Span]:
        """Sentences that the unit touches."""
        if unit.id not in self._sentences:
            span = self.span(unit)
            first = bisect_right(self._sentence_starts, span.start) - 1
            stop = bisect_left(self._sentence_starts, span.end)
            self._sentences[unit.id] = self.all_sentences[first:stop] if len(span) else []
        return self._sentences[unit.id]

    @cached_property
    def all_sentences(self) -> list[Span]:
        """Sentences of the article."""
        return list(self.doc.sents)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.all_sentences]

    def _sentence_at(self, place: int) -> Span:
        """The sentence of the token at this place; spaCy walks to its ends each time."""
        return self.all_sentences[bisect_right(self._sentence_starts, place) - 1]

    @cached_property
    def all_tokens(self) -> list[Token]:
        """Tokens of the article, white space and all."""
        return list(self.doc)

    @cached_property
    def places(self) -> frozenset[str]:
        """Names of countries, towns and nations in the article."""
        return frozenset(
            e.text.removeprefix("the ") for e in self.doc.ents if e.label_ in {"GPE", "NORP"}
        )

    @cached_property
    def numbers(self) -> dict[str, list[Token]]:
        """Each number that is written in digits, and where it stands."""
        found: dict[str, list[Token]] = {}
        for token in self.all_tokens:
            if token.text[0].isdigit():
                found.setdefault(token.text, []).append(token)
        return found

    @cached_property
    def verbs_and_nouns(self) -> list[tuple[Token, bool, str]]:
        """Each verb and noun of the article: the token, whether it is a verb, its lemma."""
        return [
            (token, token.pos_ == "VERB", token.lemma_.lower())
            for token in self.all_tokens
            if token.pos_ in {"VERB", "NOUN"}
        ]

    def tokens_in(self, sentence: Span) -> list[Token]:
        """All tokens of a sentence."""
        return self.all_tokens[sentence.start : sentence.end]

    def text_of(self, sentence: Span) -> str:
        """`sentence.text`, which spaCy would put together word by word."""
        return self.map.article.text[sentence.start_char : sentence.end_char]

    def sentence_before(self, sentence: Span) -> Span | None:
        """The sentence before, in the same paragraph, or none."""
        if sentence.start == 0:
            return None
        before = self._sentence_at(sentence.start - 1)
        return None if "\n\n" in self._gap(before, sentence) else before

    def sentence_after(self, sentence: Span) -> Span | None:
        """The sentence after, in the same paragraph, or none."""
        key = sentence.start, sentence.end
        if key not in self._next:
            after = self._sentence_at(sentence.end) if sentence.end < len(self.doc) else None
            apart = after is not None and "\n\n" in self._gap(sentence, after)
            self._next[key] = None if apart else after
        return self._next[key]

    def sentence_beside(self, sentence: Span, step: int) -> Span | None:
        """The sentence after (`step` 1) or before (-1), even across the border of a paragraph."""
        at = sentence.end if step > 0 else sentence.start - 1
        while 0 <= at < len(self.doc) and self.doc[at].is_space:
            at += step
        return self._sentence_at(at) if 0 <= at < len(self.doc) else None

    def sentences_beside(self, sentence: Span, step: int, most: int) -> Iterator[Span]:
        """Up to so many sentences after (`step` 1) or before (-1), across paragraphs."""
        beside = self.sentence_beside(sentence, step)
        for _ in range(most):
            if beside is None:
                return
            yield beside
            beside = self.sentence_beside(beside, step)

    def _gap(self, first: Span, second: Span) -> str:
        """White space around the border of two sentences, with line ends made equal."""
        text = self.map.article.text
        start = first.end_char
        while start > first.start_char and text[start - 1].isspace():
            start -= 1
        tail = text[second.start_char : second.start_char + 200]
        stop = second.start_char + len(tail) - len(tail.lstrip())
        return "".join(c for c in text[start:stop].replace("\r\n", "\n") if c == "\n")

    # What is said by whom ---------------------------------------------------------------------

    @cached_property
    def attributions(self) -> list[Attribution]:
        """All attributions of the article, in the order of their cues."""
        return attributions(self.doc, self.quotations)

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Stretches between quotation marks."""
        return quotations(self.doc)

    @cached_property
    def _reported(self) -> list[tuple[int, int]]:
        """Contents that are somebody else's, in the order of the text."""
        reported = [
            a.content
            for a in self.attributions
            if a.kind is not HolderKind.WRITER and not a.is_clause
        ]
        blocks = [(b.start, b.end) for b in self.map.article.blocks if b.kind == "quote"]
        return sorted([*reported, *self.quotations, *blocks, *self._signed()])

    def _signed(self) -> Iterator[tuple[int, int]]:
        """What a line with a dash and a name signs, as under a posted message.

        It is the paragraph before; where another signature stands a few paragraphs back, all that
        stands in between.
        """
        blocks, text = self.map.article.blocks, self.map.article.text
        last = -1
        for place, block in enumerate(blocks):
            if not place or not _SIGNATURE.fullmatch(text[block.start : block.end].strip()):
                continue
            first = last + 1 if last >= 0 and place - last <= _SIGNED else place - 1
            if first < place:
                yield blocks[first].start, blocks[place - 1].end
            last = place

    def is_reported(self, start: int, end: int) -> bool:
        """Are these words put in somebody's mouth: quoted, or the content of an attribution?"""
        return any(
            s <= start and end <= e for s, e in self._reported_places.around(start, start + 1)
        )

    def is_attributed(self, unit: Unit) -> bool:
        """Is half of the unit or more somebody else's?"""
        size = max(1, unit.end - unit.start)
        return any(
            2 * (min(e, unit.end) - max(s, unit.start)) >= size
            for s, e in self._reported_places.around(unit.start, unit.end)
        )

    @cached_property
    def _reported_places(self) -> Places[tuple[int, int]]:
        return Places([(s, e, (s, e)) for s, e in self._reported])

    def attributions_in(self, unit: Unit) -> list[Attribution]:
        """Attributions whose cue stands in the unit."""
        return [a for a in self.attributions_from(unit.start, unit.end) if a.cue[1] <= unit.end]

    def attributions_from(self, start: int, end: int) -> list[Attribution]:
        """Attributions whose cue starts in `[start, end)`."""
        return [a for a in self._cues.around(start, end) if start <= a.cue[0]]

    @cached_property
    def _cues(self) -> Places[Attribution]:
        return Places([(*a.cue, a) for a in self.attributions])

    def is_sourced(self, unit: Unit, *, neighbours: bool = True) -> bool:
        """Is a source given in the unit's sentence or, with `neighbours`, beside it?"""
        for sentence in self.sentences(unit):
            if self.gives_source(sentence):
                return True
            if neighbours:
                before = self.sentence_before(sentence)
                if before is not None and self.gives_source(before):
                    return True
                if self.is_sourced_next(sentence):
                    return True
        return False

    def is_sourced_next(self, sentence: Span) -> bool:
        """Does the next sentence of the paragraph point back to this one and give a source?"""
        after = self.sentence_after(sentence)
        return after is not None and after[0].lower_ in _BACK and self.gives_source(after)

    def gives_source(self, sentence: Span) -> bool:
        """Does the sentence name a source: a link, a citation, somebody who says it, a document?"""
        key = sentence.start
        if key not in self._sourced:
            self._sourced[key] = bool(
                source_marker(self.text_of(sentence))
                or named_source(
                    self._says.around(sentence.start_char, sentence.end_char),
                    sentence.start_char,
                    sentence.end_char,
                )
                or any(_is_document(token) for token in self.tokens_in(sentence))
            )
        return self._sourced[key]

    def quotes_person(self, sentence: Span) -> bool:
        """Does a person, by name, say something in the sentence?"""
        return any(
            attribution.source is not None
            and any(t.ent_type_ == "PERSON" for t in self.slice(*attribution.source))
            for attribution in self._says.around(sentence.start_char, sentence.end_char)
        )

    @cached_property
    def is_report(self) -> bool:
        """Does the article tell what others say: does it name sources in three of ten of its
        sentences or more, or does a seventh of its text stand in quotation marks?"""
        return self.is_sourced_throughout or (
            sum(end - start for start, end in self.quotations)
            >= _QUOTED * len(self.map.article.text)
            and len(self._told) >= _SHORT
        )

    @cached_property
    def is_sourced_throughout(self) -> bool:
        """Does the article name sources in three of ten of its sentences or more?"""
        told = self._told
        return len(told) >= _SHORT and (sum(map(self.gives_source, told)) >= _SOURCED * len(told))

    @cached_property
    def _told(self) -> list[Span]:
        """The sentences that say something, white space alone left out."""
        return [s for s in self.all_sentences if self.text_of(s).strip()]

    @cached_property
    def _says(self) -> Places[Attribution]:
        return Places(
            [
                (a.start, a.end, a)
                for a in self.attributions
                if a.kind is HolderKind.NAMED and a.source is not None
            ]
        )

    def asks(self, unit: Unit) -> bool:
        """Is the unit part of a question?"""
        if unit.id not in self._asks:
            self._asks[unit.id] = any(self.is_question(place) for place in self.sentences(unit))
        return self._asks[unit.id]

    def is_question(self, sentence: Span) -> bool:
        """Does the sentence ask?"""
        return self._once(is_question, sentence)

    def is_opinion(self, unit: Unit) -> bool:
        """Does the writer say that it is an opinion ("I think")?"""
        return any(self._once(self._is_opinion, sentence) for sentence in self.sentences(unit))

    def _is_opinion(self, sentence: Span) -> bool:
        return is_opinion(self.text_of(sentence))

    def _once(self, asked: Callable[[Span], bool], sentence: Span) -> bool:
        """The answer about a sentence; many units can stand in one."""
        key = asked, sentence.start
        if key not in self._answers:
            self._answers[key] = asked(sentence)
        return self._answers[key]

    # What the critic model sees -----------------------------------------------------------------

    @cached_property
    def _critic(self) -> Critic | None:
        """The critic model, or none where it is not installed: then the patterns decide alone."""
        from argmap import critic

        return critic.load_critic() if critic.available() else None

    @cached_property
    def unnamed(self) -> list[Quoted]:
        """Attributions whose holder is nobody in particular, by the critic."""
        if self._critic is None:
            return []
        # Reading costs as much as parsing: only what stands around a holder of that kind is read.
        places = [
            t.idx
            for t in self.all_tokens
            if t.dep_ in {"nsubj", "pobj"} and holder_kind(t) is HolderKind.GENERIC
        ]
        if not places:
            return []
        return [one for one in self._critic.quoted(self.map.article.text, places) if one.vague]

    def judged(self, unit: Unit) -> Judgement | None:
        """Is the unit worth checking, and which support can it have? By the critic."""
        return self._critic.judge([unit.text])[0] if self._critic is not None else None

    # The unit in the map ----------------------------------------------------------------------

    def supporters(self, unit: Unit) -> list[Unit]:
        """Units that support this one."""
        return self.map.supporters(unit.id)

    def backing(self, unit: Unit) -> list[Unit]:
        """Supporters that the text itself shows to bear on the unit.

        A cue, two words in common, or a miner that is sure of the relation: a support by position
        alone is a guess, and no reason to hold a weakness back.
        """
        sure = {
            r.source
            for r in self.map.incoming(unit.id)
            if r.kind is RelationKind.SUPPORT and (r.cues or r.confidence >= _SURE)
        }
        found = self.map.supporters(unit.id)
        if not self.has_parse:
            return found
        words = self.content(unit)
        return [
            other
            for other in found
            if other.id in sure or len(words & self.content(other)) >= _SHARED
        ]

    def content(self, unit: Unit) -> frozenset[str]:
        """Lemmas of the unit's nouns, verbs and adjectives, the commonest verbs left out."""
        if unit.id not in self._content:
            self._content[unit.id] = (
                frozenset(
                    t.lemma_.lower()
                    for t in self.tokens(unit)
                    if t.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"}
                )
                - _LIGHT
            )
        return self._content[unit.id]

    def attackers(self, unit: Unit) -> list[Unit]:
        """Units that attack this one."""
        return self.map.attackers(unit.id)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit.id: place for place, unit in enumerate(self.map.units)}

    def unit_after(self, unit: Unit) -> Unit | None:
        """The next unit of the text, or none."""
        place = self._places[unit.id] + 1
        return self.units[place] if place < len(self.units) else None

    def block_of(self, unit: Unit) -> int | None:
        """Index of the block that the unit starts in, or none."""
        index = bisect_right(self._block_starts, unit.start) - 1
        inside = index >= 0 and unit.start < self.map.article.blocks[index].end
        return index if inside else None

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.map.article.blocks]

    def is_headline(self, unit: Unit) -> bool:
        """Does the unit fill a line that reads like a heading: short, numbered or without a stop?

        Plain text marks no headings; what stands under such a line argues for it.
        """
        place = self.block_of(unit)
        if place is None:
            return False
        blocks = self.map.article.blocks
        block = blocks[place]
        beside = {
            other.kind for other in (*blocks[max(0, place - 1) : place], *blocks[place + 1 :][:1])
        }
        alone = block.kind == "list_item" and "list_item" not in beside
        line = self.map.article.text[block.start : block.end].strip()
        if len(line.split()) > _HEADLINE:
            return False
        return alone or bool(_NUMBER.match(line)) or line[-1:] not in _STOPS

    def is_early(self, unit: Unit) -> bool:
        """Does the unit stand in the opening, where a longer article announces what it will argue?

        The opening is the title and the first two paragraphs of an article that has six or more.
        """
        text, place = self._paragraphs, self.block_of(unit)
        return len(text) >= _LONG and place is not None and place <= text[1]

    def opens(self, unit: Unit) -> bool:
        """Does the unit stand in the first sentence of a longer article, which recalls the news?"""
        text, sentences = self._paragraphs, self.sentences(unit)
        return (
            len(text) >= _LONG
            and self.block_of(unit) == text[0]
            and bool(sentences)
            and self.sentence_before(sentences[0]) is None
        )

    @cached_property
    def lead_end(self) -> int:
        """Where the third sentence of a longer article ends, and with it the lead; -1: none."""
        return self._told[2].end_char if len(self._told) >= _SHORT else -1

    def is_late(self, unit: Unit) -> bool:
        """Does the unit stand in the last two paragraphs of an article that has six or more?"""
        text, place = self._paragraphs, self.block_of(unit)
        return len(text) >= _LONG and place is not None and place >= text[-2]

    @cached_property
    def _paragraphs(self) -> list[int]:
        blocks = self.map.article.blocks
        return [i for i, block in enumerate(blocks) if block.kind not in {"title", "heading"}]

    @cached_property
    def argued(self) -> frozenset[str]:
        """Lemmas of the thesis's nouns and of the title's words: what the article is about."""
        thesis = self.map.thesis
        found = set(self.content(thesis)) if thesis is not None else set()
        for block in self.map.article.blocks:
            if block.kind == "title":
                found |= {
                    t.lemma_.lower() for t in self.slice(block.start, block.end) if t.is_alpha
                }
        return frozenset(found)

    def words(self, start: int, end: int, *, limit: int = 90) -> str:
        """The words of `[start, end)` for a message: on one line, cut at a word, in quotes."""
        text = " ".join(self.map.article.text[start:end].split())
        if len(text) > limit:
            text = text[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"
        return f"“{text}”"

    def quoted(self, start: int, end: int, stance: Stance = Stance.NEITHER) -> Evidence:
        """The article's own words `[start, end)` as evidence."""
        return Evidence(start=start, end=end, quote=self.map.article.text[start:end], stance=stance)

    def quoted_sentence(self, sentence: Span) -> Evidence:
        """A sentence of the article as evidence, without the white space at its end."""
        start = sentence.start_char
        return self.quoted(start, start + len(sentence.text.rstrip()))

    def on(self, map: ArgumentMap) -> Subject:
        """The same article with another state of its map; what is known of the parse is kept."""
        other = Subject(map)
        other.__dict__.update(self.__dict__)
        other.map = map
        return other
