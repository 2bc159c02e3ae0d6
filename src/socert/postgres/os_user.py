"""Under whose name the private server runs: the caller, or for root another user, since PostgreSQL refuses root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from socert.postgres.trouble import UnableToUseDatabase

CANDIDATES = ("postgres", "nobody")
COMMAND_SECONDS_MAX = 600


class UnableToChooseServerUser(UnableToUseDatabase):
    """Root has no other user under whose name the server could run."""


@dataclass(frozen=True, slots=True)
class OsUser:
    """A user of the operating system; `is_other` tells whether we must change to it."""

    uid: int
    gid: int
    is_other: bool

    def run(self, arguments: list[str | Path], *, cwd: Path = Path("/")) -> "subprocess.CompletedProcess[str]":
        """Run a program as this user, away from the terminal, with a fixed locale; never raises for its exit code."""
        return subprocess.run(  # noqa: S603 - our own arguments, no shell
            arguments,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=COMMAND_SECONDS_MAX,
            env=_environment(),
            start_new_session=True,
            umask=0o077,
            **self._identity(),
        )

    def can_enter(self, path: Path) -> bool:
        """Whether this user can pass through the folder (or run the program) at `path`."""
        return self._test("-x", path)

    def own(self, path: Path, *, mode: int) -> None:
        """Give `path`, which is no symbolic link, to this user with `mode`."""
        # Through a descriptor: in a folder the other user owns, root must not be led elsewhere by a link.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            if self.is_other:
                os.fchown(descriptor, self.uid, self.gid)
            os.fchmod(descriptor, mode)
        finally:
            os.close(descriptor)

    def _test(self, flag: str, path: Path) -> bool:
        return self.run(["/bin/sh", "-c", f'test {flag} "$1"', "sh", path]).returncode == 0

    def _identity(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}


def server_user(*, candidates: tuple[str, ...] = CANDIDATES) -> OsUser:
    """The user for new data: the caller; for root the first of `candidates` it can change to.

    Raises:
        UnableToChooseServerUser: root can change to neither.
    """
    if os.geteuid() != 0:
        return OsUser(uid=os.geteuid(), gid=os.getegid(), is_other=False)
    for name in candidates:
        user = _named(name)
        if user is not None and _can_change_to(user):
            return user
    raise UnableToChooseServerUser(
        f"PostgreSQL refuses to run as root, and root can change here to none of the users {', '.join(candidates)}. "
        "Run socert as an ordinary user, add a system user named postgres, or set SOCERT_DATABASE_URL to a server."
    )


def owner_of(path: Path) -> OsUser:
    """The user existing data belongs to: as root its server goes on under that name."""
    state = path.stat()
    return OsUser(uid=state.st_uid, gid=state.st_gid, is_other=state.st_uid != os.geteuid())


def _named(name: str) -> OsUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsUser(uid=entry.pw_uid, gid=entry.pw_gid, is_other=True) if entry.pw_uid != 0 else None


def _can_change_to(user: OsUser) -> bool:
    # In a user namespace the name may exist without a mapping for its number.
    try:
        return user.run(["/bin/sh", "-c", ":"]).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PG"))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
