"""What a map says, as tables and for people: DataFrames, CSV, XLSX, Markdown, the terminal.

Each writer is a function from an `ArgumentMap` to text or bytes; none touches the disk.
"""

from argmap.ranking import claims_of, worst_first
from argmap.report.csv import claims_csv
from argmap.report.findings import Finding, findings
from argmap.report.markdown import report_markdown
from argmap.report.summary import Summary, summarize

__all__ = [
    "Finding",
    "Summary",
    "claims_csv",
    "claims_of",
    "findings",
    "report_markdown",
    "summarize",
    "worst_first",
]
