import csv
import io
import json

from argmap.report.diagnostics import diagnostics
from argmap.report.lint import Run, form


def test_forms_concise(found):
    assert form("concise").article(found) == (
        "texts/a b.md:5:1: error contradiction both cannot stand\n"
        "texts/a b.md:5:19: info vague-source nobody: 100 %, is named\n"
    )


def test_forms_full_gives_words_evidence_and_help(found):
    assert form("full").article(found).splitlines() == [
        "texts/a b.md:5:1: error contradiction both cannot stand",
        "    “The tram is free”",
        "    see: line 7: “The tram costs two crowns [1]”",
        "    see: sources/fares.md: “{0} [x]”",
        "texts/a b.md:5:19: info vague-source nobody: 100 %, is named",
        "    “Officials”",
        "    help: name [them]",
    ]


def test_forms_json_and_jsonl_hold_the_same(found):
    rows = json.loads(form("json").end(Run(found=tuple(found), checks=())))
    lines = form("jsonl").article(found).splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert rows[0]["evidence"][0]["line"] == 7
    assert "line" not in rows[0]["evidence"][1]
    assert rows[1]["section"] == "Costs"


def test_forms_github(found):
    assert form("github").article(found) == (
        "::error file=texts/a b.md,title=argmap contradiction,line=5,endLine=5,col=1,endColumn=17"
        "::both cannot stand\n"
        "::notice file=texts/a b.md,title=argmap vague-source,line=5,endLine=5,col=19,endColumn=28"
        "::nobody: 100 %25, is named name [them]\n"
    )


def test_forms_github_escapes_a_file_name_and_gives_no_lines_of_a_pdf(make_map):
    one, _ = diagnostics(make_map(), "a:b,c%.pdf")
    assert (
        form("github")
        .article([one])
        .startswith("::error file=a%3Ab%2Cc%25.pdf,title=argmap contradiction::")
    )


def test_forms_csv_defuses_cells(make_map):
    text = "=1+1 is two. The tram is free. Officials say so. Costs The tram costs two crowns [1]"
    found = diagnostics(make_map("=a.md", text), "=a.md")
    printed = form("csv")
    rows = list(csv.DictReader(io.StringIO(printed.begin + printed.article(found), newline="")))
    assert rows[0]["path"] == "'=a.md"
    assert rows[0]["quote"] == "The tram is free"
    assert printed.article(found).endswith("\r\n")
