"""`socert merchant …`: merchants, their outlets, tills, keys and agreements."""

from datetime import date
from uuid import UUID

import click

from socert.domain import access, programmes, providers
from socert.entrypoints.cli.answering import answer, json_option, table, tell
from socert.entrypoints.cli.budget import number_of
from socert.entrypoints.cli.moments import Day, beginning_of, end_of, validity
from socert.entrypoints.cli.opening import ACTOR, Work, database_option, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Inn, Ogrn, Period, Text

_TILL = "till_"


@click.group("merchant")
def group() -> None:
    """Merchants, their outlets, tills, keys and agreements."""


@group.command("add")
@click.option("--inn", required=True, help="The merchant's ИНН.")
@click.option("--ogrn", required=True, help="The merchant's ОГРН.")
@click.option("--title-ru", required=True, help="The title in Russian.")
@click.option("--title-en", required=True, help="The title in English.")
@json_option
def add(inn: str, ogrn: str, title_ru: str, title_en: str) -> None:
    """Let a merchant join; who joined before stays as they are."""
    new = providers.NewMerchant(Inn.parse(inn), Ogrn.parse(ogrn), Text(ru=title_ru, en=title_en))
    with open_work() as work:
        done = providers.register_merchant(work.conn, merchant=new, actor=ACTOR, now=work.now)
        if isinstance(done, providers.Refusal):
            raise Refused.because(done, done.text)
    answer(_document(done), lines=[f"{done.title.ru}, ИНН {done.inn}"])


@group.command("outlet")
@click.argument("inn")
@click.option("--code", required=True, help="The merchant's own word for the outlet.")
@click.option("--title", required=True)
@click.option("--address", required=True)
@click.option("--district", required=True)
@json_option
def outlet(inn: str, code: str, title: str, address: str, district: str) -> None:
    """Open an outlet of the merchant INN; one whose code is known stays as it is."""
    new = providers.NewOutlet(code, title, address, district)
    with open_work() as work:
        merchant = _merchant(work, inn)
        done = providers.open_outlets(work.conn, merchant=merchant.id, outlets=[new], actor=ACTOR, now=work.now)
        if isinstance(done, providers.Refusal):
            raise Refused.because(done, done.text)
    answer({"outlet": done[0].code}, lines=[f"{done[0].code}: {done[0].title}, {done[0].address}"])


@group.command("till")
@click.argument("inn")
@click.option("--outlet", "outlet_code", required=True, help="The outlet's code.")
@click.option("--code", required=True, help="The outlet's own word for the till.")
@json_option
def till(inn: str, outlet_code: str, code: str) -> None:
    """Open a till in an outlet of the merchant INN; one whose code is known stays as it is."""
    with open_work() as work:
        merchant = _merchant(work, inn)
        places = [one for one in providers.outlets(work.conn) if one.merchant == merchant.id]
        place = next((one for one in places if one.code == outlet_code), None)
        if place is None:
            known = ", ".join(one.code for one in places) or "none"
            raise Refused("outlet_unknown", f"{merchant.title.en} has no outlet {outlet_code}. It has: {known}.")
        new = providers.NewTill(place.id, code)
        opened = providers.open_tills(work.conn, tills=[new], actor=ACTOR, now=work.now)[0]
    name = f"{_TILL}{opened.id}"
    answer({"till": name}, lines=[f"{name}: its key is made with: socert merchant key {name}"])


@group.command("key")
@click.argument("whom")
@json_option
def key(whom: str) -> None:
    """Make a key for WHOM: a till such as till_5, or a merchant by its ИНН. It is shown this once."""
    with open_work() as work:
        order = _order(work, whom)
        issued = access.issue_keys(work.conn, orders=[order], actor=ACTOR, now=work.now)[0]
    tell(f"The key of {order.label}, number {issued.grant.credential}. It is kept nowhere: note it now.")
    answer({"key": issued.key, "number": issued.grant.credential, "role": order.role}, lines=[issued.key])


@group.command("invite")
@click.argument("whom")
@click.option("--url", default="", help="Where the pages are, such as https://socert.example; the link begins with it.")
@database_option
@json_option
def invite(whom: str, url: str, database: str | None) -> None:
    """Invite a browser to be the till WHOM, such as till_5: a code for once, good for three days."""
    with open_work(database=database) as work:
        place = _till_place(work, whom)
        made = access.invite_till(work.conn, merchant=place.merchant, till=place.till, actor=ACTOR, now=work.now)
        ends = made.expires_at.astimezone(work.site.installation.zone)
    link = f"{url.rstrip('/')}/till/join"
    tell(f"On the till's own device open {link} and enter the code by {ends:%d.%m.%Y %H:%M}. It is shown this once.")
    answer({"code": made.code, "link": link, "expires_at": made.expires_at}, lines=[made.code])


@group.command("revoke")
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, help="Why; no names and numbers of people, please.")
@json_option
def revoke(number: UUID, reason: str) -> None:
    """Take back the key NUMBER for good."""
    with open_work() as work:
        done = access.revoke_key(work.conn, credential=number, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, access.Refusal):
            raise Refused.because(done, done.text)
        providers.clear_belt(work.conn, credential=number)
    answer({"revoked": number}, lines=[f"The key {number} grants nothing any more."])


