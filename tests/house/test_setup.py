"""`make setup` makes the environment once, again when something changed, and says what is missing.

The real one runs whenever somebody starts this suite; here stand-ins on the PATH play Pythons that are old, incomplete
or already there, which one machine cannot be all at once.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from given.checkout import CHECKOUT

OLD_PYTHON = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2" && exit 0
exit 1
"""
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$*" in
    *ensurepip*) exit 1 ;;
    *print*) echo 3.11 ;;
esac
"""
PYTHON = f"""#!/bin/sh
case "$*" in
    *fcntl*) exec {sys.executable} "$@" ;;
    *"import pyspark"*) [ -e spark ] ;;
    *"pip install"*--no-build-isolation*requirements-spark.txt) touch spark; echo spark >>did ;;
    *"pip install"*tmp*) echo builders >>did ;;
    "-m venv"*)
        sleep 0.3
        for folder; do :; done
        mkdir -p "$folder/bin"
        cp "$0" "$folder/bin/python"
        echo "command = $0 -m venv --clear $(pwd -P)/$folder" >"$folder/pyvenv.cfg"
        echo venv >>did ;;
    *"pip install"*--require-hashes*) echo packages >>did ;;
    *"pip install"*)
        mkdir -p src/socert/entrypoints/pages/assets
        touch src/socert/entrypoints/pages/assets/socert.css
        echo socert >>did ;;
