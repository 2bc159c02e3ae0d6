"""`socert backup`: everything in the database, in one file, while tills go on."""

from pathlib import Path

import click

from socert import keys
from socert.entrypoints.cli.answering import answer, json_option, tell
from socert.entrypoints.cli.opening import database_option, open_site
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.jobs.backing_up import UnableToBackUp, back_up
from socert.entrypoints.jobs.checkpointing import UnableToWriteCheckpoint


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option
@json_option
def command(file: Path, database: str | None) -> None:
    """Back up the database into FILE, which must not be there yet. Tills go on meanwhile.

    In it are personal data and what keys and PINs were hashed to; not in it are card.key, checkpoint.key and
    passwords. Keep it closed, and those apart from it.
    """
    with open_site(database=database) as site, progress_bar() as progress:
        try:
            done = back_up(site, file=file.absolute(), tell=tell, progress=progress)
        except (UnableToBackUp, UnableToWriteCheckpoint) as error:
            raise Refused("unable_to_back_up", str(error)) from error
        home = site.home
    manifest = done.manifest
    answer(
        {
            "file": str(file),
            "bytes": done.bytes,
            "sha256": manifest.dump_sha256,
            "installation": manifest.installation,
            "database": manifest.database,
            "made_at": manifest.made_at,
            "tables": len(manifest.tables),
            "checkpoint": None if done.checkpoint is None else str(done.checkpoint),
        },
        lines=[
            f"Written: {file}, {done.bytes:,} bytes, {len(manifest.tables)} tables as of {manifest.made_at}.",
            f"Not in it, to be kept apart: {home / 'card.key'} and {home / keys.PRIVATE}.",
            *([] if done.checkpoint is None else [f"The restored copy has to fit: {done.checkpoint}"]),
        ],
    )
