"""Colleagues: who works here, how they are invited, and why something about them is refused."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from socert.domain.access.model.keys import Role
from socert.values import Text

#: In what roles colleagues work.
COLLEAGUE_ROLES = (Role.OPERATOR, Role.CLERK, Role.AUDITOR)
#: So long an invitation is good, in real time.
INVITATION_LIFE = timedelta(hours=72)
RECOVERY_CODES = 10
PASSWORD_LENGTH_MIN = 12
PASSWORD_LENGTH_MAX = 256


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here; `is_ready` once they have set a password and a second factor."""

    number: int
    login: str
    name: str
    role: Role
    is_ready: bool
    is_blocked: bool
    created_at: datetime

    @property
    def subject(self) -> str:
        """How the audit calls them."""
        return f"colleague:{self.number}"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation just made, and its code, shown this once."""

    colleague: Colleague
    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """What a password is held against: of a colleague, or of nobody, so that an unknown login takes as long."""

    colleague: int | None
    hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor about to be set: the secret as text and as an address for a QR, and sealed to come back."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: str = field(repr=False)


class ColleagueRefusal(StrEnum):
    """Why something about a colleague is refused. The values are stable codes."""

    LOGIN_UNUSABLE = "login_unusable"
    LOGIN_TAKEN = "login_taken"
    NAME_UNUSABLE = "name_unusable"
    COLLEAGUE_UNKNOWN = "colleague_unknown"
    COLLEAGUE_BLOCKED = "colleague_blocked"
    COLLEAGUE_NOT_BLOCKED = "colleague_not_blocked"
    INVITATION_OVER = "invitation_over"
    PASSWORD_SHORT = "password_short"  # noqa: S105 - a code
    PASSWORD_LONG = "password_long"  # noqa: S105
    PASSWORD_COMMON = "password_common"  # noqa: S105
    CODE_WRONG = "code_wrong"
    IDENTITY_UNUSABLE = "identity_unusable"
    IDENTITY_TAKEN = "identity_taken"

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        return _TEXTS[self]


_TEXTS = {
    ColleagueRefusal.LOGIN_UNUSABLE: Text(
        ru="Логин — от 2 до 40 латинских букв, цифр, точек и дефисов. Пожалуйста, выберите другой.",
        en="A login has 2 to 40 Latin letters, digits, dots and dashes. Please choose another one.",
    ),
    ColleagueRefusal.LOGIN_TAKEN: Text(
        ru="Такой логин уже занят. Пожалуйста, выберите другой.",
        en="There is a colleague with this login already. Please choose another one.",
    ),
    ColleagueRefusal.NAME_UNUSABLE: Text(
        ru="Пожалуйста, укажите имя сотрудника, до 200 знаков.",
        en="Please give the colleague's name, up to 200 characters.",
    ),
    ColleagueRefusal.COLLEAGUE_UNKNOWN: Text(
        ru="Такого сотрудника нет. Пожалуйста, проверьте логин.",
        en="There is no such colleague. Please check the login.",
    ),
    ColleagueRefusal.COLLEAGUE_BLOCKED: Text(
        ru="Вход этого сотрудника заблокирован. Пожалуйста, сначала снимите блокировку.",
        en="This colleague is blocked. Please unblock them first.",
    ),
    ColleagueRefusal.COLLEAGUE_NOT_BLOCKED: Text(
        ru="Этот сотрудник не заблокирован, делать ничего не нужно.",
        en="This colleague is not blocked; nothing needs to be done.",
    ),
    ColleagueRefusal.INVITATION_OVER: Text(
        ru="Приглашение не найдено, уже использовано или устарело. Попросите новое у того, кто вас пригласил.",
        en="The invitation is unknown, was used already or is over. Please ask whoever invited you for a new one.",
    ),
    ColleagueRefusal.PASSWORD_SHORT: Text(
        ru="Пароль короче 12 знаков. Возьмите, например, четыре случайных слова.",
        en="The password has fewer than 12 characters. Four random words, for example, will do.",
    ),
    ColleagueRefusal.PASSWORD_LONG: Text(
        ru="Пароль длиннее 256 знаков. Пожалуйста, возьмите короче.",
        en="The password has more than 256 characters. Please choose a shorter one.",
    ),
    ColleagueRefusal.PASSWORD_COMMON: Text(
        ru="Такой пароль подбирают первым: в нём частые слова, ряды клавиш, повторы или ваше имя. Возьмите другой.",
        en="This password is among the first to be guessed: common words, rows of keys, repetitions or your name. "
        "Please choose another one.",
    ),
    ColleagueRefusal.IDENTITY_UNUSABLE: Text(
        ru="Пожалуйста, укажите «sub» сотрудника у внешней системы входа, до 255 знаков.",
        en="Please give the colleague's sub at the identity provider, up to 255 characters.",
    ),
    ColleagueRefusal.IDENTITY_TAKEN: Text(
        ru="Этот внешний вход уже привязан к другому сотруднику. Пожалуйста, проверьте «sub».",
        en="This identity is linked to another colleague already. Please check the sub.",
    ),
    ColleagueRefusal.CODE_WRONG: Text(
        ru="Код не подошёл. Дождитесь следующего кода в приложении и введите его.",
        en="The code did not fit. Please wait for the next one in your app and enter that.",
    ),
}
