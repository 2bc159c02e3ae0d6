"""Give out keys, take them back, and list what they grant."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain import audit
from socert.domain.access.model.keys import Grant, IssuedKey, KeyOrder, Refusal, Role
from socert.domain.access.rules.keys import KEY_BYTES, digest_of, key_text
from socert.domain.access.store import keys as store
from socert.domain.installation import directory_changed
from socert.values import uuid7


def issue_key(
    conn: Connection,
    *,
    role: Role,
    merchant: int | None,
    till: int | None,
    label: str,
    actor: audit.Actor,
    now: datetime,
) -> IssuedKey:
    """Give out one key; see `issue_keys`.

    Raises:
        ScopeDoesNotFitRole: till and merchant are not the ones the role needs.
    """
    return issue_keys(conn, orders=[KeyOrder(role, merchant, till, label)], actor=actor, now=now)[0]


def issue_keys(conn: Connection, *, orders: Sequence[KeyOrder], actor: audit.Actor, now: datetime) -> list[IssuedKey]:
    """Give out a key for each order, in their order, in one statement. The keys are nowhere else: show them once."""
    if not orders:
        return []
    issued = [_make(order, now=now) for order in orders]
    ids = [one.grant.credential for one in issued]
    store.insert_credentials(conn, orders=orders, ids=ids, digests=[digest_of(one.key) for one in issued], at=now)
    audit.record_each(
        conn,
        actor=actor,
        action="key_issued",
        subjects=[f"credential:{credential}" for credential in ids],
        purpose="access for a till, a merchant or a colleague",
        details={},
        at=now,
    )
    directory_changed(conn)
    return issued


def revoke_key(
    conn: Connection, *, credential: UUID, actor: audit.Actor, now: datetime, reason: str
) -> Grant | Refusal:
    """Take a key back for good; gives what it granted."""
    revoked = store.revoke(conn, credential, at=now)
    if revoked is None:
        return Refusal.KEY_REVOKED_ALREADY if store.exists(conn, credential) else Refusal.KEY_UNKNOWN
    audit.record(
        conn,
        actor=actor,
        action="key_revoked",
        subject=f"credential:{credential}",
        purpose=reason,
        details={"role": revoked.role, "merchant": revoked.merchant, "till": revoked.till},
        at=now,
    )
    directory_changed(conn)
    return revoked


def all_grants(conn: Connection) -> dict[bytes, Grant]:
    """What every key that is not revoked grants, by `digest_of` the key."""
    return store.read_grants(conn)


def find_grant(conn: Connection, *, key: str) -> Grant | None:
    """What a key grants now; None when there is none or it was revoked."""
    return store.read_grant(conn, digest_of(key))


def _make(order: KeyOrder, *, now: datetime) -> IssuedKey:
    credential = uuid7(milliseconds=int(now.timestamp() * 1000), random=secrets.token_bytes(10))
    grant = Grant(credential, order.role, order.merchant, order.till)
    return IssuedKey(key_text(secrets.token_bytes(KEY_BYTES)), grant)
