"""A list of people is issued wholly or not at all, and every row of it is accounted for."""

from threading import Thread

import pytest
from psycopg import Connection

from domain.certificates.pilot import (
    HEADER,
    LATER,
    MOSCOW,
    NOW,
    SECRET,
    assert_books_balance,
    card,
    count,
    issue_list,
    people_list,
    publish,
    report,
    row,
    snils,
)
from domain.programmes.files import OPERATOR
from given.databases import Database
from socert.domain import certificates, people
from socert.domain.certificates import IssueReport, ListRefused
from socert.domain.certificates.rules.recipients import read_list
from socert.postgres import connect
from socert.values import CardNumber, Money

WRITTEN = (
    "certificate",
    "account",
    "posting",
    "operation",
    "issue_list",
    "issue_row",
    "resident",
    "identity",
    "carrier",
)


def counts(conn: Connection) -> list[int]:
    return [count(conn, table) for table in WRITTEN]


def refusals(done: IssueReport) -> list[tuple[int, str, str]]:
    return [(one.line, one.outcome.value, one.code) for one in done.refusals]


def test_a_list_is_issued_in_one_operation(conn: Connection) -> None:
    publish(conn)
    done = report(conn, people_list(row(1), row(2, with_card=False), row(3)))
    assert (done.rows_in, done.rows_issued, done.rows_refused, done.rows_failed) == (3, 3, 0, 0)
    assert done.issued_total == Money(1500_00)
    assert not done.already_issued_report
    issues = conn.execute("select total, holder from operation where kind = 6").fetchall()
    assert issues == [(1500_00, None)]
    assert (count(conn, "certificate"), count(conn, "account"), count(conn, "carrier")) == (3, 3, 2)
    assert_books_balance(conn)


def test_a_list_may_be_written_in_several_ways(conn: Connection) -> None:
    publish(conn)
    ways = [
        people_list(row(1)).decode().encode("utf-8-sig"),
        people_list(row(2)).replace(b"\n", b"\r\n"),
        people_list(row(3).replace(";", ","), header=HEADER.replace(";", ",")),
        people_list(row(4, with_card=False)[:-1], header=HEADER.removesuffix(";card")),
        people_list("", f'"{snils(5)}";"Иванова ""младшая""";Анна;;08.03.1951;Речной;', ""),
        people_list(row(6), header=HEADER.upper()),
    ]
    assert [report(conn, content).rows_issued for content in ways] == [1] * 6


def test_the_same_file_again_changes_nothing_and_says_so(conn: Connection) -> None:
    publish(conn)
    content = people_list(row(1), row(1), "nonsense")[:-1] + b";;;;;;\n"
    first = report(conn, content)
    before = counts(conn)
    again = report(conn, content, now=LATER)
    assert again.already_issued_report
    assert (again.list, again.issued_total, again.refusals) == (first.list, first.issued_total, first.refusals)
    assert (again.rows_in, again.rows_issued, again.rows_refused, again.rows_failed) == (3, 1, 1, 1)
    assert counts(conn) == before


def test_a_rehearsal_reports_the_same_and_writes_nothing(conn: Connection) -> None:
    publish(conn)
    content = people_list(row(1), row(2), row(2))
    before = counts(conn)
    rehearsed = report(conn, content, dry_run=True)
    assert rehearsed.is_dry_run
    assert counts(conn) == before
    done = report(conn, content)
    assert (rehearsed.rows_issued, rehearsed.issued_total, rehearsed.refusals) == (2, done.issued_total, done.refusals)


def test_every_row_that_gets_nothing_is_listed_with_its_reason(conn: Connection) -> None:
    publish(conn)
    report(conn, people_list(row(1), row(30)))
    wrong_check_digits = row(20).replace(snils(20), snils(20)[:-2] + "00")
    done = report(
        conn,
        people_list(
            row(1),  # holds a certificate
            row(2),
            row(3).replace(card(3), card(2)),  # somebody else's card, in this file
            row(4).replace(card(4), card(30)),  # somebody else's card, linked before
            row(2),
            wrong_check_digits,
            row(5).replace(card(5), card(5)[:-1] + str((int(card(5)[-1]) + 1) % 10)),
            row(6).replace("1951-03-08", "1951-02-30"),
            row(7).replace("1951-03-08", "2026-03-02"),
            row(8).replace("Иванова", " "),
            row(9).replace("Анна", "Ан\x00на"),
            row(10) + ";one more",
            row(11).replace(snils(11), "123"),
            row(12),
        ),
    )
    assert refusals(done) == [
        (2, "refused", "holds_current_certificate"),
        (4, "refused", "card_named_twice"),
        (5, "refused", "card_linked_elsewhere"),
        (6, "refused", "named_twice"),
        (7, "failed", "snils_wrong_check_digit"),
        (8, "failed", "card_wrong_check_digit"),
        (9, "failed", "birth_date_unusable"),
        (10, "failed", "birth_date_unusable"),
        (11, "failed", "name_unusable"),
        (12, "failed", "name_unusable"),
        (13, "failed", "wrong_number_of_fields"),
        (14, "failed", "snils_wrong_length"),
    ]
    assert "3" in next(one.text.ru for one in done.refusals if one.code == "named_twice")
    assert done.rows_issued == 2
    assert count(conn, "issue_row") == 12
    # Whoever was refused is not registered either.
    assert count(conn, "resident") == 4
    assert_books_balance(conn)


