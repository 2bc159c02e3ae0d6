"""What is left of a budget, how long to wait, and under which hashes it is all kept.

The idea is that of device cookies (OWASP): a browser that has signed in as somebody before has a budget of its own, all
others share one. So whoever guesses shuts out strangers' browsers for a while, themselves among them, and never the
person's own.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from socert.domain.access.model.throttle import LOCK_SPAN, RATE_SPAN, Budget, Spent, Trier
from socert.domain.access.rules.sealing import derived_key

_BITS_V4 = 24
_BITS_V6 = 64


def wait_of(spent: Spent, *, budget: Budget, now: datetime) -> timedelta | None:
    """How long until the next try is allowed; None when it is allowed now."""
    waits = [
        _wait(spent.tries, limit=budget.tries_hour, span=RATE_SPAN, now=now),
        _wait(spent.failures, limit=budget.failures_day, span=LOCK_SPAN, now=now),
    ]
    longest = max(waits)
    return longest if longest > timedelta(0) else None


def _wait(instants: tuple[datetime, ...], *, limit: int, span: timedelta, now: datetime) -> timedelta:
    """Until fewer than `limit` of the instants lie within `span`."""
    return timedelta(0) if len(instants) < limit else instants[-limit] + span - now


def with_try(spent: Spent, *, now: datetime) -> Spent:
    """One more try."""
    return current(Spent(tuple(sorted((*spent.tries, now))), spent.failures), now=now)


def with_failure(spent: Spent, *, now: datetime) -> Spent:
    """One more failure, of a try that was counted already."""
    return current(Spent(spent.tries, tuple(sorted((*spent.failures, now)))), now=now)


def without_try(spent: Spent, *, now: datetime) -> Spent:
    """One try less: it succeeded."""
    return current(Spent(spent.tries[:-1], spent.failures), now=now)


def current(spent: Spent, *, now: datetime) -> Spent:
    """What still counts."""
    return Spent(
        tuple(at for at in spent.tries if at > now - RATE_SPAN),
        tuple(at for at in spent.failures if at > now - LOCK_SPAN),
    )


def over_at(spent: Spent, *, now: datetime) -> datetime:
    """When nothing of it counts any more."""
    ends = [at + RATE_SPAN for at in spent.tries[-1:]] + [at + LOCK_SPAN for at in spent.failures[-1:]]
    return max(ends, default=now)


def trier_of(*, door: str, whom: str, device: str, origin: str, secret: bytes) -> Trier:
    """Everything about a try as hashes keyed with the installation's secret: nothing of it can be looked up again."""
    key = derived_key(secret, purpose="throttle")

    def hashed(*parts: str) -> bytes:
        # The length of each part goes before it: no two different lists of parts hash alike.
        told = b"".join(b"%d:%b" % (len(raw), raw) for raw in (part.encode(errors="surrogatepass") for part in parts))
        return hmac.digest(key, told, sha256)

    return Trier(
        whom=hashed("whom", door, whom),
        device=hashed("device", door, whom, device) if device else None,
        own=hashed("own", door, whom, device),
        strangers=hashed("strangers", door, whom),
        network=hashed("network", door, network_of(origin)),
    )


def network_of(origin: str) -> str:
    """The network an address belongs to, /24 or /64; what is no address is one network together."""
    try:
        address = ip_address(origin.partition("%")[0])
    except ValueError:
        return "elsewhere"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    bits = _BITS_V6 if isinstance(address, IPv6Address) else _BITS_V4
    return str(ip_network((address, bits), strict=False))
