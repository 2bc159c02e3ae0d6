"""What pages of staff have in common: who may read, the menu of a role, work with the installation's clock, forms."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from litestar import Response
from litestar.datastructures import FormMultiDict
from psycopg import Connection

from socert.domain import access, audit
from socert.entrypoints.pages.admission import CLERK, OPERATOR, STAFF, AnyRequest, person_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import render, speaker_of
from socert.entrypoints.pages.speaking import Speaker
from socert.entrypoints.pages.words import WORDS

Result = TypeVar("Result")

#: Who may look at what is the whole region's, without anybody's name.
READERS = frozenset({access.Role.OPERATOR, access.Role.AUDITOR})

#: The menu: the word of an entry, where it leads, and who may go there.
_MENU = (
    ("staff_today", "/staff", STAFF),
    ("staff_catalogue", "/staff/catalogue", CLERK),
    ("staff_people", "/staff/people", OPERATOR),
    ("staff_issue", "/staff/issue", OPERATOR),
    ("staff_programmes", "/staff/programmes", READERS),
    ("staff_periods", "/staff/periods", READERS),
    ("staff_demand", "/staff/demand", READERS),
    ("staff_tills", "/staff/tills", OPERATOR),
    ("staff_verify", "/staff/verify", READERS),
    ("staff_health", "/staff/health", READERS),
    ("staff_audit", "/staff/audit", READERS),
    ("staff_tasks", "/staff/tasks", READERS),
    ("staff_account", "/staff/account", STAFF),
)
_ONCE_BYTES = 16


async def work_at(request: AnyRequest, work: Callable[[Connection, datetime], Result]) -> Result:
    """Run work in a transaction with the installation's time, which the page then shows."""
    desk = desk_of(request)

    def run(conn: Connection) -> tuple[datetime, Result]:
        now = desk.now(conn)
        return now, work(conn, now)

    request.state.now, result = await desk.transact(run)
    return result


def show(request: AnyRequest, template: str, *, status: int = HTTPStatus.OK, **shown: Any) -> Response[str]:
    """A page of staff from `templates/staff/`, with the menu of who is signed in."""
    role, speaker = person_of(request).role, speaker_of(request)
    frame = {
        "menu": [(speaker.say(word), path) for word, path, people in _MENU if role in people],
        "is_operator": role is access.Role.OPERATOR,
        "once": secrets.token_urlsafe(_ONCE_BYTES),
        "errors": (),
        "failed": {},
        "who": partial(who, speaker),
        "why": partial(why, speaker),
    }
    return render(request, f"staff/{template}.html.jinja", status=status, shown=frame | shown)


def who(speaker: Speaker, actor: audit.Actor) -> str:
    """Who acted, as staff are told: оператор 7, command line."""
    word = f"role_{actor.role}"
    number = actor.name.removeprefix(f"{actor.role} ")
    return f"{speaker.say(word)}\u00a0{number}" if word in WORDS and number.isdecimal() else actor.name


def why(speaker: Speaker, purpose: str) -> str:
    """Why somebody looked at a person, as it was written down, in the reader's words; any other purpose as it is."""
    reason, _, note = purpose.partition(": ")
    if f"look_{reason}" not in WORDS:
        return purpose
    return f"{speaker.say(f'look_{reason}')}: {note}" if note else speaker.say(f"look_{reason}")


def word_of(form: FormMultiDict, name: str, *, length_max: int = 500) -> str:
    """A field of a form as one line of text, nothing where there is none; too long a one is cut."""
    found = form.get(name, "")
    text = found if isinstance(found, str) else ""
    return " ".join(text.replace("\0", " ").split())[:length_max]


def words_of(form: FormMultiDict, name: str, *, count_max: int) -> list[str]:
    """All values of a field that may stand there several times."""
    return [one for one in form.getall(name, []) if isinstance(one, str)][:count_max]


def once_of(form: FormMultiDict) -> str:
    """The random word a form carries so that sending it twice asks once; a new one where it has none."""
    return word_of(form, "once", length_max=100) or secrets.token_urlsafe(_ONCE_BYTES)
