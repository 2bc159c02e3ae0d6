"""The picture of demand as CSV and XLSX for a Russian spreadsheet, and its chart as SVG."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import vl_convert
from xlsxwriter.exceptions import FileCreateError

from socert.domain import clearing
from socert.domain.monitoring.model.demand import Demand, Figures, Line, Listed, Rest
from socert.domain.monitoring.rules import demand_rows as rows
from socert.domain.monitoring.rules.demand_chart import chart_spec, charted_rows
from socert.values import Language, Text

HIDDEN = "скрыто"
_REST = "прочее, скрытое по частям"
_KOPECKS = 100
_VEGA_LITE = "5.21"
_LOCALES: Mapping[Language, Literal["ru-RU", "en-US"]] = {Language.RU: "ru-RU", Language.EN: "en-US"}
_CHART_SCALE = 0.62  # the picture is drawn at twice its size, so that it stays sharp in print
_ROW_HEIGHT = 20  # pixels of a spreadsheet's row
_FIGURES = (
    ("Оплачено сертификатом, руб.", 18),
    ("Оплачено сертификатом, коп.", 18),
    ("Чеков", 10),
    ("Людей", 10),
    ("Неделей раньше, руб.", 18),
    ("Неделей раньше, коп.", 18),
    ("Чеков неделей раньше", 12),
    ("Людей неделей раньше", 12),
)
_CELLS = (("Категория", 34), ("Организация", 30), ("Магазин", 30), ("Район", 28), *_FIGURES)
_CATEGORIES = (("Категория", 34), *_FIGURES)
_COUNTED = (("Сколько", 12), ("Сумма, руб.", 18), ("Людей", 10))
#: The lists of the workbook: sheet, the demand's field, headings before the counts.
_LISTS = (
    ("Не хватило остатка", "pressure", ("Категория",)),
    ("Дороже предельной цены", "above_cap", ("Категория",)),
    ("Отказы", "not_covered", ("Причина", "Категория", "Штрихкод", "Артикул", "Товар")),
    ("Не использованы", "never_used", ("Программа", "Район")),
    ("Заканчиваются", "ending_soon", ("Программа", "Район")),
    ("Без соглашения", "tried_without_agreement", ("Организация", "Магазин")),
)

_Value = str | int


def write_csv(demand: Demand, *, path: Path) -> None:
    """Write the cells; with the rows of what is hidden, «Оплачено сертификатом, коп.» sums to the week's total."""
    file = clearing.CsvFile(path, headings=[title for title, _ in _CELLS])
    for names, figures in _cells(demand):
        file.add([*(clearing.harmless(name) for name in names), *_for_csv(figures)])
    file.close()


def chart_svg(demand: Demand, *, language: Language = Language.RU, titles: Mapping[str, Text] | None = None) -> str:
    """The chart, as an SVG that stands alone and names no font but the reader's own.

    In English it needs the `titles` of categories by their ids.
    """
    spec = chart_spec(demand, language=language, titles=titles)
    return vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, format_locale=_LOCALES[language])


def write_xlsx(demand: Demand, *, path: Path) -> None:
    """Write the workbook: the chart with its table under it, totals, cells, and what did not happen.

    Raises:
        OSError: the file cannot be written.
    """
    book = clearing.XlsxFile(path, made_at=demand.made_at)
    _chart_sheet(book, demand)
    _totals_sheet(book, demand)
    sheet = book.table("Спрос", _CELLS)
    row = 0
    for row, (names, figures) in enumerate(_cells(demand), start=1):
        _write(book, sheet, row, [*names, *figures], roubles_at=_roubles_at(len(names)))
    sheet.autofilter(0, 0, row, len(_CELLS) - 1)
    for name, field, headings in _LISTS:
        _list_sheet(book, name, headings, getattr(demand, field), demand)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _cells(demand: Demand) -> Iterable[tuple[list[str], list[_Value]]]:
    for one in rows.cell_rows(demand):
        names = [one.title, one.outlet.merchant, one.outlet.title, one.district or "не указан"]
        yield names, [*_shown(one.this), *_shown(one.previous)]
    for rest in rows.rest_rows(demand):
        yield [rest.title or "прочие категории", _REST, "", ""], [*_rest(rest.this), *_rest(rest.previous)]


def _shown(one: Figures | None) -> list[_Value]:
    return [HIDDEN] * 4 if one is None else [one.kopecks, one.kopecks, one.receipts, one.people]


def _rest(one: Rest) -> list[_Value]:
    return [one.kopecks, one.kopecks, one.receipts, HIDDEN if one.cells else 0]


