"""One batch, folded: every operation is decided against what the ones before it left. Same input, same answer."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from socert.domain.ledger import OperationKind, Outcome
from socert.domain.purchases.model.answered import KEY_REUSED, KEY_REVOKED, AnsweredTo, Stored
from socert.domain.purchases.model.asked import Asked, Authorise
from socert.domain.purchases.model.known import Account, Answered, Child, Directory, Hold, State
from socert.domain.purchases.model.written import OperationRow, PostingRow, Record
from socert.domain.purchases.rules import consuming


class Fold:
    """The working copy of a batch: state, what was touched, what is to be written."""

    def __init__(self, *, state: State, directory: Directory, lane: int, now: datetime, closed: datetime) -> None:
        self.state = state
        self.directory = directory
        self.lane = lane
        self.now = now
        self.closed_through = closed
        self.records: list[Record] = []
        self.touched: dict[int, Account] = {}
        self.changed_holds: dict[tuple[UUID, int], Hold] = {}
        self._agreements: dict[tuple[int, int | None], bool] = {}

    def has_agreement(self, *, merchant: int, version: int | None = None) -> bool:
        """Whether a merchant takes a programme's version, or anything at all, at the instant of this batch."""
        asked = (merchant, version)
        found = self._agreements.get(asked)
        if found is None:
            if version is None:
                found = self.directory.has_any_agreement(merchant=merchant, now=self.now)
            else:
                found = self.directory.has_agreement(merchant=merchant, version=version, now=self.now)
            self._agreements[asked] = found
        return found

    def answer_before(self, asked: Asked) -> AnsweredTo | None:
        """What was answered under this key before; None when it is to be decided."""
        if asked.credential not in self.directory.credentials:
            return KEY_REVOKED
        before = self.state.answers.get(asked.key)
        if before is None:
            return None
        is_late_original = before.kind == OperationKind.TOMBSTONE and isinstance(asked, Authorise)
        if before.body != asked.body and not is_late_original:
            return KEY_REUSED
        return Stored(body=before.answer, is_replay=True)

    def keep(self, record: Record) -> Stored:
        """Take a decided operation into the batch and remember its answer under its key."""
        self.records.append(record)
        row = record.operation
        if row.key is not None:
            self.state.answers[row.key] = Answered(
                key=row.key, id=row.id, kind=row.kind, body=row.body, answer=row.answer
            )
        return Stored(body=row.answer, is_replay=False)

    def account(self, *, holder: int, number: int) -> Account:
        """An account under lock; a missing one is a broken assumption."""
        return next(one for one in self.state.accounts[holder] if one.id == number)

    def open_holds(self, holder: int, authorisation: UUID) -> list[Hold]:
        """What an authorisation still holds, in the order of the accounts, wherever it was read from."""
        found = self.state.holds.get(holder, {}).get(authorisation, [])
        return sorted((one for one in found if one.open), key=lambda one: one.account)

    def settle(self, hold: Hold, *, captured: int, released: int, units: int = 0) -> None:
        """Move a hold's money: captured goes to the merchant and uses up units, released back to the account."""
        account = self.account(holder=hold.holder, number=hold.account)
        consuming.settle(account, hold, captured=captured, released=released, units=units)
        self.touched[account.id] = account
        self.changed_holds[hold.operation, hold.account] = hold

    def release(self, holds: Sequence[Hold]) -> None:
        """Give back all that is held."""
        for hold in holds:
            self.settle(hold, captured=0, released=hold.open)

    def remember_child(
        self, number: UUID, authorisation: UUID, *, kind: OperationKind, outcome: Outcome, covered: int
    ) -> None:
        """Let what follows in the same batch know what became of an authorisation."""
        child = Child(id=number, parent=authorisation, kind=kind, outcome=outcome, covered=covered)
        self.state.children.setdefault(authorisation, []).append(child)

    def release_lapsed(self, holder: int) -> None:
        """Give back, as operations of their own, what the holder's overdue authorisations still hold."""
        for authorisation in sorted(self.state.holds.get(holder, ())):
            overdue = [hold for hold in self.open_holds(holder, authorisation) if hold.expires_at <= self.now]
            if overdue:
                self.keep(self._lapse(authorisation, overdue))

    def _lapse(self, authorisation: UUID, overdue: Sequence[Hold]) -> Record:
        total = sum(hold.open for hold in overdue)
        lapse = lapse_id(authorisation)
        postings = [
            PostingRow(operation=lapse, place=place, debit=-hold.account, credit=hold.account, amount=hold.open)
            for place, hold in enumerate(overdue)
        ]
        self.release(overdue)
        self.remember_child(lapse, authorisation, kind=OperationKind.LAPSE, outcome=Outcome.APPROVED, covered=total)
        row = OperationRow(
            id=lapse,
            kind=OperationKind.LAPSE,
            outcome=Outcome.APPROVED,
            merchant=None,
            till=None,
            holder=overdue[0].holder,
            parent=authorisation,
            total=total,
            covered=total,
            till_at=None,
            receipt=None,
            key=None,
            body=None,
            answer="{}",
        )
        return Record(operation=row, postings=postings)


def lapse_id(authorisation: UUID) -> UUID:
    """The number of an authorisation's lapse: derived, so that it cannot be written twice."""
    digest = bytearray(hashlib.sha256(b"lapse" + authorisation.bytes).digest()[:16])
    digest[:6] = authorisation.bytes[:6]
    return UUID(bytes=bytes(digest))
