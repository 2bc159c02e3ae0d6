"""Signing in with card and code: as a person does it, as somebody mistaken does, and as somebody who guesses."""

from collections.abc import Callable
from datetime import timedelta

from entrypoints.pages.resident.conftest import SignIn, code_shown, link_card
from given.browsing import Browser
from given.city import ANNA_CARD, BORIS_CARD, CARD_SECRET, STRANGE_CARD, VERA_CARD, Carded
from given.serving import Served
from socert.domain import audit, people
from socert.postgres import connect
from socert.values import CardNumber
from socert.wiring import SYSTEM

Come = Callable[..., Browser]


def ask(browser: Browser, card: str, *, status: int = 200, next_page: str = "") -> Browser:
    """Type a card's number and ask for a code."""
    browser.open(f"/sign-in?next={next_page}" if next_page else "/sign-in")
    return browser.send("/sign-in", status=status, card=card)


def spaced(card: CardNumber) -> str:
    """The number as it is printed."""
    return " ".join(card.digits[start : start + 4] for start in range(0, len(card.digits), 4))


def test_somebody_signs_in_with_the_code_and_is_led_where_they_wanted_to_go(residents: Served, visit: Come) -> None:
    browser = visit().open("/me/history")
    assert browser.path == "/sign-in"
    browser.send("/sign-in", card=spaced(ANNA_CARD))
    assert browser.path == "/sign-in/code"
    assert f"•••• {ANNA_CARD.last_four}" in browser.text.replace("\u00a0", " ")
    assert ANNA_CARD.digits not in browser.source
    code = code_shown(browser)
    browser.send("/sign-in/code", code=f"{code[:3]} {code[3:]}")
    assert browser.path == "/me/history"
    before = _looks(residents)
    browser.open("/me").open("/me/shops").open("/me/check")
    assert _looks(residents) == before, "a look is written down once a session"
    browser.open("/sign-in?next=//elsewhere.example/")
    assert browser.path == "/me", "somebody signed in goes on, to a page of ours"
    browser.send("/sign-out")
    assert browser.open("/me").path == "/sign-in"


def _looks(residents: Served) -> int:
    with connect(residents.site.application_url) as conn:
        events = audit.events_of(conn, subject=f"resident:{residents.city.anna.holder}", limit=100)
    return sum(event.action == "own_data_seen" for event in events)


def test_a_wrong_code_says_how_many_tries_are_left_and_a_new_one_works(visit: Come) -> None:
    browser = ask(visit(), VERA_CARD.digits)
    first = code_shown(browser)
    wrong = f"{(int(first) + 1) % 1_000_000:06}"
    browser.send("/sign-in/code", status=422, code="")
    browser.send("/sign-in/code", status=422, code=wrong)
    assert "Осталось 4 попытки" in browser.text
    for left in ("Осталось 3 попытки", "Осталось 2 попытки", "Осталась 1 попытка"):
        browser.send("/sign-in/code", status=422, code=wrong)
        assert left in browser.text
    browser.send("/sign-in/code", status=422, code=wrong)
    assert "слишком много раз" in browser.text
    browser.send("/sign-in/code", status=422, code=first)
    browser.send("/sign-in/code/again")
    second = code_shown(browser)
    browser.send("/sign-in/code", code=second)
    assert browser.path == "/me"


def test_an_unknown_card_and_a_person_without_a_phone_are_answered_alike(visit: Come) -> None:
    told = []
    for card in (STRANGE_CARD, BORIS_CARD):
        browser = ask(visit(language="en"), card.digits)
        asked = browser.text.replace(card.last_four, "1234")
        browser.send("/sign-in/code", status=422, code="123456")
        told.append((asked, browser.text.replace(card.last_four, "1234")))
    assert told[0] == told[1]
    assert "4 tries are left" in told[0][1]
    assert "Perhaps we do not have your phone number" in told[0][0]


def test_what_is_no_card_number_is_said_in_words_and_not_shown_again(visit: Come) -> None:
    browser = visit()
    for typed, said in (
        ("", "должно быть от 16 до 19 цифр"),
        ("9643 0000 0000 0001", "контрольная цифра не сходится"),
        ("моя карта номер раз", "нужны только цифры"),
    ):
        ask(browser, typed, status=422)
        assert said in browser.text
        assert 'value="9643' not in browser.source


