"""From an empty budget to certificates, by commands alone."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from given.command_line import CommandLine
from socert.values import CardNumber, Snils

HEADER = "snils;last_name;first_name;patronymic;birth_date;district;card"
PROGRAMME = ("--programme", "food-certificate")


def person(number: int, *, card: int | None = None) -> str:
    snils = Snils.from_nine(980_000_000 + number).text
    digits = CardNumber.complete(f"220066660000{card or number:03d}").digits
    return f"{snils};Иванова;Анна;Петровна;1950-01-01;Заозёрный;{digits}"


def write(folder: Path, *rows: str, name: str = "list.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def funded(socert: CommandLine) -> CommandLine:
    """With 10,000 roubles of the city's for this year and the next ones."""
    year = int(socert.ask("clock", "show")["now"][:4])
    for each in (year, year + 1):
        arguments = ("--source", "city", "--year", str(each), "--code", "example", "--limit", "10000")
        socert.ask("budget", "appropriate", *PROGRAMME, *arguments)
    return socert


def test_a_list_is_reconciled_and_its_refused_rows_are_written_down(funded: CommandLine, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    rows = write(tmp_path, person(1), person(2), person(2), "123;Иванов;Иван;;1950-01-01;Заозёрный;")
    rehearsed = funded.ask("certificates", "issue", rows, *PROGRAMME, "--dry-run")
    issued = funded.ask("certificates", "issue", rows, *PROGRAMME, "--refused", str(refused))
    counts = ("rows_in", "rows_issued", "rows_refused", "rows_failed")
    assert [issued[one] for one in counts] == [rehearsed[one] for one in counts] == [4, 2, 1, 1]
    assert issued["issued_kopecks"] == 100_000
    with refused.open(encoding="utf-8-sig", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file, delimiter=";")] == ["4", "5"]
    again = funded.ask("certificates", "issue", rows, *PROGRAMME)
    assert again["already_issued"]
    assert again["list"] == issued["list"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEADER.encode() + b"\n" + person(50).encode("cp1251") + b"\n", "wrong_encoding"),
        (HEADER.encode() + b"\n" + person(50).encode()[:-4], "list_cut_off"),
        (b"", "list_empty"),
    ],
)
def test_a_damaged_list_issues_nothing(funded: CommandLine, tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes(content)
    said = funded.run("certificates", "issue", str(path), *PROGRAMME, "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == code


def test_a_list_beyond_the_budget_issues_nothing(funded: CommandLine, tmp_path: Path) -> None:
    rows = write(tmp_path, *(person(number) for number in range(100, 130)))
    said = funded.run("certificates", "issue", rows, *PROGRAMME, "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == "beyond_appropriation"


def test_a_certificate_is_blocked_unblocked_and_cancelled(funded: CommandLine, tmp_path: Path) -> None:
    row = person(10)
    snils = row.partition(";")[0]
    funded.ask("certificates", "issue", write(tmp_path, row), *PROGRAMME)
    found = funded.ask("certificates", "show", "--snils", snils)["certificates"]
    certificate = found[0]["certificate"]
    for command, status in (("block", "blocked"), ("unblock", "active"), ("cancel", "cancelled")):
        assert funded.ask("certificates", command, certificate, "--reason", "a test")["status"] == status
    assert funded.run("certificates", "unblock", certificate, "--reason", "a test").code == 1
    events = funded.ask("certificates", "show", "--certificate", certificate)["events"]
    assert [one["event"] for one in events] == ["issue", "block", "unblock", "cancel", "return"]
    assert [one["kopecks"] for one in events] == [50_000, None, None, None, 50_000]
    nobody = funded.run("certificates", "show", "--certificate", str(UUID(int=0)), "--json")
    assert (nobody.code, nobody.document["refused"]["code"]) == (1, "certificate_unknown")


def test_money_is_said_to_return_only_where_it_does(funded: CommandLine, tmp_path: Path) -> None:
    row = person(11)
    funded.ask("certificates", "issue", write(tmp_path, row), *PROGRAMME)
    found = funded.ask("certificates", "show", "--snils", row.partition(";")[0])["certificates"]
    said = [
        funded.run("certificates", command, found[0]["certificate"], "--reason", "a test").out
        for command in ("block", "cancel")
    ]
    assert said == [
        "The certificate is blocked.\n",
        "The certificate is cancelled; RUB 500.00 returned to its sources.\n",
    ]


def test_certificates_are_shown_with_their_last_day_and_what_is_left(funded: CommandLine, tmp_path: Path) -> None:
    row = person(12)
    snils = row.partition(";")[0]
    funded.ask("certificates", "issue", write(tmp_path, row), *PROGRAMME)
    (shown,) = funded.ask("certificates", "show", "--snils", snils)["certificates"]
    first = datetime.fromisoformat(shown["valid_from"]).astimezone(ZoneInfo("Europe/Moscow")).date()
    last = first + timedelta(days=90)
    assert shown["valid_through"] == str(last)
    assert shown["allowances"] == [
        {
            "allowance": "food",
            "kind": "points",
            "issued_kopecks": 50_000,
            "held_kopecks": 0,
            "spent_kopecks": 0,
            "returned_kopecks": 0,
            "available_kopecks": 50_000,
        }
    ]
    words = funded.run("certificates", "show", "--snils", snils).out
    assert f"from {first:%d.%m.%Y} through {last:%d.%m.%Y}" in words
    assert "RUB 500.00" in words


def test_a_list_of_another_length_than_expected_issues_nothing(funded: CommandLine, tmp_path: Path) -> None:
    rows = write(tmp_path, person(60), person(61))
    said = funded.run("certificates", "issue", rows, *PROGRAMME, "--rows", "3", "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, "other_number_of_rows")
    assert funded.run("certificates", "show", "--snils", person(60).partition(";")[0]).code == 1
    assert funded.ask("certificates", "issue", rows, *PROGRAMME, "--rows", "2")["rows_issued"] == 2


def test_a_list_whose_every_row_is_refused_ends_with_1(funded: CommandLine, tmp_path: Path) -> None:
    rows = write(tmp_path, "123;Иванов;Иван;;1950-01-01;Заозёрный;")
    said = funded.run("certificates", "issue", rows, *PROGRAMME, "--json")
    assert (said.code, said.document["rows_failed"]) == (1, 1)


def test_a_sentence_is_the_first_line_where_no_terminal_is(funded: CommandLine, tmp_path: Path) -> None:
    rows = write(tmp_path, person(70))
    for more in ((), ("--dry-run",)):
        said = funded.run("certificates", "issue", rows, *PROGRAMME, *more)
        assert not said.err.startswith("\n"), said.err
    assert funded.run("verify").err == ""


def test_a_card_is_linked_and_blocked_and_a_person_erased(funded: CommandLine, tmp_path: Path) -> None:
    row = person(20)
    snils = row.partition(";")[0]
    funded.ask("certificates", "issue", write(tmp_path, row), *PROGRAMME)
    sheets = CardNumber.complete("964399660009001").digits
    refused = funded.run("people", "card-link", "--card", sheets, "--snils", snils, "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "number_of_a_sheet")
    card = CardNumber.complete("220066660009001").digits
    assert funded.ask("people", "card-link", "--card", card, "--snils", snils)["linked"] == 1
    blocked = funded.run("people", "card-block", "--card", "-", "--reason", "lost", "--json", given=f"{card}\n")
    assert blocked.document["last_four"] == card[-4:]
    assert card not in blocked.out + blocked.err
    certificate = funded.ask("certificates", "show", "--snils", snils)["certificates"][0]["certificate"]
    early = funded.run("people", "erase", "--snils", snils, "--reason", "asked for it", "--yes", "--json")
    assert early.code == 1
    assert early.document["refused"]["sentence"]
    funded.ask("certificates", "cancel", certificate, "--reason", "asked for it")
    assert funded.ask("people", "erase", "--snils", snils, "--reason", "asked for it", "--yes")["cards"] == 2
    assert funded.run("certificates", "show", "--snils", snils).code == 1
    assert funded.ask("verify")["first_bad"] is None


def test_a_reason_that_names_a_person_is_refused(funded: CommandLine, tmp_path: Path) -> None:
    row = person(30)
    snils = row.partition(";")[0]
    funded.ask("certificates", "issue", write(tmp_path, row), *PROGRAMME)
    said = funded.run("people", "erase", "--snils", snils, "--reason", f"she is {snils}", "--yes", "--json")
    assert said.code == 1
    assert snils not in said.out + said.err
    assert funded.run("certificates", "show", "--snils", snils).code == 0


def test_a_representative_is_named_for_days(funded: CommandLine, tmp_path: Path) -> None:
    rows = [person(40), person(41)]
    funded.ask("certificates", "issue", write(tmp_path, *rows), *PROGRAMME)
    first, second = (row.partition(";")[0] for row in rows)
    pair = ("--representative", first, "--represented", second)
    done = funded.ask("people", "represent", *pair, "--from", "2026-01-01", "--through", "2030-12-31")
    assert done["representation"]
    reversed_days = funded.run("people", "represent", *pair, "--from", "2026-02-01", "--through", "2026-01-01")
    assert reversed_days.code == 1


def test_things_are_given_by_need_and_shown_with_their_units(funded: CommandLine, tmp_path: Path) -> None:
    programme = ("--programme", "veterans-durables")
    year = funded.ask("clock", "show")["now"][:4]
    for source in ("city", "regional"):
        given = ("--source", source, "--year", year, "--code", "example", "--limit", "30000")
        funded.ask("budget", "appropriate", *programme, *given)
    path = tmp_path / "needs.csv"
    rows = (f"{HEADER};need", f"{person(80)};television refrigerator", f"{person(81)};", f"{person(82)};yacht")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = funded.ask("certificates", "issue", str(path), *programme)
    assert (done["rows_issued"], done["issued_kopecks"]) == (1, 2_340_000)
    assert [one["code"] for one in done["refusals"]] == ["nothing_to_give", "need_unknown"]
    snils = person(80).split(";")[0]
    (found,) = funded.ask("certificates", "show", "--snils", snils)["certificates"]
    assert [(one["allowance"], one["kind"], one["units_left"]) for one in found["allowances"]] == [
        ("television", "items", 1),
        ("refrigerator", "items", 1),
    ]
    assert [one["available_kopecks"] for one in found["allowances"]] == [1_250_000, 1_090_000]
    assert "(1 of 1)" in funded.run("certificates", "show", "--snils", snils).out
