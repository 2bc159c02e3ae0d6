"""A merchant hands in its own articles, and tills know them at once; the API describes itself."""

import pytest

from given.city import ANNA_CARD
from given.serving import Json, Served, TillClient, answer, line, receipt
from socert.domain import access
from socert.wiring import SYSTEM, real_time


@pytest.fixture
def office(served: Served) -> TillClient:
    """The Bullfinch's office."""
    issued = access.issue_key(
        served.city.conn,
        role=access.Role.MERCHANT,
        merchant=served.city.bullfinch.merchant.id,
        till=None,
        label="office",
        actor=SYSTEM,
        now=real_time(),
    )
    served.city.conn.commit()
    return served.client(issued.key)


def _put(office: TillClient, *articles: dict[str, str], dry_run: bool = False) -> Json:
    return answer(office.http.put("/articles", json={"articles": list(articles), "dry_run": dry_run}))


def test_an_article_handed_in_is_covered_by_the_next_sale(served: Served, office: TillClient) -> None:
    pie = {key: value for key, value in line().items() if key != "gtin"} | {"article": "пирог-7"}
    till = served.till()
    assert till.authorise(receipt(ANNA_CARD, pie))["lines"][0]["reason"]["code"] == "not_classified"
    new = {"article": "пирог-7", "name": "Пирог с капустой", "category": "bakery"}
    assert _put(office, new, dry_run=True) == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": [],
        "dry_run": True,
    }
    assert till.authorise(receipt(ANNA_CARD, pie))["covered"] == 0
    assert _put(office, new)["added"] == 1
    assert till.authorise(receipt(ANNA_CARD, pie))["covered"] == 5_000
    assert _put(office, new)["unchanged"] == 1
    rowan = served.till(served.city.rowan.till)
    assert rowan.authorise(receipt(ANNA_CARD, pie))["lines"][0]["reason"]["code"] == "not_classified"
    listed = office.http.get("/articles").json()
    known = {one["article"]: (one["name"], one["category"], one["waits_for_review"]) for one in listed}
    assert known["пирог-7"] == ("Пирог с капустой", "bakery", False)


def test_articles_that_cannot_be_taken_are_listed_and_the_rest_goes_in(office: TillClient) -> None:
    found = _put(
        office,
        {"article": "1", "name": "Хлеб", "category": "bread"},
        {"article": "2", "name": "Нечто", "category": "no-such-category"},
        {"article": "1", "name": "Хлеб", "category": "bread"},
    )
    assert found["added"] == 1
    assert {one["line"] for one in found["rejected"]} <= {1, 2, 3}
    assert all(one["code"] and one["detail"] for one in found["rejected"])


def test_the_description_names_every_route_its_roles_and_its_problems(served: Served) -> None:
    document = answer(served.client(None).http.get("/openapi.json"))
    authorise = document["paths"]["/api/v1/authorisations"]["post"]
    assert document["openapi"].startswith("3.1")
    assert authorise["x-roles"] == ["till"]
    assert {"200", "400", "401", "403", "413", "415", "422", "503"} <= set(authorise["responses"])
    assert any(one["name"] == "Idempotency-Key" and one["required"] for one in authorise["parameters"])
    body = authorise["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert document["components"]["schemas"][body]["additionalProperties"] is False


@pytest.mark.parametrize("path", ["/schema", "/schema/openapi.json", "/docs"])
def test_nothing_is_served_that_no_rule_admits(served: Served, path: str) -> None:
    assert served.client(None).http.get(f"{served.url}{path}").status_code == 404
