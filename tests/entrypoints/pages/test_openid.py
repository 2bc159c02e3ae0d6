"""Signing in by OpenID Connect: through a provider with real keys, and past every way in which one could be cheated."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from joserfc.jwk import RSAKey

from given.city import given_city
from given.colleagues import CHIEF, given_colleague
from given.databases import Database
from given.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Provider,
    identity_provider,
    new_key,
    signed,
    signed_with_what_is_public,
    unsigned,
)
from given.serving import Served, serve
from given.stepping import StepBrowser, browser_of
from socert.domain import access, audit
from socert.domain.access import OpenIdDoor, Role
from socert.entrypoints.pages.admission import SESSION_COOKIE, VISITOR_COOKIE
from socert.integrations.openid import OpenIdProvider
from socert.outside import Entrance
from socert.postgres import DatabaseServer
from socert.wiring import real_time

STAFF, RESIDENT = "/staff/sign-in", "/sign-in"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def served(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, provider: Provider
) -> Iterator[Served]:
    """A server with both doors open to the provider; residents have no other way in."""
    city = given_city(conn, now=real_time())
    given_colleague(conn, login="olga", role=Role.CLERK)
    port = OpenIdProvider(issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    entrances = {
        OpenIdDoor.STAFF: Entrance(port, "Единый вход", links_by_login=True),
        OpenIdDoor.RESIDENT: Entrance(port, "Госуслуги", is_only_way=True, snils_claim="snils"),
    }
    with serve(server, database, city, entrances=entrances) as running:
        yield running


def goes_there(browser: StepBrowser, door: str, *, wanted: str = "") -> httpx.Response:
    """Press the button and prove at the provider who one is; gives where that leads back to."""
    browser.open(f"{door}?next={wanted}")
    there = browser.open(f"{door}/openid?next={wanted}")
    assert there.status_code == 303, there.text
    assert there.headers["location"].startswith("http://127.0.0.1:")
    return httpx.get(there.headers["location"])


def comes_back(browser: StepBrowser, door: str, *, wanted: str = "") -> httpx.Response:
    """The whole way."""
    return browser.open(goes_there(browser, door, wanted=wanted).headers["location"])


def test_a_colleague_is_linked_by_login_once_and_known_by_subject_ever_after(
    served: Served, provider: Provider, conn: psycopg.Connection
) -> None:
    with browser_of(served) as browser:
        browser.open(STAFF)
        assert "Войти через «Единый вход»" in browser.text()
        assert 'name="password"' in browser.text()
        provider.be_honest(sub="uuid-of-olga", preferred_username="Olga")
        back = comes_back(browser, STAFF, wanted="/staff/account")
        assert (back.status_code, back.headers["location"]) == (303, "/staff/account")
        assert "olga" in browser.follow().text
        first = browser.http.cookies[SESSION_COOKIE]
        provider.be_honest(sub="uuid-of-olga", preferred_username="renamed")
        assert comes_back(browser, STAFF).headers["location"] == "/staff"
        assert browser.http.cookies[SESSION_COOKIE] != first
        with browser_of(served) as other:
            provider.be_honest(sub="somebody else", preferred_username="olga")
            refused = comes_back(other, STAFF)
            assert refused.status_code == 403
            assert "Мы вас не нашли" in other.text()
            provider.be_honest(sub="unknown", preferred_username="nobody")
            assert comes_back(other, STAFF).status_code == 403
            provider.be_honest(sub="without a name")
            assert comes_back(other, STAFF).status_code == 403
            provider.be_honest(sub="uuid-of-olga")
            access.block_colleague(conn, login="olga", actor=CHIEF, now=real_time(), reason="left")
            conn.commit()
            assert comes_back(other, STAFF).status_code == 403
            assert SESSION_COOKIE not in other.http.cookies
    (one,) = access.all_colleagues(conn)
    said = [(event.action, event.purpose) for event in audit.events_of(conn, subject=one.subject, limit=9)]
    assert said[1:4] == [
        ("signed_in", "identity provider"),
        ("signed_in", "identity provider"),
        ("identity_linked", "first sign-in by the identity provider"),
    ]


def test_unless_a_setting_says_so_a_name_at_the_provider_makes_nobody_a_colleague(
    server: DatabaseServer, database: Database, conn: psycopg.Connection, provider: Provider
) -> None:
    city = given_city(conn, now=real_time())
    for login in ("olga", "pavel"):
        given_colleague(conn, login=login, role=Role.CLERK)
    port = OpenIdProvider(issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    provider.be_honest(sub="uuid-of-olga", preferred_username="olga")

    def linked(login: str, subject: str = "uuid-of-olga") -> access.ColleagueRefusal | None:
        return access.link_colleague(
            conn, login=login, issuer=provider.issuer, subject=subject, actor=CHIEF, now=real_time()
        )

    entrances = {OpenIdDoor.STAFF: Entrance(port, "Единый вход")}
    with serve(server, database, city, entrances=entrances) as served, browser_of(served) as browser:
        assert comes_back(browser, STAFF).status_code == 403
        assert "попросите администратора привязать вход" in browser.text()
        assert linked("nobody") is access.ColleagueRefusal.COLLEAGUE_UNKNOWN
        assert linked("olga", "") is linked("olga", "a\0b") is access.ColleagueRefusal.IDENTITY_UNUSABLE
        assert linked("olga") is linked("olga") is None
        assert linked("pavel") is access.ColleagueRefusal.IDENTITY_TAKEN
        conn.commit()
        assert comes_back(browser, STAFF).status_code == 303
        assert linked("olga", "another uuid") is None
        conn.commit()
        assert browser.open("/staff/account").status_code == 303, "whoever came by the old identity is out"
        assert comes_back(browser, STAFF).status_code == 403


def test_ways_to_a_provider_are_bounded_by_browser_and_network_and_given_back_to_who_gets_in(
    served: Served, provider: Provider, conn: psycopg.Connection
) -> None:
    provider.be_honest(sub="uuid-of-olga", preferred_username="olga")
    with browser_of(served) as browser:
        for _ in range(12):
            assert comes_back(browser, STAFF).status_code == 303
        statuses = [browser.open(f"{STAFF}/openid").status_code for _ in range(11)]
        assert statuses == [303] * 10 + [429]
        assert "location" not in browser.open(f"{STAFF}/openid").headers
        for number in range(95):
            browser.http.cookies.clear()
            cookie = {"cookie": f"{VISITOR_COOKIE}={number:032x}"}
            statuses.append(browser.http.get(f"{STAFF}/openid", headers=cookie).status_code)
    assert statuses[11:] == [303] * 90 + [429] * 5
    assert conn.execute("select count(*) from openid_state").fetchone() == (100,)


def test_a_resident_is_known_by_the_claim_with_their_snils_and_has_no_other_way(
    served: Served, provider: Provider
) -> None:
    with browser_of(served) as browser:
        browser.open(STAFF)
        page = browser.open(RESIDENT)
        assert "Войти через «Госуслуги»" in browser.text()
        assert 'name="card"' not in page.text
        browser.open(STAFF)
        assert browser.submit(RESIDENT, card="1").status_code == 404
        provider.be_honest(sub="anna", snils=served.city.anna.snils.text)
        back = comes_back(browser, RESIDENT)
        assert (back.status_code, back.headers["location"]) == (303, "/me")
        assert browser.open("/me").status_code == 200
    for claims in ({"snils": "112-233-445 96"}, {"snils": "000"}, {"snils": 1}, {}):
        with browser_of(served) as browser:
            provider.be_honest(sub="anna", **claims)
            assert comes_back(browser, RESIDENT).status_code == 403
            assert SESSION_COOKIE not in browser.http.cookies


FORGERIES: dict[str, Callable[[Provider], Any]] = {
    "another's nonce": lambda one: setattr(one, "alter", lambda claims: claims | {"nonce": "another"}),
    "no nonce": lambda one: setattr(one, "alter", lambda claims: _without(claims, "nonce")),
    "expired": lambda one: setattr(one, "alter", lambda claims: claims | {"exp": claims["iat"] - 3_600}),
    "never expires": lambda one: setattr(one, "alter", lambda claims: _without(claims, "exp")),
    "from the future": lambda one: setattr(one, "alter", lambda claims: claims | {"iat": claims["iat"] + 3_600}),
    "for another": lambda one: setattr(one, "alter", lambda claims: claims | {"aud": "another"}),
    "for nobody": lambda one: setattr(one, "alter", lambda claims: _without(claims, "aud")),
    "for several without a party": lambda one: setattr(
        one, "alter", lambda claims: claims | {"aud": [CLIENT_ID, "another"]}
    ),
    "for another party": lambda one: setattr(one, "alter", lambda claims: claims | {"azp": "another"}),
    "by another issuer": lambda one: setattr(one, "alter", lambda claims: claims | {"iss": "http://127.0.0.1:1"}),
    "about nobody": lambda one: setattr(one, "alter", lambda claims: _without(claims, "sub")),
    "about a number": lambda one: setattr(one, "alter", lambda claims: claims | {"sub": 1}),
    "about a zero byte": lambda one: setattr(one, "alter", lambda claims: claims | {"sub": "a\0b"}),
    "alg none": lambda one: setattr(one, "sign", unsigned),
    "keyed with the public key": lambda one: setattr(one, "sign", signed_with_what_is_public),
    "by a key of the same name": lambda one: setattr(one, "sign", _by_another_key),
    "no token at all": lambda one: setattr(one, "sign", lambda _claims, _key: "not a token"),
}


def test_no_forged_token_lets_anybody_in(served: Served, provider: Provider) -> None:
    let_in = []
    with browser_of(served) as browser:
        for name, forge in FORGERIES.items():
            browser.http.cookies.clear()  # so that no budget of tries ends it
            provider.be_honest(sub="uuid-of-olga", preferred_username="olga")
            forge(provider)
            back = comes_back(browser, STAFF)
            if back.status_code != 403 or SESSION_COOKIE in browser.http.cookies:
                let_in.append(f"{name}: {back.status_code}")
        assert let_in == []
        assert provider.refused == []
        provider.be_honest(sub="uuid-of-olga", preferred_username="olga")
        assert comes_back(browser, STAFF).status_code == 303


def test_a_way_back_is_good_once_at_the_same_browser_and_door(served: Served, provider: Provider) -> None:
    provider.be_honest(sub="uuid-of-olga", preferred_username="olga")
    with browser_of(served) as browser, browser_of(served) as other:
        other.open(STAFF)
        back = goes_there(browser, STAFF).headers["location"]
        assert other.open(back).status_code == 403, "another browser"
        assert browser.open(back).status_code == 303
        assert browser.open(back).status_code == 403, "a second time"
        back = goes_there(browser, STAFF).headers["location"]
        assert browser.open(back.replace(STAFF, RESIDENT)).status_code == 403, "another door"
        for wrong in ("", "?code=x", "?code=x&state=y", "?error=access_denied&state=y", f"?code={'x' * 9_000}&state="):
            assert browser.open(f"{STAFF}/openid/back{wrong}").status_code in (403, 431)
        back = goes_there(browser, STAFF).headers["location"]
        state = parse_qs(urlsplit(back).query)["state"][0]
        assert browser.open(f"{STAFF}/openid/back?code=made-up&state={state}").status_code == 403
        assert provider.refused == ["code"]
    with browser_of(served) as stranger:
        assert stranger.open(f"{STAFF}/openid").headers["location"] == STAFF, "first our cookie, to be known again by"


def test_a_changed_key_is_learned_and_a_provider_that_is_not_well_is_told_so(
    served: Served, provider: Provider
) -> None:
    with browser_of(served) as browser:
        provider.be_honest(sub="uuid-of-olga", preferred_username="olga")
        assert comes_back(browser, STAFF).status_code == 303
        provider.key = new_key()
        assert comes_back(browser, STAFF).status_code == 303
    for wrong in (
        {"issuer": "http://127.0.0.1:1"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"authorization_endpoint": 1},
    ):
        provider.discovered = wrong
        port = OpenIdProvider(issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        ask = access.OpenIdAsk("state", "nonce", "verifier", "/")
        assert port.address(ask, redirect_uri="http://x/") is access.OpenIdRefusal.PROVIDER_AWAY
    gone = OpenIdProvider(issuer="http://127.0.0.1:9", client_id=CLIENT_ID, client_secret="")
    assert gone.address(ask, redirect_uri="http://x/") is access.OpenIdRefusal.PROVIDER_AWAY


def _without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if key != name}


def _by_another_key(claims: dict[str, Any], key: RSAKey) -> str:
    return signed(claims, RSAKey.import_key(new_key().as_dict(private=True) | {"kid": str(key.kid)}))
