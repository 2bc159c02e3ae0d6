"""How a command answers: what was asked for on stdout, what happens on the way on stderr."""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click
import msgspec
from rich.console import Console
from rich.table import Table

_Command = TypeVar("_Command", bound=Callable[..., Any])

_KEY = "socert.json"
_COLUMNS_OF_A_PIPE = 160


def json_option(command: _Command) -> _Command:
    """Give a command the option --json."""
    return click.option(
        "--json",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_note,
        help="Print one JSON document on stdout, all else on stderr.",
    )(command)


def _note(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        ctx.meta[_KEY] = True


def wants_json(ctx: click.Context) -> bool:
    """Whether --json was given."""
    return bool(ctx.meta.get(_KEY, False))


def counted(count: int, one: str, many: str) -> str:
    """A number and what it counts: 1 programme, 1,200 programmes."""
    return f"{count:,} {one if count == 1 else many}"


def tell(sentence: str) -> None:
    """Say what happens on the way."""
    sys.stderr.write(f"{sentence}\n")


def screen() -> Console:
    """Where progress and screens are drawn: stderr."""
    return Console(stderr=True, width=_width(sys.stderr.isatty()), highlight=False)


def answer(document: object, *, lines: Iterable[str | Table]) -> None:
    """Say what was asked for: `document` with --json, else `lines` for people."""
    if wants_json(click.get_current_context()):
        print_document(document)
        return
    console = Console(width=_width(sys.stdout.isatty()), highlight=False)
    for line in lines:
        if isinstance(line, str):
            console.print(line, markup=False, soft_wrap=True)
        else:
            console.print(line)


def print_document(document: object) -> None:
    """The one document on stdout."""
    encoded = msgspec.json.encode(document, enc_hook=str)
    sys.stdout.write(msgspec.json.format(encoded, indent=2).decode() + "\n")
    sys.stdout.flush()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()) -> Table:
    """A table for people; `numbers` names the columns set flush right."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        drawn.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*("" if value is None else str(value) for value in row))
    return drawn


def _width(is_terminal: bool) -> int | None:  # noqa: FBT001 - what isatty said
    """As wide as the terminal; lines for a pipe or a file are not folded at 80 columns."""
    return shutil.get_terminal_size().columns if is_terminal else _COLUMNS_OF_A_PIPE
