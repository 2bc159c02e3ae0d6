"""Words that components bring with them."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "errors_title": Text(ru="Что нужно исправить", en="There is a problem"),
    "error_prefix": Text(ru="Ошибка:", en="Error:"),
    "notice_success": Text(ru="Готово", en="Success"),
    "notice_info": Text(ru="Важно", en="Important"),
    "notice_warning": Text(ru="Внимание", en="Warning"),
    "figure_table": Text(ru="Те же данные таблицей", en="The same as a table"),
    "date_day": Text(ru="День", en="Day"),
    "date_month": Text(ru="Месяц", en="Month"),
    "date_year": Text(ru="Год", en="Year"),
    "search": Text(ru="Найти", en="Search"),
    "refresh": Text(ru="Обновить", en="Refresh"),
    "pages": Text(ru="Страницы списка", en="Pages of the list"),
}
