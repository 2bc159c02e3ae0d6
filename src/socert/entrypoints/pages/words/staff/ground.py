"""Words that several pages of staff say."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "staff_menu": Text(ru="Разделы для сотрудников", en="Sections for staff"),
    "staff_today": Text(ru="Сегодня", en="Today"),
    "staff_catalogue": Text(ru="Товары на проверке", en="Goods to review"),
    "staff_people": Text(ru="Люди", en="People"),
    "staff_issue": Text(ru="Выдача по списку", en="Issue to a list"),
    "staff_programmes": Text(ru="Меры поддержки", en="Programmes"),
    "staff_periods": Text(ru="Расчёты", en="Settling"),
    "staff_demand": Text(ru="Спрос", en="Demand"),
    "staff_tills": Text(ru="Кассы", en="Tills"),
    "staff_verify": Text(ru="Проверка книг", en="Verify the books"),
    "staff_health": Text(ru="Состояние", en="Health"),
    "staff_audit": Text(ru="Журнал", en="Audit"),
    "staff_tasks": Text(ru="Задания", en="Tasks"),
    "staff_account": Text(ru="Мой вход", en="My sign-in"),
    "role_operator": Text(ru="оператор", en="operator"),
    "role_clerk": Text(ru="сотрудник", en="clerk"),
    "role_auditor": Text(ru="аудитор", en="auditor"),
    "role_resident": Text(ru="житель", en="resident"),
    "staff_when": Text(ru="Когда", en="When"),
    "staff_who": Text(ru="Кто", en="Who"),
    "staff_what": Text(ru="Что", en="What"),
    "staff_why": Text(ru="Зачем", en="Why"),
    "staff_state": Text(ru="Статус", en="State"),
    "staff_amount": Text(ru="Сумма", en="Amount"),
    "staff_reason": Text(ru="Причина", en="Reason"),
    "staff_reason_hint": Text(
        ru="Останется в журнале. Без имён и номеров людей.", en="Kept in the audit. No names and numbers of people."
    ),
    "staff_reason_needed": Text(ru="Напишите причину.", en="Give a reason."),
    "staff_reason_names_a_person": Text(
        ru="В причине есть СНИЛС или номер карты. Уберите их: журнал нельзя исправить.",
        en="The reason holds a person's number or a card number; leave it out: the audit cannot be mended.",
    ),
    "staff_merchant": Text(ru="Организация", en="Merchant"),
    "staff_none_yet": Text(ru="Пока ничего нет.", en="There is nothing here yet."),
    "staff_repeat_hint": Text(
        ru="Если нажать дважды, ничего не сделается дважды.", en="Pressing twice does nothing twice."
    ),
}
