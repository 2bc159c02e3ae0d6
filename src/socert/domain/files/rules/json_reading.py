"""JSON to the same tree as YAML, without lines; refuses what could surprise: repeated keys, NaN, endless nesting."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socert.domain.files.model import FILE_BYTES_MAX, Mistake
from socert.domain.files.rules.reading import DEPTH_MAX, ERRORS_MAX, Entry
from socert.values import Text

NO_LINE = 0
_KEY_LENGTH_SHOWN = 64
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")
_BYTE_ORDER_MARK = "\ufeff"


class _Pairs(list[tuple[str, Any]]):
    """The members of an object as they stand, repeated ones too."""


def read_json(document: bytes) -> Entry | tuple[Mistake, ...]:
    """The tree of a JSON document in UTF-8, or everything that keeps it from being one.

    A number that is not plain, such as 1e400, is kept as its text, so that whoever asks for a number complains of it.
    """
    if len(document) > FILE_BYTES_MAX:
        return (_mistake("file_too_large", ""),)
    try:
        text = document.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError:
        return (_mistake("not_utf8", ""),)
    try:
        found = json.loads(
            text, object_pairs_hook=_Pairs, parse_float=_float, parse_int=_whole, parse_constant=lambda name: name
        )
    except json.JSONDecodeError as error:
        return (Mistake("", error.lineno, "not_json", _text("not_json", error.msg)),)
    except RecursionError:
        return (_mistake("too_deep", ""),)
    mistakes: list[Mistake] = []
    entry = _entry(found, "", mistakes, depth=1)
    return tuple(mistakes[:ERRORS_MAX]) or entry


def _entry(value: object, path: str, mistakes: list[Mistake], *, depth: int) -> Entry:
    if depth > DEPTH_MAX:
        mistakes.append(_mistake("too_deep", path))
        return Entry(path, NO_LINE, None)
    match value:
        case _Pairs():
            return Entry(path, NO_LINE, _members(value, path, mistakes, depth=depth))
        case list():
            below = [_entry(one, f"{path}[{i}]", mistakes, depth=depth + 1) for i, one in enumerate(value)]
            return Entry(path, NO_LINE, below)
        case None | bool() | int() | Decimal() | str():
            return Entry(path, NO_LINE, value)
        case _:
            raise AssertionError(f"JSON has no {type(value).__name__}")


def _members(pairs: Sequence[tuple[str, Any]], path: str, mistakes: list[Mistake], *, depth: int) -> dict[str, Entry]:
    members: dict[str, Entry] = {}
    for key, value in pairs:
        name = _shown(key)
        below = f"{path}.{name}" if path else name
        if key in members:
            mistakes.append(_mistake("duplicate_key", below))
        else:
            members[key] = _entry(value, below, mistakes, depth=depth + 1)
    return members


def _shown(key: str) -> str:
    # Half of a pair of code units cannot be printed at all, and control signs would speak to the terminal.
    return "".join(sign if sign.isprintable() else "?" for sign in key[:_KEY_LENGTH_SHOWN])


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _float(text: str) -> Decimal | str:
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


_SENTENCES = {
    "file_too_large": Text(
        ru=f"Файл слишком велик: больше {FILE_BYTES_MAX // 1024} КБ. Пожалуйста, уберите из него лишнее.",
        en=f"The file is larger than {FILE_BYTES_MAX // 1024} KB; please take out what does not belong in it.",
    ),
    "not_utf8": Text(
        ru="Файл не в UTF-8. Пожалуйста, сохраните его так и повторите.",
        en="The file is not in UTF-8; please save it so and try again.",
    ),
    "not_json": Text(
        ru="Это не читается как JSON. Пожалуйста, проверьте кавычки, запятые и скобки около этой строки.",
        en="This cannot be read as JSON; please check quotes, commas and brackets near this line.",
    ),
    "too_deep": Text(
        ru=f"Вложенность больше {DEPTH_MAX} уровней. Пожалуйста, проверьте скобки.",
        en=f"More than {DEPTH_MAX} levels of nesting; please check the brackets.",
    ),
    "duplicate_key": Text(
        ru="Это поле стоит дважды. Пожалуйста, оставьте одно из двух.",
        en="This field stands twice; please keep one of the two.",
    ),
}


def _text(code: str, detail: str) -> Text:
    sentence = _SENTENCES[code]
    return Text(ru=f"{sentence.ru} ({detail})", en=f"{sentence.en} ({detail})")


def _mistake(code: str, path: str) -> Mistake:
    return Mistake(path, None, code, _SENTENCES[code])
