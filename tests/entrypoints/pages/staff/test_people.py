"""People at pages of staff: found by a number that stays out of addresses, looked at with a reason, blocked and not."""

from collections.abc import Callable
from typing import Any

from given.browsing import Browser
from given.city import ANNA_CARD, CARD_SECRET, STRANGE_CARD, VERA_CARD, anna
from given.serving import Served, line, receipt
from socert.domain import access, audit, people
from socert.domain.access import Role
from socert.postgres import connect
from socert.values import Snils
from socert.wiring import real_time

PEOPLE = "/staff/people"
SignIn = Callable[..., Browser]


def find(browser: Browser, number: str, *, by: str = "snils", status: int = 200, **more: str) -> Browser:
    given: dict[str, Any] = {"by": by, "number": number, "purpose": "call", "note": "спросила об остатке"} | more
    return browser.open(PEOPLE).send(PEOPLE, status=status, **given)


def reason(served: Served) -> str | None:
    sold = served.till().authorise(receipt(ANNA_CARD, line(amount=100)))["lines"][0]
    return None if sold["reason"] is None else str(sold["reason"]["code"])


def test_a_person_is_found_shown_and_the_look_written_down(staffed: Served, operator: Browser) -> None:
    find(operator, anna.snils.text)
    assert operator.path == f"{PEOPLE}/{staffed.city.anna.holder}"
    assert "Иванова Анна Петровна" in operator.text
    assert "Осталось" in operator.text
    assert "Продуктовый сертификат" in operator.text
    for number in (anna.snils.digits, anna.snils.text, ANNA_CARD.digits):
        assert number not in operator.source
    assert f"…{ANNA_CARD.last_four}" in operator.text
    with connect(staffed.site.application_url) as conn:
        event = audit.events_of(conn, subject=f"resident:{staffed.city.anna.holder}", limit=1)[0]
    assert (event.actor.name, event.action, event.purpose) == (
        "operator 1",
        "resident_seen",
        "call: спросила об остатке",
    )
    searched = staffed.city.anna.holder, "resident_searched", "call: спросила об остатке"
    assert searches(staffed)[0] == (f"resident:{searched[0]}", *searched[1:])
    find(operator, STRANGE_CARD.digits, by="card", status=422)
    assert searches(staffed)[0] == ("residents", *searched[1:])
    find(operator, ANNA_CARD.digits, by="card")
    assert "Кто смотрел и что менял" in operator.text


def searches(served: Served) -> list[tuple[str, str, str]]:
    with connect(served.site.application_url) as conn:
        found = [one for _, one in audit.latest_events(conn, limit=20) if one.action == "resident_searched"]
        kept = str(conn.execute("select * from audit_event").fetchall())
    assert not any(number in kept for number in (anna.snils.digits, ANNA_CARD.digits, STRANGE_CARD.digits))
    return [(one.subject, one.action, one.purpose) for one in found]


def test_a_certificate_is_blocked_and_unblocked_and_a_double_click_is_told(staffed: Served, operator: Browser) -> None:
    find(operator, anna.snils.digits)
    action = f"{operator.path}/change"
    blocking = next(form for form in operator.forms() if ("do", "block") in form.fields)
    assert operator.http.post(action, data=dict(blocking.fields) | {"reason": ""}).status_code == 422
    told = operator.http.post(action, data=dict(blocking.fields) | {"reason": f"СНИЛС {anna.snils.text}"})
    assert told.status_code == 422
    given = dict(blocking.fields) | {"reason": "потеряла карту <b>и</b> просит"}
    operator.page = operator.http.post(action, data=given)
    assert "Сертификат заблокирован: кассы его не примут." in operator.text
    assert reason(staffed) == "certificate_blocked"
    assert operator.http.post(action, data=given).status_code == 422
    unblocking = next(form for form in operator.forms() if ("do", "unblock") in form.fields)
    operator.page = operator.http.post(action, data=dict(unblocking.fields) | {"reason": "нашлась"})
    assert "Сертификат снова действует." in operator.text
    assert reason(staffed) is None
    certificate = dict(blocking.fields)["what"]
    operator.open(f"{operator.path}/certificates/{certificate}")
    assert "Заблокирован" in operator.text
    assert "потеряла карту &lt;b&gt;и&lt;/b&gt; просит" in operator.source
    assert "Выдан" in operator.text


def test_who_has_not_said_why_is_asked_and_sees_nothing(staffed: Served, operator: Browser, sign_in: SignIn) -> None:
    vera = f"{PEOPLE}/{staffed.city.vera.holder}"
    operator.open(vera)
    assert "Зачем вам эти данные?" in operator.text
    assert "Ким" not in operator.text
    operator.send(vera, status=422, purpose="", note="")
    operator.send(vera, status=200, purpose="complaint", note="")
    assert "Ким Вера" in operator.text
    assert "Сертификатов нет." in operator.text
    look = operator.http.cookies["socert_look"]
    other = sign_in(subject=2)
    other.http.cookies.set("socert_look", look)
    assert "Ким" not in other.open(vera).text, "what one has said counts for one's own session only"
    card = next(form for form in operator.forms() if ("do", "card") in form.fields)
    vera_holder, now = staffed.city.vera.holder, real_time()
    known: dict[str, Any] = {
        "whom": staffed.city.vera.card_hash.hex,
        "device": "d" * 32,
        "origin": "10.0.0.1",
        "secret": CARD_SECRET,
    }
    with connect(staffed.site.application_url) as conn:
        session = access.open_session(conn, role=Role.RESIDENT, subject=vera_holder, now=now)
        for door in people.SIGN_IN_DOORS:
            access.note_success(conn, door=door, now=now, **known)
        before = conn.execute("select count(*) from known_device").fetchone()
    operator.page = operator.http.post(f"{vera}/change", data=dict(card.fields) | {"reason": "украли"})
    assert "Карта заблокирована навсегда." in operator.text
    with connect(staffed.site.application_url) as conn:
        assert access.find_session(conn, token=session.token, now=now) is None, "a thief may be signed in"
        left = conn.execute("select count(*) from known_device").fetchone()
        assert (before, left) == ((2,), (0,))
    sold = staffed.till().authorise(receipt(VERA_CARD, line(amount=100)))
    assert sold["lines"][0]["reason"]["code"] == "card_not_accepted"


def test_bad_numbers_unknown_people_and_other_roles_get_nothing(
    staffed: Served, operator: Browser, sign_in: SignIn
) -> None:
    assert "В номере ошибка." in find(operator, "123", status=422).text
    assert "Такого человека в реестре нет." in find(operator, STRANGE_CARD.digits, by="card", status=422).text
    stranger = Snils.from_nine(999_999_998)
    assert "Такого человека в реестре нет." in find(operator, stranger.text, status=422).text
    assert stranger.text not in operator.source
    assert "Выберите, зачем вам эти данные." in find(operator, anna.snils.text, purpose="", status=422).text
    assert "Уберите их" in find(operator, anna.snils.text, note=ANNA_CARD.digits, status=422).text
    for odd in ("x", "0", "99999999999999999999"):
        operator.open(f"{PEOPLE}/{odd}", status=200 if odd == "0" else 404)
    for role in (Role.CLERK, Role.AUDITOR):
        sign_in(role).open(PEOPLE, status=403)
        sign_in(role).open(f"{PEOPLE}/{staffed.city.anna.holder}", status=403)
    english = find(sign_in(language="en"), anna.snils.text)
    assert "You are looking because: the person called" in english.text
