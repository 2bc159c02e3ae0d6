"""Write the registers of a closed period: a CSV and an XLSX a merchant, and a summary by source over all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import programmes
from socert.domain.clearing.actions.register_files import CsvFile, Format, Register, Sheet, XlsxFile
from socert.domain.clearing.model import ClosedPeriod, NamedPeriod, RegisterHead, RegisterLine
from socert.domain.clearing.rules import wording
from socert.domain.clearing.rules.boundaries import named
from socert.domain.clearing.store import receipts
from socert.domain.clearing.store.periods import build_period

_KOPECKS = 100
_SUMMARY = (
    ("ИНН", 16),
    ("Организация", 40),
    ("Источник", 20),
    ("Сумма, руб.", 20),
    ("Сумма, коп.", 20),
    ("Период", 9),
    ("Первый день", 14),
    ("Последний день", 16),
    ("Перенесено, коп.", 20),
    ("К выплате, коп.", 20),
)
_CARRIED = 8
_DUE = 9


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A merchant's register: where it is, and its control sums; `sha256` is the CSV's.

    `receipts` counts the purchases it speaks of, those `voided` among them; `kopecks` is what its lines
    sum to, `carried` what the claim before left to owe back.
    """

    merchant: int
    csv: Path
    xlsx: Path
    receipts: int
    voided: int
    lines: int
    kopecks: int
    carried: int
    sha256: str


class RegisterDiffers(Exception):
    """The receipt lines behind a claim do not sum to it: the register must not be handed out."""


class PeriodNotClosed(ValueError):
    """Registers were asked for of a period that does not exist."""


def registers(
    conn: Connection, *, period: int, folder: Path, zone: ZoneInfo, with_sheets: bool = True
) -> list[RegisterFile]:
    """Write the registers of a closed period into a folder of its own; the same CSV bytes every time.

    Args:
        conn: a connection in a transaction; nothing is written to the database.
        period: the number of a closed period.
        folder: below it, in period-<number>-<first day>-<last day>, which is made if absent: for every merchant
            register-<ИНН>-period-<number>.csv and .xlsx, over all register-summary-period-<number>.csv and .xlsx.
        zone: the region's time zone; times are shown in it.
        with_sheets: whether workbooks have all lines too, or their sums only; a million lines take minutes.

    Raises:
        RegisterDiffers: lines do not sum to their claim; nothing of this folder may be used then.
        PeriodNotClosed: there is no such period.
        OSError: the folder or a file cannot be written.
    """
    closed = build_period(conn, period=period)
    if closed is None:
        raise PeriodNotClosed(f"There is no closed period {period}; please close it first.")
    period_named = named(closed, zone=zone)
    own = folder / period_named.folder
    own.mkdir(parents=True, exist_ok=True)
    heads = receipts.read_register_heads(conn, period=period)
    by_merchant = groupby(receipts.read_register_lines(conn, period=period), key=attrgetter("merchant"))
    kinds = {
        (version.number, slot): allowance.kind
        for version in programmes.versions(conn)
        for slot, allowance in enumerate(version.allowances)
    }
    open_register = partial(
        Register, own, period=period_named, zone=zone, made_at=closed.closed_at, kinds=kinds, with_sheets=with_sheets
    )
    files = list(_write(heads, by_merchant, open_register))
    _write_summary(conn, folder=own, closed=closed, period=period_named)
    return files


def _write(
    heads: list[RegisterHead],
    by_merchant: Iterator[tuple[int, Iterator[RegisterLine]]],
    open_register: Callable[[RegisterHead], Register],
) -> Iterator[RegisterFile]:
    merchant, lines = next(by_merchant, (None, iter(())))
    for head in heads:
        with open_register(head) as register:
            if merchant == head.merchant:
                for line in lines:
                    register.add(line)
                merchant, lines = next(by_merchant, (None, iter(())))
            if register.covered != head.amount:
                raise RegisterDiffers(
                    f"The lines of merchant {head.merchant} sum to {register.covered} kopecks, its claim is "
                    f"{head.amount}. Please run `socert verify` before anything is paid."
                )
            sha256 = register.close()
        yield RegisterFile(
            merchant=head.merchant,
            csv=register.csv_path,
            xlsx=register.xlsx_path,
            receipts=head.receipts,
            voided=head.voided,
            lines=register.lines,
            kopecks=register.covered,
            carried=head.carried,
            sha256=sha256,
        )


def _write_summary(conn: Connection, *, folder: Path, closed: ClosedPeriod, period: NamedPeriod) -> None:
    path = folder / f"register-summary-period-{period.number}.csv"
    file = CsvFile(path, headings=[title for title, _ in _SUMMARY])
    book = XlsxFile(path.with_suffix(".xlsx"), made_at=closed.closed_at)
    days = wording.day(period.first_day), wording.day(period.last_day)
    sheet = book.table("Сводный реестр", _SUMMARY)
    row = total = total_carried = 0
    for inn, title, source, amount, carried in receipts.read_source_totals(conn, period=closed.period):
        texts = [inn, wording.harmless(title), wording.harmless(source), wording.roubles(amount)]
        file.add([*texts, amount, period.number, *days, carried, amount + carried])
        row += 1
        total += amount
        total_carried += carried
        for place, text in enumerate((inn, title, source)):
            sheet.write_string(row, place, text)
        sheet.write_number(row, 3, amount / _KOPECKS, book.roubles)
        sheet.write_number(row, 4, amount, book.whole)
        sheet.write_number(row, 5, period.number, book.whole)
        for place, text in enumerate(days, start=6):
            sheet.write_string(row, place, text)
        _write_due(sheet, row, amount, carried, style=book.whole)
    digest = file.close()
    sheet.autofilter(0, 0, row, len(_SUMMARY) - 1)
    sheet.write_string(row + 1, 0, "Итого", book.bold)
    sheet.write_number(row + 1, 3, total / _KOPECKS, book.roubles_bold)
    sheet.write_number(row + 1, 4, total, book.whole_bold)
    _write_due(sheet, row + 1, total, total_carried, style=book.whole_bold)
    sheet.write_string(row + 2, 0, "SHA-256 файла CSV")
    sheet.write_string(row + 2, 1, digest)
    book.close()


def _write_due(sheet: Sheet, row: int, amount: int, carried: int, *, style: Format) -> None:
    sheet.write_number(row, _CARRIED, carried, style)
    sheet.write_number(row, _DUE, amount + carried, style)