def test_a_blocked_card_a_representatives_and_an_erased_persons_sign_nobody_in(
    residents: Served, visit: Come, newcomer: Carded
) -> None:
    site, city = residents.site, residents.city
    lost, lent = (CardNumber.complete(f"96430000000005{place}") for place in (1, 2))
    with connect(site.application_url) as conn:
        now = site.now(conn)
        right = people.represent(
            conn,
            representative=city.vera.holder,
            represented=city.anna.holder,
            valid_from=now,
            valid_until=now + timedelta(days=30),
            actor=SYSTEM,
            now=now,
        )
        assert isinstance(right, people.Representation)
        link_card(conn, lent, holder=city.anna.holder, now=now, right=right)
        digest = link_card(conn, lost, holder=city.anna.holder, now=now)
        people.block_card(conn, card=digest, actor=SYSTEM, now=now, reason="lost")
    assert "Эта карта заблокирована" in ask(visit(), lost.digits, status=422).text
    assert "выдана представителю" in ask(visit(), lent.digits, status=422).text
    inside, outside = ask(visit(), newcomer.card.digits), ask(visit(), newcomer.card.digits)
    inside.send("/sign-in/code", code=code_shown(inside))
    code = code_shown(outside)
    with connect(site.application_url) as conn:
        people.erase(conn, holder=newcomer.holder, actor=SYSTEM, now=site.now(conn), reason="asked for")
    outside.send("/sign-in/code", status=422, code=code)
    assert inside.open("/me").path == "/sign-in", "whoever is erased is signed out"
    assert "Код для входа" not in ask(visit(), newcomer.card.digits).text


def test_strangers_who_ask_and_guess_leave_a_known_browser_in_peace(visit: Come, newcomer: Carded) -> None:
    own = ask(visit(), newcomer.card.digits)
    own.send("/sign-in/code", code=code_shown(own))
    own.send("/sign-out")
    code = code_shown(ask(own, newcomer.card.digits))
    turned_away = 0
    for _ in range(14):
        stranger = visit().open("/sign-in")
        token = dict(stranger.form("/sign-in").fields)["form_token"]
        told = stranger.http.post("/sign-in", data={"card": newcomer.card.digits, "form_token": token})
        turned_away += "Слишком много попыток" in told.text
    assert turned_away >= 4
    own.send("/sign-in/code", code=code)
    assert own.path == "/me"
    own.send("/sign-out")
    assert ask(own, newcomer.card.digits).path == "/sign-in/code"


def test_a_code_belongs_to_the_browser_that_asked_and_is_no_code_for_a_purchase(residents: Served, visit: Come) -> None:
    first = ask(visit(), VERA_CARD.digits)
    code = code_shown(first)
    with connect(residents.site.application_url) as conn:
        now = residents.site.now(conn)
        card = residents.city.vera.card_hash
        tried = people.try_code(conn, card=card, code=code, purchase=None, secret=CARD_SECRET, now=now)
        assert tried is people.CodeTry.NOT_SET
        assert people.send_code(conn, card=card, asker=people.AskingTill(1), secret=CARD_SECRET, now=now)
        tried = people.try_code(conn, card=card, code=code, purchase=None, secret=CARD_SECRET, now=now)
        assert tried is people.CodeTry.WRONG
    second = ask(visit(), VERA_CARD.digits)
    if code_shown(second) != code:
        second.send("/sign-in/code", status=422, code=code)
    first.send("/sign-in/code", code=code)
    assert first.path == "/me"
    again = visit()
    again.http.cookies.update({name: value for name, value in first.http.cookies.items() if name != "socert_session"})
    again.open("/sign-in/code")
    assert again.path == "/sign-in", "what was sealed for one browser is given back once"


def test_nobody_forges_whose_code_is_waited_for(visit: Come, newcomer: Carded) -> None:
    browser = ask(visit(), newcomer.card.digits)
    sealed = browser.http.cookies["socert_signing_in"]
    other = visit().open("/sign-in")
    for forged in (sealed, "e30.", "x", sealed[::-1], ""):
        other.http.cookies.set("socert_signing_in", forged)
        assert other.open("/sign-in/code").path == "/sign-in"


def test_the_door_is_there_for_residents_only(residents: Served, signed_in: SignIn) -> None:
    browser = signed_in(residents.city.anna, language="en")
    assert browser.open("/sign-in").path == "/me"
    assert "My certificates" in browser.text
