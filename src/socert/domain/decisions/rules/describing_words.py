"""What is said of a programme's parts and of what changed in them, in both languages."""

from collections.abc import Mapping

from socert.values import Counted, Text

PROGRAMME = Text(ru="Программа", en="Programme")
VERSION = Text(ru="Версия с {day}", en="Version from {day}")
NEW_VERSION = Text(
    ru="Новая версия с {day}, в сравнении с версией с {before}",
    en="New version from {day}, beside the one from {before}",
)
TWO_VERSIONS = Text(
    ru="Версия с {day} в сравнении с версией с {before}", en="Version from {day} beside the one from {before}"
)
VERSION_ADDED = Text(ru="Добавлена версия с {day}", en="The version from {day} was added")
VERSION_REMOVED = Text(ru="Убрана версия с {day}", en="The version from {day} was taken out")
TEXT_ALONE = Text(
    ru="По смыслу ничего не изменилось, но запись другая: SHA-256 версии не тот же",
    en="Nothing changed in meaning, but it is written otherwise: the version's SHA-256 is another",
)
REORDERED = Text(ru="Критерии идут в другом порядке: {order}", en="The criteria stand in another order: {order}")
NOTHING = Text(ru="Ничего не изменилось.", en="Nothing changed.")
CHANGES = Counted(
    ru=("{count} изменение", "{count} изменения", "{count} изменений"), en=("{count} change", "{count} changes")
)

WAS_BECOMES = Text(ru="{what}: было {old}; стало {new}", en="{what}: was {old}; is now {new}")
ONLY_NEW = Text(ru="{what}: теперь {new}", en="{what}: is now {new}")
ONLY_OLD = Text(ru="{what}: больше нет (было {old})", en="{what}: is no longer there (was {old})")
IN_ENGLISH = "{words} (по-английски)"
IN_RUSSIAN = "{words} (in Russian)"
LISTED = Text(ru="{what}: {changes}", en="{what}: {changes}")
LISTED_NEW = Text(ru="добавлено {parts}", en="added {parts}")
LISTED_OLD = Text(ru="убрано {parts}", en="taken out {parts}")
ADDED = Text(ru="Добавлено: {what}: {main}", en="Added: {what}: {main}")
REMOVED = Text(ru="Убрано: {what}: {main}", en="Taken out: {what}: {main}")
FIELD_OF = Text(ru="{item}, {field}", en="{item}, {field}")
QUOTED = Text(ru="«{words}»", en="“{words}”")
TITLED = Text(ru="{join} «{title}»", en="{join} “{title}”")
AT_POINT = Text(ru="{join} (место для критериев региона: {point})", en="{join} (a region may add criteria: {point})")
AT_THE_TOP = Text(ru="наверху", en="at the top")

CRITERION = Text(ru="критерий {id}", en="criterion {id}")
GROUP = Text(ru="группа ({ids})", en="the group ({ids})")
ALLOWANCE = Text(ru="номинал {id}", en="allowance {id}")
PARAMETER = Text(ru="число для сравнения", en="number compared with")
FACT = Text(ru="нужные сведения", en="fact that is asked for")

FIELDS: Mapping[str, Text] = {
    "id": Text(ru="обозначение", en="id"),
    "title": Text(ru="название", en="title"),
    "summary": Text(ru="кратко", en="summary"),
    "legal_kind": Text(ru="вид по закону", en="legal kind"),
    "sensitive": Text(ru="особо личные сведения", en="sensitive"),
    "funding": Text(ru="кто платит", en="paid by"),
    "legal_basis": Text(ru="основание", en="legal basis"),
    "valid_days": Text(ru="срок сертификата", en="validity of the certificate"),
    "carriers": Text(ru="чем предъявить", en="presented with"),
    "per": Text(ru="кому выдаётся", en="issued to"),
    "hold_seconds": Text(ru="сколько деньги удерживаются на кассе", en="how long a till holds money"),
    "confirm": Text(ru="подтверждение покупки", en="confirmation of a purchase"),
    "when": Text(ru="условие", en="condition"),
    "met": Text(ru="слова, когда выполнен", en="words when met"),
    "not_met": Text(ru="слова, когда не выполнен", en="words when not met"),
    "unknown": Text(ru="слова, когда неизвестно", en="words when unknown"),
    "basis": Text(ru="основание", en="source"),
    "place": Text(ru="место в дереве", en="place in the tree"),
    "join": Text(ru="как соединены", en="how they are joined"),
    "gives": Text(ru="что даёт", en="what it gives"),
    "kind": Text(ru="вид", en="kind"),
    "allow": Text(ru="что оплачивает", en="what it pays for"),
    "deny": Text(ru="чего не оплачивает", en="what it does not pay for"),
    "options": Text(ru="на выбор", en="to choose from"),
    "own_money": Text(ru="доплата своими деньгами", en="own money"),
    "price": Text(ru="цена выше предельной", en="a price above the cap"),
    "percent": Text(ru="размер скидки", en="discount"),
    "borne_by": Text(ru="за чей счёт скидка", en="discount borne by"),
    "by_need": Text(ru="только по нуждаемости", en="only by need"),
    "tariff": Text(ru="тариф", en="tariff"),
    "claim": Text(ru="исполнителю возмещают", en="the provider is repaid"),
    "group": Text(ru="о групповых занятиях сообщают", en="told of group classes"),
}
NAMES: Mapping[object, Text] = {
    True: Text(ru="да", en="yes"),
    False: Text(ru="нет", en="no"),
    "social_service_189": Text(ru="социальная услуга по 189-ФЗ", en="social service under 189-FZ"),
    "goods_491": Text(ru="товары по 491-ФЗ", en="goods under 491-FZ"),
    "regional": Text(ru="региональная", en="regional"),
    "person": Text(ru="человеку", en="a person"),
    "points": Text(ru="баллы", en="points"),
    "items": Text(ru="предметы", en="items"),
    "discount": Text(ru="скидка", en="discount"),
    "units": Text(ru="объём услуги", en="units of a service"),
    "allowed": Text(ru="можно", en="allowed"),
    "forbidden": Text(ru="нельзя", en="not allowed"),
    "resident_adds": Text(ru="доплачивает житель", en="the resident adds the rest"),
    "cap_payout": Text(ru="магазину платят не больше предельной", en="the shop is paid no more than the cap"),
    "budget": Text(ru="бюджет", en="the budget"),
    "merchant": Text(ru="магазин", en="the merchant"),
    "pin": Text(ru="секретный код карты", en="PIN"),
    "code": Text(ru="код из сообщения", en="code from a message"),
}
CONFIRMED = Text(ru="{kind}, от {money}", en="{kind}, above {money}")
OPTION = Text(ru="{id} до {money} ({allow})", en="{id} up to {money} ({allow})")
DAYS = Counted(ru=("{count} день", "{count} дня", "{count} дней"), en=("{count} day", "{count} days"))
SECONDS = Counted(ru=("{count} секунда", "{count} секунды", "{count} секунд"), en=("{count} second", "{count} seconds"))
