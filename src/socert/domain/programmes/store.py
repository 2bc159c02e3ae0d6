"""The tables programme and programme_version."""

from datetime import date, datetime

from psycopg import Connection
from psycopg.rows import TupleRow

from socert.domain.programmes.model import ProgrammeDefinition, ProgrammeVersion
from socert.domain.programmes.rules.document import terms_of
from socert.values import Text

_VERSION = """
    select v.number, v.programme, p.id, p.title_ru, p.title_en, p.is_sensitive, v.valid_from, v.document, v.sha256,
        p.summary_ru, p.summary_en
    from programme_version v
    join programme p on p.number = v.programme
"""


def find_or_insert_programme(conn: Connection, programme: ProgrammeDefinition) -> tuple[int, Text, Text | None]:
    """The programme's number and stored title and summary, made if absent; locked until the transaction ends."""
    names = {
        "id": programme.id,
        "ru": programme.title.ru,
        "en": programme.title.en,
        "is_sensitive": programme.is_sensitive,
        **_summary(programme.summary),
    }
    conn.execute(
        """
        insert into programme (id, title_ru, title_en, is_sensitive, summary_ru, summary_en)
        values (%(id)s, %(ru)s, %(en)s, %(is_sensitive)s, %(summary_ru)s, %(summary_en)s)
        on conflict on constraint one_id_one_programme do nothing
        """,
        names,
    )
    row = conn.execute(
        "select number, title_ru, title_en, summary_ru, summary_en from programme where id = %(id)s for update", names
    ).fetchone()
    assert row is not None
    return row[0], Text(ru=row[1], en=row[2]), _text(row[3], row[4])


def update_names(conn: Connection, *, programme: int, title: Text, summary: Text | None) -> None:
    """Change what a programme is called and what residents read of it."""
    conn.execute(
        """
        update programme
        set title_ru = %(ru)s, title_en = %(en)s, summary_ru = %(summary_ru)s, summary_en = %(summary_en)s
        where number = %(programme)s
        """,
        {"programme": programme, "ru": title.ru, "en": title.en, **_summary(summary)},
    )


def read_hashes(conn: Connection, *, programme: int) -> dict[date, bytes]:
    """The published versions of a programme: first day and hash, oldest first."""
    rows = conn.execute(
        "select valid_from, sha256 from programme_version where programme = %(programme)s order by valid_from",
        {"programme": programme},
    )
    return {row[0]: bytes(row[1]) for row in rows}


def read_documents(conn: Connection, *, programme: str) -> tuple[Text, Text | None, list[str]] | None:
    """A programme's title and summary and the texts of its published versions, oldest first; None without one."""
    rows = conn.execute(
        """
        select p.title_ru, p.title_en, p.summary_ru, p.summary_en, v.document
        from programme_version v
        join programme p on p.number = v.programme
        where p.id = %(id)s
        order by v.valid_from
        """,
        {"id": programme},
    ).fetchall()
    if not rows:
        return None
    ru, en, summary_ru, summary_en, _ = rows[0]
    return Text(ru=ru, en=en), _text(summary_ru, summary_en), [row[4] for row in rows]


def insert_version(
    conn: Connection, *, programme: int, valid_from: date, sha256: bytes, document: str, at: datetime
) -> None:
    """Publish a version."""
    conn.execute(
        """
        insert into programme_version (programme, valid_from, sha256, document, published_at)
        values (%(programme)s, %(valid_from)s, %(sha256)s, %(document)s, %(at)s)
        """,
        {"programme": programme, "valid_from": valid_from, "sha256": sha256, "document": document, "at": at},
    )


def read_versions(conn: Connection) -> list[ProgrammeVersion]:
    """Every published version, in the order they were stored."""
    return [_version(row) for row in conn.execute(f"{_VERSION} order by v.number")]


def read_version_on(conn: Connection, *, programme: str, day: date) -> ProgrammeVersion | None:
    """The version in force on a day: the last one that began by then."""
    row = conn.execute(
        f"""
        {_VERSION}
        where p.id = %(programme)s and v.valid_from <= %(day)s
        order by v.valid_from desc
        limit 1
        """,
        {"programme": programme, "day": day},
    ).fetchone()
    return None if row is None else _version(row)


def read_number(conn: Connection, *, programme: str) -> int | None:
    """The number of a programme by its id."""
    row = conn.execute("select number from programme where id = %(id)s", {"id": programme}).fetchone()
    return None if row is None else int(row[0])


def _version(row: TupleRow) -> ProgrammeVersion:
    terms = terms_of(row[7])
    return ProgrammeVersion(
        number=row[0],
        programme=row[1],
        programme_id=row[2],
        title=Text(ru=row[3], en=row[4]),
        is_sensitive=row[5],
        valid_from=row[6],
        hold_seconds=terms.hold_seconds,
        confirm=terms.confirm,
        valid_days=terms.valid_days,
        carriers=terms.carriers,
        funding=terms.funding,
        allowances=terms.allowances,
        sha256=bytes(row[8]),
        summary=_text(row[9], row[10]),
    )


def _summary(summary: Text | None) -> dict[str, str | None]:
    return {
        "summary_ru": None if summary is None else summary.ru,
        "summary_en": None if summary is None else summary.en,
    }


def _text(ru: str | None, en: str | None) -> Text | None:
    return None if ru is None or en is None else Text(ru=ru, en=en)
