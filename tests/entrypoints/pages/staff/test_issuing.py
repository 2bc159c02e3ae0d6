"""Issuing to a list at pages: checked first, then done with the same file, never twice; whatever else is handed in."""

import re
import time
from collections.abc import Callable

import psycopg
import pytest

from given.browsing import Browser
from given.city import ANNA_CARD, anna
from given.serving import Served
from socert.domain.access import Role
from socert.postgres import connect
from socert.values import CardNumber, Snils

ISSUE = "/staff/issue"
SignIn = Callable[..., Browser]
HEAD = "snils;last_name;first_name;patronymic;birth_date;district;card\n"


def person(number: int, *, card: CardNumber | None = None, born: str = "1950-01-01") -> str:
    snils = Snils.from_nine(number).digits
    return f"{snils};Петрова;Мария;;{born};Речной;{card.digits if card else ''}\n"


def hand_in(browser: Browser, content: str | bytes, *, name: str = "список.csv", status: int = 200) -> Browser:
    data = content.encode() if isinstance(content, str) else content
    files = {"file": (name, data, "text/csv")}
    return browser.open(ISSUE).send(ISSUE, status=status, files=files, programme="food-certificate")


def wait(browser: Browser) -> Browser:
    """Come back until the task is over."""
    for _ in range(300):
        if "data-refresh-from" not in browser.source:
            return browser
        time.sleep(0.05)
        browser.open(browser.path)
    raise AssertionError("the task did not end")


def test_a_list_is_checked_first_then_issued_once_however_often_it_is_asked(staffed: Served, operator: Browser) -> None:
    card = CardNumber.complete("964300000007001")
    rows = [person(555_000_001, card=card), person(555_000_002), "broken;row\n", person(555_000_003, born="1850-01-01")]
    known = f"{anna.snils.digits};Иванова;Анна;;1951-03-08;Заозёрный;\n"
    content = HEAD + "".join([*rows, known])
    wait(hand_in(operator, content, name="<img src=x onerror=alert(1)>.csv"))
    assert "Пока ничего не выдано. Вот что будет." in operator.text
    assert "<img" not in operator.source
    assert "Получат сертификат 2" in operator.text
    assert "Нельзя выдать 1" in operator.text
    assert "Не удалось прочитать 2" in operator.text
    assert "На сумму: 1 000,00 ₽" in operator.text
    rehearsal = operator.path
    report = operator.http.get(f"{rehearsal}/report.csv")
    assert report.headers["content-type"].startswith("text/csv")
    lines = report.text.splitlines()
    assert len(lines) == 6
    assert [line.split(";")[1] for line in lines[1:]] == ["выдан", "выдан", "не прочитана", "не прочитана", "нельзя"]
    assert all(Snils.from_nine(number).digits not in report.text for number in (555_000_001, 555_000_002))
    form = operator.form(f"{rehearsal}/issue")
    answers = [operator.http.post(form.action, data=dict(form.fields)) for _ in range(2)]
    assert answers[0].url == answers[1].url, "the double click leads to the same task"
    wait(operator.open(answers[0].url.path))
    assert "Сертификаты выданы." in operator.text
    with connect(staffed.site.application_url) as conn:
        issued = conn.execute(
            "select count(*) from certificate join identity using (holder) where snils = any (%s)",
            ([Snils.from_nine(number).digits for number in (555_000_001, 555_000_002)],),
        ).fetchone()
        assert issued == (2,)
        assert conn.execute("select count(*) from upload").fetchone() == (0,)
        kept = conn.execute("select outcome::text || parameters::text from task").fetchall()
    assert not any(Snils.from_nine(555_000_001).digits in row[0] or card.digits in row[0] for row in kept)
    wait(hand_in(operator, content))
    assert "Этот список уже выдавали по этой мере." in operator.text
    assert "/issue" not in operator.source.split("<main")[1].split("</main>")[0]


