"""What keeps a list from being read at all."""

from enum import StrEnum

from socert.values import Text

#: The most rows a list has.
ROWS_MAX = 1_000_000


class ListFlaw(StrEnum):
    """What is wrong with a list as a whole. The values are stable codes."""

    ENCODING = "encoding"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    COLUMN_MISSING = "column_missing"
    CUT_OFF = "cut_off"
    TOO_MANY_FIELDS = "too_many_fields"
    TOO_LONG = "too_long"
    VALUE_MISSING = "value_missing"
    NAMED_TWICE = "named_twice"
    CATEGORY_UNKNOWN = "category_unknown"


class UnreadableList(ValueError):
    """A list that cannot be read; nothing of it was used. `line` tells where, `detail` what is missing."""

    def __init__(self, code: ListFlaw, *, line: int, detail: str = "") -> None:
        super().__init__(code, line, detail)
        self.code = code
        self.line = line
        self.detail = detail

    @property
    def text(self) -> Text:
        """What is wrong where, and what to do next."""
        wrong = _TEXTS[self.code]
        return Text(
            ru=f"Строка {self.line}: {wrong.ru.format(detail=self.detail)}",
            en=f"Line {self.line}: {wrong.en.format(detail=self.detail)}",
        )

    def __str__(self) -> str:
        return self.text.en


_TEXTS = {
    ListFlaw.ENCODING: Text(
        ru="файл не в кодировке UTF-8, похоже, это Windows-1251. Пожалуйста, сохраните его как «CSV UTF-8».",
        en="the file is not in UTF-8, it looks like Windows-1251. Please save it as 'CSV UTF-8'.",
    ),
    ListFlaw.NOT_TEXT: Text(
        ru="это не текст. Пожалуйста, сохраните таблицу как «CSV UTF-8».",
        en="this is not text. Please save the table as 'CSV UTF-8'.",
    ),
    ListFlaw.EMPTY: Text(
        ru="список пуст. Пожалуйста, проверьте, тот ли это файл.",
        en="the list is empty. Please check whether this is the right file.",
    ),
    ListFlaw.COLUMN_MISSING: Text(
        ru="нет столбца {detail}. Пожалуйста, назовите столбцы в первой строке.",
        en="the column {detail} is missing. Please name the columns in the first line.",
    ),
    ListFlaw.CUT_OFF: Text(
        ru="строка обрывается, файл передан не целиком. Пожалуйста, передайте его ещё раз.",
        en="the row breaks off, so the file did not arrive whole. Please send it again.",
    ),
    ListFlaw.TOO_MANY_FIELDS: Text(
        ru="значений больше, чем столбцов. Пожалуйста, возьмите в кавычки значения с разделителем внутри.",
        en="there are more values than columns. Please put values with a separator inside into quotes.",
    ),
    ListFlaw.TOO_LONG: Text(
        ru="строк больше {detail}. Пожалуйста, разделите список.",
        en="there are more than {detail} rows. Please divide the list.",
    ),
    ListFlaw.VALUE_MISSING: Text(
        ru="не заполнен столбец {detail}. Пожалуйста, заполните его.",
        en="the column {detail} is empty. Please fill it in.",
    ),
    ListFlaw.NAMED_TWICE: Text(
        ru="«{detail}» уже есть выше. Пожалуйста, оставьте одну строку.",
        en="'{detail}' stands further up already. Please leave one line.",
    ),
    ListFlaw.CATEGORY_UNKNOWN: Text(
        ru="категории «{detail}» нет. Пожалуйста, выберите категорию из справочника.",
        en="there is no category '{detail}'. Please choose one from the reference list.",
    ),
}
