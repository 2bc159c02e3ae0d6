"""A CSV list of recipients, row by row: who may get a certificate, and which rows cannot be read and why."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from socert.domain.certificates.model import (
    IssueRefusal,
    ListFlaw,
    ListRefused,
    RecipientList,
    RecipientRow,
    RowOutcome,
    RowRefusal,
)
from socert.domain.certificates.rules.list_flaws import (
    LIST_BYTES_MAX,
    LIST_ROWS_MAX,
    flawed,
    missing_columns,
    repeated_columns,
    unknown_columns,
)
from socert.domain.certificates.rules.rows import readable_row
from socert.domain.certificates.rules.sentences import named_twice
from socert.values import Text

REQUIRED = ("snils", "last_name", "first_name", "patronymic", "birth_date", "district")
OPTIONAL = ("card", "need", "phone")
#: The columns of a list that goes with decisions: they, and not the list, say what somebody needs.
PERSON = "person"
WITH_DECISIONS = ((PERSON, *REQUIRED), ("card", "phone"))

_CHUNK = 10_000
_NUMBER = re.compile("[0-9]{1,18}")


def read_list(
    content: bytes,
    *,
    today: date,
    progress: Callable[[int, int], None],
    columns: tuple[Sequence[str], Sequence[str]] = (REQUIRED, OPTIONAL),
) -> RecipientList | ListRefused:
    """The rows of a list, each readable, failed or refused; or why the whole list is refused.

    With the column `person`, of whole numbers, every row must have one, and each no more than once.

    Args:
        content: CSV in UTF-8 with or without a byte order mark, columns divided by ";" or ",", lines ended.
        today: nobody is born after it.
        progress: called now and then with rows done and an estimate of all rows.
        columns: those it must have, and those it may.
    """
    text = _text(content)
    if isinstance(text, ListRefused):
        return text
    header_line, _, _ = text.partition("\n")
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    lines = _numbered(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        _, fields = next(lines)
        header = [name.strip().lower() for name in fields]
        if refused := _refuse_header(header, *columns):
            return refused
        return _rows(lines, header, today=today, lines_about=text.count("\n"), progress=progress)
    except _UnreadableLine as error:
        return flawed(ListFlaw.LIST_CUT_OFF if error.is_unfinished else ListFlaw.LIST_UNREADABLE, line=error.line)


def _text(content: bytes) -> str | ListRefused:
    if len(content) > LIST_BYTES_MAX or content.count(b"\n") > LIST_ROWS_MAX:
        return flawed(ListFlaw.LIST_TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        # A character halved by the end of the file is a cut, not an encoding.
        is_cut = error.end >= len(content) and not before.isascii() and error.reason == "unexpected end of data"
        return flawed(ListFlaw.LIST_CUT_OFF if is_cut else ListFlaw.WRONG_ENCODING, line=before.count(b"\n") + 1)
    if not text.strip():
        return flawed(ListFlaw.LIST_EMPTY)
    if not text.endswith(("\n", "\r")):
        return flawed(ListFlaw.LIST_CUT_OFF, line=text.count("\n") + 1)
    return text


def _refuse_header(header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> ListRefused | None:
    known = (*required, *optional)
    if missing := [name for name in required if name not in header]:
        return missing_columns(missing)
    if unknown := [place for place, name in enumerate(header, start=1) if name not in known]:
        return unknown_columns(unknown, known=known)
    if repeated := [name for name in known if header.count(name) > 1]:
        return repeated_columns(repeated)
    return None


def _rows(
    lines: Iterator[tuple[int, list[str]]],
    header: Sequence[str],
    *,
    today: date,
    lines_about: int,
    progress: Callable[[int, int], None],
) -> RecipientList | ListRefused:
    first_line_of: dict[str, int] = {}
    rows: list[RecipientRow] = []
    refusals: list[RowRefusal] = []
    numbers: set[int] = set()
    last_is_short, line = False, 1
    for line, fields in lines:
        last_is_short = len(fields) < len(header)
        one = _row(line, fields, header, today=today)
        if PERSON in header and not last_is_short and (flaw := _refuse_number(one.number, numbers)):
            return flawed(flaw, line=line)
        if isinstance(one, RecipientRow):
            one = _refuse_repeats(one, first_line_of) or one
        if isinstance(one, RecipientRow):
            rows.append(one)
        else:
            refusals.append(one)
        if not (len(rows) + len(refusals)) % _CHUNK:
            progress(len(rows) + len(refusals), lines_about)
    if last_is_short:
        return flawed(ListFlaw.LIST_CUT_OFF, line=line)
    if PERSON in header and (nameless := [one.line for one in refusals if one.number is None]):
        return flawed(ListFlaw.PERSON_UNUSABLE, line=nameless[0])
    read = RecipientList(tuple(rows), tuple(refusals))
    progress(read.rows_in, read.rows_in)
    return read if read.rows_in else flawed(ListFlaw.LIST_EMPTY)


class _UnreadableLine(Exception):
    def __init__(self, line: int, *, is_unfinished: bool) -> None:
        super().__init__(line)
        self.line = line
        self.is_unfinished = is_unfinished


def _numbered(file: io.StringIO, *, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        # The only mistake that reaches to the end of the file is a quote that nobody closes.
        raise _UnreadableLine(line, is_unfinished="unexpected end of data" in str(error)) from error


def _row(line: int, fields: Sequence[str], header: Sequence[str], *, today: date) -> RecipientRow | RowRefusal:
    if len(fields) != len(header):
        text = Text(
            ru=f"В строке {len(fields)} полей, а столбцов {len(header)}. Пожалуйста, проверьте разделители и кавычки.",
            en=f"The row has {len(fields)} fields for {len(header)} columns; please check separators and quotes.",
        )
        return RowRefusal(line, RowOutcome.FAILED, "wrong_number_of_fields", text)
    given: Mapping[str, str] = dict(zip(header, fields, strict=True))
    one = readable_row(line, given, today=today)
    return replace(one, number=_number(given[PERSON])) if PERSON in given else one


def _number(written: str) -> int | None:
    return int(written) if _NUMBER.fullmatch(written.strip()) else None


def _refuse_number(number: int | None, numbers: set[int]) -> ListFlaw | None:
    """Why a row cannot be told from others by its number."""
    if number is None:
        return ListFlaw.PERSON_UNUSABLE
    if number in numbers:
        return ListFlaw.PERSON_TWICE
    numbers.add(number)
    return None


def _refuse_repeats(row: RecipientRow, first_line_of: dict[str, int]) -> RowRefusal | None:
    person = row.person.snils.digits
    if person in first_line_of:
        return _repeated(row, IssueRefusal.NAMED_TWICE, first_line_of[person])
    card = None if row.card is None else f"card {row.card.digits}"
    if card is not None and card in first_line_of:
        return _repeated(row, IssueRefusal.CARD_NAMED_TWICE, first_line_of[card])
    first_line_of[person] = row.line
    if card is not None:
        first_line_of[card] = row.line
    return None


def _repeated(row: RecipientRow, code: IssueRefusal, first_line: int) -> RowRefusal:
    text = named_twice(code, first_line=first_line)
    return RowRefusal(row.line, RowOutcome.REFUSED, code.value, text, row.number)
