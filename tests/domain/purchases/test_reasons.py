"""Every reason has a sentence to read aloud in both languages, and its code stays what it is."""

import re

import pytest

from socert.domain.purchases import REASON_ANSWERS, SENTENCES, Reason

CYRILLIC, LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)
#: What tills were programmed for. A code is never renamed; a new one is added here.
CODES = {
    "category_denied",
    "category_not_allowed",
    "not_classified",
    "zero_line",
    "balance_short",
    "balance_spent",
    "price_over_cap",
    "discount_only",
    "whole_line_only",
    "too_many_certificates",
    "too_many_allowances",
    "card_not_accepted",
    "qr_expired",
    "carrier_not_accepted",
    "till_suspended",
    "no_agreement",
    "no_certificate",
    "certificate_blocked",
    "certificate_not_started",
    "certificate_ended",
    "reversed_before_arrival",
    "nothing_held",
    "hold_expired",
    "already_captured",
    "already_voided",
    "already_cleared",
    "already_refunded",
    "more_than_held",
    "more_than_bought",
    "not_captured",
    "returned_to_budget",
    "confirmation_required",
    "pin_wrong",
    "pin_blocked",
    "pin_not_set",
    "code_wrong",
    "code_expired",
    "code_used",
    "code_blocked",
    "code_not_asked",
    "contact_missing",
}


def test_codes_are_stable() -> None:
    assert {reason.value for reason in Reason} == CODES


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_a_whole_sentence_in_both_languages(reason: Reason) -> None:
    text = SENTENCES[reason]
    for sentence, own, foreign in ((text.ru, CYRILLIC, LATIN), (text.en, LATIN, CYRILLIC)):
        assert own.search(sentence)
        assert not foreign.search(sentence)
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) <= 160, "short enough to be read aloud with a queue behind"
    answer = REASON_ANSWERS[reason]
    assert (answer.code, answer.text.ru, answer.text.en) == (reason.value, text.ru, text.en)


def test_no_two_reasons_say_the_same() -> None:
    assert len({text.ru for text in SENTENCES.values()}) == len({text.en for text in SENTENCES.values()}) == len(Reason)
