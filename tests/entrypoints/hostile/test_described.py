"""Everything the description promises is tried by a tool that knows nothing else; EXPLORE=n tries n examples a phase."""

import os
from pathlib import Path

from entrypoints.hostile.described import explore
from given.serving import Served

EXAMPLES = int(os.environ.get("EXPLORE", "3"))


def test_the_description_is_kept(served: Served, tmp_path: Path) -> None:
    done = explore(served, folder=tmp_path, examples=EXAMPLES, seed=1 if EXAMPLES == 3 else None)  # noqa: PLR2004
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
