"""A Parquet file of facts, looked over before anything is decided: its columns, its people, its values."""

import glob
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from socert.domain.decisions import PERSON, RELATION, ColumnType, PopulationQuery, PopulationRefused
from socert.values import Text

#: The types of DuckDB a column may have, the widest first: that is what engines are given.
TYPES: Mapping[ColumnType, tuple[str, ...]] = {
    ColumnType.WHOLE: ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    ColumnType.TRUTH: ("BOOLEAN",),
    ColumnType.WORDS: ("VARCHAR",),
    ColumnType.DAY: ("DATE",),
}
_WANTED = {
    ColumnType.WHOLE: Text(ru="целое число", en="a whole number"),
    ColumnType.TRUTH: Text(ru="да или нет (boolean)", en="yes or no (boolean)"),
    ColumnType.WORDS: Text(ru="текст", en="text"),
    ColumnType.DAY: Text(ru="день (date, без времени)", en="a day (date, without a time)"),
}
_SHOWN_MAX = 12

#: Runs a text of SQL and gives its rows.
Ask = Callable[[str], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class _Flaw:
    """What is wrong with one column."""

    code: str
    text: Text


def read_text(path: Path, *, within: str = "") -> str:
    """What DuckDB reads a Parquet file by: this very file, whatever its name or its folders' names look like.

    `within`: where `path` is a folder, which files of it.
    """
    return f"read_parquet('{_literal(path)}{within}', hive_partitioning = false)"


def view_text(query: PopulationQuery, path: Path) -> str:
    """The relation `facts` over a file: the columns the query needs, each of exactly its type."""
    columns = [f'CAST("{name}" AS {TYPES[kind][0]}) AS "{name}"' for name, kind in query.inputs.items()]
    return f"CREATE OR REPLACE TEMP VIEW {RELATION} AS SELECT {', '.join(columns)} FROM {read_text(path)}"


def types_of(path: Path, connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """What DuckDB calls the types of a file's columns, by name."""
    return _types_of(path, lambda sql: connection.execute(sql).fetchall())


def flaw_of_columns(query: PopulationQuery, *, path: Path, ask: Ask) -> PopulationRefused | None:
    """Why the file's columns cannot be used: it is no Parquet file, columns are missing or of another type."""
    try:
        # The schema as the file has it: names that are there twice would be renamed by reading.
        told = ask(f"SELECT name FROM parquet_schema('{_literal(path)}') WHERE coalesce(num_children, 0) = 0")
        types = _types_of(path, ask)
    except duckdb.Error as error:
        return PopulationRefused("facts_unreadable", _unreadable(path, error))
    names = [str(row[0]) for row in told]
    return _refused(path, [*_missing(query, types), *_repeated(query, names), *_wrong(query, types)])


def flaw_of_values(query: PopulationQuery, *, path: Path, ask: Ask) -> PopulationRefused | None:
    """Why the values of the view `facts` cannot be used: a person twice or unnamed, a value its fact cannot have."""
    bounded = {name: bound for name in query.facts if (bound := _outside(query, name))}
    counts = [f"count(CASE WHEN {bound} THEN 1 END)" for bound in bounded.values()]
    nobody = f'count(CASE WHEN "{PERSON}" IS NULL THEN 1 END)'
    twice = f"SELECT count(*) FROM (SELECT 1 FROM {RELATION} GROUP BY {PERSON} HAVING count(*) > 1)"
    try:
        ((unnamed, *outside),) = ask(f"SELECT {', '.join([nobody, *counts])} FROM {RELATION}")
        ((repeated,),) = ask(twice)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        return PopulationRefused("facts_unreadable", _unreadable(path, error))
    flaws = list(_of_people(unnamed, repeated))
    for name, count in zip(bounded, outside, strict=True):
        if count:
            flaws.append(_of_values(query, name, count))
    return _refused(path, flaws)


def _literal(path: Path) -> str:
    return glob.escape(str(path)).replace("'", "''")


def _types_of(path: Path, ask: Ask) -> Mapping[str, str]:
    return {str(row[0]): str(row[1]) for row in ask(f"DESCRIBE SELECT * FROM {read_text(path)}")}


def _missing(query: PopulationQuery, types: Mapping[str, str]) -> Iterator[_Flaw]:
    for name in query.inputs:
        if name not in types:
            purpose = _purpose(query, name)
            yield _Flaw(
                "columns_missing",
                Text(
                    ru=f"нет столбца «{name}» ({purpose.ru})",
                    en=f"there is no column '{name}' ({purpose.en})",
                ),
            )


def _repeated(query: PopulationQuery, names: list[str]) -> Iterator[_Flaw]:
    for name in query.inputs:
        if names.count(name) > 1:
            yield _Flaw(
                "column_repeated",
                Text(ru=f"столбец «{name}» есть дважды", en=f"the column '{name}' is there twice"),
            )


def _wrong(query: PopulationQuery, types: Mapping[str, str]) -> Iterator[_Flaw]:
    for name, kind in query.inputs.items():
        if name in types and types[name] not in TYPES[kind]:
            wanted = _WANTED[kind]
            yield _Flaw(
                "column_type",
                Text(
                    ru=f"в столбце «{name}» ожидается {wanted.ru}, а там {types[name]}",
                    en=f"the column '{name}' should hold {wanted.en}, and it holds {types[name]}",
                ),
            )


def _of_people(unnamed: object, repeated: object) -> Iterator[_Flaw]:
    if unnamed:
        yield _Flaw(
            "person_missing",
            Text(ru=f"в строках без «person»: {unnamed}", en=f"rows without a person: {unnamed}"),
        )
    if repeated:
        yield _Flaw(
            "person_repeated",
            Text(
                ru=f"людей, которые встречаются не один раз: {repeated}", en=f"people who are there twice: {repeated}"
            ),
        )


def _of_values(query: PopulationQuery, name: str, count: object) -> _Flaw:
    fact = query.facts[name]
    known = ", ".join(fact.names or {})
    may = Text(ru=f"возможны слова {known}", en=f"it may be {known}")
    if fact.names is None:
        may = Text(ru=f"возможно от {fact.least} до {fact.most}", en=f"it may be {fact.least} to {fact.most}")
    return _Flaw(
        "value_impossible",
        Text(
            ru=f"в столбце «{name}» ({fact.title.ru}) невозможных значений: {count}; {may.ru}",
            en=f"impossible values in the column '{name}' ({fact.title.en}): {count}; {may.en}",
        ),
    )


def _outside(query: PopulationQuery, name: str) -> str:
    """A condition that holds for what cannot be, or '' where everything of the type can."""
    fact = query.facts[name]
    match query.inputs[name]:
        case ColumnType.WHOLE:
            return f'"{name}" NOT BETWEEN {fact.least} AND {fact.most}'
        case ColumnType.WORDS:
            words = ", ".join(f"'{word}'" for word in fact.names or ())
            return f'"{name}" NOT IN ({words})'
        case ColumnType.TRUTH | ColumnType.DAY:
            return ""


def _purpose(query: PopulationQuery, name: str) -> Text:
    if name in query.facts:
        return query.facts[name].title
    if name in query.sources:
        title = query.sources[name].title
        return Text(ru=f"когда спрашивали: {title.ru}", en=f"the day asked: {title.en}")
    return Text(ru="номер человека", en="a person's number")


def _refused(path: Path, flaws: list[_Flaw]) -> PopulationRefused | None:
    if not flaws:
        return None
    more = len(flaws) - _SHOWN_MAX
    ru = "; ".join(one.text.ru for one in flaws[:_SHOWN_MAX]) + (f"; и ещё {more}" if more > 0 else "")
    en = "; ".join(one.text.en for one in flaws[:_SHOWN_MAX]) + (f"; and {more} more" if more > 0 else "")
    text = Text(
        ru=f"{path}: {ru}. Ничего не решено; пожалуйста, поправьте файл и начните снова.",
        en=f"{path}: {en}. Nothing was decided; please mend the file and start again.",
    )
    return PopulationRefused(flaws[0].code, text)


def _unreadable(path: Path, error: duckdb.Error) -> Text:
    first = str(error).splitlines()[0]
    return Text(
        ru=f"{path} не читается как файл Parquet: {first} Пожалуйста, дайте файл сведений в формате Parquet.",
        en=f"{path} cannot be read as a Parquet file: {first} Please give a file of facts in Parquet.",
    )
