"""Representatives by commands: registered without a certificate, named for days, given a card, ended."""

from pathlib import Path

from given.command_line import CommandLine
from socert.values import CardNumber, Snils

HEADER = "snils;last_name;first_name;patronymic;birth_date;district;card"
DAYS = ("--from", "2026-01-01", "--through", "2030-12-31")


def snils(number: int) -> str:
    return Snils.from_nine(970_000_000 + number).text


def card(number: int) -> str:
    return CardNumber.complete(f"220066660008{number:03d}").digits


def register(socert: CommandLine, number: int) -> str:
    words = ("--last-name", "Полевая", "--first-name", "Нина", "--birth-date", "1980-05-01", "--district", "Заозёрный")
    assert socert.ask("people", "register", "--snils", snils(number), *words)["registered"] == 1
    return snils(number)


def test_a_representative_who_is_no_recipient_shops_with_a_card_of_the_rights_dates(socert: CommandLine) -> None:
    representative, represented = register(socert, 1), register(socert, 2)
    pair = ("--representative", representative, "--represented", represented)
    right = socert.ask("people", "represent", *pair, *DAYS)["representation"]
    linked = ("people", "card-link", "--card", card(1), "--snils", represented, "--representation", right)
    done = socert.ask(*linked)
    assert (done["linked"], done["valid_from"], done["valid_until"]) == (
        1,
        "2025-12-31T21:00:00Z",
        "2030-12-31T21:00:00Z",
    )
    assert "from 01.01.2026 through 31.12.2030" in socert.run(*linked).out
    shorter = ("people", "card-link", "--card", card(2), "--snils", represented, "--representation", right)
    days = ("--from", "2026-02-01", "--through", "2026-12-31")
    assert socert.ask(*shorter, *days)["valid_until"] == "2026-12-31T21:00:00Z"
    longer = socert.run(*shorter[:3], card(3), *shorter[4:], "--through", "2031-01-01", "--json")
    assert (longer.code, longer.document["refused"]["code"]) == (1, "dates_beyond_representation")
    for cards in (2, 0):
        assert socert.ask("people", "end-representation", right, "--reason", "moved away")["cards"] == cards


def test_a_list_is_registered_row_by_row(socert: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = [f"{snils(number)};Полевая;Нина;;1980-05-01;Заозёрный;{card(number)}" for number in (11, 12)]
    path.write_text("\n".join([HEADER, *rows, "123;Иванов;Иван;;1950-01-01;Заозёрный;"]) + "\n", encoding="utf-8")
    done = socert.ask("people", "register", str(path))
    assert (done["registered"], done["known"], done["cards_linked"]) == (2, 0, 2)
    assert [one["line"] for one in done["rejected"]] == [4]
    path.write_text(
        f"{HEADER}\n{snils(13)};Полевая;Нина;;1980-05-01;Заозёрный;{CardNumber.complete('96439966000800113').digits}\n",
        encoding="utf-8",
    )
    sheets = socert.run("people", "register", str(path), "--json")
    assert [one["code"] for one in sheets.document["rejected"]] == ["number_of_a_sheet"]
    path.write_text("\n".join([HEADER, *rows]) + "\n123;Иванов;Иван;;1950-01-01;Заозёрный;\n", encoding="utf-8")
    again = socert.ask("people", "register", str(path))
    assert (again["registered"], again["known"], again["cards_linked"], len(again["rejected"])) == (0, 2, 0, 1)
    path.write_text(f"{HEADER}\n123;Иванов;Иван;;1950-01-01;Заозёрный;\n", encoding="utf-8")
    assert socert.run("people", "register", str(path)).code == 1
    path.write_text(HEADER, encoding="utf-8")
    cut = socert.run("people", "register", str(path), "--json")
    assert (cut.code, cut.document["refused"]["code"]) == (1, "list_cut_off")


def test_one_person_needs_all_the_words(socert: CommandLine) -> None:
    said = socert.run("people", "register", "--snils", snils(20), "--last-name", "Полевая", "--json")
    assert said.code == 2
    assert "--first-name, --birth-date, --district" in said.document["refused"]["sentence"]
    assert socert.run("people", "register").code == 2
