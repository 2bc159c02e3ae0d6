"""`socert clearing …`: close a period, hand out registers, note what was paid."""

import re
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import click
from rich.table import Table

from socert import keys, wiring
from socert.domain import clearing, evidence, providers
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.moments import Day, beginning_of, shown_day, validity
from socert.entrypoints.cli.opening import ACTOR, Work, database_option, open_site, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.jobs.checkpointing import UnableToWriteCheckpoint, write_checkpoint
from socert.values import Language, Money

_COLUMNS = (
    "number",
    "merchant",
    "receipts",
    "voided",
    "amount",
    "carried",
    "due",
    "status",
    "paid on",
    "reference",
    "claim",
)
_NUMBERS = ("receipts", "voided", "amount", "carried", "due")
_SHORT = re.compile(r"([1-9][0-9]{0,8})-([0-9]{10}|[0-9]{12})")

#: Merchants by the numbers that claims name them by.
_Merchants: TypeAlias = dict[int, providers.Merchant]


@click.group("clearing")
def group() -> None:
    """Settling with merchants: periods, claims, registers, payments."""


@group.command("close")
@click.option("--until", type=Day(), required=True, help="The first day that stays open.")
@database_option
@json_option
def close(until: date, database: str | None) -> None:
    """Close everything before a day and make a claim for each merchant."""
    with open_site(database=database) as site:
        with site.transaction() as conn:
            work = Work(site, conn, site.now(conn))
            zone = site.installation.zone
            done = clearing.close_period(
                conn, until=beginning_of(until, zone=zone), now=work.now, zone=zone, actor=ACTOR
            )
            if isinstance(done, clearing.ClearingRefused):
                raise Refused.because(done.code, done.sentence)
            merchants = _merchants(work)
            document = _period(done, merchants)
            lines = _lines(done, merchants, work)
        _mark(site)
    answer(document, lines=lines)


def _mark(site: wiring.Site) -> None:
    """A checkpoint of what was closed; that none can be written now undoes nothing."""
    try:
        tell(f"Checkpoint: {write_checkpoint(site).file}")
    except (evidence.UnableToSeal, keys.UnableToSign, UnableToWriteCheckpoint) as error:
        tell(f"The period is closed. No checkpoint could be written: {error} Then: socert checkpoint.")


@group.command("list")
@database_option
@json_option
def list_periods(database: str | None) -> None:
    """Closed periods and their claims."""
    with open_work(database=database) as work:
        merchants = _merchants(work)
        found = clearing.periods(work.conn)
        lines = [line for one in found for line in _lines(one, merchants, work)]
    answer({"periods": [_period(one, merchants) for one in found]}, lines=lines or ["No period has been closed yet."])


@group.command("registers")
@click.argument("period", type=click.IntRange(min=1))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Below which folder; it may be absent.")
@click.option("--sheets/--no-sheets", default=True, help="Without sheets the XLSX has sums only: quick for millions.")
@database_option
@json_option
def registers(period: int, out: Path, sheets: bool, database: str | None) -> None:  # noqa: FBT001 - an option
    """Write the registers of PERIOD into a folder of its own: a CSV and an XLSX for each merchant, and a summary."""
    with open_work(database=database) as work:
        if period not in {one.period for one in clearing.periods(work.conn)}:
            raise Refused("period_unknown", f"There is no closed period {period}. See: socert clearing list.")
        try:
            files = clearing.registers(
                work.conn,
                period=period,
                folder=out,
                zone=work.site.installation.zone,
                with_sheets=sheets,
            )
        except clearing.RegisterDiffers as error:
            raise Refused("registers_not_written", str(error)) from error
        except OSError as error:
            raise Refused("registers_not_written", _not_written(out, error)) from error
    folder = files[0].csv.parent if files else out
    document = {
        "folder": str(folder.absolute()),
        "kopecks": sum(one.kopecks for one in files),
        "registers": [
            {
                "csv": one.csv.name,
                "xlsx": one.xlsx.name,
                "receipts": one.receipts - one.voided,
                "receipts_voided": one.voided,
                "lines": one.lines,
                "kopecks": one.kopecks,
                "carried_kopecks": one.carried,
                "sha256": one.sha256,
            }
            for one in files
        ],
    }
    rows = [
        (one.csv.name, one.receipts - one.voided, one.voided, one.lines, Money(one.kopecks).text(Language.EN))
        for one in files
    ]
    columns = ("register", "receipts", "voided", "lines", "amount")
    answer(document, lines=[f"In {folder}:", table(columns, rows, numbers=columns[1:])])


