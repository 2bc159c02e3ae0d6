"""A test's own database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Database:
    """Its name and the two addresses it is reached by."""

    name: str
    owner_url: str
    application_url: str
