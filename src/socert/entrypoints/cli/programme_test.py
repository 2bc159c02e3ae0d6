"""`socert programme test`: examples and the boundary grid of programmes, on every executor there is."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from socert.domain import criteria, decisions, programmes
from socert.domain.files import Mistake
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.opening import ReadableFile, read_text
from socert.entrypoints.cli.programme_check import mistakes_as_document
from socert.entrypoints.cli.progress import progress_bar
from socert.outside import EngineKind, open_engines
from socert.rulebook import examples_file, programme_files, read_programme, read_rulebook, read_tree
from socert.settings import read_settings

_Mistakes = tuple[tuple[Path, Mistake], ...]


@click.command("test")
@click.argument("files", metavar="[FILE…]", nargs=-1, type=ReadableFile)
@click.option(
    "--engine",
    "wanted",
    multiple=True,
    type=click.Choice([one.value for one in EngineKind]),
    help="Only this engine beside the interpreter; may be given twice. Otherwise every one that is here.",
)
@json_option
def test(files: tuple[Path, ...], wanted: tuple[str, ...]) -> None:
    """Try programmes: their examples, and people at whom something changes, decided alike by every executor.

    Without files all programmes of the rulebook are tried. The interpreter decides each case, then every engine that
    is installed decides all of them. Exits 1 when anything comes out otherwise.
    """
    started = time.monotonic()
    reference = read_settings().rulebook
    ground, tree = read_rulebook(reference), read_tree(reference)
    paths = files or tuple(programme_files(reference))
    definitions = {path: read_programme(path, tree=tree, ground=ground) for path in paths}
    wrong: list[tuple[Path, Mistake]] = []
    # Engines work beside the interpreter, and one of them takes seconds to start.
    with ExitStack() as opened, ExitStack() as working, progress_bar() as show:
        beside = ThreadPoolExecutor(max_workers=1)
        working.callback(beside.shutdown, cancel_futures=True)  # before the engines are closed
        opening = beside.submit(opened.enter_context, open_engines([EngineKind(one) for one in wanted]))
        asked = {}
        for path, definition in definitions.items():
            examples, mistakes = _examples(path, definition, ground)
            wrong += mistakes
            prepared = decisions.prepare(definition, ground=ground, examples=examples)
            asked[path] = beside.submit(lambda one: decisions.prove(one, engines=opening.result()), prepared)
        proved = {}
        for place, path in enumerate(definitions, start=1):
            proved[path] = asked[path].result()
            show("programmes", place, len(definitions))
        names = [decisions.INTERPRETER, *(one.name for one in opening.result())]
    _tell(proved, wrong, names, seconds=time.monotonic() - started)


def _examples(
    path: Path, definition: programmes.ProgrammeDefinition, ground: criteria.Ground
) -> tuple[tuple[decisions.Example, ...], _Mistakes]:
    table = examples_file(path, definition)
    if table is None:
        return (), ()
    if not table.is_file():
        return (), ((path, decisions.examples_are_missing(str(table))),)
    read = decisions.read_examples(read_text(table), definition=definition, ground=ground)
    mistakes = tuple((table, one) for one in read if isinstance(one, Mistake))
    return tuple(one for one in read if isinstance(one, decisions.Example)), mistakes


def _tell(
    proved: dict[Path, decisions.Proved],
    wrong: _Mistakes | list[tuple[Path, Mistake]],
    engines: Sequence[str],
    *,
    seconds: float,
) -> None:
    failures = [(path, failure) for path, one in proved.items() for failure in one.failures]
    count = len(failures) + len(wrong)
    rows, examples = (sum(one.grid_rows for one in proved.values()), sum(one.examples for one in proved.values()))
    lines = [f"{path}: {mistake}" for path, mistake in wrong]
    lines += [_line(path, one) for path, one in failures]
    lines.append(
        f"{len(proved)} programmes, {examples} examples, {rows} cases of the boundary grid, "
        f"decided by {', '.join(engines)} in {seconds:.1f} s: {count or 'no'} failures"
    )
    document = {
        "programmes": len(proved),
        "examples": examples,
        "grid_rows": rows,
        "engines": engines,
        "failures": count,
        "seconds": round(seconds, 3),
        "tried": [
            {"file": str(path), "programme": one.programme, "examples": one.examples, "grid_rows": one.grid_rows}
            for path, one in proved.items()
        ],
        "mistakes": mistakes_as_document(wrong),
        "failed": [_document(path, one) for path, one in failures],
    }
    answer(document, lines=lines)
    if count:
        raise click.exceptions.Exit(1)


def _document(path: Path, one: decisions.Failure) -> dict[str, Any]:
    return {
        "file": str(path if one.file is None else path.parent / one.file),
        "line": one.line,
        "case": one.case,
        "region": one.region,
        "date": one.day,
        "engine": one.engine,
        "expected": one.expected,
        "found": one.found,
    }


def _line(path: Path, one: decisions.Failure) -> str:
    place = f"{path}: " if one.file is None else f"{path.parent / one.file}: line {one.line}: "
    where = "" if one.region is None else f", region {one.region}"
    return f"{place}{one.case} ({one.day}{where}): expected {one.expected}; {one.engine} found {one.found}"
