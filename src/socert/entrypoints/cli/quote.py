"""`socert quote --cases`: the pure decision for baskets written in a file, without a database or a server."""

import gc
import sys
from codecs import BOM_UTF8
from typing import BinaryIO

import click
import msgspec

from socert.domain import purchases
from socert.entrypoints.cli.answering import tell

#: The longest case of 300 lines and 16 allowances, with a tree of thousands of categories, is far shorter.
LINE_BYTES_MAX = 4 * 1024 * 1024
#: So many bad lines are told of one by one; all of them are answered.
_TOLD_MAX = 20


class _Flaw(msgspec.Struct, frozen=True):
    """Why a case has no answer, and in which line of the file it stands, from 1."""

    line: int
    code: str
    sentence: str


class _Undecided(msgspec.Struct, frozen=True):
    """What stands in the place of the answer; the id is null where none could be read."""

    id: str | int | None
    error: _Flaw


class _Named(msgspec.Struct):
    """What is read of a case that is otherwise unusable."""

    id: str | int | None = None


_encode = msgspec.json.Encoder().encode
_read_case = msgspec.json.Decoder(purchases.Case).decode
_read_name = msgspec.json.Decoder(_Named).decode


@click.command("quote")
@click.option(
    "--cases",
    type=click.File("rb"),
    required=True,
    metavar="FILE",
    help="One case a line, as JSON; - reads standard input. docs/basket.md describes it.",
)
def command(cases: BinaryIO) -> None:
    """Decide baskets as a till would: one case a line in, one answer a line out, in the same order.

    A case that cannot be decided is answered with {"id", "error": {"line", "code", "sentence"}}; the others are decided
    all the same, and the exit code is then 1. Blank lines are passed over. Nothing is looked up, kept or moved.
    """
    gc.freeze()  # the program itself is no garbage: not to be looked through again and again
    bad = uncertain = number = 0
    while line := cases.readline(LINE_BYTES_MAX + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        if not line.strip():
            continue
        found = _rest_of(line, cases, number) or _decide(line, number)
        if isinstance(found, _Undecided):
            bad += 1
            if bad <= _TOLD_MAX:
                tell(f"Line {number}: {found.error.sentence}")
        uncertain += isinstance(found, purchases.CaseAnswer) and not found.optimal
        sys.stdout.buffer.write(_encode(found) + b"\n")
    sys.stdout.buffer.flush()
    if uncertain:
        tell(f'{uncertain} cases took more steps than are allowed; their answers are marked "optimal": false.')
    if bad:
        tell(f"{bad} cases could not be decided; their lines say why.")
        raise click.exceptions.Exit(1)


def _rest_of(line: bytes, cases: BinaryIO, number: int) -> _Undecided | None:
    """Read over what is left of a line that is too long."""
    if len(line) <= LINE_BYTES_MAX:
        return None
    while line and not line.endswith(b"\n"):
        line = cases.readline(LINE_BYTES_MAX)
    return _Undecided(None, _Flaw(number, "line_too_long", f"A case has at most {LINE_BYTES_MAX >> 20} MiB."))


def _decide(line: bytes, number: int) -> purchases.CaseAnswer | _Undecided:
    try:
        return purchases.decide_case(_read_case(line))
    except purchases.CaseFlaw as flaw:
        return _Undecided(_name(line), _Flaw(number, flaw.code, flaw.sentence))
    except msgspec.ValidationError as error:
        return _Undecided(_name(line), _Flaw(number, "case_unusable", f"{error}."))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _Undecided(None, _Flaw(number, "not_json", f"The line is not JSON: {error}."))


def _name(line: bytes) -> str | int | None:
    try:
        return _read_name(line).id
    except msgspec.DecodeError:
        return None
