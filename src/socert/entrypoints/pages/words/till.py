"""Words of the till's pages: short, and to be said aloud with a queue behind the buyer."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.till_journeys import JOURNEYS
from socert.values import Counted, Text

_SELLING: Mapping[str, Text | Counted] = {
    "till_sections": Text(ru="Разделы кассы", en="The till's sections"),
    "till_sale": Text(ru="Продажа", en="Sale"),
    "till_returns": Text(ru="Возврат", en="Return"),
    "till_day": Text(ru="Итоги дня", en="The day's totals"),
    "till_name": Text(ru="Касса", en="Till"),
    "till_suspended": Text(
        ru="Касса приостановлена: сертификаты она сейчас не принимает. Обратитесь к старшему кассиру.",
        en="This till is suspended and takes no certificates at the moment. Please ask your supervisor.",
    ),
    "till_entry": Text(ru="Отсканируйте карту или товар", en="Scan a card or an item"),
    "till_entry_next": Text(ru="Отсканируйте следующий товар", en="Scan the next item"),
    "till_entry_card": Text(ru="Отсканируйте товар, а потом карту", en="Scan items, then the card"),
    "till_entry_hint": Text(
        ru="Сканер сам нажмёт Enter. Руками: 4600000000000 59,90 или 2*4600000000000; свой артикул: #А-17.",
        en="The scanner presses Enter itself. By hand: 4600000000000 59.90 or 2*4600000000000; own article: #A-17.",
    ),
    "till_entry_more": Text(ru="Ещё товар или другая карта", en="One more item, or another card"),
    "till_entry_following": Text(
        ru="Следующий чек: отсканируйте товар или карту", en="The next receipt: scan an item or a card"
    ),
    "till_add": Text(ru="Добавить", en="Add"),
    "till_card": Text(ru="Карта", en="Card"),
    "till_card_ending": Text(ru="Карта •••• {ending}", en="Card •••• {ending}"),
    "till_qr": Text(ru="QR-код с телефона", en="QR code on a phone"),
    "till_no_card": Text(ru="Карты пока нет", en="No card yet"),
    "till_take_card_away": Text(ru="Убрать карту", en="Take the card away"),
    "till_price_of": Text(ru="Какая цена?", en="What is the price?"),
    "till_price_piece": Text(ru="Цена за штуку, ₽", en="Price a piece, roubles"),
    "till_price_kilogram": Text(ru="Цена за килограмм, ₽", en="Price a kilogram, roubles"),
    "till_price_own": Text(ru="Цена за единицу, ₽", en="Price a unit, roubles"),
    "till_price_hint": Text(ru="Касса запомнит её до следующего раза.", en="The till remembers it for the next time."),
    "till_do_not_add": Text(ru="Не добавлять", en="Do not add"),
    "till_basket": Text(ru="Чек", en="Receipt"),
    "till_count": Counted(
        ru=("{count} позиция", "{count} позиции", "{count} позиций"), en=("{count} line", "{count} lines")
    ),
    "till_place": Text(ru="№", en="No."),
    "till_item": Text(ru="Товар", en="Item"),
    "till_quantity": Text(ru="Количество", en="Quantity"),
    "till_price": Text(ru="Цена, ₽", en="Price, roubles"),
    "till_amount": Text(ru="Сумма", en="Amount"),
    "till_total": Text(ru="Итого", en="Total"),
    "till_pieces": Text(ru="шт.", en="pcs"),
    "till_kilograms": Text(ru="кг", en="kg"),
    "till_units": Text(ru="ед.", en="units"),
    "till_unnamed": Text(ru="Товар без названия", en="Item without a name"),
    "till_quantity_of": Text(ru="Количество, строка {place}", en="Quantity, line {place}"),
    "till_price_of_line": Text(ru="Цена, строка {place}", en="Price, line {place}"),
    "till_apply": Text(ru="Исправить количество и цены", en="Correct quantities and prices"),
    "till_remove": Text(ru="Убрать", en="Remove"),
    "till_remove_line": Text(ru="строку {place}", en="line {place}"),
    "till_clear": Text(ru="Начать заново", en="Start over"),
    "till_clear_sure": Text(
        ru="Карта и все товары будут убраны. Ничего не списывается.",
        en="The card and all items are taken away. Nothing is charged.",
    ),
    "till_empty": Text(ru="Чек пуст", en="The receipt is empty"),
    "till_leave_title": Text(ru="Отключить эту кассу", en="Disconnect this till"),
    "till_leave_text": Text(
        ru="Этот браузер перестанет быть кассой. Чтобы подключить его снова, понадобится новый код.",
        en="This browser is a till no more. It takes a new code to connect it again.",
    ),
    "till_leave": Text(ru="Отключить", en="Disconnect"),
    "till_calculate": Text(ru="Рассчитать", en="Calculate"),
    "till_keys": Text(ru="Клавиши", en="Keys"),
    "till_key_enter": Text(ru="Enter — добавить то, что в поле", en="Enter – add what is in the field"),
    "till_key_escape": Text(ru="Esc — очистить поле или вернуться", en="Esc – clear the field, or go back"),
    "till_key_f2": Text(ru="F2 — рассчитать, потом оплатить", en="F2 – calculate, then pay"),
    "till_key_f4": Text(ru="F4 — возврат", en="F4 – a return"),
    "till_key_f8": Text(ru="F8 — новый чек", en="F8 – a new receipt"),
    "till_entry_empty": Text(
        ru="Поле пустое. Отсканируйте карту или товар.", en="The field is empty. Please scan a card or an item."
    ),
    "till_entry_long": Text(
        ru="Это слишком длинно для карты или товара. Отсканируйте ещё раз.",
        en="This is too long for a card or an item. Please scan again.",
    ),
    "till_entry_unreadable": Text(
        ru="Не удалось прочитать. Отсканируйте ещё раз или введите цифры штрихкода.",
        en="This could not be read. Please scan again, or type the digits of the barcode.",
    ),
    "till_article_unknown": Text(
        ru="Это не штрихкод, и артикула «{code}» в вашем списке нет. Свой артикул введите со знаком #.",
        en="This is no barcode, and your list has no article '{code}'. Please type an own article after a # sign.",
    ),
    "till_price_zero": Text(ru="Цена должна быть больше нуля.", en="The price has to be more than nothing."),
    "till_price_large": Text(
        ru="Цена больше десяти миллионов рублей. Проверьте, нет ли лишних цифр.",
        en="The price is above ten million roubles. Please check for superfluous digits.",
    ),
    "till_price_is_barcode": Text(
        ru="Это похоже на штрихкод. Сначала введите цену прошлого товара, потом сканируйте дальше.",
        en="This looks like a barcode. Please give the last item's price first, then go on scanning.",
    ),
    "till_price_first": Text(
        ru="Сначала введите цену или нажмите «Не добавлять».", en="Please give the price first, or do not add the item."
    ),
    "till_carrier_unreadable": Text(
        ru="Карта или QR-код не читаются. Попросите, пожалуйста, показать их ещё раз.",
        en="The card or QR code cannot be read. Please ask for it again.",
    ),
    "till_goods_first": Text(ru="Чек пуст: отсканируйте товары.", en="The receipt is empty: please scan items."),
    "till_card_first": Text(
        ru="Отсканируйте карту или QR-код покупателя.", en="Please scan the buyer's card or QR code."
    ),
    "till_quantity_zero": Text(
        ru="Количество должно быть больше нуля. Чтобы убрать товар, нажмите «Убрать».",
        en="The quantity has to be more than nothing. To take the item away, remove its line.",
    ),
    "till_quantity_whole": Text(
        ru="Этот товар продаётся штуками: количество целое, например 2.",
        en="This item is sold by the piece: the quantity is a whole number, such as 2.",
    ),
    "till_no_weight": Text(
        ru="В этикетке нет веса. Введите его перед кодом: 0,350*{code}…",
        en="The label holds no weight. Please type it before the code: 0.350*{code}…",
    ),
    "till_amount_large": Text(
        ru="Сумма строки больше десяти миллионов рублей. Проверьте количество и цену.",
        en="The line comes to more than ten million roubles. Please check quantity and price.",
    ),
    "till_lines_max": Text(
        ru="В чеке уже {limit} позиций, больше не помещается. Рассчитайте этот чек и начните следующий.",
        en="The receipt has {limit} lines and holds no more. Please settle it and begin another.",
    ),
    "till_other_sale": Text(
        ru="Тот чек уже закончен, здесь начат новый. Ничего не добавлено: отсканируйте ещё раз.",
        en="That receipt is finished and a new one has begun. Nothing was added: please scan again.",
    ),
    "till_is_asked": Text(
        ru="По этому чеку ещё нет ответа об оплате, менять его нельзя.",
        en="This receipt waits for the answer about its payment and cannot be changed.",
    ),
}

WORDS: Mapping[str, Text | Counted] = {**_SELLING, **JOURNEYS}
