"""The landing page: what it says, in which language, and that it needs nothing from elsewhere."""

import csv
import html
import json
import re
import shlex

import httpx
import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine
from socert.entrypoints.pages import trying
from socert.entrypoints.pages.words import REASONS, WORDS
from socert.values import Text

NO_BREAK_SPACE = "\u00a0"


def page(url: str, *, lang: str = "", accept: str = "") -> str:
    answer = httpx.get(f"{url}/", params={"lang": lang} if lang else {}, headers={"accept-language": accept})
    assert answer.status_code == 200
    return html.unescape(answer.text)


def word(key: str, language: str = "ru") -> str:
    found = WORDS[key]
    assert isinstance(found, Text)
    return found.as_dict()[language]


@pytest.mark.parametrize(
    ("lang", "accept", "shown"),
    [
        ("", "", "ru"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr,ru;q=0.9,en;q=0.8", "ru"),
        ("", "fr", "ru"),
        ("ru", "en", "ru"),
        ("en", "ru", "en"),
        ("xx", "", "ru"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_browsers_then_russian(
    demo_url: str, lang: str, accept: str, shown: str
) -> None:
    text = page(demo_url, lang=lang, accept=accept)
    assert f'<html lang="{shown}" ' in text
    assert word("happened", shown) in text


def test_it_tells_where_the_money_went_as_russian_writes_sums(first_page: str) -> None:
    # Twelve people with 500 roubles each, and the three who stay for visitors.
    assert f"35{NO_BREAK_SPACE}400,00{NO_BREAK_SPACE}₽" in first_page
    assert word("balance") in first_page
    assert "Синяя Сойка" in first_page
    assert REASONS["balance_spent"].ru in first_page


def test_it_needs_nothing_from_elsewhere_and_no_script_within(demo_url: str) -> None:
    answer = httpx.get(f"{demo_url}/")
    assert re.findall(r"<script(?![^>]* src=\"/assets/)", answer.text) == []
    assert "style=" not in answer.text
    links = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert [link for link in links if not link.startswith(("/", "#"))] == []
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for link in links:
        if link.startswith("/"):
            found = httpx.get(f"{demo_url}{html.unescape(link)}", follow_redirects=True)
            assert found.status_code == 200, link


def test_what_a_visitor_may_try_works_as_it_is_written(demo: CommandLine, demo_url: str, first_page: str) -> None:
    issue, quote, buy, verify = re.findall(r"<code>([^<]+)</code>", first_page.partition("<ol ")[2])
    assert demo.run(*_arguments(issue)).code == 0
    key = (demo.home / "demo-till.key").read_text().strip()
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    quoted = httpx.post(f"{demo_url}/api/v1/quotes", content=_body(quote), headers=headers).json()
    assert [line["outcome"] for line in quoted["lines"]] == ["covered", "not_covered"]
    assert quoted["lines"][1]["reason"]["code"] == "category_denied"
    headers["idempotency-key"] = "my-first-purchase"
    assert f"Idempotency-Key: {headers['idempotency-key']}" in buy
    answers = [httpx.post(f"{demo_url}/api/v1/authorisations", content=_body(buy), headers=headers) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["covered"] == trying.BREAD[2]
    assert demo.run(*_arguments(verify)).code == 0


def _arguments(command: str) -> list[str]:
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0].startswith("SOCERT_HOME=")
    assert words[1].endswith("socert")
    return words[2:]


def _body(command: str) -> str:
    body = command.partition("-d '")[2].rstrip().removesuffix("'")
    assert json.loads(body)
    return body


def test_an_installation_nobody_used_greets_its_first_visitor(empty_url: str) -> None:
    text = page(empty_url)
    assert word("empty") in text
    assert "<svg" not in text
    assert "socert demo" in text


def test_after_the_demo_a_new_installation_says_that_the_demo_is_not_in_it(demo: CommandLine) -> None:
    said = demo.run("clock")
    assert said.code == 0
    assert not said.err or "The demo has a database of its own" in said.err


def test_a_live_installation_shows_no_figures(live_url: str) -> None:
    for language in ("ru", "en"):
        text = page(live_url, lang=language)
        assert word("served", language) in text
        assert word("live", language) in text
        assert "/api/v1/openapi.json" in text
        assert 'class="govuk-button" href="/sign-in"' in text
        assert 'href="/staff/sign-in"' in text
        for key in ("issued", "repaid", "people", "empty"):
            assert word(key, language) not in text
        assert "<table" not in text


def test_the_page_leads_to_the_api_and_survives_odd_questions(demo_url: str) -> None:
    assert httpx.get(f"{demo_url}/api/v1/openapi.json").json()["openapi"].startswith("3.1")
    assert "<b>" not in httpx.get(f"{demo_url}/?lang=<b>").text
    assert httpx.get(f"{demo_url}/no-such-page").status_code == 404


@pytest.mark.parametrize(("good", "category"), [(trying.BREAD, "bread"), (trying.VODKA, "spirits")])
def test_the_goods_to_try_are_in_the_sample(good: tuple[str, str, int], category: str) -> None:
    with (CHECKOUT / "reference" / "goods.csv").open(encoding="utf-8", newline="") as file:
        known = {row["gtin"]: row["category"] for row in csv.DictReader(file)}
    assert known[good[0]] == category
