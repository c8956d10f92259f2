"""Draw the DOT source on stdin with pygraphviz: `worker.py SITE FORMAT`.

Run as a program of its own, never imported: see `engines`.
"""

from __future__ import annotations

import sys


def _main(site: str, format: str) -> int:
    sys.path.append(site)
    from pygraphviz import AGraph

    graph = AGraph(string=sys.stdin.buffer.read().decode("utf-8"))
    sys.stdout.buffer.write(graph.draw(format=format, prog="dot"))
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
