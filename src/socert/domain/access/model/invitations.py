"""An invitation: a code by which a browser becomes a till, once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from socert.values import Text

#: How long a code is good.
INVITATION_LIFE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class TillInvitation:
    """A code, shown this once, and when it ends; a browser that gives it back becomes the till."""

    code: str = field(repr=False)
    expires_at: datetime


class TillInvitationRefused(StrEnum):
    """Why a code makes no till. The values are stable codes."""

    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_USED = "invitation_used"

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        match self:
            case TillInvitationRefused.INVITATION_UNKNOWN:
                return Text(
                    ru="Такого кода нет, или вместо него выдали новый. Проверьте его по буквам и цифрам.",
                    en="There is no such code, or a new one took its place. Please check it letter by letter.",
                )
            case TillInvitationRefused.INVITATION_EXPIRED:
                return Text(
                    ru="Срок этого кода закончился: он действует трое суток. Попросите новый, пожалуйста.",
                    en="This code has ended: it is good for three days. Please ask for a new one.",
                )
            case TillInvitationRefused.INVITATION_USED:
                return Text(
                    ru="По этому коду кассу уже подключили. Для ещё одной нужен новый код.",
                    en="A till was connected with this code already. Another one needs a new code.",
                )
            case _:
                assert_never(self)
