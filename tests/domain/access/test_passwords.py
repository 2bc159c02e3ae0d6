"""Long passwords are taken, those guessed first are not, and nothing is asked about letters, digits and signs."""

import pytest

from socert.domain.access import ColleagueRefusal, judge_password
from socert.domain.access.rules import passwords

SALT = b"salt of 16 bytes"


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", ColleagueRefusal.PASSWORD_SHORT),
        ("Tr0ub4dor&3", ColleagueRefusal.PASSWORD_SHORT),
        ("ﬁ" * 6, ColleagueRefusal.PASSWORD_COMMON),
        ("x" * 257, ColleagueRefusal.PASSWORD_LONG),
        ("passwordpassword", ColleagueRefusal.PASSWORD_COMMON),
        ("P@ssw0rd2026!!!", ColleagueRefusal.PASSWORD_COMMON),
        ("123456789012345", ColleagueRefusal.PASSWORD_COMMON),
        ("qwertyuiop[]asdf", ColleagueRefusal.PASSWORD_COMMON),
        ("1q2w3e4r5t6y7u", ColleagueRefusal.PASSWORD_COMMON),
        ("йцукенгшщзхъ", ColleagueRefusal.PASSWORD_COMMON),
        ("Пароль-Пароль-2026", ColleagueRefusal.PASSWORD_COMMON),
        ("aaaaaaaaaaaaaaaaaa", ColleagueRefusal.PASSWORD_COMMON),
        ("abcabcabcabcabc", ColleagueRefusal.PASSWORD_COMMON),
        ("olga.petrova-1984", ColleagueRefusal.PASSWORD_COMMON),
        ("Petrova Olga 777", ColleagueRefusal.PASSWORD_COMMON),
        ("socertsocert12", ColleagueRefusal.PASSWORD_COMMON),
        ("            ", ColleagueRefusal.PASSWORD_COMMON),
        ("четыре лодки у причала", None),
        ("correct horse battery staple", None),
        ("кот пришёл в четверг", None),
        ("ужин-на-крыше-дома", None),
        ("gkzwnxvbtrqe", None),
        ("🦉🌲🚲🎻🧭🪵🦔🌻🧵🎏🪁🛶", None),
        ("x7" * 3 + "Kd9 vLq2 Mn4", None),
    ],
)
def test_a_password_is_taken_when_it_is_long_and_not_among_the_first_guessed(
    password: str, refusal: ColleagueRefusal | None
) -> None:
    assert judge_password(password, login="olga.petrova", name="Ольга Петрова (Petrova)") is refusal


def test_a_password_is_kept_by_argon2id_and_known_however_its_letters_are_put_together() -> None:
    kept = passwords.password_hash("кот пришёл в четверг", salt=SALT)
    assert kept.startswith("$argon2id$v=19$m=32768,t=2,p=1$")
    assert passwords.is_password("кот пришёл в четверг", kept=kept)
    assert passwords.is_password("кот прише\u0308л в четверг", kept=kept)
    assert not passwords.is_password("кот пришел в четверг", kept=kept)
    assert not passwords.is_password("", kept=kept)
    assert not passwords.is_password("\ud800", kept=kept)


def test_what_is_held_against_a_password_for_nobody_is_as_slow_as_any() -> None:
    parameters = passwords.password_hash("anything", salt=SALT).split("$")[:4]
    assert passwords.NOBODYS_HASH.split("$")[:4] == parameters
    assert not passwords.is_password("anything", kept=passwords.NOBODYS_HASH)
