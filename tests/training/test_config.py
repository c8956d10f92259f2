"""The config file of a run: the shipped one is read, and a wrong setting is named."""

from pathlib import Path

import pytest

import argmap.training
from argmap.errors import InputError
from argmap.training import TrainConfig

DEFAULT = Path(argmap.training.__file__).with_name("default.toml")


def test_the_shipped_config_is_read():
    config = TrainConfig.read(DEFAULT)
    assert {c.labels for c in config.corpora} >= {"aaec", "microtexts1", "cdcp", "editorials"}
    assert "  " not in config.note
    weights = config.loss_weights()
    assert weights["tags"] > 0 and weights["abstrct"] == 0.5
    assert len({branch.seed for branch in config.branches}) == len(config.branches) >= 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("epochs = 0\ncorpora = []", "epochs"),
        ("colour = 1\ncorpora = []", "colour"),
        ("epochs = ", "cannot be read"),
        ("epochs = 1", "corpora"),
        ('[[corpora]]\nfile = "x.jsonl"\nlabels = "poems"', "corpora.0.labels"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, content, says):
    path = tmp_path / "config.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        TrainConfig.read(path)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        TrainConfig.read(tmp_path / "none.toml")
