"""Why something about a resident or a card is refused: a stable code and a sentence."""

from enum import StrEnum

from socert.values import Text


class Refusal(StrEnum):
    """An expected refusal. The values are stable codes and may stand in an API answer."""

    RESIDENT_UNKNOWN = "resident_unknown"
    RESIDENT_ERASED = "resident_erased"
    REPRESENTS_THEMSELVES = "represents_themselves"
    REPRESENTATION_UNKNOWN = "representation_unknown"
    REPRESENTS_SOMEBODY_ELSE = "represents_somebody_else"
    DATES_REVERSED = "dates_reversed"
    DATES_BEYOND_REPRESENTATION = "dates_beyond_representation"
    LAST_FOUR_UNUSABLE = "last_four_unusable"
    CARD_UNKNOWN = "card_unknown"
    CARD_BLOCKED = "card_blocked"
    CARD_NOT_VALID_NOW = "card_not_valid_now"
    CARD_IS_A_REPRESENTATIVES = "card_is_a_representatives"
    SHEET_SIGNS_NOBODY_IN = "sheet_signs_nobody_in"
    CARD_LINKED_ELSEWHERE = "card_linked_elsewhere"
    CARD_LINKED_OTHERWISE = "card_linked_otherwise"
    PIN_UNUSABLE = "pin_unusable"
    PIN_NOT_SET = "pin_not_set"
    PHONE_UNUSABLE = "phone_unusable"
    PERSON_NOT_FOUND = "person_not_found"
    NUMBER_UNUSABLE = "number_unusable"
    ASKED_TOO_OFTEN = "asked_too_often"
    NUMBER_OF_A_SHEET = "number_of_a_sheet"
    REPRESENTED_ALREADY = "represented_already"

    @property
    def text(self) -> Text:
        """What happened and what to do next; no personal data."""
        return _TEXTS[self]


_TEXTS = {
    Refusal.NUMBER_OF_A_SHEET: Text(
        ru="С цифр 964399 начинаются номера напечатанных листов, у карт так не бывает. Пожалуйста, проверьте номер.",
        en="Numbers that begin with 964399 are of printed sheets; no card has one. Please check the number.",
    ),
    Refusal.REPRESENTED_ALREADY: Text(
        ru="Этот человек уже назначен на эти же дни. Ещё раз назначать не нужно.",
        en="This person is named for these very days already. There is nothing more to do.",
    ),
    Refusal.PERSON_NOT_FOUND: Text(
        ru="Не нашли человека с таким номером и такой фамилией. Проверьте и то и другое. "
        "Если ошибки нет, человека зарегистрируют в центре соцподдержки.",
        en="There is nobody with this number and this last name. Please check both. "
        "If they are right, the social support centre will register the person.",
    ),
    Refusal.NUMBER_UNUSABLE: Text(
        ru="В номере ошибка. СНИЛС — 11 цифр, номер социальной карты — от 16 до 19 цифр.",
        en="The number is not right. A SNILS has 11 digits, the number of a social card 16 to 19.",
    ),
    Refusal.ASKED_TOO_OFTEN: Text(
        ru="Слишком много попыток. Пожалуйста, подождите час и попробуйте снова.",
        en="Too many tries. Please wait for an hour and try again.",
    ),
    Refusal.PHONE_UNUSABLE: Text(
        ru="Телефон не читается. Пожалуйста, напишите его как +79990001122.",
        en="The phone cannot be read; please write it as +79990001122.",
    ),
    Refusal.PIN_UNUSABLE: Text(
        ru="PIN-код — от 4 до 8 цифр. Пожалуйста, введите его ещё раз.",
        en="A PIN has 4 to 8 digits. Please enter it again.",
    ),
    Refusal.PIN_NOT_SET: Text(
        ru="У этой карты нет PIN-кода. Пожалуйста, сначала задайте его.",
        en="This card has no PIN. Please set one first.",
    ),
    Refusal.RESIDENT_UNKNOWN: Text(
        ru="Такого жителя нет в реестре. Пожалуйста, сначала зарегистрируйте его.",
        en="There is no such resident in the register. Please register them first.",
    ),
    Refusal.RESIDENT_ERASED: Text(
        ru="Данные этого жителя удалены. Если человек вернулся, зарегистрируйте его заново.",
        en="This resident's data has been erased. If the person has come back, please register them anew.",
    ),
    Refusal.REPRESENTS_THEMSELVES: Text(
        ru="Человек не может быть представителем самого себя. Пожалуйста, проверьте, кто кого представляет.",
        en="Nobody can represent themselves. Please check who represents whom.",
    ),
    Refusal.REPRESENTATION_UNKNOWN: Text(
        ru="Такого представительства нет. Пожалуйста, сначала оформите его.",
        en="There is no such representation. Please record it first.",
    ),
    Refusal.REPRESENTS_SOMEBODY_ELSE: Text(
        ru="Это представительство оформлено на другого человека. Пожалуйста, проверьте, за кого выдаётся карта.",
        en="This representation is for somebody else. Please check whom the card is to open.",
    ),
    Refusal.DATES_REVERSED: Text(
        ru="Срок заканчивается раньше, чем начинается. Пожалуйста, проверьте даты.",
        en="The end lies before the beginning. Please check the dates.",
    ),
    Refusal.DATES_BEYOND_REPRESENTATION: Text(
        ru="Срок карты выходит за срок представительства. Пожалуйста, уменьшите срок карты.",
        en="The card's dates reach beyond the representation's. Please shorten the card's dates.",
    ),
    Refusal.LAST_FOUR_UNUSABLE: Text(
        ru="Последние четыре цифры карты указаны неверно. Пожалуйста, введите ровно четыре цифры.",
        en="The card's last four digits are not right. Please give exactly four digits.",
    ),
    Refusal.CARD_UNKNOWN: Text(
        ru="Такая карта не привязана. Пожалуйста, проверьте номер.",
        en="No such card is linked. Please check the number.",
    ),
    Refusal.CARD_BLOCKED: Text(
        ru="Эта карта заблокирована. Пожалуйста, выдайте новую карту.",
        en="This card is blocked. Please give out a new one.",
    ),
    Refusal.CARD_NOT_VALID_NOW: Text(
        ru="Срок этой карты ещё не начался или уже закончился. Пожалуйста, проверьте её даты.",
        en="This card is not valid yet or not any more. Please check its dates.",
    ),
    Refusal.CARD_IS_A_REPRESENTATIVES: Text(
        ru="Эта карта выдана представителю. Пожалуйста, войдите со своей собственной картой.",
        en="This card was given to a representative. Please sign in with a card of your own.",
    ),
    Refusal.SHEET_SIGNS_NOBODY_IN: Text(
        ru="Это номер напечатанного листа. Пожалуйста, войдите с номером карты.",
        en="This is the number of a printed sheet. Please sign in with the number of a card.",
    ),
    Refusal.CARD_LINKED_ELSEWHERE: Text(
        ru="Эта карта уже привязана к другому человеку. Пожалуйста, проверьте номер карты.",
        en="This card is linked to somebody else already. Please check the card's number.",
    ),
    Refusal.CARD_LINKED_OTHERWISE: Text(
        ru="Эта карта уже привязана с другими сроками или к другому представительству. "
        "Пожалуйста, заблокируйте её и выдайте новую.",
        en="This card is linked already with other dates or by another representation. "
        "Please block it and give out a new one.",
    ),
}
