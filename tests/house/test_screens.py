"""`make screens`, short: pictures of some pages in both languages, and what axe found on them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from given.checkout import CHECKOUT


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this system")
def test_pages_are_pictured_in_both_languages_and_axe_finds_nothing(tmp_path: Path) -> None:
    asked = ["--folder", str(tmp_path), "--people", "12", "--variant", "phone", "--only", "/me/"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src")}
    done = subprocess.run(
        [sys.executable, "tools/screens", *asked], cwd=CHECKOUT, env=environment, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    pictures = {path.name for path in (tmp_path / "phone").iterdir()}
    assert {"me-card.ru.webp", "me-card.en.webp", "me-history.ru.webp"} <= pictures
    assert all(path.read_bytes()[8:12] == b"WEBP" for path in (tmp_path / "phone").iterdir())
    found = json.loads((tmp_path / "axe.json").read_text(encoding="utf-8"))
    assert found["pages"] == len(pictures)
    assert found["violations"] == 0, found["found"]
