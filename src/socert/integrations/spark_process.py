"""A Spark of our own: local, silent, without network, in a process that ends with us."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from socert.integrations.engine_faults import EngineFailed, EngineIsNotHere, EngineIsSetOtherwise

HEAP_MIB_LEAST = 512
_LEAVE_SECONDS, _LOOK_SECONDS, _LOOKS_MAX = 5, 0.02, 100
_PASSED_ON = ("PATH", "JAVA_HOME", "LANG", "LC_ALL", "SPARK_CONF_DIR")
#: What decides whether an answer of Spark can be relied on. ANSI is not set by us: a Spark that somebody has set
#: otherwise is refused, since without it a fault of the data would quietly become an unknown fact.
_ANSI = "spark.sql.ansi.enabled"
_DEMANDED = {
    _ANSI: "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
}
#: For a few people Spark interprets a query and Java hardly compiles: five times quicker than working out a program.
_FOR_FEW = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
_JAVA_FOR_FEW = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query over a file: `schema` are the columns to read with their types, `columns` what `facts` makes of them.

    The answers go into `parts`, a folder to be made.
    """

    sql: str
    schema: str
    columns: list[str]
    facts: Path
    parts: Path

    def line(self) -> bytes:
        """As the process reads it."""
        words = {"sql": self.sql, "schema": self.schema, "columns": self.columns}
        return json.dumps({**words, "facts": _pattern(self.facts), "parts": str(self.parts)}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class SparkProcess:
    """A running Spark: ask it with `decide`."""

    folder: Path
    version: str
    _process: "subprocess.Popen[bytes]"
    _answers: IO[str]

    @property
    def name(self) -> str:
        """Spark and its version."""
        return f"Spark {self.version}"

    def decide(self, asked: "Asked", *, tell: Callable[[int], None]) -> None:
        """Answer a query over a Parquet file into a folder of Parquet files; told the per cent done.

        Raises:
            EngineFailed: Spark gave up.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(asked.line())
        self._process.stdin.flush()
        while not (said := _read(self._answers, self.name, self.folder)).get("done"):
            tell(said["percent"])


@contextmanager
def spark_process(*, memory_mib: int, threads: int, is_for_few: bool = False) -> Iterator[SparkProcess]:
    """Start Spark and end it afterwards, with all it left behind.

    `is_for_few`: it is asked about a few thousand people at a time, so that compiling a query would take far longer
    than answering it.

    Raises:
        EngineIsNotHere: Spark or Java is missing.
        EngineIsSetOtherwise: somebody's configuration makes it work otherwise than it has to.
        EngineFailed: it did not start.
    """
    _check_parts()
    with tempfile.TemporaryDirectory(prefix="socert-spark-", ignore_cleanup_errors=True) as name:
        reading, writing = os.pipe()
        with os.fdopen(reading, encoding="utf-8") as answers:
            try:
                process = _start(Path(name), writing, _settings(Path(name), memory_mib, threads, is_for_few=is_for_few))
            finally:
                os.close(writing)
            try:
                started = _read(answers, "Spark", Path(name))
                _check(started)
                yield SparkProcess(Path(name), started["version"], process, answers)
            finally:
                _end(process)


def _check_parts() -> None:
    if find_spec("pyspark") is None:
        raise EngineIsNotHere(
            "Spark is not installed here. Please install it (pip install 'socert[spark]', in a checkout: tools/setup "
            "spark), or take --engine duckdb."
        )
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=None if home is None else f"{home}/bin") is None:
        raise EngineIsNotHere(
            "Spark needs Java 17 or later, and there is none on the PATH (or in JAVA_HOME). Please install it (Debian, "
            "Ubuntu: apt-get install default-jre-headless), or take --engine duckdb."
        )


def _settings(folder: Path, memory_mib: int, threads: int, *, is_for_few: bool) -> Mapping[str, str]:
    java = f"-Djava.io.tmpdir={folder} -Duser.timezone=UTC -XX:-UsePerfData"
    settings = {
        "spark.master": f"local[{threads}]",
        "spark.driver.memory": f"{max(memory_mib, HEAP_MIB_LEAST)}m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"{java} {_JAVA_FOR_FEW}" if is_for_few else java,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.shuffle.partitions": str(threads),
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.hadoop.fs.defaultFS": "file:///",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.jars.packages": "",
        **{name: value for name, value in _DEMANDED.items() if name != _ANSI},
    }
    return settings | _FOR_FEW if is_for_few else settings


def _start(folder: Path, writing: int, settings: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    words = [f"--conf '{name}={value}'" for name, value in settings.items()]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": f"{' '.join(words)} pyspark-shell",
    }
    worker = Path(__file__).with_name("spark_worker.py")
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own file, by our own Python
            [sys.executable, "-I", str(worker), str(writing)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=(writing,),
            env=environment,
            cwd=folder,
            # A group of its own: Ctrl+C reaches us alone, and we end all that belongs to it.
            start_new_session=True,
        )


def _check(started: Mapping[str, Any]) -> None:
    found = {**started["settings"], "its version": started["running"]}
    for setting, wanted in {**_DEMANDED, "its version": started["version"]}.items():
        if found[setting] != wanted:
            raise EngineIsSetOtherwise(engine="Spark", setting=setting, wanted=wanted, found=found[setting])


def _read(answers: IO[str], name: str, folder: Path) -> dict[str, Any]:
    line = answers.readline()
    if not line:
        lines = (folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise EngineFailed(engine=name, reason=lines[-1] if lines else "its process ended.")
    said: dict[str, Any] = json.loads(line)
    if "failed" in said:
        raise EngineFailed(engine=name, reason=said["failed"])
    return said


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with all its group: Java outlives its Python for a moment."""
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_LEAVE_SECONDS)
    for _ in range(_LOOKS_MAX):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            break
        time.sleep(_LOOK_SECONDS)
    process.wait()


def _pattern(path: Path) -> str:
    """A path as Hadoop's file names with wildcards have it: this very file."""
    return "".join(f"\\{letter}" if letter in "\\*?[]{}" else letter for letter in str(path))
