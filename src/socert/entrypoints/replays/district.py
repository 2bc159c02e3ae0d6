"""Set an example district up: chains with outlets, tills and keys, agreements, the money, the certificates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from psycopg import Connection

from socert import wiring
from socert.domain import access, audit, budgets, certificates, programmes, providers
from socert.entrypoints.replays.example import Chain, ExampleCity
from socert.entrypoints.replays.residents import Shopper, recipients_csv
from socert.values import Money, Text

TILLS_PER_OUTLET = 2
ACTOR = audit.Actor(name="replay", role="operator")

Progress = Callable[[str, int, int], None]


class UnableToSetUp(Exception):
    """The example district could not be set up; its files and the programme do not fit."""


@dataclass(frozen=True, slots=True)
class OpenTill:
    """A till of the district with its key."""

    number: int
    code: str
    chain: str
    district: Text
    key: str


@dataclass(frozen=True, slots=True)
class District:
    """What was set up."""

    tills: Sequence[OpenTill]
    merchant_keys: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gift:
    """Certificates of a programme for everybody on a list, and the most that one source may have to give for them."""

    programme: str
    recipients: Sequence[Shopper]
    limit: Money


def set_up_district(conn: Connection, *, city: ExampleCity, taken: Sequence[str], now: datetime) -> District:
    """Open every chain with its outlets and tills, and let them all take the programmes from today."""
    numbers = [_number_of(conn, programme=programme) for programme in taken]
    tills: list[OpenTill] = []
    keys: dict[str, str] = {}
    for chain in city.chains:
        merchant = _open_chain(conn, chain, city=city, now=now)
        for number in numbers:
            agreed = providers.agree(
                conn, merchant=merchant, programme=number, valid_from=now, valid_until=None, actor=ACTOR, now=now
            )
            _expect(agreed, providers.Agreement)
        keys[chain.id] = access.issue_key(
            conn,
            role=access.Role.MERCHANT,
            merchant=merchant,
            till=None,
            label=f"office of {chain.id}",
            actor=ACTOR,
            now=now,
        ).key
        tills += _open_tills(conn, merchant, chain, city=city, now=now)
    return District(tills, keys)


def _number_of(conn: Connection, *, programme: str) -> int:
    number = programmes.number_of(conn, programme=programme)
    if number is None:
        raise UnableToSetUp(f"The programme {programme} is not published here.")
    return number


def _open_chain(conn: Connection, chain: Chain, *, city: ExampleCity, now: datetime) -> int:
    new = providers.NewMerchant(inn=chain.inn, ogrn=chain.ogrn, title=chain.title)
    merchant = _expect(providers.register_merchant(conn, merchant=new, actor=ACTOR, now=now), providers.Merchant)
    plans = [
        providers.NewOutlet(code=one.code, title=one.title, address=one.address, district=one.district.ru)
        for one in city.outlets
        if one.chain == chain.id
    ]
    providers.open_outlets(conn, merchant=merchant.id, outlets=plans, actor=ACTOR, now=now)
    return merchant.id


def _open_tills(conn: Connection, merchant: int, chain: Chain, *, city: ExampleCity, now: datetime) -> list[OpenTill]:
    outlets = [one for one in providers.outlets(conn) if one.merchant == merchant]
    new = [
        providers.NewTill(outlet=outlet.id, code=f"{number:02d}")
        for outlet in outlets
        for number in range(1, TILLS_PER_OUTLET + 1)
    ]
    opened = providers.open_tills(conn, tills=new, actor=ACTOR, now=now)
    codes = {outlet.id: outlet.code for outlet in outlets}
    orders = [
        access.KeyOrder(
            role=access.Role.TILL, merchant=merchant, till=till.id, label=f"{codes[till.outlet]} {till.code}"
        )
        for till in opened
    ]
    issued = access.issue_keys(conn, orders=orders, actor=ACTOR, now=now)
    districts = {one.code: one.district for one in city.outlets}
    return [
        OpenTill(
            number=till.id,
            code=f"{codes[till.outlet]}-{till.code}",
            chain=chain.id,
            district=districts[codes[till.outlet]],
            key=key.key,
        )
        for till, key in zip(opened, issued, strict=True)
    ]


Made = TypeVar("Made")


def _expect(made: object, kind: type[Made]) -> Made:
    if not isinstance(made, kind):
        raise UnableToSetUp(f"The example district could not be set up: {made}")
    return made


def issue_certificates(site: wiring.Site, gift: Gift, *, now: datetime, progress: Progress) -> None:
    """Put the money aside and issue a certificate to everybody on the list.

    Raises:
        UnableToSetUp: somebody got none.
    """
    with site.transaction() as conn:
        _appropriate(conn, gift, today=now.astimezone(site.installation.zone).date(), now=now)
    with site.transaction() as conn:
        report = certificates.issue_list(
            conn,
            programme=gift.programme,
            file_name="recipients.csv",
            content=recipients_csv(gift.recipients),
            dry_run=False,
            lanes=site.installation.lanes,
            zone=site.installation.zone,
            card_secret=site.card_secret,
            now=now,
            actor=ACTOR,
            progress=progress,
        )
    if not isinstance(report, certificates.IssueReport):
        raise UnableToSetUp(f"The certificates could not be issued: {report}")
    if report.rows_issued != len(gift.recipients):
        raise UnableToSetUp(f"Only {report.rows_issued} of {len(gift.recipients)} certificates were issued.")


def _appropriate(conn: Connection, gift: Gift, *, today: date, now: datetime) -> None:
    version = programmes.version_on(conn, programme=gift.programme, day=today)
    if version is None:
        raise UnableToSetUp(f"The programme {gift.programme} has no version in force.")
    for share in version.funding:
        budgets.appropriate(
            conn,
            programme=version.programme,
            source=share.source,
            budget_year=today.year,
            budget_code="example",
            limit=gift.limit,
            actor=ACTOR,
            now=now,
        )
