"""What must be true of the tables and of what tills were told, whatever happened; every sentence can be broken."""

from collections import Counter, defaultdict

from chaos.simulated.tables import Kept, Tables
from chaos.simulated.tills import Memory
from socert.domain.ledger import FIRST_CHAIN, OperationKind, chain_after

_HOT = 2**32


def judge(tables: Tables, memory: Memory) -> None:
    """Everything.

    Raises:
        AssertionError: the first sentence that is not true.
    """
    _told_stands_once(tables, memory)
    _nothing_else_stands(tables, memory)
    _balances_are_their_postings(tables)
    _holds_are_what_is_held(tables)
    _lines_are_what_was_covered(tables)
    _chains_are_whole(tables)


def _told_stands_once(tables: Tables, memory: Memory) -> None:
    ids = Counter((one.row.id, one.lane) for one in tables.operations)
    assert all(count == 1 for count in ids.values()), "an operation stands twice"
    answers = defaultdict(list)
    for one in tables.operations:
        answers[one.row.key].append(one.row.answer)
    for key, body in memory.told.items():
        assert answers[key] == [body], f"{key} was told {body} and there stands {answers[key]}"


def _nothing_else_stands(tables: Tables, memory: Memory) -> None:
    assert not memory.untold, "somebody was never told"
    for one in tables.operations:
        assert one.row.key is None or one.row.key in memory.told, f"{one.row.key} stands there and nobody was told"
        assert one.row.key not in memory.poison, f"{one.row.key} cannot stand there"


def _balances_are_their_postings(tables: Tables) -> None:
    moved: Counter[int] = Counter()
    for posting in tables.postings:
        assert posting.amount > 0, posting
        moved[posting.debit] -= posting.amount
        moved[posting.credit] += posting.amount
    assert sum(moved.values()) == 0
    for account in tables.accounts.values():
        found = (account.available, account.held)
        assert found == (account.issued + moved[account.id], moved[-account.id]), f"{account} and {moved[account.id]}"
        assert min(account.available, account.held, account.consumed, account.returned) >= 0, account
    owed = sum(amount for number, amount in moved.items() if abs(number) < _HOT)
    assert owed == sum(account.consumed for account in tables.accounts.values()), "merchants are owed what was taken"


def _holds_are_what_is_held(tables: Tables) -> None:
    still_open: Counter[int] = Counter()
    for hold in tables.holds.values():
        assert min(hold.captured, hold.released, hold.open) >= 0, hold
        still_open[hold.account] += hold.open
    for account in tables.accounts.values():
        assert account.held == still_open[account.id], f"{account} and {still_open[account.id]}"


def _lines_are_what_was_covered(tables: Tables) -> None:
    covered: Counter[object] = Counter()
    for line in tables.lines:
        covered[line.operation] += line.covered
        assert sum(line.amounts) == line.covered, line
    for one in tables.operations:
        if one.row.kind == OperationKind.AUTHORISE:
            assert one.row.covered == covered[one.row.id], one.row


def _chains_are_whole(tables: Tables) -> None:
    operations = defaultdict[tuple[int, int, int], list[Kept]](list)
    for one in tables.operations:
        operations[one.lane, one.writer, one.batch].append(one)
    ends: dict[tuple[int, int], tuple[int, bytes]] = {}
    for batch in sorted(tables.batches, key=lambda one: (one.lane, one.writer, one.seq)):
        place = (batch.lane, batch.writer)
        seq, chain = ends.get(place, (0, FIRST_CHAIN))
        kept = sorted(operations.pop((*place, batch.seq), []), key=lambda one: one.row.place)
        assert (batch.seq, batch.operations) == (seq + 1, len(kept)), f"after {seq} comes {batch}"
        assert [one.row.place for one in kept] == list(range(len(kept))), batch
        digests = [bytes.fromhex(one.row.digest) for one in kept]
        told = chain_after(chain, lane=batch.lane, writer=batch.writer, seq=batch.seq, at=batch.at, digests=digests)
        assert batch.chain == told, f"the chain is broken at {batch}"
        ends[place] = (batch.seq, batch.chain)
    assert not operations, "an operation without its batch"
    assert ends == {place: end for place, end in tables.heads.items() if end[0] > 0}
