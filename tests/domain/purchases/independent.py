"""The optimum of `docs/basket.md` found in another way: as whole-number programmes, one aim after another, by HiGHS.

It knows the definition and nothing of how socert searches: it reads a case as JSON, as anybody would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import highspy

Case: TypeAlias = Mapping[str, Any]
_Term: TypeAlias = tuple[int, float]
#: HiGHS now and then finds no solution, or one that is a kopeck short of millions; set otherwise it does.
WAYS = (("choose", 1e-9), ("off", 1e-9), ("choose", 1e-7))
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Optimum:
    """What a case's best split reaches: own money, and what each pot (certificate, allowance) pays."""

    own_money: int
    paid: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Pot:
    certificate: str
    last_day: date
    allowance: Mapping[str, Any]
    covers: frozenset[str]
    choose: int | None

    @property
    def name(self) -> tuple[str, str]:
        return self.certificate, self.allowance["id"]

    @property
    def kind(self) -> str:
        kind: str = self.allowance["kind"]
        return kind

    @property
    def is_strict(self) -> bool:
        return self.allowance.get("own_money") == "forbidden"

    @property
    def forgoes(self) -> bool:
        return self.allowance.get("price") == "cap_payout"

    @property
    def order(self) -> tuple[date, int, str, str]:
        return self.last_day, len(self.covers), *self.name


@dataclass(slots=True)
class _Model:
    """Columns are added with what they count for; rows tie them together."""

    highs: Any = field(default_factory=highspy.Highs)
    own: list[_Term] = field(default_factory=list)
    own_fixed: int = 0
    paid: dict[_Pot, list[_Term]] = field(default_factory=dict)
    units: dict[_Pot, list[_Term]] = field(default_factory=dict)
    columns: int = 0

    def column(self, upper: float) -> int:
        """A new column, a whole number between zero and `upper`."""
        self.highs.addVar(0.0, float(upper))
        self.highs.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
        self.columns += 1
        return self.columns - 1

    def row(self, low: float, terms: Sequence[_Term], high: float) -> None:
        """A new row: low ≤ Σ terms ≤ high."""
        self.highs.addRow(float(low), float(high), len(terms), [c for c, _ in terms], [float(by) for _, by in terms])

    def best(self, terms: Sequence[_Term], sense: Any) -> int:
        """The best value of a sum, which from then on is kept."""
        for c in range(self.columns):
            self.highs.changeColCost(c, 0.0)
        for c, factor in terms:
            self.highs.changeColCost(c, float(factor))
        self.highs.changeObjectiveSense(sense)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise NoSolutionFound(status)
        value: int = round(self.highs.getObjectiveValue())
        if sense == highspy.ObjSense.kMaximize:
            self.row(value - _HALF, terms, highspy.kHighsInf)
        else:
            self.row(-highspy.kHighsInf, terms, value + _HALF)
        return value


class NoSolutionFound(Exception):
    """HiGHS gave up."""


def solve(case: Case, *, presolve: str, tolerance: float) -> Optimum:
    """The optimum of a case.

    Raises:
        NoSolutionFound: HiGHS found none in this way.
    """
    pots = _pots(case)
    lines = sorted(case["lines"], key=lambda line: int(line["position"]))
    model = _Model()
    model.highs.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own signature
    model.highs.setOptionValue("presolve", presolve)
    model.highs.setOptionValue("threads", 1)
    model.highs.setOptionValue("parallel", "off")
    for name in ("mip_rel_gap", "mip_abs_gap"):
        model.highs.setOptionValue(name, 0.0)
    for name in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        model.highs.setOptionValue(name, tolerance)
    discounts = _add_discounts(lines, pots)
    for line in lines:
        _add_line(model, line, line["amount"] - sum(taken for _, taken in discounts.get(line["position"], [])), pots)
    _add_limits(model, pots)
    own = model.own_fixed + (model.best(model.own, highspy.ObjSense.kMinimize) if model.own else 0)
    paid: dict[_Pot, int] = {}
    keys: tuple[Callable[[_Pot], Any], ...] = (
        lambda pot: pot.last_day,
        lambda pot: len(pot.covers),
        lambda pot: pot.certificate,
        lambda pot: pot.name,
    )
    for key in keys:
        for value in sorted({key(pot) for pot in pots}):
            members = [pot for pot in pots if key(pot) == value]
            terms = [term for pot in members for term in model.paid.get(pot, [])]
            best = model.best(terms, highspy.ObjSense.kMaximize) if terms else 0
            if len(members) == 1:
                paid[members[0]] = best
    for taken in discounts.values():
        for pot, amount in taken:
            paid[pot] = paid.get(pot, 0) + amount
    return Optimum(own, {pot.name: amount for pot, amount in paid.items()})


