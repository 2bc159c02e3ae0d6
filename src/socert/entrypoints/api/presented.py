"""What a till presented: which carrier, and what matters about how it came."""

from uuid import UUID

import msgspec


class Presented(msgspec.Struct, frozen=True):
    """A carrier by its hash; the step of a phone's QR, None of any other; whether its number is a printed sheet's."""

    card: UUID
    qr_step: int | None = None
    is_sheet: bool = False
