"""The table message."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain.messages.model import Message, Status, Written


def insert(conn: Connection, message: Message, *, recipient: int, at: datetime) -> None:
    """Write a message that waits."""
    conn.execute(
        """
        insert into message (id, recipient, phone, body, made_at, due_at, expires_at)
        values (%(id)s, %(recipient)s, %(phone)s, %(body)s, %(at)s, %(at)s, %(expires_at)s)
        """,
        {
            "id": message.id,
            "recipient": recipient,
            "phone": message.phone,
            "body": message.body,
            "at": at,
            "expires_at": message.expires_at,
        },
    )


def lock_next(conn: Connection, *, now: datetime) -> tuple[Message, int] | None:
    """A message that waits and is due, with its tries so far; nobody else takes it until the transaction ends."""
    row = conn.execute(
        """
        select id, phone, body, expires_at, tries
        from message
        where status = 1 and due_at <= %(now)s and expires_at > %(now)s
        order by due_at
        limit 1
        for update skip locked
        """,
        {"now": now},
    ).fetchone()
    return None if row is None else (Message(*row[:4]), row[4])


def close(conn: Connection, message: UUID, *, status: Status) -> None:
    """It was handed over: phone and text are forgotten. Or it is shown here until it lapses."""
    is_kept = status is Status.SHOWN
    conn.execute(
        """
        update message
        set status = %(status)s, tries = tries + 1,
            phone = case when %(is_kept)s then phone end, body = case when %(is_kept)s then body end
        where id = %(id)s
        """,
        {"id": message, "status": int(status), "is_kept": is_kept},
    )


def put_off(conn: Connection, message: UUID, *, until: datetime) -> None:
    """It could not be handed over: try again later."""
    conn.execute(
        "update message set tries = tries + 1, due_at = %(until)s where id = %(id)s", {"id": message, "until": until}
    )


def lapse(conn: Connection, *, now: datetime) -> int:
    """Forget phone and text of what is over; one that still waits lapses. Gives how many lapsed unsent."""
    row = conn.execute(
        """
        with over as (
            select id, status
            from message
            where status in (1, 3) and expires_at <= %(now)s
            for update skip locked
        ), closed as (
            update message
            set status = case over.status when 1 then 4 else 2 end, phone = null, body = null
            from over
            where message.id = over.id
        )
        select count(*) filter (where status = 1) from over
        """,
        {"now": now},
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count


def read_recent(conn: Connection, *, limit: int) -> list[Written]:
    """The newest messages first."""
    rows = conn.execute(
        """
        select id, status, tries, phone, body, made_at, expires_at
        from message
        order by made_at desc, id
        limit %(limit)s
        """,
        {"limit": limit},
    )
    return [Written(row[0], Status(row[1]), *row[2:]) for row in rows]


def read(conn: Connection, message: UUID) -> Written | None:
    """A message by its number."""
    row = conn.execute(
        "select id, status, tries, phone, body, made_at, expires_at from message where id = %(id)s", {"id": message}
    ).fetchone()
    return None if row is None else Written(row[0], Status(row[1]), *row[2:])


def delete_of(conn: Connection, recipient: int) -> None:
    """Forget the messages to somebody."""
    conn.execute("delete from message where recipient = %(recipient)s", {"recipient": recipient})
