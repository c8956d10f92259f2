"""Small folders of articles, and a worker that needs no model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from argmap.corpus import Corpus, run
from argmap.corpus.runs import Summary

sys.path.insert(0, str(Path(__file__).parent))  # for corpus_support

from corpus_support import settings

STUB = Path(__file__).with_name("stub_worker.py")
ARTICLES = {
    "daily/2020-03-01-trams.txt": "Trams\n\nThe city should build trams. They carry many people.",
    "daily/2020-04-01-port.md": "# The port\n\nThe port must close. It poisons the river.",
    "weekly/2021-01-01-trams.txt": "Trams\n\nThe city must build trams. Officials say so.",
    "weekly/2021-02-01-rent.html": "<h1>Rent</h1><p>Rents must fall. Wages do not rise.</p>",
    "note.txt": "Cats should be kept because they catch mice.",
}


EVIL = (
    "<script>alert(1)</script>\n\n=HYPERLINK(1) must be paid because \x1b]0;owned\x07 officials say "
    "so. \u202eThe city should build trams.\n\n</style><img src=x onerror=alert(1)> must be banned."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five articles in two folders."""
    place = tmp_path / "texts"
    for name, text in ARTICLES.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def stub() -> tuple[str, ...]:
    """The command of a worker that does an article in a millisecond; see stub_worker.py."""
    return (sys.executable, "-P", str(STUB))


@pytest.fixture
def go(folder: Path, tmp_path: Path, stub: tuple[str, ...]) -> Callable[..., Summary]:
    """`go("out")` runs the folder into `tmp_path / "out"` with the stub."""

    def start(out: str = "out", **more: object) -> Summary:
        options: dict[str, object] = {"settings": settings(), "command": stub, **more}
        return run(folder, tmp_path / out, **options)  # type: ignore[arg-type]

    return start


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The five articles, one against them and a hostile one, done by argmap itself."""
    place = tmp_path_factory.mktemp("real")
    against = {"weekly/2021-03-01-port.txt": "The port\n\nThe port must not close. It is useful."}
    for name, text in {**ARTICLES, **against, "evil/=1+1.txt": EVIL}.items():
        path = place / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run(place / "texts", place / "out", settings=settings())
    return Corpus.open(place / "out")
