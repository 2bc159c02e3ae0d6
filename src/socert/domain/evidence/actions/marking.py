"""Make a signed checkpoint of how far history has come, and read one back."""

from datetime import UTC, datetime

from psycopg import Connection

from socert.domain import installation
from socert.domain.evidence.model import FORMAT, Checkpoint, Unfit
from socert.domain.evidence.rules import signing
from socert.domain.evidence.store import heads


def mark(conn: Connection, *, made_at: datetime, at: datetime) -> Checkpoint:
    """How far history has come. All statements in one snapshot: the transaction is the caller's, repeatable read.

    Args:
        conn: the caller's transaction.
        made_at: real time.
        at: the time in the installation.
    """
    return Checkpoint(
        format=FORMAT,
        installation=str(installation.id_of(conn)),
        made_at=_text(made_at),
        at=_text(at),
        heads=heads.read_heads(conn),
        counts=heads.read_counts(conn),
    )


def read_for(conn: Connection, text: bytes, *, key: signing.PublicKey | None) -> Checkpoint | Unfit:
    """The checkpoint of a file, if it is whole, signed with this key and of this installation."""
    read = signing.read_checkpoint(text, key=key)
    if isinstance(read, Unfit) or read.installation == str(installation.id_of(conn)):
        return read
    return Unfit(
        "checkpoint_foreign",
        f"This checkpoint is of another installation ({read.installation}); this one is {installation.id_of(conn)}.",
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
