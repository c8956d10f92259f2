"""A map to review, written for these tests, and a review of it without a server."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from argmap.model import ArgumentMap, Article, Block, Flag, MadeBy, Relation, Unit

TEXT = (
    "Ferries at night\n\n"
    "The city should run ferries at night. Night shifts end after the last boat. "
    "Everybody knows that buses are full.\n\n"
    "However, fuel has become dear. Officials say so. The harbour was dredged in spring."
)
WORDS = [
    ("u1", "The city should run ferries at night", "major_claim"),
    ("u2", "Night shifts end after the last boat", "premise"),
    ("u3", "Everybody knows that buses are full", "premise"),
    ("u4", "fuel has become dear", "claim"),
    ("u5", "Officials say so", "premise"),
]


def make_map(
    text: str = TEXT,
    words: list[tuple[str, str, str]] | None = None,
    *,
    model: str = "rules 1",
    flags: bool = True,
    name: str = "ferries",
) -> ArgumentMap:
    """The ferries: units found by their words in the text; two flags; three relations."""
    units = []
    for key, part, role in WORDS if words is None else words:
        start = text.index(part)
        units.append(
            Unit(id=key, start=start, end=start + len(part), text=part, role=role, strength=0.5)
        )
    by_text = {unit.text: unit for unit in units}

    def unit(part: str) -> Unit | None:
        return by_text.get(part)

    relations = []
    for number, (source, target, kind) in enumerate(
        [(1, 0, "support"), (2, 0, "support"), (3, 0, "attack"), (4, 3, "support")], 1
    ):
        one, other = unit(WORDS[source][1]), unit(WORDS[target][1])
        if one and other:
            relations.append(Relation(id=f"r{number}", source=one.id, target=other.id, kind=kind))
    found = []
    for number, (part, check, severity, phrase) in enumerate(
        [
            (WORDS[2][1], "overgeneralization", "warning", "Everybody"),
            (WORDS[4][1], "vague-source", "warning", "Officials"),
            (WORDS[3][1], "unsupported", "error", WORDS[3][1]),
        ],
        1,
    ):
        on = unit(part)
        if on and flags:
            start = on.start + part.index(phrase)
            found.append(
                Flag(
                    id=f"f{number}", check=check, unit=on.id, start=start,
                    end=start + len(phrase), severity=severity, message=f"About {phrase}.",
                )
            )  # fmt: skip
    blocks, position = [], 0
    for index, part in enumerate(re.split(r"(?:\r?\n){2}", text)):
        position = text.index(part, position)
        kind = "title" if index == 0 else "paragraph"
        blocks.append(Block(kind=kind, start=position, end=position + len(part)))
        position += len(part)
    return ArgumentMap(
        article=Article(id=name, title="Ferries at night", text=text, blocks=tuple(blocks)),
        units=tuple(sorted(units, key=lambda one: one.start)),
        relations=tuple(relations),
        flags=tuple(found),
        made_by=MadeBy(argmap="0.1.0", model=model, checks=("unsupported",)),
    )


class Reviewing:
    """Decisions on one map, as the desk takes them, without a server."""

    def __init__(self, machine: ArgumentMap, reviewer: str = "ada", store=None) -> None:
        from argmap.review.store import Store

        self.machine, self.reviewer, self.article = machine, reviewer, "ferries"
        self.store = store or Store(":memory:")

    def say(self, kind: str, **fields: object):
        from argmap.review.decisions import read_order
        from argmap.review.fold import prepare

        order = read_order(json.loads(json.dumps({"kind": kind, **fields})))
        return self.store.append(
            self.article,
            self.reviewer,
            self.machine,
            lambda before: prepare(self._fold(before), order),
        )

    def _fold(self, decisions):
        from argmap.review.fold import fold

        return fold(self.machine, decisions)

    @property
    def now(self):
        return self._fold(self.store.decisions(self.article, self.reviewer))

    def on(self, machine: ArgumentMap) -> Reviewing:
        """The same review, the article analysed anew."""
        return Reviewing(machine, self.reviewer, self.store)


# A server of its own process ------------------------------------------------------------------------


class Served:
    """`argmap review` in a process of its own, and what can be said to it."""

    def __init__(self, path: Path, db: Path, *, reviewer: str = "ada", port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "argmap.cli", "review", str(path), "--port", str(port),
             "--db", str(db), "--reviewer", reviewer, "--quiet"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise AssertionError(self.process.stderr.read())
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1])

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url.rstrip("/") + path, timeout=20) as answer:
            return answer.read().decode()

    @property
    def token(self) -> str:
        return re.search(r'"token":"([^"]+)"', self.get("/"))[1]

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def say(self, order: dict, token: str, connection=None, key: str = "ferries"):
        """Status and answer."""
        link = connection or self.connection()
        headers = {
            "Origin": self.url.rstrip("/"),
            "X-Argmap-Token": token,
            "Content-Type": "application/json",
        }
        link.request("POST", f"/a/{key}/decisions", json.dumps(order), headers)
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate(timeout=20)
