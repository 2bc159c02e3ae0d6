"""What every API door works with: who is admitted, the writers' queues, the pool, the clock."""

import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from socert.domain import access, installation, purchases
from socert.entrypoints.api.confirming import ConfirmationGate
from socert.entrypoints.api.lanes import LaneFinder
from socert.entrypoints.api.limiting import Limiter
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.requests import AuthorisationRequest
from socert.entrypoints.api.tally import Tally
from socert.postgres import GroupCommit, Worker
from socert.values import lane_of, uuid7

Queue = GroupCommit[purchases.Question, purchases.AnsweredTo, purchases.LockedBatch]


@dataclass(slots=True)
class Grants:
    """Keys by their digest, and the number of the directory they were read with."""

    by_digest: Mapping[bytes, access.Grant] = field(default_factory=dict)
    number: int = -1


@dataclass(slots=True)
class Desk(Worker):
    """Put together by wiring, one a process."""

    queues: Sequence[Queue]
    keeper: purchases.DirectoryKeeper
    card_secret: bytes
    real_time: Callable[[], datetime]
    limiter: Limiter = field(default_factory=Limiter)
    tally: Tally = field(default_factory=Tally)
    grants: Grants = field(default_factory=Grants)
    confirmations: ConfirmationGate = field(default_factory=ConfirmationGate)
    finder: LaneFinder | None = None

    @property
    def lanes(self) -> int:
        """How many lanes this installation has."""
        return len(self.queues)

    def count_waiting(self) -> None:
        """Bring up to date in the tally what waits at this moment."""
        self.tally.waiting = Counter({str(lane): queue.waiting for lane, queue in enumerate(self.queues)})

    def new_id(self) -> UUID:
        """A new id, ordered by time and impossible to guess."""
        return new_id(self.real_time())

    def now(self, conn: Connection) -> datetime:
        """What time it is in this installation."""
        return installation.now(conn, real=self.real_time())

    async def admit(self, authorization: str, roles: frozenset[access.Role]) -> access.Grant:
        """Who knocks.

        Raises:
            Refusal: key_not_accepted, role_not_allowed, or too_many_requests.
        """
        digest = _digest(authorization)
        if digest not in self.grants.by_digest:
            await self._refresh()
        grant = self._granted(digest, roles)
        self.charge(grant)
        return grant

    def admit_known(self, authorization: str, roles: frozenset[access.Role]) -> access.Grant | None:
        """Who knocks, by the keys at hand; None where they have to be read first.

        Raises:
            Refusal: role_not_allowed.
        """
        digest = _digest(authorization)
        return self._granted(digest, roles) if digest in self.grants.by_digest else None

    def may_need_code(self, request: AuthorisationRequest) -> bool:
        """Whether some programme wants a code above less than the receipt's sum."""
        known = self.keeper.current
        return known.code_above is not None and known.may_need_code(total=sum(line.amount for line in request.lines))

    async def admit_now(self, authorization: str, roles: frozenset[access.Role]) -> access.Grant:
        """Who knocks, by the keys as they stand this moment. The hot door need not: its batch looks again under lock.

        Raises:
            Refusal: key_not_accepted, role_not_allowed, or too_many_requests.
        """
        digest = _digest(authorization)
        known = self.grants.by_digest.get(digest)
        if known is not None:
            self.charge(known)
        await self._refresh()
        grant = self._granted(digest, roles)
        if known is None:
            self.charge(grant)
        return grant

    def charge(self, grant: access.Grant) -> None:
        """One request of this till's; others' are counted apart."""
        seconds = self.limiter.take(grant, now=time.monotonic())
        if seconds > 0:
            raise Refusal(Problem.TOO_MANY_REQUESTS, retry_after=math.ceil(seconds))

    def _granted(self, digest: bytes, roles: frozenset[access.Role]) -> access.Grant:
        grant = self.grants.by_digest.get(digest)
        if grant is None:
            raise Refusal(Problem.KEY_NOT_ACCEPTED)
        if grant.role not in roles:
            raise Refusal(Problem.ROLE_NOT_ALLOWED)
        return grant

    async def know_keys(self) -> None:
        """Read the keys before the first request brings one."""
        await self._refresh()

    async def _refresh(self) -> None:
        """Bring directory and keys up to date when something has changed."""
        number = await self.transact(purchases.read_directory_number)
        await self.keeper.up_to(number)
        if self.grants.number < number:
            self.grants = await self.transact(_read_grants)

    async def lane_of_card(self, card: UUID) -> int:
        """The lane of a card's holder; an unknown card takes one from its hash."""
        if self.lanes == 1:
            return 0
        if self.finder is None:
            self.finder = LaneFinder(self._read_lanes)
        found = await self.finder.find(card)
        return lane_of(holder=card.int >> 66, lanes=self.lanes) if found is None else found

    async def _read_lanes(self, cards: Sequence[UUID]) -> dict[UUID, int]:
        return await self.transact(lambda conn: purchases.read_carrier_lanes(conn, cards))

    async def lane_of_key(self, key: UUID, *, otherwise: int) -> int:
        """The lane in which an authorisation was asked under a key; `otherwise` when there is none."""
        if self.lanes == 1:
            return 0
        found = await self.transact(lambda conn: purchases.read_lane_of_key(conn, key))
        return otherwise if found is None else found


def new_id(now: datetime) -> UUID:
    """A new id made now."""
    return uuid7(milliseconds=int(now.timestamp() * 1_000), random=secrets.token_bytes(10))


def _digest(authorization: str) -> bytes:
    scheme, _, key = authorization.partition(" ")
    return access.digest_of(key.strip() if scheme.lower() == "bearer" else "")


def _read_grants(conn: Connection) -> Grants:
    number = purchases.read_directory_number(conn)
    return Grants(access.all_grants(conn), number)
