"""Words of the page that shows every component."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "show_title": Text(ru="Все элементы страниц", en="Every component of the pages"),
    "show_lead": Text(
        ru="Из этих элементов сложены все страницы. Значения придуманы, кнопки ничего не делают.",
        en="All pages are put together from these. The values are invented, the buttons do nothing.",
    ),
    "show_numbers": Text(ru="Числа и состояния", en="Numbers and states"),
    "show_left": Text(
        ru="осталось из 50\u00a0000,00\u00a0₽, действует по 31\u00a0декабря",
        en="left of RUB\u00a050,000.00, valid through 31\u00a0December",
    ),
    "show_certificate": Text(ru="Продуктовый сертификат", en="Food certificate"),
    "show_active": Text(ru="Действует", en="Active"),
    "show_ends_soon": Text(ru="Скоро закончится", en="Ends soon"),
    "show_blocked": Text(ru="Заблокирован", en="Blocked"),
    "show_ended": Text(ru="Срок закончился", en="Ended"),
    "show_status": Text(ru="Состояние", en="State"),
    "show_recipient": Text(ru="Получатель", en="Recipient"),
    "show_recipient_name": Text(ru="Константинопольская Александра Вячеславовна", en="Alexandra Konstantinopolskaya"),
    "show_card": Text(ru="Карта", en="Card"),
    "show_messages": Text(ru="Сообщения", en="Messages"),
    "show_done": Text(
        ru="Карта заблокирована. Новые покупки по ней невозможны.",
        en="The card is blocked. Nothing can be bought with it.",
    ),
    "show_info": Text(
        ru="Деньги за возвращённый товар снова на сертификате.",
        en="Money for returned goods is on the certificate again.",
    ),
    "show_careful": Text(
        ru="Закрытый расчётный период открыть снова нельзя.", en="A closed period cannot be opened again."
    ),
    "show_inset": Text(
        ru="Водка не оплачивается сертификатом: её исключает мера поддержки. Остальное в чеке оплачено.",
        en="The certificate does not pay for vodka: the programme excludes it. The rest of the receipt is covered.",
    ),
    "show_panel": Text(ru="Заявка принята", en="The claim is accepted"),
    "show_panel_text": Text(ru="Номер заявки: 2027-03-118", en="The claim's number: 2027-03-118"),
    "show_forms": Text(ru="Формы", en="Forms"),
    "show_wrong_card": Text(
        ru="Введите 16 цифр номера карты. Сейчас их 15.", en="Enter the 16 digits of the card. There are 15 now."
    ),
    "show_wrong_day": Text(ru="Такого дня нет: в апреле 30\u00a0дней", en="There is no such day: April has 30"),
    "show_card_number": Text(ru="Номер социальной карты", en="Number of the social card"),
    "show_card_hint": Text(ru="16 цифр на лицевой стороне", en="16 digits on its front"),
    "show_reason": Text(ru="Почему карту нужно заблокировать", en="Why the card has to be blocked"),
    "show_district": Text(ru="Район", en="District"),
    "show_north": Text(ru="Северный", en="North"),
    "show_south": Text(ru="Южный", en="South"),
    "show_since": Text(ru="С какого дня действует представитель", en="From which day the representative may act"),
    "show_since_hint": Text(ru="Например, 27 3 2027", en="For example, 27 3 2027"),
    "show_file": Text(ru="Список получателей", en="List of recipients"),
    "show_file_hint": Text(ru="Файл CSV или XLSX, не больше 10\u00a0МБ", en="A CSV or XLSX file of at most 10\u00a0MB"),
    "show_how": Text(ru="Как прислать код для входа", en="How to send the sign-in code"),
    "show_sms": Text(ru="Сообщением на телефон", en="As a message to the phone"),
    "show_call": Text(ru="Звонком", en="By a call"),
    "show_call_hint": Text(ru="Робот назовёт четыре цифры", en="A robot says four digits"),
    "show_kinds": Text(ru="О чём сообщать", en="What to tell you about"),
    "show_purchases": Text(ru="О покупках", en="Purchases"),
    "show_returns": Text(ru="О возвратах", en="Returns"),
    "show_agree": Text(ru="Список сверен с приказом", en="The list was compared with the order"),
    "show_save": Text(ru="Сохранить", en="Save"),
    "show_cancel": Text(ru="Отменить", en="Cancel"),
    "show_block": Text(ru="Заблокировать карту", en="Block the card"),
    "show_where": Text(ru="Где потратить: улица или название магазина", en="Where to spend: a street or a shop's name"),
    "show_lists": Text(ru="Таблицы и списки", en="Tables and lists"),
    "show_table": Text(ru="Возмещение магазинам за март", en="Repaid to shops for March"),
    "show_shop": Text(ru="Магазин", en="Shop"),
    "show_shop_long": Text(
        ru="Продовольственно-хозяйственный магазин «Синяя Сойка» на Краснознамённой",
        en="The Blue Jay, food and household goods in Krasnoznamyonnaya Street",
    ),
    "show_shop_short": Text(ru="Снегирь", en="Bullfinch"),
    "show_claimed": Text(ru="Заявлено", en="Claimed"),
    "show_paid": Text(ru="Выплачено", en="Paid"),
    "show_total": Text(ru="Всего", en="Total"),
    "show_more": Text(ru="Почему выплачено меньше, чем заявлено", en="Why less was paid than claimed"),
    "show_more_text": Text(
        ru="Покупатель вернул хлеб и молоко до закрытия периода.",
        en="A buyer brought back bread and milk before the period was closed.",
    ),
    "show_pictures": Text(ru="Картинки и долгая работа", en="Pictures and long work"),
    "show_picture": Text(
        ru="Куда ушли деньги: потрачено 62 из 100, вернулось 24, осталось 14",
        en="Where the money went: 62 of 100 spent, 24 returned, 14 left",
    ),
    "show_part": Text(ru="Часть", en="Part"),
    "show_of_hundred": Text(ru="Из 100", en="Of 100"),
    "show_issuing": Text(ru="Сертификаты выдаются по списку", en="Certificates are being issued to the list"),
    "show_so_far": Text(
        ru="Выдано 1\u00a0240 из 3\u00a0800. Страницу можно закрыть: работа продолжится.",
        en="1,240 of 3,800 issued. You may leave this page: the work goes on.",
    ),
    "show_command": Text(ru="Команда", en="A command"),
}
