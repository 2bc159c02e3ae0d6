"""Roles, keys and what they grant, colleagues, sessions."""

from socert.domain.access.model.colleagues import (
    COLLEAGUE_ROLES,
    INVITATION_LIFE,
    PASSWORD_LENGTH_MAX,
    PASSWORD_LENGTH_MIN,
    Colleague,
    ColleagueRefusal,
    Enrolment,
    Invitation,
    KeptPassword,
)
from socert.domain.access.model.invitations import TillInvitation, TillInvitationRefused
from socert.domain.access.model.keys import Grant, IssuedKey, KeyOrder, Refusal, Role, ScopeDoesNotFitRole
from socert.domain.access.model.openid import Identity, OpenIdAsk, OpenIdDoor, OpenIdRefusal
from socert.domain.access.model.sessions import IDLE_LIMIT, SESSION_LIMIT, OpenedSession, Session

__all__ = [
    "COLLEAGUE_ROLES",
    "IDLE_LIMIT",
    "INVITATION_LIFE",
    "PASSWORD_LENGTH_MAX",
    "PASSWORD_LENGTH_MIN",
    "SESSION_LIMIT",
    "Colleague",
    "ColleagueRefusal",
    "Enrolment",
    "Grant",
    "Identity",
    "Invitation",
    "InvitationRefused",
    "IssuedKey",
    "KeptPassword",
    "KeyOrder",
    "OpenIdAsk",
    "OpenIdDoor",
    "OpenIdRefusal",
    "OpenedSession",
    "Refusal",
    "Role",
    "ScopeDoesNotFitRole",
    "Session",
    "TillInvitation",
    "TillInvitationRefused",
]
