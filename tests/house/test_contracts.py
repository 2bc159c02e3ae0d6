"""The contracts of .importlinter hold for the package, and each of them notices the mistake it is there for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from given.checkout import CHECKOUT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
UPPER_ROOMS = ("monitoring", "evidence", "clearing", "purchases", "certificates", "decisions", "programmes")
LOWER_ROOMS = (
    *(
        "budgets",
        "providers",
        "people",
        "messages",
        "catalogue",
        "criteria",
        "ledger",
        "access",
        "tasks",
        "audit",
        "files",
    ),
    "installation",
)
SOUND_HOUSE = {
    "values/money": "",
    "postgres/pool": "import psycopg",
    "settings": "",
    "keys": "import socert.domain.evidence",
    "wiring": "import socert.domain.purchases",
    "entrypoints/api/purchases": "import socert.domain.purchases",
    "entrypoints/pages/landing": "",
    "entrypoints/replays/food": "",
    "entrypoints/generating/people": "import socert.entrypoints.replays.food",
    "entrypoints/benches/demand": "",
    "entrypoints/server/application": "import socert.entrypoints.api.purchases",
    "entrypoints/cli/serve": "import socert.entrypoints.server.application",
    "__main__": "import socert.entrypoints.cli.serve",
    **{f"domain/{room}/model": "import socert.values.money" for room in (*UPPER_ROOMS, *LOWER_ROOMS)},
    "domain/purchases/rules": "import socert.domain.purchases.model",
    "domain/purchases/store": "import psycopg, socert.domain.purchases.model",
    "domain/purchases/actions": "import socert.domain.purchases.store, socert.domain.ledger",
}
MISTAKES = {
    "a storey looks up": ("values/money", "import socert.postgres.pool", "Storeys"),
    "the domain knows a door": ("domain/ledger/store", "import socert.entrypoints.api", "Storeys"),
    "the domain reads the settings": ("domain/ledger/store", "import socert.settings", "Storeys"),
    "a nameless place at the top": ("utils", "", "Storeys"),
    "a lower room knows a higher one": ("domain/ledger/store", "import socert.domain.purchases", "Rooms"),
    "neighbours know each other": ("domain/budgets/store", "import socert.domain.providers", "Rooms"),
    "a room nobody planned": ("domain/helpers/model", "", "Rooms"),
    "rules know the store": ("domain/purchases/rules", "import socert.domain.purchases.store", "Inside a room"),
    "a nameless file in a room": ("domain/people/helpers", "", "Inside a room"),
    "pages know the API": ("entrypoints/pages/landing", "import socert.entrypoints.api", "Doors"),
    "the server knows the command line": ("entrypoints/server/application", "import socert.entrypoints.cli", "Doors"),
    "replays know the generator": ("entrypoints/replays/food", "import socert.entrypoints.generating.people", "Doors"),
    "rules know the database": ("domain/purchases/rules", "import psycopg", "Models, rules and values"),
    "a room knows an engine": ("domain/decisions/actions", "import duckdb", "No engine in the domain"),
    "values read the machine": ("values/money", "import os", "Models, rules and values"),
}


def test_the_contracts_are_kept() -> None:
    report = _lint_imports(CHECKOUT)
    assert report.returncode == 0, report.stdout


def test_a_sound_house_keeps_them(tmp_path: Path) -> None:
    report = _lint_imports(_house(tmp_path))
    assert report.returncode == 0, report.stdout


@pytest.mark.parametrize(("place", "code", "contract"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_breaks_the_contract_it_offends(tmp_path: Path, place: str, code: str, contract: str) -> None:
    report = _lint_imports(_house(tmp_path, {place: code}))
    broken = [line for line in report.stdout.splitlines() if line.endswith("BROKEN")]
    assert report.returncode == 1, report.stdout
    assert any(line.startswith(contract) for line in broken), report.stdout


def _house(folder: Path, changes: dict[str, str] | None = None) -> Path:
    for place, code in (SOUND_HOUSE | (changes or {})).items():
        path = folder / "socert" / f"{place}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
        for package in (each for each in path.parents if each.is_relative_to(folder / "socert")):
            (package / "__init__.py").touch()
    (folder / ".importlinter").write_bytes((CHECKOUT / ".importlinter").read_bytes())
    return folder


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder if folder != CHECKOUT else folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
