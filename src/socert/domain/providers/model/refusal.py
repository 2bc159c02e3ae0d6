"""Why something about a merchant, a till or an agreement is refused: a stable code and a sentence."""

from enum import StrEnum

from socert.values import Text


class Refusal(StrEnum):
    """An expected refusal. The values are stable codes and may stand in an API answer."""

    MERCHANT_UNKNOWN = "merchant_unknown"
    MERCHANT_DIFFERS = "merchant_differs"
    TILL_UNKNOWN = "till_unknown"
    AGREEMENT_UNKNOWN = "agreement_unknown"
    AGREEMENTS_OVERLAP = "agreements_overlap"
    AGREEMENT_ENDS_EARLIER = "agreement_ends_earlier"
    DATES_REVERSED = "dates_reversed"
    END_LIES_IN_THE_PAST = "end_lies_in_the_past"

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        return _TEXTS[self]


_TEXTS = {
    Refusal.MERCHANT_UNKNOWN: Text(
        ru="Такой торговой организации нет. Пожалуйста, сначала зарегистрируйте её.",
        en="There is no such merchant. Please register it first.",
    ),
    Refusal.MERCHANT_DIFFERS: Text(
        ru="Организация с этим ИНН уже зарегистрирована с другим ОГРН. Пожалуйста, сверьте номера с выпиской.",
        en="A merchant with this INN is registered already with another OGRN. Please compare both with the register.",
    ),
    Refusal.TILL_UNKNOWN: Text(
        ru="Такой кассы нет. Пожалуйста, проверьте её номер.",
        en="There is no such till. Please check its number.",
    ),
    Refusal.AGREEMENT_UNKNOWN: Text(
        ru="Такого соглашения нет. Пожалуйста, проверьте его номер.",
        en="There is no such agreement. Please check its number.",
    ),
    Refusal.AGREEMENTS_OVERLAP: Text(
        ru="У организации уже есть соглашение по этой мере на часть этого срока. "
        "Пожалуйста, выберите другие даты или сначала завершите прежнее.",
        en="The merchant already has an agreement on this programme for part of this time. "
        "Please choose other dates, or end the other one first.",
    ),
    Refusal.AGREEMENT_ENDS_EARLIER: Text(
        ru="Соглашение заканчивается раньше этой даты. Пожалуйста, выберите более раннюю или заключите новое.",
        en="The agreement ends before this date. Please choose an earlier one, or make a new agreement.",
    ),
    Refusal.DATES_REVERSED: Text(
        ru="Срок заканчивается раньше, чем начинается. Пожалуйста, проверьте даты.",
        en="The end lies before the beginning. Please check the dates.",
    ),
    Refusal.END_LIES_IN_THE_PAST: Text(
        ru="Завершить соглашение прошедшей датой нельзя: покупки по нему уже сделаны. Пожалуйста, выберите другую.",
        en="An agreement cannot end in the past: purchases under it have been made. Please choose a later date.",
    ),
}
