"""The lock files pin everything by hash, agree with pyproject.toml and name no registry and no machine."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from given.checkout import (
    CHECKOUT,
    DEVELOPER_LOCK,
    FRONTEND,
    OPENFISCA_LOCK,
    RUNTIME_LOCK,
    SPARK_LOCK,
    Pin,
    normal_name,
    pins,
)

LOCKS = (RUNTIME_LOCK, DEVELOPER_LOCK, OPENFISCA_LOCK, SPARK_LOCK)
SET_UP = (
    *LOCKS,
    *(
        CHECKOUT / name
        for name in ("pyproject.toml", "Makefile", "tools/setup", "tools/openfisca", ".ci/run", "hatch_build.py")
    ),
    CHECKOUT / "benchmarks" / "requirements.in",
    *(FRONTEND / name for name in ("package.json", "package-lock.json", "build.mjs")),
)
A_REGISTRY = re.compile(
    r'"resolved"|--(extra-|default-)?index(-url)?\b|--find-links|--trusted-host| @ (https?|file):|registry ?='
)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    loose = [
        str(pin.requirement)
        for pin in pins(lock)
        if not re.fullmatch(r"==[\w.+!]+", str(pin.requirement.specifier))
        or not pin.hashes
        or not all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in pin.hashes)
    ]
    assert pins(lock)
    assert loose == []


def test_the_developer_file_pins_what_the_runtime_file_pins() -> None:
    developer = {pin.name: pin for pin in pins(DEVELOPER_LOCK)}
    assert [pin.name for pin in pins(RUNTIME_LOCK) if developer.get(pin.name) != pin] == []


def test_the_lock_files_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    developer = project["project"]["optional-dependencies"]["dev"] + project["build-system"]["requires"]
    assert _unmet(runtime, pins(RUNTIME_LOCK)) == []
    assert _unmet(developer, pins(DEVELOPER_LOCK)) == []
    extra = project["project"]["optional-dependencies"]["spark"]
    assert _unmet(extra + project["dependency-groups"]["spark"], pins(SPARK_LOCK)) == []


def test_the_spark_file_pins_what_the_developer_file_pins() -> None:
    developer = {pin.name: pin for pin in pins(DEVELOPER_LOCK)}
    assert [pin.name for pin in pins(SPARK_LOCK) if developer.get(pin.name, pin) != pin] == []


def test_openfisca_is_locked_apart_with_the_same_duckdb_and_reaches_no_other_file() -> None:
    wanted = (CHECKOUT / "benchmarks" / "requirements.in").read_text(encoding="utf-8").splitlines()
    locked = {pin.name: pin for pin in pins(OPENFISCA_LOCK)}
    assert _unmet([line for line in wanted if line and not line.startswith("#")], pins(OPENFISCA_LOCK)) == []
    assert locked["duckdb"] in pins(RUNTIME_LOCK)
    assert [lock.name for lock in LOCKS if "openfisca-core" in lock.read_text(encoding="utf-8")] == [
        OPENFISCA_LOCK.name
    ]


@pytest.mark.parametrize("path", SET_UP, ids=lambda path: path.name)
def test_set_up_files_name_no_registry_and_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert A_REGISTRY.findall(text) == []
    assert [folder for folder in (f"{CHECKOUT}/", f"{Path.home()}/") if folder in text and folder != "//"] == []


def _unmet(wanted: Iterable[str], locked: Iterable[Pin]) -> list[str]:
    versions = {pin.name: str(pin.requirement.specifier).removeprefix("==") for pin in locked}
    requirements = [Requirement(each) for each in wanted]
    return [
        str(each)
        for each in requirements
        if not each.specifier.contains(versions.get(normal_name(each.name), "0"), prereleases=True)
    ]
