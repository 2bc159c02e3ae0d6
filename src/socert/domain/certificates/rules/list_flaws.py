"""Why a whole list of recipients cannot be read, in words that say what to mend."""

from socert.domain.certificates.model import ListFlaw, ListRefused
from socert.values import Text

LIST_BYTES_MAX = 256 * 1024 * 1024
LIST_ROWS_MAX = 2_000_000

_SENTENCES = {
    ListFlaw.LIST_TOO_LARGE: Text(
        ru=f"Список больше {LIST_BYTES_MAX >> 20} МБ или {LIST_ROWS_MAX} строк. Пожалуйста, разделите его.",
        en=f"The list is larger than {LIST_BYTES_MAX >> 20} MB or {LIST_ROWS_MAX} rows; please divide it.",
    ),
    ListFlaw.LIST_EMPTY: Text(
        ru="В списке нет ни одной строки с человеком. Пожалуйста, проверьте файл.",
        en="There is nobody in the list; please check the file.",
    ),
    ListFlaw.WRONG_ENCODING: Text(
        ru="Файл не в кодировке UTF-8 (возможно, Windows-1251). Пожалуйста, сохраните его как «CSV UTF-8».",
        en="The file is not in UTF-8 (perhaps Windows-1251); please save it as 'CSV UTF-8'.",
    ),
    ListFlaw.LIST_CUT_OFF: Text(
        ru="Похоже, файл оборван: последняя строка не закончена. Пожалуйста, выгрузите и загрузите его ещё раз. "
        "Если файл полный, добавьте в конце перевод строки.",
        en="The file seems to be cut off: its last line is not complete. Please export and upload it again; "
        "if it is complete, end its last line with a line break.",
    ),
    ListFlaw.LIST_UNREADABLE: Text(
        ru="Эту строку нельзя разобрать как CSV. Пожалуйста, проверьте кавычки.",
        en="This line cannot be read as CSV; please check its quotes.",
    ),
    ListFlaw.PERSON_UNUSABLE: Text(
        ru="В столбце person нет номера, которым решения называют этого человека. Пожалуйста, укажите целое число.",
        en="The column person lacks the number by which decisions call this person; please give a whole number.",
    ),
    ListFlaw.PERSON_TWICE: Text(
        ru="Этот номер в столбце person уже был выше. Пожалуйста, оставьте одну строку на человека.",
        en="This number stands in the column person above already; please leave one row a person.",
    ),
    ListFlaw.PERSON_NOT_DECIDED: Text(
        ru="О человеке из этой строки (столбец person) в файле решений ничего нет. "
        "Похоже, список и решения не от одного прогона. Пожалуйста, проверьте оба файла.",
        en="The decisions say nothing about the person in this row (column person); "
        "the list and the decisions seem to be of different runs. Please check both files.",
    ),
}


def flawed(flaw: ListFlaw, *, line: int | None = None) -> ListRefused:
    """The list cannot be read, because of this line where one is to blame."""
    return ListRefused(flaw, _SENTENCES[flaw], line)


def missing_columns(names: list[str]) -> ListRefused:
    """Columns are missing."""
    listed = ", ".join(names)
    text = Text(
        ru=f"Не хватает столбцов: {listed}. Пожалуйста, добавьте их в первую строку.",
        en=f"Columns are missing: {listed}; please add them to the first line.",
    )
    return ListRefused(ListFlaw.COLUMN_MISSING, text, 1)


def unknown_columns(places: list[int], *, known: tuple[str, ...]) -> ListRefused:
    """Columns nobody asked for; told by place, as their names may hold anything."""
    listed, names = ", ".join(map(str, places)), ", ".join(known)
    text = Text(
        ru=f"Столбцы с незнакомыми названиями, по счёту: {listed}. Известны: {names}. Пожалуйста, уберите лишние.",
        en=f"Columns with unknown names, counted from the left: {listed}. Known names: {names}; please take them out.",
    )
    return ListRefused(ListFlaw.COLUMN_UNKNOWN, text, 1)


def repeated_columns(names: list[str]) -> ListRefused:
    """Columns stand there twice."""
    listed = ", ".join(names)
    text = Text(
        ru=f"Столбцы повторяются: {listed}. Пожалуйста, оставьте по одному.",
        en=f"Columns are repeated: {listed}; please keep one of each.",
    )
    return ListRefused(ListFlaw.COLUMN_REPEATED, text, 1)
