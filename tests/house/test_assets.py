"""The pages' assets: pinned and hashed parts, everything from here, letters for every word we write."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from given.checkout import ASSETS, CHECKOUT, FRONTEND
from socert.entrypoints.pages.rendering import HEADERS

MANIFEST: dict[str, Any] = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
LOCK: dict[str, Any] = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
STYLES = (ASSETS / "socert.css").read_text(encoding="utf-8")
SHIPPED = ("govuk-frontend", "htmx.org", "@fontsource-variable/golos-text")
LICENCES = {"MIT", "Apache-2.0", "BSD-3-Clause", "0BSD", "MPL-2.0", "OFL-1.1"}
FACE = re.compile(r'@font-face\{[^}]*url\("(fonts/[\w-]+\.woff2)\?v=[0-9a-f]{12}"\)[^}]*unicode-range:([^}]+)\}')


def test_every_package_is_pinned_hashed_and_free() -> None:
    asked = MANIFEST["dependencies"] | MANIFEST["devDependencies"]
    assert {name: version for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    packages = {name: package for name, package in LOCK["packages"].items() if name}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []
    assert [name for name, one in packages.items() if one["license"] not in LICENCES] == []


def test_styles_load_nothing_but_our_own_fonts() -> None:
    loaded = re.findall(r"url\(([^)]*)\)", STYLES)
    assert {link.strip('"').partition("?")[0] for link in loaded} == {path for path, _ in FACE.findall(STYLES)}
    assert not re.search(r"@import|\bdata:|GDS Transport|crown", STYLES)
    assert all((ASSETS / path).stat().st_size > 1_000 for path, _ in FACE.findall(STYLES))


@pytest.mark.parametrize("letter", [*"ёЁйъЩ№₽—«»–…\u00a0\u2009\u202f−ӘѢ", *"aZ1%"])
def test_the_font_has_every_letter_we_write(letter: str) -> None:
    assert any(_holds(ranges, letter) for _, ranges in FACE.findall(STYLES)), letter


def test_the_scripts_live_under_the_content_policy() -> None:
    policy = HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    ours = (ASSETS / "socert.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\b|new Function|innerHTML|\.style\b|setAttribute\(.style|https?:", ours)


def test_the_notices_name_each_work_with_its_version_and_its_licence() -> None:
    notices = (ASSETS / "NOTICES.txt").read_text(encoding="utf-8")
    for name in SHIPPED:
        assert f"{name} {MANIFEST['dependencies'][name]} (" in notices
    for words in ("Crown Copyright", "SIL OPEN FONT LICENSE", "Golos Text Project Authors", "Permission to use, copy"):
        assert words in notices


def test_a_wheel_holds_the_assets(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    listed = subprocess.run([sys.executable, "-m", "zipfile", "-l", wheel], check=True, capture_output=True, text=True)
    held = set(re.findall(r"^socert/entrypoints/pages/assets/(\S+)", listed.stdout, re.MULTILINE))
    assert held == {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}
    assert {"socert.css", "socert.js", "htmx.min.js", "NOTICES.txt"} < held


def _holds(ranges: str, letter: str) -> bool:
    for one in ranges.split(","):
        first, _, last = one.strip().removeprefix("U+").partition("-")
        if int(first, 16) <= ord(letter) <= int(last or first, 16):
            return True
    return False
