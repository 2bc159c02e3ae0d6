"""The town of a bench: people with a certificate each, goods, shops with tills; written set-based, not issued.

Everybody has two cards: one by its keyed hash, which tills show, and one by a hash that SQL can say, for pgbench.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

from socert import wiring
from socert.domain import access, catalogue, people, programmes, providers
from socert.entrypoints.benches.ground import Ground
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.district import ACTOR
from socert.entrypoints.replays.stage import fresh_site
from socert.postgres import connect
from socert.values import CardNumber, Gtin, Inn, Ogrn, Text, lane_of

DATABASE = "socert_bench_authorise"
PROGRAMME = "food-certificate"
AMOUNT = 50_000_000
_MERCHANTS = 16
_TILLS_EACH = 16
_CHUNK = 20_000
_DAYS = 90
_GOODS_CHUNK = 50_000
#: One good in five is something the certificate does not pay for.
_FOODS = ("bread", "dairy", "vegetables", "groats", "beer")


class Town(msgspec.Struct, frozen=True):
    """What a load needs to know; kept beside the database so that it can be used again."""

    certificates: int
    goods: int
    keys: list[str]
    tills: list[int]
    merchants: list[int]
    version: int


def card_of(number: int) -> CardNumber:
    """The card tills show of a resident."""
    return CardNumber.complete(f"22009999{number:07d}")


def gtin_of(number: int) -> str:
    """The barcode of a good, 13 digits."""
    return Gtin.complete(f"46{number:010d}").code[1:]


def is_paid(number: int) -> bool:
    """Whether the certificate pays for a good."""
    return number % len(_FOODS) != len(_FOODS) - 1


def make_town(
    ground: Ground,
    *,
    certificates: int,
    goods: int,
    bars: Bars,
    database: str = DATABASE,
    lanes: int = 1,
    shoppers: int | None = None,
) -> tuple[wiring.Site, Town]:
    """The town, made anew; where there are so many `shoppers`, only they have a card that tills can show.

    Others than shoppers live in lane 0.
    """
    shoppers = certificates if shoppers is None else shoppers
    site = fresh_site(ground.server, ground.settings, database=database, lanes=lanes)
    with site.transaction() as conn:
        now = site.now(conn)
    _load_goods(site, goods, now=now, bars=bars)
    merchants, tills, keys = _open_shops(site, now=now)
    version = _version(site, now=now)
    with connect(ground.superuser_url(database)) as conn:
        conn.execute("set session_replication_role = replica")  # no foreign keys are looked up while all is copied
        conn.execute("create temp table coming (number int, holder bigint, lane int, hash uuid, digits text)")
        with conn.cursor() as cursor, cursor.copy("copy coming from stdin") as copy:
            for chunk in _people(shoppers, secret=site.card_secret, lanes=lanes, bars=bars):
                copy.write(chunk)
        conn.execute(_OTHERS, {"first": shoppers, "last": certificates - 1})
        bars("writing certificates", 0, len(_WRITES))
        for done, statement in enumerate(_WRITES, start=1):
            conn.execute(statement, _values(version, now=now))
            bars("writing certificates", done, len(_WRITES))
    town = Town(certificates, goods, keys, tills, merchants, version)
    _prepare_pages(ground, database)
    return site, town


def _values(version: int, *, now: datetime) -> dict[str, object]:
    return {"now": now, "until": now + timedelta(days=_DAYS), "version": version, "amount": AMOUNT}


# Evenly among the others by their holders, and with one card of no use to tills.
_OTHERS = """
    insert into coming (number, holder, lane, hash, digits)
    select n, ('x' || substr(md5('holder' || n), 1, 16))::bit(64)::bigint & 9223372036854775807 | 1, 0,
        md5('card' || n)::uuid, ''
    from generate_series(%(first)s::integer, %(last)s::integer) as n
