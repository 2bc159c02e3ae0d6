"""Ask whether somebody may try to get in, and note how the try ended.

A try is counted when it is allowed, so that a thousand at once are no more than a thousand one after another; one that
succeeds is taken back. Let the transaction of `try_allowed` commit before the answer is judged, and end it with
`note_failure` or `note_success`, with the same words.
"""

from datetime import datetime, timedelta

from psycopg import Connection

from socert.domain.access.model.throttle import (
    DEVICE_LIFE,
    DEVICES_MAX,
    KNOWN_DEVICE,
    NETWORK,
    UNKNOWN_DEVICES,
    Budget,
    Spent,
    Trier,
)
from socert.domain.access.rules import throttle as rules
from socert.domain.access.store import throttle as store


def try_allowed(
    conn: Connection, *, door: str, whom: str, device: str, origin: str, secret: bytes, now: datetime
) -> timedelta | None:
    """Whether somebody may try to get in: None when they may, which counts as a try, else how long to wait.

    Args:
        conn: a transaction to be committed whatever comes of the try.
        door: what they try: each door counts for itself.
        whom: as whom, in one spelling: a login, the hash of a card; whether there is such a one makes no difference.
        device: the number in their browser's visitor cookie; empty for none.
        origin: the address they come from.
        secret: the installation's, with which everything is hashed.
        now: real time, also in an example.
    """
    trier = rules.trier_of(door=door, whom=whom, device=device, origin=origin, secret=secret)
    allowed: dict[bytes, Spent] = {}
    for digest, budget in _budgets(conn, trier, now=now).items():
        # The network first: one that has spent its budget makes no rows for people it thinks up.
        allowed[digest] = _lock(conn, digest, now=now)
        wait = rules.wait_of(allowed[digest], budget=budget, now=now)
        if wait is not None:
            return wait
    for digest, spent in allowed.items():
        _write(conn, digest, rules.with_try(spent, now=now), now=now)
    return None


def note_failure(
    conn: Connection, *, door: str, whom: str, device: str, origin: str, secret: bytes, now: datetime
) -> None:
    """The try failed: too many in a day lock whoever fails out; see `try_allowed` for the words."""
    trier = rules.trier_of(door=door, whom=whom, device=device, origin=origin, secret=secret)
    for digest in _budgets(conn, trier, now=now):
        _write(conn, digest, rules.with_failure(_lock(conn, digest, now=now), now=now), now=now)


def note_success(
    conn: Connection, *, door: str, whom: str, device: str, origin: str, secret: bytes, now: datetime
) -> None:
    """The try succeeded: it is taken back, and the browser is remembered; see `try_allowed` for the words."""
    trier = rules.trier_of(door=door, whom=whom, device=device, origin=origin, secret=secret)
    for digest in _budgets(conn, trier, now=now):
        spent = _lock(conn, digest, now=now)
        # What the person mistyped at their own browser is forgotten; what strangers tried is not.
        _write(conn, digest, Spent() if digest == trier.own else rules.without_try(spent, now=now), now=now)
    if trier.device is not None:
        store.remember_device(conn, trier.device, whom=trier.whom, now=now)
        store.forget_devices_but(conn, trier.whom, latest=DEVICES_MAX)


def forget_devices(conn: Connection, *, door: str, whom: str, secret: bytes) -> None:
    """Let every browser be a stranger's to somebody, as when a phone was lost."""
    trier = rules.trier_of(door=door, whom=whom, device="", origin="", secret=secret)
    store.forget_devices_but(conn, trier.whom, latest=0)


def forget_tries_over(conn: Connection, *, now: datetime) -> None:
    """Forget what counts no more."""
    store.delete_over(conn, now=now, devices=now - DEVICE_LIFE)


def _budgets(conn: Connection, trier: Trier, *, now: datetime) -> dict[bytes, Budget]:
    """The budgets a try is taken from, in the order in which they are locked by everybody."""
    if trier.device is not None and store.is_known(conn, trier.device, since=now - DEVICE_LIFE):
        return {trier.own: KNOWN_DEVICE}
    return {trier.network: NETWORK, trier.strangers: UNKNOWN_DEVICES}


def _lock(conn: Connection, digest: bytes, *, now: datetime) -> Spent:
    return rules.current(store.lock_spent(conn, digest, now=now), now=now)


def _write(conn: Connection, digest: bytes, spent: Spent, *, now: datetime) -> None:
    store.write_spent(conn, digest, spent, over_at=rules.over_at(spent, now=now))
