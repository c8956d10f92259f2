"""Comments in an article that silence checks: where they stand, what they mean, which are unused.

In Markdown and HTML a comment says which flags its writer has seen and lets stand:

    <!-- argmap: ignore vague-source -->          the next block, or the block that it stands in
    <!-- argmap: ignore-start unsourced-fact -->  from here ...
    <!-- argmap: ignore-end -->                   ... to here
    <!-- argmap: ignore-file -->                  the whole file

Codes are separated by commas or spaces; none means every check. What follows a colon is the
reason, for people: `<!-- argmap: ignore unsourced-fact: the census, table 3 -->`. Headings claim
nothing, so the next block is never one. A flag is silenced where its words begin inside what the
comment covers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath
from typing import NamedTuple

from argmap.model import Article, BlockKind, Flag

UNUSED = "unused-suppression"
"""Code under which comments that silence nothing are reported."""

QUESTION = "Does a comment silence flags that are not there?"

EXPLANATION = """\
A suppression comment that silences nothing.

The flag that it was written for is gone, or never came: the claim was mended, the code is
misspelt, or the comment stands before another block than its writer thought. Left there, it would
silence the next flag that comes along, unseen.

How it decides: no flag of the codes that the comment names begins in what it covers, though these
checks ran. A comment that cannot be understood (an unknown verb or code, an `ignore-start` that is
never closed, an `ignore-end` that closes nothing) is reported under the same code.
"""
SOURCE = "the habit of linters for code, such as ESLint's --report-unused-disable-directives"

_COMMENT = re.compile(r"<!--[ \t\r\n]{0,20}argmap[ \t]{0,5}:(?P<body>[^<>]{0,1000}?)-->")
_BODY = re.compile(r"\s*(?P<verb>[A-Za-z-]+)(?P<codes>[^:]*)(?::(?P<reason>.*))?", re.DOTALL)
_CODE_SPAN = re.compile(
    r"(?<![`\\])(`{1,32})(?!`)(?:(?!\n\s*\n).){0,2000}?(?<!`)\1(?!`)", re.DOTALL
)
_MARK = re.compile(r"argmap0comment0(\d+)0")
_GAP = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_WORD = re.compile(r"\S")
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_VERBS = ("ignore", "ignore-start", "ignore-end", "ignore-file")
_MOST_ADVICE = 100
"""Problems of one article after which no similar codes are looked for: that takes its time."""
_HEADS = (BlockKind.TITLE, BlockKind.HEADING)


class Comment(NamedTuple):
    """A comment that speaks to argmap; `[start, end)` of the article's text.

    HTML's comments are no part of the text that is read: start and end are the place where the
    comment stood.
    """

    verb: str
    codes: tuple[str, ...]
    start: int
    end: int


class Page(NamedTuple):
    """An HTML file, and how argmap reads such a file."""

    data: bytes
    text_of: Callable[[bytes], str]
    """The article's text that is read from bytes of the file."""


@dataclass(frozen=True)
class Suppression:
    """What one comment silences: flags of `codes` (all, if empty) that begin in `scope`."""

    codes: tuple[str, ...]
    start: int
    end: int
    """`[start, end)` of the comment."""
    scope: tuple[int, int]

    def covers(self, flag: Flag) -> bool:
        """Whether the flag is silenced."""
        return self.scope[0] <= flag.start < self.scope[1] and (
            not self.codes or flag.check in self.codes
        )


@dataclass(frozen=True)
class Problem:
    """A comment that silences nothing or cannot be understood; `[start, end)` is the comment."""

    start: int
    end: int
    message: str
    suggestion: str


@dataclass(frozen=True)
class Result:
    """Flags of a map after its article's comments."""

    kept: tuple[Flag, ...]
    silenced: tuple[Flag, ...]
    problems: tuple[Problem, ...]


