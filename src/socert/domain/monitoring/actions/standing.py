"""How things stand today, for those who work here."""

from datetime import datetime, timedelta

from psycopg import Connection

from socert.domain import budgets, programmes
from socert.domain.monitoring.model.standing import ProgrammeMoney, State, Waiting
from socert.domain.monitoring.store import standing as store

#: Certificates that end within this time are told of beforehand.
ENDING_WITHIN = timedelta(days=14)
#: Beyond so many they are not counted.
ENDING_COUNTED = 1_000


def money_of(conn: Connection, *, programme: int) -> ProgrammeMoney:
    """Where the money of a programme (its number) is; what merchants bear themselves is not in it."""
    versions = [one for one in programmes.versions(conn) if one.programme == programme]
    given = [(one.number, slot) for one in versions for slot, each in enumerate(one.allowances) if each.is_from_budget]
    numbers, slots = [version for version, _ in given], [slot for _, slot in given]
    stages = budgets.stages(conn, programme=programme)
    issued, held, consumed, returned = store.read_money(conn, versions=numbers, slots=slots)
    claimed, paid = store.read_claimed(conn, versions=numbers, slots=slots)
    certificates, current = store.read_certificates(conn, versions=[one.number for one in versions])
    return ProgrammeMoney(
        appropriated=sum(one.limit.kopecks for one in stages),
        reserved=sum(one.reserved.kopecks for one in stages),
        issued=issued,
        held=held,
        consumed=consumed,
        returned=returned,
        claimed=claimed,
        paid=paid,
        certificates=certificates,
        current=current,
    )


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
