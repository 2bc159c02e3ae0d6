"""`socert budget …`: whose money it is, how much of it a programme may reserve."""

import click

from socert.domain import budgets, installation, programmes
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.opening import ACTOR, Work, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Language, Money

YEAR_FIRST, YEAR_LAST = 2000, 2100


@click.group("budget")
def group() -> None:
    """Funding sources, and how much of their money a programme may reserve."""


@group.command("source")
@click.argument("names", metavar="[ID…]", nargs=-1)
@json_option
def source(names: tuple[str, ...]) -> None:
    """Make funding sources such as `city`; without an ID, list them."""
    with open_work() as work:
        if names:
            budgets.register_sources(work.conn, ids=names)
        found = budgets.sources(work.conn)
    answer({"sources": [one.id for one in found]}, lines=[one.id for one in found])


@group.command("appropriate")
@click.option("--programme", required=True, help="The programme's id.")
@click.option("--source", "source_id", required=True, help="The source's id.")
@click.option("--year", type=click.IntRange(YEAR_FIRST, YEAR_LAST), required=True, help="The year of issue.")
@click.option("--code", required=True, help="The budget classification code (КБК), 20 digits.")
@click.option("--limit", required=True, help="The whole limit in roubles, such as 1900000.00.")
@click.option("--change-code", is_flag=True, help="Give a limit that is set already another code.")
@json_option
def appropriate(*, programme: str, source_id: str, year: int, code: str, limit: str, change_code: bool) -> None:
    """Set how much of a source's money a programme may reserve in a year.

    On an example installation the word `example` may stand instead of a code.
    """
    money = Money.parse(limit)
    with open_work() as work:
        number = number_of(work, programme=programme)
        _refuse_other_source(work, number=number, programme=programme, source=source_id)
        done = budgets.appropriate(
            work.conn,
            programme=number,
            source=source_id,
            budget_year=year,
            budget_code=code,
            limit=money,
            actor=ACTOR,
            now=work.now,
            may_be_example=work.site.installation.kind is installation.Kind.EXAMPLE,
            may_change_code=change_code,
        )
        if isinstance(done, budgets.Refused) and done.code is budgets.BudgetRefusal.OTHER_BUDGET_CODE:
            raise Refused(done.code, f"{done.text.en} The option is --change-code.")
        if isinstance(done, budgets.Refused):
            raise Refused.because(done.code, done.text)
    answer(
        {"limit_kopecks": done.limit.kopecks, "added_kopecks": done.added.kopecks},
        lines=[f"{programme} may reserve {done.limit.text(Language.EN)} of {source_id} in {year}."],
    )


def _refuse_other_source(work: Work, *, number: int, programme: str, source: str) -> None:
    versions = [one for one in programmes.versions(work.conn) if one.programme == number]
    funding = sorted({share.source for one in versions for share in one.funding})
    if source not in funding:
        raise Refused(
            "source_not_of_programme", f"{programme} is not funded by {source}. Its sources: {', '.join(funding)}."
        )


@group.command("show")
@click.option("--programme", help="Only this programme's.")
@json_option
def show(programme: str | None) -> None:
    """Limits and reserves by programme, source and year."""
    with open_work() as work:
        only = None if programme is None else number_of(work, programme=programme)
        found = budgets.stages(work.conn, programme=only)
        names = {one.programme: one.programme_id for one in programmes.versions(work.conn)}
    columns = ("programme", "source", "year", "code", "limit", "reserved", "free")
    rows = [
        (
            names[one.programme],
            one.source,
            one.budget_year,
            one.budget_code,
            *(money.text(Language.EN) for money in (one.limit, one.reserved, one.free)),
        )
        for one in found
    ]
    document = [
        {
            "programme": names[one.programme],
            "source": one.source,
            "year": one.budget_year,
            "code": one.budget_code,
            "limit_kopecks": one.limit.kopecks,
            "reserved_kopecks": one.reserved.kopecks,
            "free_kopecks": one.free.kopecks,
        }
        for one in found
    ]
    answer({"appropriations": document}, lines=[table(columns, rows, numbers=("limit", "reserved", "free"))])


def number_of(work: Work, *, programme: str) -> int:
    """The number of a programme by its id.

    Raises:
        Refused: there is none.
    """
    number = programmes.number_of(work.conn, programme=programme)
    if number is None:
        raise Refused("programme_unknown", f"There is no programme {programme}. See: socert programme list.")
    return number
