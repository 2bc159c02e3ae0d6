"""`socert staff …`: colleagues who sign in at browsers."""

from typing import NoReturn

import click

from socert import wiring
from socert.domain import access
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.opening import ACTOR, database_option, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.settings import read_settings

_ROLES = click.Choice([role.value for role in access.COLLEAGUE_ROLES])
_PATH = "/staff/invitation"


@click.group("staff")
def group() -> None:
    """Colleagues who sign in at /staff: who they are, what they may, whether they are let in.

    Nobody here knows their passwords: an invitation lets a colleague set one, and a second factor, themselves.
    """


@group.command("add")
@click.option("--login", required=True, help="What they sign in with: Latin letters, digits, dots, dashes.")
@click.option("--name", required=True, help="What colleagues call them.")
@click.option("--role", required=True, type=_ROLES)
@database_option
@json_option
def add(login: str, name: str, role: str, database: str | None) -> None:
    """Add a colleague and print an invitation, good for 72 hours and shown this once."""
    with open_work(database=database) as work:
        done = access.add_colleague(
            work.conn,
            login=login,
            name=name,
            role=access.Role(role),
            actor=ACTOR,
            now=work.now,
            real_now=wiring.real_time(),
        )
        if isinstance(done, access.ColleagueRefusal):
            _refuse(done)
    _answer_invitation(done)


@group.command("list")
@database_option
@json_option
def list_(database: str | None) -> None:
    """Everybody who works here."""
    with open_work(database=database) as work:
        found = access.all_colleagues(work.conn)
    document = [
        {"login": one.login, "name": one.name, "role": one.role, "is_ready": one.is_ready, "is_blocked": one.is_blocked}
        for one in found
    ]
    rows = [[one.login, one.name, one.role, _standing(one)] for one in found]
    answer({"colleagues": document}, lines=[table(["login", "name", "role", "standing"], rows)])


@group.command("block")
@click.argument("login")
@click.option("--reason", required=True, help="Why, for the audit.")
@database_option
@json_option
def block(login: str, reason: str, database: str | None) -> None:
    """Let LOGIN in no more; their sessions end at once."""
    with open_work(database=database) as work:
        done = access.block_colleague(work.conn, login=login, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, access.ColleagueRefusal):
            _refuse(done)
    answer({"blocked": True, "sessions": done}, lines=[f"{login} is blocked; {done} sessions ended."])


@group.command("unblock")
@click.argument("login")
@click.option("--reason", required=True, help="Why, for the audit.")
@database_option
@json_option
def unblock(login: str, reason: str, database: str | None) -> None:
    """Let LOGIN in again, with what they signed in with before."""
    with open_work(database=database) as work:
        refused = access.unblock_colleague(work.conn, login=login, actor=ACTOR, now=work.now, reason=reason)
        if refused is not None:
            _refuse(refused)
    answer({"blocked": False}, lines=[f"{login} may sign in again."])


@group.command("reset")
@click.argument("login")
@database_option
@json_option
def reset(login: str, database: str | None) -> None:
    """Let LOGIN begin anew, as when a phone or a password is lost: prints a new invitation."""
    with open_work(database=database) as work:
        done = access.reset_colleague(work.conn, login=login, actor=ACTOR, now=work.now, real_now=wiring.real_time())
        if isinstance(done, access.ColleagueRefusal):
            _refuse(done)
    _answer_invitation(done)


@group.command("link")
@click.option("--login", required=True, help="Whose.")
@click.option("--subject", required=True, help="The claim sub under which the provider knows them.")
@database_option
@json_option
def link(login: str, subject: str, database: str | None) -> None:
    """Let a colleague sign in by their identity at the provider that SOCERT_OIDC_STAFF_ISSUER names."""
    provider = read_settings().openid_staff
    if provider is None:
        raise Refused("no_provider", "No provider of staff is set up; please set SOCERT_OIDC_STAFF_ISSUER.")
    with open_work(database=database) as work:
        refused = access.link_colleague(
            work.conn, login=login, issuer=provider.issuer, subject=subject, actor=ACTOR, now=work.now
        )
        if refused is not None:
            _refuse(refused)
    answer({"linked": True}, lines=[f"{login} may sign in through {provider.name}."])


def _answer_invitation(made: access.Invitation) -> None:
    path = f"{_PATH}/{made.code.replace('-', '')}"
    answer(
        {"login": made.colleague.login, "path": path, "code": made.code, "expires_at": made.expires_at},
        lines=[
            f"{made.colleague.login} sets a password at {path} of this installation,",
            f"or at {_PATH} with the code {made.code}",
            f"Good until {made.expires_at:%Y-%m-%d %H:%M} UTC, once. It is not shown again.",
        ],
    )


def _standing(colleague: access.Colleague) -> str:
    if colleague.is_blocked:
        return "blocked"
    return "signs in" if colleague.is_ready else "invited"


def _refuse(refusal: access.ColleagueRefusal) -> NoReturn:
    raise Refused.because(refusal, refusal.text)
