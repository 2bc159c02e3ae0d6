"""Words of what opens a resident's certificates: the code on the phone, the sheet, blocking, representatives."""

from collections.abc import Mapping

from socert.values import Counted, Text

_CODE: Mapping[str, Text | Counted] = {
    "code_title": Text(ru="Покажите этот код на кассе", en="Show this code at the till"),
    "code_picture": Text(ru="QR-код для кассы", en="QR code for the till"),
    "code_good_until": Text(ru="Код действует до {time}", en="The code is good until {time}"),
    "code_changes": Text(ru="Потом он сменится сам.", en="Then it changes by itself."),
    "code_refresh": Text(ru="Обновить код", en="Refresh the code"),
    "code_how_title": Text(ru="Как платить кодом", en="How to pay with the code"),
    "code_how_ask": Text(
        ru="Скажите кассиру, что платите сертификатом, и откройте эту страницу, когда он попросит.",
        en="Tell the cashier that you pay with a certificate, and open this page when they ask for it.",
    ),
    "code_how_bright": Text(
        ru="Если сканер не видит код, сделайте экран ярче и протрите его.",
        en="If the scanner does not see the code, make the screen brighter and wipe it.",
    ),
    "code_how_own": Text(
        ru="Один код открывает все ваши сертификаты: касса сама выберет, какой платит за что.",
        en="One code opens all your certificates: the till works out which of them pays for what.",
    ),
    "code_warning": Text(
        ru="Не пересылайте этот код и его снимок: пока код не сменился, по нему могут купить за ваш счёт.",
        en="Send nobody this code or a picture of it: until it changes, others could buy with it.",
    ),
}

_SHEET: Mapping[str, Text | Counted] = {
    "sheet_title": Text(ru="Лист для покупок без телефона", en="A sheet to shop without a phone"),
    "sheet_lead": Text(
        ru="Распечатайте лист и покажите его на кассе вместо карты. Каждую покупку нужно подтвердить: "
        "кодом из сообщения на ваш телефон или секретным кодом карты.",
        en="Print the sheet and show it at the till instead of the card. Each purchase has to be confirmed: "
        "by a code sent to your phone, or by the PIN of your card.",
    ),
    "sheet_yours": Text(
        ru="У вас есть лист с номером •••• {last_four}", en="You have a sheet numbered •••• {last_four}"
    ),
    "sheet_made": Text(ru="Сделан {moment}.", en="Made {moment}."),
    "sheet_print": Text(ru="Скачать лист для печати (PDF)", en="Download the sheet to print (PDF)"),
    "sheet_make": Text(ru="Сделать лист", en="Make a sheet"),
    "sheet_anew_title": Text(ru="Лист потерялся?", en="Is the sheet lost?"),
    "sheet_anew": Text(
        ru="Сделайте новый. Прежний лист сразу перестанет действовать, деньги на сертификатах останутся.",
        en="Make a new one. The one before stops working at once; the money on your certificates stays.",
    ),
    "sheet_make_anew": Text(ru="Сделать новый лист вместо прежнего", en="Make a new sheet instead"),
    "sheet_done": Text(ru="Лист готов. Скачайте его и распечатайте.", en="The sheet is ready. Download and print it."),
    "sheet_no_phone": Text(
        ru="У нас не записан ваш телефон, поэтому код прислать некуда. Покупку по листу можно подтвердить только "
        "секретным кодом карты. Телефон запишут в центре соцподдержки.",
        en="We have no phone number of yours, so no code can be sent. A purchase with the sheet can be confirmed only "
        "by the PIN of your card. The social support centre records your phone.",
    ),
    "sheet_not_taken": Text(
        ru="Ни один из ваших действующих сертификатов по листу не принимают. Платите, пожалуйста, картой или кодом "
        "с телефона.",
        en="None of your certificates is taken with a sheet. Please pay with the card or the code on the phone.",
    ),
    "sheet_file": Text(ru="list-dlya-pokupok", en="shopping-sheet"),
}

