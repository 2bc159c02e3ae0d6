"""A resident goes shopping: one visit from the belt to the receipt, with what goes wrong at real tills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random

from socert.entrypoints.replays.baskets import Line, draw_lines
from socert.entrypoints.replays.checkout import Answer, Checkout, left_on
from socert.entrypoints.replays.example import ExampleCity
from socert.entrypoints.replays.residents import Shopper
from socert.entrypoints.replays.till import PlayedTill


class Visit(Enum):
    """How a visit goes."""

    TWO_MESSAGES = "two messages"
    AT_ONCE = "captured at once"
    ANSWER_LOST = "the answer is lost and the request repeated"
    CAPTURE_ANSWER_LOST = "the capture's answer is lost and the capture repeated"
    VOIDED_AND_AGAIN = "voided, one thing left out, again"
    GAVE_UP_AND_VOIDED_BY_KEY = "gave up waiting, voided by key, again"
    VOIDED_AFTER_CAPTURE = "voided after being captured at once, again"
    ABANDONED = "never captured"
    QUOTED_FIRST = "asked what it would come to, then bought"
    RETURNED = "bought, and one of the things brought back"


#: How often each happens, in a thousand.
_SHARES = {
    Visit.TWO_MESSAGES: 575,
    Visit.AT_ONCE: 280,
    Visit.ANSWER_LOST: 40,
    Visit.CAPTURE_ANSWER_LOST: 20,
    Visit.VOIDED_AND_AGAIN: 25,
    Visit.GAVE_UP_AND_VOIDED_BY_KEY: 15,
    Visit.VOIDED_AFTER_CAPTURE: 10,
    Visit.ABANDONED: 10,
    Visit.QUOTED_FIRST: 10,
    Visit.RETURNED: 15,
}
_BALANCE_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Errand:
    """Somebody on the way to a till at a certain hour."""

    shopper: Shopper
    till: PlayedTill
    at: datetime
    is_small: bool


async def run_errand(errand: Errand, *, city: ExampleCity, random: Random) -> int:
    """Go to the till once; gives what the resident has left to spend, kopecks."""
    checkout = Checkout(errand.till, shopper=errand.shopper, at=errand.at, random=random)
    if random.randrange(100) < _BALANCE_PERCENT:
        await checkout.balances()
    lines = draw_lines(city, chain=errand.till.chain, is_small=errand.is_small, random=random)
    return left_on(await go(checkout, draw_visit(random), lines, random=random))


def draw_visit(random: Random) -> Visit:
    """How the next visit goes, by chance."""
    return random.choices(list(_SHARES), list(_SHARES.values()))[0]


async def go(checkout: Checkout, visit: Visit, lines: Sequence[Line], *, random: Random) -> Answer:
    """Play a visit out; gives its last answer."""
    match visit:
        case Visit.AT_ONCE:
            answer = await checkout.authorise(lines, capture=True)
        case Visit.TWO_MESSAGES | Visit.ANSWER_LOST | Visit.CAPTURE_ANSWER_LOST:
            bought = await checkout.buy(
                lines,
                is_answer_lost=visit is Visit.ANSWER_LOST,
                is_capture_answer_lost=visit is Visit.CAPTURE_ANSWER_LOST,
            )
            answer = bought.answer
        case Visit.QUOTED_FIRST:
            await checkout.quote(lines)
            answer = (await checkout.buy(lines)).answer
        case Visit.ABANDONED:
            answer = await checkout.authorise(lines)
        case Visit.VOIDED_AND_AGAIN:
            await checkout.void(await checkout.authorise(lines))
            answer = (await checkout.buy(lines[: max(1, len(lines) - 1)])).answer
        case Visit.VOIDED_AFTER_CAPTURE:
            await checkout.void(await checkout.authorise(lines, capture=True), was_captured=True)
            answer = await checkout.authorise(lines, capture=True)
        case Visit.GAVE_UP_AND_VOIDED_BY_KEY:
            # The answer never came: void by key, then ring everything up under a new key.
            key = checkout.new_key()
            await checkout.authorise(lines, key=key)
            await checkout.void_by_key(key)
            answer = (await checkout.buy(lines)).answer
        case Visit.RETURNED:
            answer = await _buy_and_return(checkout, lines, random=random)
    return answer


async def _buy_and_return(checkout: Checkout, lines: Sequence[Line], *, random: Random) -> Answer:
    """Bring one thing back: one piece of it where there are several."""
    bought = await checkout.buy(lines)
    if bought.capture is None:
        return bought.answer
    line = random.choice(lines)
    part = {"position": line["position"]}
    if line["unit"] == "pcs" and line["quantity"] != "1":
        part["quantity"] = "1"
    return await checkout.take_back(bought.capture, [part])
