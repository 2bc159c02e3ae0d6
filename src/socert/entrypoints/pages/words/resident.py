"""Words of the resident's door: for somebody of 75 with a phone in their hand."""

from collections.abc import Mapping

from socert.values import Counted, Text

_SIGNING_IN: Mapping[str, Text | Counted] = {
    "sign_in": Text(ru="Вход по социальной карте", en="Sign in with your social card"),
    "sign_in_lead": Text(
        ru="Введите номер карты, и мы пришлём на ваш телефон код. Пароль не нужен.",
        en="Type your card's number, and we send a code to your phone. No password is needed.",
    ),
    "sign_in_card": Text(ru="Номер карты", en="Card number"),
    "sign_in_card_hint": Text(
        ru="От 16 до 19 цифр на лицевой стороне карты. Можно с пробелами.",
        en="16 to 19 digits on the front of the card. Spaces are fine.",
    ),
    "sign_in_get_code": Text(ru="Получить код", en="Get a code"),
    "sign_in_no_card": Text(ru="Нет карты или телефона?", en="No card, or no phone?"),
    "sign_in_no_card_text": Text(
        ru="Карту выдают, а номер телефона записывают в центре соцподдержки: возьмите с собой паспорт. "
        "Если карта потеряна, сразу позвоните в контактный центр: её заблокируют.",
        en="The social support centre gives out cards and records phone numbers: please bring your passport. "
        "If your card is lost, call the contact centre at once, and it will be blocked.",
    ),
    "sign_in_card_blocked": Text(
        ru="Эта карта заблокирована, войти с ней нельзя. Деньги на сертификатах сохранились. "
        "Новую карту выдадут в центре соцподдержки.",
        en="This card is blocked and cannot be used to sign in. The money on your certificates is safe. "
        "The social support centre gives out a new card.",
    ),
    "sign_in_card_of_representative": Text(
        ru="Эта карта выдана представителю для покупок за другого человека. Войдите, пожалуйста, со своей картой.",
        en="This card was given to a representative to shop for somebody. Please sign in with a card of your own.",
    ),
    "sign_in_sheet": Text(
        ru="Это номер напечатанного листа: им платят на кассе. Чтобы войти, введите номер карты.",
        en="This is the number of a printed sheet, which is for paying at tills. To sign in, type your card's number.",
    ),
    "sign_in_card_not_valid": Text(
        ru="Срок этой карты ещё не начался или уже закончился. Новую карту выдадут в центре соцподдержки.",
        en="This card is not valid yet or not any more. The social support centre gives out a new one.",
    ),
    "sign_in_code": Text(ru="Введите код из сообщения", en="Enter the code from the message"),
    "sign_in_code_sent": Text(
        ru="Если карта {card} зарегистрирована и у нас записан ваш телефон, код уже отправлен. Он действует 5 минут.",
        en="If the card {card} is registered and we have your phone number, a code has been sent. "
        "It is good for 5 minutes.",
    ),
    "sign_in_code_label": Text(ru="Код", en="Code"),
    "sign_in_code_hint": Text(ru="Шесть цифр", en="Six digits"),
    "sign_in_enter": Text(ru="Войти", en="Sign in"),
    "sign_in_new_code": Text(ru="Прислать новый код", en="Send a new code"),
    "sign_in_other_card": Text(ru="Ввести другую карту", en="Use another card"),
    "sign_in_no_message": Text(ru="Сообщение не приходит?", en="No message?"),
    "sign_in_no_message_text": Text(
        ru="Подождите минуту и нажмите «Прислать новый код». Если и он не придёт, проверьте номер карты. Возможно, "
        "у нас не записан ваш телефон: позвоните в контактный центр или зайдите в центр соцподдержки с паспортом.",
        en="Wait for a minute and press 'Send a new code'. If that one does not come either, check the card's number. "
        "Perhaps we do not have your phone number: call the contact centre, or bring your passport to the social "
        "support centre.",
    ),
    "sign_in_message_shown": Text(
        ru="Это пример: так выглядело бы сообщение на вашем телефоне.",
        en="This is an example: the message on your phone would look like this.",
    ),
    "sign_in_code_missing": Text(ru="Введите шесть цифр из сообщения.", en="Enter the six digits from the message."),
    "sign_in_code_wrong": Counted(
        ru=(
            "Код неверный. Осталась {count} попытка. Проверьте цифры и введите код ещё раз.",
            "Код неверный. Осталось {count} попытки. Проверьте цифры и введите код ещё раз.",
            "Код неверный. Осталось {count} попыток. Проверьте цифры и введите код ещё раз.",
        ),
        en=(
            "The code is wrong. {count} try is left. Check the digits and enter the code again.",
            "The code is wrong. {count} tries are left. Check the digits and enter the code again.",
        ),
    ),
    "sign_in_code_spent": Text(
        ru="Код введён неверно слишком много раз. Нажмите «Прислать новый код».",
        en="The code was entered wrong too often. Press 'Send a new code'.",
    ),
    "sign_in_code_expired": Text(
        ru="Прошло больше 5 минут, этот код уже не действует. Нажмите «Прислать новый код».",
        en="More than 5 minutes have passed, and this code is no longer good. Press 'Send a new code'.",
    ),
    "sign_in_code_not_asked": Text(
        ru="Этот код уже использован. Нажмите «Прислать новый код».",
        en="This code has been used already. Press 'Send a new code'.",
    ),
    "sign_in_wait": Counted(
        ru=(
            "Слишком много попыток. Подождите {count} минуту и начните снова.",
            "Слишком много попыток. Подождите {count} минуты и начните снова.",
            "Слишком много попыток. Подождите {count} минут и начните снова.",
        ),
        en=(
            "Too many tries. Wait for {count} minute and begin again.",
            "Too many tries. Wait for {count} minutes and begin again.",
        ),
    ),
}

