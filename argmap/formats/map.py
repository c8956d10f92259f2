"""argmap's own map file: a map whole, with nothing lost."""

from __future__ import annotations

from argmap.formats.intake import PLAIN, Intake, parse_json
from argmap.model import ArgumentMap


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a map file.

    Raises:
        FormatError: it breaks the schema; the message names the place.
    """
    map_ = ArgumentMap.from_data(parse_json(data, intake), where=intake.where)
    intake.within(len(map_.article.text))
    return map_


def write(map_: ArgumentMap) -> bytes:
    """The map file.

    >>> from argmap.model import Article
    >>> read(write(ArgumentMap(article=Article(id="a", text="So.")))).article.text
    'So.'
    """
    return map_.to_json().encode("utf-8")
