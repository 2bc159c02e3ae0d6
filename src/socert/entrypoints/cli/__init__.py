"""The command line: one file a group of commands; each translates, calls one action, translates back."""

from socert.entrypoints.cli.program import main

__all__ = ["main"]
