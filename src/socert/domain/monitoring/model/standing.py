"""How things stand today: money of a programme, what waits for staff, the state of the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceMoney:
    """A source's part of what was consumed and paid, kopecks, in the shares of the versions."""

    consumed: int
    paid: int


@dataclass(frozen=True, slots=True)
class ProgrammeMoney:
    """Where a programme's money is, kopecks: each is a part of the one before, but for what returned.

    `appropriated` and `reserved` are its budgets' over all years; `claimed` and `paid` are net of what was returned
    at tills. `certificates` were issued, `current` of them still run.
    """

    appropriated: int
    reserved: int
    issued: int
    held: int
    consumed: int
    returned: int
    claimed: int
    paid: int
    certificates: int
    current: int
    sources: Mapping[str, SourceMoney] = field(default_factory=dict)

    @property
    def unspent(self) -> int:
        """What is left on certificates, held at tills or not."""
        return self.issued - self.consumed - self.returned


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for staff; `ending` counts certificates up to `ENDING_COUNTED`."""

    claims: int
    claims_kopecks: int
    ending: int


@dataclass(frozen=True, slots=True)
class State:
    """What a page may tell of the server: `last_month` is the last one that history may be written in (2027-12)."""

    server: str
    bytes: int
    migration: str
    last_month: str
    messages_waiting: int
    tasks_waiting: int
