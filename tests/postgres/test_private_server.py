"""The private server's life: who starts it, who holds it, who ends it, and what it survives."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from postgres.holder import hold
from socert.postgres import DatabaseServer, connect, open_server
from socert.postgres.binaries import UnableToFindPostgres
from socert.postgres.postmaster import is_alive, living_postmaster, processes


def opened(home: Path) -> AbstractContextManager[DatabaseServer]:
    return open_server(home=home, owner_url=None, application_url=None)


def data_of(server: DatabaseServer) -> Path:
    assert server.data_dir is not None
    return server.data_dir


def pid_of(server: DatabaseServer) -> int:
    running = living_postmaster(data_of(server))
    assert running is not None
    return running.pid


def answer(server: DatabaseServer) -> object:
    with connect(server.owner_url("postgres")) as conn:
        row = conn.execute("select current_user").fetchone()
    assert row is not None
    return row[0]


def test_the_last_one_out_stops_the_server_and_the_data_stays(home: Path) -> None:
    with opened(home) as server:
        pid = pid_of(server)
        server.create_database("kept")
        with opened(home) as again:
            assert pid_of(again) == pid
        assert is_alive(pid)
    assert not is_alive(pid)
    assert processes(data_of(server)) == []
    with opened(home) as server:
        assert server.databases("kept") == ["kept"]


def test_threads_of_one_process_hold_leases_of_their_own(home: Path) -> None:
    answers: list[object] = []

    def work() -> None:
        with opened(home) as server:
            answers.append(answer(server))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["socert_owner"] * 4
    assert processes(next(home.glob("postgres/data"))) == []


def test_the_server_outlives_the_thread_that_started_it(home: Path) -> None:
    with contextlib.ExitStack() as stack:
        servers: list[DatabaseServer] = []
        thread = threading.Thread(target=lambda: servers.append(stack.enter_context(opened(home))))
        thread.start()
        thread.join()
        time.sleep(0.3)
        assert answer(servers[0]) == "socert_owner"


def test_the_server_outlives_a_starter_that_leaves_first(home: Path) -> None:
    starter = hold(home)
    pid, _ = starter.opened()
    with opened(home) as server:
        starter.leave()
        assert pid_of(server) == pid
        assert answer(server) == "socert_owner"
    assert not is_alive(pid)


def test_two_starters_at_once_get_one_server(fresh_home: Path) -> None:
    holders = [hold(fresh_home), hold(fresh_home)]
    first, second = (holder.opened() for holder in holders)
    assert first == second
    for holder in holders:
        holder.leave()
    assert not is_alive(first[0])


def test_a_server_left_by_kill_9_is_adopted_and_then_stopped(home: Path) -> None:
    starter = hold(home)
    pid, _ = starter.opened()
    starter.kill()
    assert is_alive(pid)
    with opened(home) as server:
        assert pid_of(server) == pid
    assert not is_alive(pid)


def test_a_starter_killed_at_any_moment_leaves_a_home_that_starts(fresh_home: Path) -> None:
    for seconds in (0.25, 0.35, 0.5, 0.7):
        starter = hold(fresh_home)
        time.sleep(seconds)
        starter.kill()
    with opened(fresh_home) as server:
        assert answer(server) == "socert_owner"


def test_a_server_left_before_its_roles_were_made_gets_them_from_the_next(fresh_home: Path) -> None:
    starter = hold(fresh_home)
    _, data = starter.opened()
    starter.kill()
    for name in ("roles.done", "socert_owner.password", "socert_application.password"):
        (data.parent / name).unlink()
    with opened(fresh_home) as server:
        assert answer(server) == "socert_owner"


def test_a_killed_server_is_started_again_with_everything_committed(home: Path) -> None:
    with opened(home) as server:
        server.create_database("recovered")
        with connect(server.owner_url("recovered")) as conn:
            conn.execute("create table purchase as select 7 as amount")
        idle = connect(server.owner_url("recovered"))
        os.kill(pid_of(server), signal.SIGKILL)
        with opened(home) as again, connect(again.owner_url("recovered")) as conn:
            assert conn.execute("select amount from purchase").fetchall() == [(7,)]
        idle.close()
    assert processes(data_of(server)) == []


def test_children_of_a_killed_server_that_stay_busy_are_ended(home: Path) -> None:
    with opened(home) as server:
        conn = connect(server.owner_url("postgres"))
        worker = threading.Thread(target=_suffer, args=(conn,))
        worker.start()
        time.sleep(0.2)
        os.kill(pid_of(server), signal.SIGKILL)
        with opened(home) as again:
            assert answer(again) == "socert_owner"
        worker.join(10)
        conn.close()


def _suffer(conn: "contextlib.AbstractContextManager[object]") -> None:
    with contextlib.suppress(Exception):
        conn.execute("do $$ begin loop perform 1; end loop; end $$")  # type: ignore[attr-defined]


def test_a_pid_file_with_a_strangers_number_does_not_stop_the_start(home: Path) -> None:
    with opened(home) as server:
        pid_file = data_of(server) / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with opened(home) as server:
        assert pid_of(server) != os.getpid()


def test_half_a_data_folder_left_by_a_killed_start_is_made_anew(fresh_home: Path) -> None:
    with opened(fresh_home) as server:
        data = data_of(server)
    data.rename(data.with_name("data.draft"))
    with opened(fresh_home) as server:
        assert answer(server) == "socert_owner"
    assert not data.with_name("data.draft").exists()


def test_two_clones_run_side_by_side(ground: Path) -> None:
    with opened(ground / "one" / ".socert") as one, opened(ground / "two" / ".socert") as two:
        one.create_database("only_here")
        assert one.database_exists("only_here")
        assert not two.database_exists("only_here")
        assert pid_of(one) != pid_of(two)


def test_a_path_of_200_characters_works(ground: Path) -> None:
    home = ground / ("Папка, long " * 20)[: 200 - len(str(ground))].strip() / ".socert"
    assert len(str(home)) >= 200
    with opened(home) as server:
        assert data_of(server).is_relative_to(home)
        assert answer(server) == "socert_owner"


def test_the_port_is_chosen_once_and_again_when_somebody_took_it(home: Path) -> None:
    ports = []
    for _ in range(2):
        with opened(home) as server, connect(server.owner_url("postgres")) as conn:
            ports.append(conn.info.port)
    assert ports[0] == ports[1]
    with (
        socket.create_server(("127.0.0.1", ports[0])),
        opened(home) as server,
        connect(server.owner_url("postgres")) as conn,
    ):
        assert conn.info.port != ports[0]
        assert (data_of(server).parent / "port").read_text() == f"{conn.info.port}\n"


def test_the_server_answers_on_the_loopback_address_too(home: Path) -> None:
    with opened(home) as server, connect(f"{server.owner_url('postgres')} host=127.0.0.1") as conn:
        assert conn.info.host == "127.0.0.1"


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(home: Path) -> None:
    with opened(home) as server:
        assert os.getsid(pid_of(server)) != os.getsid(0)


def test_a_child_of_the_command_holds_no_lease(home: Path) -> None:
    with opened(home) as server:
        pid = pid_of(server)
        child = subprocess.Popen(["sleep", "30"], close_fds=False)
    assert not is_alive(pid)
    child.kill()
    child.wait()


def test_a_forked_child_that_leaves_does_not_end_its_parents_lease(home: Path) -> None:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(opened(home))
        child = os.fork()
        if child == 0:
            stack.close()
            os._exit(0)
        assert os.waitpid(child, 0) == (child, 0)
        with opened(home):
            pass
        assert answer(server) == "socert_owner"


def test_the_callers_own_settings_of_postgres_do_not_matter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PGSSLMODE", "require"), ("PGPORT", "1"), ("PGDATA", "/"), ("PGTZ", "Asia/Omsk")):
        monkeypatch.setenv(name, value)
    for name, value in (("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Omsk"), ("PGOPTIONS", "-c fsync=on")):
        monkeypatch.setenv(name, value)
    with opened(home) as server, connect(server.owner_url("postgres")) as conn:
        assert conn.execute("select current_setting('timezone')").fetchone() == ("UTC",)


def test_every_file_with_a_secret_is_closed_to_others(home: Path) -> None:
    with opened(home) as server:
        passwords = sorted(data_of(server).parent.glob("*.password"))
        assert [path.stem for path in passwords] == ["postgres", "socert_application", "socert_owner"]
        assert {path.stat().st_mode & 0o777 for path in passwords} == {0o600}
        assert data_of(server).parent.stat().st_mode & 0o777 == 0o700


def test_the_server_is_made_as_promised(fresh_home: Path) -> None:
    promised = {
        "data_checksums": "on",
        "full_page_writes": "on",
        "fsync": "on",
        "jit": "off",
        "max_connections": "100",
        "password_encryption": "scram-sha-256",
        "server_encoding": "UTF8",
        "shared_buffers": "256MB",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
    }
    with opened(fresh_home) as server, connect(server.owner_url("postgres")) as conn:
        for name, value in promised.items():
            assert conn.execute("select current_setting(%s)", (name,)).fetchone() == (value,)
        assert conn.execute("select lower('ЁЖ')").fetchone() == ("ёж",)


def test_data_of_a_version_that_is_not_installed_is_left_alone(fresh_home: Path) -> None:
    home = fresh_home
    (home / "postgres" / "data").mkdir(parents=True)
    (home / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    if os.geteuid() == 0:
        os.chown(home / "postgres" / "data", 65534, 65534)
    with pytest.raises(UnableToFindPostgres, match="PostgreSQL 9, which made the existing data"), opened(home):
        pass
