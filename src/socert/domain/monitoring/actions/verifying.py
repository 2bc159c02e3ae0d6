"""Verify everything: digests and chains, every balance from its postings, every rule that must hold of them."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from socert.domain import budgets, programmes
from socert.domain.monitoring.actions.replaying import replay, walk_chains
from socert.domain.monitoring.model.found import Check, Progress, Verification
from socert.domain.monitoring.rules import funding
from socert.domain.monitoring.rules.coverage import categories_paid
from socert.domain.monitoring.store import checks, money
from socert.domain.monitoring.store.snapshot import begin_snapshot

_QUESTIONS = (
    checks.ACCOUNTS,
    checks.CERTIFICATES,
    checks.HOLDS,
    checks.OPEN_HOLDS,
    checks.LINEAGE,
    checks.VALIDITY,
    checks.COVERAGE,
    money.BALANCES,
    money.APPROPRIATIONS,
    money.CLAIMS,
    money.CLAIM_SUMS,
    money.PAYMENTS,
)


def verify(conn: Connection, *, progress: Progress | None = None) -> Verification:
    """Check everything that must hold, in one snapshot; nothing is written, and others go on working.

    Args:
        conn: a fresh connection that has not begun a transaction.
        progress: told which check is at work and how many rows it has seen.

    Raises:
        psycopg.errors.ActiveSqlTransaction: the connection was in use.
    """
    with conn.transaction():
        begin_snapshot(conn)
        return examine(conn, progress=progress if progress is not None else _quietly)


def examine(conn: Connection, *, progress: Progress) -> Verification:
    """All checks, in the snapshot or transaction of the caller."""
    versions = programmes.versions(conn)
    parameters = _parameters(conn, versions)
    # What names a row most exactly comes first: its complaint is the one that is shown.
    found = []
    for question in _QUESTIONS:
        progress(question.name, 0)
        found.append(checks.ask(conn, question, parameters))
    progress("sources", 0)
    found.append(_sources(conn, versions))
    found.extend(replay(conn, progress=progress))
    found.append(walk_chains(conn, progress=progress))
    return Verification(tuple(found))


def _quietly(_name: str, _rows: int) -> None:
    """Tell nobody."""


def _parameters(conn: Connection, versions: list[programmes.ProgrammeVersion]) -> Mapping[str, Any]:
    """Programme versions, and what each of their allowances pays for, as the questions take them."""
    categories = money.read_categories(conn)
    number_of = {name: number for number, name, _ in categories}
    parents = {name: above for _, name, above in categories}
    paid = [
        (version.number, slot, number_of[category])
        for version in versions
        for slot, allowance in enumerate(version.allowances)
        for category in categories_paid(allowance, parents=parents)
    ]
    return {
        "versions": [version.number for version in versions],
        "slots": [len(version.allowances) for version in versions],
        "paid_versions": [one[0] for one in paid],
        "paid_slots": [one[1] for one in paid],
        "paid_categories": [one[2] for one in paid],
    }


def _sources(conn: Connection, versions: list[programmes.ProgrammeVersion]) -> Check:
    numbers = {one.id: one.number for one in budgets.sources(conn)}
    fundings = {
        version.number: funding.Funding(
            sources=tuple(numbers[one.source] for one in version.funding), shares=version.shares
        )
        for version in versions
    }
    single = [version for version, one in fundings.items() if len(one.sources) == 1]
    try:
        derived = funding.derive(money.read_funded_sums(conn, single=single), fundings=fundings)
    except (KeyError, ValueError):
        return Check("sources", 0, "account: its sums or its version cannot be split between sources")
    said = money.read_source_sums(conn)
    first_bad = next((one for one in funding.complaints(said, derived=derived) if one is not None), None)
    return Check("sources", len(said), first_bad)
