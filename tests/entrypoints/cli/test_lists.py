"""Programmes, goods, merchants and their keys, by commands."""

from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine, Said
from socert.values import Inn, Ogrn

INN, OGRN = Inn.complete("000000900").digits, Ogrn.complete("126000000900").digits
FOOD = CHECKOUT / "reference" / "programmes" / "food-certificate.yaml"


@pytest.fixture(scope="module")
def merchant(socert: CommandLine) -> str:
    """The ИНН of a merchant with an outlet."""
    titles = ("--title-ru", "Лавка", "--title-en", "Shop")
    assert socert.ask("merchant", "add", "--inn", INN, "--ogrn", OGRN, *titles)["inn"] == INN
    place = ("--title", "Лавка № 1", "--address", "ул. Примерная, 1", "--district", "Заозёрный")
    assert socert.ask("merchant", "outlet", INN, "--code", "one", *place)["outlet"] == "one"
    return INN


def test_a_tills_key_is_shown_once_and_alone_on_stdout(socert: CommandLine, merchant: str) -> None:
    till = socert.ask("merchant", "till", merchant, "--outlet", "one", "--code", "01")["till"]
    said = socert.run("merchant", "key", till)
    assert said.code == 0
    assert len(said.out.split()) == 1
    assert said.out.strip() not in said.err
    number = socert.ask("merchant", "key", till)["number"]
    assert socert.ask("merchant", "revoke", number, "--reason", "a test")["revoked"] == number
    assert socert.run("merchant", "revoke", number, "--reason", "a test").code == 1


def test_a_merchant_agrees_on_a_programme_once(socert: CommandLine, merchant: str) -> None:
    days = ("--programme", "food-certificate", "--from", "2026-01-01", "--through", "2026-12-31")
    assert socert.ask("merchant", "agree", merchant, *days)["agreement"]
    again = socert.run("merchant", "agree", merchant, *days, "--json")
    assert (again.code, again.document["refused"]["code"]) == (1, "agreements_overlap")


def test_an_agreement_is_found_and_ended(socert: CommandLine, merchant: str) -> None:
    days = ("--programme", "children-goods", "--from", "2026-01-01")
    number = str(socert.ask("merchant", "agree", merchant, *days)["agreement"])
    found = {str(one["agreement"]): one for one in socert.ask("merchant", "agreements", merchant)["agreements"]}
    assert (found[number]["inn"], found[number]["valid_until"]) == (merchant, None)
    end = ("merchant", "end-agreement", number, "--reason", "a test")
    assert "through 31.12.2098" in socert.run(*end, "--through", "2098-12-31").out
    past = socert.run(*end, "--through", "2026-01-02", "--json")
    assert (past.code, past.document["refused"]["code"]) == (1, "end_lies_in_the_past")
    assert socert.ask(*end)["valid_until"] < "2098"


