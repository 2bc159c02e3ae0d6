"""The file of a backup: a dump that pg_restore reads by itself, then a signed manifest, then where that begins."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from socert.domain import evidence

FORMAT = "socert backup 1"
#: The last bytes of every whole file: the format and the length of the manifest.
_END_BYTES = 32
_MANIFEST_BYTES_MAX = 1 << 24
_CHUNK = 1 << 20


class UnusableBackup(Exception):
    """A file is no whole backup, or not one for here; the message says what to do."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds. `checkpoint` is the text of a signed checkpoint of the very same snapshot."""

    format: str
    installation: str
    kind: str
    database: str
    made_at: str
    application_role: str
    card_key_check: str
    migrations: int
    tables: dict[str, int]
    dump_bytes: int
    dump_sha256: str
    checkpoint: str


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    manifest: Manifest
    signature: str


def append_manifest(file: BinaryIO, manifest: Manifest, *, key: evidence.SigningKey) -> None:
    """Close a backup: after its dump."""
    signed = _Signed(manifest, key.sign(msgspec.json.encode(manifest)).hex())
    text = msgspec.json.encode(signed)
    file.write(text + f"{FORMAT} {len(text):016}".encode())


def read_manifest(path: Path, *, key: evidence.PublicKey) -> Manifest:
    """The manifest of a whole file, signed with a key. The dump itself is checked by `check_dump`.

    Raises:
        UnusableBackup: the file is none, is cut, was altered or was signed by somebody else.
    """
    whole = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(whole - _END_BYTES, 0))
        end = file.read()
        length = int(end[-16:]) if end[-16:].isdigit() and end.startswith(f"{FORMAT} ".encode()) else 0
        if not 0 < length < min(whole - _END_BYTES, _MANIFEST_BYTES_MAX):
            raise UnusableBackup(f"{path} is no whole backup: it was cut, or is something else. Take another copy.")
        file.seek(whole - _END_BYTES - length)
        text = file.read(length)
    try:
        signed = msgspec.json.decode(text, type=_Signed)
        signature = bytes.fromhex(signed.signature)
    except (msgspec.MsgspecError, ValueError) as error:
        raise UnusableBackup(f"{path} is damaged: its manifest cannot be read. Take another copy.") from error
    if not evidence.is_signed(msgspec.json.encode(signed.manifest), signature, key=key):
        raise UnusableBackup(
            f"{path} was altered, or made by another installation than the public key at hand belongs to. "
            "Take another copy, or give the right key with --public-key."
        )
    if signed.manifest.dump_bytes != whole - _END_BYTES - length:
        raise UnusableBackup(f"{path} is damaged: it is not as long as it says. Take another copy.")
    return signed.manifest


def check_dump(path: Path, manifest: Manifest, *, progress: Callable[[int], None]) -> None:
    """Whether the dump is the one that was written; tells how many bytes were read.

    Raises:
        UnusableBackup: it is not.
    """
    if digest_of(path, size=manifest.dump_bytes, progress=progress) != manifest.dump_sha256:
        raise UnusableBackup(f"{path} is damaged: its content is not what was written. Take another copy.")


def digest_of(path: Path, *, size: int, progress: Callable[[int], None]) -> str:
    """The SHA-256 of the first bytes of a file, in hexadecimal."""
    digest, seen = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(min(_CHUNK, size - seen)):
            digest.update(chunk)
            seen += len(chunk)
            progress(seen)
    return digest.hexdigest()
