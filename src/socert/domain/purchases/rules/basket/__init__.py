"""How a basket is split over what may pay: `docs/basket.md` defines the optimum."""

from socert.domain.purchases.model.pots import Pot
from socert.domain.purchases.rules.basket.pots import (
    ALLOWANCES_MAX,
    CERTIFICATES_MAX,
    LINES_MAX,
    order_of_use,
    too_many,
)
from socert.domain.purchases.rules.basket.splits import BasketSplit, LineSplit, Part
from socert.domain.purchases.rules.basket.splitting import split_basket

__all__ = [
    "ALLOWANCES_MAX",
    "CERTIFICATES_MAX",
    "LINES_MAX",
    "BasketSplit",
    "LineSplit",
    "Part",
    "Pot",
    "order_of_use",
    "split_basket",
    "too_many",
]
