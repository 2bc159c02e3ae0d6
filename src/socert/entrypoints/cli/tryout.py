"""What a visitor tries the demo with: a key of a real till, people to be, and one who may still get a certificate."""

import csv
import io
import json
from datetime import date

from socert import wiring
from socert.domain import access, providers
from socert.entrypoints.cli.opening import ACTOR, open_work
from socert.entrypoints.cli.serve import write_whole
from socert.entrypoints.replays.visitors import bring_new_goods, settle_colleagues, settle_visitors
from socert.values import CardNumber, Snils

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
    """Lay what a visitor tries the demo with into the installation's folder: keys, a list, who stands at the doors.

    The person of the list has no certificate yet: giving them one is the visitor's.
    """
    with open_work(database=database) as work:
        till = providers.till_places(work.conn)[0]
        order = access.KeyOrder(access.Role.TILL, till.merchant, till.till, "the demo's visitor")
        issued = access.issue_keys(work.conn, orders=[order], actor=ACTOR, now=work.now)[0]
        residents = settle_visitors(work.conn, site=work.site, now=work.now)
        colleagues = settle_colleagues(work.conn, now=work.now)
        bring_new_goods(work.conn, reference=work.site.reference, now=work.now)
    home = work.site.home
    write_whole(home / wiring.DEMO_TILL_KEY, text=f"{issued.key}\n", mode=0o600)
    write_whole(home / wiring.DEMO_RECIPIENT, text=_list())
    doors = json.dumps({"residents": residents, "colleagues": colleagues})
    write_whole(home / wiring.DEMO_DOORS, text=doors, mode=0o600)


def _list() -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(_PERSON), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerow(_PERSON)
    return text.getvalue()
