"""What a programme says to residents besides its own words, in both languages."""

from collections.abc import Mapping

from socert.values import Counted, Text

WHO = Text(ru="Кому положено", en="Who is entitled")
PAPERS = Text(
    ru="Какие бумаги могут понадобиться, если реестры не ответят",
    en="Papers that may be asked for where registers are silent",
)
PAPER = Text(ru="{title}: {evidence} (сначала спросим: {sources})", en="{title}: {evidence} (asked first: {sources})")
TERMS = Text(ru="На каких условиях", en="On which terms")
VALID_DAYS = Counted(
    ru=(
        "Сертификат действует {count}\u00a0день после дня выдачи",
        "Сертификат действует {count}\u00a0дня после дня выдачи",
        "Сертификат действует {count}\u00a0дней после дня выдачи",
    ),
    en=(
        "The certificate is valid for {count}\u00a0day after the day of issue",
        "The certificate is valid for {count}\u00a0days after the day of issue",
    ),
)
SHOWN_WITH = Text(ru="Чем предъявить: {carriers}", en="Presented with: {carriers}")
CARRIERS: Mapping[str, Text] = {
    "card": Text(ru="социальная карта", en="social card"),
    "qr": Text(ru="QR-код на телефоне", en="QR on the phone"),
    "paper": Text(ru="распечатанный лист", en="printed sheet"),
}
PAID_BY = Text(ru="Кто платит: {shares}", en="Paid by: {shares}")
#: Sources have no titles; any other is said as its id.
SOURCES: Mapping[str, Text] = {
    "federal": Text(ru="федеральный бюджет", en="federal budget"),
    "regional": Text(ru="региональный бюджет", en="regional budget"),
    "city": Text(ru="городской бюджет", en="city budget"),
}
