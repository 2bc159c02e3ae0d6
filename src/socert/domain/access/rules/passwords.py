"""Which passwords are taken, and what is kept of one.

After NIST SP 800-63B: long, not among the first to be guessed, and no rule about letters, digits and signs.
"""

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from socert.domain.access.model.colleagues import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, ColleagueRefusal

SALT_BYTES = 16
#: Argon2id with 32 MiB, 2 passes, 1 lane: above what the OWASP cheat sheet asks for (19 MiB, 2 passes, 1 lane).
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1, hash_len=32, salt_len=SALT_BYTES)
#: Held against a password given for nobody: as slow as any, and of the empty password, which nobody may have.
NOBODYS_HASH = "$argon2id$v=19$m=32768,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$CQx4oNiUc5gcsdpV2ARW1umG0IFxhb4i8TCSGVh2lRA"

#: So many characters have to remain of a password when all that is guessed first is taken out of it,
_REMAINDER_MIN = 6
#: and so many different ones.
_DIFFERENT_MIN = 5
_ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "01234567890", "qazwsxedcrfvtgbyhnujmikolp"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "1q2w3e4r5t6y7u8i9o0p"),
)
_ROW_MIN = 4
_COMMON = (
    *(
        "password",
        "passw0rd",
        "passwort",
        "parol",
        "admin",
        "administrator",
        "welcome",
        "letmein",
        "iloveyou",
        "secret",
    ),
    *("monkey", "dragon", "football", "baseball", "sunshine", "princess", "superman", "master", "login", "trustno1"),
    *("changeme", "default", "qwerty", "zxcvbn", "asdfgh", "google", "spartak", "zenit", "natasha", "samsung"),
    *("пароль", "админ", "любовь", "солнышко", "привет", "секрет", "россия", "москва", "наташа", "марина", "спартак"),
    *("socert", "certificate", "сертификат", "operator", "оператор", "auditor", "аудитор", "социальный", "соцзащита"),
    *("январь", "февраль", "апрель", "август", "сентябрь", "октябрь", "ноябрь", "декабрь", "осень", "весна", "зима"),
    *("january", "february", "october", "november", "december", "summer", "winter", "spring", "autumn", "moscow"),
)
_LOOKALIKES = str.maketrans("@$013457", "asoieast")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.{1,6}?)\1+", re.DOTALL)
_SIGNS = re.compile(r"[\s!-/:-@\[-`{-~–—]+")
_WORD_MIN = 3


def normal(password: str) -> str:
    """A password as it is hashed: the same however a keyboard puts its letters together (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def judge_password(password: str, *, login: str, name: str) -> ColleagueRefusal | None:
    """Why a password is not taken; None when it is."""
    given = normal(password)
    if len(given) < PASSWORD_LENGTH_MIN:
        return ColleagueRefusal.PASSWORD_SHORT
    if len(given) > PASSWORD_LENGTH_MAX:
        return ColleagueRefusal.PASSWORD_LONG
    own = [word for word in re.split(r"[\W_]+", f"{login} {name}".lower()) if len(word) >= _WORD_MIN]
    remainders = [_remainder(text, own=own) for text in (given.lower(), given.lower().translate(_LOOKALIKES))]
    if any(len(rest) < _REMAINDER_MIN or len(set(rest)) < _DIFFERENT_MIN for rest in remainders):
        return ColleagueRefusal.PASSWORD_COMMON
    return None


def _remainder(text: str, *, own: list[str]) -> str:
    """What is left without common words, the person's own, years, rows of keys and repetitions."""
    for word in sorted((*_COMMON, *own), key=len, reverse=True):
        text = text.replace(word, "")
    text = _YEAR.sub("", text)
    text = _without_rows(text)
    return _SIGNS.sub("", _REPEATED.sub(r"\1", text))


def _without_rows(text: str) -> str:
    rows = [row for one in _ROWS for row in (one, one[::-1])]
    kept, at = [], 0
    while at < len(text):
        length = max((_run(text, at, row) for row in rows), default=0)
        if length < _ROW_MIN:
            kept.append(text[at])
        at += length if length >= _ROW_MIN else 1
    return "".join(kept)


def _run(text: str, at: int, row: str) -> int:
    """How many characters from `at` on stand side by side in a row of keys or letters."""
    place, length = row.find(text[at]), 0
    while place >= 0 and place + length < len(row) and text[at + length : at + length + 1] == row[place + length]:
        length += 1
    return length


def password_hash(password: str, *, salt: bytes) -> str:
    """What is kept of a password: Argon2id, slow on purpose, with its parameters in it."""
    return _HASHER.hash(normal(password).encode(errors="surrogatepass"), salt=salt)


def is_password(password: str, *, kept: str) -> bool:
    """Whether a password is the one that is kept; as slow whatever the answer."""
    try:
        return _HASHER.verify(kept, normal(password).encode(errors="surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
