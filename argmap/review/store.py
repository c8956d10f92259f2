"""The store: one SQLite file with every decision, in the order in which they were made.

The table of decisions only grows: triggers refuse to change or delete a row, and undo is a row of
its own. With write-ahead logging and `synchronous=FULL`, a decision that was acknowledged is on
the disk; one that was not is there as a whole or not at all, wherever the process was killed. The
machine's maps are kept too, once each, so that a decision can be read together with what it was
made on.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from argmap.errors import InputError, OutputError
from argmap.model import ArgumentMap
from argmap.review.decisions import Decision, Kind
from argmap.review.fold import base_of

NAME = "argmap-review.db"
APPLICATION = 0x61726776
"""`argv` in ASCII: tells a review's file from other SQLite files."""
VERSION = 1
_SCHEMA = (
    """CREATE TABLE maps (
        base TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        at TEXT NOT NULL,
        map TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE decisions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        article TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        at TEXT NOT NULL,
        model TEXT NOT NULL,
        base TEXT NOT NULL REFERENCES maps(base),
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        token TEXT,
        UNIQUE (article, reviewer, token)
    ) STRICT""",
    "CREATE INDEX decisions_of ON decisions(article, reviewer, seq)",
    *(
        f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'a review only grows'); END"
        for table in ("maps", "decisions")
        for verb in ("UPDATE", "DELETE")
    ),
)
_COLUMNS = "seq, article, reviewer, at, model, base, kind, body"


class Store:
    """The decisions in one file. May be used from several threads and processes at once.

    >>> from argmap.model import Article
    >>> map_ = ArgumentMap(article=Article(id="cats", text="Cats purr."))
    >>> with Store(":memory:") as store:
    ...     said = store.append("cats", "ada", map_, lambda before: ("note", {"text": "Hm."}))
    ...     (said.seq, [decision.kind.value for decision in store.decisions()])
    (1, ['note'])
    """

    def __init__(self, path: str | Path, *, must_exist: bool = False) -> None:
        """Open the file; make it where it is not there.

        Raises:
            InputError: it is no review file, or one of a newer argmap, or (`must_exist`) not there.
            OutputError: it cannot be made or written.
        """
        self.path = str(path)
        self._lock = threading.RLock()
        memory = self.path == ":memory:"
        if not memory and must_exist and not Path(path).is_file():
            raise InputError(
                "there is no review", where=self.path, hint="make one with `argmap review`, or "
                "name its file with --db",
            )  # fmt: skip
        if not memory and not Path(path).parent.is_dir():
            raise OutputError("its folder is not there", where=self.path, hint="make it, or --db")
        try:
            self._connection = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False, timeout=10.0
            )
            self._open()
        except sqlite3.DatabaseError as error:
            raise self._problem(error) from error

    def _open(self) -> None:
        run = self._connection.execute
        run("PRAGMA trusted_schema=OFF")
        run("PRAGMA foreign_keys=ON")
        if run("PRAGMA user_version").fetchone()[0] > VERSION:
            raise InputError(
                "this review was made by a newer argmap", where=self.path, hint="update argmap"
            )
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        # macOS only: without it, fsync leaves the data in the drive's cache.
        run("PRAGMA fullfsync=ON")
        with self._writing():
            application = run("PRAGMA application_id").fetchone()[0]
            if application == APPLICATION:
                return
            if application or run("SELECT 1 FROM sqlite_master").fetchone():
                raise InputError(
                    "this is another program's database", where=self.path, hint="choose another"
                )
            for statement in _SCHEMA:
                run(statement)
            run(f"PRAGMA application_id={APPLICATION}")
            run(f"PRAGMA user_version={VERSION}")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _problem(self, error: sqlite3.Error) -> InputError | OutputError:
        if getattr(error, "sqlite_errorcode", None) in (
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_CORRUPT,
        ):
            return InputError(f"no review file: {error}", where=self.path, hint="choose another")
        return OutputError(
            f"the review cannot be kept there: {error}", where=self.path, hint="choose with --db"
        )

    # Reading ----------------------------------------------------------------------------------

    def decisions(self, article: str | None = None, reviewer: str | None = None) -> list[Decision]:
        """Decisions in their order; of one article, of one reviewer."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM decisions "  # noqa: S608 - a constant
            "WHERE (?1 IS NULL OR article = ?1) AND (?2 IS NULL OR reviewer = ?2) ORDER BY seq",
            article,
            reviewer,
        )
        return [_decision(row) for row in rows]

    def counts(self, reviewer: str) -> dict[str, int]:
        """Decisions of a reviewer by article."""
        rows = self._rows(
            "SELECT article, count(*) FROM decisions WHERE reviewer = ? GROUP BY article", reviewer
        )
        return {str(article): int(count) for article, count in rows}

    def map(self, base: str) -> ArgumentMap:
        """The machine's map with this base.

        Raises:
            KeyError: it is not here.
        """
        rows = self._rows("SELECT map FROM maps WHERE base = ?", base)
        if not rows:
            raise KeyError(base)
        return ArgumentMap.from_json(rows[0][0], where=self.path)

    def _rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise self._problem(error) from error

    # Writing ----------------------------------------------------------------------------------

    def append(
        self,
        article: str,
        reviewer: str,
        machine: ArgumentMap,
        make: Callable[[list[Decision]], tuple[Kind | str, dict[str, Any]]],
        *,
        base: str | None = None,
        token: str | None = None,
    ) -> Decision:
        """Keep a decision; when this returns, it is on the disk.

        Args:
            article: The article's name.
            reviewer: Who decides.
            machine: The machine's map that the decision is made on.
            make: Called with the reviewer's earlier decisions on the article, inside of the
                transaction; gives kind and body, or raises, and then nothing is kept.
            base: `base_of(machine)`, where it is known.
            token: Of the caller's choice: a decision with a token that was kept already is not
                kept again, so that a caller who heard no answer can ask again.

        Raises:
            OutputError: the disk is full, or the file is gone or locked.
        """
        base = base or base_of(machine)
        try:
            with self._writing():
                if token is not None:
                    row = self._connection.execute(
                        f"SELECT {_COLUMNS} FROM decisions "  # noqa: S608 - a constant
                        "WHERE token = ? AND article = ? AND reviewer = ?",
                        (token, article, reviewer),
                    ).fetchone()
                    if row is not None:
                        return _decision(row)
                kind, body = make(self.decisions(article, reviewer))
                now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                self._connection.execute(
                    "INSERT INTO maps VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (base, article, now, _storable(machine)),
                )
                text = json.dumps(body, ensure_ascii=True, sort_keys=True)
                row = (article, reviewer, now, machine.made_by.model, base, str(kind), text, token)
                cursor = self._connection.execute(
                    "INSERT INTO decisions (article, reviewer, at, model, base, kind, body, token)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                seq = int(cursor.lastrowid or 0)
        except sqlite3.Error as error:
            raise self._problem(error) from error
        return _decision((seq, *row[:-1]))


def _storable(map: ArgumentMap) -> str:
    # Half a surrogate pair has no UTF-8; ASCII with escapes holds it.
    data = map.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _decision(row: tuple[Any, ...]) -> Decision:
    seq, article, reviewer, at, model, base, kind, body = row
    return Decision(
        seq=seq,
        article=article,
        reviewer=reviewer,
        at=at,
        model=model,
        base=base,
        kind=Kind(kind),
        body=json.loads(body),
    )
