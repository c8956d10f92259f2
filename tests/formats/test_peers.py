"""Files of argmap as other tools find them: arguebuf, xaif, and Argdown's command line.

arguebuf wants older versions of lxml and protobuf than argmap has, so that the peers live in an
interpreter of their own: `ARGMAP_PEERS_PYTHON` names it. `ARGMAP_ARGDOWN` names the command, if it
is not on the path. With `ARGMAP_REQUIRE_PEERS=1` or `ARGMAP_REQUIRE_ARGDOWN=1` a peer that is not
there is a failure, without it a reason to skip.
"""

from __future__ import annotations

import collections
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from formats_support import aifdb_graph, example

from argmap.api import analyze_file
from argmap.formats import FORMATS, dumps, loads, read_map, write_map
from argmap.model import ArgumentMap, RelationKind

ROOT = Path(__file__).parents[2]
ARTICLES = [*ROOT.glob("corpus/**/*.txt"), *ROOT.glob("tests/checks/probes/*.txt")]
JUDGE = Path(__file__).with_name("peers_judge.py")
PEERS = os.environ.get("ARGMAP_PEERS_PYTHON") or (sys.executable if find_spec("arguebuf") else "")
ARGDOWN = os.environ.get("ARGMAP_ARGDOWN") or shutil.which("argdown") or ""


