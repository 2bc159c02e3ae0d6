"""Whether two people mean the same last name, however they write it."""


def is_same_name(one: str, other: str) -> bool:
    """Whether two last names are the same: case, ё and е, and blanks around do not matter."""
    return _plain(one) == _plain(other) != ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
