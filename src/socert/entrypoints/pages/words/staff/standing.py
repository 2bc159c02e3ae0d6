"""Words of the start, verification, health, tills and the audit."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "today_title": Text(ru="Что нужно сегодня", en="What needs you today"),
    "today_goods": Counted(
        ru=("{count} товар ждёт проверки", "{count} товара ждут проверки", "{count} товаров ждут проверки"),
        en=("{count} good waits for review", "{count} goods wait for review"),
    ),
    "today_goods_many": Text(ru="Больше {most} товаров ждут проверки", en="More than {most} goods wait for review"),
    "today_goods_none": Text(ru="Все товары разобраны", en="All goods are decided"),
    "today_claims": Counted(
        ru=("{count} заявка ждёт выплаты", "{count} заявки ждут выплаты", "{count} заявок ждут выплаты"),
        en=("{count} claim waits for payment", "{count} claims wait for payment"),
    ),
    "today_claims_none": Text(ru="Все заявки выплачены", en="All claims are paid"),
    "today_ending": Counted(
        ru=(
            "{count} сертификат с остатком закончится за {days} дней",
            "{count} сертификата с остатком закончатся за {days} дней",
            "{count} сертификатов с остатком закончатся за {days} дней",
        ),
        en=(
            "{count} certificate with something left ends within {days} days",
            "{count} certificates with something left end within {days} days",
        ),
    ),
    "today_ending_many": Text(
        ru="Больше {most} сертификатов с остатком закончатся за {days} дней",
        en="More than {most} certificates with something left end within {days} days",
    ),
    "today_sum": Text(ru="на {amount}", en="{amount} in all"),
    "today_books_good": Text(ru="Книги сходятся", en="The books hold"),
    "today_books_bad": Text(ru="Книги не сходятся", en="The books do not hold"),
    "today_books_unknown": Text(ru="Книги здесь ещё не проверяли", en="The books were not verified here yet"),
    "today_verified": Text(ru="Проверено {when}", en="Verified {when}"),
    "today_health_good": Text(ru="Установка в порядке", en="The installation is well"),
    "today_health_bad": Text(ru="Проверьте состояние установки", en="Look at the installation's health"),
    "today_checkpoint": Text(ru="Контрольная точка: {when}", en="Checkpoint: {when}"),
    "today_no_checkpoint": Text(ru="Контрольных точек пока нет", en="There is no checkpoint yet"),
    "today_review": Text(ru="Проверить", en="Review"),
    "today_demand": Text(ru="Спрос за прошлую неделю", en="Demand of last week"),
    "today_recent": Text(ru="Последние задания", en="Latest tasks"),
    "verify_title": Text(ru="Проверка книг", en="Verify the books"),
    "verify_lead": Text(
        ru="Каждый остаток выводится заново из проводок, каждая подпись и цепочка пересчитывается. "
        "Кассы при этом работают.",
        en="Every balance is derived again from the postings, every digest and chain recomputed. Tills go on working.",
    ),
    "verify_begin": Text(ru="Проверить сейчас", en="Verify now"),
    "verify_under_way": Text(ru="Проверка идёт", en="A check is under way"),
    "verify_last": Text(ru="Последняя проверка", en="The last check"),
    "verify_good": Text(ru="Всё сходится.", en="Everything holds."),
    "verify_bad": Text(ru="Не сходится. Первая неверная строка:", en="It does not hold. First bad row:"),
    "verify_checks": Text(ru="Что проверено", en="What was checked"),
    "verify_check": Text(ru="Проверка", en="Check"),
    "verify_rows": Text(ru="Строк", en="Rows"),
    "verify_holds": Text(ru="сходится", en="holds"),
    "verify_broken": Text(ru="не сходится", en="broken"),
    "verify_first_bad": Text(ru="Первая неверная", en="First bad row"),
    "verify_all": Text(ru="Всего", en="In all"),
    "health_title": Text(ru="Состояние установки", en="Health of the installation"),
    "health_kind": Text(ru="Установка", en="Installation"),
    "health_lanes": Counted(
        ru=("{count} полоса", "{count} полосы", "{count} полос"), en=("{count} lane", "{count} lanes")
    ),
    "health_zone": Text(ru="Часовой пояс", en="Time zone"),
    "health_version": Text(ru="Версия socert", en="Version of socert"),
    "health_database": Text(ru="База данных", en="Database"),
    "health_size": Text(ru="{size} МБ", en="{size} MB"),
    "health_migration": Text(ru="Последняя миграция", en="Last migration"),
    "health_months": Text(ru="Месяцев впереди готово", en="Months made ahead"),
    "health_months_bad": Text(ru="мало: проверьте сервер", en="few: look at the server"),
    "health_checkpoints": Text(ru="Контрольные точки", en="Checkpoints"),
    "health_newest": Text(ru="{most}, последняя {when}", en="{most}, the newest {when}"),
    "health_messages": Text(ru="Сообщений ждёт отправки", en="Messages that wait"),
    "health_tasks": Text(ru="Заданий ждёт или идёт", en="Tasks that wait or run"),
    "health_more": Text(
        ru="Подробности о сервере говорит команда socert doctor.", en="More about the server says socert doctor."
    ),
    "tills_title": Text(ru="Магазины и кассы", en="Merchants and tills"),
    "tills_count": Text(ru="Касс", en="Tills"),
    "tills_suspended": Text(ru="Остановлено", en="Suspended"),
    "tills_inn": Text(ru="ИНН", en="Taxpayer number"),
    "tills_till": Text(ru="Касса {code}", en="Till {code}"),
    "tills_works": Text(ru="Работает", en="Sells"),
    "tills_is_suspended": Text(ru="Остановлена", en="Suspended"),
    "tills_suspend": Text(ru="Остановить", en="Suspend"),
    "tills_resume": Text(ru="Снова разрешить", en="Let it sell again"),
    "tills_said_suspend": Text(
        ru="Касса остановлена со следующего чека.", en="The till is suspended from the next receipt on."
    ),
    "tills_said_resume": Text(ru="Касса снова работает.", en="The till sells again."),
    "tills_invite": Text(ru="Пригласить кассу", en="Invite the till"),
    "tills_invited": Text(
        ru="Код для кассы. Введите его на странице кассы до {until}. Больше он нигде не показывается.",
        en="The code for the till. Type it at the till's page by {until}. It is shown nowhere else.",
    ),
    "tills_none": Text(ru="У организации пока нет касс.", en="This merchant has no tills yet."),
    "audit_title": Text(ru="Журнал", en="Audit"),
    "audit_lead": Text(
        ru="Кто, что, когда и зачем сделал. Записи нельзя изменить.",
        en="Who did what, when and why. Entries cannot be changed.",
    ),
    "audit_subject": Text(ru="О чём", en="About"),
    "audit_subject_hint": Text(
        ru="Например till:7, certificate:… или period:1", en="Such as till:7, certificate:… or period:1"
    ),
    "audit_subject_unusable": Text(
        ru="Напишите предмет записи, например till:7. СНИЛС и номера карт в журнале не ищут.",
        en="Write the subject of an entry, such as till:7. The audit is not searched by people's numbers.",
    ),
    "audit_find": Text(ru="Найти", en="Find"),
    "audit_action": Text(ru="Действие", en="Action"),
}
