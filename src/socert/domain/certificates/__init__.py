"""Certificates: issued to one person or a whole list, blocked, cancelled, expired; money returns whence it came.

What it promises: nothing is issued beyond a budget, nor twice to one person at a time; a list is reconciled row by row
and happens wholly or not at all; what is not spent returns to its sources to the kopeck.
"""

from socert.domain.certificates.actions import (
    AccountsKeepChanging,
    block,
    cancel,
    certificates_of,
    expire,
    history_of,
    issue,
    issue_list,
    unblock,
)
from socert.domain.certificates.model import (
    TRANSITIONS,
    Certificate,
    CertificateEvent,
    Changed,
    ChangeRefusal,
    ChangeRefused,
    Event,
    Expired,
    Issued,
    IssueRefusal,
    IssueRefused,
    IssueReport,
    ListFlaw,
    ListRefused,
    Progress,
    RowOutcome,
    RowRefusal,
    Status,
)

__all__ = [
    "TRANSITIONS",
    "AccountsKeepChanging",
    "Certificate",
    "CertificateEvent",
    "ChangeRefusal",
    "ChangeRefused",
    "Changed",
    "Event",
    "Expired",
    "IssueRefusal",
    "IssueRefused",
    "IssueReport",
    "Issued",
    "ListFlaw",
    "ListRefused",
    "Progress",
    "RowOutcome",
    "RowRefusal",
    "Status",
    "block",
    "cancel",
    "certificates_of",
    "expire",
    "history_of",
    "issue",
    "issue_list",
    "unblock",
]
