"""Another command: a process of its own that opens the private server and holds it until it is told to leave."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from socert.postgres import open_server
from socert.postgres.postmaster import living_postmaster

SECONDS_MAX = 30


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that holds the server of one home open."""

    process: "subprocess.Popen[str]"

    def opened(self) -> tuple[int, Path]:
        """Wait until it has the server open; the server's process number and its data folder."""
        assert self.process.stdout is not None
        facts = json.loads(self.process.stdout.readline())
        return facts["pid"], Path(facts["data"])

    def leave(self) -> None:
        """Let it leave as a command does that has finished."""
        self.process.communicate("leave\n", timeout=SECONDS_MAX)

    def kill(self) -> None:
        """End it as kill -9 does."""
        self.process.kill()
        self.process.communicate(timeout=SECONDS_MAX)


def hold(home: Path, *, python: str = sys.executable, uid: int | None = None) -> Holder:
    """Start a process that opens the server of `home`, as the user `uid` if one is named."""
    identity = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
    process = subprocess.Popen(
        [python, "-W", "error", __file__, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env=os.environ | {"PYTHONPATH": our_packages()},
        **identity,  # type: ignore[call-overload]
    )
    return Holder(process)


def our_packages() -> str:
    """The folders of our packages for another Python of the same version, without this one's own library."""
    return os.pathsep.join(entry for entry in sys.path if entry and not entry.startswith(sys.base_prefix))


def _serve(home: Path) -> None:
    with open_server(home=home, owner_url=None, application_url=None) as server:
        assert server.data_dir is not None
        running = living_postmaster(server.data_dir)
        assert running is not None
        sys.stdout.write(json.dumps({"pid": running.pid, "data": str(server.data_dir)}) + "\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
