"""The belt of this browser: looked at, changed in one transaction, kept sealed."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from psycopg import Connection

from socert.domain import providers
from socert.entrypoints.pages.admission import AnyRequest, till_of
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.till.belt import Belt, new_belt
from socert.entrypoints.pages.till.sealing import seal, unseal

Other = TypeVar("Other")


async def belt_of(request: AnyRequest) -> Belt:
    """What lies on the belt; a new one is kept at once, so that its key is there to stay."""
    return await change(request, lambda belt: belt)


async def change(request: AnyRequest, work: Callable[[Belt], Belt | Other]) -> Belt | Other:
    """Change the belt, one change after another also in two windows; what is no belt leaves it as it was."""
    return await change_by_age(request, lambda belt, _: work(belt))


async def change_by_age(request: AnyRequest, work: Callable[[Belt, timedelta], Belt | Other]) -> Belt | Other:
    """The same where it matters how long ago the belt was last changed, by the installation's clock."""
    till, desk = till_of(request), desk_of(request)

    def in_transaction(conn: Connection) -> Belt | Other:
        kept, now = providers.look_at_belt(conn, credential=till.grant.credential), desk.now(conn)
        before = None if kept is None else unseal(kept.sealed, till=till)
        after = work(before or new_belt(), now - kept.saved_at if kept is not None else timedelta())
        if isinstance(after, Belt) and after != before:
            providers.keep_belt(
                conn,
                credential=till.grant.credential,
                till=till.number,
                sealed=seal(after, till=till),
                now=now,
            )
        return after

    return await desk.transact(in_transaction)


async def next_receipt(request: AnyRequest) -> str:
    """A number for this till's next receipt, such as 7-000012."""
    till = till_of(request)
    number = await desk_of(request).transact(lambda conn: providers.next_receipt_number(conn, till=till.number))
    return f"{till.number}-{number:06d}"
