"""What one may do with keys and sessions."""

from socert.domain.access.actions.keys import all_grants, issue_key, issue_keys, revoke_key
from socert.domain.access.actions.sessions import (
    close_session,
    close_sessions_of,
    find_session,
    forget_sessions_over,
    open_session,
)

__all__ = [
    "all_grants",
    "close_session",
    "close_sessions_of",
    "find_session",
    "forget_sessions_over",
    "issue_key",
    "issue_keys",
    "open_session",
    "revoke_key",
]
