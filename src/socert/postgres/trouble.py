"""What every complaint of this package about servers and databases has in common."""


class UnableToUseDatabase(RuntimeError):  # noqa: N818 - exceptions are named as sentences here
    """The database cannot be used; the message says what happened, with what, and what to do next."""
