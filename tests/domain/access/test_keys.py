"""A key is shown once, kept as its digest, and grants what it was made for until it is revoked."""

import re
from hashlib import sha256
from uuid import UUID

import psycopg
import pytest

from given.city import BULLFINCH, CLERK, NOW, given_shop
from socert.domain import access, audit
from socert.domain.access import Grant, IssuedKey, KeyOrder, Refusal, Role


def operator_key(conn: psycopg.Connection) -> IssuedKey:
    return access.issue_key(conn, role=Role.OPERATOR, merchant=None, till=None, label="counter 3", actor=CLERK, now=NOW)


def directory(conn: psycopg.Connection) -> int:
    row = conn.execute("select number from directory_version").fetchone()
    assert row is not None
    return int(row[0])


def test_a_key_is_256_random_bits_with_our_name_in_front(conn: psycopg.Connection) -> None:
    first, second = operator_key(conn), operator_key(conn)
    assert re.fullmatch(r"socert_[A-Za-z0-9_-]{43}", first.key)
    assert first.key != second.key


def test_only_the_digest_of_a_key_is_kept(conn: psycopg.Connection) -> None:
    issued = operator_key(conn)
    row = conn.execute("select * from credential").fetchone()
    assert row is not None
    assert sha256(issued.key.encode()).digest() in row
    assert issued.key not in str(row)
    assert issued.key not in repr(issued)


def test_a_key_is_found_by_its_digest(conn: psycopg.Connection) -> None:
    issued = operator_key(conn)
    grants = access.all_grants(conn)
    assert (
        grants[access.digest_of(issued.key)]
        == issued.grant
        == Grant(issued.grant.credential, Role.OPERATOR, None, None)
    )


@pytest.mark.parametrize("presented", ["", "socert_", "ключ", "\ud800", "socert_" + "A" * 43, "x" * 100_000])
def test_any_other_text_is_no_key(conn: psycopg.Connection, presented: str) -> None:
    operator_key(conn)
    assert access.digest_of(presented) not in access.all_grants(conn)


def test_keys_for_many_tills_are_made_at_once_in_the_order_asked(conn: psycopg.Connection) -> None:
    shop = given_shop(conn, BULLFINCH)
    orders = [KeyOrder(Role.TILL, shop.merchant.id, till.till, "new") for till in reversed(shop.tills)]
    issued = access.issue_keys(conn, orders=orders, actor=CLERK, now=NOW)
    assert [one.grant.till for one in issued] == [till.till for till in reversed(shop.tills)]
    grants = access.all_grants(conn)
    assert [grants[access.digest_of(one.key)] for one in issued] == [one.grant for one in issued]


def test_no_orders_make_no_keys_and_change_nothing(conn: psycopg.Connection) -> None:
    before = directory(conn)
    assert access.issue_keys(conn, orders=[], actor=CLERK, now=NOW) == []
    assert directory(conn) == before


@pytest.mark.parametrize(
    ("role", "merchant", "till"),
    [
        (Role.TILL, None, None),
        (Role.TILL, 1, None),
        (Role.TILL, None, 1),
        (Role.MERCHANT, None, None),
        (Role.MERCHANT, 1, 1),
        (Role.OPERATOR, 1, None),
        (Role.AUDITOR, None, 1),
    ],
)
def test_a_scope_that_does_not_fit_its_role_is_no_order(role: Role, merchant: int | None, till: int | None) -> None:
    with pytest.raises(access.ScopeDoesNotFitRole):
        KeyOrder(role, merchant, till, "wrong")


def test_a_revoked_key_grants_nothing(conn: psycopg.Connection) -> None:
    issued = operator_key(conn)
    credential = issued.grant.credential
    revoked = access.revoke_key(conn, credential=credential, actor=CLERK, now=NOW, reason="lost")
    assert revoked == issued.grant
    assert access.all_grants(conn) == {}


def test_a_key_is_revoked_once(conn: psycopg.Connection) -> None:
    credential = operator_key(conn).grant.credential
    access.revoke_key(conn, credential=credential, actor=CLERK, now=NOW, reason="lost")
    again = access.revoke_key(conn, credential=credential, actor=CLERK, now=NOW, reason="lost")
    assert again is Refusal.KEY_REVOKED_ALREADY


def test_an_unknown_key_is_not_revoked(conn: psycopg.Connection) -> None:
    refused = access.revoke_key(conn, credential=UUID(int=7), actor=CLERK, now=NOW, reason="lost")
    assert refused is Refusal.KEY_UNKNOWN


def test_issuing_and_revoking_is_written_down_and_told_to_tills(conn: psycopg.Connection) -> None:
    before = directory(conn)
    credential = operator_key(conn).grant.credential
    access.revoke_key(conn, credential=credential, actor=CLERK, now=NOW, reason="lost")
    events = audit.events_of(conn, subject=f"credential:{credential}", limit=10)
    assert [event.action for event in events] == ["key_revoked", "key_issued"]
    assert events[0].purpose == "lost"
    assert directory(conn) == before + 2


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_sentence(refusal: Refusal) -> None:
    assert refusal.text.ru.endswith(".")
    assert refusal.text.en.endswith(".")
