"""The whole writer lives through thousands of storms in simulated time, and no promise breaks; planted faults are seen.

Queue, retries, recovery, fencing and rules are the real ones; time, wires, database and tills are drawn from a seed.
`make chaos` lives 10,000 of them and goes on where it was stopped; CHAOS_SEED=N shows one again.
"""

import os
from collections import Counter

import pytest

from chaos.report import read_part, write_part
from chaos.simulated.database import Plant
from chaos.simulated.story import TROUBLES, Broken, live

SEEDS = int(os.environ.get("CHAOS_SEEDS", "150"))
ONE_SEED = os.environ.get("CHAOS_SEED")
_A_PART = 100
_KINDS = ("authorise", "capture", "refund", "void", "lapse")
#: A planted fault must have a chance to do harm; most do it under one of the first few seeds.
_PLANT_SEEDS_MAX = 200


def test_no_promise_breaks_under_any_seed() -> None:
    if ONE_SEED is not None:
        print("\n".join(live(int(ONE_SEED)).told))  # noqa: T201 - asked for
        return
    told = read_part("simulation")
    done, answers = told.get("seeds", 0), told.get("answers", 0)
    operations, troubles = Counter[str](told.get("operations", {})), Counter[str](told.get("troubles", {}))
    while done < SEEDS:
        for seed in range(done, min(done + _A_PART, SEEDS)):
            lived = live(seed)
            answers += lived.answers
            operations += lived.operations
            troubles += lived.troubles
        done = min(done + _A_PART, SEEDS)
        counted = {"seeds": done, "answers": answers, "operations": dict(operations), "troubles": dict(troubles)}
        write_part("simulation", counted)
    assert set(troubles) == set(TROUBLES), "all that may go wrong went wrong"
    assert (
        min(operations[f"{kind} approved"] for kind in ("authorise", "capture", "refund", "void", "lapse")) > done / 5
    )


@pytest.mark.parametrize("plant", [plant for plant in Plant if plant is not Plant.NONE])
def test_a_planted_fault_is_seen(plant: Plant) -> None:
    with pytest.raises(Broken, match="once more: CHAOS_SEED="):
        _live_many(plant)


def _live_many(plant: Plant) -> None:
    for seed in range(_PLANT_SEEDS_MAX):
        live(seed, plant=plant)


def test_the_same_seed_is_the_same_life() -> None:
    assert live(3) == live(3)
