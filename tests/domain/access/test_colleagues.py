"""A colleague is invited, sets password and second factor, signs in with both; blocked, nothing of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from pyotp import TOTP

from given.city import CARD_SECRET
from given.colleagues import CHIEF, LONG_AGO, PASSWORD, given_colleague, given_invitation
from given.databases import Database
from socert.domain import access, audit
from socert.domain.access import ColleagueRefusal, Role
from socert.postgres import connect

NOW = LONG_AGO + timedelta(days=1)
MINUTE = timedelta(minutes=1)


def accepts(
    conn: psycopg.Connection, invitation: access.Invitation, *, late: timedelta = MINUTE
) -> list[str] | ColleagueRefusal:
    offer = access.offer_second_factor(invitation.colleague, secret=CARD_SECRET)
    at = LONG_AGO + late
    return access.accept_invitation(
        conn,
        code=invitation.code,
        password=access.make_password_hash(PASSWORD),
        sealed=offer.sealed,
        confirmation=TOTP(offer.secret).at(at),
        secret=CARD_SECRET,
        now=at,
        real_now=at,
    )


def signs_in(
    conn: psycopg.Connection, number: int, code: str, *, secret: bytes = CARD_SECRET
) -> access.OpenedSession | None:
    return access.sign_in_colleague(conn, number=number, code=code, secret=secret, now=NOW, real_now=NOW)


def test_an_invitation_is_shown_once_kept_by_hash_and_good_for_72_hours_once(conn: psycopg.Connection) -> None:
    invitation = given_invitation(conn, login=" Olga ")
    assert invitation.colleague.login == "olga"
    assert not invitation.colleague.is_ready
    assert invitation.code not in repr(invitation)
    kept = str(conn.execute("select * from invitation").fetchall())
    assert invitation.code.replace("-", "") not in kept
    typed = invitation.code.lower().replace("-", " – ")
    almost = LONG_AGO + timedelta(hours=72, microseconds=-1)
    assert access.find_invited(conn, code=typed, real_now=almost) is not None
    assert access.find_invited(conn, code=typed, real_now=LONG_AGO + timedelta(hours=72)) is None
    assert access.find_invited(conn, code="", real_now=LONG_AGO) is None
    assert accepts(conn, invitation, late=timedelta(hours=72)) is ColleagueRefusal.INVITATION_OVER
    codes = accepts(conn, invitation)
    assert isinstance(codes, list)
    assert len(set(codes)) == 10
    assert accepts(conn, invitation) is ColleagueRefusal.INVITATION_OVER
    access.forget_invitations_over(conn, now=NOW + timedelta(days=5))
    assert conn.execute("select count(*) from invitation").fetchone() == (0,)


def test_a_second_factor_is_offered_to_one_colleague_and_taken_by_a_right_code_alone(conn: psycopg.Connection) -> None:
    olga, petr = given_invitation(conn), given_invitation(conn, login="petr", role=Role.CLERK)
    offer = access.offer_second_factor(petr.colleague, secret=CARD_SECRET)
    again = access.offered_again(petr.colleague, sealed=offer.sealed, secret=CARD_SECRET)
    assert again.secret == offer.secret
    assert access.offered_again(olga.colleague, sealed=offer.sealed, secret=CARD_SECRET).secret != offer.secret
    right = TOTP(offer.secret).at(LONG_AGO)
    for sealed, code in ((offer.sealed, right), ("", right), ("%%%", right), ("QUFB", right)):
        refused = access.accept_invitation(
            conn, code=olga.code, password="$", sealed=sealed, confirmation=code, secret=CARD_SECRET,
            now=LONG_AGO, real_now=LONG_AGO,
        )  # fmt: skip
        assert refused is ColleagueRefusal.CODE_WRONG
    for wrong in ("", "12345", "abcdef", "１２３４５６", TOTP(offer.secret).at(LONG_AGO + 5 * MINUTE)):
        refused = access.accept_invitation(
            conn, code=petr.code, password="$", sealed=offer.sealed, confirmation=wrong, secret=CARD_SECRET,
            now=LONG_AGO, real_now=LONG_AGO,
        )  # fmt: skip
        assert refused is ColleagueRefusal.CODE_WRONG


def test_a_colleague_signs_in_with_password_and_a_code_that_works_once(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    kept = access.kept_password(conn, login="OLGA")
    assert kept.colleague == olga.number
    assert access.is_right_password(kept, password=PASSWORD)
    assert not access.is_right_password(kept, password=PASSWORD + " ")
    opened = signs_in(conn, olga.number, olga.code(at=NOW))
    assert opened is not None
    assert (opened.session.role, opened.session.subject) == (Role.OPERATOR, olga.number)
    assert signs_in(conn, olga.number, olga.code(at=NOW)) is None
    assert signs_in(conn, olga.number, olga.code(at=NOW - timedelta(seconds=30))) is None
    assert signs_in(conn, olga.number, olga.code(at=NOW + timedelta(seconds=90))) is None
    next_code = olga.code(at=NOW + timedelta(seconds=30))
    assert signs_in(conn, olga.number, f"{next_code[:3]} {next_code[3:]}") is not None


def test_of_many_who_bring_the_same_code_at_once_one_gets_in(database: Database, conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    conn.commit()

    def one(code: str) -> bool:
        with connect(database.application_url) as own:
            return signs_in(own, olga.number, code) is not None

    for code in (olga.code(at=NOW), olga.recovery_codes[0]):
        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(one, [code] * 12)).count(True) == 1


def test_a_recovery_code_works_once_and_only_for_its_owner(conn: psycopg.Connection) -> None:
    olga, petr = given_colleague(conn), given_colleague(conn, login="petr", role=Role.AUDITOR)
    first, second = olga.recovery_codes[:2]
    assert signs_in(conn, petr.number, first) is None
    assert signs_in(conn, olga.number, first.lower().replace("-", " ")) is not None
    assert signs_in(conn, olga.number, first) is None
    assert access.recovery_codes_left(conn, number=olga.number) == 9
    assert signs_in(conn, olga.number, second, secret=b"another installation's") is None


@pytest.mark.parametrize("login", ["nobody", "", "olga'--", "\ud800", "olga\0", "a" * 10_000])
def test_nobodys_password_is_never_right(conn: psycopg.Connection, login: str) -> None:
    given_colleague(conn)
    kept = access.kept_password(conn, login=login)
    assert kept.colleague is None
    assert not access.is_right_password(kept, password="")
    assert not access.is_right_password(kept, password=PASSWORD)


def test_blocked_a_colleague_is_out_at_once_and_back_with_what_they_had(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    opened = signs_in(conn, olga.number, olga.recovery_codes[0])
    assert opened is not None
    closed = access.block_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="left")
    assert closed == 1
    assert access.find_session(conn, token=opened.token, now=NOW) is None
    assert access.kept_password(conn, login="olga").colleague is None
    assert signs_in(conn, olga.number, olga.code(at=NOW)) is None
    again = access.block_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="left")
    assert again is ColleagueRefusal.COLLEAGUE_BLOCKED
    reset = access.reset_colleague(conn, login="olga", actor=CHIEF, now=NOW, real_now=NOW)
    assert reset is ColleagueRefusal.COLLEAGUE_BLOCKED
    assert access.unblock_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="back") is None
    assert signs_in(conn, olga.number, olga.code(at=NOW)) is not None
    refused = access.unblock_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="back")
    assert refused is ColleagueRefusal.COLLEAGUE_NOT_BLOCKED


def test_after_a_reset_nothing_from_before_lets_anybody_in(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    opened = signs_in(conn, olga.number, olga.recovery_codes[0])
    assert opened is not None
    invitation = access.reset_colleague(conn, login="olga", actor=CHIEF, now=NOW, real_now=NOW)
    assert isinstance(invitation, access.Invitation)
    assert not invitation.colleague.is_ready
    assert access.find_session(conn, token=opened.token, now=NOW) is None
    assert access.kept_password(conn, login="olga").colleague is None
    assert signs_in(conn, olga.number, olga.recovery_codes[1]) is None
    assert signs_in(conn, olga.number, olga.code(at=NOW)) is None
    assert access.find_invited(conn, code=invitation.code, real_now=NOW) is not None


def test_changing_password_or_second_factor_ends_every_session(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    first = signs_in(conn, olga.number, olga.recovery_codes[0])
    assert first is not None
    access.change_password(
        conn, number=olga.number, password=access.make_password_hash("новый пароль из слов"), now=NOW
    )
    assert access.sessions_of(conn, role=Role.OPERATOR, subject=olga.number, now=NOW) == []
    kept = access.kept_password(conn, login="olga")
    assert access.is_right_password(kept, password="новый пароль из слов")
    second = signs_in(conn, olga.number, olga.recovery_codes[1])
    assert second is not None
    assert access.sessions_of(conn, role=Role.OPERATOR, subject=olga.number, now=NOW) == [second.session]
    colleague = access.find_colleague(conn, number=olga.number)
    assert colleague is not None
    offer = access.offer_second_factor(colleague, secret=CARD_SECRET)
    wrong = access.change_second_factor(
        conn, number=olga.number, sealed=offer.sealed, confirmation="000000", secret=CARD_SECRET, now=NOW, real_now=NOW
    )
    assert wrong is ColleagueRefusal.CODE_WRONG
    assert access.find_session(conn, token=second.token, now=NOW) is not None
    codes = access.change_second_factor(
        conn, number=olga.number, sealed=offer.sealed, confirmation=TOTP(offer.secret).at(NOW), secret=CARD_SECRET,
        now=NOW, real_now=NOW,
    )  # fmt: skip
    assert isinstance(codes, list)
    assert access.find_session(conn, token=second.token, now=NOW) is None
    assert signs_in(conn, olga.number, olga.recovery_codes[2]) is None
    assert signs_in(conn, olga.number, olga.code(at=NOW)) is None
    assert signs_in(conn, olga.number, codes[0]) is not None


def test_who_is_shut_out_while_changing_password_or_second_factor_changes_nothing(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    colleague = access.find_colleague(conn, number=olga.number)
    assert colleague is not None
    offer = access.offer_second_factor(colleague, secret=CARD_SECRET)
    codes = TOTP(offer.secret).at(NOW)

    def both_refused() -> bool:
        changed = access.change_password(
            conn, number=olga.number, password=access.make_password_hash("новый пароль из слов"), now=NOW
        )
        coded = access.change_second_factor(
            conn, number=olga.number, sealed=offer.sealed, confirmation=codes, secret=CARD_SECRET, now=NOW, real_now=NOW
        )
        return changed is coded is ColleagueRefusal.COLLEAGUE_BLOCKED

    access.block_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="left")
    assert both_refused()
    access.unblock_colleague(conn, login="olga", actor=CHIEF, now=NOW, reason="back")
    assert access.is_right_password(access.kept_password(conn, login="olga"), password=PASSWORD)
    access.reset_colleague(conn, login="olga", actor=CHIEF, now=NOW, real_now=NOW)
    assert both_refused()


def test_neither_secrets_nor_codes_lie_open_and_all_is_written_down(conn: psycopg.Connection) -> None:
    olga = given_colleague(conn)
    signs_in(conn, olga.number, "000000")
    access.note_wrong_password(conn, kept=access.kept_password(conn, login="olga"), now=NOW)
    access.note_wrong_password(conn, kept=access.kept_password(conn, login="nobody"), now=NOW)
    signs_in(conn, olga.number, olga.code(at=NOW))
    tables = ("colleague", "invitation", "recovery_code", "session", "audit_event")
    kept = str([conn.execute(f"select * from {table}").fetchall() for table in tables])
    for hidden in (olga.totp, PASSWORD, *olga.recovery_codes, *(code.replace("-", "") for code in olga.recovery_codes)):
        assert hidden not in kept
    said = [
        (event.action, event.purpose) for event in audit.events_of(conn, subject=f"colleague:{olga.number}", limit=9)
    ]
    assert said == [
        ("signed_in", "password and code"),
        ("sign_in_failed", "a wrong password"),
        ("sign_in_failed", "a wrong code"),
        ("invitation_accepted", "to sign in"),
        ("colleague_added", "a new colleague"),
    ]


@pytest.mark.parametrize(
    ("login", "name", "refusal"),
    [
        ("olga", "Another", ColleagueRefusal.LOGIN_TAKEN),
        ("OLGA", "Another", ColleagueRefusal.LOGIN_TAKEN),
        ("ольга", "Ольга", ColleagueRefusal.LOGIN_UNUSABLE),
        ("o", "O", ColleagueRefusal.LOGIN_UNUSABLE),
        ("o'neill", "O", ColleagueRefusal.LOGIN_UNUSABLE),
        ("o" * 41, "O", ColleagueRefusal.LOGIN_UNUSABLE),
        ("boris", "  ", ColleagueRefusal.NAME_UNUSABLE),
        ("boris", "B" * 201, ColleagueRefusal.NAME_UNUSABLE),
    ],
)
def test_a_login_is_plain_and_one_colleagues(
    conn: psycopg.Connection, login: str, name: str, refusal: ColleagueRefusal
) -> None:
    given_invitation(conn, login="olga")
    made = access.add_colleague(conn, login=login, name=name, role=Role.CLERK, actor=CHIEF, now=NOW, real_now=NOW)
    assert made is refusal


def test_who_is_unknown_is_told_so_and_a_resident_is_no_colleague(conn: psycopg.Connection) -> None:
    unknown = ColleagueRefusal.COLLEAGUE_UNKNOWN
    assert access.block_colleague(conn, login="x1", actor=CHIEF, now=NOW, reason="left") is unknown
    assert access.unblock_colleague(conn, login="x1", actor=CHIEF, now=NOW, reason="back") is unknown
    assert access.reset_colleague(conn, login="x1", actor=CHIEF, now=NOW, real_now=NOW) is unknown
    with pytest.raises(access.NotAColleaguesRole):
        access.add_colleague(conn, login="x1", name="X", role=Role.TILL, actor=CHIEF, now=NOW, real_now=NOW)


@pytest.mark.parametrize("refusal", list(ColleagueRefusal))
def test_every_refusal_has_a_sentence(refusal: ColleagueRefusal) -> None:
    assert refusal.text.ru.endswith(".")
    assert refusal.text.en.endswith(".")
