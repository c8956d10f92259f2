"""Broken and hostile files: a clear error, soon, whatever the format."""

from __future__ import annotations

import contextlib
import json
import random
import time
import tracemalloc
from typing import Any

import pytest
from formats_support import aifdb_graph, example
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.errors import FormatError, InputError, LimitReached
from argmap.formats import FORMATS, dumps, loads

TEXTUAL = [name for name, row in FORMATS.items() if not row.binary]
JSON = ["map", "aif", "xaif", "sadface", "arguebuf"]
WHOLE = {name: dumps(example(), name) for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_broken_bytes_give_a_map_or_an_input_error(name: str, data: bytes) -> None:
    with contextlib.suppress(InputError):
        loads(data, name)


@pytest.mark.parametrize("name", FORMATS)
def test_broken_files_cut_anywhere_give_a_map_or_an_input_error(name: str) -> None:
    whole = WHOLE[name]
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        with contextlib.suppress(InputError):
            loads(whole[:at], name)
    if name in JSON:
        with pytest.raises(FormatError, match=r"line \d+, column \d+"):
            loads(whole[: len(whole) // 2], name)


@pytest.mark.parametrize("name", FORMATS)
def test_broken_files_with_wrong_bytes_give_a_map_or_an_input_error(name: str) -> None:
    rng = random.Random(7)
    for _ in range(60):
        data = bytearray(WHOLE[name])
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with contextlib.suppress(InputError):
            loads(bytes(data), name)


def swapped(value: Any, rng: random.Random) -> Any:
    """The value with one part, anywhere, replaced by something of another type."""
    other = rng.choice([None, 5, -1, 1.5, True, "x", "", [], {}, [[]], {"a": {}}, [5, "x"]])
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        if rng.random() < 0.15:
            return {name: item for name, item in value.items() if name != key}
        return {**value, key: swapped(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.9:
        at = rng.randrange(len(value))
        return [*value[:at], swapped(value[at], rng), *value[at + 1 :]]
    return other


@pytest.mark.parametrize("name", JSON)
def test_broken_types_give_a_map_or_an_input_error(name: str) -> None:
    rng = random.Random(11)
    graphs = [loads(json.dumps(aifdb_graph(seed)).encode(), "aif") for seed in range(5)]
    values = [json.loads(dumps(map_, name)) for map_ in (example(), *graphs)]
    for _ in range(600):
        value = swapped(rng.choice(values), rng)
        try:
            map_ = loads(json.dumps(value).encode(), name)
        except InputError:
            continue
        dumps(map_, name)
        dumps(map_, "aif")


@pytest.mark.parametrize("name", JSON)
def test_broken_nesting_is_told(name: str) -> None:
    for data in (b"[" * 500_000, b'{"nodes":' * 100_000, b'{"nodes": [' * 100_000):
        with pytest.raises(FormatError):
            loads(data, name)


def test_broken_depth_is_refused_wherever_it_stands() -> None:
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    for name in JSON:
        value = {**json.loads(WHOLE[name]), "theirs": deep}
        with pytest.raises(FormatError, match="nested too deep"):
            loads(json.dumps(value).encode(), name)


MANY = 101_000


def crowd(name: str) -> bytes:
    """A file with very many nodes."""
    numbers = range(MANY)
    if name in ("aif", "xaif"):
        nodes = [{"nodeID": n, "type": "I", "text": "x"} for n in numbers]
        value: Any = {"nodes": nodes, "edges": []}
        return json.dumps({"AIF": value} if name == "xaif" else value).encode()
    if name == "sadface":
        nodes = [{"id": str(n), "type": "atom", "text": "x"} for n in numbers]
        return json.dumps({"nodes": nodes, "edges": []}).encode()
    if name == "arguebuf":
        return json.dumps({"nodes": {str(n): {"atom": {"text": "x"}} for n in numbers}}).encode()
    if name == "graphml":
        nodes_ = "".join(f'<node id="{n}"><data key="label">x</data></node>' for n in numbers)
        return f"<graphml><graph>{nodes_}</graph></graphml>".encode()
    if name == "dot":
        return ("digraph {" + "".join(f'{n} [label="x"];' for n in numbers) + "}").encode()
    if name == "mermaid":
        return ("graph TD\n" + "".join(f'n{n}["x"]\n' for n in numbers)).encode()
    if name == "argdown":
        return "".join(f"[n{n}]: x\n\n" for n in numbers).encode()
    if name == "pairs":
        rows = "".join(f"{n},x,support,a,y\n" for n in numbers)
        return f"source,source_text,kind,target,target_text\n{rows}".encode()
    if name == "brat":
        return "".join(f"T{n}\tClaim {2 * n} {2 * n + 1}\tx\n" for n in numbers).encode()
    if name == "conll":
        return "".join(f"{n}\tx\t_\t_\tB-Claim\n" for n in numbers).encode()
    units = [{"id": str(n), "start": 0, "end": 1, "role": "claim"} for n in numbers]
    return json.dumps({"id": "a", "text": "x" * 200_001, "units": units, "relations": []}).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("aif", {"nodes": [{"nodeID": n} for n in range(200_001)], "edges": []}),
        ("aif", {"nodes": [], "edges": [5] * 200_001}),
        ("xaif", {"AIF": {"nodes": [{"nodeID": n} for n in range(200_001)]}}),
        ("sadface", {"nodes": [{"id": n, "type": "scheme"} for n in range(200_001)]}),
        ("arguebuf", {"nodes": {str(n): {"scheme": {}} for n in range(200_001)}}),
    ],
)
def test_broken_crowds_without_a_text_are_refused(name: str, data: Any) -> None:
    with pytest.raises(LimitReached, match=r"200,001 (nodes|edges) are more than an article"):
        loads(json.dumps(data).encode(), name)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("map", "docbin")])
def test_broken_crowds_are_refused_soon(name: str) -> None:
    data = crowd(name)
    started = time.monotonic()
    with pytest.raises(LimitReached):
        loads(data, name)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dot", b"digraph {" + b"a -> " * 60_000 + b"a}"),
        ("dot", b"digraph { node [label=" + b"<" * 500_000 + b"] }"),
        ("dot", b'digraph { a [label="' + b"\\" * 1_000_000 + b'"] }'),
        ("dot", b"digraph {" + b"{a b c d e f g h} -> " * 1000 + b"a}"),
        ("dot", b"digraph { /*" * 50_000),
        ("mermaid", b"graph TD\na" + b" & a" * 100_000),
        ("mermaid", b"graph TD\n" + b"a --> " * 100_000 + b"a"),
        ("mermaid", b"graph TD\na[" + b"[" * 200_000),
        ("mermaid", b"graph TD\na -- " + b"x " * 200_000),
        ("argdown", b"[a]: " + b"*" * 100_000),
        ("argdown", b"[a]: " + b"{" * 100_000),
        ("argdown", b"[a]: " + b"/*" * 200_000),
        ("argdown", b"[a]: x " + b"{a: " * 20_000 + b"}" * 20_000),
        ("argdown", b"[a]: " + b"[x](" * 100_000),
        ("argdown", b"[a]: " + b"/* " * 100_000),
        ("argdown", b"[a]: " + b"<!-- " * 100_000),
        ("argdown", b'[a]: x {b: "' + b'\\"' * 100_000 + b"}"),
        ("argdown", b"[a]: " + b"**a " * 40_000),
        ("argdown", b"[a]: " + b"x. :y" * 30_000),
        ("argdown", b"[a]: x {b: '" + b"\\" * 100_000 + b"}"),
        ("argdown", b"".join(b" " * n + b"+ [a%d]\n" % n for n in range(1, 2000))),
        ("xaif", json.dumps({"AIF": {"nodes": []}, "text": "<span " * 200_000}).encode()),
        ("xaif", json.dumps({"AIF": {"nodes": []}, "text": "<" * 190_000}).encode()),
        ("graphml", b"<graphml>" + b"<a>" * 100_000),
        ("graphml", b"<graphml " + b"x" * 1_000_000),
        ("conll", b"1\tx\t_\t_\tB-" + b":" * 500_000),
        ("pairs", b'source_text,kind,target_text\n"' + b'""' * 500_000),
        ("pairs", b"," * 1_000_000),
        ("brat", b"T1\tClaim " + b"0 1;" * 200_000 + b"0 1\tx\n"),
        ("brat", b"A1\t" + b"Stance " * 100_000 + b"\n"),
        ("gold", b"{}\n" * 100_000),
    ],
)
def test_broken_repetition_costs_no_time(name: str, data: bytes) -> None:
    started = time.monotonic()
    with contextlib.suppress(InputError):
        loads(data, name)
    assert time.monotonic() - started < 30


def test_broken_units_in_crowds_cost_no_memory() -> None:
    data = crowd("aif")
    tracemalloc.start()
    with pytest.raises(LimitReached):
        loads(data, "aif")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(data)
