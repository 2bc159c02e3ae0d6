"""Signing in as a colleague, over HTTP: invitation, password, second factor, account; guessing, and being shut out."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from pyotp import TOTP

from given.colleagues import CHIEF, PASSWORD, KnownColleague, given_colleague, given_invitation
from given.serving import Served
from given.stepping import StepBrowser, browser_of
from given.waiting import wait_until
from socert.domain import access, audit
from socert.domain.access import Role
from socert.entrypoints.pages.admission import CODES_COOKIE, SESSION_COOKIE
from socert.entrypoints.pages.signing.half import HALF_COOKIE
from socert.postgres import connect
from socert.wiring import real_time

NEW_PASSWORD = "шесть гусей летят на юг"


@pytest.fixture
def olga(served: Served) -> KnownColleague:
    known = given_colleague(served.city.conn)
    served.city.conn.commit()
    return known


def gives_password(browser: StepBrowser, login: str, password: str, *, to: str = "/staff") -> int:
    browser.open(f"/staff/sign-in?next={to}")
    return browser.submit("/staff/sign-in", login=login, password=password).status_code


def signs_in(browser: StepBrowser, olga: KnownColleague, *, code: str = "", to: str = "/staff") -> None:
    assert gives_password(browser, olga.login, olga.password, to=to) == 303
    browser.follow()
    assert browser.submit("/staff/sign-in/code", code=code or olga.recovery_codes.pop()).status_code == 303


def test_a_colleague_accepts_an_invitation_and_signs_in(
    served: Served, conn: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="socert")
    invitation = given_invitation(conn, login="petr", role=Role.CLERK, now=real_time())
    conn.commit()
    with browser_of(served) as browser:
        browser.open("/staff/invitation")
        assert browser.submit("/staff/invitation", code="AAAAA-AAAAA-AAAAA-AAAAA").status_code == 422
        assert "Приглашение не найдено" in browser.text()
        browser.submit("/staff/invitation", code=invitation.code.lower().replace("-", " "))
        page = browser.follow()
        path = page.url.path
        assert page.headers["cache-control"] == "no-store"
        assert "<svg" in page.text
        secret = _secret(browser)
        code = TOTP(secret).now()
        weak = browser.submit(path, password="пароль123456", again="пароль123456", confirmation=code)
        assert weak.status_code == 422
        assert 'href="#password"' in weak.text
        assert browser.submit(path, password=NEW_PASSWORD, again="другой пароль", confirmation=code).status_code == 422
        assert browser.submit(path, password=NEW_PASSWORD, again=NEW_PASSWORD, confirmation="000000").status_code == 422
        # After each mistake the same second factor is offered: the phone has it already.
        assert _secret(browser) == secret
        code = TOTP(secret).now()
        done = browser.submit(path, password=NEW_PASSWORD, again=NEW_PASSWORD, confirmation=code)
        assert done.headers["location"] == "/staff/recovery-codes"
        codes = _codes(browser)
        assert codes[0] not in str(browser.http.cookies)
        assert _codes(browser) == codes, "they may be looked at again, as in larger text"
        with browser_of(served) as thief:
            thief.open("/")
            thief.http.cookies.set("socert_codes", browser.http.cookies["socert_codes"])
            assert thief.open("/staff/recovery-codes").status_code == 303
        assert browser.submit("/staff/recovery-codes").headers["location"] == "/staff/sign-in"
        assert browser.open("/staff/recovery-codes").status_code == 303
        assert browser.open(path).status_code == 422
        assert SESSION_COOKIE not in browser.http.cookies
        assert gives_password(browser, "Petr", NEW_PASSWORD, to="/staff/account") == 303
        browser.follow()
        used = browser.submit("/staff/sign-in/code", code=code)
        assert used.status_code == 422, "the code that confirmed the app was used up by it"
        assert browser.submit("/staff/sign-in/code", code=codes[0]).headers["location"] == "/staff/account"
        assert "сотрудник справочника" in browser.follow().text
    told = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name != "httpx")
    assert "/staff/invitation/{code}" in told
    for hidden in (invitation.code.replace("-", ""), NEW_PASSWORD, *codes, secret):
        assert hidden not in told


@pytest.mark.usefixtures("olga")
def test_a_wrong_login_reads_like_a_wrong_password_and_opens_nothing(served: Served) -> None:
    with browser_of(served) as browser:
        pages = []
        for login, password in (("olga", "wrong password indeed"), ("nobody", PASSWORD), ("olga\a", PASSWORD)):
            assert gives_password(browser, login, password) == 422
            pages.append(re.sub(r'value="[^"]*"', "", browser.text()))
            assert HALF_COOKIE not in browser.http.cookies
        assert pages[0] == pages[1] == pages[2]
        assert gives_password(browser, "", "") == 422
        assert browser.open("/staff/sign-in/code").headers["location"] == "/staff/sign-in"


def test_half_signed_in_one_is_nobody_and_only_at_the_same_browser(served: Served, olga: KnownColleague) -> None:
    with browser_of(served) as browser, browser_of(served) as other:
        assert gives_password(browser, "olga", PASSWORD) == 303
        assert browser.open("/staff/account").headers["location"].startswith("/staff/sign-in?next=")
        half = browser.http.cookies[HALF_COOKIE]
        other.open("/staff/sign-in")
        for forged in (half, half.replace(f"{olga.number}.", f"{olga.number + 1}.", 1), "1.99999999999.00", "x", "..."):
            other.http.cookies.set(HALF_COOKIE, forged)
            assert other.open("/staff/sign-in/code").headers["location"] == "/staff/sign-in"


def test_every_sign_in_has_a_new_token_and_ends_the_browsers_old_session(served: Served, olga: KnownColleague) -> None:
    with browser_of(served) as browser:
        signs_in(browser, olga)
        first = browser.http.cookies[SESSION_COOKIE]
        signs_in(browser, olga)
        second = browser.http.cookies[SESSION_COOKIE]
        assert first != second
        assert HALF_COOKIE not in browser.http.cookies
        browser.http.cookies.set(SESSION_COOKIE, first)
        assert browser.open("/staff/account").status_code == 303


def test_one_is_led_back_to_a_page_of_ours_and_nowhere_else(served: Served, olga: KnownColleague) -> None:
    cases = {
        "/staff/account": "/staff/account",
        "https://evil.example/": "/staff",
        "//evil.example": "/staff",
        "": "/staff",
    }
    for wanted, leads_to in cases.items():
        with browser_of(served) as browser:
            signs_in(browser, olga, to=wanted)
            assert browser.page is not None
            assert browser.page.headers["location"] == leads_to


def test_whoever_guesses_waits_and_the_person_gets_in_with_their_own_browser(
    served: Served, olga: KnownColleague
) -> None:
    with browser_of(served) as own:
        signs_in(own, olga)
        statuses = []
        for _ in range(12):
            with browser_of(served) as guesser:
                statuses.append(gives_password(guesser, "olga", "a guess of many words"))
        assert statuses == [422] * 10 + [429] * 2
        with browser_of(served, language="en") as guesser:
            gives_password(guesser, "olga", PASSWORD)
            assert "wait for 60 minutes" in guesser.text()
        signs_in(own, olga)


def test_behind_a_proxy_on_this_machine_networks_are_told_apart(served: Served) -> None:
    with browser_of(served) as browser:
        for number, address in enumerate(("203.0.113.1", "203.0.113.250", "198.51.100.1")):
            browser.http.headers["x-forwarded-for"] = address
            assert gives_password(browser, f"nobody-{number}", PASSWORD) == 422
    assert _count(served, "sign_in_budget") == 3 + 2, "three people at two networks"


def test_codes_are_guessed_no_oftener_than_passwords(served: Served, olga: KnownColleague) -> None:
    with browser_of(served) as browser:
        assert gives_password(browser, "olga", PASSWORD) == 303
        browser.follow()
        statuses = [browser.submit("/staff/sign-in/code", code="000000").status_code for _ in range(11)]
        assert statuses == [422] * 10 + [429]
        right = olga.code(at=datetime.now(UTC))
        assert browser.submit("/staff/sign-in/code", code=right).status_code == 429


def test_a_colleague_changes_password_and_app_and_signs_out_everywhere(
    served: Served, olga: KnownColleague, conn: psycopg.Connection
) -> None:
    with browser_of(served) as browser, browser_of(served) as other:
        signs_in(other, olga)
        signs_in(browser, olga)
        path = "/staff/account/password"
        browser.open("/staff/account")
        assert browser.text().count("браузер") >= 2
        wrong = browser.submit(path, current="not this one at all", password=NEW_PASSWORD, again=NEW_PASSWORD)
        assert wrong.status_code == 422
        assert 'href="#current"' in wrong.text
        assert browser.submit(path, current=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD).status_code == 303
        assert "Пароль изменён" in browser.follow().text
        assert other.open("/staff/account").status_code == 303
        browser.open("/staff/account/second-factor")
        secret = _secret(browser)
        done = browser.submit("/staff/account/second-factor", current=NEW_PASSWORD, confirmation=TOTP(secret).now())
        assert done.headers["location"] == "/staff/recovery-codes"
        assert len(_codes(browser)) == 10
        assert browser.submit("/staff/recovery-codes").headers["location"] == "/staff/account"
        assert browser.open("/staff/account").status_code == 200
        assert browser.submit("/staff/account/sign-out-everywhere").headers["location"] == "/staff/sign-in"
        assert SESSION_COOKIE not in browser.http.cookies
    said = [event.action for event in audit.events_of(conn, subject=f"colleague:{olga.number}", limit=20)]
    assert said[:3] == ["signed_out_everywhere", "second_factor_changed", "password_changed"]


def test_a_blocked_colleague_is_out_at_the_next_page(
    served: Served, olga: KnownColleague, conn: psycopg.Connection
) -> None:
    with browser_of(served) as browser:
        signs_in(browser, olga)
        assert browser.open("/staff/account").status_code == 200
        access.block_colleague(conn, login="olga", actor=CHIEF, now=real_time(), reason="left")
        conn.commit()
        assert browser.open("/staff/account").status_code == 303
        assert gives_password(browser, "olga", PASSWORD) == 422


def test_a_colleague_blocked_while_a_password_is_changed_gets_no_session(
    served: Served, olga: KnownColleague, conn: psycopg.Connection
) -> None:
    path = "/staff/account/password"
    with browser_of(served) as browser, ThreadPoolExecutor(1) as beside:
        signs_in(browser, olga)
        browser.open("/staff/account")
        access.block_colleague(conn, login="olga", actor=CHIEF, now=real_time(), reason="left")
        sent = beside.submit(lambda: browser.submit(path, current=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD))
        with connect(served.site.application_url) as watching:
            wait_until(lambda: _is_waited_for(watching))
        conn.commit()
        assert sent.result().headers["location"] == "/staff/sign-in"
        assert SESSION_COOKIE not in browser.http.cookies
    assert access.sessions_of(conn, role=Role.OPERATOR, subject=olga.number, now=real_time()) == []


def test_signing_out_takes_back_recovery_codes_that_were_not_kept_yet(served: Served, olga: KnownColleague) -> None:
    with browser_of(served) as browser:
        for path in ("/sign-out", "/staff/account/sign-out-everywhere"):
            signs_in(browser, olga)
            browser.open("/staff/account")
            browser.http.cookies.set(CODES_COOKIE, "sealed", domain="127.0.0.1")
            gone = browser.submit(path).headers.get_list("set-cookie")
            assert any(one.startswith(f"{CODES_COOKIE}=") and "Max-Age=0" in one for one in gone), (path, gone)


def _is_waited_for(conn: psycopg.Connection) -> bool:
    # In this database: other tests have theirs on the same server.
    asked = """
        select exists (
            select from pg_locks join pg_stat_activity using (pid)
            where not granted and datname = current_database()
        )
    """
    (found,) = conn.execute(asked).fetchone() or (False,)
    return bool(found)


def test_what_is_over_is_forgotten_while_the_server_runs(served: Served, conn: psycopg.Connection) -> None:
    long_ago = real_time() - timedelta(days=2)
    access.open_session(conn, role=Role.RESIDENT, subject=1, now=long_ago)
    access.try_allowed(conn, door="staff", whom="x", device="", origin="", secret=b"s", now=long_ago)
    given_invitation(conn, now=long_ago - timedelta(days=2))
    access.begin_openid(conn, door=access.OpenIdDoor.STAFF, browser="b", back_to="/", secret=b"s", real_now=long_ago)
    conn.commit()
    tables = ("session", "sign_in_budget", "invitation", "openid_state")
    wait_until(lambda: sum(_count(served, table) for table in tables) == 0)


def _count(served: Served, table: str) -> int:
    with served.site.transaction() as conn:
        row = conn.execute(f"select count(*) from {table}".encode()).fetchone()
        assert row is not None
        return int(row[0])


def _codes(browser: StepBrowser) -> list[str]:
    page = browser.open("/staff/recovery-codes")
    assert page.headers["cache-control"] == "no-store"
    return re.findall(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", page.text)


def _secret(browser: StepBrowser) -> str:
    found = re.search(r'socert-signing-secret">([A-Z2-7 ]+)<', browser.text())
    assert found is not None
    return found[1].replace(" ", "")
