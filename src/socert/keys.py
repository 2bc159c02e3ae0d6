"""The keys that checkpoints are signed with: files in the installation's folder."""

import os
import secrets
from pathlib import Path

from socert.domain import evidence

#: Signs; stays here, readable by its owner alone.
PRIVATE = "checkpoint.key"
#: Checks; to be handed out.
PUBLIC = "checkpoint.pub"


class UnableToSign(Exception):
    """The key that signs checkpoints is missing or is none; the message says what to do."""


def signing_key(home: Path) -> evidence.SigningKey:
    """The key of the installation in `home`, made with its public half where there is neither.

    Raises:
        UnableToSign: one half is missing or unusable.
    """
    private, public = home / PRIVATE, home / PUBLIC
    if not private.exists():
        if public.exists():
            raise UnableToSign(
                f"The key {private} is missing. Bring it back from your backup; or, if it is lost, move {public} away "
                "and keep it for older checkpoints: the next checkpoint then makes a new key."
            )
        _write_once(private, text=evidence.private_pem(evidence.new_signing_key()), mode=0o600)
    try:
        key = evidence.read_signing_key(private.read_bytes())
    except evidence.UnusableKey as error:
        raise UnableToSign(f"{private} is {error}; please bring the file back from your backup.") from error
    if not public.exists():
        _write_once(public, text=evidence.public_pem(key.public_key()), mode=0o644)
    return key


def public_key(path: Path) -> evidence.PublicKey:
    """A public key from its file.

    Raises:
        UnableToSign: there is none.
    """
    try:
        return evidence.read_public_key(path.read_bytes())
    except OSError as error:
        raise UnableToSign(f"{path} cannot be read: {error.strerror}.") from error
    except evidence.UnusableKey as error:
        raise UnableToSign(f"{path} is {error}; please give the checkpoint.pub of the installation.") from error


def _write_once(path: Path, *, text: str, mode: int) -> None:
    """Write a file whole; of several who write it at once the first wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
