"""Data that lies outside its installation: whose it is, following a renamed one, removed with a removed one."""

import os
import secrets
import shutil
from pathlib import Path

from socert.postgres import postmaster
from socert.postgres.lease import gate, is_leased
from socert.postgres.place import OUTSIDE, outside_folder
from socert.postgres.secret import write_private_text
from socert.postgres.trouble import UnableToUseDatabase


def mark_outside(*, folder: Path, home: Path) -> None:
    """Write into the folder outside whose it is, and into `home` the sign by which it is known again."""
    text = f"{home}\n{_sign(home, make=True)}\n"
    marker = folder / "home"
    if not marker.exists() or marker.read_text(encoding="utf-8") != text:
        write_private_text(path=marker, text=text)


def reclaim_moved(home: Path) -> None:
    """When `home` was renamed, let the folder outside follow it, since its name is made from the path."""
    target = outside_folder(home)
    sign = _sign(home, make=False) if os.geteuid() == 0 else None
    if sign is None or target.exists():
        return
    for marker in OUTSIDE.glob("*/home"):
        path, its_sign = marker.read_text(encoding="utf-8").splitlines()
        if its_sign == sign and (path == str(home) or is_abandoned(marker.parent)):
            mark_outside(folder=marker.parent, home=home)  # first, so nobody takes it for abandoned meanwhile
            marker.parent.rename(target)
            return


def is_abandoned(folder: Path) -> bool:
    """Whether the installation that `folder` outside belongs to is gone (or another one stands in its place)."""
    try:
        path, sign = (folder / "home").read_text(encoding="utf-8").splitlines()[:2]
    except (FileNotFoundError, ValueError):
        return False  # not ours, or just being made
    return _sign(Path(path), make=False) != sign


def _sign(home: Path, *, make: bool) -> str | None:
    path = home / "installation"
    if make and not path.exists():
        write_private_text(path=path, text=secrets.token_hex(16))
    return path.read_text(encoding="utf-8") if path.exists() else None


def remove_abandoned() -> list[Path]:
    """Remove the folders outside whose installation is gone, ending a server left in them; returns them.

    One that is held open, or just being started or stopped, is left alone. Only root has such folders.
    """
    if os.geteuid() != 0 or not OUTSIDE.exists():
        return []
    for doomed in OUTSIDE.glob("*.gone"):
        shutil.rmtree(doomed, ignore_errors=True)  # a removal that was killed halfway
    markers = sorted(OUTSIDE.glob("*/home"))
    return [marker.parent for marker in markers if _remove_if_abandoned(marker.parent)]


def _remove_if_abandoned(folder: Path) -> bool:
    if not is_abandoned(folder):
        return False
    try:
        with gate(folder / "gate", prepare=lambda: None, seconds_max=0):
            if not is_abandoned(folder) or is_leased(folder / "lease"):
                return False
            if (folder / "data").exists():
                postmaster.stop(folder / "data")
            doomed = folder.rename(folder.with_suffix(".gone"))
    except (OSError, UnableToUseDatabase):
        return False  # in somebody's hands: the next start looks again
    shutil.rmtree(doomed, ignore_errors=True)
    return True
