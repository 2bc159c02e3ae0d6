"""What an invitation's code looks like, how it is read, and what of it is kept."""

from hashlib import scrypt

#: Letters that Russian and Latin keyboards share, and digits; none looks like another one of these.
ALPHABET = "ABCEHKMPTXY2345679"
CODE_LENGTH = 10
_GROUP = 5
#: A cashier may type it in either alphabet.
_AS_LATIN = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")
_BETWEEN = str.maketrans("", "", " -\u2013\u2014\u00a0")
_SALT = b"socert till invitation"


def code_text(symbols: str) -> str:
    """A code in groups, as it is shown: AB2CE-H45K9."""
    return "-".join(symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP))


def read_code(text: str) -> str | None:
    """The symbols of a code as somebody typed it, in either alphabet and whatever stands between; None for no code."""
    symbols = text.upper().translate(_BETWEEN).translate(_AS_LATIN)
    return symbols if len(symbols) == CODE_LENGTH and set(symbols) <= set(ALPHABET) else None


def invitation_digest(symbols: str) -> bytes:
    """What is kept of a code, 32 bytes: slow to make, as a code has 41 bits and not a key's 256.

    The salt is the same for all, so that a code finds its row.
    """
    return scrypt(symbols.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32)
