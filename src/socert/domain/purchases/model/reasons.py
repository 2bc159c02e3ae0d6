"""Every reason a till can be given, with the sentence a cashier can read aloud."""

from enum import StrEnum

from socert.values import Text


class Reason(StrEnum):
    """Why a line, or a whole request, was not covered. The codes are stable."""

    CATEGORY_DENIED = "category_denied"
    CATEGORY_NOT_ALLOWED = "category_not_allowed"
    NOT_CLASSIFIED = "not_classified"
    ZERO_LINE = "zero_line"
    BALANCE_SHORT = "balance_short"
    BALANCE_SPENT = "balance_spent"
    PRICE_OVER_CAP = "price_over_cap"
    DISCOUNT_ONLY = "discount_only"
    WHOLE_LINE_ONLY = "whole_line_only"
    TOO_MANY_CERTIFICATES = "too_many_certificates"
    TOO_MANY_ALLOWANCES = "too_many_allowances"
    CARD_NOT_ACCEPTED = "card_not_accepted"
    QR_EXPIRED = "qr_expired"
    CARRIER_NOT_ACCEPTED = "carrier_not_accepted"
    TILL_SUSPENDED = "till_suspended"
    NO_AGREEMENT = "no_agreement"
    NO_CERTIFICATE = "no_certificate"
    CERTIFICATE_BLOCKED = "certificate_blocked"
    CERTIFICATE_NOT_STARTED = "certificate_not_started"
    CERTIFICATE_ENDED = "certificate_ended"
    REVERSED_BEFORE_ARRIVAL = "reversed_before_arrival"
    NOTHING_HELD = "nothing_held"
    HOLD_EXPIRED = "hold_expired"
    ALREADY_CAPTURED = "already_captured"
    ALREADY_VOIDED = "already_voided"
    ALREADY_CLEARED = "already_cleared"
    ALREADY_REFUNDED = "already_refunded"
    MORE_THAN_HELD = "more_than_held"
    MORE_THAN_BOUGHT = "more_than_bought"
    NOT_CAPTURED = "not_captured"
    RETURNED_TO_BUDGET = "returned_to_budget"
    CONFIRMATION_REQUIRED = "confirmation_required"
    PIN_WRONG = "pin_wrong"
    PIN_BLOCKED = "pin_blocked"
    PIN_NOT_SET = "pin_not_set"
    CODE_WRONG = "code_wrong"
    CODE_EXPIRED = "code_expired"
    CODE_USED = "code_used"
    CODE_BLOCKED = "code_blocked"
    CODE_NOT_ASKED = "code_not_asked"
    CONTACT_MISSING = "contact_missing"


class Wanted(StrEnum):
    """What a buyer is asked for to confirm a basket; its programmes may want both."""

    PIN = "pin"
    CODE = "code"
    BOTH = "pin_and_code"


WANTED_SENTENCES: dict[Wanted, Text] = {
    Wanted.PIN: Text(
        ru="Эту покупку нужно подтвердить. Попросите, пожалуйста, ввести секретный код карты.",
        en="This purchase needs to be confirmed. Please ask for the PIN of the card.",
    ),
    Wanted.CODE: Text(
        ru="Эту покупку нужно подтвердить. Отправьте, пожалуйста, код на телефон покупателя и спросите его.",
        en="This purchase needs to be confirmed. Please send a code to the buyer's phone and ask for it.",
    ),
    Wanted.BOTH: Text(
        ru="Для этой покупки нужны два подтверждения: секретный код карты и код из сообщения на телефоне покупателя.",
        en="This purchase needs two confirmations: the PIN of the card and the code sent to the buyer's phone.",
    ),
}


