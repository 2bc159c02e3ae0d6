"""What a visitor of the demo tries it with: a key of a real till, and somebody who may still get a certificate."""

import csv
import io
from datetime import date

from socert import wiring
from socert.domain import access, budgets, programmes, providers
from socert.entrypoints.cli.opening import ACTOR, Work, open_work
from socert.entrypoints.cli.serve import write_whole
from socert.values import CardNumber, Money, Snils

PROGRAMME = "food-certificate"
#: The pilot's certificates have ended by now; enough for a few new ones.
LIMIT = Money(1_000_000)
_PERSON = {
    "snils": Snils.from_nine(990_000_001).text,
    "last_name": "Примерова",
    "first_name": "Анна",
    "patronymic": "Ивановна",
    "birth_date": date(1950, 5, 9).isoformat(),
    "district": "Заозёрный район (пример)",
    "card": CardNumber.complete("220077770000001").digits,
}


def prepare_tryout(*, database: str) -> None:
    """Lay a till's key and a list with one invented person into the installation's folder; nothing is issued yet."""
    with open_work(database=database) as work:
        till = providers.till_places(work.conn)[0]
        order = access.KeyOrder(access.Role.TILL, till.merchant, till.till, "the demo's visitor")
        issued = access.issue_keys(work.conn, orders=[order], actor=ACTOR, now=work.now)[0]
        _put_money_aside(work)
    home = work.site.home
    write_whole(home / wiring.DEMO_TILL_KEY, text=f"{issued.key}\n", mode=0o600)
    write_whole(home / wiring.DEMO_RECIPIENT, text=_list())


def _put_money_aside(work: Work) -> None:
    """The pilot's weeks may have led into a year for which nothing is appropriated."""
    today = work.now.astimezone(work.site.installation.zone).date()
    version = programmes.version_on(work.conn, programme=PROGRAMME, day=today)
    assert version is not None, "the pilot used it"
    known = {(one.source, one.budget_year) for one in budgets.stages(work.conn, programme=version.programme)}
    for share in version.funding:
        if (share.source, today.year) not in known:
            budgets.appropriate(
                work.conn,
                programme=version.programme,
                source=share.source,
                budget_year=today.year,
                budget_code="example",
                limit=LIMIT,
                actor=ACTOR,
                now=work.now,
            )


def _list() -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(_PERSON), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerow(_PERSON)
    return text.getvalue()