_PRINTED: Mapping[str, Text | Counted] = {
    "print_title": Text(ru="Лист для покупок по сертификатам", en="Sheet to shop with certificates"),
    "print_title_other": Text(
        ru="Лист представителя для покупок по сертификатам", en="A representative's sheet to shop with certificates"
    ),
    "print_number": Text(ru="Номер листа", en="Number of the sheet"),
    "print_certificates": Text(ru="Сертификаты, которые он открывает", en="Certificates it opens"),
    "print_certificate": Text(ru="{title} — по {day} включительно", en="{title}: through {day}"),
    "print_none": Text(
        ru="Сейчас действующих сертификатов нет. Новые лист откроет сам.",
        en="There is no certificate in force now. The sheet opens new ones by itself.",
    ),
    "print_through": Text(ru="Лист действует по {day} включительно", en="The sheet is good through {day}"),
    "print_how": Text(ru="Как платить", en="How to pay"),
    "print_how_show": Text(
        ru="Скажите кассиру, что платите сертификатом, и дайте ему этот лист. Кассир считает код или наберёт номер.",
        en="Tell the cashier that you pay with a certificate, and hand over this sheet. "
        "The cashier scans the code or types the number.",
    ),
    "print_how_confirm": Text(
        ru="На ваш телефон придёт сообщение с кодом из шести цифр. Назовите код кассиру. Вместо него можно ввести "
        "секретный код вашей карты, если магазин предложит.",
        en="A message with a code of six digits comes to your phone. Tell the cashier the code. "
        "Or enter the PIN of your card, if the shop offers it.",
    ),
    "print_how_confirm_other": Text(
        ru="На ваш телефон придёт сообщение с кодом из шести цифр. Назовите код кассиру.",
        en="A message with a code of six digits comes to your phone. Tell the cashier the code.",
    ),
    "print_more": Text(ru="и другие", en="and others"),
    "print_how_own": Text(
        ru="Чего сертификат не оплачивает, касса назовёт, и это можно оплатить своими деньгами.",
        en="The till says what the certificate does not pay for; that can be paid with own money.",
    ),
    "print_rule": Text(
        ru="Без подтверждения по этому листу ничего не купить. Каждая покупка подтверждается отдельно.",
        en="Nothing can be bought with this sheet without a confirmation. Each purchase is confirmed by itself.",
    ),
    "print_lost": Text(ru="Если лист потерялся", en="If the sheet is lost"),
    "print_lost_text": Text(
        ru="Заблокируйте его на сайте: «Ещё» — «Заблокировать» — или позвоните в контактный центр. "
        "Новый лист можно сделать сразу.",
        en="Block it on the site, under 'More' and 'Block', or call the contact centre. "
        "A new sheet can be made at once.",
    ),
    "print_lost_text_other": Text(
        ru="Сразу скажите тому, для кого вы покупаете: лист отключат на сайте или в контактном центре.",
        en="Tell whoever you shop for at once: the sheet is ended on the site, or by the contact centre.",
    ),
    "print_tell_nobody": Text(
        ru="Код из сообщения называйте только кассиру и только когда покупаете сами.",
        en="Tell the code from the message to a cashier only, and only when you are buying.",
    ),
}

_BLOCKING: Mapping[str, Text | Counted] = {
    "block_title": Text(ru="Заблокировать карту, телефон или лист", en="Block a card, a phone or a sheet"),
    "block_lead": Text(
        ru="Если что-то потерялось, заблокируйте это сразу. Деньги на сертификатах останутся вашими.",
        en="If something is lost, block it at once. The money on your certificates stays yours.",
    ),
    "block_card": Text(ru="Социальная карта •••• {last_four}", en="Social card •••• {last_four}"),
    "block_qr": Text(ru="Код на телефоне", en="The code on your phone"),
    "block_paper": Text(ru="Распечатанный лист •••• {last_four}", en="Printed sheet •••• {last_four}"),
    "block_choose": Text(ru="Заблокировать", en="Block"),
    "block_none": Text(
        ru="Сейчас блокировать нечего: действующей карты, кода и листа у вас нет.",
        en="There is nothing to block: you have no card, code or sheet in force.",
    ),
    "block_sure": Text(ru="{what}: заблокировать?", en="{what}: block it?"),
    "block_after_card": Text(
        ru="Картой сразу нельзя будет платить, и вернуть её в работу не получится. Код на телефоне и лист продолжат "
        "действовать. Новую карту выдадут в центре соцподдержки.",
        en="The card stops paying at once and cannot be brought back. The code on your phone and the sheet go on "
        "working. The social support centre gives out a new card.",
    ),
    "block_after_qr": Text(
        ru="Код, который показывает телефон, сразу перестанет действовать, и на всех других устройствах вход "
        "закончится. Карта и лист продолжат действовать. Новый код появится, когда вы откроете его здесь. Если "
        "потерян сам телефон, попросите оператора связи закрыть номер: на него приходят коды.",
        en="The code the phone shows stops working at once, and you are signed out on all other devices. The card and "
        "the sheet go on working. A new code appears when you open it here. If the phone itself is lost, ask your "
        "operator to close the number: codes are sent to it.",
    ),
    "block_after_paper": Text(
        ru="Лист сразу перестанет действовать. Карта и код на телефоне продолжат. Новый лист можно сделать в любое "
        "время.",
        en="The sheet stops working at once. The card and the code on your phone go on. A new sheet can be made at any "
        "time.",
    ),
    "block_do": Text(ru="Да, заблокировать", en="Yes, block it"),
    "block_keep": Text(ru="Нет, оставить", en="No, keep it"),
    "block_done_card": Text(
        ru="Карта заблокирована. Платите кодом с телефона или листом, пока не получите новую карту.",
        en="The card is blocked. Pay with the code on your phone or the sheet until you have a new card.",
    ),
    "block_done_qr": Text(
        ru="Прежний код больше не действует, на других устройствах вход закончен.",
        en="The former code works no more, and you are signed out on other devices.",
    ),
    "block_done_paper": Text(
        ru="Лист заблокирован. Если он нужен, сделайте новый.",
        en="The sheet is blocked. If you need one, make a new one.",
    ),
    "block_open_code": Text(ru="Показать код на телефоне", en="Show the code on this phone"),
}

