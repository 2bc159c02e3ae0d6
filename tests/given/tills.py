"""A shop whose tills are browsers: joined by invitation, and what they do most."""

from collections.abc import Iterator
from contextlib import contextmanager

from given.browsing import Browser
from given.city import ANNA_CARD, CLERK, KeyedTill
from given.serving import Served
from socert.domain import access
from socert.postgres import connect
from socert.values import CardNumber

BREAD, BREAD_NAME = "4600610082647", "Хлеб"
VODKA = "4603264001279"


def invite(served: Served, till: KeyedTill | None = None) -> access.TillInvitation:
    """A code for a till, the Bullfinch's first unless another is given."""
    at = till or served.city.bullfinch.till
    with connect(served.site.server.application_url(served.site.database)) as conn:
        return access.invite_till(conn, merchant=at.merchant, till=at.till, actor=CLERK, now=served.site.now(conn))


@contextmanager
def no_till(served: Served, *, language: str = "ru") -> Iterator[Browser]:
    """A browser without script that is no till yet, where a code is entered."""
    browser = Browser(served.url, language=language)
    try:
        yield browser.open("/till/join")
    finally:
        browser.close()


@contextmanager
def at_till(served: Served, till: KeyedTill | None = None, *, language: str = "ru") -> Iterator[Browser]:
    """A browser without script that has become a till."""
    with no_till(served, language=language) as browser:
        browser.send("/till/join", code=invite(served, till).code)
        assert browser.path == "/till"
        yield browser


def balance(served: Served, card: CardNumber = ANNA_CARD) -> int:
    """What is left on a card, kopecks."""
    body = {"carrier": {"kind": "card", "number": card.digits}}
    left: int = served.till().post("/balances", body).json()["balances"][0]["available"]
    return left


def paid(served: Served) -> int:
    """How many purchases the ledger has."""
    with connect(served.site.server.application_url(served.site.database)) as conn:
        row = conn.execute("select count(*) from operation where kind = 1 and covered > 0").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def leave_lying(served: Served, till: KeyedTill | None = None, *, minutes: int) -> None:
    """Everything on a till's belts was put there some time ago."""
    with connect(served.site.server.application_url(served.site.database)) as conn:
        conn.execute(
            "update belt set saved_at = saved_at - make_interval(mins => %(minutes)s) where till = %(till)s",
            {"minutes": minutes, "till": (till or served.city.bullfinch.till).till},
        )


def scan(browser: Browser, *entries: str) -> Browser:
    """Scan one after another; every page that follows has the field again."""
    for entry in entries:
        browser.send("/till/scan", entry=entry)
    return browser
