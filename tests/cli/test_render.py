from pathlib import Path

import pytest


@pytest.fixture
def drawn(monkeypatch):
    """Views that need no Graphviz."""
    import argmap.views

    monkeypatch.setattr(argmap.views, "to_svg", lambda map_: f"<svg>{map_.article.id}</svg>")
    monkeypatch.setattr(argmap.views, "to_png", lambda map_: b"\x89PNG")


def test_render_writes_svg_beside_by_default(cli, stub, drawn, write):
    assert cli("render", write("a.txt")) == (0, "a.svg\n", "")
    assert Path("a.svg").read_text() == "<svg>a</svg>"


def test_render_goes_by_the_suffix(cli, stub, drawn, write):
    assert cli("render", write("a.txt"), "-o", "out/x.PNG", "-q").code == 0
    assert Path("out/x.PNG").stat().st_size == 4


def test_render_format_wins_over_the_suffix(cli, stub, drawn, write):
    cli("render", write("a.txt"), "-o", "x.png", "--format", "svg")
    assert Path("x.png").stat().st_size == len("<svg>a</svg>")


def test_render_to_stdout(cli, stub, drawn, write):
    assert cli("render", write("a.txt"), "-o", "-").out == "<svg>a</svg>"
    assert cli("render", "-", stdin=b"Trams help. So.").out == "<svg>stdin</svg>"


def test_render_map_file_without_analysing(cli, stub, drawn, write):
    cli("analyze", write("a.txt"), "-f", "map")
    stub.clear()
    assert cli("render", "a.map.json").out == "a.svg\n"
    assert stub == []


@pytest.mark.parametrize("arguments", [("-o", "x.csv"), ("-o", "x"), ("--format", "csv")])
def test_render_what_is_no_drawing_exits_with_2(cli, stub, write, arguments):
    result = cli("render", write("a.txt"), *arguments)
    assert result.code == 2
    assert stub == []