_REPRESENTATIVES: Mapping[str, Text | Counted] = {
    "reps_title": Text(ru="Кто может покупать за меня", en="Who may shop for me"),
    "reps_lead": Text(
        ru="Родственник или соцработник может покупать для вас по листу, который вы им дадите. Код подтверждения "
        "приходит на их телефон, а все покупки видны вам в истории.",
        en="A relative or a social worker can shop for you with a sheet that you give them. The code to confirm comes "
        "to their phone, and you see every purchase in your history.",
    ),
    "reps_none": Text(ru="Пока никто.", en="Nobody so far."),
    "reps_dates": Text(ru="С {first} по {last} включительно", en="From {first} through {last}"),
    "reps_sheet": Text(ru="Скачать лист (PDF)", en="Download the sheet (PDF)"),
    "reps_end": Text(ru="Прекратить", en="End"),
    "reps_choose": Text(ru="Выбрать представителя", en="Choose somebody"),
    "reps_choose_title": Text(ru="Кто будет покупать для вас?", en="Who is to shop for you?"),
    "reps_choose_lead": Text(
        ru="Человек должен быть зарегистрирован. Попросите у него номер: подойдёт СНИЛС или социальная карта.",
        en="The person has to be registered. Ask them for a number: their SNILS or their social card.",
    ),
    "reps_name": Text(ru="Фамилия", en="Last name"),
    "reps_number": Text(ru="СНИЛС или номер социальной карты", en="SNILS or number of the social card"),
    "reps_number_hint": Text(
        ru="11 цифр СНИЛС или от 16 до 19 цифр карты. Можно с пробелами.",
        en="The 11 digits of the SNILS, or the 16 to 19 of the card. Spaces are fine.",
    ),
    "reps_first": Text(ru="С какого дня", en="From which day"),
    "reps_last": Text(ru="По какой день включительно", en="Through which day"),
    "reps_last_hint": Text(ru="Не больше чем на год", en="For a year at most"),
    "reps_name_missing": Text(ru="Введите фамилию.", en="Enter the last name."),
    "reps_day_unusable": Text(ru="Укажите день, например 2026-12-31.", en="Give a day, such as 2026-12-31."),
    "reps_first_past": Text(ru="Первый день уже прошёл.", en="The first day is over already."),
    "reps_last_before": Text(
        ru="Последний день раньше первого. Поправьте, пожалуйста.",
        en="The last day lies before the first. Please correct it.",
    ),
    "reps_too_long": Text(
        ru="Больше чем на год выбрать нельзя. Потом можно будет выбрать снова.",
        en="A year is the longest. You can choose again afterwards.",
    ),
    "reps_do": Text(ru="Разрешить и сделать лист", en="Allow it and make a sheet"),
    "reps_done": Text(
        ru="Скачайте лист и отдайте его вашему представителю.",
        en="Download the sheet and give it to whoever shops for you.",
    ),
    "reps_sure": Text(ru="{name} больше не будет покупать для вас?", en="Is {name} to shop for you no more?"),
    "reps_sure_text": Text(
        ru="Лист и карты, выданные этому человеку для ваших покупок, сразу перестанут действовать. "
        "Ваши карта, код и лист останутся.",
        en="The sheet and cards this person was given for your purchases stop working at once. "
        "Your own card, code and sheet stay.",
    ),
    "reps_end_do": Text(ru="Да, прекратить", en="Yes, end it"),
    "reps_keep": Text(ru="Нет, оставить", en="No, keep it"),
    "reps_ended": Text(ru="Этот человек больше не может покупать для вас.", en="This person shops for you no more."),
}

WORDS: Mapping[str, Text | Counted] = {**_CODE, **_SHEET, **_PRINTED, **_BLOCKING, **_REPRESENTATIVES}
