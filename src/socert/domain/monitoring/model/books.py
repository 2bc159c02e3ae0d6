"""What the books say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MerchantBooks:
    """What became of a merchant's sales, kopecks: owed by claims, and paid."""

    merchant: int
    inn: str
    title_ru: str
    title_en: str
    claimed_kopecks: int
    paid_kopecks: int


@dataclass(frozen=True, slots=True)
class Books:
    """Where the money of all certificates went, kopecks.

    Own money is what buyers added to, or paid instead of, a certificate on receipts that were not cancelled. Lines are
    counted as the till was answered, those of cancelled receipts too. Discounts that merchants bear stand by
    themselves: nobody issued money for them and nobody is owed it.
    """

    people: int
    certificates_issued: int
    issued_kopecks: int
    captured_kopecks: int
    refunded_kopecks: int
    own_money_kopecks: int
    claimed_kopecks: int
    paid_kopecks: int
    returned_to_source_kopecks: int
    borne_by_merchants_kopecks: int
    lines_not_covered: Mapping[str, int]
    lines_denied: Mapping[str, int]
    weeks: tuple[str, ...]
    merchants: tuple[MerchantBooks, ...]

    @property
    def unaccounted_kopecks(self) -> int:
        """Issued and neither claimed nor returned: nothing, once everything has ended and is cleared."""
        return self.issued_kopecks - self.claimed_kopecks - self.returned_to_source_kopecks
