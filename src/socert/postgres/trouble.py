"""What every complaint of this package about servers and databases has in common."""


class UnableToUseDatabase(RuntimeError):
    """The database cannot be used; the message says what happened, with what, and what to do next."""
