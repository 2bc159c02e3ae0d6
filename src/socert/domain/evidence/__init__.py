"""Evidence: how it is seen, also from outside the database, that history was altered or cut off.

What it promises: rows of history that no writer's chain covers are sealed into the office chain; a checkpoint says how
far all chains had come and is signed, so that a copy kept elsewhere proves it; what is sealed and what a checkpoint
knows can be compared with what stands in the database (docs/reliability.md).
"""

from socert.domain.evidence.actions.checking import check_seals, compare, sealed_tables
from socert.domain.evidence.actions.marking import mark, read_for
from socert.domain.evidence.actions.sealing import UnableToSeal, seal_history
from socert.domain.evidence.model import COVER, Checkpoint, Cover, HeadThen, Looked, Unfit
from socert.domain.evidence.rules.signing import (
    PublicKey,
    SigningKey,
    UnusableKey,
    is_signed,
    new_signing_key,
    private_pem,
    public_pem,
    read_checkpoint,
    read_public_key,
    read_signing_key,
    sign,
)

__all__ = [
    "COVER",
    "Checkpoint",
    "Cover",
    "HeadThen",
    "Looked",
    "PublicKey",
    "SigningKey",
    "UnableToSeal",
    "Unfit",
    "UnusableKey",
    "check_seals",
    "compare",
    "is_signed",
    "mark",
    "new_signing_key",
    "private_pem",
    "public_pem",
    "read_checkpoint",
    "read_for",
    "read_public_key",
    "read_signing_key",
    "seal_history",
    "sealed_tables",
    "sign",
]
