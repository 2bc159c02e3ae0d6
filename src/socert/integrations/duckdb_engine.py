"""DuckDB decides populations: inside this process, within bounds of memory, without ever fetching anything."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from socert.domain.decisions import DECISIONS, PERSON, RELATION, Cell, PopulationQuery, PopulationRefused, Tell
from socert.integrations.beside import UnableToWriteThere, Workplace, beside
from socert.integrations.engine_faults import EngineFailed, EngineIsSetOtherwise
from socert.integrations.facts_file import TYPES, flaw_of_columns, flaw_of_values, read_text, view_text
from socert.values import Text

_LOOK_SECONDS = 0.2
#: A row group is built in memory by every thread: the more columns, the fewer rows.
_CELLS_OF_ROW_GROUP = 12_000_000
_ROWS_OF_GROUP_LEAST, _ROWS_OF_GROUP_MOST = 10_240, 122_880

#: What keeps DuckDB as we know it: nothing from the network, nothing of another user's taste.
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "enable_external_file_cache": "false",
    "preserve_insertion_order": "false",
    "default_collation": "",
}


@dataclass(frozen=True, slots=True)
class DuckDbEngine:
    """DuckDB with bounds: memory in MiB, and how many threads."""

    memory_mib: int
    threads: int

    @property
    def name(self) -> str:
        """DuckDB and its version."""
        return f"DuckDB {duckdb.__version__}"

    def answer(self, query: PopulationQuery, *, people: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
        """The answers about people given here, by rising person."""
        with self.connection() as connection:
            load(connection, query, people)
            return connection.execute(f"{query.sql} ORDER BY {PERSON}").fetchall()

    def write(
        self, query: PopulationQuery, *, facts: Path, target: Path, notes: str, tell: Tell
    ) -> tuple[int, ...] | PopulationRefused:
        """Answer about everybody in a file and write the answers into another one."""
        return write_by(_decide, self, query, facts=facts, target=target, notes=notes, tell=tell)

    @contextmanager
    def connection(self, *, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """An own DuckDB in memory, set as it has to be. Raises EngineIsSetOtherwise."""
        wanted = {
            **_SETTINGS,
            "memory_limit": f"{self.memory_mib}MiB",
            "threads": str(self.threads),
            # Without a place to put things it never writes where nobody asked it to.
            "temp_directory": "" if spill is None else str(spill),
        }
        with duckdb.connect(config=dict(wanted)) as connection:
            for setting, value in wanted.items():
                row = connection.execute("SELECT current_setting(?)::VARCHAR", [setting]).fetchone()
                if row is None or (row[0] != value and setting != "memory_limit"):
                    raise EngineIsSetOtherwise(engine=self.name, setting=setting, wanted=value, found=str(row))
            connection.execute("SET lock_configuration = true")
            yield connection


@dataclass(frozen=True, slots=True)
class Work:
    """One file on its way: the query, DuckDB over the facts, the place where the answers are written."""

    query: PopulationQuery
    facts: Path
    place: Workplace
    notes: str
    connection: duckdb.DuckDBPyConnection
    tell: Tell

    def copy(self, select: str, *, stage: str = "deciding") -> None:
        """Write the rows of a SELECT into the draft, its columns named as in the file."""
        named = ", ".join(f'{column} AS "{name}"' for column, name in self.query.outputs.items())
        group = _CELLS_OF_ROW_GROUP // len(self.query.outputs)
        rows = max(_ROWS_OF_GROUP_LEAST, min(_ROWS_OF_GROUP_MOST, group))
        self.run(
            f"COPY (SELECT {named} FROM ({select})) TO {quoted(self.place.draft)} "
            f"(FORMAT parquet, USE_TMP_FILE false, ROW_GROUP_SIZE {rows}, "
            f"KV_METADATA {{socert: {quoted(self.notes)}}})",
            stage=stage,
        )

    def run(self, sql: str, *, stage: str) -> list[tuple[object, ...]]:
        """Run a text and tell meanwhile how far it is; whoever interrupts us ends it."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(lambda: self.connection.execute(sql).fetchall())
            try:
                while not wait_for([asked], _LOOK_SECONDS).done:
                    self.tell(stage, max(0, int(self.connection.query_progress())), 100)
            except BaseException:
                self.connection.interrupt()
                raise
        self.tell(stage, 100, 100)
        return asked.result()


