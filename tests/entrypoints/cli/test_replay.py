"""`socert replay …` keeps the contract: keys, a database left for `verify`, nothing else touched."""

import csv
from pathlib import Path
from typing import Any

import psycopg
import pytest

from given.command_line import CommandLine
from given.imports import BEER, DAIRY, DEFAULT, HEADER, SWEETS, row
from socert.postgres import connect, open_server

KEYS = {
    *("seed", "database", "people", "certificates_issued", "issued_kopecks", "captured_kopecks", "refunded_kopecks"),
    *("own_money_kopecks", "claimed_kopecks", "paid_kopecks", "returned_to_source_kopecks", "unaccounted_kopecks"),
    *("weeks", "lines_not_covered", "lines_denied", "http_requests", "http_replayed", "registers", "books_balance"),
    "seconds",
}


def test_a_replay_is_told_in_one_document_and_verified_until_a_row_is_altered(socert: CommandLine) -> None:
    before = socert.ask("merchant", "list")["merchants"]
    report = socert.ask("replay", "food-pilot", "--people", "15", "--seed", "7")
    assert report.keys() >= KEYS
    assert (report["people"], report["issued_kopecks"]) == (15, 750_000)
    assert report["books_balance"]
    assert socert.ask("merchant", "list")["merchants"] == before  # the installation's own
    assert socert.ask("clearing", "list", "--database", report["database"])["periods"][0]["claims"]
    assert socert.ask("verify", "--database", report["database"])["first_bad"] is None
    assert "The books hold: " in socert.run("verify", "--database", report["database"]).out
    _look_at_registers(socert, report)
    _alter(socert, database=report["database"])
    said = socert.run("verify", "--database", report["database"], "--json")
    assert said.code == 1
    assert said.document["first_bad"]
    assert said.document["first_bad"] in said.err


@pytest.mark.parametrize(("story", "people"), [("veterans-durables", 40), ("children-goods", 40), ("food-city", 400)])
def test_every_replay_keeps_the_same_keys_takes_goods_back_and_balances(
    socert: CommandLine, story: str, people: int
) -> None:
    report = socert.ask("replay", story, "--people", str(people), "--seed", "3")
    assert report.keys() >= KEYS
    assert (report["people"], report["unaccounted_kopecks"], report["first_bad"]) == (people, 0, None)
    assert report["books_balance"]
    assert report["refunded_kopecks"] > 0
    assert report["own_money_kopecks"] > 0
    assert report["claimed_kopecks"] == report["captured_kopecks"] - report["refunded_kopecks"]
    assert socert.ask("verify", "--database", report["database"])["first_bad"] is None


def test_a_replay_sells_the_goods_of_a_list(socert: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "goods.tsv"
    goods = (
        *(row(number, f"Творог Луговой {number}% 200г", DAIRY) for number in range(9)),
        *(row(number, f"Пиво Заречное светлое № {number} 0.5л", BEER) for number in range(10, 14)),
        *(row(number, f"Водка Заречная № {number} 0.5л", DAIRY) for number in range(20, 24)),
        *(row(number, f"Сигареты Заречные № {number}", "Табакокурение (folder)/Сигареты") for number in range(30, 34)),
        *(row(number, f"Конфеты Луговые № {number} 200г", SWEETS) for number in range(40, 44)),
        *(row(number, f"Хлеб ржаной № {number} 400г", DEFAULT) for number in range(50, 54)),
    )
    path.write_text(HEADER + "".join(goods), encoding="utf-8")
    report = socert.ask("replay", "food-pilot", "--people", "25", "--catalogue", str(path))
    assert report.keys() >= KEYS
    assert report["books_balance"]
    assert report["lines_denied"].keys() == {"alcohol", "tobacco"}
    assert report["lines_not_covered"]["not_classified"] > 0
    assert 0 < report["captured_kopecks"] <= report["issued_kopecks"]
    assert socert.ask("verify", "--database", report["database"])["first_bad"] is None
    found = ("catalogue", "review", "list", "--database", report["database"], "--days", "365")
    asked_for = socert.ask(*found)["goods"]
    assert {one["standing"] for one in asked_for if one["refused"]} == {"unclassified", "contradictory"}
    path.write_text(HEADER + row(60, "Гитара", DEFAULT), encoding="utf-8")
    said = socert.run("replay", "food-pilot", "--people", "1", "--catalogue", str(path), "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, "replay_not_played")


def _look_at_registers(socert: CommandLine, report: dict[str, Any]) -> None:
    folder = Path(report["registers"])
    sums = 0
    for path in folder.glob("register-[0-9]*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            sums += sum(int(row["Оплачено сертификатом, коп."]) for row in csv.DictReader(file, delimiter=";"))
    assert sums == report["claimed_kopecks"]
    again = ("clearing", "registers", "1", "--database", report["database"], "--out")
    assert socert.ask(*again, str(socert.home / "papers"))["folder"].endswith(folder.name)
    no_folder = socert.run(*again, str(folder / "register-summary-period-1.csv"), "--json")
    assert (no_folder.code, no_folder.document["refused"]["code"]) == (1, "registers_not_written")
    assert "cannot be written" in no_folder.err
    claim = socert.ask("clearing", "list", "--database", report["database"])["periods"][0]["claims"][0]
    assert claim["number"].startswith("1-")
    assert claim["paid_at"]
    assert claim["reference"].startswith("example payment")
    pay = ("clearing", "pay", claim["number"], "--reference", "a", "--database", report["database"], "--json")
    assert socert.run(*pay).document["refused"]["code"] == "claim_already_paid"


def test_a_row_that_cannot_be_read_is_a_finding(socert: CommandLine) -> None:
    database = socert.ask("replay", "food-pilot", "--people", "3")["database"]
    with (
        open_server(home=socert.home, owner_url=None, application_url=None) as server,
        connect(server.owner_url(database)) as conn,
    ):
        conn.execute("create table elsewhere partition of posting default")
        conn.execute(
            "update posting set at = 'infinity' where operation = (select min(operation::text)::uuid from posting)"
        )
    said = socert.run("verify", "--database", database, "--json")
    assert said.code == 1
    assert said.document["first_bad"]
    assert "Traceback" not in said.err


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