def judged(files: list[tuple[str, Path]]) -> list[dict[str, Any]]:
    """What the peers count in these files."""
    if not PEERS:
        if os.environ.get("ARGMAP_REQUIRE_PEERS"):
            pytest.fail("ARGMAP_PEERS_PYTHON names no interpreter with arguebuf and xaif")
        pytest.skip("ARGMAP_PEERS_PYTHON names no interpreter with arguebuf and xaif")
    asked = json.dumps([[kind, str(path)] for kind, path in files])
    done = subprocess.run(
        [PEERS, str(JUDGE)], input=asked, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    assert [answer["error"] for answer in answers if "error" in answer] == []
    return answers


@cache
def real_maps() -> list[ArgumentMap]:
    """Maps as argmap mines them from whole articles, and the example with every kind of thing."""
    maps = [analyze_file(path) for path in sorted(ARTICLES)]
    assert len(maps) >= 10
    return [example(), *maps]


def kinds(map_: ArgumentMap) -> dict[str, int]:
    """The schemes that arguebuf must find: an undercut is an attack on a scheme."""
    found = collections.Counter(
        "Support.DEFAULT" if item.kind is RelationKind.SUPPORT else "Attack.DEFAULT"
        for item in map_.relations
    )
    return dict(sorted(found.items()))


@pytest.mark.parametrize("name", ["aif", "xaif", "sadface", "arguebuf"])
def test_peers_arguebuf_finds_units_relations_and_texts(name: str, tmp_path: Path) -> None:
    maps = real_maps()
    suffix = FORMATS[name].suffixes[0]
    files = [(name, write_map(map_, tmp_path / f"{n}{suffix}")) for n, map_ in enumerate(maps)]
    for map_, found in zip(maps, judged(files), strict=True):
        assert found["atoms"] == len(map_.units)
        assert found["texts"] == sorted(unit.text for unit in map_.units)
        assert found["schemes"] == kinds(map_)
        assert found["edges"] == 2 * len(map_.relations)
        undercuts = sum(item.kind is RelationKind.UNDERCUT for item in map_.relations)
        onto = sum(
            number
            for ends, number in found["ends"].items()
            if ends.split()[0] == "Attack" and ends.split()[1] != "atom"
        )
        assert onto == undercuts
        if name == "arguebuf":
            assert found["major"] == (map_.thesis.text if map_.thesis else None)
            assert found["resources"] == [map_.article.text]


def test_peers_xaif_finds_units_and_relations(tmp_path: Path) -> None:
    maps = real_maps()
    files = [
        ("xaif-package", write_map(map_, tmp_path / f"{number}.xaif.json"))
        for number, map_ in enumerate(maps)
    ]
    for map_, found in zip(maps, judged(files), strict=True):
        assert found["texts"] == sorted(unit.text for unit in map_.units)
        told = collections.Counter(item.kind for item in map_.relations)
        # The package looks for relations between two propositions, not for undercuts.
        assert found["relations"].get("Default Inference", 0) == told[RelationKind.SUPPORT]
        assert found["relations"].get("Default Conflict", 0) == told[RelationKind.ATTACK]


def test_peers_arguebuf_finds_foreign_graphs_unchanged(tmp_path: Path) -> None:
    files: list[tuple[str, Path]] = []
    for seed in range(300):
        before = tmp_path / f"{seed}.json"
        before.write_text(json.dumps(aifdb_graph(seed)), encoding="utf-8")
        map_ = read_map(before)
        files.append(("aif", before))
        files.append(("aif", write_map(map_, tmp_path / f"{seed}.back.aif.json")))
        files.append(("xaif", write_map(map_, tmp_path / f"{seed}.xaif.json")))
        files.append(("arguebuf", write_map(map_, tmp_path / f"{seed}.arguebuf.json")))
    answers = judged(files)
    for at in range(0, len(answers), 4):
        before, aif, xaif, arguebuf = answers[at : at + 4]
        for other in (aif, xaif):
            assert other["texts"] == before["texts"]
            assert other["schemes"] == before["schemes"]
            assert other["ends"] == before["ends"]
        assert arguebuf["atoms"] == before["atoms"]


def test_peers_arguebuf_finds_essays_unchanged(tmp_path: Path) -> None:
    text = "Cats rule. Mice fear them. They bite. Dogs bark though. Cats do rule.\n"
    notes = (
        "T1\tMajorClaim 0 9\tCats rule\nT2\tMajorClaim 56 69\tCats do rule.\n"
        "T3\tClaim 11 25\tMice fear them\nA1\tStance T3 For\nT4\tPremise 27 36\tThey bite\n"
        "R1\tsupports Arg1:T4 Arg2:T3\t\nT5\tClaim 38 54\tDogs bark though\n"
        "A2\tStance T5 Against\n"
    )
    (tmp_path / "a.ann").write_text(notes, encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    write_map(read_map(tmp_path / "a.ann"), tmp_path / "b.ann")
    before, after = judged([("brat", tmp_path / "a.ann"), ("brat", tmp_path / "b.ann")])
    assert before == after
    assert before["schemes"] == {"Attack.DEFAULT": 1, "Support.DEFAULT": 2}


def test_peers_arguebuf_writes_what_argmap_reads(tmp_path: Path) -> None:
    if not PEERS:
        pytest.skip("ARGMAP_PEERS_PYTHON names no interpreter with arguebuf and xaif")
    write_map(example(), tmp_path / "a.aif.json")
    script = (
        "import arguebuf, json, sys\n"
        "graph = arguebuf.load.aif(json.load(open(sys.argv[1])))\n"
        "json.dump(arguebuf.dump.dict(graph), open(sys.argv[2], 'w'))\n"
    )
    out = tmp_path / "b.json"
    subprocess.run([PEERS, "-c", script, str(tmp_path / "a.aif.json"), str(out)], check=True)
    map_ = read_map(out)
    # protobuf keeps no order of nodes.
    assert {unit.text for unit in map_.units} == {unit.text for unit in example().units}
    texts = {unit.id: unit.text for unit in map_.units}
    assert {(texts[item.source], item.kind) for item in map_.relations} == {
        (example().unit(item.source).text, item.kind) for item in example().relations
    }


def argdown_json(files: list[Path], out: Path) -> list[dict[str, Any]]:
    """What Argdown's own parser finds in these files."""
    if not ARGDOWN:
        if os.environ.get("ARGMAP_REQUIRE_ARGDOWN"):
            pytest.fail("the command argdown is not there (npm install -g @argdown/cli)")
        pytest.skip("the command argdown is not there (npm install -g @argdown/cli)")
    subprocess.run(
        [ARGDOWN, "json", str(files[0].parent / "*.argdown"), str(out)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [json.loads((out / f"{path.stem}.json").read_text(encoding="utf-8")) for path in files]


def test_peers_argdown_finds_units_relations_and_texts(tmp_path: Path) -> None:
    maps = real_maps()
    folder = tmp_path / "in"
    folder.mkdir()
    files = [write_map(map_, folder / f"m{number}.argdown") for number, map_ in enumerate(maps)]
    for map_, path, found in zip(maps, files, argdown_json(files, tmp_path / "out"), strict=True):
        statements = found["statements"]
        assert list(statements) and set(statements) == {unit.id for unit in map_.units}
        assert found["arguments"] == {}
        for unit in map_.units:
            texts = [
                member["text"]
                for member in statements[unit.id]["members"]
                if not member.get("isReference")
            ]
            assert [text.strip() for text in texts] == [" ".join(unit.text.split())]
        told = collections.Counter(item["relationType"] for item in found["relations"])
        assert told == collections.Counter(item.kind.value for item in map_.relations)
        ends = {(item["from"], item["to"]) for item in found["relations"]}
        assert ends == {
            (
                item.source,
                map_.relation(item.target).source
                if item.kind is RelationKind.UNDERCUT
                else item.target,
            )
            for item in map_.relations
        }
        again = loads(json.dumps(found).encode(), "argdown")
        ours = loads(path.read_bytes(), "argdown")
        assert [unit.text for unit in again.units] == [unit.text for unit in ours.units]
        assert collections.Counter(
            (item.source, item.kind, item.target)
            for item in again.relations
            if item.kind is not RelationKind.UNDERCUT
        ) == collections.Counter(
            (item.source, item.kind, item.target)
            for item in ours.relations
            if item.kind is not RelationKind.UNDERCUT
        )


def test_peers_argdown_finds_hostile_texts(tmp_path: Path) -> None:
    from formats_support import HOSTILE, Kept

    from argmap.model import Unit

    texts = [text for text in HOSTILE if text.strip()]
    units = [
        Unit(id=f"u{number}", start=0, end=0, text=text, role="claim")
        for number, text in enumerate(texts, start=1)
    ]
    units = [unit.model_copy(update={"end": len(unit.text)}) for unit in units]
    folder = tmp_path / "in"
    folder.mkdir()
    path = write_map(Kept("argdown", units, []).joined(), folder / "a.argdown")
    (found,) = argdown_json([path], tmp_path / "out")
    back = loads(json.dumps(found).encode(), "argdown")
    assert [unit.text for unit in back.units] == texts
    assert dumps(back, "argdown") == path.read_bytes()
