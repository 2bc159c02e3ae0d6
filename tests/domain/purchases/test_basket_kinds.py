"""What each kind of allowance does to a line, and which of two good splits is the better one."""

from typing import Any

import pytest

from domain.purchases.cases import certificate, decide, discount, items, line, parts, points


def reasons(answer: Any) -> list[str | None]:
    return [None if one.reason is None else one.reason.code for one in answer.lines]


def test_points_pay_where_only_they_can_however_late_they_end() -> None:
    soon = certificate("a", points("food", 500, "food"), last_day="2026-12-01")
    late = certificate("b", points("bread", 500, "bread"))
    answer = decide([soon, late], [line(1, "bread", 500), line(2, "wine", 500)])
    assert answer.own_money == 0
    assert parts(answer) == {1: [("b.bread", 500)], 2: [("a.food", 500)]}


def test_of_two_that_can_pay_the_one_that_ends_first_pays() -> None:
    soon = certificate("b", points("food", 300, "food"), last_day="2026-12-01")
    late = certificate("a", points("bread", 500, "bread"))
    assert parts(decide([late, soon], [line(1, "bread", 400)])) == {1: [("b.food", 300), ("a.bread", 100)]}


def test_of_two_that_end_together_the_narrower_pays_then_the_first_by_id() -> None:
    wide, narrow = certificate("a", points("x", 300, "food")), certificate("b", points("x", 300, "bread"))
    assert parts(decide([wide, narrow], [line(1, "bread", 300)])) == {1: [("b.x", 300)]}
    twin = certificate("c", points("x", 300, "bread"))
    assert parts(decide([twin, narrow], [line(1, "bread", 300)])) == {1: [("b.x", 300)]}


def test_kopecks_go_to_the_lowest_position_whatever_the_order_of_the_lines() -> None:
    answer = decide([certificate("a", points("x", 500, "food"))], [line(7, "bread", 400), line(2, "bread", 400)])
    assert parts(answer) == {7: [("a.x", 100)], 2: [("a.x", 400)]}
    assert [one.position for one in answer.lines] == [7, 2], "answered as asked"


def test_a_unit_pays_the_price_up_to_its_cap_and_is_used_up_by_one_piece() -> None:
    tv = certificate("a", items("tv", 2, 1_000, "television"))
    answer = decide([tv], [line(1, "television", 700), line(2, "television", 2_500), line(3, "television", 900)])
    assert parts(answer) == {1: [], 2: [("a.tv×1", 1_000)], 3: [("a.tv×1", 900)]}
    assert (answer.covered, answer.own_money) == (1_900, 2_200)
    assert reasons(answer) == ["balance_spent", "price_over_cap", None]


def test_one_piece_takes_one_unit_and_a_line_of_three_has_three_pieces() -> None:
    tv = certificate("a", items("tv", 5, 400, "television"))
    assert parts(decide([tv], [line(1, "television", 1_000)])) == {1: [("a.tv×1", 400)]}
    assert parts(decide([tv], [line(1, "television", 1_000, "3")])) == {1: [("a.tv×3", 1_000)]}
    assert parts(decide([tv], [line(1, "television", 3_000, "3")])) == {1: [("a.tv×3", 1_200)]}


def test_kopecks_that_do_not_divide_belong_to_the_first_pieces() -> None:
    one = certificate("a", items("tv", 1, 400, "television"))
    assert parts(decide([one], [line(1, "television", 1_000, "3")])) == {1: [("a.tv×1", 334)]}


@pytest.mark.parametrize("quantity", ["0.250", "1.250", "2.5"])
def test_what_is_weighed_is_one_piece(quantity: str) -> None:
    answer = decide([certificate("a", items("x", 9, 400, "food"))], [line(1, "bread", 1_000, quantity)])
    assert parts(answer) == {1: [("a.x×1", 400)]}


def test_nothing_of_something_has_no_pieces() -> None:
    assert decide([certificate("a", items("x", 9, 400, "food"))], [line(1, "bread", 1_000, "0")]).covered == 0


def test_the_kopeck_that_does_not_divide_is_paid_by_the_unit_that_can() -> None:
    low, high = items("low", 1, 500, "television"), items("high", 1, 600, "television")
    answer = decide([certificate("a", low), certificate("b", high)], [line(1, "television", 1_001, "2")])
    assert parts(answer) == {1: [("a.low×1", 500), ("b.high×1", 501)]}


def test_points_may_pay_what_a_unit_leaves() -> None:
    both = certificate("a", items("tv", 1, 1_000, "television"), points("x", 300, "television"))
    answer = decide([both], [line(1, "television", 1_400)])
    assert parts(answer) == {1: [("a.tv×1", 1_000), ("a.x", 300)]}
    assert answer.own_money == 100


def test_with_cap_payout_nobody_is_asked_for_the_rest() -> None:
    tv = certificate("a", items("tv", 1, 1_000, "television", price="cap_payout"), points("x", 9_000, "television"))
    answer = decide([tv], [line(1, "television", 1_400)])
    assert parts(answer) == {1: [("a.x", 1_400)]}, "of two ways without own money the one that takes most is better"
    answer = decide([certificate("a", tv["allowances"][0])], [line(1, "television", 1_400)])
    assert parts(answer) == {1: [("a.tv×1", 1_000)]}
    assert (answer.covered, answer.own_money) == (1_000, 0)
    assert answer.lines[0].outcome == "covered"