def test_a_list_whose_every_row_is_rejected_ends_with_1(socert: CommandLine, merchant: str, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("article,name,category\n2100009,Груши,no-such\n", encoding="utf-8")
    said = socert.run("catalogue", "articles", str(path), "--merchant", merchant, "--json")
    assert (said.code, said.document["added"], len(said.document["rejected"])) == (1, 0, 1)


def test_a_limit_names_a_source_of_the_programme_and_keeps_its_code(socert: CommandLine) -> None:
    def appropriate(source: str, code: str, *more: str) -> Said:
        where = ("--programme", "children-goods", "--source", source, "--year", "2031", "--code", code)
        return socert.run("budget", "appropriate", *where, "--limit", "10", *more, "--json")

    other = appropriate("city", "example")
    assert (other.code, other.document["refused"]["code"]) == (1, "source_not_of_programme")
    assert "Its sources: federal, regional." in other.err
    assert appropriate("federal", "1234").document["refused"]["code"] == "unusable_budget_code"
    assert appropriate("federal", "example").code == 0
    changed = appropriate("federal", "1" * 20)
    assert (changed.code, changed.document["refused"]["code"]) == (1, "other_budget_code")
    assert "--change-code" in changed.err
    assert appropriate("federal", "1" * 20, "--change-code").code == 0


def test_the_tree_of_categories_is_loaded_from_a_list(socert: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "categories.csv"
    reference = (CHECKOUT / "reference" / "categories.csv").read_text(encoding="utf-8")
    path.write_text(f"{reference}day_centre,services,Дневной центр,Day centre\n", encoding="utf-8")
    said = socert.run("catalogue", "categories", "--load", str(path), "--json")
    parents = {one["id"]: one["parent"] for one in said.document["categories"]}
    assert (parents["day_centre"], parents["services"]) == ("services", None)
    assert "1 added, 0 changed" in said.err
    path.write_text(f"{reference}day_centre,,Дневной центр,Day centre\n", encoding="utf-8")
    refused = socert.run("catalogue", "categories", "--load", str(path), "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "two_roots")


def test_a_live_limit_has_a_real_code(other: CommandLine) -> None:
    other.ask("init", "--live")
    assert other.ask("programme", "publish", str(FOOD))["added"]
    where = ("--programme", "food-certificate", "--source", "city", "--year", "2026", "--limit", "10")
    refused = other.run("budget", "appropriate", *where, "--code", "example", "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "unusable_budget_code")
    assert other.ask("budget", "appropriate", *where, "--code", "1" * 20)["limit_kopecks"] == 1_000


def test_a_merchant_hands_in_articles(socert: CommandLine, merchant: str, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("article,name,category\n2100001,Яблоки,fruit\n2100002,Груши,no-such\n", encoding="utf-8")
    command = ("catalogue", "articles", str(path), "--merchant", merchant)
    assert socert.ask(*command, "--dry-run")["added"] == 1
    done = socert.ask(*command)
    assert (done["added"], [one["line"] for one in done["rejected"]]) == (1, [3])
    assert socert.ask(*command)["unchanged"] == 1


def test_goods_are_loaded_again_without_a_change(socert: CommandLine) -> None:
    done = socert.ask(
        "catalogue", "goods", str(CHECKOUT / "reference" / "goods.csv"), "--source", "reference/goods.csv"
    )
    assert (done["added"], done["changed"], done["rejected"]) == (0, 0, [])


def test_a_sound_programme_is_checked_and_publishing_it_again_changes_nothing(socert: CommandLine) -> None:
    assert socert.ask("programme", "check", str(FOOD))["files"][0]["errors"] == []
    assert socert.ask("programme", "publish", str(FOOD))["added"] == []


@pytest.mark.parametrize(("right", "wrong"), [("share: 100", "share: 90"), ("deny: [alcohol", "deny: [no_such")])
def test_a_programme_with_a_mistake_is_named_and_not_published(
    socert: CommandLine, tmp_path: Path, right: str, wrong: str
) -> None:
    path = tmp_path / "programme.yaml"
    path.write_text(FOOD.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    checked = socert.run("programme", "check", str(path), "--json")
    assert checked.code == 1
    assert len(checked.document["files"][0]["errors"]) == 1
    published = socert.run("programme", "publish", str(path), "--json")
    assert (published.code, published.document["refused"]["code"]) == (1, "programme_has_mistakes")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("merchant", "outlet", "0000009009", "--code", "a", "--title", "a", "--address", "a", "--district", "a"), ""),
        (("merchant", "key", "till_999999"), "till_unknown"),
        (("budget", "show", "--programme", "nothing"), "programme_unknown"),
        (("people", "card-block", "--card", "2200000000000000", "--reason", "a"), "wrong_check_digit"),
        (("certificates", "show", "--snils", "112-233-445 00"), "wrong_check_digit"),
        (("clearing", "pay", "00000000-0000-0000-0000-000000000000", "--reference", "a"), "claim_not_found"),
        (("clearing", "pay", "7-0000000018", "--reference", "a"), "claim_not_found"),
        (("clearing", "registers", "7", "--out", "nowhere"), "period_unknown"),
        (("clearing", "close", "--until", "2099-01-01"), "in_the_future"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else one,
)
def test_bad_input_is_refused_in_a_sentence(socert: CommandLine, command: tuple[str, ...], code: str) -> None:
    said = socert.run(*command, "--json")
    assert said.code == 1, said.err
    assert said.document["refused"]["code"] == code or not code
    assert "Traceback" not in said.err
    assert said.err.strip()


@pytest.mark.parametrize("limit", ["-5", "1e9", "1.234", "99999999999999999999", "all"])
def test_a_sum_that_cannot_be_is_refused(socert: CommandLine, limit: str) -> None:
    where = ("--programme", "food-certificate", "--source", "city", "--year", "2026", "--code", "example")
    assert socert.run("budget", "appropriate", *where, f"--limit={limit}").code == 1
