"""One register as CSV and XLSX, written line by line; docs/ledger.md says why the CSV looks as it does."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias
from zoneinfo import ZoneInfo

import xlsxwriter
import xlsxwriter.format
import xlsxwriter.worksheet
from xlsxwriter.exceptions import FileCreateError

from socert.domain import programmes
from socert.domain.clearing.model import NamedPeriod, RegisterHead, RegisterLine
from socert.domain.clearing.rules import wording
from socert.values import public_id

_BOM = "\ufeff"
_SHEET_LINES_MAX = 1_000_000  # a sheet ends at row 1,048,576
_KOPECKS = 100
_MILLION = 1_000_000

Sheet: TypeAlias = xlsxwriter.worksheet.Worksheet
Format: TypeAlias = xlsxwriter.format.Format

Kinds: TypeAlias = Mapping[tuple[int, int], programmes.AllowanceKind]
"""The kind of every allowance, by version and slot."""

# Heading and width; the order is the one of `_texts`.
COLUMNS = (
    ("Дата и время", 19),
    ("Магазин", 24),
    ("Касса", 10),
    ("Чек", 16),
    ("Авторизация", 40),
    ("Позиция", 9),
    ("Штрихкод", 16),
    ("Артикул", 12),
    ("Наименование", 40),
    ("Категория", 24),
    ("Количество", 12),
    ("Сумма позиции, руб.", 20),
    ("Сумма позиции, коп.", 20),
    ("Оплачено сертификатом, руб.", 28),
    ("Оплачено сертификатом, коп.", 28),
    ("Программа", 30),
    ("Операция", 12),
    ("Вид номинала", 14),
    ("Единиц", 9),
    ("Уступка магазина, коп.", 22),
)
_COVERED_ROUBLES = 13
_COVERED_KOPECKS = 14


class CsvFile:
    """A CSV for a Russian spreadsheet: UTF-8 with a mark, semicolons, decimal commas; hashed while it is written."""

    def __init__(self, path: Path, *, headings: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._digest = hashlib.sha256()
        self._writer = csv.writer(self, delimiter=";", lineterminator="\r\n")
        self.write(_BOM)
        self._writer.writerow(headings)

    def write(self, text: str) -> int:
        """Write and hash; what csv.writer calls."""
        self._digest.update(text.encode())
        return self._file.write(text)

    def add(self, row: Sequence[str | int]) -> None:
        """Write one row; texts that could become formulas are to be made harmless before."""
        self._writer.writerow(row)

    def close(self) -> str:
        """End the file; gives its SHA-256 in hexadecimal digits."""
        self._file.close()
        return self._digest.hexdigest()


class XlsxFile:
    """A workbook written row by row in constant memory, dated by the period so that a second run is the same.

    Raises:
        OSError: no file can be written at `path`.
    """

    def __init__(self, path: Path, *, made_at: datetime) -> None:
        path.open("wb").close()  # before sheets lie in temporary files that nobody would close
        self.book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.book.set_properties({"created": made_at.replace(tzinfo=None)})
        self.bold = self.book.add_format({"bold": True})
        self.heading = self.book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.roubles = self.book.add_format({"num_format": "#,##0.00"})
        self.roubles_bold = self.book.add_format({"num_format": "#,##0.00", "bold": True})
        self.whole = self.book.add_format({"num_format": "0"})
        self.whole_bold = self.book.add_format({"num_format": "0", "bold": True})
        self.amount = self.book.add_format({"num_format": "0.######"})
        self.time = self.book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})

    def table(self, name: str, columns: Sequence[tuple[str, int]]) -> Sheet:
        """A new sheet with headings that stay in sight."""
        sheet = self.book.add_worksheet(name)
        for place, (title, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, self.heading)
        sheet.freeze_panes(1, 0)
        return sheet

    def close(self) -> None:
        """End the file.

        Raises:
            OSError: it cannot be written.
        """
        try:
            self.book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error


class Register:
    """A merchant's register in the making: `add` lines, then `close`. Without sheets the workbook has only the sums."""

    def __init__(
        self,
        folder: Path,
        head: RegisterHead,
        *,
        period: NamedPeriod,
        zone: ZoneInfo,
        made_at: datetime,
        kinds: Kinds,
        with_sheets: bool,
    ) -> None:
        self.head = head
        self._kinds = kinds
        self._with_sheets = with_sheets
        self.lines = 0
        self.covered = 0
        self.csv_path = folder / f"register-{head.inn}-period-{period.number}.csv"
        self.xlsx_path = self.csv_path.with_suffix(".xlsx")
        self._period = period
        self._zone = zone
        self._csv = CsvFile(self.csv_path, headings=[title for title, _ in COLUMNS])
        self._xlsx = XlsxFile(self.xlsx_path, made_at=made_at)
        self._sheets = 0
        self._row = 0
        self._new_sheet()

    def add(self, line: RegisterLine) -> None:
        """Write one line to both files, or to the CSV alone where sheets are not wanted."""
        self._csv.add(_texts(line, kind=self._kind(line), zone=self._zone))
        if self._with_sheets:
            if self._row == _SHEET_LINES_MAX:
                self._end_sheet()
                self._new_sheet()
            self._row += 1
            self._write_row(line)
        self.lines += 1
        self.covered += line.covered

    def close(self) -> str:
        """End both files, the workbook with its total row and control sums; gives the CSV's SHA-256."""
        digest = self._csv.close()
        self._end_sheet()
        self._sheet.write_string(self._row + 1, 0, "Итого", self._xlsx.bold)
        self._sheet.write_number(self._row + 1, _COVERED_ROUBLES, self.covered / _KOPECKS, self._xlsx.roubles_bold)
        self._sheet.write_number(self._row + 1, _COVERED_KOPECKS, self.covered, self._xlsx.whole_bold)
        self._write_sums(digest)
        self._xlsx.close()
        return digest

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._csv.close()
            self._xlsx.close()

    def _new_sheet(self) -> None:
        self._sheets += 1
        name = "Реестр" if self._sheets == 1 else f"Реестр {self._sheets}"
        self._sheet = self._xlsx.table(name, COLUMNS)
        self._row = 0

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(COLUMNS) - 1)

    def _write_row(self, line: RegisterLine) -> None:
        sheet, row, files = self._sheet, self._row, self._xlsx
        sheet.write_datetime(row, 0, wording.wall_time(line.at, zone=self._zone), files.time)
        for place, text in (
            (1, line.outlet),
            (2, line.till),
            (3, line.receipt),
            (4, public_id("auth", line.lane, line.authorisation)),
            (6, wording.barcode(line.gtin)),
            (7, line.article or ""),
            (8, line.name),
            (9, line.category or ""),
            (15, line.programme),
            (16, wording.movement(line.kind)),
            (17, self._kind(line)),
        ):
            sheet.write_string(row, place, text)
        sheet.write_number(row, 5, line.position, files.whole)
        sheet.write_number(row, 10, line.quantity / _MILLION, files.amount)
        sheet.write_number(row, 11, line.amount / _KOPECKS, files.roubles)
        sheet.write_number(row, 12, line.amount, files.whole)
        sheet.write_number(row, _COVERED_ROUBLES, line.covered / _KOPECKS, files.roubles)
        sheet.write_number(row, _COVERED_KOPECKS, line.covered, files.whole)
        sheet.write_number(row, 18, line.units, files.whole)
        sheet.write_number(row, 19, line.waived, files.whole)

    def _kind(self, line: RegisterLine) -> str:
        return wording.kind_of_allowance(self._kinds[line.version, line.slot])

    def _write_sums(self, digest: str) -> None:
        files = self._xlsx
        sheet = files.table("Контрольные суммы", (("Показатель", 34), ("Значение", 70)))
        for row, (title, value) in enumerate(
            (
                ("Организация", self.head.title),
                ("ИНН", self.head.inn),
                ("Период, номер", self._period.number),
                ("Период, первый день", wording.day(self._period.first_day)),
                ("Период, последний день", wording.day(self._period.last_day)),
                ("Чеков", self.head.receipts - self.head.voided),
                ("Отменённых чеков", self.head.voided),
                ("Строк", self.lines),
                ("Сумма к возмещению, коп.", self.covered),
                ("Перенесено с прошлой заявки, коп.", self.head.carried),
                ("К выплате, коп.", max(0, self.covered + self.head.carried)),
                ("Переносится в следующую заявку, коп.", min(0, self.covered + self.head.carried)),
                ("Файл CSV", self.csv_path.name),
                ("SHA-256 файла CSV", digest),
            ),
            start=1,
        ):
            sheet.write_string(row, 0, title)
            if isinstance(value, int):
                sheet.write_number(row, 1, value, files.whole)
            else:
                sheet.write_string(row, 1, value)


def _texts(line: RegisterLine, *, kind: str, zone: ZoneInfo) -> list[str | int]:
    return [
        wording.wall_time(line.at, zone=zone).isoformat(sep=" "),
        wording.harmless(line.outlet),
        wording.harmless(line.till),
        wording.harmless(line.receipt),
        public_id("auth", line.lane, line.authorisation),
        line.position,
        wording.barcode(line.gtin),
        wording.harmless(line.article or ""),
        wording.harmless(line.name),
        wording.harmless(line.category or ""),
        wording.quantity(line.quantity),
        wording.roubles(line.amount),
        line.amount,
        wording.roubles(line.covered),
        line.covered,
        wording.harmless(line.programme),
        wording.movement(line.kind),
        kind,
        line.units,
        line.waived,
    ]
