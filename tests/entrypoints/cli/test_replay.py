"""`socert replay …` keeps the contract: keys, a database left for `verify`, nothing else touched."""

import psycopg
import pytest

from given.command_line import CommandLine
from socert.postgres import connect, open_server

KEYS = {
    *("seed", "database", "people", "certificates_issued", "issued_kopecks", "captured_kopecks", "refunded_kopecks"),
    *("own_money_kopecks", "claimed_kopecks", "paid_kopecks", "returned_to_source_kopecks", "unaccounted_kopecks"),
    *("weeks", "lines_not_covered", "lines_denied", "http_requests", "http_replayed", "registers", "books_balance"),
    "seconds",
}


def test_a_replay_is_told_in_one_document_and_verified_until_a_row_is_altered(socert: CommandLine) -> None:
    report = socert.ask("replay", "food-pilot", "--people", "15", "--seed", "7")
    assert report.keys() >= KEYS
    assert (report["people"], report["issued_kopecks"]) == (15, 750_000)
    assert report["books_balance"]
    assert socert.ask("merchant", "list")["merchants"] == []  # the installation's own
    assert socert.ask("clearing", "list", "--database", report["database"])["periods"][0]["claims"]
    assert socert.ask("verify", "--database", report["database"])["first_bad"] is None
    _alter(socert, database=report["database"])
    said = socert.run("verify", "--database", report["database"], "--json")
    assert said.code == 1
    assert said.document["first_bad"]
    assert said.document["first_bad"] in said.err


def _alter(socert: CommandLine, *, database: str) -> None:
    with open_server(home=socert.home, owner_url=None, application_url=None) as server:
        with connect(server.application_url(database)) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("update posting set amount = amount + 1")
        with connect(server.owner_url(database)) as conn:
            conn.execute(
                """
                update posting
                set amount = amount + 1
                where operation = (select operation from posting order by operation limit 1) and place = 0
                """
            )
