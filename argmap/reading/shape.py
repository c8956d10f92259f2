"""What a line looks like: a sentence, a heading, a list item, a quotation, a page's furniture.

Plain text says nothing of its own structure, so the readers judge by shape. A wrong heading hides
a claim and a wrong paragraph turns a heading into one; the rules lean to the paragraph in doubt.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_CLOSERS = "\"'”’»)]}*_"
_STOPS = ".!?…。！？｡؟۔।"
_QUOTES = {"“": "”", '"': '"', "«": "»", "„": "“”", "「": "」"}

MARKER = re.compile(
    r"[^\S\r\n]*(?:[-*•‣◦▪●–+](?=[^\S\r\n])|\(?\d{1,3}[.)](?=[^\S\r\n])|\(?[a-z]\)(?=[^\S\r\n])|•)"
    r"[^\S\r\n]*"
)
"""What a list item begins with. A capital and a full stop is an initial: no marker."""

_NUMBERED = re.compile(
    r"(?:(?:chapter|part|section)\s+\w+[.:]?|(?P<dotted>\d{1,2}(?:\.\d{1,2})*)[.)]?|[IVX]{1,5}[.)])\s+\S",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}\W*"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|@\w+\.?|#\w+", re.IGNORECASE)


@cache
def furniture() -> dict[str, frozenset[str]]:
    """The word lists of furniture.toml."""
    text = files("argmap.reading").joinpath("furniture.toml").read_text(encoding="utf-8")
    return {
        name: frozenset(words)
        for name, words in tomllib.loads(text).items()
        if isinstance(words, list)
    }


def last_mark(text: str) -> str:
    """The last character that is no closing quote or bracket.

    >>> last_mark('He said "no."'), last_mark("Conclusion")
    ('.', 'n')
    """
    bare = text.rstrip().rstrip(_CLOSERS)
    return bare[-1:] or text.rstrip()[-1:]


def closes_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does.

    >>> closes_sentence("Cats purr.”"), closes_sentence("Why cats purr")
    (True, False)
    """
    return last_mark(text) in _STOPS or text.rstrip().endswith((":", ";"))


def count_sentences(text: str) -> int:
    """A rough count of sentences, for lines short enough to be a title.

    >>> count_sentences("Forget it. Here are my tips.")
    2
    """
    return max(1, len(re.findall(r"[.!?…][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9]|$)", text)))


def is_capitals(text: str) -> bool:
    """Whether all cased letters are capitals, and there are at least two."""
    return text.isupper() and sum(char.isupper() for char in text) > 1


def is_title_case(text: str) -> bool:
    """Whether nearly all words but small ones begin with a capital.

    >>> is_title_case("The Historical and Political Context"), is_title_case("Cats catch mice")
    (True, False)
    """
    words = [word.strip("\"'“”‘’()[]:,.?!&") for word in text.split()]
    big = [word for word in words if word and word.lower() not in furniture()["small_words"]]
    letters = [word for word in big if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in letters)
    return bool(letters) and capitals >= 0.8 * len(letters)


def section_name(text: str) -> str:
    """The text as it stands among the names of sections: no number, no colon, lower case.

    >>> section_name("1. Introduction:")
    'introduction'
    """
    return re.sub(r"^[\dIVXivx]+(?:\.\d+)*[.)]?\s+", "", text.strip()).strip(" :.*#_").casefold()


def is_section_name(text: str) -> bool:
    """Whether a line is a usual name of a section, such as `Conclusion`."""
    return section_name(text) in furniture()["sections"]


def heading_number(text: str) -> int | None:
    """Depth of the number that a heading begins with; none where it has none.

    >>> heading_number("2.1 Costs"), heading_number("Costs")
    (2, None)
    """
    match = _NUMBERED.match(text)
    if match is None:
        return None
    dotted = match["dotted"]
    if dotted is None:
        return 1
    # "2015 Budget" and "3 reasons": a bare number counts only where a mark or a dot sets it off.
    if "." not in text[: match.end() - 1] and ")" not in text[: match.end() - 1]:
        return None
    return dotted.count(".") + 1


def is_quotation(text: str) -> bool:
    """Whether one pair of quotation marks holds the whole paragraph.

    >>> is_quotation("“We will not go.”"), is_quotation('"No," he said. "Never."')
    (True, False)
    """
    bare = text.strip().rstrip(".")
    if len(bare) < 3 or bare[0] not in _QUOTES:
        return False
    ends = _QUOTES[bare[0]]
    inner = bare[1:-1]
    return bare[-1] in ends and not any(mark in inner for mark in (bare[0], *ends))


def opens_quotation(text: str) -> bool:
    """Whether a quotation begins with the paragraph and does not end in it."""
    bare = text.strip()
    return bare[:1] in _QUOTES and not any(mark in bare[1:] for mark in _QUOTES[bare[0]])


def is_furniture(text: str, *, under_title: bool = False) -> bool:
    """Whether a line is a rule, an address, a byline, a date or a call to click.

    >>> is_furniture("* * *"), is_furniture("By Ann Lee", under_title=True), is_furniture("Go.")
    (True, True, False)
    """
    if len(text) > 100:
        return False
    bare = text.strip()
    if not any(char.isalnum() or ord(char) > 0x2FFF for char in bare):
        return True
    lowered = bare.casefold()
    if lowered.startswith(tuple(furniture()["openers"])) or _ADDRESS.fullmatch(bare):
        return True
    if not under_title:
        return False
    if _DATE.fullmatch(bare):
        return True
    words = bare.split()
    return (
        len(words) <= 8
        and not closes_sentence(bare)
        and any(lowered.startswith(f"{opener} ") for opener in furniture()["bylines"])
        and is_title_case(bare)
    )


def is_bare_phrase(text: str) -> bool:
    """Whether up to four words hold no word that a sentence can hardly do without.

    >>> is_bare_phrase("Bad timing."), is_bare_phrase("I am ready.")
    (True, False)
    """
    words = [re.split(r"['’]", word.strip(".,!?\"'“”‘’").casefold())[0] for word in text.split()]
    wanted = furniture()["sentence_words"]
    return len(words) <= 4 and count_sentences(text) == 1 and not any(w in wanted for w in words)
