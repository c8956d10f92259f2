"""The command line: thin, one file a command.

Nothing heavy is imported until a command runs, so that `argmap --help` answers at once.
"""

from argmap.cli.app import app, main

__all__ = ["app", "main"]
