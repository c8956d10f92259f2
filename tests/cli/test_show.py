def test_show_an_article(cli, stub, write):
    result = cli("show", write("a.txt"))
    assert result.code == 0
    assert result.out.splitlines()[:4] == [
        "a",
        "major claim: Trams help",
        "",
        "Apart from it",
    ]
    assert "vague-source: nobody is named" in result.out


def test_show_a_map_file_without_analysing(cli, stub, write):
    write("a.txt")
    cli("analyze", "a.txt", "-f", "map")
    stub.clear()
    assert "Trams help" in cli("show", "a.map.json", "--no-flags").out
    assert stub == []


def test_show_folds(cli, stub, write):
    write("a.txt", "Trams help every city that has too many cars in it. Officials say so.")
    out = cli("show", "a.txt", "--width", "30").out
    assert max(map(len, out.splitlines())) <= 30
    assert cli("show", "a.txt", "--width", "5").code == 2


def test_show_a_file_that_is_not_there(cli):
    result = cli("show", "none.txt")
    assert result.code == 2
    assert "none.txt" in result.err


def test_show_why(cli, stub, write):
    assert "No cue" in cli("show", write("a.txt"), "--why").out
    assert "No cue" not in cli("show", "a.txt").out
