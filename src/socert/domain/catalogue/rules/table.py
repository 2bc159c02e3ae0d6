"""Reads a table as people save it: UTF-8 with or without a mark, commas or semicolons, columns in any order."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Protocol

from socert.domain.catalogue.model import ROWS_MAX, ListFlaw, UnreadableList


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column, blanks at the ends of values gone; `line` is where it stands in the file, from 1."""

    line: int
    values: dict[str, str]


def decoded(content: bytes) -> str:
    """The text of a file.

    Raises:
        UnreadableList: `encoding` or `not_text`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        is_text = b"\0" not in content and not content.startswith((b"PK", b"\xff\xfe", b"\xfe\xff"))
        raise UnreadableList(ListFlaw.ENCODING if is_text else ListFlaw.NOT_TEXT, line=line) from None
    if "\0" in text:
        raise UnreadableList(ListFlaw.NOT_TEXT, line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def read_rows(text: str, *, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table with these columns; other columns are left out, blank lines are skipped.

    Raises:
        UnreadableList: the table cannot be read; names the line.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header = [name.strip().lower() for name in _next(reader) or []]
    if not any(header):
        raise UnreadableList(ListFlaw.EMPTY, line=1)
    for column in columns:
        if column not in header:
            raise UnreadableList(ListFlaw.COLUMN_MISSING, line=1, detail=column)
    count = 0
    before = reader.line_num
    while (fields := _next(reader)) is not None:
        line, before = before + 1, reader.line_num
        if not any(map(str.strip, fields)):
            continue
        count += 1
        _check(fields, width=len(header), line=line, count=count)
        values = dict(zip(header, map(str.strip, fields), strict=False))
        yield Row(line, {column: values[column] for column in columns})
    if count == 0:
        raise UnreadableList(ListFlaw.EMPTY, line=1)


def _check(fields: Sequence[str], *, width: int, line: int, count: int) -> None:
    if count > ROWS_MAX:
        raise UnreadableList(ListFlaw.TOO_LONG, line=line, detail=str(ROWS_MAX))
    if len(fields) < width:
        raise UnreadableList(ListFlaw.CUT_OFF, line=line)
    if any(map(str.strip, fields[width:])):
        raise UnreadableList(ListFlaw.TOO_MANY_FIELDS, line=line)


class _Reader(Protocol):
    """What `csv.reader` gives: lists of values, and how many lines it has read."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def _next(reader: _Reader) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error:  # a quote that is never closed, or text after one
        raise UnreadableList(ListFlaw.CUT_OFF, line=reader.line_num) from None


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","
