"""A session: somebody signed in at a browser, until they leave, do nothing for a while, or it has lasted enough."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from socert.domain.access.model.keys import Role

#: After this time without a request a session is over (WCAG 2.2, 2.2.1 asks for at least 20 minutes and a warning).
IDLE_LIMIT = timedelta(minutes=30)
#: No session lasts longer, however busy it is.
SESSION_LIMIT = timedelta(hours=12)
#: How exactly it is kept when somebody was last seen: not every request writes.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, in what role: `subject` is a resident's or a colleague's number; `id` is no secret."""

    id: bytes
    role: Role
    subject: int
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session just opened, and its token, which is in the browser's cookie and nowhere else."""

    token: str = field(repr=False)
    session: Session
