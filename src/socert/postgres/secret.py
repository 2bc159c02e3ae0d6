"""Passwords in files only their owner can read."""

import os
import secrets
from pathlib import Path


def kept_password(path: Path) -> str:
    """The password in `path`; made of 256 random bits and stored there if the file is absent."""
    if not path.exists():
        write_private_text(path=path, text=secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8").strip()


def write_private_text(*, path: Path, text: str) -> None:
    """Store `text` under `path`, mode 0600, whole or not at all, whatever happens meanwhile."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
