"""What the tills should be answered, told a second time: a small ledger in plain Python that shares no code with ours.

One account a certificate, two programmes: food pays for bread and toys and forbids spirits; children pays for toys only
and, being the narrower, pays first of two that end together. Amounts are kopecks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

HOLD = timedelta(seconds=900)
ORDER = ("children-goods", "food-certificate")
PAID_BY = {"bread": {"food-certificate"}, "toys": set(ORDER), "spirits": set(), "unknown": set()}


@dataclass(slots=True)
class Account:
    """A certificate and its counters."""

    certificate: UUID
    programme: str
    issued: int
    valid_from: datetime
    valid_until: datetime
    status: str = "active"
    held: int = 0
    consumed: int = 0
    returned: int = 0

    @property
    def available(self) -> int:
        """What may be spent."""
        return self.issued - self.held - self.consumed - self.returned


Parts = list[tuple[Account, int]]


@dataclass(slots=True)
class Bought:
    """A purchase that was decided: who pays how much of which line, and which lines were captured and came back.

    `captures` and `returned` are lines by what made them: the capture's key, or the purchase's own if at once.
    """

    person: int | None
    lines: list[Parts]
    state: str
    ends: datetime
    captures: dict[UUID, set[int]] = field(default_factory=dict)
    returned: dict[UUID, set[int]] = field(default_factory=dict)

    @property
    def positions(self) -> set[int]:
        """Its lines."""
        return set(range(1, len(self.lines) + 1))

    @property
    def left(self) -> set[int]:
        """Lines no capture took."""
        return self.positions.difference(*self.captures.values())

    def parts(self, positions: Iterable[int]) -> Parts:
        """Who pays how much of these lines."""
        return [part for position in sorted(positions) for part in self.lines[position - 1]]


def total(parts: Parts) -> int:
    """Kopecks."""
    return sum(amount for _, amount in parts)


@dataclass(frozen=True, slots=True)
class Basket:
    """What a till asks for: goods with their amounts."""

    person: int | None
    goods: tuple[tuple[str, int], ...]
    capture: bool


Shown = tuple[tuple[UUID, int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line's answer: reason, and who pays how much."""

    covered: int
    reason: str | None
    parts: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a till hears; a refusal without a trace has a code in `refused` only."""

    outcome: str = ""
    amount: int = 0
    reason: str | None = None
    lines: tuple[Line, ...] = ()
    balances: Shown = ()
    refused: str | None = None


@dataclass(slots=True)
class Ledger:
    """Everybody's accounts, every purchase by its key, every answer by the key it was given under."""

    accounts: dict[int, list[Account]] = field(default_factory=dict)
    bought: dict[UUID, Bought] = field(default_factory=dict)
    answers: dict[UUID, tuple[UUID | None, Answer]] = field(default_factory=dict)

    def shown(self, person: int | None) -> Shown:
        """The balances a till sees."""
        return tuple((one.certificate, one.available, one.held) for one in self.accounts.get(person or 0, ()))

    def before(self, key: UUID, body: UUID) -> Answer | None:
        """What was answered under the key; a tombstone answers any body."""
        if key not in self.answers:
            return None
        first, answer = self.answers[key]
        return answer if first in (body, None) else Answer(refused="idempotency_key_reused")

    def keep(self, key: UUID, body: UUID | None, answer: Answer) -> Answer:
        """Remember an answer."""
        self.answers[key] = (body, answer)
        return answer

    def authorise(self, basket: Basket, *, key: UUID, body: UUID, now: datetime) -> Answer:
        """Decide a basket."""
        if (before := self.before(key, body)) is not None:
            return before
        self.lapse(basket.person, now=now)
        why, lines, parts = self._split(basket, now=now)
        covered = sum(line.covered for line in lines)
        for account, amount in parts:
            if basket.capture:
                account.consumed += amount
            else:
                account.held += amount
        state = "nothing" if not covered else "taken" if basket.capture else "held"
        account_of = {one.certificate: one for one in self.accounts.get(basket.person or 0, ())}
        paid = [[(account_of[certificate], amount) for certificate, amount in line.parts] for line in lines]
        bought = self.bought[key] = Bought(basket.person, paid, state, now + HOLD)
        if state == "taken":
            bought.captures[key] = bought.positions
        asked = sum(amount for _, amount in basket.goods)
        outcome = "declined" if not covered else "approved" if covered == asked else "partial"
        return self.keep(key, body, Answer(outcome, covered, why, tuple(lines), self.shown(basket.person)))

    def _split(self, basket: Basket, *, now: datetime) -> tuple[str | None, list[Line], list[tuple[Account, int]]]:
        accounts = self.accounts.get(basket.person or 0, [])
        paying = [one for one in accounts if one.status == "active" and one.valid_from <= now < one.valid_until]
        if not paying:
            why = "card_not_accepted" if basket.person is None else _why_none(accounts)
            return why, [Line(0, why, ()) for _ in basket.goods], []
        paying.sort(key=lambda one: (one.valid_until, ORDER.index(one.programme)))
        left = {one.certificate: one.available for one in paying}
        lines = [_line(kind, amount, paying, left) for kind, amount in basket.goods]
        parts = [(one, one.available - left[one.certificate]) for one in paying]
        return None, lines, [(one, amount) for one, amount in parts if amount]

    def capture(
        self, target: UUID, positions: set[int], *, is_final: bool, key: UUID, body: UUID, now: datetime
    ) -> Answer:
        """The sale happened, of these lines or of all that are left; a final capture frees the others."""
        if (before := self.before(key, body)) is not None:
            return before
        if target not in self.bought:
            return Answer(refused="authorisation_not_found")
        bought = self.bought[target]
        self.lapse(bought.person, now=now)
        if bought.state != "held":
            return self._declined(bought, {"lapsed": "hold_expired"}, key=key, body=body)
        if positions - bought.left:
            return self._declined(bought, {"held": "more_than_held"}, key=key, body=body)
        is_final = is_final or not positions
        wanted = positions or bought.left
        for account, amount in bought.parts(bought.left if is_final else wanted):
            account.held -= amount
        for account, amount in bought.parts(wanted):
            account.consumed += amount
        bought.captures[key] = wanted
        if is_final or not total(bought.parts(bought.left)):
            bought.state = "captured"
        return self._moved(bought, total(bought.parts(wanted)), key=key, body=body)

    def refund(
        self, target: UUID, capture: UUID, positions: set[int], *, key: UUID, body: UUID, now: datetime
    ) -> Answer:
        """Goods came back, whole lines of a capture."""
        if (before := self.before(key, body)) is not None:
            return before
        if target not in self.bought:
            return Answer(refused="capture_not_found")
        bought = self.bought[target]
        self.lapse(bought.person, now=now)
        why = None
        if bought.state == "voided" and capture == target:
            why = "already_voided"
        elif capture not in bought.captures:
            why = "not_captured"
        elif positions - bought.captures[capture] or positions & bought.returned.get(capture, set()):
            why = "more_than_bought"
        if why is not None:
            return self.keep(key, body, Answer("declined", 0, why, balances=self.shown(bought.person)))
        bought.returned.setdefault(capture, set()).update(positions)
        parts = bought.parts(positions)
        for account, amount in parts:
            account.consumed -= amount
        over = any(one.status in ("ended", "cancelled") or one.valid_until <= now for one, _ in parts)
        reason = "returned_to_budget" if over else None
        return self.keep(key, body, Answer("approved", total(parts), reason, balances=self.shown(bought.person)))

    def void_by_key(self, target: UUID, person: int | None, *, key: UUID, body: UUID, now: datetime) -> Answer:
        """The same for a till that knows only the key it sent; of what never came a tombstone is left."""
        if (before := self.before(key, body)) is not None:
            return before
        if key == target:
            return Answer(refused="idempotency_key_reused")
        if self.answers.get(target, (None,))[0] is None:
            self.keep(target, None, Answer("declined", 0, "reversed_before_arrival"))
            return self.keep(key, body, Answer("approved"))
        if target in self.bought and self.bought[target].person not in (None, person):
            self.lapse(self.bought[target].person, now=now)
            return Answer(refused="carrier_differs")
        return self.void(target, key=key, body=body, now=now)

    def void(self, target: UUID, *, key: UUID, body: UUID, now: datetime) -> Answer:
        """The sale did not happen."""
        if (before := self.before(key, body)) is not None:
            return before
        if target not in self.bought:
            return Answer(refused="authorisation_not_found")
        bought = self.bought[target]
        self.lapse(bought.person, now=now)
        if bought.state == "captured":
            return self._declined(bought, {}, key=key, body=body)
        if bought.state == "taken" and bought.returned:
            return self._declined(bought, {"taken": "already_refunded"}, key=key, body=body)
        parts: Parts = []
        if bought.state == "held":
            parts = bought.parts(bought.left)
            for account, amount in parts:
                account.held -= amount
        elif bought.state == "taken":
            parts = bought.parts(bought.positions)
            for account, amount in parts:
                account.consumed -= amount
        bought.state = "voided"
        return self._moved(bought, total(parts), key=key, body=body)

    def _moved(self, bought: Bought, amount: int, *, key: UUID, body: UUID) -> Answer:
        return self.keep(key, body, Answer("approved", amount, balances=self.shown(bought.person)))

    def _declined(self, bought: Bought, words: dict[str, str], *, key: UUID, body: UUID) -> Answer:
        reasons = {
            "captured": "already_captured",
            "taken": "already_captured",
            "voided": "already_voided",
            "nothing": "nothing_held",
        }
        reason = (reasons | words)[bought.state]
        return self.keep(key, body, Answer("declined", 0, reason, balances=self.shown(bought.person)))

    def lapse(self, person: int | None, *, now: datetime) -> None:
        """What was held too long is free again."""
        for bought in self.bought.values():
            if bought.person == person and bought.state == "held" and bought.ends <= now:
                bought.state = "lapsed"
                for account, amount in bought.parts(bought.left):
                    account.held -= amount

    def overdue(self, *, now: datetime) -> list[UUID]:
        """The keys of purchases that hold too long."""
        return [key for key, one in self.bought.items() if one.state == "held" and one.ends <= now]

    def everybodys(self) -> list[Account]:
        """All accounts."""
        return [account for accounts in self.accounts.values() for account in accounts]

    def give_back(self, *, ended_by: datetime) -> None:
        """Certificates end; what is left on ended and cancelled ones goes back."""
        for one in self.everybodys():
            is_over = one.valid_until <= ended_by
            if is_over and one.status in ("active", "blocked"):
                one.status = "ended"
            if is_over or one.status == "cancelled":
                one.returned += one.available


def _why_none(accounts: list[Account]) -> str:
    if any(one.status == "blocked" for one in accounts):
        return "certificate_blocked"
    return "certificate_ended" if accounts else "no_certificate"


def _line(kind: str, amount: int, paying: list[Account], left: dict[UUID, int]) -> Line:
    if amount == 0:
        return Line(0, "zero_line", ())
    parts, rest = [], amount
    for one in paying:
        part = min(rest, left[one.certificate]) if one.programme in PAID_BY[kind] else 0
        left[one.certificate] -= part
        rest -= part
        if part:
            parts.append((one.certificate, part))
    if rest == 0:
        return Line(amount, None, tuple(parts))
    if parts:
        return Line(amount - rest, "balance_short", tuple(parts))
    programmes = {one.programme for one in paying}
    if programmes & PAID_BY[kind]:
        return Line(0, "balance_spent", ())
    if kind == "unknown":
        return Line(0, "not_classified", ())
    is_denied = kind == "spirits" and "food-certificate" in programmes
    return Line(0, "category_denied" if is_denied else "category_not_allowed", ())
