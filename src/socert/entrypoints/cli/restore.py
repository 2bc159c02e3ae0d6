"""`socert restore`: a backup into a new or empty database."""

from pathlib import Path

import click

from socert import keys
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.opening import ReadableFile
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.jobs.archive import UnusableBackup
from socert.entrypoints.jobs.restoring import UnableToRestore, public_key_for, restore
from socert.settings import read_settings


@click.command("restore")
@click.argument("file", type=ReadableFile)
@click.option("--database", metavar="NAME", help="The new database; otherwise the installation's own.")
@click.option("--public-key", type=ReadableFile, help="Who must have signed it; otherwise the folder's checkpoint.pub.")
@json_option
def command(file: Path, database: str | None, public_key: Path | None) -> None:
    """Restore what `socert backup` wrote into FILE; the database must be absent or empty.

    On another machine put card.key, checkpoint.key and checkpoint.pub into the installation's folder first.
    """
    settings = read_settings()
    try:
        key = public_key_for(settings, given=public_key)
        with progress_bar() as progress:
            done = restore(settings, file=file, database=database, key=key, progress=progress)
    except keys.UnableToSign as error:
        raise Refused(
            "public_key_missing",
            f"{error} Put the backed-up installation's checkpoint.pub there, or use --public-key.",
        ) from error
    except UnusableBackup as error:
        raise Refused("backup_unusable", str(error)) from error
    except UnableToRestore as error:
        raise Refused("unable_to_restore", str(error)) from error
    manifest, operations = done.manifest, done.checkpoint.counts.operations
    answer(
        {
            "database": done.database,
            "installation": manifest.installation,
            "kind": manifest.kind,
            "made_at": manifest.made_at,
            "counts": done.checkpoint.counts,
        },
        lines=[
            f"Restored into {done.database}, as of {manifest.made_at}: {operations:,} operations.",
            "Now: socert doctor, then socert verify --checkpoint FILE with the last checkpoint before that.",
        ],
    )