SENTENCES: dict[Reason, Text] = {
    Reason.CONFIRMATION_REQUIRED: Text(
        ru="Эту покупку должен подтвердить покупатель.",
        en="This purchase needs to be confirmed by the buyer.",
    ),
    Reason.CODE_WRONG: Text(
        ru="Код из сообщения неверный. Попросите, пожалуйста, назвать его ещё раз.",
        en="The code from the message is wrong. Please ask for it again.",
    ),
    Reason.CODE_EXPIRED: Text(
        ru="Срок кода из сообщения истёк. Отправьте, пожалуйста, новый.",
        en="The code from the message is no longer valid. Please send a new one.",
    ),
    Reason.CODE_USED: Text(
        ru="Этим кодом уже подтвердили другую покупку. Отправьте, пожалуйста, новый.",
        en="This code has confirmed another purchase already. Please send a new one.",
    ),
    Reason.CODE_BLOCKED: Text(
        ru="Код назвали неверно слишком много раз. Отправьте, пожалуйста, новый.",
        en="The code was given wrong too often. Please send a new one.",
    ),
    Reason.CODE_NOT_ASKED: Text(
        ru="Код ещё не отправляли или его срок давно прошёл. Отправьте, пожалуйста, код на телефон покупателя.",
        en="No code has been sent lately. Please send one to the buyer's phone.",
    ),
    Reason.CONTACT_MISSING: Text(
        ru="Для этой покупки нужен код на телефон, а телефон покупателя не указан. Его запишут в центре соцподдержки.",
        en="This purchase needs a code sent by phone, and no phone is known. The social support centre records it.",
    ),
    Reason.PIN_WRONG: Text(
        ru="Секретный код карты неверный. Попросите, пожалуйста, ввести его ещё раз.",
        en="The PIN is wrong. Please ask for it again.",
    ),
    Reason.PIN_BLOCKED: Text(
        ru="Секретный код карты ввели неверно слишком много раз. Помогут в центре соцподдержки.",
        en="The PIN was entered wrong too often. The social support centre will help.",
    ),
    Reason.PIN_NOT_SET: Text(
        ru="У карты нет секретного кода, а для этой покупки он нужен. Его задают в центре соцподдержки.",
        en="The card has no PIN, and this purchase needs one. The social support centre sets it.",
    ),
    Reason.CATEGORY_DENIED: Text(
        ru="Этот товар нельзя оплатить сертификатом. Его можно оплатить своими деньгами.",
        en="This item cannot be paid with the certificate. It can be paid with own money.",
    ),
    Reason.CATEGORY_NOT_ALLOWED: Text(
        ru="Сертификат действует на другие товары. Этот можно оплатить своими деньгами.",
        en="The certificate is for other goods. This item can be paid with own money.",
    ),
    Reason.NOT_CLASSIFIED: Text(
        ru="Этого товара пока нет в справочнике, поэтому сертификат его не оплачивает. Можно оплатить своими деньгами.",
        en="This item is not in the catalogue yet, so the certificate does not pay for it. Own money can.",
    ),
    Reason.ZERO_LINE: Text(
        ru="За эту позицию платить не нужно.",
        en="There is nothing to pay for this line.",
    ),
    Reason.BALANCE_SHORT: Text(
        ru="Остатка хватает только на часть. Остальное нужно доплатить своими деньгами.",
        en="The balance covers only a part. The rest is paid with own money.",
    ),
    Reason.BALANCE_SPENT: Text(
        ru="На сертификате не осталось средств. Позицию можно оплатить своими деньгами.",
        en="Nothing is left on the certificate. This line can be paid with own money.",
    ),
    Reason.PRICE_OVER_CAP: Text(
        ru="Сертификат оплачивает этот товар до предельной цены. Остальное нужно доплатить своими деньгами.",
        en="The certificate pays for this item up to a limit. The rest is paid with own money.",
    ),
    Reason.DISCOUNT_ONLY: Text(
        ru="По сертификату на этот товар есть скидка. Остальное нужно оплатить своими деньгами.",
        en="The certificate gives a discount on this item. The rest is paid with own money.",
    ),
    Reason.WHOLE_LINE_ONLY: Text(
        ru="Этот сертификат оплачивает позицию только целиком, а остатка на неё не хватает. Можно взять дешевле.",
        en="This certificate pays for a line only in full, and not enough is left. A cheaper one would do.",
    ),
    Reason.TOO_MANY_CERTIFICATES: Text(
        ru="На карте слишком много сертификатов, чтобы рассчитать чек. Помогут в центре соцподдержки.",
        en="There are too many certificates on this card to decide a receipt. The social support centre will help.",
    ),
    Reason.TOO_MANY_ALLOWANCES: Text(
        ru="В сертификатах на карте слишком много разделов, чтобы рассчитать чек. Помогут в центре соцподдержки.",
        en="The certificates on this card have too many allowances to decide a receipt. The support centre will help.",
    ),
    Reason.CARD_NOT_ACCEPTED: Text(
        ru="Эта карта не принимается для оплаты сертификатом. Помогут в центре соцподдержки.",
        en="This card is not accepted for certificates. The social support centre will help.",
    ),
    Reason.QR_EXPIRED: Text(
        ru="Код на телефоне уже сменился. Попросите, пожалуйста, показать его ещё раз.",
        en="The code on the phone has changed. Please ask the buyer to show it again.",
    ),
    Reason.CARRIER_NOT_ACCEPTED: Text(
        ru="Этот сертификат так не предъявляют. Попросите, пожалуйста, социальную карту или код на телефоне.",
        en="This certificate is not presented in this way. Please ask for the social card or the code on the phone.",
    ),
    Reason.TILL_SUSPENDED: Text(
        ru="Эта касса сейчас не принимает сертификаты. Попробуйте, пожалуйста, другую кассу.",
        en="This till does not take certificates at the moment. Please try another till.",
    ),
    Reason.NO_AGREEMENT: Text(
        ru="Этот магазин пока не принимает сертификаты. Список магазинов подскажут в центре соцподдержки.",
        en="This shop does not take certificates yet. The social support centre has a list of shops that do.",
    ),
    Reason.NO_CERTIFICATE: Text(
        ru="На карте нет сертификата, который принимает этот магазин.",
        en="There is no certificate on this card that this shop takes.",
    ),
    Reason.CERTIFICATE_BLOCKED: Text(
        ru="Сертификат временно заблокирован. Помогут в центре соцподдержки.",
        en="The certificate is blocked for now. The social support centre will help.",
    ),
    Reason.CERTIFICATE_NOT_STARTED: Text(
        ru="Срок действия сертификата ещё не начался.",
        en="The certificate is not valid yet.",
    ),
    Reason.CERTIFICATE_ENDED: Text(
        ru="Срок действия сертификата закончился.",
        en="The certificate has ended.",
    ),
    Reason.REVERSED_BEFORE_ARRIVAL: Text(
        ru="Эта покупка уже отменена. Проведите чек заново, пожалуйста.",
        en="This purchase was cancelled already. Please ring it up again.",
    ),
    Reason.NOTHING_HELD: Text(
        ru="По этому чеку сертификат ничего не оплачивал.",
        en="The certificate did not pay for anything on this receipt.",
    ),
    Reason.HOLD_EXPIRED: Text(
        ru="Время подтверждения истекло, деньги вернулись на сертификат. Проведите чек заново, пожалуйста.",
        en="The time to confirm ran out and the money is back on the certificate. Please ring the receipt up again.",
    ),
    Reason.ALREADY_CAPTURED: Text(
        ru="Эта покупка уже подтверждена.",
        en="This purchase is confirmed already.",
    ),
    Reason.ALREADY_VOIDED: Text(
        ru="Эта покупка уже отменена.",
        en="This purchase is cancelled already.",
    ),
    Reason.ALREADY_CLEARED: Text(
        ru="Эта покупка уже вошла в расчёты с магазином, поэтому отменить её нельзя.",
        en="This purchase has been settled with the shop already and can no longer be cancelled.",
    ),
    Reason.ALREADY_REFUNDED: Text(
        ru="Часть этой покупки уже вернули. Остальное можно вернуть по позициям.",
        en="A part of this purchase was returned already. The rest can be returned line by line.",
    ),
    Reason.MORE_THAN_HELD: Text(
        ru="Столько по этому чеку не удержано. Проверьте, пожалуйста, позиции и количество.",
        en="Not so much is held for this receipt. Please check the lines and quantities.",
    ),
    Reason.MORE_THAN_BOUGHT: Text(
        ru="Вернуть можно не больше, чем куплено и ещё не возвращено. Проверьте, пожалуйста, позиции и количество.",
        en="No more can be returned than was bought and not returned yet. Please check the lines and quantities.",
    ),
    Reason.NOT_CAPTURED: Text(
        ru="По этому номеру покупка не состоялась, возвращать нечего.",
        en="No purchase was completed under this number, so there is nothing to return.",
    ),
    Reason.RETURNED_TO_BUDGET: Text(
        ru="Срок сертификата закончился, поэтому его часть вернулась в бюджет. Свои деньги магазин вернёт покупателю.",
        en="The certificate has ended, so its part went back to the budget. The shop gives the own money back.",
    ),
}
