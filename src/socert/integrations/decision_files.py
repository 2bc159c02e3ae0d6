"""Files of decisions, read with DuckDB: what they say of one programme, checked before anything is issued."""

import glob
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from socert.domain.certificates import (
    DecisionsFlaw,
    DecisionsHead,
    EntitledPerson,
    ListRefused,
    refuse_changed,
)
from socert.integrations.duckdb_engine import DuckDbEngine
from socert.integrations.facts_file import read_text
from socert.values import Text

_ROWS = 50_000
#: What reading may take; what does not fit goes into a folder of its own and is removed with it.
_MEMORY_MIB, _THREADS = 1024, 2
_KEY = "socert"
_FORMAT = "socert.decisions/1"
_OUTCOMES = ("entitled", "not_entitled", "needs_evidence")
_TYPES = {"person": ("BIGINT",), "decision": ("VARCHAR",), "amount": ("BIGINT",), "units": ("BIGINT",)}


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """One programme's decisions in a file that was checked. Close it when it is no longer needed."""

    head: DecisionsHead
    conn: duckdb.DuckDBPyConnection
    path: Path
    stamp: tuple[int, ...]
    opened: ExitStack

    def entitled(self) -> Iterator[EntitledPerson]:
        """Everybody entitled, by rising number."""
        cursor = self.conn.cursor()
        columns = ", ".join(f'"amount.{name}", "units.{name}"' for name in self.head.amounts)
        cursor.execute(f"select person{', ' if columns else ''}{columns} from entitled order by person")  # noqa: S608 - the columns are those of our own view
        known: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}
        while rows := cursor.fetchmany(_ROWS):
            for number, *flat in rows:
                key = tuple(flat)
                amounts = known.get(key)
                if amounts is None:
                    amounts = known[key] = tuple(zip(flat[::2], flat[1::2], strict=True))
                yield EntitledPerson(number, amounts)

    def first_stranger(self, numbers: Sequence[int]) -> int | None:
        """The first of these numbers the file says nothing about; None when it knows all."""
        known = self.conn.cursor()
        known.execute("create or replace table asked (place bigint, person bigint)")
        for start in range(0, len(numbers), _ROWS):
            chunk = list(numbers[start : start + _ROWS])
            known.execute(
                "insert into asked select unnest(range(?, ?)), unnest(?::bigint[])", [start, start + len(chunk), chunk]
            )
        row = known.execute(
            "select person from asked anti join decisions using (person) order by place limit 1"
        ).fetchone()
        return None if row is None else int(row[0])

    def is_unchanged(self) -> bool:
        """Whether what was read is still what the head tells of."""
        return _stamp(self.path) == self.stamp

    def close(self) -> None:
        """Let go of the file."""
        self.opened.close()