"""
_WRITES = (
    "insert into resident (holder, lane, registered_at) select holder, lane, %(now)s from coming order by holder",
    """
    insert into carrier (hash, holder, lane, kind, last_four, status, valid_from)
    select hash, holder, lane, 'card', right(digits, 4), 1, %(now)s
    from (
        select hash, holder, lane, digits from coming
        union all
        select md5('bench' || number)::uuid, holder, lane, '0000' from coming where digits <> ''
    ) as cards
    order by hash
    """,
    """
    insert into account (id, lane, holder, certificate, version, slot, status, valid_from, valid_until, issued)
    select 4294967296 + number, lane, holder, hash, %(version)s, 0, 1, %(now)s, %(until)s, %(amount)s
    from coming order by holder
    """,
    """
    insert into certificate (id, lane, holder, programme, version, budget_year, status, valid_from, valid_until,
        issued_by)
    select hash, lane, holder, (select programme from programme_version where number = %(version)s), %(version)s, 2026,
        1, %(now)s, %(until)s, '00000000-0000-0000-0000-000000000000'
    from coming order by hash
    """,
)


def _people(count: int, *, secret: bytes, lanes: int, bars: Bars) -> Iterator[str]:
    for start in range(0, count, _CHUNK):
        lines = []
        for number in range(start, min(start + _CHUNK, count)):
            card = card_of(number)
            hashed = people.card_hash(secret=secret, card=card)
            holder = _holder(number)
            lane = lane_of(holder=holder, lanes=lanes)
            lines.append(f"{number}\t{holder}\t{lane}\t{hashed.hex}\t{card.digits}\n")
        yield "".join(lines)
        bars("inventing people", min(start + _CHUNK, count), count)


def _holder(number: int) -> int:
    return int.from_bytes(blake2b(number.to_bytes(8), digest_size=8).digest()) >> 1 | 1


def _load_goods(site: wiring.Site, count: int, *, now: datetime, bars: Bars) -> None:
    for start in range(0, count, _GOODS_CHUNK):
        end = min(start + _GOODS_CHUNK, count)
        rows = [
            catalogue.NewGood(line, gtin_of(line), f"Example good {line}", _FOODS[line % len(_FOODS)])
            for line in range(start, end)
        ]
        with site.transaction() as conn:
            catalogue.load_goods(conn, rows=rows, source="bench", actor=ACTOR, now=now)
        bars("loading goods", end, count)


def _open_shops(site: wiring.Site, *, now: datetime) -> tuple[list[int], list[int], list[str]]:
    """Merchants, tills in the order of their merchants, and a key for each till."""
    with site.transaction() as conn:
        number = programmes.number_of(conn, programme=PROGRAMME)
        assert number is not None, "the reference has this programme"
        merchants = []
        for place in range(_MERCHANTS):
            title = Text(ru=f"Лавка {place}", en=f"Shop {place}")
            new = providers.NewMerchant(
                inn=Inn.complete(f"77{place:07d}"), ogrn=Ogrn.complete(f"10277{place:07d}"), title=title
            )
            merchant = providers.register_merchant(conn, merchant=new, actor=ACTOR, now=now)
            assert isinstance(merchant, providers.Merchant), merchant
            merchants.append(merchant.id)
            providers.agree(
                conn, merchant=merchant.id, programme=number, valid_from=now, valid_until=None, actor=ACTOR, now=now
            )
            outlet = providers.NewOutlet(code="one", title=title.ru, address="", district="")
            providers.open_outlets(conn, merchant=merchant.id, outlets=[outlet], actor=ACTOR, now=now)
        new_tills = [
            providers.NewTill(outlet=one.id, code=f"{code:02d}")
            for one in providers.outlets(conn)
            for code in range(_TILLS_EACH)
        ]
        tills = providers.open_tills(conn, tills=new_tills, actor=ACTOR, now=now)
        orders = [
            access.KeyOrder(role=access.Role.TILL, merchant=till.merchant, till=till.id, label="bench")
            for till in tills
        ]
        keys = [one.key for one in access.issue_keys(conn, orders=orders, actor=ACTOR, now=now)]
        return merchants, [till.id for till in tills], keys


def _version(site: wiring.Site, *, now: datetime) -> int:
    with site.transaction() as conn:
        version = programmes.version_on(conn, programme=PROGRAMME, day=now.date())
    assert version is not None, "the reference's programme is in force"
    return version.number


def _prepare_pages(ground: Ground, database: str) -> None:
    """Settle what was written, so that no row of the bench pays for it: statistics, visibility, hint bits."""
    with connect(ground.superuser_url(database), autocommit=True) as conn:
        conn.execute("vacuum (freeze, analyze)")
        conn.execute("checkpoint")
