"""Whose money a claim is: what several sources share is split by what an account consumed so far, in its order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias
from uuid import UUID

from socert.domain.clearing.model import SharedLine
from socert.values import split_by_shares


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays for a programme version: sources by number, and their shares in the same order."""

    sources: tuple[int, ...]
    shares: tuple[int, ...]


Parts: TypeAlias = dict[tuple[UUID, int, int], int]
"""Kopecks by claim, lane and source."""


def add_shared_lines(parts: Parts, lines: Iterable[SharedLine], *, fundings: Mapping[int, Funding]) -> None:
    """Add the parts of lines of accounts that several sources share.

    Every account's lines come together and in the order they happened. A source's part of a line is what its part of
    the account's consumption grows by; a line taken back shrinks it again. So the parts of an account's lines, over
    all claims ever made, sum to the split of all it consumed.
    """
    for _, of_account in groupby(lines, key=attrgetter("account")):
        _add_account(parts, of_account, fundings=fundings)


def _add_account(parts: Parts, lines: Iterable[SharedLine], *, fundings: Mapping[int, Funding]) -> None:
    consumed: int | None = None
    before: Sequence[int] = ()
    for line in lines:
        funding = fundings[line.version]
        if consumed is None:
            consumed = line.consumed_before
            before = split_by_shares(amount=consumed, shares=funding.shares)
        consumed += line.amount
        after = split_by_shares(amount=consumed, shares=funding.shares)
        for source, old, new in zip(funding.sources, before, after, strict=True):
            if new != old:
                where = (line.claim, line.lane, source)
                parts[where] = parts.get(where, 0) + new - old
        before = after
