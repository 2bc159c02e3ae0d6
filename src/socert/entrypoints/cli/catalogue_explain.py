"""`socert catalogue explain`: what a programme pays for, good by good."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from socert.domain import catalogue, programmes, purchases
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.opening import Work, database_option, open_work, read_text
from socert.entrypoints.cli.refusing import Refused
from socert.rulebook import read_rulebook
from socert.settings import read_settings
from socert.values import Gtin, InvalidGtin

_CERTAIN = 1.0
_CONTRADICTORY = "contradictory"
_UNKNOWN = "unknown"


@click.command("explain")
@click.argument("codes", metavar="GTIN…", nargs=-1, required=True)
@click.option("--programme", required=True, help="A programme's id, or a programme file.")
@database_option
@json_option
def explain(codes: tuple[str, ...], programme: str, database: str | None) -> None:
    """Tell which goods a programme covers and why not; `-` reads barcodes from standard input, one a line.

    What is no barcode is named, and the others are answered all the same; the exit code is then 1.
    """
    given = [(code, _read(code)) for code in _given(codes)]
    with open_work(database=database) as work:
        allowances = _allowances(work, programme)
        gtins = [one for _, one in given if isinstance(one, Gtin)]
        found = iter(purchases.explain_goods(work.conn, gtins=gtins, allowances=allowances))
    documents = [
        _document(next(found), code=code) if isinstance(one, Gtin) else _unreadable(code, one) for code, one in given
    ]
    columns = ("gtin", "category", "covered", "reason", "certainty", "words", "name")
    rows = [[one[column] for column in columns] for one in documents]
    answer({"goods": documents}, lines=[table(columns, rows, numbers=("certainty",))])
    unreadable = [f"{code}: {one}" for code, one in given if not isinstance(one, Gtin)]
    for line in unreadable:
        tell(line)
    if unreadable:
        raise click.exceptions.Exit(1)


def _read(code: str) -> Gtin | InvalidGtin:
    try:
        return Gtin.parse(code)
    except InvalidGtin as error:
        return error


def _given(codes: Sequence[str]) -> list[str]:
    if tuple(codes) != ("-",):
        return list(codes)
    return sys.stdin.read().split()


def _allowances(work: Work, programme: str) -> tuple[programmes.Allowance, ...]:
    """The allowances of the version in force today, or of the last one where none is."""
    path = Path(programme)
    today = work.now.astimezone(work.site.installation.zone).date()
    if programmes.number_of(work.conn, programme=programme) is not None:
        version = programmes.version_on(work.conn, programme=programme, day=today)
        if version is not None:
            return version.allowances
        return [one for one in programmes.versions(work.conn) if one.programme_id == programme][-1].allowances
    if not path.is_file():
        raise Refused(
            "programme_unknown", f"There is no programme and no file {programme}. See: socert programme list."
        )
    definition = programmes.check(
        text=read_text(path), tree=catalogue.categories(work.conn), ground=read_rulebook(read_settings().rulebook)
    )
    if isinstance(definition, tuple):
        raise Refused("programme_has_mistakes", "\n".join(f"{path}: {error}" for error in definition))
    begun = [one for one in definition.versions if one.valid_from <= today]
    return (begun or definition.versions)[-1].allowances


def _unreadable(code: str, error: InvalidGtin) -> dict[str, Any]:
    missing = dict.fromkeys(("name", "source_category", "offered", "suggested", "words", "till_reason", "denied"))
    known = {"gtin": code, "category": None, "covered": False, "reason": "barcode_unreadable", "certainty": None}
    return {**missing, **known, "standing": _UNKNOWN, "words": str(error)}


def _document(one: purchases.GoodExplained, *, code: str) -> dict[str, Any]:
    """`category` is what tills see or, where they see none, what the good's name suggests; `gtin` as it was asked."""
    good = one.good
    is_certain = good is not None and good.category is not None
    document: dict[str, Any] = {
        "gtin": code,
        "category": None if good is None else good.category or good.suggested,
        "covered": one.is_covered,
        "reason": None if one.reason is None else _reason(one),
        "certainty": _CERTAIN if is_certain else None if good is None else good.certainty,
        "till_reason": one.reason,
        "denied": one.denied,
        "standing": _UNKNOWN if good is None else good.standing.name.lower(),
    }
    if good is not None:
        document |= {
            "name": good.name,
            "source_category": good.path,
            "offered": good.offered,
            "suggested": good.suggested,
            "words": good.doubt,
        }
    return {**dict.fromkeys(("name", "source_category", "offered", "suggested", "words")), **document}


def _reason(one: purchases.GoodExplained) -> str:
    """What tills say, except that a contradiction is called by its name here."""
    assert one.reason is not None
    is_contradictory = one.good is not None and one.good.standing is catalogue.Standing.CONTRADICTORY
    return _CONTRADICTORY if is_contradictory else one.reason.value