@pytest.mark.parametrize(("choose", "covered"), [(0, 0), (1, 1_000), (2, 1_800), (3, 1_800)])
def test_a_choice_bounds_the_units_of_a_certificate(choose: int, covered: int) -> None:
    both = (items("tv", 1, 1_000, "television"), items("book", 1, 800, "book"))
    lines = [line(1, "book", 900), line(2, "television", 1_000)]
    assert decide([certificate("a", *both, choose=choose)], lines).covered == covered
    chosen = [{**one, "choose": choose} for one in both]
    assert decide([certificate("a", *chosen)], lines).covered == covered


def test_a_discount_is_taken_first_and_points_may_pay_the_rest() -> None:
    both = certificate("a", points("x", 500, "food"), discount("d", 10, 10_000, "food"))
    answer = decide([both], [line(1, "bread", 500), line(2, "bread", 105)])
    assert parts(answer) == {1: [("a.d", 50), ("a.x", 450)], 2: [("a.d", 10), ("a.x", 50)]}
    assert answer.own_money == 45


def test_a_ceiling_is_spent_in_line_order_and_of_two_discounts_the_larger_counts() -> None:
    two = certificate("a", discount("d", 10, 70, "food"), discount("e", 5, 10_000, "food"))
    answer = decide([two], [line(3, "bread", 1_000), line(1, "bread", 500), line(2, "bread", 500)])
    assert parts(answer) == {1: [("a.d", 50)], 2: [("a.e", 25)], 3: [("a.e", 50)]}
    assert reasons(answer) == ["discount_only"] * 3


def test_a_strict_allowance_pays_only_into_lines_without_own_money() -> None:
    strict = certificate("a", points("x", 1_000, "food", own_money="forbidden"))
    answer = decide([strict], [line(1, "bread", 700), line(2, "bread", 600), line(3, "bread", 400)])
    assert parts(answer) == {1: [], 2: [("a.x", 600)], 3: [("a.x", 400)]}
    assert reasons(answer) == ["balance_spent", None, None]
    answer = decide([strict], [line(1, "bread", 700), line(2, "bread", 600)])
    assert (parts(answer), reasons(answer)) == ({1: [("a.x", 700)], 2: []}, [None, "whole_line_only"])


def test_other_points_may_fill_the_gap_of_a_strict_allowance() -> None:
    two = certificate("a", points("x", 1_000, "food", own_money="forbidden"), points("y", 300, "food"))
    answer = decide([two], [line(1, "bread", 700), line(2, "bread", 600)])
    assert answer.own_money == 0
    assert sum(one.covered for one in answer.lines) == 1_300


def test_a_strict_unit_needs_its_line_paid_in_full() -> None:
    tv = certificate("a", items("tv", 1, 1_000, "television", own_money="forbidden"))
    assert decide([tv], [line(1, "television", 1_001)]).covered == 0
    more = certificate("b", points("x", 1, "television"))
    assert decide([tv, more], [line(1, "television", 1_001)]).own_money == 0


def test_a_certificate_pays_through_its_last_day() -> None:
    lines = [line(1, "bread", 100)]
    last = certificate("a", points("x", 100, "food"), last_day="2026-11-22")
    assert decide([last], lines, now="2026-11-22T23:59:59+03:00").covered == 100
    ended = decide([last], lines, now="2026-11-23T00:00:00+03:00")
    assert (ended.covered, reasons(ended)) == (0, ["certificate_ended"])
    assert reasons(decide([], lines)) == ["no_certificate"]


def test_reasons_name_what_is_denied() -> None:
    food = certificate("a", points("x", 100, "food", deny=["alcohol"]))
    answer = decide([food], [line(1, "wine", 5), line(2, "book", 5), line(3, None, 5), line(4, "bread", 0)])
    assert reasons(answer) == ["category_denied", "category_not_allowed", "not_classified", "zero_line"]
    assert answer.lines[0].reason is not None
    assert answer.lines[0].reason.category == "alcohol"


def test_points_cover_most_of_the_first_line_then_of_the_next_whoever_pays() -> None:
    soon, late = (
        certificate("c0", points("x", 2, "food"), last_day="2026-12-01"),
        certificate("c1", points("x", 5, "bread")),
    )
    answer = decide([soon, late], [line(1, "bread", 4), line(2, "food", 3), line(3, "bread", 2)])
    assert [one.covered for one in answer.lines] == [4, 2, 1]
    assert parts(answer) == {1: [("c1.x", 4)], 2: [("c0.x", 2)], 3: [("c1.x", 1)]}


def test_lines_without_own_money_come_lowest_whoever_pays() -> None:
    wide = certificate("c0", points("x", 1, "food", own_money="forbidden"))
    narrow = certificate("c1", points("x", 5, "bread", own_money="forbidden"), last_day="2026-12-01")
    answer = decide([wide, narrow], [line(1, "bread", 1), line(2, "food", 1), line(3, "bread", 5)])
    assert [one.covered for one in answer.lines] == [1, 0, 5]


def test_of_units_that_pay_the_same_sums_the_first_line_has_most() -> None:
    small, large = certificate("c0", items("x", 1, 1, "food")), certificate("c1", items("x", 1, 2, "food"))
    answer = decide([small, large], [line(1, "bread", 2), line(2, "bread", 3)])
    assert parts(answer) == {1: [("c1.x×1", 2)], 2: [("c0.x×1", 1)]}
