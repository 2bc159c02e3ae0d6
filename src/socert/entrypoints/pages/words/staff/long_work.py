"""Words of long work: tasks, how far they are, what came of them."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "tasks_title": Text(ru="Задания", en="Tasks"),
    "tasks_lead": Text(
        ru="Долгая работа идёт сама. Страницу можно закрыть и вернуться позже.",
        en="Long work goes on by itself. You may close the page and come back later.",
    ),
    "task_kind_verify": Text(ru="Проверка книг", en="Verifying the books"),
    "task_kind_demand": Text(ru="Картина спроса за неделю", en="The picture of a week's demand"),
    "task_kind_rehearse_list": Text(ru="Проверка списка", en="Checking a list"),
    "task_kind_issue_list": Text(ru="Выдача по списку", en="Issuing to a list"),
    "task_kind_expect_claims": Text(ru="Предварительный расчёт периода", en="Figures of a period, beforehand"),
    "task_kind_close_period": Text(ru="Закрытие периода", en="Closing a period"),
    "task_kind_registers": Text(ru="Реестры периода", en="Registers of a period"),
    "task_state_waiting": Text(ru="Ждёт очереди", en="Waiting"),
    "task_state_running": Text(ru="Идёт", en="Under way"),
    "task_state_done": Text(ru="Готово", en="Done"),
    "task_state_failed": Text(ru="Не получилось", en="Failed"),
    "task_state_stopped": Text(ru="Остановлено", en="Stopped"),
    "task_asked": Text(ru="Кто и когда поручил", en="Asked by, at"),
    "task_progress": Text(ru="Сделано", en="Done so far"),
    "task_of": Text(ru="{done} из {total}", en="{done} of {total}"),
    "task_rows": Counted(ru=("{count} строка", "{count} строки", "{count} строк"), en=("{count} row", "{count} rows")),
    "task_refresh": Text(ru="Обновить", en="Refresh"),
    "task_waiting_text": Text(
        ru="Задание начнётся само, обычно через секунду.", en="It begins by itself, mostly within a second."
    ),
    "task_running_text": Text(
        ru="Можно закрыть страницу: работа продолжится, а результат останется здесь.",
        en="You may close this page: the work goes on, and what comes of it stays here.",
    ),
    "task_stopped_text": Text(
        ru="Сервер остановился раньше, чем работа закончилась. Ничего не сделано наполовину: можно начать заново.",
        en="The server stopped before the work was done. Nothing is half done: you may begin again.",
    ),
    "task_all": Text(ru="Все задания", en="All tasks"),
    "task_which": Text(ru="Задание", en="Task"),
}
