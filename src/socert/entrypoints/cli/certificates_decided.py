"""`socert certificates issue --from`, `--from-queue` and `queue`: a population's decisions become certificates."""

import csv
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from socert.domain import certificates, programmes
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.budget import number_of
from socert.entrypoints.cli.opening import ACTOR, database_option, open_work, read_bytes
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.integrations.decision_files import open_decisions
from socert.values import Language, Money

_SHOWN_MAX = 20
_DRAW_SHOWN = 12


@dataclass(frozen=True, slots=True)
class FromDecisions:
    """What `certificates issue --from` was given."""

    decisions: Path
    people: Path
    seed: str | None
    programme: str
    dry_run: bool
    refused_file: Path | None
    database: str | None


def issue_from_decisions(given: FromDecisions) -> None:
    """Issue to the entitled as far as the money reaches, and give the others a place in the queue."""
    people_list = read_bytes(given.people)
    opened = open_decisions(given.decisions, programme=given.programme)
    if isinstance(opened, certificates.ListRefused):
        raise _refused(opened, given.decisions)
    with closing(opened), open_work(database=given.database) as work, progress_bar() as progress:
        report = certificates.issue_decided(
            work.conn,
            decisions=opened,
            people_list=people_list,
            seed=given.seed,
            dry_run=given.dry_run,
            lanes=work.site.installation.lanes,
            zone=work.site.installation.zone,
            card_secret=work.site.card_secret,
            now=work.now,
            actor=ACTOR,
            progress=progress,
        )
        if isinstance(report, certificates.ListRefused):
            is_of_list = not isinstance(report.code, certificates.DecisionsFlaw)
            raise _refused(report, given.people if is_of_list else given.decisions)
    if given.refused_file is not None:
        write_refused(given.refused_file, report.refusals, unlisted=report.unlisted)
    _answer_report(report, programme=given.programme)


def _refused(refused: certificates.ListRefused, path: Path) -> Refused:
    place = "" if refused.line is None else f", line {refused.line}"
    return Refused(refused.code, f"{path}{place}: {refused.text.en}")


def _answer_report(report: certificates.ProactiveReport, *, programme: str) -> None:
    counts = report.counts
    document = {
        "issue": report.id,
        "decided_on": report.decided_on,
        "region": report.region,
        "seed": report.seed,
        "people_in": counts.people_in,
        "issued": counts.issued,
        "queued": counts.queued,
        "refused": counts.refused,
        "not_entitled": counts.not_entitled,
        "needs_evidence": counts.needs_evidence,
        "without_row": counts.without_row,
        "issued_kopecks": report.issued_total.kopecks,
        "queued_kopecks": report.queued_total.kopecks,
        "refusals": [
            {"line": one.line, "outcome": one.outcome, "code": one.code, "text": one.text} for one in report.refusals
        ],
        "unlisted": list(report.unlisted),
        "lacking": _lacking(report.lacking),
        "already_issued": report.already_issued_report,
        "dry_run": report.is_dry_run,
    }
    line = (
        f"in {counts.people_in:,} = issued {counts.issued:,} + queued {counts.queued:,} + refused {counts.refused:,} "
        f"+ not entitled {counts.not_entitled:,} + needs evidence {counts.needs_evidence:,} "
        f"+ without a row {counts.without_row:,}; issued {report.issued_total.text(Language.EN)}, "
        f"queued {report.queued_total.text(Language.EN)}"
    )
    answer(document, lines=[line])
    if report.already_issued_report:
        tell("These files were issued before; nothing changed, and this is what was reported then.")
    if report.is_dry_run:
        tell("A dry run: nothing was issued, and nobody was given a place.")
    _tell_lacking(report.lacking, programme=programme)
    for one in report.refusals[:_SHOWN_MAX]:
        tell(f"line {one.line}, {one.outcome}: {one.text.en}")
    if len(report.refusals) > _SHOWN_MAX:
        tell(f"… and {len(report.refusals) - _SHOWN_MAX} more; --refused FILE.csv writes all of them.")
    if report.unlisted:
        numbers = ", ".join(map(str, report.unlisted[:_SHOWN_MAX]))
        more = ", …" if len(report.unlisted) > _SHOWN_MAX else ""
        tell(f"entitled, but without a row in the list of people: {numbers}{more}")
    if counts.issued + counts.queued == 0:
        raise click.exceptions.Exit(1)


def _lacking(lacking: Iterable[certificates.Lacking]) -> list[dict[str, Any]]:
    return [{"source": one.source, "year": one.budget_year, "is_appropriated": one.is_appropriated} for one in lacking]


