"""Words of the pages about people."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.counted import Counted
from socert.values import Text

WORDS: Mapping[str, Text | Counted] = {
    "people_title": Text(ru="Найти человека", en="Find a person"),
    "people_why_title": Text(ru="Зачем вам эти данные?", en="Why do you need these data?"),
    "people_lead": Text(
        ru="Каждый просмотр записывается: кто, когда и зачем. Человек вправе об этом спросить.",
        en="Every look is written down: who, when and why. The person has a right to ask about it.",
    ),
    "people_by": Text(ru="По какому номеру искать", en="Find by"),
    "people_by_snils": Text(ru="СНИЛС", en="Insurance number (SNILS)"),
    "people_by_card": Text(ru="Номер карты или листа", en="Number of a card or sheet"),
    "people_number": Text(ru="Номер", en="Number"),
    "people_number_hint": Text(
        ru="Пробелы и дефисы не мешают. Номер не попадёт ни в адрес страницы, ни в журнал.",
        en="Blanks and dashes do no harm. The number gets neither into an address nor into the audit.",
    ),
    "people_number_unusable": Text(
        ru="В номере ошибка. Проверьте цифры.", en="There is a mistake in the number. Check its digits."
    ),
    "people_unknown": Text(
        ru="Такого человека в реестре нет. Проверьте номер.", en="Nobody in the register has it. Check the number."
    ),
    "people_find": Text(ru="Найти", en="Find"),
    "people_show": Text(ru="Показать", en="Show"),
    "look_purpose": Text(ru="Зачем", en="Why"),
    "look_choose": Text(ru="Выберите", en="Choose"),
    "look_needed": Text(ru="Выберите, зачем вам эти данные.", en="Choose why you need these data."),
    "look_call": Text(ru="Человек позвонил", en="The person called"),
    "look_visit": Text(ru="Человек пришёл", en="The person came in"),
    "look_complaint": Text(ru="Разбираем жалобу", en="A complaint is looked into"),
    "look_mistake": Text(ru="Исправляем ошибку", en="A mistake is mended"),
    "look_inspection": Text(ru="Проверка", en="An inspection"),
    "look_note": Text(ru="Подробности, если нужно", en="More about it, if needed"),
    "look_now": Text(ru="Вы смотрите, потому что", en="You are looking because"),
    "person_born": Text(ru="Дата рождения", en="Born"),
    "person_district": Text(ru="Район", en="District"),
    "person_snils": Text(ru="СНИЛС", en="Insurance number"),
    "person_phone": Text(ru="Телефон", en="Phone"),
    "person_no_phone": Text(ru="не указан", en="not given"),
    "person_registered": Text(ru="В реестре с", en="Registered"),
    "person_certificates": Text(ru="Сертификаты", en="Certificates"),
    "person_no_certificates": Text(ru="Сертификатов нет.", en="There are no certificates."),
    "person_valid": Text(ru="Действует", en="Valid"),
    "person_from_through": Text(ru="с {first} по {last} включительно", en="from {first} through {last}"),
    "person_left": Text(ru="Осталось {left} из {issued}", en="{left} left of {issued}"),
    "person_units_left": Text(ru="Осталось {left} из {issued} шт.", en="{left} left of {issued} items"),
    "person_history": Text(ru="История сертификата", en="History of the certificate"),
    "person_sensitive": Text(ru="Особая мера", en="Sensitive programme"),
    "standing_active": Text(ru="Действует", en="Active"),
    "standing_blocked": Text(ru="Заблокирован", en="Blocked"),
    "standing_ended": Text(ru="Закончился", en="Ended"),
    "standing_cancelled": Text(ru="Аннулирован", en="Cancelled"),
    "person_block": Text(ru="Заблокировать", en="Block"),
    "person_unblock": Text(ru="Разблокировать", en="Unblock"),
    "person_block_card": Text(ru="Заблокировать навсегда", en="Block for good"),
    "person_said_blocked": Text(
        ru="Сертификат заблокирован: кассы его не примут.", en="The certificate is blocked: tills do not take it."
    ),
    "person_said_unblocked": Text(ru="Сертификат снова действует.", en="The certificate is good again."),
    "person_said_card_blocked": Text(ru="Карта заблокирована навсегда.", en="The card is blocked for good."),
    "person_cards": Text(ru="Карты, листы и QR-код", en="Cards, sheets and QR code"),
    "person_no_cards": Text(ru="Карт нет.", en="There are no cards."),
    "carrier_card": Text(ru="Карта", en="Card"),
    "carrier_qr": Text(ru="QR-код в телефоне", en="QR in the phone"),
    "carrier_paper": Text(ru="Лист", en="Sheet"),
    "person_representatives": Text(ru="у представителя", en="held by a representative"),
    "person_looks": Text(ru="Кто смотрел и что менял", en="Who looked, and what they changed"),
    "certificate_title": Text(ru="История сертификата", en="History of a certificate"),
    "certificate_place": Text(ru="Магазин или причина", en="Shop or reason"),
    "certificate_receipt": Text(ru="Чек", en="Receipt"),
    "happened_issue": Text(ru="Выдан", en="Issued"),
    "happened_hold": Text(ru="Отложено на кассе", en="Held at a till"),
    "happened_purchase": Text(ru="Покупка", en="Purchase"),
    "happened_release": Text(ru="Вернулось: взяли не всё", en="Released: not all was taken"),
    "happened_void": Text(ru="Покупка отменена", en="Purchase cancelled"),
    "happened_lapse": Text(ru="Вернулось: покупку не завершили", en="Lapsed: not completed in time"),
    "happened_refund": Text(ru="Возврат товара", en="Goods returned"),
    "happened_return": Text(ru="Вернулось в бюджет", en="Returned to the budget"),
    "happened_block": Text(ru="Заблокирован", en="Blocked"),
    "happened_unblock": Text(ru="Разблокирован", en="Unblocked"),
    "happened_end": Text(ru="Закончился", en="Ended"),
    "happened_cancel": Text(ru="Аннулирован", en="Cancelled"),
}
