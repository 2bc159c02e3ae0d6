"""Whatever happens in whatever order, in whatever batches: the tills hear what a plain second ledger would tell them.

The real database, a few people with one or two certificates each, so that what they do collides. Questions wait until
a batch is committed, by one of two writers a lane; office work and the clock move between batches, as they do.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from domain.monitoring.lively import ZONE, new_id
from domain.purchases.drawn import AMOUNTS, anything, goods, persons, positions, programmes
from domain.purchases.model import HOLD, Account, Answer, Basket, Ledger, total
from domain.purchases.town import BEGIN, STRANGE_CARD, Town, heard, open_town, what_was_made
from given.city import CLERK, Carded
from given.databases import Database
from socert.domain import certificates, monitoring
from socert.domain.purchases import (
    AskedPart,
    Authorise,
    Capture,
    Question,
    Refund,
    Stored,
    Sweep,
    Void,
    find_authorisation,
    read_overdue,
)
from socert.postgres import connect

DAYS_MAX = 300  # within the budget year
VALID_DAYS = 91
STATUS_WORDS = {"held": "held", "captured": "captured", "taken": "captured", "voided": "voided", "lapsed": "lapsed"}

Told = Callable[[datetime], Answer]
Body = Callable[[UUID, datetime], Answer]
Move = Capture | Refund | Void
Sold = tuple[Authorise, Basket]


class Life(RuleBasedStateMachine):
    """The town, its ledger, and the model beside it."""

    town: Town
    bought = Bundle("bought")

    def __init__(self) -> None:
        super().__init__()
        self.model = Ledger()
        self.now = BEGIN
        self.people: list[Carded] = []
        self.waiting: dict[int, list[tuple[Question, UUID | None, Told]]] = {}
        self.lane_of: dict[UUID, int] = {}
        self.id_of: dict[UUID, UUID] = {}
        self.bodies: dict[UUID, str] = {}
        self.moves: list[tuple[UUID, Move, Body]] = []
        self.captures: dict[UUID, Capture] = {}
        self.sold: list[Sold] = []

    # Office work happens between batches.

    @initialize()
    def people_come(self) -> None:
        """Three people, who have one or two certificates."""
        self.people = [self.town.newcomer() for _ in range(3)]
        self.issue(0, "food-certificate")
        self.issue(0, "children-goods")
        self.issue(1, "food-certificate")

    @rule(person=persons, programme=programmes)
    def issue(self, person: int, programme: str) -> None:
        """The office issues a certificate, unless there is a current one."""
        self.commit()
        who = self.people[person]
        today = self.now.astimezone(ZONE).date()
        ends = datetime.combine(today + timedelta(days=VALID_DAYS), time.min, tzinfo=ZONE)
        accounts = self.model.accounts.get(who.holder, ())
        if programme == "children-goods" and any(self.now < one.valid_until < ends for one in accounts):
            return  # the model splits line by line, which is best only where the narrower programme ends no later
        done = certificates.issue(
            self.town.conn, programme=programme, holder=who.holder, lane=who.lane, now=self.now, zone=ZONE, actor=CLERK
        )
        has_one = any(
            one.programme == programme and one.status in ("active", "blocked")
            for one in self.model.accounts.get(who.holder, ())
        )
        assert isinstance(done, certificates.Issued) != has_one, done
        if isinstance(done, certificates.Issued):
            account = Account(done.certificate, programme, AMOUNTS[programme], self.now, ends)
            self.model.accounts.setdefault(who.holder, []).append(account)

    @precondition(lambda self: self.model.everybodys())
    @rule(which=st.integers(0, 5), event=st.sampled_from(["block", "block", "unblock", "unblock", "cancel"]))
    def change(self, which: int, event: str) -> None:
        """The office blocks, unblocks or cancels a certificate."""
        self.commit()
        accounts = self.model.everybodys()
        account = accounts[which % len(accounts)]
        act = {"block": certificates.block, "unblock": certificates.unblock, "cancel": certificates.cancel}[event]
        done = act(self.town.conn, certificate=account.certificate, reason="a test", actor=CLERK, now=self.now)
        after = {
            ("active", "block"): "blocked",
            ("blocked", "unblock"): "active",
            ("active", "cancel"): "cancelled",
            ("blocked", "cancel"): "cancelled",
        }.get((account.status, event))
        assert isinstance(done, certificates.Changed) == (after is not None)
        account.status = after or account.status
        if after == "cancelled":
            account.returned += account.available

    @rule(seconds=st.sampled_from([1, 60, 899, 900, 901]), days=st.sampled_from([0] * 9 + [30, 90, 91]))
    def wait(self, seconds: int, days: int) -> None:
        """Time passes: around the end of holds, or days."""
        self.commit()
        if self.now + timedelta(days=days) < BEGIN + timedelta(days=DAYS_MAX):
            self.now += timedelta(seconds=seconds, days=days)

    @rule()
    def expire(self) -> None:
        """Certificates end and what is left returns to its sources."""
        self.commit()
        certificates.expire(self.town.conn, now=self.now, actor=CLERK)
        self.model.give_back(ended_by=self.now)

    @rule()
    def sweep(self) -> None:
        """The house gives overdue holds back."""
        self.commit()
        found = {number: lane for lane, number in read_overdue(self.town.conn, now=self.now, limit=10_000)}
        ours = {self.id_of[key]: self.model.bought[key].person for key in self.model.overdue(now=self.now)}
        assert set(ours) == set(found) & set(self.lane_of), "what is overdue"
        for number, person in ours.items():
            self._ask(found[number], Sweep(number), partial(self._swept, person))

    def _swept(self, person: int | None, now: datetime) -> Answer:
        self.model.lapse(person, now=now)
        return Answer()

    # Tills ask; the questions wait for a batch.

    @rule(target=bought, person=persons, goods=goods, capture=st.booleans(), is_strange=st.sampled_from([0, 0, 0, 1]))
    def authorise(self, *, person: int, goods: tuple[tuple[str, int], ...], capture: bool, is_strange: int) -> object:
        """A till asks; some cards are nobody's."""
        question, basket = self._basket(person, goods, is_strange=bool(is_strange), capture=capture)
        self._ask_basket(question, basket)
        self.sold.append((question, basket))
        return question, basket

    @rule(target=bought, person=persons, capture=st.booleans())
    def buy_a_little(self, *, person: int, capture: bool) -> object:
        """What most people do: a loaf and a toy, and there is money for it."""
        question, basket = self._basket(person, (("bread", 333), ("toys", 700)), is_strange=False, capture=capture)
        self._ask_basket(question, basket)
        self.sold.append((question, basket))
        return question, basket

    @rule(target=bought, person=persons, goods=goods, capture=st.booleans())
    def void_before_it_arrives(self, *, person: int, goods: tuple[tuple[str, int], ...], capture: bool) -> object:
        """A reversal overtakes its original, which may come later as a repeat."""
        question, basket = self._basket(person, goods, is_strange=False, capture=capture)
        self._void_by_key(question, basket.person)
        self.sold.append((question, basket))
        return question, basket

    def _sold(self, which: int, *states: str) -> Sold:
        """A purchase of late: of those that stand so, if there are any, or whichever."""
        known = self.model.bought
        fitting = [one for one in self.sold if one[0].key in known and known[one[0].key].state in states]
        some = (fitting or self.sold)[-6:]
        return some[which % len(some)]

    @precondition(lambda self: self.sold)
    @rule(which=anything, states=st.sampled_from([("held",), ()]), lines=positions, is_final=st.booleans())
    def capture(self, which: int, states: tuple[str, ...], lines: set[int], *, is_final: bool) -> None:
        """A till captures all that is left, or some lines, finally or not."""
        self._capture(self._sold(which, *states), lines, is_final=is_final)

    def _capture(self, one: Sold, lines: set[int], *, is_final: bool) -> None:
        target, parts = one[0].key, [AskedPart(position) for position in sorted(lines)]
        asked = self.town.trade.capture(one[0], *parts, at=self.now, is_final=is_final)
        self.captures.setdefault(target, asked)
        self._move(
            one[0],
            asked,
            lambda body, now: self.model.capture(target, lines, is_final=is_final, key=asked.key, body=body, now=now),
        )

    @precondition(lambda self: self.sold)
    @rule(which=anything, position=st.integers(1, 2), is_final=st.booleans())
    def capture_in_part(self, which: int, position: int, *, is_final: bool) -> None:
        """A till captures one line of what is held."""
        self._capture(self._sold(which, "held"), {position}, is_final=is_final)

    @precondition(lambda self: self.model.overdue(now=self.now + HOLD))
    @rule(which=anything)
    def come_too_late(self, which: int) -> None:
        """A hold ends, and only then its till captures."""
        self.commit()
        if self.now + HOLD < BEGIN + timedelta(days=DAYS_MAX):
            self.now += HOLD
        self._capture(self._sold(which, "held"), set(), is_final=True)

    @precondition(lambda self: self.sold)
    @rule(
        which=anything,
        states=st.sampled_from([("taken", "captured"), ()]),
        lines=positions,
        is_first=st.sampled_from([True, True, False]),
    )
    def refund(self, which: int, states: tuple[str, ...], lines: set[int], *, is_first: bool) -> None:
        """Goods come back: lines of the purchase's first capture, or of what was taken at once."""
        one = self._sold(which, *states)
        first = self.captures.get(one[0].key) if is_first else None
        target, capture = one[0].key, one[0].key if first is None else first.key
        parts = [AskedPart(position) for position in sorted(lines or {1})]
        number = self.id_of[target] if first is None else self.id_of.get(first.key, first.id)
        # Whatever number the purchase got, it is asked for under it.
        asked = self.town.trade.refund(replace(one[0], id=self.id_of[target]), *parts, at=self.now, capture=number)
        self._move(
            one[0],
            asked,
            lambda body, now: self.model.refund(target, capture, lines or {1}, key=asked.key, body=body, now=now),
        )

    @precondition(lambda self: self.moves)
    @rule(which=st.integers(0, 30), is_changed=st.sampled_from([False, False, True]))
    def repeat_move(self, which: int, *, is_changed: bool) -> None:
        """A till asks again for a capture, void or return, sometimes for something else under the same key."""
        number, asked, told = self.moves[-1 - which % min(6, len(self.moves))]
        body = new_id(self.now) if is_changed else asked.body
        again = replace(asked, id=new_id(self.now), body=body)
        self._ask(self.lane_of[number], again, lambda now: told(body, now), key=asked.key)

    def _move(self, bought: Authorise, asked: Move, told: Body) -> None:
        self.moves.append((bought.id, asked, told))
        self._ask(self.lane_of[bought.id], asked, lambda now: told(asked.body, now), key=asked.key)

    @precondition(lambda self: self.sold)
    @rule(which=anything, states=st.sampled_from([("held",), ("taken",), ()]))
    def void(self, which: int, states: tuple[str, ...]) -> None:
        """A till voids."""
        one = self._sold(which, *states)
        asked = self.town.trade.void(one[0], at=self.now)
        self._move(one[0], asked, lambda body, now: self.model.void(one[0].key, key=asked.key, body=body, now=now))

    @rule(one=bought, is_another=st.sampled_from([False, False, False, True]))
    def void_by_key(self, *, one: tuple[Authorise, Basket], is_another: bool) -> None:
        """A till voids what it knows only the key of; sometimes with somebody else's card."""
        question, basket = one
        others = [who for who in self.people if who.holder != basket.person and who.lane == self.lane_of[question.id]]
        if is_another and others:
            self._void_by_key(replace(question, card=others[0].card_hash), others[0].holder)
        else:
            self._void_by_key(question, basket.person)

    @rule(one=bought, is_changed=st.sampled_from([False, False, True]))
    def repeat(self, *, one: tuple[Authorise, Basket], is_changed: bool) -> None:
        """A till asks again under the same key, sometimes for something else."""
        question, basket = one
        body = new_id(self.now) if is_changed else question.body
        self._ask_basket(replace(question, id=new_id(self.now), body=body), basket)

    def _basket(
        self, person: int, goods: tuple[tuple[str, int], ...], *, is_strange: bool, capture: bool
    ) -> tuple[Authorise, Basket]:
        who = self.people[person]
        lines = [self.town.line(place, kind, amount) for place, (kind, amount) in enumerate(goods, start=1)]
        till = self.town.trade.city.bullfinch.till
        question = self.town.trade.buy(who, till, *lines, at=self.now, capture=capture)
        if is_strange:
            question = replace(question, card=STRANGE_CARD)
        self.lane_of[question.id] = 0 if is_strange else who.lane
        self.id_of[question.key] = question.id
        return question, Basket(None if is_strange else who.holder, goods, capture)

    def _ask_basket(self, question: Authorise, basket: Basket) -> None:
        lane = self.lane_of[question.id] = self.lane_of[self.id_of[question.key]]
        key, body = question.key, question.body
        self._ask(
            lane, question, lambda now: self.model.authorise(basket, key=key, body=body, now=now), key=question.key
        )

    def _void_by_key(self, target: Authorise, person: int | None) -> None:
        asked = self.town.trade.void_by_key(target, at=self.now)
        self._ask(
            self.lane_of[target.id],
            asked,
            lambda now: self.model.void_by_key(asked.target, person, key=asked.key, body=asked.body, now=now),
            key=asked.key,
        )

    def _ask(self, lane: int, question: Question, told: Told, *, key: UUID | None = None) -> None:
        self.waiting.setdefault(lane, []).append((question, key, told))

    @rule(writer=st.integers(1, 2))
    def commit(self, writer: int = 1) -> None:
        """Every lane answers what waits, and the model is asked the same, one by one."""
        for lane, batch in self.waiting.items():
            answers = self.town.trade.ask(*(one for one, _, _ in batch), at=self.now, writer=writer, lane=lane)
            for (question, key, told), answer in zip(batch, answers, strict=True):
                told_answer = told(self.now)
                assert heard(answer) == told_answer, question
                if isinstance(question, Capture) and isinstance(answer, Stored) and not answer.is_replay:
                    self.id_of[question.key] = question.id
                if key is not None and isinstance(answer, Stored):
                    is_late = told_answer.reason == "reversed_before_arrival"
                    assert answer.is_replay == (key in self.bodies or is_late)
                    assert self.bodies.setdefault(key, answer.body) == answer.body, "a repeat gets the same bytes"
        self.waiting = {}

    @precondition(lambda self: self.model.bought and not any(self.waiting.values()))
    @rule(which=st.integers(0, 30))
    def look(self, which: int) -> None:
        """What a till is shown of a purchase is what became of it."""
        key, bought = list(self.model.bought.items())[which % len(self.model.bought)]
        number = self.id_of[key]
        view = find_authorisation(
            self.town.conn,
            lane=self.lane_of[number],
            authorisation=number,
            merchant=self.town.trade.city.bullfinch.merchant.id,
            directory=self.town.trade.directory,
            now=self.now,
        )
        assert view is not None
        is_held = bought.state == "held" and bought.ends > self.now
        became = STATUS_WORDS.get(bought.state) if is_held or bought.state != "held" else "lapsed"
        if bought.captures and bought.state != "taken" and key not in bought.captures:
            became = "partly_captured" if is_held else "captured"
        assert view.status == (became if total(bought.parts(bought.positions)) else "declined")

    @invariant()
    def balances_agree(self) -> None:
        """Every counter of every account is the model's."""
        if any(self.waiting.values()):
            return
        rows = self.town.conn.execute(
            "select certificate, issued, held, consumed, returned, issued - held - consumed - returned from account"
            " where holder = any (%s) order by holder, id",
            [[one.holder for one in self.people]],
        ).fetchall()
        assert all(row[-1] >= 0 for row in rows)
        told = [
            (one.certificate, one.issued, one.held, one.consumed, one.returned, one.available)
            for holder in sorted(self.model.accounts)
            for one in self.model.accounts[holder]
        ]
        assert rows == told

    def teardown(self) -> None:
        """What waits is answered; all stays in the database, for the verification of everything."""
        self.commit()
        self.balances_agree()


@pytest.mark.parametrize("lanes", [1, 4])
def test_the_tills_hear_what_a_second_ledger_would_tell_them(lanes: int, database: Database) -> None:
    with connect(database.application_url) as conn:
        town = open_town(conn, lanes=lanes)
        conn.commit()
        life = type("Life", (Life,), {"town": town})
        run_state_machine_as_test(
            life,
            settings=settings(
                max_examples=80,
                stateful_step_count=50,
                deadline=None,
                derandomize=True,
                database=None,
                report_multiple_bugs=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        conn.commit()
    with connect(database.application_url) as fresh:
        verified = monitoring.verify(fresh)
        made = what_was_made(fresh)
    assert verified.passed, verified.first_bad
    assert made >= {"capture", "capture in part", "refund", "void", "lapse", "tombstone"}