def apply(
    article: Article,
    flags: Iterable[Flag],
    *,
    ran: Iterable[str],
    known: Callable[[], Iterable[str]],
    page: Callable[[], Page] | None = None,
) -> Result:
    r"""Silence flags as the article's comments say.

    Args:
        article: The article; the suffix of its path says what its markup is.
        flags: Its flags.
        ran: Codes of the checks that ran: only of these a comment can be unused.
        known: Gives the codes of all checks, to tell a misspelt one.
        page: Gives the file of an HTML article, whose text lacks the comments; none where it is
            not at hand, and then no comment counts.

    >>> text = "# Trams\n\n<!-- argmap: ignore vague-source -->\nOfficials say so.\n"
    >>> from argmap.reading import read_text
    >>> article = read_text(text, path="trams.md", markup="md")
    >>> flag = Flag(id="f1", check="vague-source", unit="u1", start=text.index("Off"),
    ...             end=len(text), severity="warning", message="nobody is named")
    >>> result = apply(article, [flag], ran=["vague-source"], known=lambda: ["vague-source"])
    >>> len(result.kept), len(result.silenced), len(result.problems)
    (0, 1, 0)
    """
    flags = tuple(flags)
    comments, problems = _comments(article, page)
    if not comments and not problems:
        return Result(flags, (), ())
    suppressions, more = _scoped(article, comments)
    problems += more
    codes, ran = tuple(known()), frozenset(ran)
    silenced: set[str] = set()
    for suppression in suppressions:
        covered = [flag for flag in flags if suppression.covers(flag)]
        silenced.update(flag.id for flag in covered)
        used = {flag.check for flag in covered}
        problems += _unused(suppression, used, ran, codes, advise=len(problems) < _MOST_ADVICE)
    return Result(
        tuple(flag for flag in flags if flag.id not in silenced),
        tuple(flag for flag in flags if flag.id in silenced),
        tuple(sorted(problems, key=lambda p: (p.start, p.end, p.message))),
    )


def _unused(
    suppression: Suppression,
    used: set[str],
    ran: frozenset[str],
    known: Sequence[str],
    *,
    advise: bool,
) -> Iterator[Problem]:
    place = (suppression.start, suppression.end)
    for code in suppression.codes:
        if code not in known:
            near = get_close_matches(code, known, n=1, cutoff=0.5) if advise else []
            advice = f"Did you mean {near[0]}?" if near else "Correct the code, or remove it."
            yield Problem(*place, f"there is no check {code!r}", advice)
        elif code in ran and code not in used:
            yield Problem(*place, f"no flag of {code} is here to ignore", "Remove the comment.")
    if not suppression.codes and not used and ran:
        yield Problem(*place, "no flag is here to ignore", "Remove the comment.")


def explain() -> str:
    """What `argmap explain` prints for `unused-suppression`.

    >>> explain().splitlines()[0]
    'unused-suppression (comments, info)'
    """
    head = f"{UNUSED} (comments, info)\n\nAsks: {QUESTION}"
    return f"{head}\n\n{EXPLANATION.strip()}\n\nSource: {SOURCE}\n"


# What the comments cover ----------------------------------------------------------------------


def _scoped(
    article: Article, comments: Sequence[Comment]
) -> tuple[list[Suppression], list[Problem]]:
    found: list[Suppression] = []
    problems: list[Problem] = []
    opened: list[Comment] = []
    places = _Places(article)
    end_of_text = len(article.text) + 1
    for comment in comments:
        verb, codes, start, end = comment
        if verb == "ignore-file":
            found.append(Suppression(codes, start, end, (0, end_of_text)))
        elif verb == "ignore":
            scope = places.covered(start, end)
            if scope is None:
                message = "no block follows this comment"
                problems.append(Problem(start, end, message, "Remove the comment."))
            else:
                found.append(Suppression(codes, start, end, scope))
        elif verb == "ignore-start":
            opened.append(comment)
        elif opened:
            # Regions nest; an end names no codes, so it closes the one that was opened last.
            begun = opened.pop()
            found.append(Suppression(begun.codes, begun.start, begun.end, (begun.start, start)))
        else:
            message = "ignore-end closes nothing: no ignore-start stands before it"
            problems.append(Problem(start, end, message, "Remove the comment."))
    for comment in opened:
        found.append(
            Suppression(comment.codes, comment.start, comment.end, (comment.start, end_of_text))
        )
        problems.append(
            Problem(
                comment.start,
                comment.end,
                "ignore-start is never closed: it covers all that follows",
                "Write <!-- argmap: ignore-end --> where it shall end, or use ignore-file.",
            )
        )
    return sorted(found, key=lambda s: (s.start, s.end)), problems


