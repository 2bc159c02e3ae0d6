"""Amounts that depend on facts: a first-hit table, whose last row holds for everybody else."""

from collections.abc import Callable
from typing import TypeAlias

from socert.domain import criteria
from socert.domain.criteria import Vocabulary
from socert.domain.files import NOTHING, Asking, Entry
from socert.domain.programmes.model import Hit, When

ROWS_MAX = 50

#: Reads the value of an entry, of which the least is 0 or 1.
ReadsValue: TypeAlias = Callable[[Entry, int], int]


def amount_or_table(asking: Asking, entry: Entry, words: Vocabulary, read: ReadsValue) -> tuple[int, tuple[Hit, ...]]:
    """An amount and no table, or a table and its highest amount, which is above 0."""
    if not isinstance(entry.value, dict):
        return read(entry, 1), ()
    rows = asking.items(
        asking.members(entry, required=("first_hit",)).get("first_hit", NOTHING), least=2, most=ROWS_MAX
    )
    table = [_hit(asking, row, words, read) for row in rows[:-1]]
    table += [_last(asking, row, read) for row in rows[-1:]]
    highest = max((one.value for one in table), default=0)
    if rows and highest == 0:
        asking.complain(
            entry,
            "nothing_to_give",
            ru="Таблица никому ничего не даёт. Пожалуйста, укажите хотя бы одно значение больше 0.",
            en="The table gives nothing to anybody; please give at least one value above 0.",
        )
    return highest, tuple(table)


def condition(asking: Asking, entry: Entry, words: Vocabulary) -> When:
    """A condition on facts and parameters."""
    text = entry.value if isinstance(entry.value, str) else ""
    return When(text, criteria.condition(asking, entry, words))


def _hit(asking: Asking, row: Entry, words: Vocabulary, read: ReadsValue) -> Hit:
    members = asking.members(row, required=("when", "value"))
    return Hit(condition(asking, members.get("when", NOTHING), words), read(members.get("value", NOTHING), 0))


def _last(asking: Asking, row: Entry, read: ReadsValue) -> Hit:
    if isinstance(row.value, dict) and "otherwise" not in row.value:
        asking.complain(
            Entry(f"{row.path}.otherwise", row.line, None),
            "missing",
            ru="Последняя строка таблицы — для всех остальных. Пожалуйста, допишите за ней {otherwise: …}.",
            en="The last row of a table is for everybody else; please add {otherwise: …} below it.",
        )
        return Hit(None, 0)
    members = asking.members(row, required=("otherwise",))
    return Hit(None, read(members.get("otherwise", NOTHING), 0))
