import pytest

from argmap.errors import UsageError
from argmap.settings import Settings, load_settings


def test_settings_default_where_no_file_is(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.argmap]\n")
    assert load_settings(tmp_path) == Settings()


def test_settings_are_found_going_upward(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.argmap]\nignore = ["unsupported"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert load_settings(inner).ignore == ("unsupported",)


def test_settings_argmap_toml_comes_first_and_needs_no_table(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.argmap]\nminer = "rules"\n')
    (tmp_path / "argmap.toml").write_text("[limits]\nfile_bytes = 5\n")
    settings = load_settings(tmp_path)
    assert settings.limits.file_bytes == 5
    assert settings.miner is None


def test_settings_skip_a_pyproject_without_the_table(tmp_path):
    (tmp_path / "argmap.toml").write_text('fail-on = "error"\n')
    inner = tmp_path / "pkg"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load_settings(inner).fail_on == "error"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[tool.argmap]\nmood = 1\n", "mood"),
        ("[tool.argmap.limits]\nfile_bytes = -1\n", "limits.file_bytes"),
        ("[tool.argmap\n", "TOML"),
    ],
)
def test_settings_that_are_wrong_name_file_and_key(tmp_path, text, named):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(UsageError, match=named) as caught:
        load_settings(tmp_path)
    assert "pyproject.toml" in str(caught.value)
