"""`socert catalogue measure`: how often the judgement of names is right, on goods a person has labelled."""

from pathlib import Path
from typing import Any

import click

from socert.domain import catalogue
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.catalogue_import import MAPPING, read_mapping, read_suggester, reference_tree
from socert.entrypoints.cli.opening import ReadableFile, read_bytes
from socert.entrypoints.cli.refusing import Refused
from socert.settings import read_settings


@click.command("measure")
@click.argument("file", type=ReadableFile)
@json_option
def measure(file: Path) -> None:
    """Judge labelled goods as an import would and print the tables of docs/catalogue.md; needs no database.

    A CSV with the columns name, path, stratum, contradicts (yes or no) and category; either of the last two is given.
    """
    reference = read_settings().reference
    tree = reference_tree(reference)
    try:
        goods = catalogue.read_labelled(read_bytes(file))
    except catalogue.UnreadableList as error:
        raise Refused(error.code, f"{file}: {error}") from error
    measured = catalogue.measure(
        goods,
        tree=tree,
        mapping=read_mapping(reference / MAPPING, tree=tree),
        suggester=read_suggester(reference),
    )
    document: dict[str, Any] = {
        "contradictions": [
            {
                "stratum": one.stratum,
                "goods": one.goods,
                "right": one.right,
                "wrong": one.wrong,
                "missed": one.missed,
                "precision": one.precision,
                "recall": one.recall,
            }
            for one in measured.found
        ],
        "suggestions": [
            {"from": one.low, "to": one.high, "goods": one.goods, "right": one.right, "share": one.share}
            for one in measured.suggested
        ],
    }
    answer(document, lines=tables(measured))


def tables(measured: catalogue.Measured) -> list[str]:
    """The two tables as Markdown."""
    lines = [
        "| chosen | goods | found | wrongly | missed | precision | recall |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in measured.found:
        cells = (one.stratum, one.goods, one.right + one.wrong, one.wrong, one.missed)
        shares = (_percent(one.precision), _percent(one.recall))
        lines.append(f"| {' | '.join(map(str, (*cells, *shares)))} |")
    lines += ["", "| certainty | goods | right | share |", "|---|---:|---:|---:|"]
    lines += [
        f"| {one.low:.2f} to {one.high:.2f} | {one.goods} | {one.right} | {_percent(one.share)} |"
        for one in measured.suggested
    ]
    return lines


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
