from argmap.errors import MissingRequirement
from argmap.views import notebook
from argmap.views.notebook import mimebundle


def test_notebook_shows_the_drawing_and_the_flags(bridge):
    bundle = mimebundle(bridge)
    assert (
        bundle["text/plain"].splitlines()[1] == "  error unsupported u4: Nothing is offered for it."
    )
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "Which officials?" in bundle["text/html"] and "3 flags" in bundle["text/html"]
    assert bridge._repr_mimebundle_() == bundle


def test_notebook_fits_the_drawing_into_the_cell(bridge):
    bundle = mimebundle(bridge)
    assert bundle["text/html"].count("max-width: 100%; height: auto") == 1
    assert "max-width" not in bundle["image/svg+xml"]


def test_notebook_escapes(hostile):
    bundle = mimebundle(hostile("<img src=x onerror=alert(1)>"))
    assert "<img" not in bundle["text/html"]


def test_notebook_without_an_engine_still_shows_the_flags(bridge, monkeypatch):
    def fail(_):
        raise MissingRequirement("no drawing engine is here", hint="pip install pygraphviz")

    monkeypatch.setattr(notebook, "to_svg", fail)
    bundle = mimebundle(bridge)
    assert "image/svg+xml" not in bundle
    assert "pip install pygraphviz" in bundle["text/html"]
    assert "Which officials?" in bundle["text/html"]
