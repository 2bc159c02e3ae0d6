"""Colleagues for tests: invited, and those who have set password and second factor."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg
from pyotp import TOTP

from given.city import CARD_SECRET
from socert.domain import access, audit
from socert.domain.access import Role

CHIEF = audit.Actor(name="command line", role="operator")
PASSWORD = "четыре лодки у причала"
#: Minutes before the real now, so that codes of now are fresh.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class KnownColleague:
    """A colleague with all they know and hold."""

    number: int
    login: str
    password: str
    totp: str = field(repr=False)
    recovery_codes: list[str] = field(repr=False)

    def code(self, *, at: datetime) -> str:
        """What their app shows at an instant."""
        return TOTP(self.totp).at(at)


def given_invitation(
    conn: psycopg.Connection, *, login: str = "olga", role: Role = Role.OPERATOR, now: datetime = LONG_AGO
) -> access.Invitation:
    """A colleague who was invited."""
    made = access.add_colleague(
        conn, login=login, name=f"{login.title()} Petrova", role=role, actor=CHIEF, now=now, real_now=now
    )
    assert isinstance(made, access.Invitation)
    return made


def given_colleague(
    conn: psycopg.Connection,
    *,
    login: str = "olga",
    role: Role = Role.OPERATOR,
    password: str = PASSWORD,
    secret: bytes = CARD_SECRET,
    now: datetime = LONG_AGO,
) -> KnownColleague:
    """A colleague who has accepted their invitation."""
    invitation = given_invitation(conn, login=login, role=role, now=now)
    offer = access.offer_second_factor(invitation.colleague, secret=secret)
    codes = access.accept_invitation(
        conn,
        code=invitation.code,
        password=access.make_password_hash(password),
        sealed=offer.sealed,
        confirmation=TOTP(offer.secret).at(now),
        secret=secret,
        now=now,
        real_now=now,
    )
    assert isinstance(codes, list), codes
    return KnownColleague(invitation.colleague.number, invitation.colleague.login, password, offer.secret, codes)
