"""Places in the order of a fair queue, and how far the money that is free reaches."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from secrets import token_bytes

from psycopg import Connection

from socert.domain import budgets, programmes
from socert.domain.certificates.model import Entitlement, Lacking, QueuePlace, Recipient
from socert.domain.certificates.rules.drawing import draw, ran_out, reach
from socert.domain.certificates.rules.giving import refuse_entitlement, reserve, worth
from socert.values import uuid7


def in_order(
    version: programmes.ProgrammeVersion,
    recipients: Iterable[tuple[Recipient, int]],
    *,
    decided_on: date,
    seed: str,
    now: datetime,
) -> list[QueuePlace]:
    """A place for each recipient (with their number in the decisions), in the order of the draw."""
    worths: dict[Entitlement, int] = {}
    places = []
    for one, number in recipients:
        kopecks = worths.get(one.entitlement)
        if kopecks is None:
            kopecks = worths[one.entitlement] = worth(version, [one])
        places.append(
            QueuePlace(
                id=uuid7(milliseconds=int(now.timestamp() * 1000), random=token_bytes(10)),
                programme=version.programme,
                holder=one.holder,
                lane=one.lane,
                decided_on=decided_on,
                draw=draw(seed, number=number),
                entitlement=one.entitlement,
                kopecks=kopecks,
                at=now,
            )
        )
    return sorted(places, key=lambda one: (one.draw, one.id))


def recipients_of(places: Iterable[QueuePlace]) -> list[Recipient]:
    """Those whose places they are."""
    return [Recipient(one.holder, one.lane, one.entitlement) for one in places]


def how_many(
    conn: Connection,
    version: programmes.ProgrammeVersion,
    *,
    before: Sequence[QueuePlace],
    places: Sequence[QueuePlace],
    budget_year: int,
) -> tuple[int, tuple[Lacking, ...]]:
    """How many of these places, from the front, the free money of a year pays, once those before are provided for.

    With it the sources that could not pay the next one. The office is locked already, so that what is free stays so.
    """
    stages = budgets.stages(conn, programme=version.programme)
    free = {one.source: one.free.kopecks for one in stages if one.budget_year == budget_year}
    left = [free.get(one.source, 0) for one in version.funding]
    needs: dict[Entitlement, tuple[int, ...]] = {}

    def need(one: QueuePlace) -> tuple[int, ...]:
        found = needs.get(one.entitlement)
        if found is None:
            found = needs[one.entitlement] = _need(version, one.entitlement)
        return found

    for one in before:
        left = [max(amount - part, 0) for amount, part in zip(left, need(one), strict=True)]
    needed = [need(one) for one in places]
    paid = reach(needed, free=left)
    short = [version.funding[place].source for place in ran_out(needed, free=left, paid=paid)]
    return paid, tuple(Lacking(one, budget_year, one in free) for one in short)


def _need(version: programmes.ProgrammeVersion, entitlement: Entitlement) -> tuple[int, ...]:
    # Whoever can get nothing under the version in force keeps nobody waiting.
    if refuse_entitlement(version, entitlement) is not None:
        return (0,) * len(version.funding)
    return reserve(version, entitlement)
