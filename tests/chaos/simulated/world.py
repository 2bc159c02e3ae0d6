"""A small town in memory: residents, their cards and certificates, two merchants' tills, all drawn from a seed."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from chaos.simulated.database import BEGIN, SimulatedDatabase
from domain.purchases.basics import (
    BREAD,
    CREDENTIAL,
    FOOD,
    FOREIGN_MERCHANT,
    FOREIGN_TILL,
    MERCHANT,
    TILL,
    TOYS,
    TOYS_ONLY,
    WINE,
    directory,
    line,
)
from socert.domain.purchases import Authorise, Directory, DirectoryKeeper, ReceiptLine
from socert.domain.purchases.model.known import Account, Carrier, CarrierStatus
from socert.values import uuid7

TILLS = (TILL, FOREIGN_TILL)
#: Nobody's till: whoever asks from it breaks the rules' assumptions, and gets no answer.
NO_TILL = 99
MERCHANT_OF = {TILL: MERCHANT, FOREIGN_TILL: FOREIGN_MERCHANT}
_LONG_AGO = BEGIN - timedelta(days=100)
_HOLD_SECONDS = {1: 25, 2: 60}
_GOODS = (BREAD, BREAD, TOYS, WINE)


@dataclass(slots=True)
class World:
    """Who lives here, and what may be asked."""

    random: Random
    database: SimulatedDatabase
    lanes: int
    cards: list[UUID] = field(default_factory=list)
    lane_of: dict[UUID, int] = field(default_factory=dict)
    _numbers: int = 0

    def __post_init__(self) -> None:
        for holder in range(1, self.random.randint(2, 5) + 1):
            card, lane = self.number(), holder % self.lanes
            self.cards.append(card)
            self.lane_of[card] = lane
            tables = self.database.tables
            tables.carriers[card] = Carrier(card, holder, CarrierStatus.ACTIVE, _LONG_AGO, None)
            tables.lane_of[holder] = lane
            for _ in range(self.random.randint(1, 2)):
                self.issue(holder)
        stranger = self.number()
        self.cards.append(stranger)
        self.lane_of[stranger] = 0

    def number(self) -> UUID:
        """One nobody had before."""
        return UUID(int=self.random.getrandbits(128))

    def new_id(self, now: datetime) -> UUID:
        """An id such as doors make."""
        return uuid7(milliseconds=int(now.timestamp() * 1000), random=self.random.randbytes(10))

    def issue(self, holder: int) -> None:
        """A certificate more for somebody: from now on there is more to spend."""
        self._numbers += 1
        number = 2**32 + self._numbers
        self.database.tables.accounts[number] = Account(
            holder=holder,
            id=number,
            certificate=UUID(int=self._numbers),
            version=self.random.randint(1, 2),
            slot=0,
            status=1,
            valid_from=_LONG_AGO,
            valid_until=BEGIN + timedelta(days=90, seconds=self.random.choice((0, 0, 60 - 90 * 86_400))),
            issued=self.random.choice((300, 1_000, 5_000)),
            held=0,
            consumed=0,
            returned=0,
        )

    def lines(self) -> tuple[ReceiptLine, ...]:
        """A basket."""
        return tuple(
            line(position, gtin=self.random.choice(_GOODS), amount=self.random.choice((1, 7, 100, 333)))
            for position in range(1, self.random.randint(1, 3) + 1)
        )

    def buy(self, now: datetime, *, till: int, card: UUID, key: UUID, body: UUID, receipt: str = "1") -> Authorise:
        """A basket at a till."""
        return Authorise(
            id=self.new_id(now),
            key=key,
            body=body,
            till=till,
            credential=CREDENTIAL,
            card=card,
            receipt=receipt,
            till_at=now,
            capture=self.random.random() < 0.4,
            lines=self.lines(),
        )


def directory_at(number: int, *, lanes: int) -> Directory:
    """What is known of shops and programmes; with every number holds last a little longer."""
    known = directory(versions=(FOOD, TOYS_ONLY))
    return replace(
        known,
        number=number,
        goods_number=number,
        versions={
            one: replace(version, hold_seconds=_HOLD_SECONDS[one] + number) for one, version in known.versions.items()
        },
        payables={(merchant, lane): 10 * merchant + lane for merchant in MERCHANT_OF.values() for lane in range(lanes)},
    )


class SimulatedKeeper(DirectoryKeeper):
    """Reads the directory from the simulated database, in simulated time."""

    def __init__(self, database: SimulatedDatabase, *, lanes: int) -> None:
        super().__init__(lambda _: directory_at(database.tables.directory, lanes=lanes))
        self._database = database
        self._lanes = lanes

    async def up_to(self, number: int) -> Directory:
        """The directory as it stands."""
        await self._database.pause()
        if self.current.number < number:
            self.current = directory_at(self._database.tables.directory, lanes=self._lanes)
        return self.current
