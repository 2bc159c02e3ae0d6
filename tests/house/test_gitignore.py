"""What is made here never reaches the repository."""

import subprocess
from pathlib import Path

import pytest

from given.checkout import CHECKOUT

MADE_HERE = (
    ".venv/bin/python",
    ".venv-bench/bin/python",
    ".venv.lock",
    ".socert/data/PG_VERSION",
    "src/socert/__pycache__/settings.cpython-311.pyc",
    ".mypy_cache/3.11/x.json",
    ".ruff_cache/x",
    ".pytest_cache/v/x",
    ".hypothesis/examples/x",
    ".import_linter_cache/x",
    "src/socert.egg-info/PKG-INFO",
    "build/lib/x.py",
    "dist/socert.whl",
    "frontend/node_modules/htmx.org/package.json",
    "src/socert/entrypoints/pages/assets/socert.css",
    "src/socert/entrypoints/pages/assets.new/socert.css",
)
WRITTEN_HERE = (
    "src/socert/settings.py",
    "requirements.txt",
    "Makefile",
    ".ci/run",
    ".importlinter",
    "tools/setup",
    "frontend/package-lock.json",
    "frontend/build.mjs",
)


@pytest.mark.parametrize("path", MADE_HERE)
def test_what_is_made_here_is_ignored(tmp_path: Path, path: str) -> None:
    assert _is_ignored(tmp_path, path)


@pytest.mark.parametrize("path", WRITTEN_HERE)
def test_what_is_written_here_is_kept(tmp_path: Path, path: str) -> None:
    assert not _is_ignored(tmp_path, path)


def _is_ignored(folder: Path, path: str) -> bool:
    (folder / ".gitignore").write_bytes((CHECKOUT / ".gitignore").read_bytes())
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    answer = subprocess.run(["git", "-C", folder, "check-ignore", "--quiet", path], check=False)
    assert answer.returncode in (0, 1)
    return answer.returncode == 0
