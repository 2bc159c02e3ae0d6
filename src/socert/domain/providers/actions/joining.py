"""Let merchants join, and find them."""

from datetime import datetime

from psycopg import Connection

from socert.domain import audit
from socert.domain.installation import directory_changed
from socert.domain.providers.model import Merchant, NewMerchant, Refusal
from socert.domain.providers.store import places as store
from socert.values import Inn


class MerchantVanished(RuntimeError):
    """A merchant who was just written or met by their ИНН cannot be read."""


def register_merchant(
    conn: Connection, *, merchant: NewMerchant, actor: audit.Actor, now: datetime
) -> Merchant | Refusal:
    """Let a merchant join, or find them by ИНН; one who joined before keeps the title they have."""
    is_new = store.insert_merchant(conn, merchant, at=now)
    registered = store.read_merchant(conn, merchant.inn)
    if registered is None:
        raise MerchantVanished("The merchant was written and cannot be read; please report this.")
    if registered.ogrn != merchant.ogrn:
        return Refusal.MERCHANT_DIFFERS
    if is_new:
        audit.record(
            conn,
            actor=actor,
            action="merchant_registered",
            subject=f"merchant:{registered.id}",
            purpose="a merchant joins",
            details={},
            at=now,
        )
        directory_changed(conn)
    return registered


def find_merchant(conn: Connection, *, inn: Inn) -> Merchant | None:
    """A merchant by ИНН."""
    return store.read_merchant(conn, inn)


def merchants(conn: Connection) -> list[Merchant]:
    """All merchants, the first to join first."""
    return store.read_merchants(conn)
