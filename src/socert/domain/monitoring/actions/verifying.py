"""Verify everything: digests and chains, every balance from its postings, every rule that must hold of them."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from socert.domain import budgets, evidence, installation, programmes
from socert.domain.monitoring.actions.replaying import replay, walk_chains
from socert.domain.monitoring.model.found import Check, Progress, Verification
from socert.domain.monitoring.rules import coverage, funding
from socert.domain.monitoring.store import checks, items, money, months, returns, tree
from socert.domain.monitoring.store.snapshot import begin_snapshot

_QUESTIONS = (
    checks.ACCOUNTS,
    checks.CERTIFICATES,
    checks.PLACES,
    checks.FUNDING,
    checks.HOLDS,
    checks.OPEN_HOLDS,
    items.UNITS,
    checks.LINEAGE,
    checks.VALIDITY,
    checks.COVERAGE,
    checks.CATEGORIES,
    returns.CAPTURES,
    returns.REFUNDS,
    money.BALANCES,
    money.APPROPRIATIONS,
    money.CLAIMS,
    money.CLAIM_SUMS,
    money.PAYMENTS,
    months.MONTHS,
)


def verify(
    conn: Connection, *, progress: Progress | None = None, checkpoint: evidence.Checkpoint | None = None
) -> Verification:
    """Check everything that must hold, in one snapshot; nothing is written, and others go on working.

    Args:
        conn: a fresh connection that has not begun a transaction.
        progress: told which check is at work and how many rows it has seen.
        checkpoint: one of this installation; history must still be what it says.

    Raises:
        psycopg.errors.ActiveSqlTransaction: the connection was in use.
    """
    with conn.transaction():
        begin_snapshot(conn)
        return examine(conn, progress=progress if progress is not None else _quietly, checkpoint=checkpoint)


def examine(conn: Connection, *, progress: Progress, checkpoint: evidence.Checkpoint | None = None) -> Verification:
    """All checks, in the snapshot or transaction of the caller."""
    versions, documents = _versions(conn)
    stays, ring = _stays(conn)
    parameters = _parameters(conn, versions, stays)
    # What names a row most exactly comes first: its complaint is the one that is shown.
    progress("seals", 0)
    found = [documents, _check("seals", evidence.check_seals(conn))]
    if ring is not None:
        found.append(Check(checks.CATEGORIES.name, 0, ring))
    for question in _QUESTIONS:
        progress(question.name, 0)
        found.append(checks.ask(conn, question, parameters))
    progress("sources", 0)
    found.append(_sources(conn, versions))
    found.extend(replay(conn, progress=progress))
    found.append(walk_chains(conn, progress=progress))
    if checkpoint is not None:
        found.append(_check("checkpoint", evidence.compare(conn, checkpoint)))
    return Verification(tuple(found))


def _check(name: str, looked: evidence.Looked) -> Check:
    return Check(name, looked.rows, looked.first_bad)


def _quietly(_name: str, _rows: int) -> None:
    """Tell nobody."""


def _versions(conn: Connection) -> tuple[list[programmes.ProgrammeVersion], Check]:
    """Programme versions, none when one cannot be read, and whether their documents are those that were published."""
    found = checks.ask(conn, checks.DOCUMENTS, {})
    try:
        return programmes.versions(conn), found
    except (KeyError, TypeError, ValueError):
        complaint = found.first_bad or "programme_version: a document cannot be read"
        return [], Check(found.name, found.rows, complaint)


def _stays(conn: Connection) -> tuple[list[coverage.Stay], str | None]:
    """Where categories lay since when; none, and why, when there was no tree."""
    try:
        return list(coverage.stays(tree.read_placements(conn))), None
    except coverage.CategoriesInARing as ring:
        return [], str(ring)


def _parameters(
    conn: Connection, versions: list[programmes.ProgrammeVersion], stays: list[coverage.Stay]
) -> Mapping[str, Any]:
    """Programme versions, what each of their allowances paid for and when, and the zone, as the questions take them."""
    given = [(version.number, slot, one) for version in versions for slot, one in enumerate(version.allowances)]
    possible = [(version, slot, *gift) for version, slot, one in given for gift in sorted(set(one.gifts))]
    paid = list(coverage.paid_for(versions, stays=stays, ids=tree.read_ids(conn)))
    installed = installation.find(conn)
    return {
        "zone": "UTC" if installed is None else installed.zone.key,
        "versions": [version for version, _, _ in given],
        "slots": [slot for _, slot, _ in given],
        "ids": [one.id for _, _, one in given],
        "tariffs": [one.tariff_kopecks if one.unit is not None else None for _, _, one in given],
        "given_versions": [one[0] for one in possible],
        "given_slots": [one[1] for one in possible],
        "given_amounts": [one[2] for one in possible],
        "given_units": [one[3] for one in possible],
        "are_borne": [not one.is_from_budget for _, _, one in given],
        "paid_versions": [one.version for one in paid],
        "paid_slots": [one.slot for one in paid],
        "paid_categories": [one.category for one in paid],
        "paid_caps": [one.cap for one in paid],
        "paid_percents": [one.percent for one in paid],
        "paid_from": [one.since for one in paid],
        "paid_until": [one.until for one in paid],
    }


def _sources(conn: Connection, versions: list[programmes.ProgrammeVersion]) -> Check:
    numbers = {one.id: one.number for one in budgets.sources(conn)}
    fundings = {
        version.number: funding.Funding(
            sources=tuple(numbers[one.source] for one in version.funding), shares=version.shares
        )
        for version in versions
    }
    borne = [
        (version.number, slot)
        for version in versions
        for slot, allowance in enumerate(version.allowances)
        if not allowance.is_from_budget
    ]
    single = [version for version, one in fundings.items() if len(one.sources) == 1]
    try:
        derived = funding.derive(money.read_funded_sums(conn, single=single, borne=borne), fundings=fundings)
    except (KeyError, ValueError):
        return Check("sources", 0, "account: its sums or its version cannot be split between sources")
    said = money.read_source_sums(conn)
    first_bad = next((one for one in funding.complaints(said, derived=derived) if one is not None), None)
    return Check("sources", len(said), first_bad)
