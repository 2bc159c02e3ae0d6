"""Making an installation, examining it, its clock."""

from datetime import datetime
from pathlib import Path

from given.checkout import CHECKOUT
from given.command_line import CommandLine


def test_an_installation_is_made_once(other: CommandLine) -> None:
    made = other.ask("init", "--live", "--lanes", "4", "--zone", "Asia/Yekaterinburg")
    assert (made["kind"], made["lanes"], made["zone"]) == ("live", 4, "Asia/Yekaterinburg")
    again = other.run("init")
    assert again.code == 1
    assert "There is an installation already: live" in again.err
    assert str(other.home) in again.err


def test_a_live_clock_does_not_move(other: CommandLine) -> None:
    other.ask("init", "--live")
    said = other.run("clock", "forward", "1d", "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == "clock_is_live"


def test_a_command_that_finds_no_installation_makes_an_example_and_says_so(other: CommandLine) -> None:
    said = other.run("programme", "list", "--json")
    assert said.code == 0
    assert "making an example one" in said.err
    assert {one["programme"] for one in said.document["versions"]} >= {"food-certificate"}
    assert other.run("programme", "list", "--json").err == ""


def test_an_example_clock_moves_forward_only(socert: CommandLine) -> None:
    before = datetime.fromisoformat(socert.ask("clock", "show")["now"])
    after = datetime.fromisoformat(socert.ask("clock", "forward", "3d")["now"])
    assert 3 * 86_400 <= (after - before).total_seconds() < 3 * 86_400 + 60
    back = socert.run("clock", "set", before.isoformat(), "--json")
    assert back.code == 1
    assert back.document["refused"]["code"] == "clock_moves_forward"


def test_a_moment_without_offset_means_the_regions_clocks(socert: CommandLine) -> None:
    year = datetime.fromisoformat(socert.ask("clock", "show")["now"]).year + 1
    now = datetime.fromisoformat(socert.ask("clock", "set", f"{year}-01-10T12:00")["now"])
    assert abs(now - datetime.fromisoformat(f"{year}-01-10T12:00+03:00")).total_seconds() < 60


def test_the_doctor_is_content_with_a_sound_installation(socert: CommandLine) -> None:
    document = socert.ask("doctor")
    found = {one["name"]: one["value"] for one in document["findings"]}
    assert document["is_well"]
    assert (found["synchronous_commit"], found["fsync"], found["full_page_writes"]) == ("on", "on", "on")
    assert len(found) >= 12


def test_the_doctor_names_a_card_key_that_does_not_fit(socert: CommandLine) -> None:
    said = socert.run("doctor", "--json", SOCERT_CARD_KEY="00" * 32)
    assert said.code == 1
    complaints = [one["complaint"] for one in said.document["findings"] if one["complaint"]]
    assert complaints == [one for one in complaints if "card key" in one]
    assert len(complaints) == 1


def test_an_unusable_setting_is_told_in_a_sentence(socert: CommandLine) -> None:
    said = socert.run("clock", SOCERT_CARD_KEY="not hexadecimal")
    assert said.code == 1
    assert said.err == "SOCERT_CARD_KEY is not hexadecimal; please give 64 hexadecimal digits.\n"


def test_the_doctor_makes_nothing_where_nothing_was_made_yet(tmp_path: Path) -> None:
    document = CommandLine(tmp_path / "none").ask("doctor")
    assert document["is_well"]
    assert "none made yet" in {one["name"]: one["value"] for one in document["findings"]}["kind"]
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_says_the_rest_when_the_server_cannot_be_reached(tmp_path: Path) -> None:
    nowhere = {"SOCERT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}
    said = CommandLine(tmp_path / "none").run("doctor", "--json", **nowhere)
    assert said.code == 1
    found = {one["name"]: one for one in said.document["findings"]}
    assert found["Python"]["is_well"]
    assert "cannot be used" in found["server"]["complaint"]
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_does_not_make_the_installation_it_misses(other: CommandLine) -> None:
    found = {one["name"]: one for one in other.ask("doctor")["findings"]}
    assert "none made yet" in found["kind"]["value"]
    assert not (other.home / "card.key").exists()
    assert "making an example one" in other.run("clock").err


def test_a_lost_card_key_is_asked_for_and_no_other_one_made(other: CommandLine) -> None:
    other.ask("init")
    (other.home / "card.key").rename(other.home / "elsewhere")
    for command in ("clock", "doctor"):
        said = other.run(command, "--json")
        assert said.code == 1
        assert "card key of this installation is missing" in said.out
    assert not (other.home / "card.key").exists()
    (other.home / "card.key").write_text("not hexadecimal")
    assert "is not a card key" in other.run("clock").err


def test_a_live_installation_starts_with_the_tree_and_nothing_else(other: CommandLine) -> None:
    other.ask("init", "--live")
    assert other.ask("programme", "list")["versions"] == []
    assert len(other.ask("catalogue", "categories")["categories"]) > 50
    goods = CHECKOUT / "reference" / "goods.csv"
    assert other.ask("catalogue", "goods", str(goods))["unchanged"] == 0
