"""`socert catalogue …`: categories, goods and merchants' own articles."""

from collections.abc import Sequence
from pathlib import Path

import click

from socert.domain import catalogue, providers
from socert.entrypoints.cli.answering import answer, json_option, tell
from socert.entrypoints.cli.catalogue_explain import explain
from socert.entrypoints.cli.catalogue_import import import_list, train
from socert.entrypoints.cli.catalogue_measure import measure
from socert.entrypoints.cli.catalogue_review import group as review
from socert.entrypoints.cli.opening import ACTOR, ReadableFile, Work, open_work, read_bytes, read_text
from socert.entrypoints.cli.refusing import Refused
from socert.values import Inn

_SHOWN_MAX = 20


@click.group("catalogue")
def group() -> None:
    """Categories, goods and merchants' own articles."""


group.add_command(import_list)
group.add_command(train)
group.add_command(explain)
group.add_command(measure)
group.add_command(review)


@group.command("categories")
@click.option("--load", type=ReadableFile, help="First make the tree that of a CSV: id, parent, title_ru, title_en.")
@json_option
def categories(load: Path | None) -> None:
    """The tree of categories; a list that is loaded adds, moves and renames, and takes nothing away."""
    with open_work() as work:
        if load is not None:
            _load_categories(work, load)
        tree = catalogue.categories(work.conn)
    found = sorted(tree.categories.values(), key=lambda one: _way(tree, one))
    document = [
        {"id": one.id, "parent": None if one.parent is None else tree.id_of(one.parent), "title": one.title}
        for one in found
    ]
    lines = [f"{'  ' * (len(_way(tree, one)) - 1)}{one.id}  {one.title.ru}" for one in found]
    answer({"categories": document}, lines=lines)


@group.command("goods")
@click.argument("file", type=ReadableFile)
@click.option("--source", help="Where the list comes from; otherwise the file's name.")
@json_option
def goods(file: Path, source: str | None) -> None:
    """Load goods from a CSV: gtin, name, category. Each row is taken in or rejected alone."""
    content = read_bytes(file)
    try:
        rows = catalogue.read_goods_csv(content)
    except catalogue.UnreadableList as error:
        raise Refused(error.code, f"{file}: {error}") from error
    with open_work() as work:
        done = catalogue.load_goods(work.conn, rows=rows, source=source or file.name, actor=ACTOR, now=work.now)
    _answer(done.added, done.changed, done.unchanged, done.rejected, dry_run=False)


@group.command("articles")
@click.argument("file", type=ReadableFile)
@click.option("--merchant", "inn", required=True, help="The merchant's ИНН.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@json_option
def articles(file: Path, inn: str, dry_run: bool) -> None:  # noqa: FBT001 - a flag
    """Hand in a merchant's own articles from a CSV: article, name, category."""
    content = read_bytes(file)
    try:
        rows = catalogue.read_articles_csv(content)
    except catalogue.UnreadableList as error:
        raise Refused(error.code, f"{file}: {error}") from error
    with open_work() as work:
        merchant = providers.find_merchant(work.conn, inn=Inn.parse(inn))
        if merchant is None:
            raise Refused.because(providers.Refusal.MERCHANT_UNKNOWN, providers.Refusal.MERCHANT_UNKNOWN.text)
        done = catalogue.hand_in_articles(
            work.conn, merchant=merchant.id, articles=rows, dry_run=dry_run, actor=ACTOR, now=work.now
        )
    _answer(done.added, done.changed, done.unchanged, done.rejected, dry_run=dry_run)


def _load_categories(work: Work, file: Path) -> None:
    try:
        rows = catalogue.read_categories(read_text(file).splitlines(keepends=True))
        done = catalogue.load_categories(work.conn, rows=rows, actor=ACTOR, now=work.now)
    except (catalogue.UnusableTree, catalogue.UnreadableList) as error:
        raise Refused(error.code, f"{file}: {error}") from error
    if isinstance(done, catalogue.TreeRefused):
        raise Refused.because(done.code, done.text)
    tell(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, {len(done.missing)} not in the list")


def _way(tree: catalogue.CategoryTree, one: catalogue.Category) -> tuple[str, ...]:
    """From the root down to a category."""
    if one.parent is None:
        return (one.id,)
    return (*_way(tree, tree.categories[one.parent]), one.id)


def _answer(added: int, changed: int, unchanged: int, rejected: Sequence[catalogue.Rejected], *, dry_run: bool) -> None:
    document = {
        "added": added,
        "changed": changed,
        "unchanged": unchanged,
        "rejected": [{"line": one.line, "code": one.code, "text": one.text} for one in rejected],
        "dry_run": dry_run,
    }
    would = "would be " if dry_run else ""
    answer(
        document,
        lines=[f"{added} {would}added, {changed} {would}changed, {unchanged} unchanged, {len(rejected)} rejected"],
    )
    for one in rejected[:_SHOWN_MAX]:
        tell(f"line {one.line}: {one.text.en}")
    if len(rejected) > _SHOWN_MAX:
        tell(f"… and {len(rejected) - _SHOWN_MAX} more rejected rows; --json lists all.")
    if rejected and not added + changed + unchanged:
        raise click.exceptions.Exit(1)
