"""Every word the landing page shows, in both languages."""

from collections.abc import Mapping

from socert.domain.purchases import Reason
from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "happened": Text(ru="Что произошло", en="What happened"),
    "lead_people": Text(ru="Получателей:", en="Recipients:"),
    "lead": Text(
        ru="Каждый сам выбирал магазин. Касса решала по каждой позиции чека, платит ли сертификат и почему нет.",
        en="Everybody chose their shop. The till decided line by line whether the certificate pays, and why not.",
    ),
    "money": Text(ru="Куда ушли деньги", en="Where the money went"),
    "issued": Text(ru="Выдано сертификатами", en="Issued as certificates"),
    "spent": Text(ru="Потрачено в магазинах", en="Spent in shops"),
    "returned": Text(ru="Вернулось в бюджет", en="Returned to its source"),
    "left": Text(ru="Осталось на сертификатах", en="Left on certificates"),
    "share": Text(ru="Доля", en="Share"),
    "sum": Text(ru="Сумма", en="Sum"),
    "figures": Text(ru="В цифрах", en="In figures"),
    "people": Text(ru="Получателей", en="Recipients"),
    "certificates": Text(ru="Сертификатов", en="Certificates"),
    "captured": Text(ru="Оплачено сертификатами на кассах", en="Paid with certificates at tills"),
    "refunded": Text(ru="Из них отменено и вернулось на сертификаты", en="Of that cancelled, back on certificates"),
    "own_money": Text(ru="Доплатили своими деньгами", en="Added from own money"),
    "weeks": Text(ru="Недель торговли", en="Weeks of trade"),
    "repaid": Text(ru="Возмещено магазинам", en="Repaid to shops"),
    "merchant": Text(ru="Торговая сеть", en="Chain"),
    "claimed": Text(ru="Заявлено", en="Claimed"),
    "paid": Text(ru="Выплачено", en="Paid"),
    "total": Text(ru="Всего", en="Total"),
    "nothing_claimed": Text(
        ru="Расчётный период ещё не закрыт, поэтому заявок на возмещение пока нет.",
        en="No period has been closed yet, so nothing has been claimed so far.",
    ),
    "why_not": Text(ru="Почему позиции не оплачены", en="Why lines were not covered"),
    "why_not_lead": Text(
        ru="Такая позиция никогда не мешает остальным: её можно оплатить своими деньгами.",
        en="Such a line never blocks the others: it can be paid with own money.",
    ),
    "reason": Text(ru="Причина", en="Reason"),
    "lines": Text(ru="Позиций", en="Lines"),
    "all_covered": Text(ru="Пока все позиции оплачены.", en="So far every line was covered."),
    "of_them": Text(ru="из них", en="of them"),
    "balance": Text(ru="Книги сходятся", en="The books balance"),
    "balance_long": Text(
        ru="Потрачено ровно столько, сколько заявили магазины; остальное лежит на сертификатах или вернулось в бюджет. "
        "Не учтено:",
        en="What was spent is exactly what shops claimed; the rest is on certificates or returned to its source. "
        "Unaccounted for:",
    ),
    "open": Text(ru="Деньги ещё в пути", en="Money is still on its way"),
    "open_long": Text(
        ru="Часть потраченного ещё не вошла в заявки магазинов:",
        en="Part of what was spent is not in the shops' claims yet:",
    ),
    "verify_long": Text(
        ru="Эта команда заново выводит каждый остаток из проводок и называет первую неверную строку, если такая есть:",
        en="This command derives every balance again from the postings and names the first bad row, if there is one:",
    ),
    "empty": Text(ru="Здесь пока ничего не куплено", en="Nothing has been bought here yet"),
    "empty_long": Text(
        ru="Установка работает и ждёт первых сертификатов. Чтобы увидеть, как целый район проживает пилот за минуту:",
        en="The installation works and waits for its first certificates. To see a whole district live through a pilot:",
    ),
    "empty_next": Text(
        ru="Чтобы начать самим: опубликуйте меру поддержки, выделите деньги, выдайте сертификаты по списку.",
        en="To begin yourself: publish a programme, appropriate money, issue certificates to a list of people.",
    ),
    "served": Text(ru="Здесь работает socert", en="socert is served here"),
    "served_long": Text(
        ru="Сервер отвечает кассам торговых организаций по ключам. Как спрашивать, сказано в описании API:",
        en="This server answers merchants' tills, by their keys. How to ask is said in the description of the API:",
    ),
    "try": Text(ru="Что попробовать", en="What to try next"),
    "try_lead": Text(
        ru="Команды запускаются из папки, откуда запущен пример. Человек и карта в них придуманы.",
        en="Run these in the folder the example was started from. The person and the card are invented.",
    ),
    "try_issue": Text(
        ru="Выдайте сертификат новому человеку из готового списка.",
        en="Issue a certificate to a new person from a prepared list.",
    ),
    "try_quote": Text(
        ru="Спросите кассу о чеке с хлебом и водкой. Ничего не списывается.",
        en="Ask the till about a receipt with bread and vodka. Nothing is taken.",
    ),
    "try_buy": Text(
        ru="Купите то же самое. Повтор с тем же ключом даст тот же ответ, и деньги спишутся один раз.",
        en="Buy the same. Repeated with the same key it gives the same answer, and money is taken once.",
    ),
    "try_verify": Text(
        ru="Проверьте книги: всё по-прежнему сходится.", en="Verify the books: everything still adds up."
    ),
    "bar_label": Text(ru="Выдано:", en="Issued:"),
}

#: A few words for each reason; the sentence a cashier reads is longer.
REASONS: Mapping[str, Text] = {
    Reason.CATEGORY_DENIED: Text(ru="Товар исключён из меры поддержки", en="Goods the programme excludes"),
    Reason.CATEGORY_NOT_ALLOWED: Text(ru="Сертификат действует на другие товары", en="The certificate is for others"),
    Reason.NOT_CLASSIFIED: Text(ru="Товара пока нет в справочнике", en="Goods not in the catalogue yet"),
    Reason.ZERO_LINE: Text(ru="Платить не нужно", en="Nothing to pay"),
    Reason.BALANCE_SHORT: Text(ru="Остатка хватило на часть", en="The balance covered a part"),
    Reason.BALANCE_SPENT: Text(ru="Средства сертификата закончились", en="Nothing was left on the certificate"),
    Reason.CARD_NOT_ACCEPTED: Text(ru="Карта не принимается", en="Card not accepted"),
    Reason.NO_CERTIFICATE: Text(ru="На карте нет подходящего сертификата", en="No certificate on the card fits"),
    Reason.CERTIFICATE_ENDED: Text(ru="Срок сертификата закончился", en="The certificate had ended"),
    Reason.CERTIFICATE_BLOCKED: Text(ru="Сертификат заблокирован", en="The certificate was blocked"),
}
