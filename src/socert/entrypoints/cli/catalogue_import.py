"""`socert catalogue import` and `train`: long lists of goods in the published barcode format."""

import csv
import gzip
import io
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import click

from socert import wiring
from socert.domain import catalogue
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.long_lists import long_list
from socert.entrypoints.cli.opening import ACTOR, ReadableFile, database_option, open_work, read_bytes
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.cli.rejects import Rejects, rejects_to
from socert.settings import read_settings

MAPPING = Path("mappings") / "universe-htt.csv"
WORDS = Path("models") / "goods-words.csv.gz"
DEFAULT_SOURCE = "universe-htt"

_KIB_A_MIB = 1024
_TO_REVIEW = "to be reviewed"
_NEW = "new"


@click.command("import")
@click.argument("file", type=ReadableFile)
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option("--mapping", type=ReadableFile, help="A CSV path,category; otherwise the one socert ships.")
@click.option("--source", default=DEFAULT_SOURCE, show_default=True, help="What the list is called.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rejected rows go; otherwise FILE's name in the installation's folder `rejected`.",
)
@database_option
@json_option
def import_list(  # noqa: PLR0917 - click passes options by name
    file: Path,
    dry_run: bool,  # noqa: FBT001 - a flag
    mapping: Path | None,
    source: str,
    rejects: Path | None,
    database: str | None,
) -> None:
    """Import goods from a list in the published barcode format, plain or gzip; again, it changes nothing.

    Columns, parted by tabs: ID, UPCEAN, Name, CategoryID, CategoryName, BrandID, BrandName; UTF-8.
    """
    started = time.perf_counter()
    with (
        open_work(database=database) as work,
        rejects_to(rejects or work.site.home / "rejected" / f"{file.name}.csv") as rejected,
        progress_bar() as progress,
        long_list(file, progress=progress) as lines,
    ):
        reference = work.site.reference
        try:
            tree = catalogue.categories(work.conn)
            report = catalogue.import_goods(
                work.conn,
                lines=lines,
                mapping=read_mapping(mapping or reference / MAPPING, tree=tree),
                suggester=read_suggester(reference),
                source=source,
                dry_run=dry_run,
                rejects=rejected.take,
                progress=progress,
                actor=ACTOR,
                now=work.now,
            )
        except catalogue.UnreadableList as error:
            raise Refused(error.code, f"{file}: {error}") from error
    _answer(report, rejected, dry_run=dry_run, seconds=time.perf_counter() - started)


def read_suggester(reference: Path) -> catalogue.Suggester:
    """What was counted of goods' words, as socert ships it."""
    return wiring.suggester_of(reference)


def read_mapping(path: Path, *, tree: catalogue.CategoryTree) -> catalogue.PathMapping:
    """A mapping from a source's categories to ours.

    Raises:
        Refused: it cannot be used; names the line.
    """
    try:
        return catalogue.read_mapping(read_bytes(path), tree=tree)
    except catalogue.UnreadableList as error:
        raise Refused(error.code, f"{path}: {error}") from error


def _answer(report: catalogue.ImportReport, rejected: Rejects, *, dry_run: bool, seconds: float) -> None:
    document = {
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "unclassified": report.unclassified,
        "contradictory": report.contradictory,
        "unmapped": report.unmapped,
        "seconds": round(seconds, 1),
        "peak_mib": round(peak_mib(), 1),
        "dry_run": dry_run,
        "rejects_file": str(rejected.path) if rejected.count else None,
        "unmapped_paths": [{"path": one.path, "goods": one.goods} for one in report.unmapped_paths],
        "moved": [
            {"is_new": one.is_new, "before": one.before, "after": one.after, "goods": one.goods} for one in report.moved
        ],
    }
    would = "would be " if dry_run else ""
    counted = f"{report.rows} rows: {report.added} {would}added, {report.changed} {would}changed"
    lines = [
        f"{counted}, {report.unchanged} unchanged, {report.rejected} rejected",
        f"{report.contradictory} have a name that contradicts their category, {report.unclassified} had none there",
        f"{report.unmapped} stand in categories of the list that the mapping does not know",
        f"{seconds:.1f} s, {peak_mib():.0f} MiB",
    ]
    moves = [
        (_NEW if one.is_new else one.before or _TO_REVIEW, one.after or _TO_REVIEW, one.goods) for one in report.moved
    ]
    unmapped = [(one.path, one.goods) for one in report.unmapped_paths]
    tables = [table(("from", "to", "goods"), moves, numbers=("goods",))] if moves else []
    tables += [table(("unmapped path", "goods"), unmapped, numbers=("goods",))] if unmapped else []
    answer(document, lines=[*lines, *tables])
    for one in rejected.first:
        tell(f"line {one.line}: {one.text.en}")
    if rejected.count:
        tell(f"All {rejected.count} rejected rows with their lines and reasons: {rejected.path}")


def peak_mib() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_A_MIB


@click.command("train")
@click.argument("file", type=ReadableFile)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def train(file: Path, target: Path) -> None:
    """Count the words of a list's goods by our categories, for suggestions; writes a gzip that `import` reads."""
    reference = read_settings().reference
    tree = reference_tree(reference)
    mapping = read_mapping(reference / MAPPING, tree=tree)
    with progress_bar() as progress, long_list(file, progress=progress) as raw:
        try:
            counted = list(catalogue.count_words(_named(raw, mapping=mapping, tree=tree)))
        except catalogue.UnreadableList as error:
            raise Refused(error.code, f"{file}: {error}") from error
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("word", "category", "goods"))
    writer.writerows(counted)
    target.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    answer({"rows": len(counted)}, lines=[f"{len(counted)} rows written to {target}"])


def reference_tree(reference: Path) -> catalogue.CategoryTree:
    """The tree socert ships, without a database."""
    with (reference / "categories.csv").open(encoding="utf-8", newline="") as lines:
        return catalogue.tree_of(catalogue.read_categories(lines))


def _named(
    lines: Iterator[bytes], *, mapping: catalogue.PathMapping, tree: catalogue.CategoryTree
) -> Iterator[tuple[str, str]]:
    """Name and category of the goods whose name does not contradict where they lie."""
    reader = catalogue.SourceReader.of(next(lines, b""))
    for number, raw in enumerate(lines, start=2):
        row = reader.read(raw, line=number)
        if not isinstance(row, catalogue.SourceRow):
            continue
        category = mapping.place(row.path).category
        if category is None:
            continue
        if catalogue.claim_of(row.name, shelf=catalogue.shelf_of(tree.number_of(category), tree=tree)) is None:
            yield row.name, category