_HOME: Mapping[str, Text | Counted] = {
    "me_menu": Text(ru="Мои разделы", en="My pages"),
    "me_home": Text(ru="Главная", en="Home"),
    "me_code": Text(ru="Код", en="Code"),
    "me_shops": Text(ru="Где потратить", en="Where to spend"),
    "me_check": Text(ru="Можно ли купить", en="Can I buy it"),
    "me_history": Text(ru="История", en="History"),
    "me_more": Text(ru="Ещё", en="More"),
    "me_have": Text(ru="Мои сертификаты", en="My certificates"),
    "me_show_code": Text(ru="Показать код на кассе", en="Show my code at the till"),
    "me_nothing": Text(ru="Сейчас у вас нет действующих сертификатов", en="You have no certificate at the moment"),
    "me_nothing_text": Text(
        ru="Какие меры поддержки вам положены, подскажут в центре соцподдержки или в контактном центре.",
        en="The social support centre or the contact centre will tell you what support you are entitled to.",
    ),
    "me_left_of": Text(ru="осталось из {issued}", en="left of {issued}"),
    "me_items_left": Counted(
        ru=("осталась {count} вещь", "осталось {count} вещи", "осталось {count} вещей"),
        en=("{count} item left", "{count} items left"),
    ),
    "unit_hour": Counted(ru=("{count} час", "{count} часа", "{count} часов"), en=("{count} hour", "{count} hours")),
    "unit_visit": Counted(
        ru=("{count} визит", "{count} визита", "{count} визитов"), en=("{count} visit", "{count} visits")
    ),
    "unit_course": Counted(
        ru=("{count} курс", "{count} курса", "{count} курсов"), en=("{count} course", "{count} courses")
    ),
    "unit_day": Counted(ru=("{count} день", "{count} дня", "{count} дней"), en=("{count} day", "{count} days")),
    "unit_lesson": Counted(
        ru=("{count} занятие", "{count} занятия", "{count} занятий"), en=("{count} lesson", "{count} lessons")
    ),
    "unit_trip": Counted(
        ru=("{count} поездка", "{count} поездки", "{count} поездок"), en=("{count} trip", "{count} trips")
    ),
    "unit_session": Counted(
        ru=("{count} сеанс", "{count} сеанса", "{count} сеансов"), en=("{count} session", "{count} sessions")
    ),
    "me_service": Text(ru="Услуга: {what}. Кто её окажет, выбираете вы", en="Service: {what}. You choose who gives it"),
    "me_item_bought": Text(ru="Уже куплено", en="Bought already"),
    "me_item_up_to": Text(ru="до {cap}", en="up to {cap}"),
    "me_item_ready": Text(ru="заплатит сертификат", en="the certificate pays"),
    "me_item_dearer": Text(
        ru="Модель дороже можно взять: разницу доплатите сами.",
        en="You may choose a dearer model and add the difference yourself.",
    ),
    "me_percent": Text(ru="{percent}\u00a0%", en="{percent}%"),
    "me_discount_left": Text(
        ru="Можно сэкономить ещё {left} из {issued}.", en="You can save {left} more, of {issued} in all."
    ),
    "me_bar": Text(ru="Осталось {left} из {issued}", en="{left} left of {issued}"),
    "me_held": Text(
        ru="Ещё {held} ждут подтверждения на кассе.", en="{held} more are waiting to be confirmed at a till."
    ),
    "me_whole_only": Text(
        ru="Доплатить своими деньгами к этим баллам нельзя: они оплачивают товар целиком.",
        en="Own money cannot be added to these points: they pay for an item in full.",
    ),
    "me_spent": Text(ru="Потрачено всё", en="All spent"),
    "me_pays": Text(ru="Оплачивает: {what}", en="Pays for: {what}"),
    "me_pays_discount": Text(ru="Скидка на: {what}", en="Off: {what}"),
    "me_never": Text(ru="Не оплачивает: {what}", en="Never pays for: {what}"),
    "me_never_discount": Text(ru="Без скидки: {what}", en="Nothing off: {what}"),
    "me_any_goods": Text(ru="любые товары", en="any goods"),
    "me_through": Text(ru="Действует по {day} включительно", en="Valid through {day}"),
    "me_was_through": Text(ru="Действовал по {day}", en="Was valid through {day}"),
    "me_days_left": Counted(
        ru=("Остался {count} день.", "Осталось {count} дня.", "Осталось {count} дней."),
        en=("{count} day is left.", "{count} days are left."),
    ),
    "me_last_day": Text(ru="Сегодня последний день.", en="Today is the last day."),
    "me_soon": Text(ru="Скоро закончится", en="Ends soon"),
    "me_blocked": Text(ru="Временно заблокирован", en="Blocked for now"),
    "me_blocked_text": Text(
        ru="Сейчас этим сертификатом нельзя платить. Почему, подскажут в центре соцподдержки.",
        en="This certificate cannot pay at the moment. The social support centre will tell you why.",
    ),
    "me_ended": Text(ru="Закончился", en="Ended"),
    "me_cancelled": Text(ru="Отменён", en="Cancelled"),
    "me_former": Text(ru="Прежние сертификаты", en="Former certificates"),
    "me_more_sheet": Text(ru="Лист для кассы", en="A sheet for the till"),
    "me_more_sheet_text": Text(
        ru="Напечатайте его и платите без телефона и без карты.",
        en="Print it, and pay without phone or card.",
    ),
    "me_more_block": Text(ru="Карта потеряна", en="My card is lost"),
    "me_more_block_text": Text(
        ru="Заблокируйте её сразу: деньги останутся на сертификатах.",
        en="Block it at once: the money stays on your certificates.",
    ),
    "me_more_representatives": Text(ru="Кто покупает за меня", en="Who shops for me"),
    "me_more_representatives_text": Text(
        ru="Родственник или соцработник сможет платить вашими сертификатами до дня, который вы назовёте.",
        en="A relative or a social worker can pay with your certificates until a day you choose.",
    ),
    "me_more_help": Text(ru="Нужна помощь?", en="Do you need help?"),
    "me_more_help_text": Text(
        ru="Позвоните в контактный центр или приходите в центр соцподдержки. Номер карты и код из сообщения "
        "сотрудники не спрашивают.",
        en="Call the contact centre, or come to the social support centre. Nobody there asks for a code you were sent.",
    ),
}

