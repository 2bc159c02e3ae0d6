"""Publish a programme file, and read what was published. Callers own the transaction."""

from datetime import date, datetime

from psycopg import Connection

from socert.domain import audit, budgets, catalogue, criteria, installation
from socert.domain.files import Mistake
from socert.domain.programmes import store
from socert.domain.programmes.model import (
    ProgrammeDefinition,
    ProgrammeVersion,
    Published,
    VersionDefinition,
)
from socert.domain.programmes.rules.definition import define
from socert.domain.programmes.rules.document import document_hash, document_of
from socert.domain.programmes.rules.publishing import locked_versions
from socert.domain.programmes.rules.stored import definition_of_stored


def check(
    *, text: str, tree: catalogue.CategoryTree, ground: criteria.Ground = criteria.NO_GROUND
) -> ProgrammeDefinition | tuple[Mistake, ...]:
    """What a programme file says, or everything that is wrong with it; publishes nothing.

    `ground` has the facts and parameters its conditions may name; without it a file cannot decide anything.
    """
    return define(text, tree=tree, ground=ground)


def version_sha256(definition: ProgrammeDefinition, version: VersionDefinition) -> str:
    """The hash a version of a file has, or would have, when it is published; 64 hexadecimal digits."""
    return document_hash(document_of(definition, version)).hex()


def publish(
    conn: Connection,
    *,
    text: str,
    tree: catalogue.CategoryTree,
    actor: audit.Actor,
    now: datetime,
    ground: criteria.Ground = criteria.NO_GROUND,
) -> Published | tuple[Mistake, ...]:
    """Publish the versions of a programme file that are new; the same file again changes nothing.

    A version once published is locked: a file that changes or leaves out one is refused whole. The programme's own
    title and its summary may be mended.
    """
    definition = check(text=text, tree=tree, ground=ground)
    if isinstance(definition, tuple):
        return definition
    number, *called = store.find_or_insert_programme(conn, definition)
    stored = store.read_hashes(conn, programme=number)
    if errors := locked_versions(definition, stored=stored):
        return errors  # what is locked was there before, so the programme was not made just now
    added = [one for one in definition.versions if one.valid_from not in stored]
    is_renamed = called != [definition.title, definition.summary]
    published = Published(number, definition.id, tuple(one.valid_from for one in added), is_renamed)
    if not published.is_unchanged:
        _write(conn, definition, published, added, now=now)
        _record(conn, published, actor=actor, now=now)
    return published


def versions(conn: Connection) -> list[ProgrammeVersion]:
    """Every published version of every programme, in the order they were stored."""
    return store.read_versions(conn)


def version_on(conn: Connection, *, programme: str, day: date) -> ProgrammeVersion | None:
    """The version of a programme (by its id) in force on a day; None when there is none."""
    return store.read_version_on(conn, programme=programme, day=day)


def published(conn: Connection, *, programme: str, ground: criteria.Ground) -> ProgrammeDefinition | None:
    """A programme (by its id) as it was published, with every version; None when none was.

    Raises PublishedVersionIsUnreadable when the ground no longer has a fact or parameter that a version names.
    """
    stored = store.read_documents(conn, programme=programme)
    if stored is None:
        return None
    title, summary, documents = stored
    return definition_of_stored(documents, title=title, summary=summary, ground=ground)


def number_of(conn: Connection, *, programme: str) -> int | None:
    """The number of a programme by its id; None when there is none."""
    return store.read_number(conn, programme=programme)


def _write(
    conn: Connection,
    definition: ProgrammeDefinition,
    published: Published,
    added: list[VersionDefinition],
    *,
    now: datetime,
) -> None:
    budgets.register_sources(conn, ids=[one.source for one in definition.funding])
    if published.is_retitled:
        store.update_names(conn, programme=published.programme, title=definition.title, summary=definition.summary)
    for one in added:
        document = document_of(definition, one)
        store.insert_version(
            conn,
            programme=published.programme,
            valid_from=one.valid_from,
            sha256=document_hash(document),
            document=document,
            at=now,
        )
    installation.directory_changed(conn)


def _record(conn: Connection, published: Published, *, actor: audit.Actor, now: datetime) -> None:
    audit.record(
        conn,
        actor=actor,
        action="programme_published",
        subject=f"programme:{published.id}",
        purpose="programme file",
        details={
            "versions": ", ".join(day.isoformat() for day in published.added),
            "is_retitled": published.is_retitled,
        },
        at=now,
    )
