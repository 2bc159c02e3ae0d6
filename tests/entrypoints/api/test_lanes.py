"""Lanes of many cards are asked for at once, and each asker hears of its own."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from socert.entrypoints.api.lanes import LaneFinder

pytestmark = pytest.mark.anyio


class Register:
    """Where cards are looked up; slow enough that askers gather."""

    def __init__(self) -> None:
        self.queries: list[list[UUID]] = []
        self.is_away = False

    async def read(self, cards: Sequence[UUID]) -> dict[UUID, int]:
        """Even cards have their number as lane, odd ones nobody has."""
        self.queries.append(list(cards))
        await asyncio.sleep(0.01)
        if self.is_away:
            raise ConnectionError
        return {card: card.int for card in cards if card.int % 2 == 0}


async def test_askers_during_a_query_share_the_next_one() -> None:
    register = Register()
    finder = LaneFinder(register.read)
    cards = [UUID(int=number % 50) for number in range(200)]
    found = await asyncio.gather(*(finder.find(card) for card in cards))
    assert found == [card.int if card.int % 2 == 0 else None for card in cards]
    assert sum(map(len, register.queries)) == 50
    assert len(register.queries) <= 2
    assert await finder.find(UUID(int=4)) == 4


async def test_an_error_is_told_to_all_who_asked_and_the_next_is_answered() -> None:
    register = Register()
    finder = LaneFinder(register.read)
    register.is_away = True
    found = await asyncio.gather(*(finder.find(UUID(int=number)) for number in range(5)), return_exceptions=True)
    assert [type(one) for one in found] == [ConnectionError] * 5
    register.is_away = False
    assert await finder.find(UUID(int=2)) == 2


async def test_an_asker_who_goes_away_takes_nobody_along() -> None:
    register = Register()
    finder = LaneFinder(register.read)
    gone = asyncio.create_task(finder.find(UUID(int=2)))
    stays = asyncio.create_task(finder.find(UUID(int=2)))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