def _not_written(out: Path, error: OSError) -> str:
    where = error.filename or out
    return f"{where} cannot be written: {error.strerror or error}. Please give another folder with --out."


@group.command("pay")
@click.argument("claim")
@click.option("--reference", required=True, help="The payment order's number, or whatever finds it again.")
@database_option
@json_option
def pay(claim: str, reference: str, database: str | None) -> None:
    """Note that CLAIM was paid in full: a number such as 1-7801123455 (period and ИНН), or the claim's UUID."""
    with open_work(database=database) as work:
        merchants = _merchants(work)
        number = _claim_number(work, claim, merchants)
        done = clearing.mark_paid(work.conn, claim=number, now=work.now, actor=ACTOR, reference=reference)
        if isinstance(done, clearing.ClearingRefused):
            raise Refused.because(done.code, done.sentence)
    to = merchants[done.merchant].title.ru
    answer(_claim(done, merchants), lines=[f"Paid: {Money(done.due).text(Language.EN)} to {to}."])


def _claim_number(work: Work, text: str, merchants: _Merchants) -> UUID:
    """The claim of a period and an ИНН, or the one of a UUID.

    Raises:
        Refused: there is none of that period and ИНН.
        click.UsageError: it is neither.
    """
    if shape := _SHORT.fullmatch(text):
        for one in clearing.claims(work.conn, period=int(shape[1])):
            if str(merchants[one.merchant].inn) == shape[2]:
                return one.id
        raise Refused("claim_not_found", f"There is no claim {text}. See: socert clearing list.")
    try:
        return UUID(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is no claim's number; they look like 1-7801123455.") from None


def _merchants(work: Work) -> _Merchants:
    return {one.id: one for one in providers.merchants(work.conn)}


def _heading(one: clearing.ClosedPeriod, work: Work) -> str:
    return f"Period {one.period}: {validity(one.starts_at, one.ends_at, zone=work.site.installation.zone)}"


def _lines(one: clearing.ClosedPeriod, merchants: _Merchants, work: Work) -> list[str | Table]:
    rows = [_row(claim, merchants, work) for claim in one.claims]
    return [_heading(one, work), table(_COLUMNS, rows, numbers=_NUMBERS)]


def _row(claim: clearing.Claim, merchants: _Merchants, work: Work) -> tuple[object, ...]:
    zone = work.site.installation.zone
    return (
        _short(claim, merchants),
        merchants[claim.merchant].title.ru,
        claim.sold,
        claim.voided,
        *(Money(amount).text(Language.EN) for amount in (claim.amount, claim.carried, claim.due)),
        claim.status.name.lower(),
        None if claim.paid_at is None else shown_day(claim.paid_at.astimezone(zone).date()),
        claim.reference,
        claim.id,
    )


def _short(one: clearing.Claim, merchants: _Merchants) -> str:
    return f"{one.period}-{merchants[one.merchant].inn}"


def _period(one: clearing.ClosedPeriod, merchants: _Merchants) -> dict[str, Any]:
    return {
        "period": one.period,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "closed_at": one.closed_at,
        "claimed_kopecks": sum(claim.amount for claim in one.claims),
        "claims": [_claim(claim, merchants) for claim in one.claims],
    }


def _claim(one: clearing.Claim, merchants: _Merchants) -> dict[str, Any]:
    return {
        "claim": one.id,
        "number": _short(one, merchants),
        "merchant": merchants[one.merchant].title.ru,
        "receipts": one.sold,
        "receipts_voided": one.voided,
        "kopecks": one.amount,
        "carried_kopecks": one.carried,
        "due_kopecks": one.due,
        "status": one.status.name.lower(),
        "paid_at": one.paid_at,
        "reference": one.reference,
    }
