"""A backup is taken while tills buy, is whole or not there, and gives back exactly what was, with the same rights."""

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import psycopg
import pytest

from entrypoints.jobs.conftest import Kept
from given.serving import TillClient, line, receipt
from socert import keys, wiring
from socert.domain import evidence, monitoring
from socert.entrypoints.jobs.archive import UnusableBackup, read_manifest
from socert.entrypoints.jobs.backing_up import UnableToBackUp
from socert.entrypoints.jobs.checkpointing import write_checkpoint
from socert.entrypoints.jobs.restoring import UnableToRestore
from socert.postgres import connect

Damage: TypeAlias = Callable[[bytes], bytes]
#: What a table, a column, a function or the schema lets whom do.
RIGHTS = """
    select 'table', relname, acl.grantee::regrole::text, acl.privilege_type
    from pg_class cross join lateral aclexplode(relacl) as acl
    where relnamespace = 'public'::regnamespace
    union all
    select 'column', attrelid::regclass || '.' || attname, acl.grantee::regrole::text, acl.privilege_type
    from pg_attribute cross join lateral aclexplode(attacl) as acl
    where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all
    select 'function', proname, acl.grantee::regrole::text, acl.privilege_type
    from pg_proc cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as acl
    where pronamespace = 'public'::regnamespace
    union all
    select 'schema', nspname, acl.grantee::regrole::text, acl.privilege_type
    from pg_namespace cross join lateral aclexplode(nspacl) as acl
    where nspname = 'public'
"""


class Buying(threading.Thread):
    """A till that buys for a kopeck until it is told to stop; keeps what was acknowledged."""

    def __init__(self, till: TillClient, kept: Kept) -> None:
        super().__init__(daemon=True)
        self._till = till
        self._card = kept.served.city.anna.card
        self._is_over = threading.Event()
        self.bought: list[str] = []

    def run(self) -> None:
        """Buy."""
        while not self._is_over.is_set():
            basket = receipt(self._card, line(amount=1), capture=True, number=f"0001-{len(self.bought):06}")
            self.bought.append(self._till.authorise(basket)["id"])

    def stop(self) -> None:
        """Stop after the purchase under way."""
        self._is_over.set()
        self.join(timeout=20)


def _rights(url: str) -> set[tuple[str, ...]]:
    with connect(url) as conn:
        return set(conn.execute(RIGHTS).fetchall())


def _wait_for(buying: Buying, count: int) -> None:
    while len(buying.bought) < count:
        assert buying.is_alive()
        buying.join(timeout=0.01)


@pytest.fixture
def buying(kept: Kept) -> Buying:
    """A till at work; it has bought a few times."""
    till = Buying(kept.served.till(), kept)
    till.start()
    _wait_for(till, 20)
    return till


def test_a_backup_taken_while_tills_buy_is_restored_and_fits_its_checkpoints(
    kept: Kept, buying: Buying, tmp_path: Path
) -> None:
    before = len(buying.bought)
    done = kept.back_up(tmp_path / "backup")
    during = len(buying.bought)
    _wait_for(buying, during + 5)
    buying.stop()
    restored = kept.restore(tmp_path / "backup")
    copy = kept.site_of(restored.database)

    assert during > before, "nobody bought meanwhile"
    with copy.transaction() as conn:
        row = conn.execute("select count(*) from operation where kind = 1").fetchone()
    assert row is not None
    assert before <= row[0] <= len(buying.bought)
    assert done.checkpoint is not None
    key = keys.signing_key(kept.site.home).public_key()
    for text in (done.checkpoint.read_bytes(), done.manifest.checkpoint.encode()):
        with copy.transaction() as conn:
            then = evidence.read_for(conn, text, key=key)
        assert isinstance(then, evidence.Checkpoint)
        with connect(copy.application_url) as fresh:
            found = monitoring.verify(fresh, checkpoint=then)
        assert found.passed, found.first_bad


