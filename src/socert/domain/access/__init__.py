"""Who may look and act: a key grants one role, for one till or merchant where the role is theirs.

What it promises: a key is 256 random bits, shown once and kept only as its SHA-256; a revoked key grants nothing.
"""

from socert.domain.access.actions import all_grants, issue_key, issue_keys, revoke_key
from socert.domain.access.model import Grant, IssuedKey, KeyOrder, Refusal, Role, ScopeDoesNotFitRole
from socert.domain.access.rules import digest_of

__all__ = [
    "Grant",
    "IssuedKey",
    "KeyOrder",
    "Refusal",
    "Role",
    "ScopeDoesNotFitRole",
    "all_grants",
    "digest_of",
    "issue_key",
    "issue_keys",
    "revoke_key",
]
