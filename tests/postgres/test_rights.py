"""The application may change exactly the columns it has to, delete almost nothing, and never set back what moves on."""

from datetime import UTC, datetime

import psycopg
import pytest

from given.city import BULLFINCH, CLERK, NOW, given_residents, given_shop
from socert.domain import access, people
from socert.postgres import DatabaseServer

#: Every column the application may update, table by table. What is not here it may not.
UPDATABLE = {
    "account": {"held", "consumed", "returned", "status", "units_held", "units_used"},
    "agreement": {"valid_until"},
    "belt": {"sealed", "saved_at"},
    "appropriation": {"budget_code", "limit_kopecks", "reserved_kopecks"},
    "article": {"name", "category", "handed_in_at", "standing", "offered", "suggested", "doubt", "changed"},
    "carrier": {"hash", "last_four", "status"},
    "category": {"parent", "title_ru", "title_en"},
    "certificate": {"status"},
    "claim": {"status", "paid_by", "carried_into"},
    "clock": {"ahead_microseconds"},
    "closed_through": {"until"},
    "code_limit": {"since", "times"},
    "colleague": {"password", "totp", "totp_step", "is_blocked", "openid_issuer", "openid_subject"},
    "confirmation_code": {"salt", "digest", "tries", "expires_at", "used_by"},
    "contact": {"phone"},
    "credential": {"revoked_at"},
    "directory_version": {"number"},
    "good": {
        "name",
        "category",
        "source",
        "standing",
        "path",
        "offered",
        "suggested",
        "certainty",
        "doubt",
        "changed",
    },
    "hold": {"units_captured", "captured", "released"},
    "invitation": {"digest", "expires_at"},
    "known_device": {"seen_at"},
    "message": {"phone", "body", "status", "tries", "due_at"},
    "pin": {"salt", "digest", "tries", "set_at"},
    "programme": {"title_ru", "title_en", "summary_ru", "summary_en"},
    "queue_place": {"state", "ended_at", "certificate", "code", "draw"},
    "receipt_number": {"last"},
    "resident": {"erased_at"},
    "session": {"seen_at"},
    "sign_in_budget": {"tries", "failures", "over_at"},
    "task": {"state", "stage", "done", "total", "outcome", "runner", "heartbeat_at", "ended_at"},
    "till": {"is_suspended"},
    "till_invitation": {"digest", "merchant", "invited_at", "expires_at", "accepted_at", "credential"},
    "writer_head": {"seq", "chain"},
}
DELETABLE = {
    "identity",
    "pin",
    "contact",
    "confirmation_code",
    "code_limit",
    "message",
    "session",
    "belt",
    "sign_in_budget",
    "known_device",
    "invitation",
    "recovery_code",
    "openid_state",
    "upload",
}
#: Nothing is ever added to these by the application.
FIXED = {"installation", "clock", "directory_version", "closed_through", "schema_migration"}


def _tables(conn: psycopg.Connection) -> set[str]:
    rows = conn.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        " and not relispartition"
    )
    return {row[0] for row in rows}


def _allowed(conn: psycopg.Connection, role: str, right: str) -> set[str]:
    return {
        table
        for table in _tables(conn)
        if conn.execute("select has_table_privilege(%s, %s, %s)", (role, table, right)).fetchone() == (True,)
    }


def test_the_application_may_update_exactly_the_columns_listed(
    owner: psycopg.Connection, server: DatabaseServer
) -> None:
    rows = owner.execute(
        """
        select c.relname, a.attname
        from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace
            and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and has_column_privilege(%s, c.oid, a.attnum, 'update')
        """,
        (server.application_role,),
    ).fetchall()
    assert set(rows) == {(table, column) for table, columns in UPDATABLE.items() for column in columns}


def test_the_application_deletes_and_empties_nothing_but_who_people_are_and_what_confirms(
    owner: psycopg.Connection, server: DatabaseServer
) -> None:
    assert _allowed(owner, server.application_role, "delete") == DELETABLE
    # The rows of a list while it is imported: no history, and empty between imports.
    assert _allowed(owner, server.application_role, "truncate") == {"import_row"}
    for right in ("references", "trigger"):
        assert _allowed(owner, server.application_role, right) == set()


def test_the_application_reaches_no_partition_by_its_own_name(
    owner: psycopg.Connection, server: DatabaseServer
) -> None:
    rows = owner.execute(
        """
        select relname, has_table_privilege(%(role)s, oid, 'select, insert, update, delete, truncate')
        from pg_class
        where relispartition and relkind = 'r'
        """,
        {"role": server.application_role},
    ).fetchall()
    assert len(rows) >= 30
    assert [name for name, is_reached in rows if is_reached] == []


def test_the_application_adds_to_every_table_that_grows(owner: psycopg.Connection, server: DatabaseServer) -> None:
    assert _allowed(owner, server.application_role, "insert") == _tables(owner) - FIXED


def test_only_the_application_and_the_owner_run_functions_that_lock(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        """
        select p.proname
        from pg_proc as p
        cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as granted
        where p.pronamespace = 'public'::regnamespace and p.prosecdef and granted.grantee = 0
        """
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize(
    "statement",
    [
        "update certificate set valid_until = valid_until",
        "update certificate set programme = programme",
        "update account set issued = issued",
        "update hold set expires_at = expires_at",
        "update credential set role = role",
        "update agreement set valid_from = valid_from",
        "update programme set id = id",
        "update resident set lane = lane",
        "update claim set amount = amount",
        "update installation set lanes = lanes",
        "update category_parent set since = since",
        "delete from category",
        "lock table account",
    ],
)
def test_the_application_is_refused_whatever_would_falsify_the_past(conn: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute(statement.encode())


def test_what_is_closed_stays_closed(conn: psycopg.Connection) -> None:
    conn.execute("update closed_through set until = until + interval '1 day'")
    with pytest.raises(psycopg.Error, match="a closed period stays closed") as error:
        conn.execute("update closed_through set until = until - interval '1 microsecond'")
    assert error.value.sqlstate == "SC011"


def test_a_revoked_key_stays_revoked(conn: psycopg.Connection) -> None:
    shop = given_shop(conn, BULLFINCH)
    revoked = access.revoke_key(conn, credential=shop.till.grant.credential, actor=CLERK, now=NOW, reason="lost")
    assert isinstance(revoked, access.Grant)
    for later in (None, datetime(2030, 1, 1, tzinfo=UTC)):
        with pytest.raises(psycopg.Error, match="a revoked key stays revoked") as error, conn.transaction():
            conn.execute("update credential set revoked_at = %s where revoked_at is not null", (later,))
        assert error.value.sqlstate == "SC012"


def test_an_erased_resident_stays_erased(conn: psycopg.Connection) -> None:
    one, _, _ = given_residents(conn)
    people.erase(conn, holder=one.holder, actor=CLERK, now=NOW, reason="asked for")
    with pytest.raises(psycopg.Error, match="an erased resident stays erased") as error:
        conn.execute("update resident set erased_at = null where holder = %s", (one.holder,))
    assert error.value.sqlstate == "SC013"