class _Places:
    """What an `ignore` at a place covers."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._starts = [block.start for block in article.blocks]
        self._bodies = [block for block in article.blocks if block.kind not in _HEADS]
        self._body_starts = [block.start for block in self._bodies]

    def covered(self, start: int, end: int) -> tuple[int, int] | None:
        """The block that the comment stands in, else the next one that can claim something."""
        blocks = self._article.blocks
        before = bisect_left(self._starts, start) - 1
        if before >= 0 and start < blocks[before].end:
            return blocks[before].start, blocks[before].end
        after = bisect_left(self._body_starts, end)
        if after < len(self._bodies):
            return self._bodies[after].start, self._bodies[after].end
        return None if blocks else self._paragraph(end)

    def _paragraph(self, end: int) -> tuple[int, int] | None:
        """Up to a blank line: a map that others made may tell no blocks."""
        text = self._article.text
        words = _WORD.search(text, end)
        if words is None:
            return None
        rest = _GAP.search(text, words.start())
        return end, rest.start() if rest else len(text)


# Where the comments stand ---------------------------------------------------------------------


def _comments(
    article: Article, page: Callable[[], Page] | None
) -> tuple[list[Comment], list[Problem]]:
    from argmap.reading.readers import by_suffix

    reader = by_suffix(PurePath(article.path).suffix) if article.path else None
    if reader is not None and reader.name == "md":
        return _in_markdown(article.text)
    if reader is not None and reader.name == "html" and page is not None:
        return _in_html(article.text, page())
    return [], []


def _in_markdown(text: str) -> tuple[list[Comment], list[Problem]]:
    matches = [m for m in _COMMENT.finditer(text) if not text.endswith("\\", 0, m.start())]
    if not matches:
        return [], []
    shown = _code(text)
    comments: list[Comment] = []
    problems: list[Problem] = []
    for match in matches:
        if any(start <= match.start() < end for start, end in shown):
            continue
        _understood(match["body"], match.span(), comments, problems)
    return comments, problems


def _code(text: str) -> list[tuple[int, int]]:
    """Stretches of code: a comment in them is shown to the reader, and tells argmap nothing."""
    from markdown_it import MarkdownIt

    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable("inline")
    found: list[tuple[int, int]] = []
    for token in parser.parse(text):
        if token.map is None:
            continue
        first, after = token.map
        start, end = starts[first], starts[min(after, len(starts) - 1)]
        if token.type in ("fence", "code_block"):
            found.append((start, end))
        elif token.type == "inline" and "`" in token.content:
            found += [match.span() for match in _CODE_SPAN.finditer(text, start, end)]
    return found


def _in_html(text: str, page: Page) -> tuple[list[Comment], list[Problem]]:
    """Find where comments stood: marks are put in their place, and the file is read again.

    The marks may change white space. What is compared and counted is therefore what is no space.
    """
    bodies: list[str] = []

    def mark(match: re.Match[str]) -> str:
        body = match["body"]
        parsed = _BODY.fullmatch(body)
        if parsed is not None and parsed["verb"] == "ignore-file":
            files.append(body)
            return ""
        bodies.append(body)
        return f"argmap0comment0{len(bodies) - 1}0"

    files: list[str] = []
    # Latin-1 keeps every byte, and shows the comments of any encoding that contains ASCII.
    codec = _WIDE.get(page.data[:2], "latin-1")
    marked = _COMMENT.sub(mark, page.data.decode(codec, "surrogatepass"))
    comments: list[Comment] = []
    problems: list[Problem] = []
    for body in files:
        _understood(body, (0, 0), comments, problems)
    if not bodies:
        return comments, problems
    with_marks = page.text_of(marked.encode(codec, "surrogatepass"))
    places = _places(text, with_marks)
    for number, body in enumerate(bodies):
        place = places.get(number)
        if place is None:
            message = "the comment stands outside of the text that is read from the page"
            problems.append(Problem(0, 0, message, "Move it into the article, or use ignore-file."))
        else:
            _understood(body, (place, place), comments, problems)
    return comments, problems


def _places(text: str, marked: str) -> dict[int, int]:
    """Number of a mark to its offset in the text; empty where the two texts differ in more.

    A mark that stands in a block after words belongs to these words, and is put on the last of
    their characters; one that begins a block, or stands alone, on the first of what follows.
    """
    solid = [offset for offset, char in enumerate(text) if not char.isspace()]
    words: list[str] = []
    places: dict[int, int] = {}
    count = last = 0
    for match in _MARK.finditer(marked):
        between = marked[last : match.start()]
        piece = "".join(between.split())
        words.append(piece)
        count += len(piece)
        last = match.end()
        follows = bool(piece) and "\n\n" not in between[len(between.rstrip()) :]
        at = count - 1 if follows else count
        places[int(match[1])] = solid[at] if at < len(solid) else len(text)
    words.append("".join(marked[last:].split()))
    return places if "".join(words) == "".join(text.split()) else {}


def _understood(
    body: str, span: tuple[int, int], comments: list[Comment], problems: list[Problem]
) -> None:
    parsed = _BODY.fullmatch(body)
    verb = parsed["verb"].lower() if parsed is not None else ""
    if parsed is None or verb not in _VERBS:
        near = get_close_matches(verb, _VERBS, n=1)
        advice = f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(_VERBS)}."
        message = f"argmap does not know what {verb or body.strip()[:40]!r} means"
        problems.append(Problem(*span, message, advice))
        return
    codes = tuple(dict.fromkeys(re.split(r"[\s,]+", parsed["codes"].strip(" \t\r\n,"))))
    comments.append(Comment(verb, () if codes == ("",) else codes, *span))
