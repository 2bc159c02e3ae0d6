"""Words of the till beyond the belt: paying, what is not known, receipts, returns, the day, joining."""

from collections.abc import Mapping

from socert.values import Counted, Text

JOURNEYS: Mapping[str, Text | Counted] = {
    "till_quote_title": Text(ru="Расчёт", en="Calculation"),
    "till_own_money": Text(ru="своими деньгами", en="to be paid with own money"),
    "till_pays": Text(ru="Оплатит сертификат", en="The certificate pays"),
    "till_waived": Text(ru="Скидка магазина сверх предельной цены", en="The shop's discount above the price cap"),
    "till_outcome_covered": Text(ru="Оплачивает сертификат", en="The certificate pays"),
    "till_outcome_partial": Text(ru="Оплачивает частично", en="Pays a part"),
    "till_outcome_not_covered": Text(ru="Своими деньгами", en="Own money"),
    "till_answer": Text(ru="Ответ", en="Answer"),
    "till_by_certificate": Text(ru="Сертификат", en="Certificate"),
    "till_by_own": Text(ru="Свои деньги", en="Own money"),
    "till_say": Text(ru="Скажите покупателю: «{sentence}»", en="Say to the buyer: “{sentence}”"),
    "till_nothing_to_pay": Text(
        ru="Сертификатом этот чек не оплатить", en="The certificate pays nothing of this receipt"
    ),
    "till_nothing_covered": Text(
        ru="Сертификат не оплачивает ни одного товара из этого чека. Их можно оплатить своими деньгами.",
        en="The certificate pays for no item of this receipt. They can be paid with own money.",
    ),
    "till_declined": Text(ru="Оплата не прошла, ничего не списано", en="Not paid, nothing was charged"),
    "till_confirm": Text(ru="Подтверждение покупателя", en="The buyer confirms"),
    "till_pin": Text(ru="Секретный код карты", en="The card's PIN"),
    "till_pin_hint": Text(ru="От 4 до 8 цифр. Покупатель вводит их сам.", en="4 to 8 digits. The buyer enters them."),
    "till_code": Text(ru="Код из сообщения", en="The code from the message"),
    "till_code_hint": Text(ru="6 цифр.", en="6 digits."),
    "till_send_code": Text(ru="Отправить код на телефон покупателя", en="Send a code to the buyer's phone"),
    "till_told_code": Text(
        ru="Код отправлен, если у покупателя указан телефон. Спросите его.",
        en="The code was sent, if a phone of the buyer's is known. Please ask for it.",
    ),
    "till_code_no_answer": Text(
        ru="Ответа нет: код мог и не отправиться. Попробуйте ещё раз.",
        en="There was no answer: the code may not have been sent. Please try again.",
    ),
    "till_confirmation_shape": Text(
        ru="Секретный код карты — от 4 до 8 цифр, код из сообщения — 6 цифр. Ничего не списано, введите ещё раз.",
        en="A PIN has 4 to 8 digits, a code from a message has 6. Nothing was charged, please enter it again.",
    ),
    "till_pay": Text(ru="Оплатить", en="Pay"),
    "till_change_basket": Text(ru="Изменить чек", en="Change the receipt"),
    "till_quote_no_answer": Text(
        ru="Ответа нет. Ничего не списано: попробуйте рассчитать ещё раз.",
        en="There was no answer. Nothing was charged: please calculate again.",
    ),
    "till_unknown_title": Text(
        ru="Ответа нет. Мы не знаем, прошла ли оплата", en="No answer. We do not know whether it was paid"
    ),
    "till_unknown_text": Text(
        ru="Спросите снова с тем же ключом — дважды не спишется. Товар пока не отдавайте.",
        en="Ask again under the same key: it is never charged twice. Please do not hand the goods over yet.",
    ),
    "till_unknown_void": Text(
        ru="Или отмените покупку. Тогда деньги останутся на сертификате, даже если оплата прошла или дойдёт позже.",
        en="Or void the purchase. Then the money stays on the certificate, even if it was paid or arrives later.",
    ),
    "till_ask_again": Text(ru="Спросить снова", en="Ask again"),
    "till_abandon": Text(ru="Отменить покупку", en="Void the purchase"),
    "till_told_abandoned": Text(
        ru="Покупка отменена, с сертификата ничего не взято. Если оплата дойдёт позже, она ничего не спишет.",
        en="The purchase is void, nothing is taken from the certificate, not even if the payment arrives later.",
    ),
    "till_told_finished": Text(
        ru="Тот чек уже закончен. Перед вами новый.", en="That receipt is finished. This is a new one."
    ),
    "till_told_returned": Text(
        ru="Возврат по той форме уже отправляли, второго не сделано. "
        "Сколько ещё можно вернуть, видно по кнопке «Вернуть товары».",
        en="That form's return had been sent before, and no second one was made. "
        "How much can still come back is shown under “Return goods”.",
    ),
    "till_told_left": Text(ru="Касса отключена.", en="The till is disconnected."),
    "till_asking_title": Text(
        ru="Ответа нет. Мы не знаем, прошла ли оплата", en="No answer. We do not know whether it was paid"
    ),
    "till_asking_text": Text(
        ru="Спрашиваем снова с тем же ключом — дважды не спишется. Товар пока не отдавайте.",
        en="We ask again under the same key: it is never charged twice. Please do not hand the goods over yet.",
    ),
    "till_asking_held": Text(
        ru="Об этом спросили давно. Само ничего не отправится: нажмите, если спросить ещё нужно.",
        en="This was asked a while ago. Nothing is sent by itself: please press if it is still to be asked.",
    ),
    "till_belt_old": Text(
        ru="Чек лежал слишком долго. Ничего не списано. Проведите карту ещё раз.",
        en="The receipt lay here for too long. Nothing was charged. Please scan the card again.",
    ),
    "till_asking_times": Text(ru="Спросили раз:", en="Times asked:"),
    "till_asking_next": Text(ru="Следующий раз через, секунд:", en="Seconds until we ask again:"),
    "till_asking_since": Text(ru="Ответа нет с", en="Without an answer since"),
    "till_asking_now": Text(ru="Спросить сейчас", en="Ask now"),
    "till_asking_return": Text(
        ru="Ответа нет. Мы не знаем, сделано ли то, о чём спросили", en="No answer. We do not know whether it was done"
    ),
    "till_sending": Text(ru="Ждём ответа…", en="Waiting for the answer…"),
    "till_offline": Text(
        ru="Нет связи. Сканируйте дальше: касса отправит всё, когда связь вернётся.",
        en="No connection. Please go on scanning: the till sends everything when the connection is back.",
    ),
    "till_no_network": Text(ru="Нет связи.", en="No connection."),
    "till_waiting_scans": Text(ru="Ждут отправки:", en="Waiting to be sent:"),
    "till_receipt": Text(ru="Чек № {receipt}", en="Receipt No. {receipt}"),
    "till_receipt_short": Text(ru="Чек", en="Receipt"),
    "till_paid": Text(ru="Оплачено", en="Paid"),
    "till_voided": Text(ru="Покупка отменена", en="The purchase is void"),
    "till_voided_text": Text(
        ru="Всё вернулось на сертификат. Товары не выдавайте, свои деньги верните покупателю.",
        en="Everything is back on the certificate. Do not hand the goods over, and give the own money back.",
    ),
    "till_lapsed": Text(ru="Время подтверждения истекло", en="The time to confirm ran out"),
    "till_held": Text(ru="Деньги удержаны, но не списаны", en="The money is held and not yet taken"),
    "till_declined_title": Text(ru="Оплата не прошла", en="Not paid"),
    "till_quoted_differs": Text(
        ru="Пока вы считали, остаток изменился. Сказали: {quoted}. Теперь своими деньгами: {own}.",
        en="The balance changed meanwhile. It was said: {quoted}. Own money now: {own}.",
    ),
    "till_kept": Text(
        ru="Отменить не удалось: оплата прошла. Её можно отменить здесь или оформить возврат.",
        en="It could not be voided by its key: it was paid. It can be voided here, or goods returned.",
    ),
    "till_moment": Text(ru="Время", en="Time"),
    "till_shop": Text(ru="Магазин", en="Shop"),
    "till_merchant": Text(ru="Организация", en="Organisation"),
    "till_tax_number": Text(ru="ИНН", en="Tax number (INN)"),
    "till_refunded": Text(ru="Уже возвращено на сертификат", en="Returned to the certificate already"),
    "till_new_sale": Text(ru="Новый чек", en="A new receipt"),
    "till_print": Text(ru="Напечатать", en="Print"),
    "till_void_sale": Text(ru="Отменить эту продажу", en="Void this sale"),
    "till_void_text": Text(
        ru="Если ошиблись или покупатель передумал. Всё вернётся на сертификат сразу.",
        en="If something is wrong or the buyer has changed their mind. Everything goes back at once.",
    ),
    "till_void_no_answer": Text(
        ru="Ответа нет, мы не знаем, отменена ли продажа. Нажмите ещё раз: дважды не отменится.",
        en="No answer, we do not know whether the sale is void. Please press again: it is voided only once.",
    ),
    "till_return_goods": Text(ru="Вернуть товары", en="Return goods"),
    "till_returns_title": Text(ru="Возврат по чеку", en="Return by receipt"),
    "till_receipt_number": Text(ru="Номер чека", en="Number of the receipt"),
    "till_receipt_hint": Text(
        ru="Стоит на чеке сверху, например 7-000012.", en="At the top of the receipt, such as 7-000012."
    ),
    "till_find": Text(ru="Найти чек", en="Find the receipt"),
    "till_receipt_unfound": Text(
        ru="Такого чека в вашей организации нет. Проверьте номер.",
        en="Your organisation has no such receipt. Please check the number.",
    ),
    "till_several": Text(ru="С этим номером несколько покупок", en="Several purchases have this number"),
    "till_status": Text(ru="Что с ней стало", en="What became of it"),
    "till_status_held": Text(ru="Деньги удержаны", en="Held"),
    "till_status_partly_captured": Text(ru="Оплачено частично", en="Paid in part"),
    "till_status_captured": Text(ru="Оплачено", en="Paid"),
    "till_status_voided": Text(ru="Отменено", en="Void"),
    "till_status_lapsed": Text(ru="Не подтверждено вовремя", en="Not confirmed in time"),
    "till_status_declined": Text(ru="Не оплачено", en="Not paid"),
    "till_return_title": Text(ru="Что возвращают?", en="What comes back?"),
    "till_bought": Text(ru="Куплено", en="Bought"),
    "till_left_to_return": Text(ru="Можно вернуть", en="Can come back"),
    "till_back": Text(ru="Возвращают", en="Comes back"),
    "till_back_of": Text(ru="Возвращают: {name}, строка {place}", en="Comes back: {name}, line {place}"),
    "till_return": Text(ru="Вернуть отмеченное", en="Return these"),
    "till_return_all": Text(ru="Вернуть всё, что осталось", en="Return all that is left"),
    "till_return_nothing": Text(
        ru="Впишите количество хотя бы в одной строке.", en="Please enter a quantity in one line at least."
    ),
    "till_return_nothing_left": Text(
        ru="По этому чеку возвращать нечего.", en="There is nothing left to return of this receipt."
    ),
    "till_return_no_answer": Text(
        ru="Ответа нет, мы не знаем, сделан ли возврат. Нажмите ещё раз: дважды он не сделается.",
        en="No answer, we do not know whether it was returned. Please press again: it is returned only once.",
    ),
    "till_refund_title": Text(ru="Возврат сделан", en="Returned"),
    "till_refund_declined": Text(ru="Возврат не сделан", en="Not returned"),
    "till_refund_cash": Text(ru="отдайте покупателю деньгами", en="to be given back in money"),
    "till_refund_no_cash": Text(
        ru="Деньгами ничего не отдавайте: всё оплачивал сертификат.",
        en="Give no money back: the certificate paid for everything.",
    ),
    "till_refund_covered": Text(ru="Вернулось на сертификат", en="Back on the certificate"),
    "till_refund_whose": Text(ru="Сертификат …{ending}, «{allowance}»", en="Certificate …{ending}, '{allowance}'"),
    "till_day_title": Text(ru="Итоги дня: {day}", en="Totals of {day}"),
    "till_day_heading": Text(ru="Итоги дня", en="The day's totals"),
    "till_day_other": Text(ru="Показать другой день", en="Show another day"),
    "till_day_show": Text(ru="Показать", en="Show"),
    "till_day_hint": Text(ru="Например, 2026-11-22.", en="For example 2026-11-22."),
    "till_day_field": Text(ru="День", en="Day"),
    "till_day_captures": Text(ru="Оплат сертификатом", en="Payments by certificate"),
    "till_day_captured": Text(ru="Оплачено сертификатами", en="Paid by certificates"),
    "till_day_taken_back_count": Text(ru="Отмен и возвратов", en="Voids and returns"),
    "till_day_taken_back": Text(ru="Вернулось на сертификаты", en="Back on certificates"),
    "till_day_net": Text(ru="Магазину причитается", en="Due to the shop"),
    "till_day_ours": Text(ru="В системе", en="Here"),
    "till_day_theirs": Text(ru="По кассе", en="Cash register"),
    "till_day_figure": Text(ru="Показатель", en="Figure"),
    "till_day_compare": Text(ru="Сверить с отчётом кассового аппарата", en="Compare with the cash register's report"),
    "till_day_compare_button": Text(ru="Сверить", en="Compare"),
    "till_day_agrees": Text(ru="Всё сходится", en="Everything agrees"),
    "till_day_differs": Text(ru="Не сходится", en="It does not agree"),
    "till_day_agrees_text": Text(
        ru="Итоги кассы и системы одинаковы, обе записи сохранены.",
        en="The cash register's totals and ours are the same; both are kept.",
    ),
    "till_day_differs_text": Text(
        ru="Обе записи сохранены. Проверьте чеки, по которым не было ответа, и возвраты.",
        en="Both are kept. Please check receipts that had no answer, and returns.",
    ),
    "till_day_unreadable": Text(
        ru="Введите день как 2026-11-22, от 2000 до 2099 года.", en="Please write the day as 2026-11-22, 2000 to 2099."
    ),
    "till_day_number": Text(ru="Введите целое число, например 12.", en="Please enter a whole number, such as 12."),
    "till_day_sum": Text(ru="Введите сумму, например 1 234,50.", en="Please enter a sum, such as 1234.50."),
    "till_day_no_answer": Text(
        ru="Ответа нет. Отправьте ещё раз: лишняя запись не помешает.",
        en="No answer. Please send it again: a second record does no harm.",
    ),
    "till_join_title": Text(ru="Подключить кассу", en="Connect a till"),
    "till_join_text": Text(
        ru="Введите код, который вам дали в вашей организации или у оператора. Этот браузер станет кассой.",
        en="Enter the code you got from your organisation or the operator. This browser becomes a till.",
    ),
    "till_join_code": Text(ru="Код приглашения", en="Invitation code"),
    "till_join_hint": Text(
        ru="10 букв и цифр, например AB2CE-H45K9. Русские и латинские буквы подходят одинаково.",
        en="10 letters and digits, such as AB2CE-H45K9. Capital or small letters are the same.",
    ),
    "till_join_button": Text(ru="Подключить", en="Connect"),
    "till_join_warning": Text(
        ru="Подключайте только устройство, которое остаётся в магазине: с него можно списывать с сертификатов.",
        en="Connect only a device that stays in the shop: it can charge certificates.",
    ),
    "till_gone_title": Text(ru="Эта касса больше не подключена", en="This till is connected no more"),
    "till_gone_text": Text(
        ru="Её доступ отозван. Незаконченный чек не оплачен: подключитесь снова и проведите его заново.",
        en="Its access was taken back. An unfinished receipt was not paid: connect again and ring it up anew.",
    ),
}
