"""What keys look like, and what of them is kept."""

from socert.domain.access.rules.keys import digest_of

__all__ = ["digest_of"]
