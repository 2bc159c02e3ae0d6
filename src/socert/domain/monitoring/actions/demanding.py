"""The weekly picture of demand: what certificates bought, and what they did not."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import programmes
from socert.domain.monitoring.model.demand import ENDING_SOON, Demand, Stage, Week
from socert.domain.monitoring.rules.hiding import Counted, protect, protect_list
from socert.domain.monitoring.rules.weeks import stage_of
from socert.domain.monitoring.store import demand as store
from socert.domain.monitoring.store import missed
from socert.domain.monitoring.store.snapshot import begin_snapshot


class DemandDiffers(Exception):
    """What was counted of receipts is not what the ledger says: the report must not be handed out."""


def demand(conn: Connection, *, week: Week, now: datetime, zone: ZoneInfo) -> Demand:
    """The demand of a week against the week before, in one snapshot; nothing is written, tills go on working.

    Args:
        conn: a fresh connection that has not begun a transaction.
        week: an ISO week on the region's clocks; one that is to come gives an empty picture, one under way what there
            is by now.
        now: what time it is in this installation.
        zone: the region's time zone.

    Raises:
        DemandDiffers: receipts do not sum to the postings of the ledger.
        psycopg.errors.ActiveSqlTransaction: the connection was in use.
    """
    stage = stage_of(week, now=now, zone=zone)
    if stage is Stage.TO_COME:
        return Demand(week=week, stage=stage, zone=zone, made_at=now)
    ends_at = week.ends_at(zone)
    weeks: dict[str, Any] = {
        "before": week.before.starts_at(zone),
        "starts_at": week.starts_at(zone),
        "ends_at": ends_at,
        "as_of": min(ends_at, now),
        "ending_soon": ENDING_SOON,
    }
    with conn.transaction():
        begin_snapshot(conn)
        weeks |= _kinds(conn)
        weeks["since"] = store.read_since(conn, weeks)
        store.prepare(conn)
        counted = store.read_counted(conn, weeks)
        _refuse_a_difference(counted, store.read_posted(conn, weeks))
        categories, outlets = store.read_names(conn)
        return Demand(
            week=week,
            stage=stage,
            zone=zone,
            made_at=now,
            this=protect(counted[True]),
            previous=protect(counted[False]),
            pressure=protect_list(missed.read_dearer(conn, weeks)),
            above_cap=protect_list(missed.read_above_cap(conn, weeks)),
            not_covered=protect_list(missed.read_refused(conn, weeks)),
            never_used=protect_list(missed.read_never_used(conn, weeks)),
            ending_soon=protect_list(missed.read_ending_soon(conn, weeks)),
            tried_without_agreement=protect_list(missed.read_tried(conn, weeks)),
            categories=categories,
            outlets=outlets,
        )


def _kinds(conn: Connection) -> dict[str, Any]:
    """Which allowances merchants bear and which are services, as parameters, and whether any is other than points."""
    given = [(one.number, slot, kind) for one in programmes.versions(conn) for slot, kind in enumerate(one.allowances)]
    borne = [(version, slot) for version, slot, kind in given if not kind.is_from_budget]
    services = [(version, slot) for version, slot, kind in given if kind.kind is programmes.AllowanceKind.UNITS]
    return {
        "service_versions": [version for version, _ in services],
        "service_slots": [slot for _, slot in services],
        "borne_versions": [version for version, _ in borne],
        "borne_slots": [slot for _, slot in borne],
        "are_there_kinds": any(kind.kind is not programmes.AllowanceKind.POINTS for _, _, kind in given),
    }


def _refuse_a_difference(counted: dict[bool, Counted], posted: dict[bool, int]) -> None:
    for is_this, of_week in counted.items():
        sums = {
            of_week.total.bought.kopecks,
            sum(one.kopecks for one in of_week.categories.values()),
            sum(one.kopecks for one in of_week.cells.values()),
        }
        if sums != {posted[is_this]}:
            raise DemandDiffers(
                f"Receipts sum to {sorted(sums)} kopecks, the ledger's postings to {posted[is_this]}. "
                "Please run `socert verify` before this picture is used."
            )
