"""What people call: `analyze`, `analyze_file`, `load`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from argmap.errors import InputError
from argmap.model import ArgumentMap, Article
from argmap.settings import Limits, Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from argmap.evidence import Sources
    from argmap.pipeline import Argmap


def load(
    miner: str | None = None, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Language:
    """A spaCy pipeline that maps many texts: `nlp.pipe(texts)`, then `doc._.argmap`.

    Args:
        miner: Name of the miner; none is the default one.
        select: Codes of the checks to run; empty is every check that is on by default.
        ignore: Codes of checks to leave out.

    Returns:
        spaCy's small English pipeline with `argmap_blocks` first and `argmap` last. A new one each
        time, so that you may change it.

    Raises:
        MissingRequirement: no English pipeline is installed.

    >>> nlp = load("rules")
    >>> maps = [doc._.argmap for doc in nlp.pipe(["Cats should be kept because they catch mice."])]
    >>> maps[0].thesis.text
    'Cats should be kept'
    """
    from argmap.mining.parse import new_pipeline

    nlp = new_pipeline()
    config = {"miner": miner, "select": list(select), "ignore": list(ignore)}
    nlp.add_pipe("argmap", last=True, config=config)
    return nlp


def analyze(
    text: str,
    *,
    miner: str | None = None,
    id: str = "text",
    settings: Settings | None = None,
) -> ArgumentMap:
    """Map the argument of one text.

    Args:
        text: Plain text; offsets in the map are code points of exactly this text.
        miner: Name of the miner; none is the one of the settings, else the default one.
        id: The article's id.
        settings: Checks and limits; none is the defaults (no file is looked for).

    Returns:
        Units, relations and flags. A text in which nothing is claimed gives a map without units.

    Raises:
        InputError: the text is empty, or holds what no text can hold.
        LimitReached: it is longer than `settings.limits.article_characters`.

    >>> map_ = analyze("Cats should be kept because they catch mice.", miner="rules")
    >>> [(unit.role.value, unit.text) for unit in map_.units]
    [('major_claim', 'Cats should be kept'), ('premise', 'they catch mice')]
    """
    from argmap.reading import read_text

    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError(
            "the text holds lone surrogates, which are no characters",
            where=id,
            hint="decode it anew, with errors='strict'",
        )
    return analyze_article(read_text(text, id=id), miner=miner, settings=settings)


def analyze_file(
    path: str | Path,
    *,
    miner: str | None = None,
    encoding: str | None = None,
    settings: Settings | None = None,
    sources: str | Path | None = None,
    notes: Callable[[str], None] | None = None,
) -> ArgumentMap:
    """Map the argument of one file: txt, md, html, docx or pdf; `-` is standard input.

    Args:
        path: The file.
        miner: Name of the miner; none is the one of the settings, else the default one.
        encoding: Its encoding, where you know it; else it is found out.
        settings: Checks and limits; none is the defaults (no file is looked for).
        sources: A folder of reference texts (txt, md, html, pdf) and of facts (csv) to check the
            claims against; none: nothing is checked against anything.
        notes: Called with a line for whatever was assumed, such as an encoding.

    Raises:
        InputError: there is no such file, or it is not what it claims to be.
        LimitReached: it is larger than the settings allow.

    >>> analyze_file("no-such-file.txt")
    Traceback (most recent call last):
        ...
    argmap.errors.InputError: no-such-file.txt: no such file or folder; check the name
    """
    from argmap.reading import read

    chosen = settings or Settings()
    article = read(path, encoding=encoding, limits=chosen.limits, notes=notes)
    return analyze_article(article, miner=miner, settings=chosen, sources=sources)


def analyze_article(
    article: Article,
    *,
    miner: str | None = None,
    settings: Settings | None = None,
    sources: str | Path | Sources | None = None,
) -> ArgumentMap:
    """Map the argument of an article that was read before: see `argmap.reading`.

    Args:
        article: What to map.
        miner: Name of the miner; none is the one of the settings, else the default one.
        settings: Checks and limits; none is the defaults (no file is looked for).
        sources: A folder to check the claims against (see `analyze_file`), or one that was opened
            before.

    Raises:
        InputError: the folder of sources is not there, or nothing in it can be read.
        LimitReached: it is longer than `settings.limits.article_characters`.

    >>> from argmap.reading import read_text
    >>> article = read_text("# Cats\\n\\nThey purr because they are happy.", markup="md")
    >>> analyze_article(article, miner="rules").article.title
    'Cats'
    """
    from argmap.errors import LimitReached
    from argmap.language.ahead import ahead
    from argmap.mining.parse import parse

    chosen = settings or Settings()
    limit = chosen.limits.article_characters
    if len(article.text) > limit:
        raise LimitReached.of(
            "article_characters",
            f"the article has {len(article.text):,} characters, the limit is {limit:,}",
            where=article.path or article.id,
        )
    ignore = (*chosen.ignore, *chosen.ignored_for(article.path))
    component = _component(
        miner or chosen.miner,
        tuple(chosen.select),
        ignore,
        tuple(sorted(chosen.severities.items())),
    )
    with ahead(component.ahead(article)):
        doc = parse(article)
        found = component.predict(doc)
    if sources is None:
        return found
    from argmap.evidence import check_sources

    return check_sources(
        found,
        doc,
        _opened(str(sources), chosen.limits) if isinstance(sources, str | Path) else sources,
        select=chosen.select,
        ignore=ignore,
        severities=chosen.severities,
    )


@lru_cache(maxsize=4)
def _opened(folder: str, limits: Limits) -> Sources:
    from argmap.evidence import Sources

    return Sources.open(folder, limits=limits)


@lru_cache(maxsize=32)
def _component(
    miner: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severities: tuple[tuple[str, str], ...],
) -> Argmap:
    from argmap.pipeline import Argmap

    return Argmap(miner, select, ignore, dict(severities))
