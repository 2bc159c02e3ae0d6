"""A folder to work in beside a file that is to be written: its draft lies there until it is whole."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class UnableToWriteThere(Exception):
    """A file cannot be written where it should go; `code` is stable."""

    def __init__(self, code: str, *, ru: str, en: str) -> None:
        super().__init__(en)
        self.code, self.ru, self.en = code, ru, en


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder of our own on the same file system as `target`."""

    folder: Path
    target: Path

    @property
    def draft(self) -> Path:
        """Where the file is written first."""
        return self.folder / "draft"

    @property
    def spill(self) -> Path:
        """Where an engine puts what does not fit into memory."""
        return self.folder / "spill"

    def finish(self) -> None:
        """Put the draft, now whole and on the disk, in the target's place."""
        # Decisions about people are nobody else's on this machine.
        self.draft.chmod(0o600)
        _sync(self.draft, os.O_RDONLY)
        self.draft.replace(self.target)
        _sync(self.target.parent, os.O_RDONLY | os.O_DIRECTORY)


@contextmanager
def beside(target: Path, *, reads: Path) -> Iterator[Workplace]:
    """A workplace for a file, removed afterwards; one that a killed run left is cleared and used.

    Args:
        target: the file to be written.
        reads: a file that is read meanwhile and must be another one.

    Raises:
        UnableToWriteThere: its folder is missing or not ours to write, something else lies there, or somebody else is
            writing the same file.
    """
    _check(target, reads)
    target = target.resolve()
    folder = target.parent / f".{target.name}.work"
    try:
        held = _hold(folder)
    except OSError as error:
        raise _not_writable(target, error) from error
    try:
        _clear(folder)
        (folder / "spill").mkdir()
        yield Workplace(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _check(target: Path, reads: Path) -> None:
    if not target.parent.is_dir():
        raise UnableToWriteThere(
            "folder_missing",
            ru=f"Папки {target.parent} нет. Пожалуйста, создайте её или назовите другую.",
            en=f"There is no folder {target.parent}. Please make it or name another one.",
        )
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        raise UnableToWriteThere(
            "not_a_file",
            ru=f"{target} — не файл. Пожалуйста, назовите файл, в который записать решения.",
            en=f"{target} is no file. Please name a file for the decisions.",
        )
    if target.exists() and target.samefile(reads):
        raise UnableToWriteThere(
            "same_file",
            ru=f"{target} — это и есть файл со сведениями. Пожалуйста, назовите для решений другой файл.",
            en=f"{target} is the very file of facts. Please name another file for the decisions.",
        )


def _hold(folder: Path) -> int:
    """Make the folder and hold it alone; the kernel lets go of it for one that dies."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(held).st_ino == folder.stat().st_ino:
                return held
        except FileNotFoundError:
            pass  # whoever held it has just removed it: make it anew
        except BlockingIOError:
            os.close(held)
            raise UnableToWriteThere(
                "being_written",
                ru=f"Другой запуск уже пишет этот файл ({folder}). Пожалуйста, дождитесь его или назовите другой файл.",
                en=f"Another run is writing this file already ({folder}). Please wait for it or name another file.",
            ) from None
        os.close(held)


def _clear(folder: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_writable(target: Path, error: OSError) -> UnableToWriteThere:
    return UnableToWriteThere(
        "not_writable",
        ru=f"В папку {target.parent} нельзя записать: {error.strerror}. Пожалуйста, назовите другую.",
        en=f"The folder {target.parent} cannot be written: {error.strerror}. Please name another one.",
    )
