"""Tasks of settling with merchants: what a period would be, closing it, writing its registers."""

import logging
from datetime import date, datetime, time
from typing import Any

from psycopg import Connection

from socert import keys
from socert.domain import clearing, evidence, ledger, providers
from socert.entrypoints.jobs.checkpointing import UnableToWriteCheckpoint, write_checkpoint
from socert.entrypoints.jobs.tasking import Declined, Run
from socert.values import Text

_BUSY = Text(
    ru="Сейчас идёт другая долгая работа с книгами. Ничего не сделано. Пожалуйста, повторите через несколько минут.",
    en="Another long work on the books is under way. Nothing was done. Please repeat in a few minutes.",
)
_DIFFERS = Text(
    ru="Строки чеков не сходятся с заявками, реестры выдавать нельзя. Пожалуйста, запустите проверку книг.",
    en="Receipt lines do not sum to the claims, so no register may be used. Please verify the books.",
)

_log = logging.getLogger(__name__)


def expect_claims(run: Run) -> None:
    """What closing up to a day (`until`, not within) would make, merchant by merchant; nothing is closed."""
    with run.transaction() as conn:
        run.tell("counting", 0)
        found = clearing.expect_claims(conn, until=_until(run), now=run.now(conn), zone=run.site.installation.zone)
        if isinstance(found, clearing.ClearingRefused):
            run.decline(conn, found.code, found.sentence)
            return
        run.finish(conn, _document(conn, found) | {"until": run.task.parameters["until"]})


def close_period(run: Run) -> None:
    """Close everything before `until` and make the claims; a checkpoint of it follows where one can be written."""
    with run.transaction() as conn:
        run.tell("closing", 0)
        zone = run.site.installation.zone
        try:
            done = clearing.close_period(conn, until=_until(run), now=run.now(conn), zone=zone, actor=run.actor)
        except ledger.UnableToPauseTills as error:
            raise Declined("busy", _BUSY) from error
        if isinstance(done, clearing.ClearingRefused):
            run.decline(conn, done.code, done.sentence)
            return
        run.finish(conn, _document(conn, done) | {"period": done.period})
    try:
        write_checkpoint(run.site)
    except (evidence.UnableToSeal, keys.UnableToSign, UnableToWriteCheckpoint) as error:
        _log.warning("period closed, no checkpoint could be written: %s", error)


def write_registers(run: Run) -> None:
    """Write the registers of a `period` among the site's papers; gives their names and control sums."""
    period = int(str(run.task.parameters["period"]))
    with run.transaction() as conn:
        run.tell("writing", 0)
        folder = run.site.make_paper_folder("registers")
        try:
            files = clearing.registers(conn, period=period, folder=folder, zone=run.site.installation.zone)
        except clearing.RegisterDiffers as error:
            raise Declined("registers_differ", _DIFFERS) from error
        titles = _titles(conn)
        registers = [
            {
                "csv": one.csv.name,
                "xlsx": one.xlsx.name,
                "lines": one.lines,
                "amount": one.kopecks,
                "sha256": one.sha256,
                **titles[one.merchant],
            }
            for one in files
        ]
        own = files[0].csv.parent.name if files else ""
        run.finish(conn, {"period": period, "folder": own, "registers": registers})


def _until(run: Run) -> datetime:
    day = date.fromisoformat(str(run.task.parameters["until"]))
    return datetime.combine(day, time.min, tzinfo=run.site.installation.zone)


def _document(conn: Connection, period: clearing.ClosedPeriod | clearing.ExpectedPeriod) -> dict[str, Any]:
    titles = _titles(conn)
    claims = [
        {"receipts": one.receipts, "amount": one.amount, "carried": one.carried, **titles[one.merchant]}
        for one in period.claims
    ]
    return {"starts_at": period.starts_at.isoformat(), "ends_at": period.ends_at.isoformat(), "claims": claims}


def _titles(conn: Connection) -> dict[int, dict[str, str]]:
    return {one.id: {"inn": str(one.inn), "ru": one.title.ru, "en": one.title.en} for one in providers.merchants(conn)}
