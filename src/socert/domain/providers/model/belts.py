"""What is kept for a till at a browser, and how a till is named on what people read."""

from dataclasses import dataclass
from datetime import datetime

from socert.values import Inn, Text


@dataclass(frozen=True, slots=True)
class KeptBelt:
    """A belt as it is kept: sealed by whoever keeps it, and when it was last changed."""

    sealed: bytes
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class TillPlate:
    """Which till it is and where it stands: what a receipt says at its top."""

    till: int
    code: str
    outlet: str
    address: str
    merchant: Text
    inn: Inn
    is_suspended: bool
