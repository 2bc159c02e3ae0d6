"""The examples table of a programme, or everything that is wrong with it, with lines."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from socert.domain import criteria, programmes
from socert.domain.criteria import Fact, FactType, FactValue, Ground
from socert.domain.decisions.model.decided import Outcome
from socert.domain.decisions.model.proof import Example
from socert.domain.decisions.model.ruling import AmountRule, Ruling
from socert.domain.decisions.rules.ruling import NothingDecides, ruling_of
from socert.domain.files import FILE_BYTES_MAX, Mistake
from socert.values import Text

DELIMITER = ";"
LEADING = ("case", "date", "region")
TRAILING = ("outcome", "missing", "failed", "amounts", "note")
EXAMPLES_MAX = 2000
_KOPECKS = 100
_DIGITS_MAX = 13
_TRUTHS = {"true": True, "false": False}


def read_examples(
    text: str, *, definition: programmes.ProgrammeDefinition, ground: Ground
) -> tuple[Example, ...] | tuple[Mistake, ...]:
    """The examples of a table in their order, or all its mistakes; a table without rows has one."""
    reading = _Reading(definition, ground, [], {}, set())
    examples = tuple(reading.table(text.removeprefix("\ufeff")))
    return tuple(reading.mistakes) or examples


def columns_of_table(text: str) -> tuple[str, ...]:
    """The facts an examples table has columns for."""
    header = next(csv.reader([text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")], delimiter=DELIMITER), [])
    return tuple(name for name in header if name not in {*LEADING, *TRAILING})


class _Unreadable(Exception):
    def __init__(self, column: str, code: str, *, ru: str, en: str) -> None:
        super().__init__(en)
        self.column, self.code, self.text = column, code, Text(ru=ru, en=en)


@dataclass(frozen=True, slots=True)
class _Reading:
    definition: programmes.ProgrammeDefinition
    ground: Ground
    mistakes: list[Mistake]
    rulings: dict[tuple[date, str | None], Ruling]
    names: set[str]

    def table(self, text: str) -> Iterator[Example]:
        if len(text.encode(errors="surrogatepass")) > FILE_BYTES_MAX:
            self._complain(None, "", _too_large())
            return
        rows = csv.reader(text.splitlines(), delimiter=DELIMITER, strict=True)
        try:
            header = next(rows, [])
            facts = self._facts(header)
            if facts is None:
                return
            for row in rows:
                if row and rows.line_num <= EXAMPLES_MAX:
                    example = self._example(rows.line_num, row, facts)
                    if example is not None:
                        yield example
        except csv.Error as error:
            self._complain(rows.line_num, "", _not_csv(str(error)))
            return
        if rows.line_num > EXAMPLES_MAX:
            self._complain(None, "", _too_large())
        elif not self.names and not self.mistakes:
            self._complain(None, "", _no_rows())

    def _facts(self, header: Sequence[str]) -> tuple[Fact, ...] | None:
        names = tuple(header[len(LEADING) : len(header) - len(TRAILING)])
        if tuple(header) != (*LEADING, *names, *TRAILING) or len(set(header)) != len(header):
            self._complain(1, "", _bad_header())
            return None
        unknown = [name for name in names if name not in self.ground.facts.facts]
        for name in unknown:
            self._complain(1, name, _unknown_fact(name))
        return None if unknown else tuple(self.ground.facts.facts[name] for name in names)

    def _example(self, line: int, row: Sequence[str], facts: Sequence[Fact]) -> Example | None:
        try:
            return self._read(line, row, facts)
        except _Unreadable as error:
            self._complain(line, error.column, error)
        return None

    def _read(self, line: int, row: Sequence[str], facts: Sequence[Fact]) -> Example:
        width = len(LEADING) + len(facts) + len(TRAILING)
        if len(row) != width:
            raise _bad_width(len(row), width)
        cells = dict(zip((*LEADING, *(one.id for one in facts), *TRAILING), (one.strip() for one in row), strict=True))
        if not cells["case"] or cells["case"] in self.names:
            raise _bad_name(cells["case"])
        self.names.add(cells["case"])
        ruling = self._ruling(cells["date"], cells["region"] or None)
        outcome = _outcome(cells["outcome"])
        return Example(
            line=line,
            name=cells["case"],
            ruling=ruling,
            known={one.id: _value(one, cells[one.id]) for one in facts if cells[one.id]},
            outcome=outcome,
            missing=_leaves("missing", cells["missing"], ruling),
            failed=_leaves("failed", cells["failed"], ruling),
            amounts=_amounts(cells["amounts"], ruling, outcome),
        )

    def _ruling(self, written: str, region: str | None) -> Ruling:
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise _bad_day(written) from None
        if (day, region) not in self.rulings:
            try:
                self.rulings[day, region] = ruling_of(self.definition, day=day, region=region, ground=self.ground)
            except (
                NothingDecides,
                criteria.RegionIsUnknown,
                criteria.ParameterIsUnset,
                criteria.PointIsUnknown,
                criteria.CriterionIsRepeated,
            ) as error:
                raise _nothing_decides(str(error)) from error
        return self.rulings[day, region]

    def _complain(self, line: int | None, column: str, error: _Unreadable) -> None:
        self.mistakes.append(Mistake(column or error.column, line, error.code, error.text))


def _value(fact: Fact, written: str) -> FactValue:
    value: FactValue = written
    if fact.type is FactType.BOOLEAN:
        value = _TRUTHS.get(written, written)
    elif fact.type is FactType.INTEGER and len(written) <= _DIGITS_MAX and written.lstrip("-").isdecimal():
        value = int(written) if written.isascii() and written.count("-") <= 1 else written
    if fact.admits(value):
        return value
    raise _bad_value(fact, written)


def _outcome(written: str) -> Outcome:
    try:
        return Outcome(written)
    except ValueError:
        raise _Unreadable(
            "outcome",
            "not_a_choice",
            ru=f"«{written}»: здесь возможно {', '.join(Outcome)}.",
            en=f"'{written}': this may be {', '.join(Outcome)}.",
        ) from None


def _leaves(column: str, written: str, ruling: Ruling) -> tuple[str, ...]:
    named = written.split()
    known = [leaf.id for leaf in ruling.leaves]
    places = [known.index(name) if name in known else -1 for name in named]
    if -1 in places or places != sorted(set(places)):
        raise _Unreadable(
            column,
            "not_criteria",
            ru=f"«{written}»: здесь стоят обозначения критериев через пробел, по порядку дерева: {' '.join(known)}.",
            en=f"'{written}': ids of criteria belong here, divided by blanks, in the tree's order: {' '.join(known)}.",
        )
    return tuple(named)


def _amounts(written: str, ruling: Ruling, outcome: Outcome) -> Mapping[str, int]:
    rules = {rule.allowance: rule for rule in ruling.amounts}
    found: dict[str, int] = {}
    for one in written.split():
        name, _, number = one.partition("=")
        if name not in rules or name in found or outcome is not Outcome.ENTITLED:
            raise _bad_amounts(written, rules)
        found[name] = _amount(number, rules[name], written, rules)
    return found


def _amount(number: str, rule: AmountRule, written: str, rules: Mapping[str, AmountRule]) -> int:
    whole, point, part = number.partition(".")
    is_number = whole.isdecimal() and whole.isascii() and len(whole) <= _DIGITS_MAX
    if not is_number or (point and (rule.has_units or not part.isdecimal() or len(part) > 2)):  # noqa: PLR2004
        raise _bad_amounts(written, rules)
    return int(whole) if rule.has_units else int(whole) * _KOPECKS + int((part or "0").ljust(2, "0"))


def _bad_header() -> _Unreadable:
    first, last = DELIMITER.join(LEADING), DELIMITER.join(TRAILING)
    return _Unreadable(
        "",
        "bad_header",
        ru=f"Первая строка — имена колонок: {first};<сведения>;{last}. Каждая стоит один раз.",
        en=f"The first line names the columns: {first};<facts>;{last}. Each stands there once.",
    )


def _unknown_fact(name: str) -> _Unreadable:
    return _Unreadable(
        name,
        "unknown_name",
        ru=f"Сведения «{name}» нет. Пожалуйста, исправьте имя колонки или опишите его в facts.yaml.",
        en=f"There is no fact '{name}'. Please correct the column's name or describe it in facts.yaml.",
    )


def _bad_width(found: int, wanted: int) -> _Unreadable:
    return _Unreadable(
        "",
        "bad_width",
        ru=f"В строке {found} ячеек, а колонок {wanted}. Пожалуйста, проверьте точки с запятой.",
        en=f"The line has {found} cells for {wanted} columns; please check the semicolons.",
    )


def _bad_name(name: str) -> _Unreadable:
    return _Unreadable(
        "case",
        "repeated",
        ru=f"«{name}»: у каждого примера своё непустое имя. Пожалуйста, назовите его иначе.",
        en=f"'{name}': every example has a name of its own, and not an empty one; please name it otherwise.",
    )


def _bad_day(written: str) -> _Unreadable:
    return _Unreadable(
        "date",
        "not_a_day",
        ru=f"«{written}»: здесь нужен день вида 2026-01-31.",
        en=f"'{written}': a day such as 2026-01-31 belongs here.",
    )


def _nothing_decides(reason: str) -> _Unreadable:
    return _Unreadable("date", "nothing_decides", ru=f"В этот день и в этом регионе решать нечем: {reason}", en=reason)


def _bad_value(fact: Fact, written: str) -> _Unreadable:
    match fact.type:
        case FactType.BOOLEAN:
            choices = "true, false"
        case FactType.INTEGER:
            choices = f"{fact.least} … {fact.most}"
        case FactType.TEXT:
            choices = ", ".join(fact.names or {})
    return _Unreadable(
        fact.id,
        "not_a_value",
        ru=f"«{written}» не бывает значением «{fact.id}»; возможны: {choices}. Пусто значит, что оно неизвестно.",
        en=f"'{written}' is no value of '{fact.id}'; it may be {choices}. Left empty, it is not known.",
    )


def _bad_amounts(written: str, rules: Mapping[str, AmountRule]) -> _Unreadable:
    return _Unreadable(
        "amounts",
        "not_amounts",
        ru=f"«{written}»: здесь стоит «пособие=число» через пробел, рубли или единицы, и только у entitled. "
        f"Пособия: {', '.join(rules) or 'нет'}.",
        en=f"'{written}': 'allowance=number' belongs here, divided by blanks, in roubles or units, and only where "
        f"somebody is entitled. Allowances: {', '.join(rules) or 'none'}.",
    )


def _not_csv(reason: str) -> _Unreadable:
    return _Unreadable(
        "",
        "not_csv",
        ru=f"Таблица не читается: {reason}. Пожалуйста, проверьте кавычки.",
        en=f"The table cannot be read: {reason}. Please check the quotes.",
    )


def _too_large() -> _Unreadable:
    return _Unreadable(
        "",
        "file_too_large",
        ru=f"Таблица больше {FILE_BYTES_MAX // 1024} КБ или длиннее {EXAMPLES_MAX} строк. Пожалуйста, разделите её.",
        en=f"The table is larger than {FILE_BYTES_MAX // 1024} KB or {EXAMPLES_MAX} lines; please divide it.",
    )


def _no_rows() -> _Unreadable:
    return _Unreadable(
        "",
        "file_empty",
        ru="В таблице нет ни одного примера. Пожалуйста, добавьте хотя бы один.",
        en="The table has no example; please add one at least.",
    )