def test_a_list_that_is_gone_or_another_one_issues_nothing(staffed: Served, operator: Browser) -> None:
    wait(hand_in(operator, HEAD + person(555_100_001)))
    form = operator.form(f"{operator.path}/issue")
    fields = dict(form.fields)
    operator.page = operator.http.post(form.action, data=fields | {"sha256": "00" * 32})
    assert "Это не тот список, который проверялся." in wait(operator).text
    with connect(staffed.site.application_url) as conn:
        conn.execute("delete from upload")
    operator.page = operator.http.post(form.action, data=fields | {"once": "another"})
    assert "Списка больше нет" in wait(operator).text


def test_what_changed_between_the_check_and_the_issue_is_told(operator: Browser) -> None:
    both = HEAD + person(555_400_001) + person(555_400_002)
    wait(hand_in(operator, both))
    checked = operator.form(f"{operator.path}/issue")
    wait(hand_in(operator, HEAD + person(555_400_002)))
    form = operator.form(f"{operator.path}/issue")
    wait(operator.open(operator.http.post(form.action, data=dict(form.fields)).url.path))
    wait(operator.open(operator.http.post(checked.action, data=dict(checked.fields)).url.path))
    assert "Вышло не то, что показала проверка" in operator.text
    assert "Получат сертификат 2 1" in operator.text
    assert "Строки: 3" in operator.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest of a workbook", "Это таблица Excel."),
        (b"%PDF-1.7", "Это не текстовый файл."),
        (b"", "Выберите файл"),
    ],
)
def test_a_file_of_a_wrong_kind_is_refused_at_once(operator: Browser, content: bytes, said: str) -> None:
    hand_in(operator, content, status=422)
    assert said in operator.text
    assert "Что нужно исправить" in operator.text


def test_a_list_that_cannot_be_read_says_where(operator: Browser) -> None:
    assert "Не хватает столбцов: snils" in wait(hand_in(operator, "name;age\nx;1\n")).text
    cyrillic = (HEAD + person(555_200_001)).encode("cp1251")
    assert "Строка 2." in wait(hand_in(operator, cyrillic)).text


def test_no_programme_and_too_large_a_file_are_told(operator: Browser) -> None:
    operator.open(ISSUE).send(ISSUE, status=422, files={"file": ("a.csv", HEAD.encode(), "text/csv")}, programme="")
    assert "Выберите меру поддержки." in operator.text
    hand_in(operator, b"x" * (2 * 1024 * 1024 + 1), status=413)
    assert "Слишком большой файл" in operator.text


def test_a_task_whose_process_was_killed_is_said_to_be_stopped(staffed: Served, operator: Browser) -> None:
    wait(operator.open("/staff/verify").send("/staff/verify"))
    assert "Всё сходится." in operator.text
    with psycopg.connect(staffed.site.owner_url) as owner:
        owner.execute(
            """
            update task
            set state = 'running', ended_at = null, outcome = null, heartbeat_at = now() - interval '1 minute'
            where id = %s
            """,
            (operator.path.rsplit("/", 1)[1],),
        )
    operator.open(operator.path)
    assert "Остановлено" in operator.text
    assert "Ничего не сделано наполовину" in operator.text


def test_only_operators_issue_and_nobody_sees_a_task_that_is_not_there(sign_in: SignIn, operator: Browser) -> None:
    wait(hand_in(operator, HEAD + person(555_300_001)))
    task = operator.path
    for role in (Role.CLERK, Role.AUDITOR):
        other = sign_in(role)
        other.open(ISSUE, status=403)
        other.open(task, status=403 if role is Role.CLERK else 404)
    for path in ("/staff/tasks/x", "/staff/tasks/00000000-0000-0000-0000-000000000000"):
        operator.open(path, status=404)
    english = sign_in(language="en").open(task)
    assert "Nothing is issued yet. This would happen." in english.text
    assert re.search(r"Issue 1 certificate\b", english.text)
    assert ANNA_CARD.digits not in english.source
