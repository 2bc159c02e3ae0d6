"""What tills of a bench send: cards, keys and rests of receipts, drawn beforehand and put together while loading."""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import msgspec

from socert.entrypoints.benches.seeding import Town, card_of, gtin_of, is_paid

RESTS = 20_000
_LINES = 3
_PRICES = (3_000, 25_000)
_ZIPF = 0.99
_DRAWS = 200_000


@dataclass(frozen=True, slots=True)
class Pools:
    """Cards, keys and rests of receipts, each a text; a request takes one of each at random."""

    cards: Sequence[str]
    keys: Sequence[str]
    rests: Sequence[str]

    def body(self, random: Random) -> bytes:
        """One request's body."""
        card, rest = random.choice(self.cards), random.choice(self.rests)
        return f'{{"carrier":{{"kind":"card","number":"{card}{rest}'.encode()

    def write(self, folder: Path) -> None:
        """As files, one a line, for wrk."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in (("cards", self.cards), ("keys", self.keys), ("rests", self.rests)):
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def even(town: Town, *, random: Random, capture: bool = True) -> Pools:
    """Every card as likely as the other, at all tills; in two messages at one till."""
    cards = [card_of(number).digits for number in range(town.certificates)]
    return Pools(cards, town.keys if capture else town.keys[:1], rests(town, random=random, capture=capture))


def zipf(town: Town, plain: Pools, *, random: Random) -> Pools:
    """Some cards far more often than others: Zipf with 0.99 over all holders."""
    weights = itertools.accumulate((number + 1) ** -_ZIPF for number in range(town.certificates))
    sums = list(weights)
    order = list(range(town.certificates))
    random.shuffle(order)
    drawn = [plain.cards[order[bisect.bisect(sums, random.random() * sums[-1])]] for _ in range(_DRAWS)]
    return Pools(drawn, plain.keys, plain.rests)


def one_merchant(town: Town, plain: Pools) -> Pools:
    """Everybody buys at the tills of one merchant."""
    each = len(town.keys) // len(town.merchants)
    return Pools(plain.cards, town.keys[:each], plain.rests)


def one_certificate(plain: Pools) -> Pools:
    """Everybody shows the same card."""
    return Pools(plain.cards[:1], plain.keys, plain.rests)


def rests(town: Town, *, random: Random, capture: bool) -> list[str]:
    """Receipts of three lines without their card, one line in five of what the certificate does not pay for."""
    paid = [number for number in range(town.goods) if is_paid(number)]
    unpaid = [number for number in range(town.goods) if not is_paid(number)]
    found = []
    for number in range(min(RESTS, town.goods * 4)):
        lines = [_line(place + 1, paid, unpaid, random=random) for place in range(_LINES)]
        rest = {
            "receipt": f"{number:06d}-{random.randrange(10**6):06d}",
            "at": "2026-11-22T10:00:00+03:00",
            "capture": capture,
            "lines": lines,
        }
        found.append('"},' + msgspec.json.encode(rest)[1:].decode())
    return found


def _line(position: int, paid: Sequence[int], unpaid: Sequence[int], *, random: Random) -> dict[str, object]:
    good = random.choice(unpaid if random.randrange(5) == 0 else paid)
    price = random.randrange(*_PRICES)
    return {
        "position": position,
        "gtin": gtin_of(good),
        "name": f"Example good {good}",
        "quantity": "1",
        "unit": "pcs",
        "price": price,
        "discount": 0,
        "amount": price,
    }
