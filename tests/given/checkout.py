"""This checkout as the guard tests read it: where it lies and what it is made of."""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "src" / "socert"
MIGRATIONS = PACKAGE / "postgres" / "migrations"
FRONTEND = CHECKOUT / "frontend"
ASSETS = PACKAGE / "entrypoints" / "pages" / "assets"
RUNTIME_LOCK = CHECKOUT / "requirements.txt"
DEVELOPER_LOCK = CHECKOUT / "requirements-dev.txt"
SPARK_LOCK = CHECKOUT / "requirements-spark.txt"
OPENFISCA_LOCK = CHECKOUT / "requirements-openfisca.txt"


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of a lock file: its requirement (`name==version ; marker`) and its SHA-256 sums."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The package's name as registries compare names: lower case, words joined by single hyphens."""
        return normal_name(self.requirement.name)


def normal_name(name: str) -> str:
    """A package's name in the form in which two spellings of it are equal."""
    return re.sub(r"[-_.]+", "-", name).lower()


def source_files() -> tuple[Path, ...]:
    """Every Python file of the package, in the order of their names."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


def place(path: Path) -> str:
    """Where a file stands in the checkout, for a message."""
    return path.relative_to(CHECKOUT).as_posix()


def pins(lock: Path) -> tuple[Pin, ...]:
    """Every package of a lock file, in its order."""
    text = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return tuple(_pin(line) for line in lines)


def _pin(line: str) -> Pin:
    requirement, *hashes = line.split("--hash=")
    return Pin(requirement=Requirement(requirement.strip()), hashes=tuple(each.strip() for each in hashes))
