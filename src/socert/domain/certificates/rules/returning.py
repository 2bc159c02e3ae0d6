"""What goes back to each source from a certificate's allowance."""

from collections.abc import Sequence

from socert.values import split_by_shares


def returned_parts(*, kept: int, needed: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Kopecks for each source, in the order of the shares; none negative, together kept − needed.

    Args:
        kept: what the sources still have in it: issued − returned before.
        needed: what stays: consumed + held.
        shares: whole per cent.
    """
    before = split_by_shares(amount=kept, shares=shares)
    after = split_by_shares(amount=needed, shares=shares)
    return tuple(had - needs for had, needs in zip(before, after, strict=True))
