"""The review of goods at pages: accept, choose, set aside, take back; two clerks at once; hostile names."""

from collections.abc import Callable

import httpx

from given.browsing import Browser
from given.city import ANNA_CARD
from given.imports import code
from given.serving import Served, line, receipt
from socert.domain.access import Role

REVIEW = "/staff/catalogue"
CHOOSE = f"{REVIEW}/choose"
SignIn = Callable[..., Browser]


def gtin(number: int) -> str:
    return f"0{code(number)}"


def reason(served: Served, number: int) -> str | None:
    """Why a till is refused this good; None when it is covered."""
    sold = served.till().authorise(receipt(ANNA_CARD, line(gtin=gtin(number), amount=100)))["lines"][0]
    return None if sold["reason"] is None else str(sold["reason"]["code"])


def test_a_clerk_accepts_a_good_and_the_next_sale_covers_it(staffed: Served, sign_in: SignIn) -> None:
    clerk = sign_in(Role.CLERK)
    assert reason(staffed, 903) == "not_classified"
    clerk.open(REVIEW)
    assert "Сыр Российский 200г" in clerk.text
    assert "Продукты питания › Сыр" in clerk.text
    clerk.send(REVIEW, press=("accept", gtin(903)))
    assert "Решено. Кассы узнают со следующего чека." in clerk.text
    assert "сотрудник 1" in clerk.text
    assert reason(staffed, 903) is None
    clerk.send(f"{REVIEW}/reopen")
    assert "Решение отменено" in clerk.text
    assert reason(staffed, 903) == "not_classified"


def test_what_tills_ask_for_most_often_comes_first(staffed: Served, sign_in: SignIn) -> None:
    for _ in range(3):
        assert reason(staffed, 949) == "not_classified"
    clerk = sign_in(Role.CLERK)
    clerk.open(REVIEW)
    if gtin(949) not in clerk.source:  # counted a few seconds ago
        return
    assert clerk.source.index(gtin(949)) < clerk.source.index(gtin(901))


def test_the_list_goes_on_and_comes_back(sign_in: SignIn) -> None:
    clerk = sign_in(Role.CLERK, language="en")
    clerk.open(REVIEW)
    seen = {value for value in (f"Печенье овсяное {number}" for number in range(910, 949)) if value in clerk.text}
    next_page = clerk.source.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    clerk.open(next_page)
    more = {value for value in (f"Печенье овсяное {number}" for number in range(910, 949)) if value in clerk.text}
    assert seen
    assert more
    assert not seen & more
    assert "To the beginning" in clerk.text
    assert clerk.open(f"{REVIEW}?after=~~drop").text.count("Печенье овсяное") == len(seen) or "Next" in clerk.text


def test_a_category_is_found_by_a_part_of_its_name_and_several_are_decided_at_once(
    staffed: Served, sign_in: SignIn
) -> None:
    clerk = sign_in(Role.CLERK)
    clerk.open(REVIEW).send(REVIEW, press=("do", "choose"), marked=[gtin(910), gtin(911)])
    assert clerk.path == CHOOSE
    assert "Для 2 товаров" in clerk.text
    clerk.open(f"{CHOOSE}?marked={gtin(910)}&marked={gtin(911)}&q=ПЕЧЕН")
    assert "Продукты питания › Печенье, пряники, вафли" in clerk.text
    forms = [form for form in clerk.forms() if form.method == "post" and form.action == CHOOSE]
    assert len(forms) == 1
    fields: dict[str, list[str]] = {}
    for name, value in forms[0].fields:
        fields.setdefault(name, []).append(value)
    nothing = clerk.http.post(CHOOSE, data=fields)
    assert nothing.status_code == 422
    assert "Выберите категорию из списка." in nothing.text
    clerk.page = clerk.http.post(CHOOSE, data={**fields, "category": ["biscuits"]})
    assert "Печенье овсяное 910 — Продукты питания › Печенье, пряники, вафли" in clerk.text
    assert reason(staffed, 911) is None
    unknown = clerk.http.post(CHOOSE, data={**fields, "marked": [gtin(912)], "category": ["no-such"]})
    assert "такой категории" in unknown.text


def test_a_good_that_is_set_aside_waits_for_nobody_and_is_never_paid(staffed: Served, sign_in: SignIn) -> None:
    clerk = sign_in(Role.CLERK)
    clerk.open(REVIEW).send(REVIEW, press=("do", "aside"), marked=[gtin(905)])
    assert "Конфеты шоколадные Мишка — вне справочника, сертификаты не платят" in clerk.text
    assert f'value="{gtin(905)}"' not in clerk.source.split("</form>")[-2]
    assert reason(staffed, 905) == "not_classified"


def test_the_second_of_two_clerks_is_told_what_the_first_decided(staffed: Served, sign_in: SignIn) -> None:
    first, second = sign_in(Role.CLERK, subject=3), sign_in(Role.CLERK, subject=4)
    first.open(REVIEW)
    second.open(REVIEW)
    first.send(REVIEW, press=("accept", gtin(902)))
    second.send(REVIEW, press=("do", "aside"), marked=[gtin(902)])
    assert "Это уже решили без вас" in second.text
    assert "Хлеб Бородинский нарезка — Продукты питания › Хлеб и хлебцы (сотрудник 3," in second.text
    assert reason(staffed, 902) is None


def test_a_merchants_article_is_kept_as_the_merchant_says(staffed: Served, sign_in: SignIn) -> None:
    clerk = sign_in(Role.CLERK)
    clerk.open(f"{REVIEW}/articles")
    assert "Водка Лавочная 0.5л" in clerk.text
    assert "Название спорит с категорией источника." in clerk.text
    value = f"{staffed.city.bullfinch.merchant.id}:сыр-1"
    clerk.send(REVIEW, press=("keep", value))
    assert clerk.path == f"{REVIEW}/articles"
    assert "Водка Лавочная 0.5л — Продукты питания › Сыр" in clerk.text
    clerk.send(f"{REVIEW}/reopen")
    assert "Решение отменено" in clerk.text
    assert value in clerk.source


def test_a_name_is_shown_and_never_run(sign_in: SignIn) -> None:
    clerk = sign_in(Role.CLERK)
    clerk.open(f"{CHOOSE}?marked={gtin(904)}&q=<script>alert(2)</script>")
    assert "<script>alert" not in clerk.source
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Чай чёрный" in clerk.source


def test_only_those_who_review_come_in_and_forms_need_their_token(staffed: Served, sign_in: SignIn) -> None:
    asked = httpx.get(f"{staffed.url}{REVIEW}")
    assert asked.headers["location"].startswith("/staff/sign-in")
    sign_in(Role.AUDITOR).open(REVIEW, status=403)
    clerk = sign_in(Role.CLERK)
    clerk.open("/staff/tasks", status=403)
    assert clerk.http.post(REVIEW, data={"do": "aside", "marked": gtin(903)}).status_code == 403
    clerk.open(REVIEW).send(REVIEW, press=("do", "accept"))
    assert "Ничего не отмечено" in clerk.text
    for odd in ("x", "1:", "99999999999:a", "4600000000000"):
        clerk.open(f"{CHOOSE}?marked={odd}", status=404)
