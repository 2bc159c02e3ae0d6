"""Roles, keys and what they grant, sessions."""

from socert.domain.access.model.invitations import INVITATION_LIFE, Invitation, InvitationRefused
from socert.domain.access.model.keys import Grant, IssuedKey, KeyOrder, Refusal, Role, ScopeDoesNotFitRole
from socert.domain.access.model.sessions import IDLE_LIMIT, SESSION_LIMIT, OpenedSession, Session

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
]