def _tell_lacking(lacking: Iterable[certificates.Lacking], *, programme: str) -> None:
    """Why people wait, and what would give them certificates."""
    for one in lacking:
        happened = (
            f"the money for {programme} in {one.budget_year} does not reach further"
            if one.is_appropriated
            else f"no money is appropriated for {programme} in {one.budget_year}"
        )
        command = f"socert budget appropriate --programme {programme} --source {one.source} --year {one.budget_year}"
        tell(f"{happened} (source {one.source}): {command} --code КБК --limit ROUBLES")


def write_refused(path: Path, refusals: Iterable[certificates.RowRefusal], *, unlisted: Iterable[int] = ()) -> None:
    """Write rows that got nothing into a CSV, and the numbers of people who have no row."""
    # With a byte order mark, so that office programs read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("line", "outcome", "code", "text_ru", "text_en"))
        writer.writerows((one.line, one.outcome, one.code, one.text.ru, one.text.en) for one in refusals)
        writer.writerows(("", "unlisted", "without_row", f"person {number}", f"person {number}") for number in unlisted)


def issue_from_queue(*, programme: str, dry_run: bool, database: str | None) -> None:
    """Issue to those who wait, in their order, as far as the money reaches."""
    with open_work(database=database) as work, progress_bar() as progress:
        report = certificates.issue_queue(
            work.conn,
            programme=programme,
            dry_run=dry_run,
            now=work.now,
            zone=work.site.installation.zone,
            actor=ACTOR,
            progress=progress,
        )
        if isinstance(report, certificates.ListRefused):
            raise Refused.because(report.code, report.text)
    document = {
        "waited": report.waited,
        "issued": report.issued,
        "refused": len(report.refusals),
        "still_waiting": report.still_waiting,
        "issued_kopecks": report.issued_total.kopecks,
        "waiting_kopecks": report.waiting_total.kopecks,
        "lacking": _lacking(report.lacking),
        "refusals": [{"place": one.place, "code": one.code, "text": one.text} for one in report.refusals],
        "dry_run": report.is_dry_run,
    }
    line = (
        f"waited {report.waited:,} = issued {report.issued:,} + refused {len(report.refusals):,} "
        f"+ still waiting {report.still_waiting:,}; issued {report.issued_total.text(Language.EN)}, "
        f"waiting {report.waiting_total.text(Language.EN)}"
    )
    answer(document, lines=[line])
    if report.is_dry_run:
        tell("A dry run: nothing was issued.")
    _tell_lacking(report.lacking, programme=programme)
    for one in report.refusals[:_SHOWN_MAX]:
        tell(f"place {one.place}: {one.text.en}")


@click.command("queue")
@click.option("--programme", help="Only this programme's.")
@database_option
@json_option
def queue(programme: str | None, database: str | None) -> None:
    """Who waits for a certificate, in the order in which they will get it."""
    with open_work(database=database) as work:
        number = None if programme is None else number_of(work, programme=programme)
        places = certificates.waiting(work.conn, programme=number)
        names = {one.programme: one.programme_id for one in programmes.versions(work.conn)}
    found = [_place(one, names[one.programme], place) for one, place in _numbered(places)]
    total = Money(sum(one.kopecks for one in places))
    columns = ("programme", "place", "decided on", "draw", "amount", "since")
    rows = [
        (
            one["programme"],
            one["place"],
            one["decided_on"],
            one["draw"][:_DRAW_SHOWN],
            Money(one["kopecks"]).text(Language.EN),
            f"{one['since']:%Y-%m-%d}",
        )
        for one in found[:_SHOWN_MAX]
    ]
    summary = f"{len(found):,} wait for {total.text(Language.EN)}"
    shown = [table(columns, rows, numbers=("place", "amount"))] if rows else []
    answer({"waiting": len(found), "kopecks": total.kopecks, "places": found}, lines=[*shown, summary])
    if len(found) > _SHOWN_MAX:
        tell(f"The first {_SHOWN_MAX} are shown; --json lists all.")


def _numbered(places: Iterable[certificates.QueuePlace]) -> Iterable[tuple[certificates.QueuePlace, int]]:
    """Each with its place in the queue of its programme, from 1."""
    counts: dict[int, int] = {}
    for one in places:
        counts[one.programme] = counts.get(one.programme, 0) + 1
        yield one, counts[one.programme]


def _place(one: certificates.QueuePlace, programme: str, place: int) -> dict[str, Any]:
    return {
        "programme": programme,
        "place": place,
        "id": one.id,
        "decided_on": one.decided_on,
        "draw": one.draw.hex(),
        "kopecks": one.kopecks,
        "since": one.at,
    }
