"""What one may do with keys, invitations, sessions and the throttle."""

from socert.domain.access.actions.invitations import accept_invitation, invite_till
from socert.domain.access.actions.keys import all_grants, find_grant, issue_key, issue_keys, revoke_key
from socert.domain.access.actions.sessions import (
    close_session,
    close_sessions_of,
    find_session,
    forget_sessions_over,
    open_session,
)
from socert.domain.access.actions.throttle import (
    forget_devices,
    forget_tries_over,
    note_failure,
    note_success,
    try_allowed,
)

__all__ = [
    "accept_invitation",
    "all_grants",
    "close_session",
    "close_sessions_of",
    "find_grant",
    "find_session",
    "forget_devices",
    "forget_sessions_over",
    "forget_tries_over",
    "invite_till",
    "issue_key",
    "issue_keys",
    "note_failure",
    "note_success",
    "open_session",
    "revoke_key",
    "try_allowed",
]