_SHOPS: Mapping[str, Text | Counted] = {
    "shops_title": Text(ru="Где потратить", en="Where to spend"),
    "shops_lead": Text(
        ru="Магазины, которые сейчас принимают ваши сертификаты. Сначала — в вашем районе.",
        en="Shops that take your certificates now. Those in your district come first.",
    ),
    "shops_district": Text(ru="Район", en="District"),
    "shops_all_districts": Text(ru="Все районы", en="All districts"),
    "shops_category": Text(ru="Что хотите купить", en="What you want to buy"),
    "shops_all_categories": Text(ru="Что угодно", en="Anything"),
    "shops_show": Text(ru="Показать", en="Show"),
    "shops_mine": Text(ru="Ваш район: {district}", en="Your district: {district}"),
    "shops_other_district": Text(ru="Район: {district}", en="District: {district}"),
    "shops_takes": Text(ru="Принимает: {what}", en="Takes: {what}"),
    "shops_none": Text(ru="Таких магазинов пока нет", en="There is no such shop yet"),
    "shops_none_text": Text(
        ru="Выберите другой район или «Что угодно». Может быть, этот товар ваши сертификаты не оплачивают.",
        en="Choose another district, or 'Anything'. Perhaps your certificates do not pay for these goods.",
    ),
}

