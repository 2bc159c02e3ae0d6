"""A small pilot: a published programme with money behind it, lists of invented people, and what the books say."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from psycopg import Connection

from domain.programmes.files import FOOD, OPERATOR, tree
from given.rulebook import RULEBOOK
from socert.domain import budgets, certificates, ledger, programmes
from socert.domain.certificates import Issued, IssueReport, ListRefused
from socert.values import CardNumber, Money, Snils

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=120)
SECRET = b"a card key of the tests"
HEADER = "snils;last_name;first_name;patronymic;birth_date;district;card"


def publish(conn: Connection, text: str = FOOD, *, limit: int = 10_000_00) -> int:
    """Publish a programme and give each of its sources a limit in kopecks; gives the programme's number."""
    published = programmes.publish(conn, text=text, tree=tree(), ground=RULEBOOK, actor=OPERATOR, now=NOW)
    assert isinstance(published, programmes.Published), published
    for source in budgets.sources(conn):
        budgets.appropriate(
            conn,
            programme=published.programme,
            source=source.id,
            budget_year=2026,
            budget_code="example",
            limit=Money(limit),
            actor=OPERATOR,
            now=NOW,
        )
    return published.programme


def snils(number: int) -> str:
    """The СНИЛС of the n-th invented person."""
    return Snils.from_nine(100_000_000 + number).text


def card(number: int) -> str:
    """The card of the n-th invented person."""
    return CardNumber.complete(f"9643{number:011d}").digits


def row(number: int, *, with_card: bool = True) -> str:
    """A line of a list about the n-th invented person."""
    return f"{snils(number)};Иванова;Анна;Петровна;1951-03-08;Заозёрный;{card(number) if with_card else ''}"


def people_list(*rows: str, header: str = HEADER) -> bytes:
    """A list of recipients."""
    return "".join(f"{one}\n" for one in (header, *rows)).encode()


def issue_list(
    conn: Connection, content: bytes, *, dry_run: bool = False, now: datetime = NOW, lanes: int = 1
) -> IssueReport | ListRefused:
    """Issue to a list under the programme "food"."""
    return certificates.issue_list(
        conn,
        programme="food",
        file_name="people.csv",
        content=content,
        dry_run=dry_run,
        lanes=lanes,
        zone=MOSCOW,
        card_secret=SECRET,
        now=now,
        actor=OPERATOR,
    )


def report(conn: Connection, content: bytes, *, dry_run: bool = False, now: datetime = NOW) -> IssueReport:
    """The report about a list that is not refused."""
    done = issue_list(conn, content, dry_run=dry_run, now=now)
    assert isinstance(done, IssueReport), done
    assert done.rows_in == done.rows_issued + done.rows_refused + done.rows_failed
    assert done.rows_refused + done.rows_failed == len(done.refusals)
    return done


def know(conn: Connection, holder: int, *, lane: int = 0) -> None:
    """Let a holder be a resident; who they are nobody needs to know here."""
    conn.execute(
        "insert into resident (holder, lane, registered_at) values (%s, %s, %s) on conflict do nothing",
        [holder, lane, NOW],
    )


def issue(conn: Connection, holder: int, *, now: datetime = NOW, lane: int = 0) -> Issued:
    """Issue one certificate of the programme "food" to a holder, who is made known first."""
    know(conn, holder, lane=lane)
    issued = certificates.issue(conn, programme="food", holder=holder, lane=lane, now=now, zone=MOSCOW, actor=OPERATOR)
    assert isinstance(issued, Issued), issued
    return issued


def count(conn: Connection, table: str) -> int:
    """How many rows a table has."""
    rows = conn.execute(f"select count(*) from {table}").fetchone()
    assert rows is not None
    return int(rows[0])


def spend(
    conn: Connection, certificate: UUID, *, consumed: int = 0, held: int = 0, released: int = 0, at: datetime = NOW
) -> None:
    """Let a till have consumed, held or released kopecks of a certificate's first allowance: counters and postings."""
    account, lane = conn.execute(
        "update account set consumed = consumed + %s, held = held + %s - %s"
        " where certificate = %s and slot = 0 returning id, lane",
        [consumed, held, released, certificate],
    ).fetchone() or (0, 0)
    source = budgets.sources(conn)[0].number
    payable = ledger.cold_account(conn, kind=ledger.ColdAccount.PAID, source=source)  # any cold account will do
    moves = [(account, payable, consumed), (account, -account, held), (-account, account, released)]
    _post(conn, [(debit, credit, amount) for debit, credit, amount in moves if amount], lane=lane, at=at)


def _post(conn: Connection, moves: Sequence[tuple[int, int, int]], *, lane: int, at: datetime) -> None:
    operation = uuid4()
    for place, (debit, credit, amount) in enumerate(moves):
        conn.execute(
            "insert into posting (operation, lane, place, debit, credit, amount, at)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [operation, lane, place, debit, credit, amount, at],
        )


def assert_books_balance(conn: Connection) -> None:
    """Counters are what postings say, reserves are what left the appropriations, and nothing came from nowhere."""
    accounts = conn.execute(
        """
        with moved as (
            select credit as id, amount from posting
            union all
            select debit, -amount from posting
        ), balance as (
            select id, sum(amount) as amount from moved group by id
        )
        select a.id
        from account a
        left join balance b on b.id = a.id
        left join balance h on h.id = -a.id
        where coalesce(b.amount, 0) <> a.issued - a.held - a.consumed - a.returned or coalesce(h.amount, 0) <> a.held
        """
    ).fetchall()
    assert accounts == []
    appropriations = conn.execute(
        """
        select a.number
        from appropriation a
        join ledger_account l on l.appropriation = a.number
        left join lateral (
            select sum(case when p.credit = l.id then p.amount else -p.amount end) as amount
            from posting p
            where l.id in (p.debit, p.credit)
        ) b on true
        where coalesce(b.amount, 0) <> a.limit_kopecks - a.reserved_kopecks
        """
    ).fetchall()
    assert appropriations == []
    kept = conn.execute(
        "select coalesce(sum(issued - returned), 0), (select coalesce(sum(reserved_kopecks), 0) from appropriation)"
        " from account"
    ).fetchone()
    assert kept is not None
    assert kept[0] == kept[1]
