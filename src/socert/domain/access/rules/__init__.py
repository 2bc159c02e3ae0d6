"""What keys, passwords, codes and budgets look like, and what of them is kept."""

from socert.domain.access.rules.keys import digest_of
from socert.domain.access.rules.passwords import judge_password

__all__ = ["digest_of", "judge_password"]