_CHECK: Mapping[str, Text | Counted] = {
    "check_title": Text(ru="Можно ли купить?", en="Can I buy this?"),
    "check_field": Text(ru="Название или штрихкод", en="Name or barcode"),
    "check_hint": Text(
        ru="Например: хлеб. Или цифры под штрихкодом, можно с пробелами.",
        en="For example: bread. Goods have Russian names. Or the digits under the barcode; spaces are fine.",
    ),
    "check_find": Text(ru="Найти", en="Find"),
    "check_found": Text(ru="Выберите товар", en="Choose what it is"),
    "check_found_hint": Text(
        ru="Показано не больше {limit}. Не нашли? Напишите название точнее.",
        en="At most {limit} are shown. Not there? Write the name more exactly.",
    ),
    "check_whole_category": Text(ru="Весь раздел", en="The whole section"),
    "check_unclassified": Text(ru="Раздел ещё не определён", en="Not in any section yet"),
    "check_yes": Text(ru="Можно", en="Yes"),
    "check_no": Text(ru="За свои деньги", en="Own money only"),
    "check_nothing": Text(ru="Такого товара мы не нашли", en="We found no such item"),
    "check_nothing_text": Text(
        ru="Проверьте, нет ли опечатки, или напишите короче: «сыр» вместо «сыр российский 45 %». "
        "Товар, которого нет в справочнике, сертификат не оплачивает.",
        en="Check for typing errors, or write less; goods have Russian names. "
        "A certificate does not pay for goods that are not in the catalogue.",
    ),
    "check_in_store_code": Text(
        ru="Этот код магазин напечатал сам, на весовом товаре. Напишите название, например: яблоки.",
        en="The shop printed this code itself, for weighed goods. Write the name instead.",
    ),
    "check_price": Text(ru="Сколько стоит, в рублях", en="Its price in roubles"),
    "check_price_hint": Text(ru="Например: 59,90", en="For example: 59.90"),
    "check_price_unusable": Text(
        ru="Введите цену больше нуля, например: 59,90.", en="Enter a price above zero, such as 59.90."
    ),
    "check_count": Text(ru="Посчитать", en="Work it out"),
    "check_covered": Text(ru="Да, сертификат заплатит всё", en="Yes, the certificate pays all of it"),
    "check_partial": Text(ru="Да, но часть — своими деньгами", en="Yes, and you add some own money"),
    "check_not_covered": Text(ru="Нет, только за свои деньги", en="No, with own money only"),
    "check_certificate_part": Text(ru="Заплатит сертификат", en="The certificate pays"),
    "check_own_part": Text(ru="Своими деньгами", en="Own money"),
    "check_waived_part": Text(ru="Уступит магазин", en="The shop forgoes"),
    "check_picture": Text(ru="Сертификат {covered}, свои деньги {own}", en="Certificate {covered}, own money {own}"),
    "check_excluded": Text(ru="Исключено из сертификата: {what}.", en="Excluded from the certificate: {what}."),
    "check_where": Text(
        ru="Так ответит касса в магазинах, которые принимают ваш сертификат. Расчёт — для одной вещи, ничего не "
        "списано.",
        en="This is what a till will say in shops that take your certificate. It is worked out for one piece; nothing "
        "was taken.",
    ),
    "check_shops": Text(ru="Где это можно купить", en="Where this can be bought"),
    "check_another": Text(ru="Проверить другой товар", en="Check something else"),
    "check_no_certificate": Text(
        ru="У вас сейчас нет действующего сертификата.", en="You have no certificate in force at the moment."
    ),
}

