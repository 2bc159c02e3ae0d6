"""Register people, find them, erase who they are."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from psycopg import Connection

from socert.domain import access, audit, messages
from socert.domain.people.model import Erased, NewResident, Refusal, Registered, Resident, Standing
from socert.domain.people.store import cards as card_store
from socert.domain.people.store import codes as code_store
from socert.domain.people.store import contacts as contact_store
from socert.domain.people.store import pins as pin_store
from socert.domain.people.store import residents as store
from socert.values import Snils, lane_of

T = TypeVar("T")

_CHUNK = 10_000
_HOLDERS_END = 1 << 62


def register(
    conn: Connection, *, residents: Sequence[NewResident], lanes: int, actor: audit.Actor, now: datetime
) -> list[Registered]:
    """Register people, hundreds of thousands at once, or find them by СНИЛС.

    Args:
        conn: the caller's transaction.
        residents: the people; whom the register knows already keeps the register's name, and their phone if one is
            known; a person named twice is new once.
        lanes: how many lanes the installation has.
        actor: who registers them.
        now: when.

    Returns:
        One answer for each, in their order.
    """
    # In the order of СНИЛС, so that two lists registered at once never wait for each other in a ring.
    wanted = sorted({one.snils.digits: one for one in reversed(residents)}.values(), key=lambda one: one.snils.digits)
    fresh: set[str] = set()
    for chunk in _chunks(wanted):
        holders = [_random_holder() for _ in chunk]
        chosen = [lane_of(holder=holder, lanes=lanes) for holder in holders]
        fresh |= store.insert_new(conn, chunk, holders=holders, lanes=chosen, at=now)
        phones = {one.snils.digits: one.phone for one in chunk if one.phone is not None}
        if phones:
            contact_store.insert_missing(conn, phones)
    if fresh:
        audit.record(
            conn,
            actor=actor,
            action="residents_registered",
            subject="residents",
            purpose="registration of people entitled to support",
            details={"new": len(fresh), "known": len(wanted) - len(fresh)},
            at=now,
        )
    places = find_holders(conn, snils=[one.snils for one in wanted])
    return list(_answers(residents, places=places, fresh=fresh))


def _answers(
    residents: Sequence[NewResident], *, places: dict[Snils, tuple[int, int]], fresh: set[str]
) -> Iterator[Registered]:
    for one in residents:
        holder, lane = places[one.snils]
        is_new = one.snils.digits in fresh
        fresh.discard(one.snils.digits)
        yield Registered(one.snils, holder, lane, is_new)


def find_holders(conn: Connection, *, snils: Sequence[Snils]) -> dict[Snils, tuple[int, int]]:
    """Holder and lane of everybody known among these people, hundreds of thousands at once."""
    found: dict[Snils, tuple[int, int]] = {}
    for chunk in _chunks(snils):
        places = store.read_holders(conn, [one.digits for one in chunk])
        found |= {one: places[one.digits] for one in chunk if one.digits in places}
    return found


def find_by_snils(conn: Connection, *, snils: Snils) -> Resident | None:
    """A person and who they are; None when they are unknown or erased."""
    return store.read_by_snils(conn, snils)


def district_of(conn: Connection, *, holder: int) -> str | None:
    """In which district a resident lives; None when they are unknown or erased."""
    return store.read_district(conn, holder)


def find_resident(conn: Connection, *, holder: int) -> Resident | None:
    """A person by their random number and who they are; None when they are unknown or erased."""
    return store.read_by_holder(conn, holder)


def hold_standings(conn: Connection, *, holders: Sequence[int]) -> dict[int, Standing]:
    """Where residents stand, of those who are known; nobody can erase them until the transaction ends."""
    found: dict[int, Standing] = {}
    for chunk in _chunks(sorted(holders)):
        found |= store.lock_standings(conn, chunk)
    return found


def erase(conn: Connection, *, holder: int, actor: audit.Actor, now: datetime, reason: str) -> Erased | Refusal:
    """Forget who a resident is (152-ФЗ): identity gone, cards blocked and their numbers forgotten; the ledger stays.

    The cards they hold for others are blocked as well, and where they are signed in they are signed out. Somebody who
    comes back is registered anew. `reason` goes into the audit as it is: no names and numbers of people, please.
    Whether they have a certificate is not asked here: `certificates.forget` does.
    """
    if not store.mark_erased(conn, holder, at=now):
        known = holder in store.lock_standings(conn, [holder])
        return Refusal.RESIDENT_ERASED if known else Refusal.RESIDENT_UNKNOWN
    # Counts first and then the contact, which goes with the identity: in this order codes are sent.
    code_store.delete_counts_of(conn, holder)
    store.delete_identity(conn, holder)
    pin_store.delete_of(conn, holder)
    code_store.delete_of(conn, holder)
    messages.forget(conn, recipient=holder)
    access.close_sessions_of(conn, role=access.Role.RESIDENT, subject=holder)
    erased = Erased(holder, now, card_store.sever_cards(conn, holder))
    audit.record(
        conn,
        actor=actor,
        action="resident_erased",
        subject=f"resident:{holder}",
        purpose=reason,
        details={"cards": erased.cards},
        at=now,
    )
    return erased


def _random_holder() -> int:
    return secrets.randbelow(_HOLDERS_END - 1) + 1


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
