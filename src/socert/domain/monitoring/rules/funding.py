"""Every source's stages, worked out from accounts by the split rule, against what postings and claims say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from socert.values import split_by_shares


class FundedSums(NamedTuple):
    """`accounts` accounts of one programme version that each have these sums, kopecks; or one that stands for many."""

    version: int
    accounts: int
    issued: int
    returned: int
    consumed: int
    claimed: int


class SourceSums(NamedTuple):
    """What postings and claims say of a source, kopecks."""

    source: int
    issued: int
    returned: int
    claimed: int
    claimed_and_paid: int
    paid: int


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays for a programme version, with the shares in the same order."""

    sources: tuple[int, ...]
    shares: tuple[int, ...]


@dataclass(slots=True)
class Derived:
    """A source's stages as its accounts give them, kopecks."""

    issued: int = 0
    returned: int = 0
    consumed: int = 0
    claimed: int = 0

    @property
    def outstanding(self) -> int:
        """Issued and neither consumed nor returned."""
        return self.issued - self.consumed - self.returned


def derive(sums: Iterable[FundedSums], *, fundings: Mapping[int, Funding]) -> dict[int, Derived]:
    """Split every account's sums between its sources.

    What came back is what a source gave, less its part of what stays in: issued − returned.
    """
    derived: dict[int, Derived] = {}
    for one in sums:
        funding = fundings[one.version]
        issued = split_by_shares(amount=one.issued, shares=funding.shares)
        kept = split_by_shares(amount=one.issued - one.returned, shares=funding.shares)
        consumed = split_by_shares(amount=one.consumed, shares=funding.shares)
        claimed = split_by_shares(amount=one.claimed, shares=funding.shares)
        for place, source in enumerate(funding.sources):
            stages = derived.setdefault(source, Derived())
            stages.issued += one.accounts * issued[place]
            stages.returned += one.accounts * (issued[place] - kept[place])
            stages.consumed += one.accounts * consumed[place]
            stages.claimed += one.accounts * claimed[place]
    return derived


def complaints(sources: Sequence[SourceSums], *, derived: Mapping[int, Derived]) -> Iterable[str | None]:
    """What is wrong with each source; None where nothing is."""
    return (_complaint(one, derived.get(one.source, Derived())) for one in sources)


def _complaint(said: SourceSums, stages: Derived) -> str | None:
    owed = stages.consumed - said.paid
    for name, is_right in (
        ("what was issued in posting is not its part of account", said.issued == stages.issued),
        ("what was returned in posting is not its part of account", said.returned == stages.returned),
        ("its claims in claim_source are not its part of claim_line", said.claimed == stages.claimed),
        ("what it paid in posting is not what its paid claims say", said.paid == said.claimed_and_paid),
        ("less than nothing is outstanding", stages.outstanding >= 0),
        (
            "issued is not outstanding + owed + paid + returned",
            said.issued == stages.outstanding + owed + said.paid + said.returned,
        ),
    ):
        if not is_right:
            return f"funding_source {said.source}: {name}"
    return None
