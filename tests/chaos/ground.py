"""The ground of the kill rounds: an installation with a server in a process of its own, to be killed and revived."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from rich.console import Console

from given.command_line import CommandLine, own_installation
from socert import wiring
from socert.domain import monitoring
from socert.entrypoints.replays import food_city
from socert.entrypoints.replays.bars import show_bars
from socert.entrypoints.replays.district import OpenTill, issue_certificates, set_up_district
from socert.entrypoints.replays.residents import Shopper
from socert.entrypoints.replays.stage import fresh_site
from socert.postgres import DatabaseServer, connect, open_server
from socert.postgres.place import find_place
from socert.settings import Settings, read_settings

DATABASE = "socert_chaos"
PEOPLE = 200


class Victim(StrEnum):
    """Who is killed with -9."""

    SERVER = "server"
    BACKEND = "backend"
    DATABASE = "database"
    BOTH = "both"


@dataclass(slots=True)
class Ground:
    """A city with tills and certificates, and the server that serves it now."""

    socert: CommandLine
    server: DatabaseServer
    site: wiring.Site
    tills: list[OpenTill]
    people: list[Shopper]
    url: str = ""
    _process: "subprocess.Popen[str] | None" = None
    _serving: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Serve; the database runs."""
        self._serving = ExitStack()
        self.url, self._process = self._serving.enter_context(self.socert.serving("--database", DATABASE))

    def stop(self) -> None:
        """End the server, dead or alive."""
        with contextlib.suppress(ProcessLookupError):
            self._serving.close()
        self._process = None

    def kill(self, victim: Victim) -> None:
        """Kill -9, without a word."""
        if victim in (Victim.SERVER, Victim.BOTH):
            assert self._process is not None
            self._process.send_signal(signal.SIGKILL)
        if victim is Victim.BACKEND:
            os.kill(self._a_backend(), signal.SIGKILL)
        if victim in (Victim.DATABASE, Victim.BOTH):
            os.kill(self._postmaster(), signal.SIGKILL)

    def revive(self, victim: Victim) -> None:
        """Start again what was killed; a database that only lost a backend comes back by itself."""
        if victim in (Victim.DATABASE, Victim.BOTH):
            with open_server(home=self.socert.home, owner_url=None, application_url=None):
                pass  # whoever opens it finds it dead and starts it; our own lease keeps it running
        if victim in (Victim.SERVER, Victim.BOTH):
            self.stop()
            self.start()

    def verify(self) -> str | None:
        """What is wrong with the books, if anything is."""
        with connect(self.site.application_url) as conn:
            return monitoring.verify(conn).first_bad

    def answers(self) -> list[str]:
        """Every answer in the ledger."""
        with connect(self.site.application_url) as conn:
            rows = conn.execute("select answer from operation where key is not null").fetchall()
        return [row[0] for row in rows]

    def _a_backend(self) -> int:
        """A session of the server that is at work."""
        with connect(self.site.application_url) as conn:
            row = conn.execute(
                """
                select pid
                from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                order by state_change desc nulls last
                limit 1
                """
            ).fetchone()
        assert row is not None, "the server has a session"
        pid: int = row[0]
        return pid

    def _postmaster(self) -> int:
        told = (find_place(self.socert.home).data / "postmaster.pid").read_text(encoding="utf-8")
        return int(told.split()[0])


@contextmanager
def given_ground(*, seed: int, lanes: int = 1) -> Iterator[Ground]:
    """A home of its own below the temporary folder, on the disk; the city has so many lanes."""
    with (
        own_installation(is_on_disk=True) as socert,
        open_server(home=socert.home, owner_url=None, application_url=None) as server,
    ):
        settings = _settings(socert)
        with show_bars(Console(quiet=True)) as bars:
            random = Random(seed)  # noqa: S311 - invented people
            story = food_city.story(settings.reference, people=PEOPLE, random=random, bars=bars)
        site = fresh_site(server, settings, database=DATABASE, lanes=lanes)
        with site.transaction() as conn:
            now = site.now(conn)
            taken = [gift.programme for gift in story.gifts]
            district = set_up_district(conn, city=story.city, taken=taken, now=now)
        for gift in story.gifts:
            issue_certificates(site, gift, now=now, progress=lambda *_: None)
        ground = Ground(socert, server, site, list(district.tills), list(story.shoppers))
        try:
            ground.start()
            yield ground
        finally:
            ground.stop()


def _settings(socert: CommandLine) -> Settings:
    return read_settings(socert.environment)