def _for_csv(figures: Sequence[_Value]) -> list[_Value]:
    return [
        clearing.roubles(one) if place % 4 == 0 and isinstance(one, int) else one for place, one in enumerate(figures)
    ]


def _roubles_at(names: int) -> tuple[int, int]:
    return names, names + 4


def _write(
    book: clearing.XlsxFile,
    sheet: clearing.Sheet,
    row: int,
    values: Sequence[_Value | None],
    *,
    roubles_at: Sequence[int],
) -> None:
    for place, value in enumerate(values):
        if isinstance(value, int):
            in_roubles = place in roubles_at
            number = value / _KOPECKS if in_roubles else value
            sheet.write_number(row, place, number, book.roubles if in_roubles else book.whole)
        elif value is not None:
            sheet.write_string(row, place, value)


def _chart_sheet(book: clearing.XlsxFile, demand: Demand) -> None:
    sheet = book.book.add_worksheet("График")
    picture = vl_convert.vegalite_to_png(chart_spec(demand), vl_version=_VEGA_LITE, format_locale="ru-RU", scale=2)
    sheet.insert_image(
        0,
        0,
        "chart.png",
        {"image_data": io.BytesIO(picture), "x_scale": _CHART_SCALE, "y_scale": _CHART_SCALE, "object_position": 3},
    )
    top = int(_height_of(picture) * _CHART_SCALE / _ROW_HEIGHT) + 2
    for place, (title, width) in enumerate(_CATEGORIES):
        sheet.set_column(place, place, width)
        sheet.write_string(top, place, title, book.heading)
    for row, one in enumerate(charted_rows(demand), start=top + 1):
        _write(book, sheet, row, [one.title, *_shown(one.this), *_shown(one.previous)], roubles_at=_roubles_at(1))


def _height_of(png: bytes) -> int:
    """In pixels: what the picture's own head says."""
    return int.from_bytes(png[20:24], "big")


def _totals_sheet(book: clearing.XlsxFile, demand: Demand) -> None:
    sheet = book.table("Итоги", (("Показатель", 46), (str(demand.week), 18), (str(demand.week.before), 18)))
    this, previous = demand.this.total.bought, demand.previous.total.bought
    own, own_before = (
        None if rows.is_own_hidden(one) else one.total.own_kopecks for one in (demand.this, demand.previous)
    )
    borne, borne_before = (
        None if one is None else one.kopecks for one in map(rows.borne_shown, (demand.this, demand.previous))
    )
    lines: tuple[tuple[str, int | None, int | None], ...] = (
        ("Оплачено сертификатами, руб.", this.kopecks, previous.kopecks),
        ("Чеков", this.receipts, previous.receipts),
        ("Людей", this.people, previous.people),
        ("Собственные средства в этих чеках, руб.", own, own_before),
        ("Скидки за счёт магазинов, руб.", borne, borne_before),
        ("Скрытых ячеек", len(demand.this.hidden_cells), len(demand.previous.hidden_cells)),
    )
    for row, (title, *values) in enumerate(lines, start=1):
        shown: list[_Value] = [title, *(HIDDEN if one is None else one for one in values)]
        _write(book, sheet, row, shown, roubles_at=(1, 2) if title.endswith("руб.") else ())


def _list_sheet(book: clearing.XlsxFile, name: str, headings: Sequence[str], listed: Listed, demand: Demand) -> None:
    sheet = book.table(name, [*((title, 30) for title in headings), *_COUNTED])
    money = (len(headings) + 1,)
    row = 0
    for row, one in enumerate(listed.lines, start=1):
        people: _Value = HIDDEN if one.people is None else one.people
        _write(
            book,
            sheet,
            row,
            [*_names(name, one, len(headings), demand), one.count, one.kopecks, people],
            roubles_at=money,
        )
    total: list[_Value] = ["Итого", *[""] * (len(headings) - 1)]
    sums = (HIDDEN if one is None else one for one in (listed.count, listed.kopecks, listed.people))
    _write(book, sheet, row + 1, [*total, *sums], roubles_at=money)


def _names(sheet: str, line: Line, width: int, demand: Demand) -> list[str]:
    if line.item is None:
        return [line.part or _REST, *[_REST] * (width - 1)] if line.part else [_REST, *[""] * (width - 1)]
    if sheet == "Без соглашения":
        number = line.item[0]
        assert isinstance(number, int)
        outlet = demand.outlets[number]
        return [outlet.merchant, outlet.title]
    names = ["" if one is None else str(one) for one in line.item]
    return [line.part, *names] if len(names) < width else names