def _pots(case: Case) -> list[_Pot]:
    below: dict[str, set[str]] = {name: set() for name in case["categories"]}
    for name in below:
        above: str | None = name
        while above is not None:
            below[above].add(name)
            above = case["categories"][above]

    def under(names: Sequence[str]) -> frozenset[str]:
        return frozenset(one for name in names for one in below[name])

    return [
        _Pot(
            certificate["id"],
            date.fromisoformat(certificate["valid_through"]),
            _Frozen(one),
            under(one["allow"]) - under(one["deny"]),
            certificate.get("choose"),
        )
        for certificate in case["certificates"]
        for one in certificate["allowances"]
        if case["now"][:10] <= certificate["valid_through"]
    ]


class _Frozen(dict[str, Any]):
    """An allowance as JSON has it, to be told apart by identity."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


def _add_discounts(lines: Sequence[Case], pots: Sequence[_Pot]) -> dict[int, list[tuple[_Pot, int]]]:
    """By rule, not by choice: in line order, of several the one that takes most, of equals the first in order."""
    found = [pot for pot in sorted(pots, key=lambda pot: pot.order) if pot.kind == "discount"]
    left = {pot: pot.allowance["available"] for pot in found}
    taken: dict[int, list[tuple[_Pot, int]]] = {}
    for line in lines:
        offers = [
            (min(line["amount"] * pot.allowance["percent"] // 100, left[pot]), -place, pot)
            for place, pot in enumerate(found)
            if line["category"] in pot.covers
        ]
        if offers:
            amount, _, pot = max(offers, key=lambda offer: offer[:2])
            left[pot] -= amount
            taken[line["position"]] = [(pot, amount)]
    return taken


def _add_line(model: _Model, line: Case, rest: int, pots: Sequence[_Pot]) -> None:
    own = model.column(rest)
    model.own.append((own, 1))
    paying: list[_Term] = [(own, 1)]
    strict: list[_Term] = []  # columns with the most they can be
    fitting = [pot for pot in sorted(pots, key=lambda pot: pot.order) if line["category"] in pot.covers]
    for pot in fitting:
        if pot.kind == "points":
            column = model.column(min(rest, pot.allowance["available"]))
            paying.append((column, 1))
            model.paid.setdefault(pot, []).append((column, 1))
            if pot.is_strict:
                strict.append((column, rest))
    _add_pieces(model, line, rest, [pot for pot in fitting if pot.kind == "items"], paying=paying, strict=strict)
    model.row(rest, paying, rest)
    if strict and rest:
        is_whole = model.column(1)
        model.row(-highspy.kHighsInf, [(own, 1), (is_whole, rest)], rest)
        for column, most in strict:
            model.row(-highspy.kHighsInf, [(column, 1), (is_whole, -most)], 0)


def _add_pieces(
    model: _Model, line: Case, rest: int, pots: Sequence[_Pot], *, paying: list[_Term], strict: list[_Term]
) -> None:
    """Units on pieces, as they like; where the rest does not divide, some pieces cost a kopeck more."""
    quantity = Decimal(line["quantity"])
    pieces = int(quantity) if quantity == int(quantity) else 1
    if not pieces or not rest:
        return
    price, dearer = divmod(rest, pieces)
    for costs, count in ((price + 1, dearer), (price, pieces - dearer)):
        columns = [model.column(min(count, pot.allowance["units"])) for pot in pots]
        model.row(0, [(column, 1) for column in columns], count)
        for pot, column in zip(pots, columns, strict=True):
            paid = min(costs, pot.allowance["cap"])
            paying.append((column, costs if pot.forgoes else paid))
            model.paid.setdefault(pot, []).append((column, paid))
            model.units.setdefault(pot, []).append((column, 1))
            if pot.is_strict:
                strict.append((column, min(count, pot.allowance["units"])))


def _add_limits(model: _Model, pots: Sequence[_Pot]) -> None:
    by_choice: dict[str, list[_Pot]] = {}
    for pot in pots:
        if pot.kind == "points" and pot in model.paid:
            model.row(0, model.paid[pot], pot.allowance["available"])
        if pot in model.units:
            model.row(0, model.units[pot], pot.allowance["units"])
            if pot.choose is not None or pot.allowance.get("choose") is not None:
                by_choice.setdefault(pot.certificate, []).append(pot)
    for together in by_choice.values():
        limits = [one for pot in together for one in (pot.choose, pot.allowance.get("choose")) if one is not None]
        model.row(0, [term for pot in together for term in model.units[pot]], min(limits))
