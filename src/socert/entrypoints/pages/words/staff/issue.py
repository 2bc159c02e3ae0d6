"""Words of issuing to a list."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "issue_title": Text(ru="Выдача сертификатов по списку", en="Issue certificates to a list"),
    "issue_lead": Text(
        ru="Сначала список проверяется: что будет выдано, кому нельзя и почему, сколько денег останется. "
        "Выдача начнётся, только когда вы нажмёте «Выдать».",
        en="First the list is checked: what would be issued, who cannot get any and why, how much money is left. "
        "Nothing is issued before you press 'Issue'.",
    ),
    "issue_programme": Text(ru="Мера поддержки", en="Programme"),
    "issue_choose": Text(ru="Выберите меру", en="Choose a programme"),
    "issue_programme_needed": Text(ru="Выберите меру поддержки.", en="Choose a programme."),
    "issue_file": Text(ru="Файл со списком", en="File with the list"),
    "issue_file_hint": Text(
        ru="CSV в кодировке UTF-8, до 2 МБ (около 15 000 человек). Первая строка: snils; last_name; first_name; "
        "patronymic; birth_date; district, а если нужно, card, need и phone. Более длинные списки выдаёт команда "
        "socert certificates issue.",
        en="CSV in UTF-8, up to 2 MB (about 15,000 people). First line: snils; last_name; first_name; patronymic; "
        "birth_date; district, and where needed card, need and phone. Longer lists: socert certificates issue.",
    ),
    "issue_file_needed": Text(
        ru="Выберите файл: он не выбран или пуст.", en="Choose a file: there is none, or it is empty."
    ),
    "issue_file_excel": Text(
        ru="Это таблица Excel. Сохраните её как «CSV UTF-8» и выберите новый файл.",
        en="This is an Excel workbook. Save it as 'CSV UTF-8' and choose the new file.",
    ),
    "issue_file_other": Text(
        ru="Это не текстовый файл. Нужен список в формате CSV.", en="This is not a text file. A list as CSV is needed."
    ),
    "issue_check": Text(ru="Проверить список", en="Check the list"),
    "issue_recent": Text(ru="Последние списки", en="Latest lists"),
    "issue_would": Text(ru="Пока ничего не выдано. Вот что будет.", en="Nothing is issued yet. This would happen."),
    "issue_did": Text(ru="Сертификаты выданы.", en="The certificates are issued."),
    "issue_already": Text(
        ru="Этот список уже выдавали по этой мере. Второй раз ничего не выдаётся; вот что вышло тогда.",
        en="This list was issued before under this programme. Nothing is issued twice; this is what became of it then.",
    ),
    "issue_nobody": Text(
        ru="По этому списку выдавать некому. Исправьте строки ниже и загрузите список заново.",
        en="Nobody on this list can get one. Mend the rows below and hand the list in again.",
    ),
    "issue_rows_in": Text(ru="Строк в списке", en="Rows in the list"),
    "issue_rows_issued": Text(ru="Получат сертификат", en="Get a certificate"),
    "issue_rows_refused": Text(ru="Нельзя выдать", en="Cannot get one"),
    "issue_rows_failed": Text(ru="Не удалось прочитать", en="Could not be read"),
    "issue_sum": Text(ru="На сумму", en="Worth"),
    "issue_money": Text(ru="Деньги по источникам", en="Money by source"),
    "issue_source": Text(ru="Источник", en="Source"),
    "issue_year": Text(ru="Год", en="Year"),
    "issue_free_before": Text(ru="Свободно до", en="Free before"),
    "issue_taken": Text(ru="Уйдёт на список", en="Taken by the list"),
    "issue_free_after": Text(ru="Свободно после", en="Free after"),
    "issue_problems": Text(ru="Строки без сертификата", en="Rows without a certificate"),
    "issue_line": Text(ru="Строка", en="Line"),
    "issue_result": Text(ru="Итог", en="Result"),
    "issue_code": Text(ru="Код", en="Code"),
    "issue_outcome_issued": Text(ru="выдан", en="issued"),
    "issue_outcome_refused": Text(ru="нельзя", en="refused"),
    "issue_outcome_failed": Text(ru="не прочитана", en="not readable"),
    "issue_more": Counted(
        ru=("И ещё {count} строка в отчёте.", "И ещё {count} строки в отчёте.", "И ещё {count} строк в отчёте."),
        en=("And {count} more row in the report.", "And {count} more rows in the report."),
    ),
    "issue_report": Text(ru="Отчёт по всем строкам (CSV)", en="Report on every row (CSV)"),
    "issue_do": Counted(
        ru=("Выдать {count} сертификат", "Выдать {count} сертификата", "Выдать {count} сертификатов"),
        en=("Issue {count} certificate", "Issue {count} certificates"),
    ),
    "issue_same_file": Text(
        ru="Будет использован тот же самый файл; его отпечаток SHA-256 начинается на",
        en="The very same file will be used; its SHA-256 begins with",
    ),
    "issue_kept": Text(
        ru="Список хранится зашифрованным не дольше часа и удаляется сразу после выдачи.",
        en="The list is kept sealed for an hour at most, and removed as soon as it is issued.",
    ),
    "issue_differs": Text(
        ru="Вышло не то, что показала проверка: между ней и выдачей что-то изменилось.",
        en="It became something else than the check said: something changed between the two.",
    ),
    "issue_difference": Text(ru="Разница", en="Difference"),
    "issue_expected": Text(ru="При проверке", en="At the check"),
    "issue_became": Text(ru="При выдаче", en="At the issue"),
    "issue_lines": Text(ru="Строки", en="Lines"),
    "issue_picture": Text(
        ru="Из {total}: получат {issued}, нельзя {refused}, не прочитано {failed}",
        en="Of {total}: {issued} get one, {refused} cannot, {failed} not readable",
    ),
}
