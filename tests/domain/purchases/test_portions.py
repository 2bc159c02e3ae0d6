"""Parts of a line: in its own proportion, never negative, and together exactly the line, whatever the steps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.domain.purchases.rules.portions import Portion, left_of, take
from socert.domain.purchases.rules.units_back import with_units

amounts = st.integers(0, 2_000)
parts = st.lists(st.integers(1, 700), max_size=3).map(lambda found: tuple(enumerate(found)))
wholes = st.builds(
    lambda quantity, own, paid: Portion(quantity, own + sum(amount for _, amount in paid), paid),
    st.integers(1, 5_000),
    amounts,
    parts,
)
steps = st.lists(st.tuples(st.none() | st.integers(1, 2_000), st.none() | st.integers(1, 900)), max_size=8)


@given(wholes, steps)
def test_whatever_the_steps_nothing_is_lost_and_nothing_made(
    whole: Portion, asked: list[tuple[int | None, int | None]]
) -> None:
    taken: list[Portion] = []
    for quantity, amount in asked:
        portion = take(whole, taken, quantity=quantity, amount=amount)
        if portion is not None:
            assert portion.quantity >= 0
            assert portion.own_money >= 0
            assert all(part > 0 for _, part in portion.parts)
            taken.append(portion)
    left = left_of(whole, taken)
    rest = take(whole, taken, quantity=None, amount=None)
    assert (rest is None) == (left.quantity == 0 and left.amount == 0)
    assert rest is None or rest == left
    taken.extend([] if rest is None else [rest])
    assert sum(one.quantity for one in taken) == whole.quantity
    assert sum(one.amount for one in taken) == whole.amount
    assert sum(one.covered for one in taken) == whole.covered
    for account, paid in whole.parts:
        assert sum(dict(one.parts).get(account, 0) for one in taken) == paid


@given(wholes, st.integers(1, 4))
def test_pieces_differ_by_no_more_than_a_kopeck_a_part(whole: Portion, count: int) -> None:
    pieces = Portion(count, whole.amount, whole.parts)
    taken: list[Portion] = []
    for _ in range(count):
        portion = take(pieces, taken, quantity=1, amount=None)
        assert portion is not None
        taken.append(portion)
    covered = [one.covered for one in taken]
    assert max(covered) - min(covered) <= 1 + count
    assert sum(covered) == whole.covered


THREE = Portion(3, 100, ((7, 40), (8, 10)))


@pytest.mark.parametrize(
    ("quantity", "amount", "found"),
    [
        (1, None, Portion(1, 33, ((7, 12), (8, 4)))),
        (3, None, THREE),
        (None, None, THREE),
        (None, 33, Portion(0, 33, ((7, 12), (8, 4)))),
        (None, 100, THREE),
        (1, 100, Portion(1, 100, THREE.parts)),
        (4, None, None),
        (None, 101, None),
        (1, 101, None),
        (4, 1, None),
    ],
)
def test_a_part_of_a_line(quantity: int | None, amount: int | None, found: Portion | None) -> None:
    assert take(THREE, [], quantity=quantity, amount=amount) == found


def test_of_what_is_all_taken_nothing_more_can_be() -> None:
    for quantity, amount in ((None, None), (1, None), (None, 1)):
        assert take(THREE, [THREE], quantity=quantity, amount=amount) is None


def test_a_line_of_nothing_goes_back_as_nothing() -> None:
    free = Portion(2, 0, ())
    assert take(free, [], quantity=1, amount=None) == Portion(1, 0, ())


THINGS = Portion(3, 300, ((7, 200), (8, 30)), (2, 0))


@pytest.mark.parametrize(
    ("steps", "used", "back"),
    [
        ([(1, None), (1, None), (1, None)], [1, 1, 0], [0, 1, 1]),
        ([(None, 10), (None, None)], [1, 1], [0, 2]),
        ([(None, None)], [2], [2]),
        ([(3, 100), (None, None)], [2, 0], [0, 2]),
    ],
)
def test_the_first_of_a_piece_uses_its_unit_up_and_the_last_gives_it_back(
    *, steps: list[tuple[int | None, int | None]], used: list[int], back: list[int]
) -> None:
    taken: list[Portion] = []
    returned: list[Portion] = []
    for quantity, amount in steps:
        taken.append(_taken(take(THINGS, taken, quantity=quantity, amount=amount)))
        portion = _taken(take(replace(THINGS, units=()), returned, quantity=quantity, amount=amount))
        returned.append(with_units(portion, line=THINGS, captured=[THINGS], returned=returned, is_held=False))
    for portions, units in ((taken, used), (returned, back)):
        assert [one.units_by_account.get(7, 0) for one in portions] == units
        assert not any(one.units_by_account.get(8, 0) for one in portions)


def _taken(portion: Portion | None) -> Portion:
    assert portion is not None
    return portion


@given(whole=wholes, asked=steps, back=steps, units=st.integers(1, 4))
def test_whatever_the_steps_units_are_whole_and_with_the_last_return_all_are_back(
    *,
    whole: Portion,
    asked: list[tuple[int | None, int | None]],
    back: list[tuple[int | None, int | None]],
    units: int,
) -> None:
    line = Portion(whole.quantity, whole.amount, whole.parts, (units,) * len(whole.parts))
    taken: list[Portion] = []
    for quantity, amount in [*asked, (None, None)]:
        portion = take(line, taken, quantity=quantity, amount=amount)
        taken.extend([] if portion is None else [portion])
    returned: list[Portion] = []
    for one in taken:
        of_this: list[Portion] = []
        for quantity, amount in [*back, (None, None)]:
            portion = take(replace(one, units=()), of_this, quantity=quantity, amount=amount)
            if portion is not None:
                of_this.append(portion)
                returned.append(with_units(portion, line=line, captured=taken, returned=returned, is_held=False))
    for place, (account, _) in enumerate(line.parts):
        used, brought = ([one.units_by_account.get(account, 0) for one in some] for some in (taken, returned))
        assert min(used + brought, default=0) >= 0
        assert sum(used) <= line.units[place]
        assert sum(brought) == sum(used)
