"""What is refused before a page looks at it, and what of a browser belongs to whom."""

from given.browsing import Browser
from given.serving import Served
from given.tills import invite
from socert.domain.access import Role, open_session
from socert.entrypoints.pages.routes import FORM_BYTES_MAX
from socert.wiring import real_time


def test_a_form_that_is_no_form_is_refused_and_nothing_fails(served: Served) -> None:
    browser = Browser(served.url)
    for path in ("/sign-in/code", "/staff/recovery-codes", "/staff/sign-in/code"):
        assert browser.http.get(path).status_code < 500
    assert browser.http.get("/me/shops", params={"district": "a\0b"}).status_code == 400
    assert browser.http.post("/sign-in", content=b"card=1", headers=FORM).status_code == 403
    fields = dict(browser.open("/sign-in").form("/sign-in").fields)
    assert browser.http.post("/sign-in", data=fields | {"card": "1\0"}).status_code == 400
    assert browser.http.post("/sign-in", data=fields | {"card": "1" * FORM_BYTES_MAX}).status_code == 413
    assert browser.http.post("/sign-in", data=fields | {"card": "1"}).status_code == 422
    browser.close()


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_whoever_works_at_a_till_is_nobody_else_there_and_can_still_sign_out(served: Served) -> None:
    opened = open_session(served.city.conn, role=Role.OPERATOR, subject=1, now=real_time())
    served.city.conn.commit()
    browser = Browser(served.url, session=opened.token)
    browser.open("/till/join").send("/till/join", code=invite(served).code)
    assert "/sign-out" not in browser.open("/till").source
    browser.open("/staff/tills").send("/sign-out")
    assert browser.http.get("/staff").url.path == "/staff/sign-in"
    browser.close()