esac
"""
INGREDIENTS = (
    "tools/setup",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "hatch_build.py",
    "frontend/package-lock.json",
    "frontend/styles/socert.scss",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    for name in INGREDIENTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, folder / name)
    return folder


def test_the_second_set_up_has_nothing_to_do(checkout: Path) -> None:
    _set_up(checkout, python=PYTHON)
    _set_up(checkout, python=PYTHON)
    assert _did(checkout) == ["venv", "packages", "socert"]


@pytest.mark.parametrize("name", INGREDIENTS[1:])
def test_a_changed_file_installs_anew_into_the_same_environment(checkout: Path, name: str) -> None:
    _set_up(checkout, python=PYTHON)
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    _set_up(checkout, python=PYTHON)
    assert _did(checkout) == ["venv", "packages", "socert", "packages", "socert"]


def test_assets_that_went_missing_are_made_anew(checkout: Path) -> None:
    _set_up(checkout, python=PYTHON)
    shutil.rmtree(checkout / "src")
    _set_up(checkout, python=PYTHON)
    assert _did(checkout) == ["venv", "packages", "socert", "packages", "socert"]


def test_a_new_source_of_the_pages_has_them_made_anew_and_a_fetched_package_does_not(checkout: Path) -> None:
    _set_up(checkout, python=PYTHON)
    fetched = checkout / "frontend" / "node_modules" / "sass" / "index.js"
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    _set_up(checkout, python=PYTHON)
    assert _did(checkout) == ["venv", "packages", "socert"]
    (checkout / "frontend" / "styles" / "_new.scss").touch()
    _set_up(checkout, python=PYTHON)
    assert _did(checkout) == ["venv", "packages", "socert", "packages", "socert"]


def test_a_moved_checkout_gets_a_new_environment(checkout: Path) -> None:
    _set_up(checkout, python=PYTHON)
    moved = checkout.rename(checkout.with_name("elsewhere"))
    _set_up(moved, python=PYTHON)
    assert _did(moved) == ["venv", "packages", "socert"] * 2


def test_set_ups_started_together_do_the_work_once(checkout: Path) -> None:
    environment = _environment(checkout, python=PYTHON, user=1000)
    started = [subprocess.Popen([checkout / "tools" / "setup"], env=environment) for _ in range(4)]
    assert [each.wait(timeout=20) for each in started] == [0, 0, 0, 0]
    assert _did(checkout) == ["venv", "packages", "socert"]


def test_an_old_python_is_named_with_what_to_install(checkout: Path) -> None:
    answer = _set_up(checkout, python=OLD_PYTHON, expected=1)
    assert "needs Python 3.11 or later, found: Python 3.9.2" in answer
    assert "apt-get install python3 python3-venv" in answer


def test_a_python_without_venv_is_named_with_what_to_install(checkout: Path) -> None:
    answer = _set_up(checkout, python=PYTHON_WITHOUT_VENV, expected=1)
    assert "Python 3.11 came without venv. Please install python3.11-venv" in answer


def test_root_installs_what_is_missing(checkout: Path) -> None:
    answer = _set_up(checkout, python=PYTHON_WITHOUT_VENV, user=0, expected=1)
    assert "apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 python3.11-venv" in answer


def test_root_gets_a_browser_and_anybody_else_is_told_which_package_it_is(checkout: Path) -> None:
    asked, told = (_see_to_a_browser(checkout, user=user) for user in (0, 1000))
    assert "-o DPkg::Lock::Timeout=120 chromium fonts-dejavu-core" in asked
    assert "tests of pages need Chromium. Please install chromium fonts-dejavu-core" in told
    assert "skipped" in asked
    assert "skipped" in told
    (checkout.parent / "bin" / "chromium").touch(mode=0o755)
    assert _see_to_a_browser(checkout, user=0) == ""


def test_spark_is_installed_once_and_again_when_its_pins_change(checkout: Path) -> None:
    shutil.copy(CHECKOUT / "requirements-spark.txt", checkout)
    _set_up(checkout, python=PYTHON)
    _see_to_spark(checkout, java="17.0.15")
    _see_to_spark(checkout, java="17.0.15")
    assert _did(checkout) == ["venv", "packages", "socert", "builders", "spark"]
    with (checkout / "requirements-spark.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    _see_to_spark(checkout, java="21")
    assert _did(checkout) == ["venv", "packages", "socert", "builders", "spark", "builders", "spark"]


def test_without_a_java_for_spark_it_is_said_what_is_missed(checkout: Path) -> None:
    told = _see_to_spark(checkout, java="11.0.2")
    assert "Spark needs Java 17 or later. Please install default-jre-headless" in told
    assert "without Spark and Java the tests of Spark are skipped" in told
    assert "DPkg::Lock::Timeout=120 default-jre-headless" in _see_to_spark(checkout, java="11.0.2", user=0)


def _see_to_spark(checkout: Path, *, java: str, user: int = 1000) -> str:
    environment = _environment(checkout, python=PYTHON, user=user)
    script = checkout.parent / "bin" / "java"
    script.write_text(f"#!/bin/sh\necho 'openjdk version \"{java}\" 2025-04-15' >&2\n", encoding="utf-8")
    script.chmod(0o755)
    result = subprocess.run(
        [checkout / "tools" / "setup", "spark"], env=environment, capture_output=True, text=True, check=True, timeout=20
    )
    return result.stdout + result.stderr


def _see_to_a_browser(checkout: Path, *, user: int) -> str:
    """What is said where stand-ins and `dirname` are all there is, so that this system's own Chromium is not seen."""
    environment = _environment(checkout, python=PYTHON, user=user)
    folder = checkout.parent / "bin"
    (folder / "dirname").unlink(missing_ok=True)
    (folder / "dirname").symlink_to("/usr/bin/dirname")
    result = subprocess.run(
        [checkout / "tools" / "setup", "browser"],
        env=environment | {"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return result.stderr


def _set_up(checkout: Path, *, python: str, user: int = 1000, expected: int = 0) -> str:
    result = subprocess.run(
        [checkout / "tools" / "setup"],
        env=_environment(checkout, python=python, user=user),
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert result.returncode == expected, result.stderr
    return result.stdout + result.stderr


def _environment(checkout: Path, *, python: str, user: int) -> dict[str, str]:
    stand_ins = {f"python3{minor}": python for minor in ("", ".11", ".12", ".13", ".14")}
    # This apt-get knows how to refresh its lists and refuses everything else, saying what it was asked.
    stand_ins["apt-get"] = '#!/bin/sh\n[ "$1" = update ] || { echo "apt-get $*"; exit 1; }\n'
    stand_ins["id"] = f"#!/bin/sh\necho {user}\n"
    folder = checkout.parent / "bin"
    folder.mkdir(exist_ok=True)
    for name, script in stand_ins.items():
        (folder / name).write_text(script, encoding="utf-8")
        (folder / name).chmod(0o755)
    return {"HOME": os.environ.get("HOME", "/"), "PATH": f"{folder}:/usr/bin:/bin"}


def _did(checkout: Path) -> list[str]:
    return (checkout / "did").read_text(encoding="utf-8").split()
