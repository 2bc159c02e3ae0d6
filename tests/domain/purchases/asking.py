"""Questions made by hand, with ids counted from one, for tests of the pure rules."""

from itertools import count
from uuid import UUID

from domain.purchases.basics import CARD, CREDENTIAL, NOW, TILL, line
from socert.domain.purchases import Authorise, Capture, ReceiptLine, Void, VoidByKey

_numbers = count(1_000)


def number() -> UUID:
    """One nobody had before."""
    return UUID(int=next(_numbers))


def authorise(
    *lines: ReceiptLine,
    capture: bool = False,
    till: int = TILL,
    card: UUID = CARD,
    key: UUID | None = None,
    body: UUID | None = None,
    credential: UUID = CREDENTIAL,
) -> Authorise:
    """A basket, of one loaf unless lines are given."""
    return Authorise(
        id=number(),
        key=key or number(),
        body=body or number(),
        till=till,
        credential=credential,
        card=card,
        receipt="0001",
        till_at=NOW,
        capture=capture,
        lines=lines or (line(),),
    )


def capture(bought: Authorise, *, till: int = TILL, key: UUID | None = None) -> Capture:
    """The sale happened."""
    return Capture(
        id=number(),
        key=key or number(),
        body=number(),
        till=till,
        credential=CREDENTIAL,
        authorisation=bought.id,
    )


def void(bought: Authorise, *, till: int = TILL) -> Void:
    """The sale did not happen."""
    return Void(
        id=number(),
        key=number(),
        body=number(),
        till=till,
        credential=CREDENTIAL,
        authorisation=bought.id,
    )


def void_by_key(target: UUID, *, till: int = TILL, card: UUID = CARD, key: UUID | None = None) -> VoidByKey:
    """The sale whose key this is did not happen."""
    return VoidByKey(
        id=number(),
        key=key or number(),
        body=number(),
        till=till,
        credential=CREDENTIAL,
        target=target,
        card=card,
    )
