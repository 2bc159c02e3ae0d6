"""`make compile`: the compiled copy decides as the Python it was made from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from given.checkout import CHECKOUT

#: Whatever a till may bring, and what it is told: pure, and quick enough to be asked twice.
SAME = (
    "tests/domain/purchases/test_deciding.py",
    "tests/domain/purchases/test_golden_receipts.py",
    "tests/domain/purchases/test_first_lines.py",
    "tests/domain/purchases/test_coverage.py",
    "tests/domain/purchases/test_batches.py",
    "tests/values/test_amount.py",
    "tests/values/test_gtin.py",
    "tests/values/test_ids.py",
    "tests/values/test_quantity.py",
    "tests/postgres/test_literal.py",
)


@pytest.mark.skipif(shutil.which("gcc") is None and shutil.which("cc") is None, reason="no C compiler")
def test_compiled_rules_pass_the_tests_of_the_rules(tmp_path: Path) -> None:
    environment = os.environ | {"MYPYC_OPT_LEVEL": "0"}
    _run([sys.executable, "tools/compile", "--folder", str(tmp_path)], environment)
    library = next((tmp_path / "socert/domain/purchases/rules").glob("authorising.*.so"))
    environment |= {"PYTHONPATH": str(tmp_path)}
    asked = "import socert.domain.purchases.rules.authorising as one; print(one.__file__)"
    assert _run([sys.executable, "-c", asked], environment).strip() == str(library)
    _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *SAME], environment)


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=400
    )
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-2_000:]
    return done.stdout
