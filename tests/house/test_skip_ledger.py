"""With CI=true a skip that is not listed with its reason fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.skip_ledger import listed_skips

SUITES = {
    "a test skipped by mark": "import pytest\n@pytest.mark.skip(reason='no scale here')\ndef test_weighs(): ...\n",
    "a test that skips itself": "import pytest\ndef test_weighs(): pytest.skip('no scale here')\n",
    "a case skipped": (
        "import pytest\n@pytest.mark.parametrize('grams', [1])\ndef test_weighs(grams): pytest.skip('no scale here')\n"
    ),
    "a module skipped": "import pytest\npytest.skip('no scale here', allow_module_level=True)\n",
}


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
@pytest.mark.parametrize("workers", ["0", "1"])
def test_an_unlisted_skip_fails_in_ci(tmp_path: Path, suite: str, workers: str) -> None:
    result = _run(tmp_path, suite=suite, ci="true", workers=workers)
    assert result.returncode in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED), result.stdout
    assert "tests/skips.toml does not list it" in result.stdout


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_a_listed_skip_passes_in_ci(tmp_path: Path, suite: str) -> None:
    listed = "[[skip]]\ntest = 'tests/test_scale.py'\nreason = 'no scale'\n"
    result = _run(tmp_path, suite=suite + "def test_runs(): ...\n", ci="true", listed=listed)
    assert "1 skipped" in result.stdout


def test_a_skip_listed_with_another_reason_fails_in_ci(tmp_path: Path) -> None:
    listed = "[[skip]]\ntest = 'tests/test_scale.py::test_weighs'\nreason = 'no printer'\n"
    assert _run(tmp_path, suite=SUITES["a test skipped by mark"], ci="true", listed=listed).returncode == 1


def test_a_skip_outside_ci_and_an_expected_failure_in_ci_are_no_failures(tmp_path: Path) -> None:
    expected_failure = "import pytest\n@pytest.mark.xfail\ndef test_weighs(): raise ValueError\n"
    assert _run(tmp_path, suite=SUITES["a test skipped by mark"], ci="").returncode == 0
    assert _run(tmp_path, suite=expected_failure, ci="true").returncode == 0


def test_every_listed_skip_names_a_file_that_exists() -> None:
    listed = listed_skips(CHECKOUT / "tests" / "skips.toml")
    gone = [skip.test for skip in listed if not (CHECKOUT / skip.test.split("::")[0]).is_file()]
    assert gone == []
    assert all(skip.reason.strip() for skip in listed)


def _run(
    folder: Path, *, suite: str, ci: str, listed: str = "", workers: str = "0"
) -> subprocess.CompletedProcess[str]:
    tests = folder / "tests"
    tests.mkdir(exist_ok=True)
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {CHECKOUT / 'tests'}\n", encoding="utf-8")
    (tests / "conftest.py").write_text('pytest_plugins = ["given.skip_ledger"]\n', encoding="utf-8")
    (tests / "skips.toml").write_text(listed, encoding="utf-8")
    (tests / "test_scale.py").write_text(suite, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "xdist.plugin", "-n", workers, "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        # Plugins that other tests need take longer to start than everything here.
        env={**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
