"""How often somebody may try to get in: budgets, what was spent of one, and who is trying."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Tries are counted over this span,
RATE_SPAN = timedelta(hours=1)
#: and failures over this one.
LOCK_SPAN = timedelta(days=1)
#: A browser nobody signed in with for so long is a stranger again.
DEVICE_LIFE = timedelta(days=180)
#: So many browsers of one person are remembered, the latest.
DEVICES_MAX = 10


@dataclass(frozen=True, slots=True)
class Budget:
    """What is allowed within any hour and any day: the rate limit counts tries, the lock-out failures."""

    tries_hour: int
    failures_day: int


#: A browser that has signed in as this person before. Nobody else spends from it.
KNOWN_DEVICE = Budget(tries_hour=10, failures_day=30)
#: All browsers that have not, together: whoever guesses spends from it, whatever they rotate.
UNKNOWN_DEVICES = Budget(tries_hour=10, failures_day=40)
#: One network, whomever it tries: a library or an office is many people.
NETWORK = Budget(tries_hour=100, failures_day=400)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent of a budget: the instants of tries in the last hour and of failures in the last day, in order."""

    tries: tuple[datetime, ...] = ()
    failures: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Trier:
    """Who is trying: hashes only. `device` is None for a browser without a number."""

    whom: bytes
    device: bytes | None
    own: bytes
    strangers: bytes
    network: bytes