_HISTORY: Mapping[str, Text | Counted] = {
    "history_title": Text(ru="История", en="History"),
    "history_empty": Text(ru="Пока ничего не было", en="Nothing has happened yet"),
    "history_empty_text": Text(
        ru="Здесь появятся ваши покупки и возвраты.", en="Your purchases and returns will be shown here."
    ),
    "history_purchase": Text(ru="Покупка", en="Purchase"),
    "history_return": Text(ru="Возврат", en="Return"),
    "history_issue": Text(ru="Выдан сертификат", en="Certificate issued"),
    "history_block": Text(ru="Сертификат заблокирован", en="Certificate blocked"),
    "history_unblock": Text(ru="Сертификат снова действует", en="Certificate valid again"),
    "history_end": Text(ru="Сертификат закончился", en="Certificate ended"),
    "history_cancel": Text(ru="Сертификат отменён", en="Certificate cancelled"),
    "history_by_certificate": Text(ru="Сертификатом: {sum}", en="By certificate: {sum}"),
    "history_own": Text(ru="Своими: {sum}", en="Own money: {sum}"),
    "history_to_certificate": Text(ru="На сертификат: {sum}", en="To the certificate: {sum}"),
    "history_to_hand": Text(ru="Деньгами: {sum}", en="In money: {sum}"),
    "history_unspent": Text(ru="Осталось непотраченным: {sum}", en="Left unspent: {sum}"),
    "history_issued_sum": Text(ru="На сумму: {sum}", en="Worth: {sum}"),
    "history_status_held": Text(ru="Ждёт подтверждения на кассе", en="Waits to be confirmed at the till"),
    "history_status_partly_captured": Text(ru="Подтверждена частично", en="Confirmed in part"),
    "history_status_captured": Text(ru="Оплачено", en="Paid"),
    "history_status_voided": Text(ru="Отменена, деньги вернулись", en="Cancelled, the money is back"),
    "history_status_lapsed": Text(ru="Не подтверждена, деньги вернулись", en="Not confirmed, the money is back"),
    "history_status_declined": Text(ru="Сертификат не платил", en="Not paid by certificate"),
    "history_see": Text(ru="Чек подробно", en="The receipt in full"),
    "receipt_title": Text(ru="Чек", en="Receipt"),
    "receipt_when": Text(ru="Когда", en="When"),
    "receipt_where": Text(ru="Магазин", en="Shop"),
    "receipt_status": Text(ru="Что с чеком", en="What became of it"),
    "receipt_lines": Text(ru="Позиции чека", en="The lines of the receipt"),
    "receipt_quantity": Text(ru="Количество", en="Quantity"),
    "receipt_cost": Text(ru="Стоимость", en="Cost"),
    "receipt_certificate": Text(ru="Сертификат", en="Certificate"),
    "receipt_own": Text(ru="Свои деньги", en="Own money"),
    "receipt_total": Text(ru="Итого", en="Total"),
    "receipt_nameless": Text(ru="Товар без названия", en="An item without a name"),
    "receipt_returned": Text(ru="Возвращено: {quantity} на {sum}", en="Returned: {quantity} for {sum}"),
    "receipt_waived": Text(ru="Магазин уступил {sum}", en="The shop forwent {sum}"),
    "receipt_returns": Text(ru="Возвраты по этому чеку", en="Returns of this receipt"),
}

WORDS: Mapping[str, Text | Counted] = {**_SIGNING_IN, **_HOME, **_SHOPS, **_CHECK, **_HISTORY}
