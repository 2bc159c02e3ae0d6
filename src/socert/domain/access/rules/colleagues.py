"""What a login looks like."""

import re

_LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]")


def login_of(text: str) -> str:
    """A login as it is kept: in lower case, without spaces around."""
    return text.strip().lower()


def is_a_login(login: str) -> bool:
    """Whether a text can be a login."""
    return _LOGIN.fullmatch(login) is not None
