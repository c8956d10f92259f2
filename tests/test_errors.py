import pickle

import pytest

from argmap.errors import ArgmapError, InputError, LimitReached, MissingRequirement


def test_errors_say_where_what_and_what_to_do():
    error = InputError("the file is empty", where="a.txt", hint="give a file with text in it")
    assert str(error) == "a.txt: the file is empty; give a file with text in it"


def test_errors_limit_names_the_limit():
    error = LimitReached.of("file_bytes", "too big", where="a.txt")
    assert error.limit == "file_bytes"
    assert "file_bytes" in str(error)


@pytest.mark.parametrize("kind", [InputError, LimitReached, MissingRequirement])
def test_errors_survive_a_process_border(kind):
    error = kind("what", where="where", hint="hint")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy)) == (kind, str(error))
    assert isinstance(copy, ArgmapError)


def test_errors_limit_survives_a_process_border():
    copy = pickle.loads(pickle.dumps(LimitReached.of("file_bytes", "too big")))
    assert copy.limit == "file_bytes"
