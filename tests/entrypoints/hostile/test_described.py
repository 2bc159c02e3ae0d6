"""Everything the description promises is tried by a tool that knows nothing else; EXPLORE=n tries n examples each."""

import os
from pathlib import Path

from entrypoints.hostile.described import explore_as_merchant, explore_as_till
from given.serving import Served

_SHORT = 3
EXAMPLES = int(os.environ.get("EXPLORE", _SHORT))
SEED = 1 if EXAMPLES == _SHORT else None


def test_a_till_finds_what_the_description_says(served: Served, tmp_path: Path) -> None:
    assert explore_as_till(served, folder=tmp_path, examples=EXAMPLES, seed=SEED) == ""


def test_a_merchant_finds_what_the_description_says(served: Served, tmp_path: Path) -> None:
    assert explore_as_merchant(served, folder=tmp_path, examples=EXAMPLES, seed=SEED) == ""
