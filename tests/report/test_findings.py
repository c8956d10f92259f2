import pytest

from argmap.report.findings import Lines, findings


def test_findings_stand_in_the_order_of_the_text_with_line_and_column(tram_map):
    found = [(f.flag.check, f.line, f.column, f.quote) for f in findings(tram_map)]
    assert found == [
        ("vague-source", 5, 36, "Officials"),
        ("unsupported", 5, 74, "Buses are always late"),
        ("overgeneralization", 5, 84, "always"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_findings_lines_end_as_in_editors(end):
    text = f"one{end}{end}three 🦊 x"
    assert Lines(text).position(text.index("x")) == (3, 9)
    assert Lines(text).position(0) == (1, 1)
    assert Lines(text).position(len(text)) == (3, 10)


def test_findings_lines_do_not_end_at_other_breaks():
    assert Lines("a\u2028b\x0bc").position(4) == (1, 5)
