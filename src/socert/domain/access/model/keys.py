"""Roles, what a key grants, and the key as it is shown once."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from socert.values import Text


class Role(StrEnum):
    """In what capacity somebody knocks. The values are stored.

    Tills and merchants have keys, residents and clerks sign in, operators and auditors do either.
    """

    TILL = "till"
    MERCHANT = "merchant"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    RESIDENT = "resident"
    CLERK = "clerk"


class ScopeDoesNotFitRole(ValueError):
    """A till's key without a till, an auditor's key for one merchant and the like."""


class Refusal(StrEnum):
    """Why a key is not revoked. The values are stable codes."""

    KEY_UNKNOWN = "key_unknown"
    KEY_REVOKED_ALREADY = "key_revoked_already"

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        match self:
            case Refusal.KEY_UNKNOWN:
                return Text(
                    ru="Такого ключа нет. Пожалуйста, проверьте его номер в списке ключей.",
                    en="There is no such key. Please check its number in the list of keys.",
                )
            case Refusal.KEY_REVOKED_ALREADY:
                return Text(
                    ru="Этот ключ уже отозван, делать больше ничего не нужно.",
                    en="This key has been revoked already; nothing more needs to be done.",
                )
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key allows: one role; a till's also names till and merchant, a merchant's the merchant."""

    credential: UUID
    role: Role
    merchant: int | None
    till: int | None


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key to be made: for which role and whom, and a label by which people recognise it in a list.

    Raises:
        ScopeDoesNotFitRole: till and merchant are not the ones the role needs.
    """

    role: Role
    merchant: int | None
    till: int | None
    label: str

    def __post_init__(self) -> None:
        needs = {"till": (True, True), "merchant": (True, False)}.get(self.role, (False, False))
        if (self.merchant is not None, self.till is not None) != needs:
            raise ScopeDoesNotFitRole(
                f"A key for the role '{self.role}' names {_NEEDED[needs]}; please give exactly that."
            )


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key, shown this once, and what it grants."""

    key: str = field(repr=False)
    grant: Grant


_NEEDED = {
    (True, True): "its till and its merchant",
    (True, False): "its merchant and no till",
    (False, False): "neither till nor merchant",
}
