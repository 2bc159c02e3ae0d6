"""Issue to one person or to a list, block and cancel, let expire, and look up certificates."""

from socert.domain.certificates.actions.changing import (
    block,
    cancel,
    certificates_of,
    history_of,
    unblock,
)
from socert.domain.certificates.actions.expiring import expire
from socert.domain.certificates.actions.forgetting import forget
from socert.domain.certificates.actions.issuing import issue
from socert.domain.certificates.actions.listing import issue_list
from socert.domain.certificates.actions.proactive import issue_decided
from socert.domain.certificates.actions.queueing import issue_queue, waiting
from socert.domain.certificates.actions.returning import AccountsKeepChanging, CertificateContradictsItsIssue

__all__ = [
    "AccountsKeepChanging",
    "CertificateContradictsItsIssue",
    "block",
    "cancel",
    "certificates_of",
    "expire",
    "forget",
    "history_of",
    "issue",
    "issue_decided",
    "issue_list",
    "issue_queue",
    "unblock",
    "waiting",
]