def test_a_restored_copy_is_older_than_a_checkpoint_made_after_it(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    kept.served.till().authorise(receipt(kept.served.city.anna.card, line()))
    later = write_checkpoint(kept.site).checkpoint
    restored = kept.restore(tmp_path / "backup")
    with connect(kept.site_of(restored.database).application_url) as fresh:
        found = monitoring.verify(fresh, checkpoint=later)
    assert found.first_bad is not None
    assert "or this copy is older" in found.first_bad


def test_everything_else_is_the_same_as_well(kept: Kept, tmp_path: Path) -> None:
    kept.served.till().authorise(receipt(kept.served.city.anna.card, line(), capture=True))
    kept.back_up(tmp_path / "backup")
    copy = kept.site_of(kept.restore(tmp_path / "backup").database)

    def contents(site: wiring.Site) -> dict[str, object]:
        with connect(site.owner_url) as conn:
            names = [row[0] for row in conn.execute("select relname from pg_class where relkind = 'r'"
                     " and relnamespace = 'public'::regnamespace order by 1").fetchall()]  # fmt: skip
            return {
                name: conn.execute(
                    f"select count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} as t"
                ).fetchone()
                for name in names
            }

    assert contents(copy) == contents(kept.site)


def test_the_restored_database_gives_the_same_rights_column_by_column(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    copy = kept.site_of(kept.restore(tmp_path / "backup").database)
    assert _rights(copy.owner_url) == _rights(kept.site.owner_url)
    with copy.transaction() as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("update posting set amount = amount")


def test_the_restored_copy_goes_on(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    copy = kept.site_of(kept.restore(tmp_path / "backup").database)
    after = write_checkpoint(copy, file=tmp_path / "after.json").checkpoint
    with connect(copy.application_url) as fresh:
        assert monitoring.verify(fresh, checkpoint=after).passed


def test_a_file_that_is_there_stays_as_it_is(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("precious")
    with pytest.raises(UnableToBackUp, match="is there already"):
        kept.back_up(tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "precious"


def test_nothing_is_left_of_a_backup_that_fails(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    nowhere = dataclasses.replace(kept, site=kept.site_of("test_nowhere"))
    with pytest.raises(psycopg.OperationalError):
        nowhere.back_up(folder / "backup")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda whole: whole[:-1], "no whole backup"),
        (lambda whole: whole[: len(whole) // 2], "no whole backup"),
        (lambda whole: whole + b"\n", "no whole backup"),
        (lambda _: b"", "no whole backup"),
        (lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], "its content is not what was written"),
        (lambda whole: whole[:5000] + whole[5001:], "not as long as it says"),
        (lambda whole: whole.replace(b'"kind":"example"', b'"kind":"exempla"'), "was altered"),
        (lambda whole: whole.replace(b'{"manifest"', b'["manifest"'), "manifest cannot be read"),
    ],
    ids=["last byte cut", "half", "longer", "empty", "a bit", "a byte less", "manifest", "manifest unreadable"],
)  # fmt: skip
def test_a_damaged_file_is_refused_and_leaves_no_database(
    kept: Kept, tmp_path: Path, damage: Damage, complaint: str
) -> None:
    kept.back_up(tmp_path / "backup")
    (tmp_path / "damaged").write_bytes(damage((tmp_path / "backup").read_bytes()))
    with pytest.raises(UnusableBackup, match=complaint):
        kept.restore(tmp_path / "damaged", database="test_restored_damaged")
    assert not kept.server.databases("test_restored_damaged")


def test_a_backup_signed_by_somebody_else_is_refused(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    with pytest.raises(UnusableBackup, match="public key"):
        read_manifest(tmp_path / "backup", key=evidence.new_signing_key().public_key())


def test_nothing_is_restored_over_something(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    before = _rights(kept.site.owner_url)
    with pytest.raises(UnableToRestore, match="is not empty"):
        kept.restore(tmp_path / "backup", database=kept.site.database)
    kept.restored.clear()
    assert _rights(kept.site.owner_url) == before


def test_an_empty_database_is_filled(kept: Kept, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "backup")
    kept.server.create_database("test_restored_empty")
    assert kept.restore(tmp_path / "backup", database="test_restored_empty").database == "test_restored_empty"


@pytest.mark.parametrize("key", [None, bytes(32)], ids=["missing", "another"])
def test_without_the_right_card_key_nothing_is_restored(kept: Kept, tmp_path: Path, key: bytes | None) -> None:
    kept.back_up(tmp_path / "backup")
    settings = dataclasses.replace(kept.settings, card_key=key)
    with pytest.raises(UnableToRestore, match=r"card\.key"):
        kept.restore(tmp_path / "backup", settings=settings)


def test_the_file_is_its_owners_alone_and_pg_restore_reads_it_by_itself(kept: Kept, tmp_path: Path) -> None:
    done = kept.back_up(tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert whole.startswith(b"PGDMP")
    assert len(whole) == done.bytes
    secret = kept.settings.card_key
    assert secret is not None
    assert secret not in whole
    assert (kept.site.home / keys.PRIVATE).read_bytes() not in whole
