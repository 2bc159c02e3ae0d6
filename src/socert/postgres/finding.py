"""One line of what `socert doctor` found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about the installation; with a complaint when it must be mended, and then with a remedy."""

    name: str
    value: str
    complaint: str | None = None
    remedy: str | None = None
