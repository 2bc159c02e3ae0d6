"""Appropriate money to a programme, reserve it, release it. Callers own the transaction.

Whoever also posts in the transaction takes the ledger's office (`ledger.lock_office`) before reserving; the rows here
are locked after it and in the order of their numbers.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_bytes

from psycopg import Connection

from socert.domain import audit, ledger
from socert.domain.budgets import store
from socert.domain.budgets.model import Appropriated, Refused, Source, Stage
from socert.domain.budgets.rules import (
    in_order,
    refuse_code,
    refuse_limit,
    refuse_lowering,
    refuse_other_code,
    refuse_reserving,
)
from socert.values import Money, uuid7


class UnableToRelease(Exception):
    """Money was to be released that was never reserved."""


def register_sources(conn: Connection, *, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of sources by id, made if absent."""
    store.insert_sources(conn, ids=ids)
    return {one.id: one.number for one in store.read_sources(conn) if one.id in ids}


def sources(conn: Connection) -> list[Source]:
    """Every source, in the order they were made."""
    return store.read_sources(conn)


def appropriate(
    conn: Connection,
    *,
    programme: int,
    source: str,
    budget_year: int,
    budget_code: str,
    limit: Money,
    actor: audit.Actor,
    now: datetime,
    may_be_example: bool = True,
    may_change_code: bool = False,
) -> Appropriated | Refused:
    """Set how much of a source's money a programme may reserve in a year, and book the difference.

    Args:
        conn: the caller's transaction.
        programme: its number.
        source: its id; made if absent.
        budget_year: the year of issue.
        budget_code: the КБК of 20 digits, or the word `example`.
        limit: the whole limit, not the difference.
        actor: who does it.
        now: when.
        may_be_example: whether `example` will do: not on a live installation.
        may_change_code: whether an existing limit may get another code.
    """
    if refused := refuse_code(budget_code, may_be_example=may_be_example) or refuse_limit(limit):
        return refused
    ledger.lock_office(conn)
    number = register_sources(conn, ids=[source])[source]
    stored = store.lock_appropriations(conn, programme=programme, budget_year=budget_year, sources=[number])
    if number in stored:
        if refused := refuse_lowering(stored[number], limit=limit):
            return refused
        if not may_change_code and (refused := refuse_other_code(stored[number], budget_code=budget_code)):
            return refused
        appropriation, before = stored[number].number, Money(stored[number].limit_kopecks)
        store.update_limit(conn, appropriation=appropriation, budget_code=budget_code, limit=limit)
    else:
        before = Money(0)
        appropriation = store.insert_appropriation(
            conn, programme=programme, source=number, budget_year=budget_year, budget_code=budget_code, limit=limit
        )
    appropriated = Appropriated(appropriation, limit, limit - before)
    _book(conn, appropriated, source=number, now=now)
    _record(conn, appropriated, source=source, budget_year=budget_year, actor=actor, now=now)
    return appropriated


def reserve(
    conn: Connection, *, programme: int, budget_year: int, amounts: Mapping[int, int]
) -> dict[int, int] | Refused:
    """Reserve kopecks by source, all or nothing; gives the appropriation of each source that gave any."""
    wanted = in_order(amounts)
    stored = store.lock_appropriations(conn, programme=programme, budget_year=budget_year, sources=wanted)
    names = {one.number: one.id for one in store.read_sources(conn)}
    if refused := refuse_reserving(
        stored, amounts={one: amounts[one] for one in wanted}, sources=names, budget_year=budget_year
    ):
        return refused
    for source in wanted:
        store.add_reserved(conn, appropriation=stored[source].number, amount=amounts[source])
    return {source: stored[source].number for source in wanted}


def release(conn: Connection, *, programme: int, budget_year: int, amounts: Mapping[int, int]) -> dict[int, int]:
    """Give reserved kopecks back by source; gives the appropriation of each source that got any.

    Raises:
        UnableToRelease: more was to be released than is reserved.
    """
    given = in_order(amounts)
    stored = store.lock_appropriations(conn, programme=programme, budget_year=budget_year, sources=given)
    for source in given:
        if source not in stored or stored[source].reserved_kopecks < amounts[source]:
            raise UnableToRelease(f"Source {source} of programme {programme} has not reserved {amounts[source]}.")
        store.add_reserved(conn, appropriation=stored[source].number, amount=-amounts[source])
    return {source: stored[source].number for source in given}


def stages(conn: Connection, *, programme: int | None) -> list[Stage]:
    """Limits and reserves by source and year, of one programme (its number) or of all."""
    return store.read_stages(conn, programme=programme)


def _book(conn: Connection, appropriated: Appropriated, *, source: int, now: datetime) -> None:
    added = appropriated.added.kopecks
    if added == 0:
        return
    giver = ledger.cold_account(conn, kind=ledger.ColdAccount.SOURCE, source=source)
    taker = ledger.cold_account(conn, kind=ledger.ColdAccount.APPROPRIATION, appropriation=appropriated.appropriation)
    debit, credit = (giver, taker) if added > 0 else (taker, giver)
    operation = ledger.OfficeOperation(
        id=uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10)),
        kind=ledger.OperationKind.APPROPRIATE,
        total=abs(added),
        details=json.dumps({"appropriation": appropriated.appropriation, "limit": appropriated.limit.kopecks}),
    )
    posting = ledger.Posting(lane=ledger.OFFICE_LANE, debit=debit, credit=credit, amount=abs(added))
    ledger.post(conn, postings=[posting], operation=operation.id, at=now)
    ledger.seal(conn, operation=operation, at=now)


def _record(
    conn: Connection,
    appropriated: Appropriated,
    *,
    source: str,
    budget_year: int,
    actor: audit.Actor,
    now: datetime,
) -> None:
    audit.record(
        conn,
        actor=actor,
        action="money_appropriated",
        subject=f"appropriation:{appropriated.appropriation}",
        purpose="budget",
        details={
            "source": source,
            "budget_year": budget_year,
            "limit_kopecks": appropriated.limit.kopecks,
            "added_kopecks": appropriated.added.kopecks,
        },
        at=now,
    )