@group.command("agree")
@click.argument("inn")
@click.option("--programme", required=True, help="The programme's id.")
@click.option("--from", "first", type=Day(), required=True, help="The first day.")
@click.option("--through", "last", type=Day(), help="The last day included; otherwise until it is ended.")
@json_option
def agree(inn: str, programme: str, first: date, last: date | None) -> None:
    """Let the merchant INN take a programme."""
    if last is not None and last < first:
        raise Refused.because(providers.Refusal.DATES_REVERSED, providers.Refusal.DATES_REVERSED.text)
    with open_work() as work:
        zone = work.site.installation.zone
        done = providers.agree(
            work.conn,
            merchant=_merchant(work, inn).id,
            programme=number_of(work, programme=programme),
            valid_from=beginning_of(first, zone=zone),
            valid_until=None if last is None else Period.of_days(first=first, last=last, zone=zone).end,
            actor=ACTOR,
            now=work.now,
        )
        if isinstance(done, providers.Refusal):
            raise Refused.because(done, done.text)
    answer({"agreement": done.id}, lines=[f"Agreement {done.id}: {programme} from {first} {_through(last)}"])


@group.command("agreements")
@click.argument("inn", required=False)
@json_option
def agreements(inn: str | None) -> None:
    """All agreements with their numbers, past ones too; with INN that merchant's."""
    with open_work() as work:
        only = None if inn is None else _merchant(work, inn).id
        found = [one for one in providers.agreements(work.conn) if only in (None, one.merchant)]
        inns = {one.id: str(one.inn) for one in providers.merchants(work.conn)}
        names = {one.programme: one.programme_id for one in programmes.versions(work.conn)}
        zone = work.site.installation.zone
    document = [
        {
            "agreement": one.id,
            "inn": inns[one.merchant],
            "programme": names[one.programme],
            "valid_from": one.period.start,
            "valid_until": one.period.end,
        }
        for one in found
    ]
    rows = [
        (one.id, inns[one.merchant], names[one.programme], validity(one.period.start, one.period.end, zone=zone))
        for one in found
    ]
    answer({"agreements": document}, lines=[table(("agreement", "ИНН", "programme", "valid"), rows)])


@group.command("end-agreement")
@click.argument("agreement", type=click.IntRange(min=1))
@click.option("--through", "last", type=Day(), help="The last day included, today or later; otherwise it ends now.")
@click.option("--reason", required=True, help="Why; no names and numbers of people, please.")
@json_option
def end_agreement(agreement: int, last: date | None, reason: str) -> None:
    """End AGREEMENT, whose number `socert merchant agreements` shows."""
    with open_work() as work:
        zone = work.site.installation.zone
        done = providers.end_agreement(
            work.conn,
            agreement=agreement,
            at=work.now if last is None else end_of(last, zone=zone),
            actor=ACTOR,
            now=work.now,
            reason=reason,
        )
        if isinstance(done, providers.Refusal):
            raise Refused.because(done, done.text)
    words = validity(done.period.start, done.period.end, zone=zone)
    answer({"agreement": done.id, "valid_until": done.period.end}, lines=[f"Agreement {done.id}: {words}."])


@group.command("list")
@json_option
def list_merchants() -> None:
    """Merchants with how many outlets and tills they have."""
    with open_work() as work:
        found = providers.merchants(work.conn)
        outlets = [one.merchant for one in providers.outlets(work.conn)]
        tills = [one.merchant for one in providers.till_places(work.conn)]
    counted = [(one, outlets.count(one.id), tills.count(one.id)) for one in found]
    rows = [(one.inn, one.title.ru, count, till_count) for one, count, till_count in counted]
    answer(
        {"merchants": [_document(one) | {"outlets": count, "tills": tills} for one, count, tills in counted]},
        lines=[table(("ИНН", "title", "outlets", "tills"), rows, numbers=("outlets", "tills"))],
    )


def _order(work: Work, whom: str) -> access.KeyOrder:
    if not whom.startswith(_TILL):
        merchant = _merchant(work, whom)
        return access.KeyOrder(access.Role.MERCHANT, merchant.id, None, merchant.title.en)
    place = _till_place(work, whom)
    return access.KeyOrder(access.Role.TILL, place.merchant, place.till, whom)


def _till_place(work: Work, whom: str) -> providers.TillStanding:
    places = {f"{_TILL}{one.till}": one for one in providers.till_places(work.conn)}
    if whom not in places:
        raise Refused.because(providers.Refusal.TILL_UNKNOWN, providers.Refusal.TILL_UNKNOWN.text)
    return places[whom]


def _merchant(work: Work, inn: str) -> providers.Merchant:
    found = providers.find_merchant(work.conn, inn=Inn.parse(inn))
    if found is None:
        raise Refused.because(providers.Refusal.MERCHANT_UNKNOWN, providers.Refusal.MERCHANT_UNKNOWN.text)
    return found


def _document(one: providers.Merchant) -> dict[str, object]:
    return {"inn": str(one.inn), "ogrn": str(one.ogrn), "title": one.title, "joined_at": one.joined_at}


def _through(last: date | None) -> str:
    return "on" if last is None else f"through {last}"
