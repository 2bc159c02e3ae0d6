"""YAML to a tree that remembers paths and lines; refuses whatever could surprise: aliases, tags, repeated keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import yaml

from socert.domain.files.model import FILE_BYTES_MAX, Mistake
from socert.values import Text

DEPTH_MAX = 24
#: The same reader, many times faster where PyYAML was built with libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ERRORS_MAX = 100
_KEY_LENGTH_SHOWN = 64

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "timestamp"))

Value: TypeAlias = "dict[str, Entry] | list[Entry] | str | int | bool | Decimal | date | None"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the file, with the path to it and the line it begins on (from 1; 0 where lines are not known)."""

    path: str
    line: int
    value: Value


def read(text: str) -> Entry | tuple[Mistake, ...]:
    """The tree of a YAML file, or everything that keeps it from being one."""
    try:
        flaw = _flaw_of_whole(text)
        node = None if flaw else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return (_error("", None if mark is None else mark.line + 1, "not_yaml", error.problem or ""),)
    except UnicodeEncodeError as error:
        return (_error("", None, "not_yaml", error.reason),)
    except yaml.YAMLError as error:
        return (_error("", None, "not_yaml", str(getattr(error, "reason", ""))),)
    if flaw or node is None:
        return (flaw or _error("", None, "file_empty", ""),)
    errors: list[Mistake] = []
    entry = _entry(node, "", errors)
    return tuple(errors[:ERRORS_MAX]) or entry


def _flaw_of_whole(text: str) -> Mistake | None:
    # Events come one by one, so that a hostile file is left alone before it is built into a tree.
    if len(text.encode(errors="surrogatepass")) > FILE_BYTES_MAX:
        return _error("", None, "file_too_large", "")
    for event, depth in _events(text):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            return _error("", line, "alias", "")
        if depth > DEPTH_MAX:
            return _error("", line, "too_deep", "")
    return None


def plain(entry: Entry) -> object:
    """An entry as JSON knows it; decimals and days as text."""
    value = entry.value
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Decimal | date) else value


def _events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        yield event, depth


def _entry(node: yaml.Node, path: str, errors: list[Mistake]) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Entry(path, line, _members(node, path, errors))
    if isinstance(node, yaml.SequenceNode):
        return Entry(path, line, [_entry(one, f"{path}[{i}]", errors) for i, one in enumerate(node.value)])
    if node.tag not in _PLAIN_TAGS:
        errors.append(_error(path, line, "unknown_tag", node.tag.removeprefix(_TAG)))
    return Entry(path, line, _scalar(node.tag.removeprefix(_TAG), str(node.value)))


def _members(node: yaml.MappingNode, path: str, errors: list[Mistake]) -> "dict[str, Entry]":
    members: dict[str, Entry] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            errors.append(_error(path, line, "key_is_no_text", ""))
            continue
        name = key.value[:_KEY_LENGTH_SHOWN]
        below = f"{path}.{name}" if path else name
        if key.value in members:
            errors.append(_error(below, line, "duplicate_key", str(members[key.value].line)))
            continue
        members[key.value] = _entry(value, below, errors)
    return members


def _scalar(kind: str, text: str) -> Value:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"yes", "true", "on"}
    if kind == "int" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "float" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    if kind == "timestamp" and _DAY.fullmatch(text):
        return _day(text)
    return text


def _day(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


_SENTENCES = {
    "file_too_large": Text(
        ru=f"Файл слишком велик: больше {FILE_BYTES_MAX // 1024} КБ. Пожалуйста, уберите из него лишнее.",
        en=f"The file is larger than {FILE_BYTES_MAX // 1024} KB; please take out what does not belong in it.",
    ),
    "file_empty": Text(
        ru="Файл пуст. Пожалуйста, заполните его; образцы лежат в папке reference.",
        en="The file is empty; please write it as the samples in the folder reference are.",
    ),
    "alias": Text(
        ru="Якоря и ссылки YAML (& и *) не принимаются. Пожалуйста, напишите значение целиком.",
        en="YAML anchors and aliases (& and *) are not accepted; please write the value out.",
    ),
    "too_deep": Text(
        ru=f"Вложенность больше {DEPTH_MAX} уровней. Пожалуйста, проверьте отступы и скобки.",
        en=f"More than {DEPTH_MAX} levels of nesting; please check indentation and brackets.",
    ),
    "not_yaml": Text(
        ru="Это не читается как YAML. Пожалуйста, проверьте отступы, кавычки и двоеточия около этой строки.",
        en="This cannot be read as YAML; please check indentation, quotes and colons near this line.",
    ),
    "unknown_tag": Text(
        ru="Теги YAML (!!…) и ключ << не принимаются. Пожалуйста, напишите обычное значение.",
        en="YAML tags (!!…) are not accepted; please write a plain value.",
    ),
    "key_is_no_text": Text(
        ru="Имя поля должно быть словом. Пожалуйста, проверьте скобки и двоеточие.",
        en="The name of a field must be a word; please check brackets and the colon.",
    ),
}


def _error(path: str, line: int | None, code: str, detail: str) -> Mistake:
    if code == "duplicate_key":
        text = Text(
            ru=f"Поле уже стоит в строке {detail}. Пожалуйста, оставьте одно из двух.",
            en=f"This field stands in line {detail} already; please keep one of the two.",
        )
        return Mistake(path, line, code, text)
    sentence = _SENTENCES[code]
    text = Text(ru=f"{sentence.ru} ({detail})", en=f"{sentence.en} ({detail})") if detail else sentence
    return Mistake(path, line, code, text)
