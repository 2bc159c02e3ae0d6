"""Ed25519 signatures of checkpoints, and keys as PEM, which other programs read as well."""

from typing import TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from socert.domain.evidence.model import FORMAT, Checkpoint, SignedCheckpoint, Unfit

SigningKey: TypeAlias = Ed25519PrivateKey
PublicKey: TypeAlias = Ed25519PublicKey

_read = msgspec.json.Decoder(SignedCheckpoint).decode
_DAMAGED = Unfit(
    "checkpoint_damaged", "This is not a whole checkpoint: it was cut or altered. Please take another copy of it."
)


class UnusableKey(ValueError):
    """A file is not the Ed25519 key it should be."""


def new_signing_key() -> SigningKey:
    """A new key from the system's randomness."""
    return Ed25519PrivateKey.generate()


def private_pem(key: SigningKey) -> str:
    """A signing key as text."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: PublicKey) -> str:
    """A public key as text."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_signing_key(pem: bytes) -> SigningKey:
    """A signing key from its text.

    Raises:
        UnusableKey: it is none.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey("no private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey("a private key of another kind")
    return key


def read_public_key(pem: bytes) -> PublicKey:
    """A public key from its text.

    Raises:
        UnusableKey: it is none.
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKey("no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableKey("a public key of another kind")
    return key


def is_signed(text: bytes, signature: bytes, *, key: PublicKey) -> bool:
    """Whether a signature is of this text and by this key."""
    try:
        key.verify(signature, text)
    except InvalidSignature:
        return False
    return True


def sign(checkpoint: Checkpoint, *, key: SigningKey) -> bytes:
    """A checkpoint as the text of its file."""
    signed = SignedCheckpoint(
        checkpoint, key.public_key().public_bytes_raw().hex(), key.sign(msgspec.json.encode(checkpoint)).hex()
    )
    return msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n"


def read_checkpoint(text: bytes, *, key: PublicKey | None) -> Checkpoint | Unfit:
    """The checkpoint in a file, its signature checked; without a key only against the one it names itself."""
    try:
        signed = _read(text)
        named = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.public_key))
        signature = bytes.fromhex(signed.signature)
    except (msgspec.MsgspecError, ValueError):
        return _DAMAGED
    if signed.checkpoint.format != FORMAT:
        return Unfit(
            "checkpoint_format_unknown",
            f"This checkpoint has the form {signed.checkpoint.format!r}, which this version of socert does not read.",
        )
    if key is not None and key.public_bytes_raw() != named.public_bytes_raw():
        return Unfit(
            "checkpoint_key_differs",
            "This checkpoint was signed with another key than the public key at hand. Please give the right one with "
            "--public-key; if it is the right one, somebody else made this checkpoint.",
        )
    if not is_signed(msgspec.json.encode(signed.checkpoint), signature, key=named):
        return Unfit(
            "checkpoint_forged", "The signature does not fit this checkpoint: it was altered after it was signed."
        )
    return signed.checkpoint
