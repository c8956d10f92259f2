"""Sentences and clauses that can be units, from spaCy's parse.

A sentence is one candidate; it is two or more where it joins statements that stand for
themselves: "Given A, B", "While A, B", "B because A", "A, and B", "A; B".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argmap.mining.cues import Found, connectives, find_cues, leading_pattern
from argmap.model import Article, BlockKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

BODY = {BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
SUBORDINATORS = {
    "because",
    "since",
    "given",
    "although",
    "though",
    "while",
    "whilst",
    "whereas",
    "as",
}
PRONOUNS = {"it", "he", "she", "they", "we", "you", "i", "this", "that", "these", "those", "there"}
MIN_WORDS = 3
"""A clause of fewer words is not split off: it claims too little to stand alone."""


@dataclass(slots=True)
class Candidate:
    """A stretch of the article that may be a unit."""

    start: int
    end: int
    block: int
    sentence: int
    lead_start: int
    cues: list[Found] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)

    def has(self, *kinds: str) -> bool:
        """Whether an indicator of one of these kinds was found."""
        return bool(self.cues) and any(cue.kind in kinds for cue in self.cues)


def body_blocks(article: Article) -> list[int]:
    """Indices of the blocks that can hold units: no titles, no headings, no reference lists."""
    kept: list[int] = []
    background = False
    for index, block in enumerate(article.blocks):
        if block.kind is BlockKind.HEADING:
            heading = plain_heading(article.text[block.start : block.end])
            background = heading in connectives()["background_headings"]
        elif block.kind in BODY and not background:
            kept.append(index)
    return kept


def plain_heading(text: str) -> str:
    """A heading in lower case, without numbers, marks and outer space.

    >>> plain_heading("5. Conclusion:")
    'conclusion'
    """
    return re.sub(r"^[\W\d_]+|[\W_]+$", "", text).lower()


def find_candidates(article: Article, doc: Doc) -> list[Candidate]:
    """Candidates in the order of the text, with their indicators.

    Args:
        article: What is read.
        doc: spaCy's parse of `article.text`, with sentences that keep to the blocks.
    """
    return [
        _candidate(article.text, doc, start, end, block, sentence, lead)
        for start, end, block, sentence, lead in candidate_spans(article, doc)
    ]


def candidate_spans(article: Article, doc: Doc) -> Iterator[tuple[int, int, int, int, int]]:
    """Start, end, block, sentence and start of the lead of each candidate; see `Candidate`."""
    sentences = list(doc.sents)
    at = 0
    for index in body_blocks(article):
        block = article.blocks[index]
        while at < len(sentences) and sentences[at].end_char <= block.start:
            at += 1
        k = at
        while k < len(sentences) and sentences[k].start_char < block.end:
            sentence = sentences[k]
            while k + 1 < len(sentences) and _goes_on(sentence, sentences[k + 1], block.end):
                k += 1
                sentence = doc[sentence.start : sentences[k].end]
            low, high = max(sentence.start_char, block.start), min(sentence.end_char, block.end)
            for start, end, lead in split_sentence(article.text, sentence, low, high):
                yield start, end, index, k, lead
            k += 1


def _goes_on(sentence: Span, following: Span, block_end: int) -> bool:
    """Whether the parser broke a sentence in two: no closing mark, and a small letter goes on."""
    if following.start_char >= block_end:
        return False
    if not following[0].text[:1].islower():
        return False
    return sentence.text.rstrip()[-1:].isalnum()


def given_candidates(
    article: Article, doc: Doc, spans: list[tuple[int, int]] | tuple[tuple[int, int], ...]
) -> list[Candidate]:
    """Candidates for units that somebody else found.

    Args:
        article: What is read.
        doc: spaCy's parse of `article.text`.
        spans: `[start, end)` in code points.
    """
    sentences = [(s.start_char, s.end_char) for s in doc.sents]
    ends = [end for _, end in sentences]
    made: list[Candidate] = []
    last_end = 0
    for start, end in sorted(spans):
        sentence = bisect_right(ends, start)
        sentence = sentence if sentence < len(ends) else 0
        low = sentences[sentence][0] if sentences else 0
        block = next((k for k, b in enumerate(article.blocks) if b.start <= start < b.end), -1)
        if block >= 0:
            low = max(low, article.blocks[block].start)
        lead = min(start, max(low, last_end))
        made.append(_candidate(article.text, doc, start, end, block, sentence, lead))
        last_end = end
    return made


def _candidate(
    text: str, doc: Doc, start: int, end: int, block: int, sentence: int, lead: int
) -> Candidate:
    span = doc.char_span(start, end, alignment_mode="expand")
    return Candidate(
        start,
        end,
        block,
        sentence,
        lead,
        cues=find_cues(text, lead, start, end),
        tokens=list(span) if span is not None else [],
    )


def split_sentence(text: str, sentence: Span, low: int, high: int) -> list[tuple[int, int, int]]:
    """`(start, end, lead_start)` of the statements in one sentence, trimmed.

    Args:
        text: The article's text.
        sentence: One sentence of the parse.
        low: Where it begins at the earliest, in code points.
        high: Where it ends at the latest.
    """
    cuts = sorted({low, *(_cut for _cut in _cuts(sentence) if low < _cut < high)})
    pieces: list[tuple[int, int, int]] = []
    for start, end in zip(cuts, [*cuts[1:], high], strict=True):
        trimmed = _trim(text, start, end, len(cuts) > 1)
        if trimmed[0] < trimmed[1]:
            pieces.append((*trimmed, start))
    kept = [piece for piece in pieces if _is_statement(text, piece, len(pieces) > 1)]
    return kept


def _cuts(sentence: Span) -> Iterator[int]:
    """Where a new statement begins, in code points."""
    tokens = list(sentence)
    roots = [token for token in tokens if token.dep_ == "ROOT"] or [sentence.root]
    root = max(roots, key=lambda token: token.right_edge.i - token.left_edge.i)
    for token in tokens:
        if token.text == ";" and token.i + 1 < sentence.end:
            yield token.nbor().idx
    heads = [root, *(t for t in root.conjuncts if sentence.start <= t.i < sentence.end)]
    for head in heads:
        if head is not root and _has_subject(head):
            start = _coordinated_start(head, sentence)
            if start is not None:
                yield start
        for child in head.children:
            if child.dep_ == "advcl" or (child.dep_ == "prep" and child.lower_ == "given"):
                yield from _subordinate_cuts(child, head, sentence)


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in token.children)


def _coordinated_start(head: Token, sentence: Span) -> int | None:
    """Where the coordinated clause of `head` begins, if a comma and a conjunction part it."""
    left = head.left_edge
    if left.i <= sentence.start + MIN_WORDS or head.right_edge.i - left.i + 1 < MIN_WORDS + 1:
        return None
    before = left.nbor(-1)
    if before.dep_ == "cc" and before.i - 1 > sentence.start and before.nbor(-1).text == ",":
        first = next((t for t in head.children if t.dep_ in SUBJECTS), None)
        # "A, and it B" goes on about A; only a clause with a subject of its own stands alone.
        if first is not None and first.pos_ == "PRON" and before.lower_ == "and":
            return None
        return before.idx
    return None


def _subordinate_cuts(clause: Token, head: Token, sentence: Span) -> Iterator[int]:
    """Where "because A" begins, or where B begins after "Given A, "."""
    marks = [t for t in clause.children if t.dep_ in ("mark", "prep", "advmod") and t.i < clause.i]
    mark = next((t for t in marks if t.lower_ in SUBORDINATORS), None)
    if mark is None and clause.lower_ in SUBORDINATORS:
        mark = clause
    left, right = clause.left_edge, clause.right_edge
    while right.is_punct and right.i > left.i:
        right = right.nbor(-1)
    if mark is None or mark.i != left.i or right.i - left.i < MIN_WORDS:
        return
    if mark.lower_ == "as" or (mark.lower_ == "since" and _is_temporal(clause)):
        return  # "as" compares and "since 1990" dates more often than they give a reason
    if left.i <= _first_word(sentence):
        after = right.nbor() if right.i + 1 < sentence.end else None
        while after is not None and after.is_punct and after.i + 1 < sentence.end:
            after = after.nbor()
        if after is not None and right.i + 1 < sentence.end and right.nbor().text == ",":
            yield after.idx
    elif right.i >= sentence.end - 2:
        yield left.idx


def _first_word(sentence: Span) -> int:
    return next((t.i for t in sentence if not (t.is_punct or t.is_space)), sentence.start)


def _is_temporal(clause: Token) -> bool:
    return any(t.ent_type_ in ("DATE", "TIME") for t in clause.subtree) or clause.tag_ == "VBD"


def _trim(text: str, start: int, end: int, is_part: bool) -> tuple[int, int]:
    """Cut leading indicators and outer punctuation off a statement."""
    changed = True
    while changed:
        changed = False
        while start < end and not _opens(text[start]):
            start += 1
        while start < end and not _closes(text[start:end]):
            end -= 1
        cut = _connective_end(text, start, end, is_part)
        if cut is not None and cut < end:
            start, changed = cut, True
    return start, end


def _opens(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNS" or char in "\"'“‘«([{@#$€£¿¡"


def _closes(piece: str) -> bool:
    char = piece[-1]
    return unicodedata.category(char)[0] in "LNSM" or char in "\"'”’»)]}%?!"


TRIMMED = ("summary", "conclusion", "addition", "contrast", "contrast_weak", "reason", "example")
KEPT = frozenset(
    # Words that are part of what is said once they are not followed by a comma.
    (
        *("the reason is", "the main reason is", "the primary reason is", "another reason"),
        *("this includes", "these include", "this means", "that means", "this shows"),
        *("take", "consider", "as such", "in fact"),
    )
)


SUBORDINATE = re.compile(
    r"(?:because|since|although|though|even though|while|whilst|whereas)\s+(?=\w)", re.IGNORECASE
)
CONCESSIVE = re.compile(
    r"(?:although|though|even though|while|whilst|whereas)\s+(?=\w)", re.IGNORECASE
)
COORDINATE = re.compile(r"(?:and|or|then)\s+(?=\w)", re.IGNORECASE)


def _connective_end(text: str, start: int, end: int, is_part: bool) -> int | None:
    first = COORDINATE.match(text, start, end)
    if first:
        return first.end()
    best: int | None = None
    for kind in TRIMMED:
        match = leading_pattern(kind).match(text, start, end)
        if match is None:
            continue
        phrase, comma = match["cue"].lower(), "," in text[match.end("cue") : match.end("cue") + 1]
        if not comma and (phrase in KEPT or phrase in connectives()["needs_comma"]):
            continue
        if phrase.startswith(("this ", "these ", "the ", "another ", "that ")) and not comma:
            continue
        best = max(best or 0, match.end())
    if best is None:
        match = SUBORDINATE.match(text, start, end) if is_part else None
        best = match.end() if match else None
    return best


def _is_statement(text: str, piece: tuple[int, int, int], is_part: bool) -> bool:
    words = text[piece[0] : piece[1]].split()
    # "Although it is a member, ...": grants too little to be a unit beside the main clause.
    mark = CONCESSIVE.search(text, piece[2], piece[1]) if is_part else None
    granted = mark is not None and mark.end() == piece[0]
    aside = granted and words[0].lower() in PRONOUNS and len(words) < MIN_WORDS + 3
    return len(words) >= MIN_WORDS and not aside
