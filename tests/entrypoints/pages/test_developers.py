"""The page for those who connect tills: its till works as it stands there, and its reference says what programs get."""

import html
import subprocess
import sys

import httpx

from given.checkout import CHECKOUT
from given.serving import Served
from socert.domain import purchases

TILL = CHECKOUT / "reference" / "example" / "till.py"
BREAD, VODKA = "04602701001155", "04603264001279"


def test_the_till_has_thirty_lines_and_stands_on_the_page_as_it_is(served: Served) -> None:
    program = TILL.read_text(encoding="utf-8")
    assert len(program.splitlines()) == 30
    assert program.rstrip() in html.unescape(httpx.get(f"{served.url}/developers?lang=en").text)


def test_the_till_pays_for_bread_and_says_why_not_for_vodka(served: Served) -> None:
    said = _run(served, card=served.city.anna.card.digits)
    assert said.returncode == 0, said.stderr
    bread, vodka, total = said.stdout.splitlines()
    assert bread.split() == ["1", "covered", "5990", "0"]
    assert vodka.startswith("2 not_covered 0 54900 ")
    assert purchases.SENTENCES[purchases.Reason.CATEGORY_DENIED].ru in vodka
    assert total.startswith("certificate 5990 own money 54900 auth_")


def test_the_till_says_what_is_wrong_with_a_card(served: Served) -> None:
    said = _run(served, card="1234567812345678")
    assert said.returncode == 1
    assert "errors" in said.stderr


def _run(served: Served, *, card: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(TILL), served.url, served.city.bullfinch.till.key, card]
    goods = [f"{BREAD}=5990", f"{VODKA}=54900"]
    return subprocess.run([*command, *goods], capture_output=True, text=True, timeout=60, check=False)


def test_every_operation_and_shape_of_the_document_stands_in_the_reference(served: Served) -> None:
    page = html.unescape(httpx.get(f"{served.url}/developers").text)
    document = httpx.get(f"{served.url}/api/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} <code>{path}</code>" in page
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            assert f'id="{name}"' in page
            for field in schema["properties"]:
                assert f"<code>{field}</code>" in page
