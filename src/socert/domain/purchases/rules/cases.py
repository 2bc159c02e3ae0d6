"""Decides a case: the same decision as at a till, with everything it depends on given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from socert.domain.programmes import AllowanceKind
from socert.domain.purchases.model.asked import ReceiptLine
from socert.domain.purchases.model.cases import Case, CaseAllowance, CaseAnswer, CaseCertificate, CaseFlaw, CaseLine
from socert.domain.purchases.model.known import AllowanceRule
from socert.domain.purchases.model.reasons import SENTENCES, Reason
from socert.domain.purchases.rules.answers import split_answers
from socert.domain.purchases.rules.basket import (
    LINES_MAX,
    BasketSplit,
    Pot,
    order_of_use,
    split_basket,
    too_many,
)
from socert.domain.purchases.rules.coverage import Obstacle
from socert.values import InvalidQuantity, quantity_millionths

#: What each kind of allowance has to say besides which categories it covers.
_REQUIRED = {
    AllowanceKind.POINTS: ("available",),
    AllowanceKind.ITEMS: ("units", "cap"),
    AllowanceKind.DISCOUNT: ("percent", "available"),
    AllowanceKind.UNITS: ("units",),
}


@dataclass(frozen=True, slots=True)
class Posed:
    """A case as the decision takes it; `nobody` says why nothing may pay, where that is so."""

    lines: list[ReceiptLine]
    categories: list[int | None]
    pots: list[Pot]
    category_ids: dict[int, str]
    nobody: Reason | None

    def split(self) -> BasketSplit:
        """The decision."""
        if self.nobody is None:
            return split_basket(self.lines, self.categories, self.pots)
        return BasketSplit.refused(self.lines, self.categories, against=Obstacle(self.nobody))


def pose_case(case: Case) -> Posed:
    """Read a case.

    Raises:
        CaseFlaw: it contradicts itself, or is larger than is tried.
    """
    if len(case.lines) > LINES_MAX:
        raise CaseFlaw("too_many_lines", f"A receipt has at most {LINES_MAX} lines; please divide it.")
    _check_unique("position_twice", "position", (line.position for line in case.lines))
    tree = _Categories(case.categories)
    categories = [None if line.category is None else tree.number(line.category) for line in case.lines]
    pots, nobody = _pots(case, tree)
    return Posed([_line(line) for line in case.lines], categories, pots, tree.ids, nobody)


def decide_case(case: Case) -> CaseAnswer:
    """Decide a case.

    Raises:
        CaseFlaw: it contradicts itself, or is larger than is tried.
    """
    posed = pose_case(case)
    split = posed.split()
    return CaseAnswer(
        id=case.id,
        covered=sum(one.covered for one in split.lines),
        own_money=sum(one.own_money for one in split.lines),
        lines=split_answers(
            split.lines,
            certificates=[str(pot.certificate) for pot in posed.pots],
            allowances=[pot.rule.id for pot in posed.pots],
            category_ids=posed.category_ids,
        ),
        optimal=split.is_optimal,
    )


def _pots(case: Case, tree: "_Categories") -> tuple[list[Pot], Reason | None]:
    """What may pay, in its order of use, or why nothing may."""
    _check_unique("certificate_twice", "certificate", (one.id for one in case.certificates))
    pots: list[Pot] = []
    for certificate in case.certificates:
        _check_unique("allowance_twice", f"allowance of {certificate.id}", (one.id for one in certificate.allowances))
        found = [_pot(certificate, one, tree=tree, now=case.now) for one in certificate.allowances]
        pots += [pot for pot in found if case.now < pot.ends_at]
    refusal = too_many(pots)
    if refusal is not None:
        raise CaseFlaw(refusal.value, SENTENCES[refusal].en)
    nobody = None
    if not pots:
        has_ended = any(case.now >= _ends_at(one, case.now) for one in case.certificates)
        nobody = Reason.CERTIFICATE_ENDED if has_ended else Reason.NO_CERTIFICATE
    return sorted(pots, key=order_of_use), nobody


def _pot(certificate: CaseCertificate, allowance: CaseAllowance, *, tree: "_Categories", now: datetime) -> Pot:
    missing = [name for name in _REQUIRED[allowance.kind] if getattr(allowance, name) is None]
    if missing:
        raise CaseFlaw("field_missing", f"Allowance {allowance.id} ({allowance.kind}) needs {', '.join(missing)}.")
    choices = [int(one) for one in (certificate.choose, allowance.choose) if one is not None and one is not False]
    allowed, denied = tree.under(allowance.allow), tree.denied(allowance.deny)
    kind, cap = allowance.kind, allowance.cap or 0
    covered = frozenset() if kind is AllowanceKind.UNITS else frozenset(allowed - denied.keys())
    return Pot(
        certificate.id,
        _ends_at(certificate, now),
        AllowanceRule(allowance.id, allowed=covered, denied=denied, breadth=len(covered)),
        kind=kind,
        available=allowance.available or 0,
        is_strict=kind is not AllowanceKind.DISCOUNT and allowance.own_money == "forbidden",
        units=allowance.units or 0,
        cap_for=lambda _: cap,
        forgoes=allowance.price == "cap_payout",
        choose=min(choices, default=None),
        percent=allowance.percent or 0,
    )


def _ends_at(certificate: CaseCertificate, now: datetime) -> datetime:
    """The midnight after the last day, where `now` was written."""
    try:
        return datetime.combine(certificate.valid_through + timedelta(days=1), time.min, tzinfo=now.tzinfo)
    except OverflowError:
        return datetime.max.replace(tzinfo=now.tzinfo)


def _line(line: CaseLine) -> ReceiptLine:
    text = line.quantity if isinstance(line.quantity, str) else f"{Decimal(repr(line.quantity)):f}"
    try:
        quantity = quantity_millionths(text)
    except InvalidQuantity as error:
        raise CaseFlaw("quantity_unreadable", f"Position {line.position}: {error}") from error
    return ReceiptLine(
        position=line.position,
        gtin=0,
        article=None,
        shop_codes=(),
        name="",
        quantity_text=text,
        quantity=quantity,
        price=line.price,
        discount=line.discount,
        amount=line.amount,
    )


def _check_unique(code: str, what: str, names: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise CaseFlaw(code, f"The {what} {name} stands twice.")
        seen.add(name)


class _Categories:
    """The categories of a case, numbered, with those right below each."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._numbers = {name: number for number, name in enumerate(parents)}
        self.ids = dict(enumerate(parents))
        self._below: list[list[int]] = [[] for _ in parents]
        tops = []
        for name, above in parents.items():
            if above is None:
                tops.append(name)
            elif above in self._numbers:
                self._below[self._numbers[above]].append(self._numbers[name])
            else:
                raise CaseFlaw("category_unknown", f"There is no category {above}, the parent of {name}.")
        reached = self.under(tops)
        for name, number in self._numbers.items():
            if number not in reached:
                raise CaseFlaw("category_cycle", f"The category {name} or one above it lies under itself.")

    def number(self, name: str) -> int:
        """The number of a category."""
        if name not in self._numbers:
            raise CaseFlaw("category_unknown", f"There is no category {name}.")
        return self._numbers[name]

    def under(self, names: Sequence[str]) -> set[int]:
        """These categories and all below them."""
        return set(self.denied(names))

    def denied(self, names: Sequence[str]) -> dict[int, int]:
        """The same, each with the entry of the list that it falls under, the last of several."""
        found: dict[int, int] = {}
        for entry in map(self.number, reversed(names)):
            fresh = [entry]
            while fresh:
                number = fresh.pop()
                if number not in found:
                    found[number] = entry
                    fresh += self._below[number]
        return found
