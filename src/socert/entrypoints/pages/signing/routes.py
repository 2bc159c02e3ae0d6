"""All pages of signing in, in one place."""

from socert.entrypoints.pages.signing import account, invitation, openid, recovery, staff

HANDLERS = (*staff.HANDLERS, *invitation.HANDLERS, *account.HANDLERS, *recovery.HANDLERS, *openid.HANDLERS)
