"""The private server: found, made, started, adopted, and stopped by the last one who leaves."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from socert.postgres import outside, postmaster
from socert.postgres.binaries import Programs, find_programs
from socert.postgres.cluster import make_cluster, reachable_programs
from socert.postgres.lease import Lease, gate, take_lease
from socert.postgres.place import Place, UnableToUseFolder, find_place, is_outside, prepare_home
from socert.postgres.postmaster import Postmaster
from socert.postgres.roles import APPLICATION, OWNER, SUPERUSER, make_private_roles
from socert.postgres.secret import write_private_text
from socert.postgres.server import DatabaseServer, ServerKind
from socert.postgres.starting import UnableToStartServer, answering, start

MAINTENANCE = "postgres"


@contextlib.contextmanager
def open_private_server(*, home: Path) -> Iterator[DatabaseServer]:
    """The private server of the installation in `home`, running as long as somebody holds it open.

    Raises:
        UnableToUseDatabase: one of its kinds, saying what to do.
    """
    home = prepare_home(home)
    try:
        place, lease, programs, port = _enter(home)
    except OSError as error:
        raise UnableToUseFolder(
            f"{error.filename or home} cannot be used: {error.strerror}. Run socert as the user who made {home}, "
            "or set SOCERT_HOME to a folder with space where you may write."
        ) from error
    try:
        yield _described(place=place, programs=programs, port=port)
    finally:
        _leave(place=place, lease=lease)


def _enter(home: Path) -> tuple[Place, Lease, Programs, int]:
    outside.reclaim_moved(home)
    outside.remove_abandoned()
    place = find_place(home)
    with gate(place.gate, prepare=place.prepare):
        if is_outside(place.folder):
            outside.mark_outside(folder=place.folder, home=home)
        lease = take_lease(place.lease)
        try:
            programs, running = _running(place)
        except UnableToStartServer:
            lease.give_back()  # it may still be recovering; stopping it would make it begin again
            raise
        except BaseException:
            if lease.give_back() and place.data.exists():
                postmaster.stop(place.data)
            raise
    return place, lease, programs, running.port


def _leave(*, place: Place, lease: Lease) -> None:
    if not lease.is_mine():
        return
    try:
        with gate(place.gate, prepare=place.folder.stat):
            if lease.give_back():
                postmaster.stop(place.data)
    except FileNotFoundError:
        return  # somebody removed the folder under a running server, which ends by itself within a minute


def _running(place: Place) -> tuple[Programs, Postmaster]:
    made = place.data / "PG_VERSION"
    programs = find_programs(major=int(made.read_text()) if made.exists() else None)
    running = answering(place.data) if made.exists() else None
    if running is None:
        bin_dir = reachable_programs(place=place, programs=programs)
        make_cluster(place=place, bin_dir=bin_dir, major=programs.major)
        running = start(place=place, bin_dir=bin_dir)
    _settle_roles(place=place, running=running)
    return programs, running


def _settle_roles(*, place: Place, running: Postmaster) -> None:
    """Make the roles once per start: a server left by a starter killed in between may not have them yet."""
    done = place.folder / "roles.done"
    if done.exists() and done.read_text(encoding="utf-8") == str(running.pid):
        return
    superuser = _address(place=place, role=SUPERUSER, port=running.port)
    make_private_roles(place=place, superuser_url=make_conninfo(superuser, dbname=MAINTENANCE))
    write_private_text(path=done, text=str(running.pid))
    place.own(done, mode=0o600)


def _described(*, place: Place, programs: Programs, port: int) -> DatabaseServer:
    return DatabaseServer(
        kind=ServerKind.PRIVATE,
        application_role=APPLICATION,
        maintenance_database=MAINTENANCE,
        bin_dir=programs.bin_dir,
        data_dir=place.data,
        owner_address=_address(place=place, role=OWNER, port=port),
        application_address=_address(place=place, role=APPLICATION, port=port),
    )


def _address(*, place: Place, role: str, port: int) -> str:
    password = place.password(role).read_text(encoding="utf-8").strip()
    return make_conninfo(
        host=str(place.socket_folder or "127.0.0.1"),
        port=port,
        user=role,
        password=password,
        # Said, so that the caller's own PGSSLMODE or Kerberos does not ask this server for what it has not.
        sslmode="disable",
        gssencmode="disable",
    )
