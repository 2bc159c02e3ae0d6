"""Whether the certificate an account belongs to may pay at this instant."""

from datetime import datetime

from socert.domain.purchases.model.known import Account, AccountStatus, Directory
from socert.domain.purchases.model.reasons import Reason


def hindrance_by(kind: str, account: Account, *, directory: Directory, now: datetime) -> Reason | None:
    """The same for an account presented with a kind of carrier, which its programme need not take."""
    against = hindrance(account, now=now)
    if against is None and kind in directory.versions[account.version].refused:
        return Reason.CARRIER_NOT_ACCEPTED
    return against


def hindrance(account: Account, *, now: datetime) -> Reason | None:
    """Why an account cannot pay now: blocked, not started, ended; None when it can."""
    if account.status == AccountStatus.ACTIVE and account.valid_from <= now < account.valid_until:
        return None  # nearly always: the numbers alone say so
    match AccountStatus(account.status):
        case AccountStatus.BLOCKED:
            return Reason.CERTIFICATE_BLOCKED
        case AccountStatus.ENDED | AccountStatus.CANCELLED:
            return Reason.CERTIFICATE_ENDED
        case AccountStatus.ACTIVE:
            if now < account.valid_from:
                return Reason.CERTIFICATE_NOT_STARTED
            return Reason.CERTIFICATE_ENDED if now >= account.valid_until else None
