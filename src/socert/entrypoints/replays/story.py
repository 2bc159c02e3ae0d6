"""What a replay is made of: who gets which certificates, for how long, and people with habits who go to tills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from socert.entrypoints.replays.district import Gift
from socert.entrypoints.replays.example import ExampleCity
from socert.entrypoints.replays.residents import Shopper
from socert.entrypoints.replays.stock import GoodsList
from socert.entrypoints.replays.till import PlayedTill

DAYS_A_WEEK = 7


class Household(Protocol):
    """Somebody with habits; their own chance makes a replay repeatable."""

    def hour_out(self, day: int) -> int | None:
        """The hour at which they go shopping on a day of the replay, counted from 0; None when they stay at home."""

    async def go(self, at: datetime) -> None:
        """Go shopping once."""


SettleIn = Callable[[Sequence[PlayedTill], Random], Sequence[Household]]
"""Makes the households, told of the tills they may go to."""


@dataclass(frozen=True, slots=True)
class Story:
    """A pilot as it is to be played: weeks of shopping, then the period is closed, paid, and the rest expires.

    `gifts` are issued in order; `valid_days` is the longest term of their programmes; `goods` are imported first. Of a
    large story a sample of tills reports its days, and registers are written without sheets.
    """

    title: str
    city: ExampleCity
    shoppers: Sequence[Shopper]
    gifts: Sequence[Gift]
    weeks: int
    valid_days: int
    settle_in: SettleIn
    goods: GoodsList | None = None
    is_large: bool = False
