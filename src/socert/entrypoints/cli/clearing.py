"""`socert clearing …`: close a period, hand out registers, note what was paid."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from rich.table import Table

from socert.domain import clearing, providers
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.moments import Day, beginning_of, shown
from socert.entrypoints.cli.opening import ACTOR, Work, database_option, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Language, Money

_COLUMNS = ("claim", "merchant", "receipts", "amount", "status")


@click.group("clearing")
def group() -> None:
    """Settling with merchants: periods, claims, registers, payments."""


@group.command("close")
@click.option("--until", type=Day(), required=True, help="The first day that stays open.")
@database_option
@json_option
def close(until: date, database: str | None) -> None:
    """Close everything before a day and make a claim for each merchant."""
    with open_work(database=database) as work:
        zone = work.site.installation.zone
        done = clearing.close_period(
            work.conn, until=beginning_of(until, zone=zone), now=work.now, zone=zone, actor=ACTOR
        )
        if isinstance(done, clearing.ClearingRefused):
            raise Refused.because(done.code, done.sentence)
        document = _period(done, titles := _titles(work))
        lines = _lines(done, titles, work)
    answer(document, lines=lines)


@group.command("list")
@database_option
@json_option
def list_periods(database: str | None) -> None:
    """Closed periods and their claims."""
    with open_work(database=database) as work:
        titles = _titles(work)
        found = clearing.periods(work.conn)
        lines = [line for one in found for line in _lines(one, titles, work)]
    answer({"periods": [_period(one, titles) for one in found]}, lines=lines or ["No period has been closed yet."])


@group.command("registers")
@click.argument("period", type=click.IntRange(min=1))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Into which folder.")
@database_option
@json_option
def registers(period: int, out: Path, database: str | None) -> None:
    """Write the registers of PERIOD: a CSV and an XLSX for each merchant, and a summary."""
    with open_work(database=database) as work:
        if period not in {one.period for one in clearing.periods(work.conn)}:
            raise Refused("period_unknown", f"There is no closed period {period}. See: socert clearing list.")
        try:
            files = clearing.registers(work.conn, period=period, folder=out, zone=work.site.installation.zone)
        except (clearing.RegisterDiffers, OSError) as error:
            raise Refused("registers_not_written", str(error)) from error
    document = {
        "folder": str(out.absolute()),
        "kopecks": sum(one.kopecks for one in files),
        "registers": [
            {
                "csv": one.csv.name,
                "xlsx": one.xlsx.name,
                "receipts": one.receipts,
                "lines": one.lines,
                "kopecks": one.kopecks,
                "sha256": one.sha256,
            }
            for one in files
        ],
    }
    rows = [(one.csv.name, one.receipts, one.lines, Money(one.kopecks).text(Language.EN)) for one in files]
    columns = ("register", "receipts", "lines", "amount")
    answer(document, lines=[table(columns, rows, numbers=columns[1:])])


@group.command("pay")
@click.argument("claim", type=click.UUID)
@click.option("--reference", required=True, help="The payment order's number, or whatever finds it again.")
@database_option
@json_option
def pay(claim: UUID, reference: str, database: str | None) -> None:
    """Note that CLAIM was paid in full."""
    with open_work(database=database) as work:
        done = clearing.mark_paid(work.conn, claim=claim, now=work.now, actor=ACTOR, reference=reference)
        if isinstance(done, clearing.ClearingRefused):
            raise Refused.because(done.code, done.sentence)
        titles = _titles(work)
    answer(_claim(done, titles), lines=[f"Paid: {Money(done.amount).text(Language.EN)} to {titles[done.merchant]}."])


def _titles(work: Work) -> dict[int, str]:
    return {one.id: one.title.ru for one in providers.merchants(work.conn)}


def _heading(one: clearing.ClosedPeriod, work: Work) -> str:
    zone = work.site.installation.zone
    return f"Period {one.period}: from {shown(one.starts_at, zone=zone)} until {shown(one.ends_at, zone=zone)}"


def _lines(one: clearing.ClosedPeriod, titles: dict[int, str], work: Work) -> list[str | Table]:
    return [_heading(one, work), table(_COLUMNS, _rows(one, titles), numbers=("receipts", "amount"))]


def _rows(one: clearing.ClosedPeriod, titles: dict[int, str]) -> list[tuple[object, ...]]:
    return [
        (
            claim.id,
            titles[claim.merchant],
            claim.receipts,
            Money(claim.amount).text(Language.EN),
            claim.status.name.lower(),
        )
        for claim in one.claims
    ]


def _period(one: clearing.ClosedPeriod, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "period": one.period,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "closed_at": one.closed_at,
        "claimed_kopecks": sum(claim.amount for claim in one.claims),
        "claims": [_claim(claim, titles) for claim in one.claims],
    }


def _claim(one: clearing.Claim, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "claim": one.id,
        "merchant": titles[one.merchant],
        "receipts": one.receipts,
        "kopecks": one.amount,
        "status": one.status.name.lower(),
    }