def test_no_reason_holds_personal_data(conn: Connection) -> None:
    publish(conn)
    done = report(conn, people_list(row(1), row(1), row(2).replace("1951", "1851"), row(3).replace(snils(3), "777")))
    said = " ".join(one.text.ru + one.text.en for one in done.refusals)
    assert not any(word in said for word in ("Иванова", snils(1), card(1), "777", "1851"))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "list_empty", None),
        (b"\n\n", "list_empty", None),
        (f"{HEADER}\n".encode(), "list_empty", None),
        (people_list(row(1)).decode().encode("cp1251"), "wrong_encoding", 2),
        (people_list(row(1)).decode().encode("utf-16"), "wrong_encoding", 1),
        (people_list(row(1), row(2))[:-1], "list_cut_off", 3),
        (people_list(row(1), row(2))[:-30], "list_cut_off", 3),
        (people_list(row(1), row(2)[:-30]), "list_cut_off", 3),
        (people_list(row(1), row(2)).split("Заозёрный".encode())[0] + b"\xd0", "list_cut_off", 2),
        (people_list(row(1), '"' + row(2), row(3)), "list_cut_off", 3),
        (people_list(row(1), f'"{snils(2)}"x;;;;;;', row(3)), "list_unreadable", 3),
        (people_list(row(1), '"' + "x" * 200_000 + '"', row(3)), "list_unreadable", 3),
        (people_list(row(1), header=HEADER.replace("district", "raion")), "column_missing", 1),
        (people_list(row(1) + ";1", header=HEADER + ";shoe_size"), "column_unknown", 1),
        (people_list(row(1) + ";1", header=HEADER + ";card"), "column_repeated", 1),
        (people_list(row(1), header="snils"), "column_missing", 1),
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused_whole(content: bytes, code: str, line: int | None) -> None:
    done = read_list(content, today=NOW.date(), progress=lambda _done, _total: None)
    assert isinstance(done, ListRefused), done
    assert (done.code, done.line) == (code, line)
    assert done.text.ru


def test_a_list_refused_writes_nothing(conn: Connection) -> None:
    publish(conn)
    before = counts(conn)
    assert isinstance(issue_list(conn, people_list(row(1), row(2))[:-1]), ListRefused)
    assert counts(conn) == before


def test_beyond_the_appropriation_the_whole_list_is_refused(conn: Connection) -> None:
    publish(conn, limit=700_00)
    before = counts(conn)
    done = issue_list(conn, people_list(row(1), row(2), row(3)))
    assert isinstance(done, ListRefused)
    assert (done.code, done.source, done.missing) == ("beyond_appropriation", "federal", Money(200_00))
    assert counts(conn) == before
    assert report(conn, people_list(row(1), row(2))).rows_issued == 2


def test_an_unknown_programme_is_refused(conn: Connection) -> None:
    done = issue_list(conn, people_list(row(1)))
    assert isinstance(done, ListRefused)
    assert done.code == "no_version_in_force"


def test_a_list_of_refusals_alone_is_reconciled_too(conn: Connection) -> None:
    publish(conn)
    report(conn, people_list(row(1)))
    done = report(conn, people_list(row(1), "") + b"\n")
    assert (done.rows_in, done.rows_issued, done.issued_total) == (1, 0, Money(0))


def test_people_and_their_cards_are_served_again_next_time(conn: Connection) -> None:
    publish(conn)
    report(conn, people_list(row(1), row(2)))
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    done = report(conn, people_list(row(1), row(2), row(3)), now=LATER)
    assert (done.rows_issued, done.refusals) == (3, ())


def test_a_blocked_card_is_refused(conn: Connection) -> None:
    publish(conn)
    report(conn, people_list(row(1)))
    certificates.expire(conn, now=LATER, actor=OPERATOR)
    hashed = people.card_hash(secret=SECRET, card=CardNumber(card(1)))
    people.block_card(conn, card=hashed, actor=OPERATOR, now=NOW, reason="lost")
    assert refusals(report(conn, people_list(row(2), row(1)), now=LATER)) == [(3, "refused", "card_blocked")]


def test_certificates_lie_in_the_lane_of_their_holder(conn: Connection) -> None:
    publish(conn)
    assert isinstance(issue_list(conn, people_list(*map(row, range(1, 20))), lanes=4), IssueReport)
    astray = conn.execute(
        "select count(*) from certificate c join resident r using (holder) join account a on a.certificate = c.id"
        " join posting p on p.credit = a.id where not (c.lane = r.lane and a.lane = r.lane and p.lane = r.lane)"
    ).fetchone()
    assert astray == (0,)


def test_progress_is_told(conn: Connection) -> None:
    publish(conn)
    told: list[tuple[str, int, int]] = []
    certificates.issue_list(
        conn,
        programme="food",
        file_name="people.csv",
        content=people_list(row(1), row(2)),
        dry_run=False,
        lanes=1,
        zone=MOSCOW,
        card_secret=SECRET,
        now=NOW,
        actor=OPERATOR,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    assert [one for one in told if one[1] == one[2]] == [("read", 2, 2), ("register", 2, 2), ("issue", 2, 2)]


def test_lists_with_the_same_people_at_once_issue_to_each_of_them_once(database: Database) -> None:
    with connect(database.application_url) as conn:
        publish(conn)
    done: list[IssueReport | ListRefused] = []
    lists = [people_list(row(1), row(2), row(3)), people_list(row(3), row(2), row(1))] * 2

    def run(content: bytes) -> None:
        with connect(database.application_url) as conn:
            done.append(issue_list(conn, content))

    threads = [Thread(target=run, args=(content,)) for content in lists]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.already_issued_report for one in done if isinstance(one, IssueReport)) == [False] * 2 + [True] * 2
    with connect(database.application_url) as conn:
        assert count(conn, "certificate") == 3
        assert_books_balance(conn)
