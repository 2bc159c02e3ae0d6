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
from domain.purchases.model import Account, Answer, Basket, Ledger
from domain.purchases.town import BEGIN, STRANGE_CARD, Town, heard, open_town
from given.city import CLERK, Carded
from given.databases import Database
from socert.domain import certificates, monitoring
from socert.domain.purchases import Authorise, Question, Stored, Sweep, find_authorisation, read_overdue
from socert.postgres import connect

DAYS_MAX = 300  # within the budget year
VALID_DAYS = 91
AMOUNTS = {"food-certificate": 50_000, "children-goods": 300_000}
STATUS_WORDS = {"held": "held", "captured": "captured", "taken": "captured", "voided": "voided", "lapsed": "lapsed"}

Told = Callable[[datetime], Answer]
kopecks = st.one_of(st.just(0), st.integers(1, 60_000), st.integers(250_000, 400_000))
kinds = st.sampled_from(["bread", "bread", "toys", "toys", "spirits", "unknown"])
goods = st.lists(st.tuples(kinds, kopecks), min_size=1, max_size=4).map(tuple)
persons = st.integers(0, 2)
programmes = st.sampled_from(sorted(AMOUNTS))


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
        done = certificates.issue(
            self.town.conn, programme=programme, holder=who.holder, lane=who.lane, now=self.now, zone=ZONE, actor=CLERK
        )
        has_one = any(
            one.programme == programme and one.status in ("active", "blocked")
            for one in self.model.accounts.get(who.holder, ())
        )
        assert isinstance(done, certificates.Issued) != has_one, done
        if isinstance(done, certificates.Issued):
            today = self.now.astimezone(ZONE).date()
            ends = datetime.combine(today + timedelta(days=VALID_DAYS), time.min, tzinfo=ZONE)
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
            self.model.give_back(ended_by=None)

    @rule(seconds=st.sampled_from([1, 60, 899, 900, 901]), days=st.sampled_from([0, 0, 0, 0, 30, 90, 91]))
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
        return question, basket

    @rule(target=bought, person=persons, goods=goods, capture=st.booleans())
    def void_before_it_arrives(self, *, person: int, goods: tuple[tuple[str, int], ...], capture: bool) -> object:
        """A reversal overtakes its original, which may come later as a repeat."""
        question, basket = self._basket(person, goods, is_strange=False, capture=capture)
        self._void_by_key(question, basket.person)
        return question, basket

    @rule(one=bought)
    def capture(self, one: tuple[Authorise, Basket]) -> None:
        """A till captures."""
        asked = self.town.trade.capture(one[0], at=self.now)
        self._ask(
            self.lane_of[one[0].id],
            asked,
            lambda now: self.model.capture(one[0].key, key=asked.key, body=asked.body, now=now),
            key=asked.key,
        )

    @rule(one=bought)
    def void(self, one: tuple[Authorise, Basket]) -> None:
        """A till voids."""
        asked = self.town.trade.void(one[0], at=self.now)
        self._ask(
            self.lane_of[one[0].id],
            asked,
            lambda now: self.model.void(one[0].key, key=asked.key, body=asked.body, now=now),
            key=asked.key,
        )

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
        is_late = bought.state == "held" and bought.ends <= self.now
        became = "lapsed" if is_late else STATUS_WORDS.get(bought.state)
        assert view.status == (became if bought.parts else "declined")

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
                max_examples=50,
                stateful_step_count=40,
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
    assert verified.passed, verified.first_bad
