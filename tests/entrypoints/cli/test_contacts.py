"""Phones by commands and lists, and the messages an example installation shows."""

from pathlib import Path

from given.command_line import CommandLine
from socert.values import Snils

HEADER = "snils;last_name;first_name;patronymic;birth_date;district;phone"


def snils(number: int) -> str:
    return Snils.from_nine(971_000_000 + number).text


def test_a_list_may_have_phones_and_rejects_unreadable_ones(socert: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = [
        f"{snils(number)};Полевая;Нина;;1980-05-01;Заозёрный;{phone}"
        for number, phone in ((1, "8 (999) 000-11-22"), (2, ""), (3, "12"))
    ]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    done = socert.ask("people", "register", str(path))
    assert (done["registered"], [(one["line"], one["code"]) for one in done["rejected"]]) == (
        2,
        [(4, "phone_unusable")],
    )


def test_a_phone_is_set_and_removed_and_not_repeated(socert: CommandLine) -> None:
    person = snils(11)
    words = ("--last-name", "Полевая", "--first-name", "Нина", "--birth-date", "1980-05-01", "--district", "Заозёрный")
    socert.ask("people", "register", "--snils", person, *words, "--phone", "+79990001122")
    said = socert.run("people", "contact", "--snils", "-", "--phone", "-", given=f"{person}\n+79990003344\n")
    assert (said.code, "999" in said.out + said.err) == (0, False)
    refused = socert.run("people", "contact", "--snils", person, "--phone", "12", "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "phone_unusable")
    assert socert.ask("people", "contact", "--snils", person, "--remove") == {"set": False}
    assert socert.run("people", "contact", "--snils", person).code == 2


def test_an_example_shows_what_it_sent(socert: CommandLine) -> None:
    assert socert.ask("people", "messages") == {"messages": []}
    assert socert.run("people", "messages").out == "No messages.\n"
