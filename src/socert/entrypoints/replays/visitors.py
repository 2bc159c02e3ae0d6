"""Three invented residents who stay after a pilot, with certificates of their own, for who tries the demo's doors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from psycopg import Connection

from socert import wiring
from socert.domain import access, budgets, catalogue, certificates, people, programmes, providers
from socert.entrypoints.replays.district import ACTOR, UnableToSetUp
from socert.values import CardNumber, Money, Snils

#: More than the visitors' certificates and a few new ones need, of each source.
LIMIT = Money(10_000_000)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody to be: the door they stand at, who they are, and what they hold (programme: what was found needed)."""

    door: str
    person: people.NewResident
    card: CardNumber
    holds: Mapping[str, Sequence[str]]


VISITORS = (
    Visitor(
        "pensioner",
        people.NewResident(
            Snils.from_nine(990_000_011), "Тихонова", "Вера", "Павловна", date(1949, 4, 2), "Заозёрный район (пример)",
            "+79990000011",
        ),
        CardNumber.complete("220077770000011"),
        {"food-certificate": ()},
    ),
    Visitor(
        "veteran",
        people.NewResident(
            Snils.from_nine(990_000_012), "Королёв", "Пётр", "Степанович", date(1926, 11, 7), "Речной район (пример)",
            "+79990000012",
        ),
        CardNumber.complete("220077770000012"),
        {"veterans-durables": ("television", "refrigerator"), "food-certificate": ()},
    ),
    Visitor(
        "mother",
        people.NewResident(
            Snils.from_nine(990_000_013), "Щёкина", "Мария", "Сергеевна", date(1994, 2, 28), "Заозёрный район (пример)",
            "+79990000013",
        ),
        CardNumber.complete("220077770000013"),
        {"children-goods": (), "discount": (), "food-certificate": ()},
    ),
)  # fmt: skip


#: Who works here, by their door.
COLLEAGUES = {
    "operator": (access.Role.OPERATOR, "Ольга Ведущая"),
    "clerk": (access.Role.CLERK, "Игорь Справочный"),
}


def settle_colleagues(conn: Connection, *, now: datetime) -> dict[str, int]:
    """Add who works here; their numbers by door. Nobody knows a password of theirs.

    Raises:
        UnableToSetUp: somebody could not be added.
    """
    numbers = {}
    for door, (role, name) in COLLEAGUES.items():
        added = access.add_colleague(
            conn, login=f"demo-{door}", name=name, role=role, actor=ACTOR, now=now, real_now=wiring.real_time()
        )
        if not isinstance(added, access.Invitation):
            raise UnableToSetUp(f"A colleague of the demo could not be added: {added}")
        numbers[door] = added.colleague.number
    return numbers


def bring_new_goods(conn: Connection, *, reference: Path, now: datetime) -> None:
    """Goods nobody has looked at yet, for the clerk; their barcodes are of the range for demonstrations (952)."""
    tree = catalogue.categories(conn)
    catalogue.import_goods(
        conn,
        lines=(reference / "example" / "new-goods.tsv").read_bytes().splitlines(keepends=True),
        mapping=catalogue.read_mapping((reference / "mappings" / "universe-htt.csv").read_bytes(), tree=tree),
        suggester=wiring.suggester_of(reference),
        source="reference/example/new-goods.tsv",
        dry_run=False,
        rejects=_expect_no_reject,
        progress=lambda _stage, _done, _total: None,
        actor=ACTOR,
        now=now,
    )


def _expect_no_reject(rejected: catalogue.Rejected) -> None:
    raise UnableToSetUp(f"A good of the example cannot be used: {rejected}")


def settle_visitors(conn: Connection, *, site: wiring.Site, now: datetime) -> dict[str, int]:
    """Register the visitors, let every merchant take their programmes, put money aside and issue; holders by door.

    Raises:
        UnableToSetUp: somebody got none.
    """
    wanted = sorted({programme for one in VISITORS for programme in one.holds})
    for programme in wanted:
        _open_programme(conn, programme, site=site, now=now)
    holders = {}
    for one in VISITORS:
        holders[one.door] = _settle(conn, one, site=site, now=now)
    return holders


def _open_programme(conn: Connection, programme: str, *, site: wiring.Site, now: datetime) -> None:
    """The pilot's merchants take it, and money stands behind it, also where its weeks led into another year."""
    today = now.astimezone(site.installation.zone).date()
    version = programmes.version_on(conn, programme=programme, day=today)
    if version is None:
        raise UnableToSetUp(f"The programme {programme} has no version in force.")
    for merchant in providers.merchants(conn):
        providers.agree(
            conn,
            merchant=merchant.id,
            programme=version.programme,
            valid_from=now,
            valid_until=None,
            actor=ACTOR,
            now=now,
        )  # one that takes it already is told so, and nothing changes
    known = {(one.source, one.budget_year) for one in budgets.stages(conn, programme=version.programme)}
    for share in version.funding:
        if (share.source, today.year) not in known:
            budgets.appropriate(
                conn,
                programme=version.programme,
                source=share.source,
                budget_year=today.year,
                budget_code="example",
                limit=LIMIT,
                actor=ACTOR,
                now=now,
            )


def _settle(conn: Connection, visitor: Visitor, *, site: wiring.Site, now: datetime) -> int:
    registered = people.register(conn, residents=[visitor.person], lanes=site.installation.lanes, actor=ACTOR, now=now)
    resident = registered[0]
    card = people.NewCard(
        hash=people.card_hash(secret=site.card_secret, card=visitor.card),
        last_four=visitor.card.last_four,
        holder=resident.holder,
        representation=None,
        valid_from=now,
        valid_until=None,
    )
    people.link_cards(conn, cards=[card], actor=ACTOR, now=now)
    for programme, need in visitor.holds.items():
        issued = certificates.issue(
            conn,
            programme=programme,
            holder=resident.holder,
            lane=resident.lane,
            now=now,
            zone=site.installation.zone,
            actor=ACTOR,
            need=need,
        )
        if not isinstance(issued, certificates.Issued):
            raise UnableToSetUp(f"A visitor of the demo could not be given {programme}: {issued}")
    return resident.holder
