"""`socert serve`: where it listens, how it says so, how it ends."""

import os
import re
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from psycopg.conninfo import make_conninfo

from given.command_line import CommandLine
from socert.postgres import open_server


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(socert: CommandLine, end: signal.Signals) -> None:
    with socert.serving() as (url, process):
        assert httpx.get(f"{url}/health/ready").json() == {"status": "ready"}
        process.send_signal(end)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    assert url in err
    assert "Ended." in err


def test_a_port_that_is_taken_is_named_and_nothing_is_announced(socert: CommandLine) -> None:
    ready = socert.home / "ready-taken"
    ready.write_text("http://an.earlier.one\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = socert.run("serve", "--port", str(port), "--ready-file", str(ready))
    assert said.code == 1
    assert f"Port {port} of 127.0.0.1 cannot be listened at" in said.err
    assert not ready.exists()


def test_neither_server_nor_doctor_accept_a_database_that_may_forget(socert: CommandLine) -> None:
    with open_server(home=socert.home, owner_url=None, application_url=None) as server:
        forgetful = make_conninfo(server.application_url("socert"), options="-c synchronous_commit=off")
        given = {"SOCERT_DATABASE_URL": server.owner_url("socert"), "SOCERT_APPLICATION_URL": forgetful}
        served, examined = socert.run("serve", "--port", "0", **given), socert.run("doctor", **given)
    assert (served.code, examined.code) == (1, 1)
    for said in (served.err, examined.out):
        assert "synchronous_commit is off" in said
        assert "alter system set synchronous_commit = on" in said


def test_several_processes_share_a_port_and_one_that_is_killed_is_replaced(socert: CommandLine) -> None:
    with socert.serving("--processes", "2") as (url, process):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        first, second = children.read_text().split()
        os.kill(int(first), signal.SIGKILL)
        end = time.monotonic() + 20
        while len(set(children.read_text().split()) - {first}) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        assert second in children.read_text().split()
        answered = [httpx.get(f"{url}/health/ready", timeout=10).status_code for _ in range(8)]
        before = set(_checkpoints(socert))
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert answered == [200] * 8
    assert len(set(_checkpoints(socert)) - before) == 1  # both end, one writes
    assert process.returncode == 0
    assert "Ended." in err


def test_each_of_several_processes_tells_the_figures_of_all(socert: CommandLine) -> None:
    def told(url: str) -> float:
        figures = httpx.get(f"{url}/metrics", timeout=10).text
        found = re.search(r'route="/health/ready",status="200"\} ([0-9.]+)', figures)
        return float(found[1]) if found else 0.0

    with socert.serving("--processes", "2") as (url, process):
        for _ in range(12):  # each on a connection of its own: either process may have it
            assert httpx.get(f"{url}/health/ready", timeout=10).status_code == 200
        end = time.monotonic() + 20
        while min(told(url) for _ in range(6)) < 12 and time.monotonic() < end:
            time.sleep(0.2)
        found = {told(url) for _ in range(8)}
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert found == {12.0}


def test_a_signal_while_a_process_is_being_replaced_ends_them_all(socert: CommandLine) -> None:
    with socert.serving("--processes", "2") as (_, process):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        first = children.read_text().split()[0]
        os.kill(int(first), signal.SIGKILL)
        end = time.monotonic() + 20
        while len(set(children.read_text().split()) - {first}) < 2 and time.monotonic() < end:
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Ended." in err


def _checkpoints(socert: CommandLine) -> list[Path]:
    return list((socert.home / "checkpoints").glob("*.json"))
