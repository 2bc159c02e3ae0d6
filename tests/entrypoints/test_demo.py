"""The README's first command, run as a newcomer runs it, with few people."""

import os
import subprocess
from pathlib import Path

from given.checkout import CHECKOUT


def test_make_demo_ends_with_balanced_books(tmp_path: Path) -> None:
    # The suite may run below a make of its own, which would announce itself.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment = inherited | {"SOCERT_HOME": str(tmp_path / "home"), "DEMO_EXIT": "1", "DEMO_PEOPLE": "15"}
    done = subprocess.run(
        ["make", "demo"],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "the books balance" in done.stderr
    registers = sorted(path.suffix for path in (tmp_path / "home" / "registers" / "socert_demo").glob("period-1-*/*"))
    assert ".csv" in registers
    assert ".xlsx" in registers
