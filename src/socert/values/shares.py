"""Splitting a sum between funding sources, so that every part only ever grows with the sum."""

from collections.abc import Sequence

_WHOLE = 100


class UnusableShares(ValueError):
    """Shares by which nothing can be split."""


class UnableToSplit(ValueError):
    """A negative amount, which has no parts."""


def check_shares(shares: Sequence[int]) -> None:
    """Pass shares in whole per cent, each at least 1, together 100.

    Raises:
        UnusableShares: with what to mend.
    """
    if any(share < 1 for share in shares):
        raise UnusableShares("Every source needs a share of at least 1 per cent; please leave out sources without one.")
    if sum(shares) != _WHOLE:
        raise UnusableShares(f"The shares sum to {sum(shares)} per cent; please make them sum to 100.")


def split_by_shares(*, amount: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Split an amount by shares, in the order of the sources; the parts sum to the amount exactly.

    The first source bears floor(amount × s1 / 100), the second floor(rest × s2 / (100 − s1)) of the rest, and
    so on; the last bears what is left. One kopeck more in the amount is one kopeck more in exactly one part,
    as a step gives it either to its own part or to the rest (its share is at most the remaining share). So
    every part only grows with the amount, and what is consumed never passes a source's reserve.

    Args:
        amount: kopecks (or any whole units), not negative.
        shares: whole per cent, each at least 1, together 100.

    Raises:
        UnableToSplit: the amount is negative.
        UnusableShares: the shares are not as said.
    """
    check_shares(shares)
    if amount < 0:
        raise UnableToSplit("A negative amount cannot be split; please split the amount taken back instead.")
    parts: list[int] = []
    rest, remaining_share = amount, _WHOLE
    for share in shares:
        part = rest * share // remaining_share  # the last share is all that remains, so its part is the rest
        parts.append(part)
        rest -= part
        remaining_share -= share
    return tuple(parts)
