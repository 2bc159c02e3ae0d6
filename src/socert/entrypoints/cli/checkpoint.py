"""`socert checkpoint`: how far history has come, signed, in a file to be kept elsewhere."""

from pathlib import Path

import click

from socert import keys
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.opening import database_option, open_site
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.jobs.checkpointing import UnableToWriteCheckpoint, Written, write_checkpoint


@click.command("checkpoint")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; it must not be there yet. Otherwise one in the installation's folder of checkpoints.",
)
@database_option
@json_option
def command(out: Path | None, database: str | None) -> None:
    """Write a signed checkpoint: whoever keeps it elsewhere sees later whether anything before it was altered.

    Rows of history outside the writers' chains are sealed first.
    """
    with open_site(database=database) as site:
        try:
            written = write_checkpoint(site, file=out)
        except UnableToWriteCheckpoint as error:
            raise Refused("checkpoint_unwritable", str(error)) from error
        public_key = site.home / keys.PUBLIC
    counts = written.checkpoint.counts
    answer(
        {**describe(written), "public_key": str(public_key)},
        lines=[
            f"Written: {written.file}",
            f"{counts.batches:,} batches, {counts.operations:,} operations; {written.sealed:,} rows sealed now.",
            f"Keep it elsewhere, with {public_key}. To compare: socert verify --checkpoint FILE",
        ],
    )


def describe(written: Written) -> dict[str, object]:
    """A written checkpoint for programs."""
    return {
        "file": str(written.file),
        "installation": written.checkpoint.installation,
        "made_at": written.checkpoint.made_at,
        "at": written.checkpoint.at,
        "heads": written.checkpoint.heads,
        "counts": written.checkpoint.counts,
        "sealed_now": written.sealed,
    }
