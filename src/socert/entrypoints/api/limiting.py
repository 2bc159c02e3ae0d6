"""How much one till may ask: a bucket of tokens each, so that none can use up what another needs."""

from dataclasses import dataclass, field
from uuid import UUID

from socert.domain import access

_BURST_SECONDS = 2

#: Whose bucket it is: the till's, the merchant's, or of a role without either the key's.
Holder = tuple[access.Role, int | UUID]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


@dataclass(slots=True)
class Limiter:
    """Tokens for everybody, `rate` a second and up to two seconds' worth at once; a rate of 0 limits nobody."""

    rate: float = 0.0
    _buckets: dict[Holder, _Bucket] = field(default_factory=dict)

    def take(self, grant: access.Grant, *, now: float) -> float:
        """Take a token, `now` by a clock that only goes forward; gives 0, or the seconds until there is one again."""
        if self.rate <= 0:
            return 0.0
        most = max(1.0, self.rate * _BURST_SECONDS)
        bucket = self._buckets.setdefault(_holder(grant), _Bucket(most, now))
        bucket.tokens = min(most, bucket.tokens + (now - bucket.filled_at) * self.rate)
        bucket.filled_at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self.rate
        bucket.tokens -= 1
        return 0.0

    def give_back(self, grant: access.Grant) -> None:
        """Undo the last `take`."""
        bucket = self._buckets.get(_holder(grant))
        if bucket is not None:
            bucket.tokens += 1


def _holder(grant: access.Grant) -> Holder:
    return grant.role, grant.till or grant.merchant or grant.credential
