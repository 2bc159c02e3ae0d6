"""A code makes a browser a till once, however many bring it at once, and is kept as a slow hash only."""

import threading
from datetime import timedelta

import psycopg

from given.city import CLERK, NOW, given_city
from given.databases import Database
from socert.domain import access
from socert.domain.access import INVITATION_LIFE, IssuedKey, TillInvitationRefused
from socert.domain.access.rules.invitations import ALPHABET, read_code
from socert.postgres import connect


def test_a_code_is_taken_once_by_one_of_many(conn: psycopg.Connection, database: Database) -> None:
    till = given_city(conn).bullfinch.till
    code = access.invite_till(conn, merchant=till.merchant, till=till.till, actor=CLERK, now=NOW).code
    conn.commit()
    found: list[IssuedKey | TillInvitationRefused] = []

    def take() -> None:
        with connect(database.application_url) as own:
            found.append(access.accept_till_invitation(own, digest=access.till_code_digest(code), now=NOW))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (issued,) = [one for one in found if isinstance(one, IssuedKey)]
    assert found.count(TillInvitationRefused.INVITATION_USED) == 3
    assert (issued.grant.role, issued.grant.till) == (access.Role.TILL, till.till)
    assert access.find_grant(conn, key=issued.key) == issued.grant
    assert access.find_grant(conn, key=issued.key + "x") is None
    (kept,) = conn.execute("select till_invitation::text from till_invitation").fetchone() or ("",)
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_it_is_good_for_three_days_and_until_the_next_one(conn: psycopg.Connection) -> None:
    till = given_city(conn).bullfinch.till

    def invite() -> access.TillInvitation:
        return access.invite_till(conn, merchant=till.merchant, till=till.till, actor=CLERK, now=NOW)

    former, made = invite(), invite()
    assert made.expires_at == NOW + timedelta(hours=72) == NOW + INVITATION_LIFE
    digests = [access.till_code_digest(one) for one in (former.code, "", "AAAAA-AAAAA")]
    tried = [access.accept_till_invitation(conn, digest=one, now=NOW) for one in digests]
    assert set(tried) == {TillInvitationRefused.INVITATION_UNKNOWN}
    digest = access.till_code_digest(made.code)
    ended = access.accept_till_invitation(conn, digest=digest, now=made.expires_at)
    assert ended is TillInvitationRefused.INVITATION_EXPIRED
    last = access.accept_till_invitation(conn, digest=digest, now=made.expires_at - timedelta(microseconds=1))
    assert isinstance(last, IssuedKey)


def test_codes_have_no_look_alikes_and_are_read_from_either_keyboard() -> None:
    assert not set(ALPHABET) & set("0OQ1IL8S5DGUVWZ") - {"5"}
    assert read_code("ab2ce h45k9") == read_code("АВ2СЕ-Н45К9") == "AB2CEH45K9"
    assert read_code("AB2CE-H45K") is None
    assert read_code("AB2CE-H45K0") is None
