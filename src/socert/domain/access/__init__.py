"""Who may look and act: a key grants one role, for one till or merchant where the role is theirs; people sign in.

What it promises: a key is 256 random bits, shown once and kept only as its SHA-256; a revoked key grants nothing. So is
a session's token, and a session ends when nobody was seen for half an hour, and in any case after twelve hours. Tries
to get in are bounded by hour and day for whoever guesses, and no guessing shuts a person out of their own browser.
A browser becomes a till by a code that is good once and for three days.
"""

from socert.domain.access.actions import (
    accept_invitation,
    all_grants,
    close_session,
    close_sessions_of,
    find_grant,
    find_session,
    forget_devices,
    forget_sessions_over,
    forget_tries_over,
    invite_till,
    issue_key,
    issue_keys,
    note_failure,
    note_success,
    open_session,
    revoke_key,
    try_allowed,
)
from socert.domain.access.model import (
    IDLE_LIMIT,
    INVITATION_LIFE,
    SESSION_LIMIT,
    Grant,
    Invitation,
    InvitationRefused,
    IssuedKey,
    KeyOrder,
    OpenedSession,
    Refusal,
    Role,
    ScopeDoesNotFitRole,
    Session,
)
from socert.domain.access.rules import digest_of

__all__ = [
    "IDLE_LIMIT",
    "INVITATION_LIFE",
    "SESSION_LIMIT",
    "Grant",
    "Invitation",
    "InvitationRefused",
    "IssuedKey",
    "KeyOrder",
    "OpenedSession",
    "Refusal",
    "Role",
    "ScopeDoesNotFitRole",
    "Session",
    "accept_invitation",
    "all_grants",
    "close_session",
    "close_sessions_of",
    "digest_of",
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
