import os
import sys

import pytest

from argmap.errors import MissingRequirement, UsageError
from argmap.views import engines
from argmap.views.engines import DrawingFailed, engine_names, run_engine


def test_engines_broken_source_is_an_error_that_names_the_engine():
    with pytest.raises(DrawingFailed, match="pygraphviz failed"):
        run_engine("digraph {", "svg", engine="pygraphviz")


def test_engines_unknown_format_and_engine():
    with pytest.raises(UsageError, match="gif"):
        run_engine("digraph {}", "gif")
    with pytest.raises(UsageError, match="mermaid"):
        run_engine("digraph {}", "svg", engine="mermaid")


def test_engines_crash_is_contained(monkeypatch):
    crash = [sys.executable, "-c", "import os; os.kill(os.getpid(), 11)"]
    monkeypatch.setitem(engines._ENGINES, "pygraphviz", lambda: crash)
    with pytest.raises(DrawingFailed, match="signal 11"):
        run_engine("digraph {}", "svg", engine="pygraphviz")


def test_engines_hang_is_ended(monkeypatch):
    hang = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setitem(engines._ENGINES, "pygraphviz", lambda: hang)
    with pytest.raises(DrawingFailed, match=r"within 0\.3 s"):
        run_engine("digraph {}", "svg", engine="pygraphviz", seconds=0.3)


def test_engines_none_there_says_what_to_install(monkeypatch):
    for name in list(engines._ENGINES):
        monkeypatch.setitem(engines._ENGINES, name, lambda: None)
    with pytest.raises(MissingRequirement, match="pip install pygraphviz") as caught:
        run_engine("digraph {}", "svg")
    assert caught.value.exit_code == 3


def test_engines_environment_variable_chooses(monkeypatch):
    monkeypatch.setenv("ARGMAP_ENGINE", "no-such-engine")
    with pytest.raises(UsageError, match="no-such-engine"):
        run_engine("digraph {}", "svg")


def test_engines_draw_on_a_machine_without_dot_and_without_its_own_fonts(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr(engines, "_FONT_FOLDERS", ())
    source = 'digraph { a [shape=box, fontname="Noto Sans", label="iiiiiiiiii"] b [label=x] }'
    narrow = run_engine(source, "svg")
    wide = run_engine(source.replace("i" * 10, "W" * 10), "svg")
    assert _box(wide) > 2.5 * _box(narrow)


def _box(svg: bytes) -> float:
    points = svg.decode().split('points="')[2].split('"')[0].split()
    xs = [float(point.split(",")[0]) for point in points]
    return max(xs) - min(xs)


def test_engines_find_the_wheel_first():
    assert engine_names()[0] == "pygraphviz"


@pytest.mark.parametrize("name", ["pygraphviz", "dot", "graphviz-pure"])
def test_engines_each_draws_what_it_can(name):
    if name not in engine_names():
        pytest.skip(f"{name} is not on this machine")
    assert b"</svg>" in run_engine("digraph { a -> b }", "svg", engine=name)
    if name == "graphviz-pure":
        with pytest.raises(UsageError, match="PDF"):
            run_engine("digraph { a -> b }", "pdf", engine=name)
