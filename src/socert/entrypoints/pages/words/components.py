"""Words that components bring with them."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.counted import Counted
from socert.values import Text

WORDS: Mapping[str, Text | Counted] = {
    "errors_title": Text(ru="Что нужно исправить", en="There is a problem"),
    "error_prefix": Text(ru="Ошибка:", en="Error:"),
    "notice_success": Text(ru="Готово", en="Success"),
    "notice_info": Text(ru="Важно", en="Important"),
    "notice_warning": Text(ru="Внимание", en="Warning"),
    "figure_table": Text(ru="Те же данные таблицей", en="The same as a table"),
    "required_choice": Text(ru="Выберите", en="Choose"),
}
