"""`socert certificates …`: issue to a list, block, cancel, let expire, look up."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click

from socert import wiring
from socert.domain import certificates
from socert.entrypoints.cli.answering import answer, json_option, tell
from socert.entrypoints.cli.certificates_decided import (
    FromDecisions,
    issue_from_decisions,
    issue_from_queue,
    queue,
    write_refused,
)
from socert.entrypoints.cli.holding import show_certificates, show_history
from socert.entrypoints.cli.identifiers import CertificateId
from socert.entrypoints.cli.opening import ACTOR, ReadableFile, database_option, open_site, open_work, read_bytes
from socert.entrypoints.cli.people import holder_of
from socert.entrypoints.cli.progress import progress_bar
from socert.entrypoints.cli.refusing import Refused
from socert.values import Language

_SHOWN_MAX = 20
_REASON = "Why; no names and numbers of people, please."

_Action = Callable[..., certificates.Changed | certificates.ChangeRefused]


@click.group("certificates")
def group() -> None:
    """Certificates: the right of one recipient under one programme for one period."""


group.add_command(queue)


@group.command("issue")
@click.argument("file", type=ReadableFile, required=False)
@click.option("--from", "decisions", type=ReadableFile, help="Issue from a population's decisions: a Parquet file.")
@click.option("--people", type=ReadableFile, help="With --from: the list, with a column person besides the others.")
@click.option("--seed", help="With --from: what places are drawn by; otherwise programme and day decided for.")
@click.option("--from-queue", is_flag=True, help="Issue to those who wait, in their order, as far as money reaches.")
@click.option("--programme", required=True, help="The programme's id.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@click.option("--rows", type=click.IntRange(min=1), help="How many rows the list has; another count refuses it whole.")
@click.option(
    "--refused",
    "refused_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that got no certificate into this CSV.",
)
@database_option
@json_option
def issue(
    *,
    file: Path | None,
    decisions: Path | None,
    people: Path | None,
    seed: str | None,
    from_queue: bool,
    programme: str,
    dry_run: bool,
    rows: int | None,
    refused_file: Path | None,
    database: str | None,
) -> None:
    """Issue a certificate to everybody in a CSV list; the same file again changes nothing.

    Columns: snils, last_name, first_name, patronymic, birth_date, district and perhaps card and need (ids of
    allowances by need, separated by blanks); UTF-8. Or issue from decisions (--from, with --people), or to those who
    wait (--from-queue).
    """
    _refuse_options(file, decisions, people, seed, rows, from_queue=from_queue)
    if decisions is not None and people is not None:
        options = FromDecisions(decisions, people, seed, programme, dry_run, refused_file, database)
        issue_from_decisions(options)
    elif from_queue:
        issue_from_queue(programme=programme, dry_run=dry_run, database=database)
    elif file is not None:
        _issue_to_list(
            file, programme=programme, dry_run=dry_run, rows=rows, refused_file=refused_file, database=database
        )


def _refuse_options(
    file: Path | None,
    decisions: Path | None,
    people: Path | None,
    seed: str | None,
    rows: int | None,
    *,
    from_queue: bool,
) -> None:
    if sum((file is not None, decisions is not None, from_queue)) != 1:
        raise click.UsageError("Please give one of: a list of people, --from with decisions, --from-queue.")
    if (decisions is None) != (people is None):
        raise click.UsageError("--from and --people go together: decisions, and the people they are about.")
    if seed is not None and decisions is None:
        raise click.UsageError("--seed goes with --from.")
    if rows is not None and file is None:
        raise click.UsageError("--rows goes with a list of people.")


def _issue_to_list(
    file: Path, *, programme: str, dry_run: bool, rows: int | None, refused_file: Path | None, database: str | None
) -> None:
    content = read_bytes(file)
    with open_work(database=database) as work, progress_bar() as progress:
        report = certificates.issue_list(
            work.conn,
            programme=programme,
            file_name=file.name,
            content=content,
            dry_run=dry_run,
            lanes=work.site.installation.lanes,
            zone=work.site.installation.zone,
            card_secret=work.site.card_secret,
            now=work.now,
            actor=ACTOR,
            progress=progress,
        )
        if isinstance(report, certificates.ListRefused):
            place = "" if report.line is None else f", line {report.line}"
            raise Refused(report.code, f"{file}{place}: {report.text.en}")
        if rows is not None and report.rows_in != rows:  # which takes back what was done
            sentence = f"{file} has {report.rows_in} rows, not {rows}; nothing was issued. Please check the list."
            raise Refused("other_number_of_rows", sentence)
    if refused_file is not None:
        write_refused(refused_file, report.refusals)
    _answer_issue(report)


def _answer_issue(report: certificates.IssueReport) -> None:
    document = {
        "list": report.list,
        "rows_in": report.rows_in,
        "rows_issued": report.rows_issued,
        "rows_refused": report.rows_refused,
        "rows_failed": report.rows_failed,
        "issued_kopecks": report.issued_total.kopecks,
        "refusals": [
            {"line": one.line, "outcome": one.outcome, "code": one.code, "text": one.text} for one in report.refusals
        ],
        "already_issued": report.already_issued_report,
        "dry_run": report.is_dry_run,
    }
    counts = (
        f"in {report.rows_in} = issued {report.rows_issued} + refused {report.rows_refused} "
        f"+ failed {report.rows_failed}; {report.issued_total.text(Language.EN)}"
    )
    answer(document, lines=[counts])
    if report.already_issued_report:
        tell("This file was issued before; nothing changed, and this is what was reported then.")
    if report.is_dry_run:
        tell("A dry run: nothing was issued.")
    for one in report.refusals[:_SHOWN_MAX]:
        tell(f"line {one.line}, {one.outcome}: {one.text.en}")
    if len(report.refusals) > _SHOWN_MAX:
        tell(f"… and {len(report.refusals) - _SHOWN_MAX} more; --refused FILE.csv writes all of them.")
    if report.rows_issued == 0:
        raise click.exceptions.Exit(1)


def _change(action: _Action, certificate: UUID, *, reason: str, database: str | None) -> None:
    with open_work(database=database) as work:
        done = action(work.conn, certificate=certificate, reason=reason, actor=ACTOR, now=work.now)
        if isinstance(done, certificates.ChangeRefused):
            raise Refused.because(done.code, done.text)
    status = done.status.name.lower()
    returned = ""
    if done.status is certificates.Status.CANCELLED:
        returned = f"; {done.returned.text(Language.EN)} returned to its sources"
    answer(
        {"certificate": certificate, "status": status, "returned_kopecks": done.returned.kopecks},
        lines=[f"The certificate is {status}{returned}."],
    )


@group.command("block")
@click.argument("certificate", type=CertificateId())
@click.option("--reason", required=True, help=_REASON)
@database_option
@json_option
def block(certificate: UUID, reason: str, database: str | None) -> None:
    """Let a certificate pay nothing until it is unblocked."""
    _change(certificates.block, certificate, reason=reason, database=database)


@group.command("unblock")
@click.argument("certificate", type=CertificateId())
@click.option("--reason", required=True, help=_REASON)
@database_option
@json_option
def unblock(certificate: UUID, reason: str, database: str | None) -> None:
    """Let a blocked certificate pay again."""
    _change(certificates.unblock, certificate, reason=reason, database=database)


@group.command("cancel")
@click.argument("certificate", type=CertificateId())
@click.option("--reason", required=True, help=_REASON)
@database_option
@json_option
def cancel(certificate: UUID, reason: str, database: str | None) -> None:
    """Take a certificate back for good; what is unspent returns to its sources."""
    _change(certificates.cancel, certificate, reason=reason, database=database)


@group.command("expire")
@database_option
@json_option
def expire(database: str | None) -> None:
    """End certificates whose last day is over; what is unspent returns to its sources."""
    with open_site(database=database) as site:
        lapsed = wiring.sweep_overdue(site)
        with site.transaction() as conn:
            done = certificates.expire(conn, now=site.now(conn), actor=ACTOR)
    document = {
        "holds_lapsed": lapsed,
        "certificates": done.certificates,
        "returned_kopecks": done.returned.kopecks,
        "by_source": {source: money.kopecks for source, money in done.by_source.items()},
    }
    answer(
        document,
        lines=[f"{done.certificates} certificates ended; {done.returned.text(Language.EN)} returned to its sources."],
    )


@group.command("show")
@click.option("--snils", help="Whose certificates, by СНИЛС; - reads it from standard input.")
@click.option("--certificate", type=CertificateId(), help="What happened to one certificate from its issue on.")
@database_option
@json_option
def show(snils: str | None, certificate: UUID | None, database: str | None) -> None:
    """The certificates of a resident with what is left of them, or the history of one certificate."""
    if (snils is None) == (certificate is None):
        raise click.UsageError("Please give either --snils or --certificate.")
    with open_work(database=database) as work:
        if certificate is not None:
            show_history(work, certificate)
        else:
            assert snils is not None, "one of the two was given"
            show_certificates(work, holder=holder_of(work, snils=snils))
