"""What a resident has besides a card from the office: the QR of a phone and a printed sheet."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from psycopg import Connection

from socert.domain import audit
from socert.domain.people.model import Card, CardStatus, CarrierKind, Refusal, Representation, Sheet
from socert.domain.people.rules import SHEETS_AT_ONCE, QrShown, card_hash, qr_shown, sheet_number
from socert.domain.people.store import cards as card_store
from socert.domain.people.store import carriers as store
from socert.domain.people.store import residents as resident_store


class NoNumberLeft(Exception):
    """Every number that follows from this instant is taken: about as likely as eight lottery wins."""


def own_carriers(conn: Connection, *, holder: int, now: datetime) -> list[Card]:
    """What a resident opens themself with at this instant; representatives' cards are not theirs."""
    found = card_store.read_cards_of(conn, holder)
    return [one for one in found if one.representation is None and one.is_good(now=now)]


def qr_token(conn: Connection, *, holder: int, secret: bytes, actor: audit.Actor, now: datetime) -> QrShown | Refusal:
    """What a resident's phone shows now. It depends on no card: a lost one may be blocked and the phone goes on.

    What it stands for is made the first time; blocked as lost, it is made anew the next time somebody signs in.
    """
    carrier = _active(conn, holder=holder, kind=CarrierKind.QR, representation=None)
    if carrier is None:
        made = _make_qr(conn, holder=holder, actor=actor, now=now)
        if isinstance(made, Refusal):
            return made
        carrier = made
    return qr_shown(carrier.hash, secret=secret, now=now)


def _make_qr(conn: Connection, *, holder: int, actor: audit.Actor, now: datetime) -> Card | Refusal:
    lane = _lane_of(conn, holder)
    if isinstance(lane, Refusal):
        return lane
    made = Card(uuid4(), holder, lane, "", CardStatus.ACTIVE, None, now, None, CarrierKind.QR)
    if store.insert(conn, made):
        _record(conn, made, action="qr_made", actor=actor, now=now)
        return made
    found = _active(conn, holder=holder, kind=CarrierKind.QR, representation=None)
    assert found is not None, "whoever made one at the same time has committed it"
    return found


def make_sheet(
    conn: Connection,
    *,
    holder: int,
    secret: bytes,
    actor: audit.Actor,
    now: datetime,
    representation: Representation | None = None,
) -> Sheet | Refusal:
    """Make a sheet that opens a resident, for them or for who represents them; the one before is blocked."""
    lane = _lane_of(conn, holder)
    if isinstance(lane, Refusal):
        return lane
    number, valid_until = None if representation is None else representation.id, None
    valid_from = now
    if representation is not None:
        valid_from, valid_until = max(now, representation.valid_from), representation.valid_until
    if valid_until is not None and valid_until <= valid_from:
        return Refusal.DATES_BEYOND_REPRESENTATION
    blank = Card(uuid4(), holder, lane, "", CardStatus.ACTIVE, number, valid_from, valid_until, CarrierKind.PAPER)
    for sheet in _numbered(blank, secret=secret):
        # Each time anew: of two that are made at once the later one stays.
        store.block_kind(conn, holder=holder, kind=CarrierKind.PAPER, representation=number)
        if store.insert(conn, sheet.card):
            _record(conn, sheet.card, action="sheet_made", actor=actor, now=now)
            return sheet
    raise NoNumberLeft


def find_sheet(conn: Connection, *, holder: int, secret: bytes, representation: UUID | None = None) -> Sheet | None:
    """The sheet a resident, or who represents them, has now, with its number, to be printed again."""
    card = _active(conn, holder=holder, kind=CarrierKind.PAPER, representation=representation)
    if card is None:
        return None
    return next((one for one in _numbered(card, secret=secret) if one.card.hash == card.hash), None)


def _numbered(card: Card, *, secret: bytes) -> list[Sheet]:
    """The sheets this row may be, by the numbers that follow from it."""
    numbers = [
        sheet_number(
            secret=secret,
            holder=card.holder,
            representation=card.representation,
            valid_from=card.valid_from,
            place=place,
        )
        for place in range(SHEETS_AT_ONCE)
    ]
    return [
        Sheet(one, replace(card, hash=card_hash(secret=secret, card=one), last_four=one.last_four)) for one in numbers
    ]


def _active(conn: Connection, *, holder: int, kind: CarrierKind, representation: UUID | None) -> Card | None:
    wanted = (kind, representation, CardStatus.ACTIVE)
    found = card_store.read_cards_of(conn, holder)
    return next((one for one in found if (one.kind, one.representation, one.status) == wanted), None)


def _lane_of(conn: Connection, holder: int) -> int | Refusal:
    standing = resident_store.lock_standings(conn, [holder]).get(holder)
    if standing is None or standing.is_erased:
        return Refusal.RESIDENT_UNKNOWN if standing is None else Refusal.RESIDENT_ERASED
    return standing.lane


def _record(conn: Connection, carrier: Card, *, action: str, actor: audit.Actor, now: datetime) -> None:
    audit.record(
        conn,
        actor=actor,
        action=action,
        subject=f"resident:{carrier.holder}",
        purpose="how the resident's certificates are presented",
        details={} if carrier.representation is None else {"representation": str(carrier.representation)},
        at=now,
    )
