"""Tell a resident beforehand what their certificates would pay, by the rules tills are answered with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases import store
from socert.domain.purchases.model.answered import AuthorisationAnswer, Stored
from socert.domain.purchases.model.asked import Authorise, Confirmation, Confirmed, ReceiptLine
from socert.domain.purchases.model.known import Account, AllowanceRule, Carrier, CarrierStatus, Directory, TillPlace
from socert.domain.purchases.rules.authorising import authorise
from socert.domain.purchases.rules.fold import Fold
from socert.domain.purchases.rules.standing import hindrance
from socert.values import Period, public_id

_read_answer = msgspec.json.Decoder(AuthorisationAnswer).decode

_NOWHERE = 0
_NOTHING = UUID(int=0)
_MILLION = 1_000_000
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_CONFIRMED = Confirmation(pin=Confirmed.RIGHT, code=Confirmed.RIGHT)


@dataclass(frozen=True, slots=True)
class Wish:
    """One piece of something a resident thinks of buying: its category's number, None where nobody classified it.

    The price in kopecks.
    """

    category: int | None
    price: int


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """What an allowance that may pay now pays for, the number of its programme, and whether anything is left of it."""

    programme: int
    rule: AllowanceRule
    has_left: bool


def rules_in_force(
    conn: Connection, *, holder: int, lane: int, directory: Directory, now: datetime
) -> list[RuleInForce]:
    """The rules of a holder's certificates that may pay at this instant, also where nothing is left."""
    accounts = store.read_state_of(conn, lane=lane, holder=holder).accounts[holder]
    return [_in_force(one, directory=directory) for one in accounts if hindrance(one, now=now) is None]


def _in_force(account: Account, *, directory: Directory) -> RuleInForce:
    rule = directory.rule_of(account)
    is_counted = rule.kind in (AllowanceKind.ITEMS, AllowanceKind.UNITS)
    left = account.units_left if is_counted else account.available
    return RuleInForce(directory.versions[account.version].programme, rule, left > 0)


def foresee(
    conn: Connection, *, holder: int, lane: int, wishes: Sequence[Wish], directory: Directory, now: datetime
) -> AuthorisationAnswer:
    """The answer a till would get that takes every programme, when the buyer confirms what is to be confirmed.

    Nothing is moved or kept. Its lines are the wishes, in their order from position 1.
    """
    state = store.read_state_of(conn, lane=lane, holder=holder)
    state.carriers[_NOTHING] = Carrier(_NOTHING, holder, CarrierStatus.ACTIVE, _LONG_AGO, None)
    imagined = _where_everything_is_taken(directory, wishes)
    fold = Fold(state=state, directory=imagined, lane=lane, now=now, closed=_LONG_AGO)
    answer = authorise(_question(wishes, now=now), fold=fold)
    assert isinstance(answer, Stored), "the imagined till's key is in force"
    return msgspec.structs.replace(_read_answer(answer.body), id=public_id("quot", lane, _NOTHING), expires_at=None)


def _where_everything_is_taken(directory: Directory, wishes: Sequence[Wish]) -> Directory:
    """The directory of a single till, whose merchant has an agreement for everything and sells the wishes.

    With what somebody shows there is their own affair: no programme refuses it.
    """
    always = (Period(_LONG_AGO, None),)
    return replace(
        directory,
        tills={_NOWHERE: TillPlace(_NOWHERE, _NOWHERE, _NOWHERE, is_suspended=False)},
        agreements={(_NOWHERE, version.programme): always for version in directory.versions.values()},
        versions={number: replace(one, refused=frozenset()) for number, one in directory.versions.items()},
        goods={place: wish.category for place, wish in enumerate(wishes, 1) if wish.category is not None},
        credentials=frozenset({_NOTHING}),
    )


def _question(wishes: Sequence[Wish], *, now: datetime) -> Authorise:
    return Authorise(
        id=_NOTHING,
        key=_NOTHING,
        body=_NOTHING,
        till=_NOWHERE,
        credential=_NOTHING,
        card=_NOTHING,
        receipt="",
        till_at=now,
        capture=False,
        lines=tuple(
            ReceiptLine(
                position=place,
                gtin=place,
                article=None,
                shop_codes=(),
                name="",
                quantity_text="1",
                quantity=_MILLION,
                price=wish.price,
                discount=0,
                amount=wish.price,
            )
            for place, wish in enumerate(wishes, 1)
        ),
        confirmation=_CONFIRMED,
    )
