"""How things stand today, for those who work here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from psycopg import Connection

from socert.domain import budgets, programmes
from socert.domain.monitoring.model.standing import ProgrammeMoney, SourceMoney, State, Waiting
from socert.domain.monitoring.store import standing as store
from socert.values import split_by_shares

#: Certificates that end within this time are told of beforehand.
ENDING_WITHIN = timedelta(days=14)
#: Beyond so many they are not counted.
ENDING_COUNTED = 1_000


def money_of(conn: Connection, *, programme: int) -> ProgrammeMoney:
    """Where the money of a programme (its number) is; what merchants bear themselves is not in it."""
    versions = [one for one in programmes.versions(conn) if one.programme == programme and not one.is_decision_only]
    given = [(one.number, slot) for one in versions for slot, each in enumerate(one.allowances) if each.is_from_budget]
    numbers, slots = [version for version, _ in given], [slot for _, slot in given]
    stages = budgets.stages(conn, programme=programme)
    on_accounts = store.read_money(conn, versions=numbers, slots=slots)
    in_claims = store.read_claimed(conn, versions=numbers, slots=slots)
    certificates, current = store.read_certificates(conn, versions=[one.number for one in versions])
    return ProgrammeMoney(
        appropriated=sum(one.limit.kopecks for one in stages),
        reserved=sum(one.reserved.kopecks for one in stages),
        issued=sum(one[1] for one in on_accounts),
        held=sum(one[2] for one in on_accounts),
        consumed=sum(one[3] for one in on_accounts),
        returned=sum(one[4] for one in on_accounts),
        claimed=sum(one[1] for one in in_claims),
        paid=sum(one[2] for one in in_claims),
        certificates=certificates,
        current=current,
        sources=_by_source(
            versions,
            consumed={one[0]: one[3] for one in on_accounts},
            paid={one[0]: one[2] for one in in_claims},
        ),
    )


def _by_source(
    versions: Sequence[programmes.ProgrammeVersion], *, consumed: Mapping[int, int], paid: Mapping[int, int]
) -> dict[str, SourceMoney]:
    """What each source bore, by the shares of each version; the ledger's own split differs by kopecks at most."""
    found: dict[str, SourceMoney] = {}
    for version in versions:
        of_consumed = split_by_shares(amount=max(consumed.get(version.number, 0), 0), shares=version.shares)
        of_paid = split_by_shares(amount=max(paid.get(version.number, 0), 0), shares=version.shares)
        for share, one, other in zip(version.funding, of_consumed, of_paid, strict=True):
            before = found.get(share.source, SourceMoney(0, 0))
            found[share.source] = SourceMoney(before.consumed + one, before.paid + other)
    return found


def waiting(conn: Connection, *, now: datetime) -> Waiting:
    """What waits for staff: claims to be paid, certificates that end soon with something left."""
    claims, kopecks = store.read_unpaid(conn)
    ending = store.read_ending(conn, now=now, until=now + ENDING_WITHIN, at_most=ENDING_COUNTED)
    return Waiting(claims, kopecks, ending)


def state(conn: Connection) -> State:
    """The state of the server and of what waits in it."""
    found = store.read_state(conn)
    return State(
        server=found["server"],
        bytes=found["bytes"],
        migration=found["migration"] or "",
        last_month=(found["month"] or "").replace("_", "-"),
        messages_waiting=found["messages"],
        tasks_waiting=found["tasks"],
    )