def open_decisions(path: Path, *, programme: str) -> DecisionFile | ListRefused:
    """The decisions of a Parquet file about a programme (its id), or why nothing can be issued from them.

    Raises:
        OSError: the file cannot be read.
    """
    with ExitStack() as opening:
        stamp = _stamp(path)
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").digest()
        spill = Path(opening.enter_context(TemporaryDirectory(prefix="socert-")))
        conn = opening.enter_context(DuckDbEngine(_MEMORY_MIB, _THREADS).connection(spill=spill))
        try:
            head = _Reading(conn, path, programme).read(sha256)
        except duckdb.Error:
            head = _refused(DecisionsFlaw.DECISIONS_UNREADABLE)
        if _stamp(path) != stamp:
            return refuse_changed()
        if isinstance(head, ListRefused):
            return head
        return DecisionFile(head, conn, path, stamp, opening.pop_all())


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class _Reading:
    """One look at a file; every question stops at the first thing that is wrong."""

    def __init__(self, conn: duckdb.DuckDBPyConnection, path: Path, programme: str) -> None:
        self.conn = conn
        self.path = path
        self.programme = programme

    def read(self, sha256: bytes) -> DecisionsHead | ListRefused:
        """What the file says of itself, or what is wrong with it."""
        notes = self._notes()
        if isinstance(notes, ListRefused):
            return notes
        columns = {row[0]: row[1] for row in self._ask(f"describe select * from {read_text(self.path)}")}  # noqa: S608 - quoted
        if flaw := self._flaw_of_columns(columns):
            return flaw
        prefix = f"{self.programme}.amount."
        amounts = tuple(name.removeprefix(prefix) for name in columns if name.startswith(prefix))
        self._make_views(amounts, columns)
        if flaw := self._flaw_of_rows(amounts):
            return flaw
        counts = dict(self._ask("select decision, count(*) from decisions group by decision"))
        entitled, not_entitled, needs_evidence = (counts.get(one, 0) for one in _OUTCOMES)
        return DecisionsHead(
            file_name=self.path.name,
            sha256=sha256,
            decided_for=notes.day,
            decided_on=notes.decided_on,
            region=notes.region,
            programme=self.programme,
            version_sha256=notes.version_sha256,
            amounts=amounts,
            people=sum(counts.values()),
            entitled=entitled,
            not_entitled=not_entitled,
            needs_evidence=needs_evidence,
        )

    def _notes(self) -> "_Notes | ListRefused":
        rows = self._ask(
            "select value from parquet_kv_metadata(?) where key::varchar = ?", [glob.escape(str(self.path)), _KEY]
        )
        if not rows:
            return _refused(DecisionsFlaw.NO_DECISIONS)
        try:
            said = json.loads(rows[0][0])
            if said["format"] != _FORMAT:
                return _refused(DecisionsFlaw.NO_DECISIONS)
            mine = [one for one in said["programmes"] if one["id"] == self.programme]
            if not mine:
                return _refused(DecisionsFlaw.OTHER_PROGRAMME, ", ".join(str(one["id"]) for one in said["programmes"]))
            region = said.get("region")
            return _Notes(
                day=date.fromisoformat(said["date"]),
                decided_on=date.fromisoformat(said["decided_on"]),
                region=None if region is None else str(region),
                version_sha256=str(mine[0]["sha256"]),
            )
        except (ValueError, KeyError, TypeError):
            return _refused(DecisionsFlaw.NO_DECISIONS)

    def _flaw_of_columns(self, columns: dict[str, str]) -> ListRefused | None:
        for name in ("person", f"{self.programme}.decision"):
            if name not in columns:
                return _refused(DecisionsFlaw.DECISION_COLUMN_MISSING, name)
        for name, kind in columns.items():
            own = name.removeprefix(f"{self.programme}.").partition(".")[0]
            is_mine = name == "person" or name.startswith(f"{self.programme}.")
            if is_mine and own in _TYPES and kind not in _TYPES[own]:
                return _refused(DecisionsFlaw.DECISION_COLUMN_OF_OTHER_TYPE, f"{name}: {kind}")
        return None

    def _make_views(self, amounts: Sequence[str], columns: dict[str, str]) -> None:
        chosen = ["person", f"{_quoted(f'{self.programme}.decision')} as decision"]
        for name in amounts:
            units = f"{self.programme}.units.{name}"
            chosen.append(f"{_quoted(f'{self.programme}.amount.{name}')} as {_quoted(f'amount.{name}')}")
            chosen.append(f"{_quoted(units) if units in columns else '0::bigint'} as {_quoted(f'units.{name}')}")
        self.conn.execute(f"create view decisions as select {', '.join(chosen)} from {read_text(self.path)}")  # noqa: S608 - quoted
        self.conn.execute("create view entitled as select * from decisions where decision = 'entitled'")

    def _flaw_of_rows(self, amounts: Sequence[str]) -> ListRefused | None:
        twice = self._ask("select person from decisions group by person having count(*) > 1 or person is null limit 1")
        if twice:
            return _refused(DecisionsFlaw.DECIDED_TWICE, str(twice[0][0]))
        outcomes = ", ".join(f"'{one}'" for one in _OUTCOMES)
        wrong = [f"decision is null or decision not in ({outcomes})"]
        for name in amounts:
            both = [_quoted(f"{what}.{name}") for what in ("amount", "units")]
            wrong += [f"decision = 'entitled' and ({one} is null or {one} < 0)" for one in both]
        bad = self._ask(f"select person from decisions where {' or '.join(wrong)} limit 1")  # noqa: S608 - quoted
        return _refused(DecisionsFlaw.DECISION_UNUSABLE, str(bad[0][0])) if bad else None

    def _ask(self, question: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.conn.execute(question, list(parameters)).fetchall()


@dataclass(frozen=True, slots=True)
class _Notes:
    """What the file's metadata say; `day` is that of the legal event, `decided_on` that on which facts were fresh."""

    day: date
    decided_on: date
    region: str | None
    version_sha256: str


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_SENTENCES = {
    DecisionsFlaw.DECISIONS_UNREADABLE: Text(
        ru="Файл не читается как Parquet. Пожалуйста, выгрузите решения ещё раз: socert decide population.",
        en="This cannot be read as Parquet; please write the decisions again: socert decide population.",
    ),
    DecisionsFlaw.NO_DECISIONS: Text(
        ru="В файле нет записи о том, какими правилами и на какой день принимались решения. "
        "Нужен файл, который пишет socert decide population.",
        en="The file does not say by which rules and for which day it was decided; "
        "a file written by socert decide population is needed.",
    ),
    DecisionsFlaw.OTHER_PROGRAMME: Text(
        ru="В файле решения по другим программам: {detail}. Пожалуйста, проверьте обозначение программы или файл.",
        en="The file has decisions of other programmes: {detail}; please check the programme's id or the file.",
    ),
    DecisionsFlaw.DECISION_COLUMN_MISSING: Text(
        ru="В файле решений нет столбца {detail}. Пожалуйста, примите решения заново.",
        en="The file of decisions has no column {detail}; please decide again.",
    ),
    DecisionsFlaw.DECISION_COLUMN_OF_OTHER_TYPE: Text(
        ru="Столбец не того типа — {detail}. Пожалуйста, примите решения заново.",
        en="A column has another type than it should, {detail}; please decide again.",
    ),
    DecisionsFlaw.DECIDED_TWICE: Text(
        ru="Человек с номером {detail} в файле не один раз. Пожалуйста, проверьте сведения и примите решения заново.",
        en="The person number {detail} stands in the file more than once; please check the facts and decide again.",
    ),
    DecisionsFlaw.DECISION_UNUSABLE: Text(
        ru="Решение о человеке с номером {detail} неполно: нет исхода или суммы. Пожалуйста, примите их заново.",
        en="The decision about the person number {detail} lacks an outcome or an amount; please decide again.",
    ),
}


def _refused(code: DecisionsFlaw, detail: str = "") -> ListRefused:
    words = _SENTENCES[code]
    return ListRefused(code, Text(ru=words.ru.format(detail=detail), en=words.en.format(detail=detail)))