def write_by(
    decide: Callable[[Work], None],
    engine: DuckDbEngine,
    query: PopulationQuery,
    *,
    facts: Path,
    target: Path,
    notes: str,
    tell: Tell,
) -> tuple[int, ...] | PopulationRefused:
    """Look the facts over, let `decide` write the draft, count what it holds, put it in its place."""
    try:
        with beside(target, reads=facts) as place, engine.connection(spill=place.spill) as connection:
            return _written(decide, Work(query, facts, place, notes, connection, tell))
    except UnableToWriteThere as unable:
        return PopulationRefused(unable.code, Text(ru=unable.ru, en=unable.en))
    except duckdb.OutOfMemoryException as error:
        return PopulationRefused("memory_too_small", _too_small(engine.memory_mib, error))
    except EngineFailed as error:
        return PopulationRefused("engine_failed", error.text)
    except (duckdb.IOException, OSError) as error:
        return PopulationRefused("not_written", _not_written(target, error))
    except duckdb.Error as error:
        return PopulationRefused("engine_failed", EngineFailed(engine=engine.name, reason=str(error)).text)


def _decide(work: Work) -> None:
    work.copy(work.query.sql)


def _written(decide: Callable[[Work], None], work: Work) -> tuple[int, ...] | PopulationRefused:
    before = _stamp(work.facts)
    flaw = flaw_of_columns(work.query, path=work.facts, ask=lambda sql: work.connection.execute(sql).fetchall())
    if flaw is not None:
        return flaw
    work.connection.execute(view_text(work.query, work.facts))
    flaw = flaw_of_values(work.query, path=work.facts, ask=lambda sql: work.run(sql, stage="checking"))
    if flaw is not None:
        return flaw
    decide(work)
    work.connection.execute(f"CREATE TEMP VIEW {DECISIONS} AS FROM {read_text(work.place.draft)}")
    (row,) = work.run(work.query.counting, stage="counting")
    if _stamp(work.facts) != before:
        return PopulationRefused("facts_changed", _changed(work.facts))
    work.place.finish()
    return tuple(int(str(one)) for one in row)


def load(connection: duckdb.DuckDBPyConnection, query: PopulationQuery, people: Sequence[Sequence[Cell]]) -> None:
    """Make people given here the relation `facts`."""
    columns = ", ".join(f'"{name}" {TYPES[kind][0]}' for name, kind in query.inputs.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {RELATION} ({columns})")
    if people:
        lists = ", ".join(f"unnest(?::{TYPES[kind][0]}[])" for kind in query.inputs.values())
        by_column = [[row[place] for row in people] for place in range(len(query.inputs))]
        connection.execute(f"INSERT INTO {RELATION} SELECT {lists}", by_column)


def quoted(text: Path | str) -> str:
    """A literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def _stamp(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _changed(facts: Path) -> Text:
    return Text(
        ru=f"{facts} изменился, пока по нему решали; ничего не записано. Пожалуйста, начните снова.",
        en=f"{facts} changed while it was being decided; nothing was written. Please start again.",
    )


def _too_small(memory_mib: int, error: duckdb.Error) -> Text:
    first = str(error).splitlines()[0]
    return Text(
        ru=f"Памяти в {memory_mib} МиБ не хватило: {first} Пожалуйста, дайте больше (--memory) или решайте меньше "
        "программ за раз.",
        en=f"{memory_mib} MiB of memory were not enough: {first} Please give more (--memory) or decide fewer "
        "programmes at a time.",
    )


def _not_written(target: Path, error: Exception) -> Text:
    first = str(error).splitlines()[0]
    return Text(
        ru=f"{target} не записан: {first} Прежний файл цел. Пожалуйста, освободите место и начните снова.",
        en=f"{target} was not written: {first} What was there before is untouched. Please make room and start again.",
    )
