"""Where the private server's data lies: inside the installation, or for root outside if it must."""

import errno
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from socert.postgres.os_user import OsUser, owner_of, server_user
from socert.postgres.trouble import UnableToUseDatabase

OUTSIDE = Path("/var/lib/socert")
SOCKET_PATH_BYTES_MAX = 107


class UnableToUseFolder(UnableToUseDatabase):
    """A folder cannot be made, entered or written."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one private server and the user it belongs to."""

    folder: Path
    user: OsUser

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def gate(self) -> Path:
        """The lock that serialises start and stop."""
        return self.folder / "gate"

    @property
    def lease(self) -> Path:
        """The file every user of the server holds a shared lock on."""
        return self.folder / "lease"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "postgres.log"

    @property
    def port(self) -> Path:
        """The file with the TCP port, chosen once."""
        return self.folder / "port"

    def password(self, role: str) -> Path:
        """The file with the password of `role`."""
        return self.folder / f"{role}.password"

    @property
    def socket_folder(self) -> Path | None:
        """The folder for the Unix socket; None where its path is too long for the kernel or reads as a list."""
        longest = self.folder / ".s.PGSQL.65535"
        is_short = len(bytes(longest)) <= SOCKET_PATH_BYTES_MAX
        return self.folder if is_short and not {",", '"'} & set(str(longest)) else None

    def own(self, path: Path, *, mode: int) -> None:
        """Give `path` to the server's user."""
        self.user.own(path, mode=mode)

    def prepare(self) -> None:
        """Make the folder and the lock files; changes nothing where they exist."""
        if is_outside(self.folder) and not OUTSIDE.exists():
            OUTSIDE.mkdir(parents=True, exist_ok=True)
            OUTSIDE.chmod(0o711)
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.folder.stat().st_uid != self.user.uid:
            self.own(self.folder, mode=0o700)
        for path in (self.gate, self.lease):
            if not path.exists():
                path.touch(mode=0o600)
                self.own(path, mode=0o600)


def prepare_home(home: Path) -> Path:
    """The installation's folder with symbolic links resolved, made if absent.

    It is made for its owner alone (0700); as root, where the server's user gets as far as its parent, so that this
    user can pass through to the server's own folder in it, but list nothing (0711).

    Raises:
        UnableToUseFolder: it cannot be made.
    """
    path = home.expanduser().resolve()
    try:
        if not path.is_dir():
            _make_home(path)
    except OSError as error:
        raise UnableToUseFolder(
            f"The folder {path} cannot be made ({error.strerror}). Set SOCERT_HOME to a folder you may write to."
        ) from error
    return path


def _make_home(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_passable = os.geteuid() == 0 and server_user().can_enter(path.parent)
    # It appears with its final mode: another starter decides by that mode where the data lies.
    draft = path.with_name(f"{path.name[:100]}.{secrets.token_hex(4)}.draft")
    draft.mkdir(mode=0o700)
    draft.chmod(0o711 if is_passable else 0o700)
    try:
        draft.rename(path)
    except OSError as error:
        draft.rmdir()
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:  # another starter made and filled it meanwhile
            raise


def find_place(home: Path) -> Place:
    """Where the server of the installation in `home` (resolved, existing) has or will have its data.

    Raises:
        UnableToUseFolder: existing data belongs to another user or cannot be entered.
    """
    inside, outside = home / "postgres", outside_folder(home)
    try:
        for folder in (inside, outside):
            if (folder / "data").exists():
                return _existing(folder)
    except PermissionError as error:
        raise _no_entry(inside) from error
    user = server_user()
    is_reachable = not user.is_other or user.can_enter(home)
    return Place(folder=inside if is_reachable else outside, user=user)


def outside_folder(home: Path) -> Path:
    """The folder outside for `home`."""
    return OUTSIDE / hashlib.sha256(bytes(home)).hexdigest()[:16]


def is_outside(folder: Path) -> bool:
    """Whether the folder lies outside its installation."""
    return folder.parent == OUTSIDE


def _existing(folder: Path) -> Place:
    user = owner_of(folder / "data")
    if user.is_other and (os.geteuid() != 0 or not user.can_enter(folder)):
        raise _no_entry(folder)
    return Place(folder=folder, user=user)


def _no_entry(folder: Path) -> UnableToUseFolder:
    return UnableToUseFolder(
        f"The database in {folder} belongs to another user, or its user cannot enter it. "
        "Run socert as the user who made it, or set SOCERT_HOME to another folder."
    )
