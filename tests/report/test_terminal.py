import io

from argmap.report.terminal import print_summary


def printed(map_, **options) -> str:
    target = io.StringIO()
    print_summary(map_, file=target, **options)
    return target.getvalue()


def test_terminal_summary_counts_and_names_the_worst(tram_map):
    text = printed(tram_map)
    assert "Thesis     The city should build a tram line" in text
    assert "Units      4: 1 major claim, 1 claim, 2 premises" in text
    assert "Relations  3: 2 supports, 1 undercut" in text
    assert "Flags      3 on 2 units of 4: 1 error, 2 warnings" in text
    assert "1. error  overgeneralization, unsupported" in text
    assert "“Buses are always late” (strength 0.50)" in text
    assert "3." not in text  # the third has no flag: it does not stand badly


def test_terminal_summary_shows_hostile_text_and_does_not_obey_it(hostile_map):
    text = printed(hostile_map, width=80)
    assert "\x1b" not in text
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "[bold red]markup[/]" in text.replace("\n", " ")
    assert ":smile:" in text
    assert "\u202e" not in text


def test_terminal_summary_keeps_to_the_width(hostile_map):
    assert max(len(line) for line in printed(hostile_map, width=50).splitlines()) <= 50


def test_terminal_summary_of_an_empty_map_says_so(empty_map):
    text = printed(empty_map)
    assert "Thesis     none found" in text
    assert "worst" not in text


def test_terminal_worst_chooses_how_many(tram_map):
    assert "2. " not in printed(tram_map, worst=1)
