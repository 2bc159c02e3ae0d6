"""A synthetic region to try decisions on: what is true of its people, and what registers say of them.

What it promises: the same recipe gives the same rows; memory stays bounded however many people there are; whoever
decides reads `facts.parquet` and never `truth.parquet`, by which only benches count wrong decisions.
"""

from socert.entrypoints.generating.people import COUNT_MAX, FACTS, PEOPLE, TRUTH, Order
from socert.entrypoints.generating.region import REPORT, Recipe, Refusal, Region, Written, recipe, write_region

__all__ = [
    "COUNT_MAX",
    "FACTS",
    "PEOPLE",
    "REPORT",
    "TRUTH",
    "Order",
    "Recipe",
    "Refusal",
    "Region",
    "Written",
    "recipe",
    "write_region",
]
